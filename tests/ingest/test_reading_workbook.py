"""Excel workbooks: physical rows, numbers as shown, damaged ids visible, and files that are no workbook at all."""

from __future__ import annotations

import zipfile
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter

from ingest import workbook
from ingest.reading import kind_of, read_sheets
from ingest.refusal import FileRefused
from ingest.sheet import Found, Skipped

HEADER = ["click_id", "slug", "clicked_at", "section"]


def write(path: Path, sheets: dict[str, dict[tuple[int, int], object]]) -> Path:
    book = xlsxwriter.Workbook(str(path), {"strings_to_numbers": False, "strings_to_formulas": False})
    for name, cells in sheets.items():
        sheet = book.add_worksheet(name)
        for (row, column), value in cells.items():
            sheet.write(row, column, value)
    book.close()
    return path


def table(*rows: list[object], top: int = 0, left: int = 0) -> dict[tuple[int, int], object]:
    return {(top + r, left + c): cell for r, row in enumerate(rows) for c, cell in enumerate(row) if cell is not None}


def frame_of(sheet: Found | Skipped) -> pl.DataFrame:
    assert isinstance(sheet, Found), sheet
    return pl.concat(list(sheet.batches()))


def test_rows_keep_the_number_that_excel_shows(tmp_path: Path) -> None:
    cells = table(["最多导出"], top=1) | table(HEADER, ["c1", "s", "t", "a"], [None], ["c2", "s", "t", "b"], top=3)
    (sheet,) = read_sheets(write(tmp_path / "a.xlsx", {"S": cells}))
    assert frame_of(sheet).select("click_id", "source_row").rows() == [("c1", 5), ("c2", 7)]


def test_numbers_are_text_as_a_person_sees_them(tmp_path: Path) -> None:
    numbers: list[object] = [181.0, 0.246, 123456789.12, 12345678.9]
    cells = table(HEADER, *[[f"c{n}", "s", "t", number] for n, number in enumerate(numbers)])
    (sheet,) = read_sheets(write(tmp_path / "a.xlsx", {"S": cells}))
    assert frame_of(sheet)["section"].to_list() == ["181", "0.246", "123456789.12", "12345678.9"]


def test_a_number_that_lost_digits_is_shown_as_excel_shows_it_and_a_text_is_not(tmp_path: Path) -> None:
    cells = table(HEADER, [6891234567890123456, "s", "t", 999999999999999], ["6891234567890123456", "s", "t", 1e15])
    (sheet,) = read_sheets(write(tmp_path / "a.xlsx", {"S": cells}))
    frame = frame_of(sheet)
    assert frame["click_id"].to_list() == ["6.891234567890124E+18", "6891234567890123456"]
    assert frame["section"].to_list() == ["999999999999999", "1.000000000000000E+15"]


def test_damage_is_found_in_the_right_one_of_several_sheets(tmp_path: Path) -> None:
    good = table(HEADER, ["6891234567890123456", "s", "t", "a"])
    bad = table(HEADER, [6891234567890123456, "s", "t", "a"])
    sheets = read_sheets(write(tmp_path / "a.xlsx", {"good": good, "bad": bad, "empty": {}}))
    assert [frame_of(sheet)["click_id"][0] for sheet in sheets[:2]] == ["6891234567890123456", "6.891234567890124E+18"]
    assert isinstance(sheets[2], Skipped)
    assert sheets[2].code == "E-SHEET-EMPTY"


def test_damaged_numbers_are_found_across_the_borders_of_what_is_read_at_once() -> None:
    cell = b'<c r="C18" s="1"><f>A1*2</f><v>6.891234567890123E+18</v></c>'
    found = dict(workbook._damaged(b"<row>" + cell + b'<c r="D18" t="str"><v>6891234567890123456</v></c></row>'))
    assert found == {(17, 2): "6.891234567890123E+18"}


@pytest.mark.parametrize(
    "cell",
    [
        b'<c r="B2"><v>6891234567890123456</v></c>',
        b'<c s="1" r="B2" t="n"><f>A1*2</f>\n<v> 6.891234567890123E18 </v></c>',
        b'<c\tr="B2"><v>6891234567890123456</v></c>',
        b'<c r="B2"><x:extra/><v>1</v></c><c\nr="B2"><v>6891234567890123456</v></c>',
        b'<x:c r="B2"><x:v>6891234567890123456</x:v></x:c>',
    ],
)
def test_a_long_number_is_found_however_its_cell_is_written(cell: bytes) -> None:
    others = b'<c r="A2"><v>0.30000000000000004</v></c><c r="C2" t="s"><v>12</v></c>'
    (found,) = workbook._damaged(b'<row><c r="A1"><v>1</v></c>' + others + cell + others + b"</row>")
    assert (found[0], found[1][:4]) == ((1, 1), "6.89")


def test_a_workbook_that_unpacks_to_too_much_is_refused_before_it_is_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path / "a.xlsx", {"S": table(HEADER)})
    monkeypatch.setattr(workbook, "MOST_BYTES", 100)
    with pytest.raises(FileRefused) as refusal:
        read_sheets(path)
    assert refusal.value.code == "E-FILE-LIMIT"


@pytest.mark.parametrize(
    ("start", "code", "words"),
    [
        (b"<html><table><tr><td>1</td></tr></table>", "E-FILE-UNKNOWN", "web page"),
        (b"SQLite format 3\0" + b"x" * 90, "E-FILE-UNREADABLE", "database"),
        (b"%PDF-1.7", "E-FILE-UNKNOWN", "document"),
        (b"PK\x03\x04 cut off", "E-FILE-UNREADABLE", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "E-FILE-UNREADABLE", "password"),
        (b"PAR1 cut off", "E-FILE-UNREADABLE", "Parquet"),
        (b"", "E-FILE-EMPTY", "nothing"),
    ],
)
def test_a_file_is_what_its_first_bytes_say_whatever_its_name_says(
    tmp_path: Path, start: bytes, code: str, words: str
) -> None:
    path = tmp_path / "orders.xlsx"
    path.write_bytes(start)
    with pytest.raises(FileRefused, match=words) as refusal:
        read_sheets(path)
    assert refusal.value.code == code


def test_a_csv_named_xlsx_is_read_as_csv(tmp_path: Path) -> None:
    path = tmp_path / "clicks.xlsx"
    path.write_text(",".join(HEADER) + "\nc1,s,t,a\n", encoding="utf-8")
    assert kind_of(path) == "delimited"
    assert frame_of(read_sheets(path)[0]).height == 1


def test_a_package_of_files_is_not_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("../../escape.csv", "click_id")
    with pytest.raises(FileRefused, match="unpack it"):
        read_sheets(path)
