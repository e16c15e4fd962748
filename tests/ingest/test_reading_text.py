"""Delimited text: rows numbered as a spreadsheet shows them, encodings, separators, and records that are none."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest import encoding
from ingest.delimited import records
from ingest.reading import read_sheets
from ingest.refusal import FileRefused
from ingest.sheet import Found

HEADER = "click_id,slug,clicked_at,section"


def read(path: Path) -> tuple[Found, pl.DataFrame]:
    (sheet,) = read_sheets(path)
    assert isinstance(sheet, Found), sheet
    return sheet, pl.concat(list(sheet.batches()))


def read_text(tmp_path: Path, text: str | bytes) -> tuple[Found, pl.DataFrame]:
    path = tmp_path / "clicks.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read(path)


def faults(sheet: Found) -> list[tuple[int, str]]:
    return [(fault.source_row, fault.code) for fault in sheet.faults]


def test_rows_are_numbered_as_the_editor_shows_them_with_blank_lines_counted(tmp_path: Path) -> None:
    _, frame = read_text(tmp_path, f"{HEADER}\nc1,s1,t,a\n\n,,,\nc2,s1,t,b\n")
    assert frame["click_id"].to_list() == ["c1", "c2"]
    assert frame["source_row"].to_list() == [2, 5]


def test_a_cell_over_several_lines_is_one_row(tmp_path: Path) -> None:
    sheet, frame = read_text(tmp_path, f'{HEADER}\r\nc1,s1,t,"one\r\ntwo, ""three"""\r\nc2,s1,t,b\r\n')
    assert frame["section"].to_list() == ['one\r\ntwo, "three"', "b"]
    assert frame["source_row"].to_list() == [2, 3]
    assert faults(sheet) == []


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_the_separator_is_the_one_under_which_the_header_is_known(tmp_path: Path, delimiter: str) -> None:
    _, frame = read_text(tmp_path, f"{HEADER}\nc1,s1,t,a\n".replace(",", delimiter))
    assert frame.row(0) == ("c1", "s1", "t", "a", 2)


@pytest.mark.parametrize("name", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_chinese_text_survives_every_encoding(tmp_path: Path, name: str) -> None:
    _, frame = read_text(tmp_path, f"{HEADER}\nc1,s1,t,玻尿酸面膜\nc2,s1,t,护肤\n".encode(name))
    assert frame["section"].to_list() == ["玻尿酸面膜", "护肤"]


def test_a_file_of_two_encodings_is_refused_and_not_guessed(tmp_path: Path) -> None:
    mixed = HEADER.encode() + "\nc1,s1,t,护肤\nc2,s1,t,面膜\n".encode() + "c3,s1,t,护肤品\n".encode("gb18030")
    with pytest.raises(FileRefused, match="neither UTF-8") as refusal:
        read_text(tmp_path, mixed)
    assert refusal.value.code == "E-FILE-ENCODING"


@pytest.mark.parametrize("foreign", ["c9,s1,t,玻尿酸面膜", "c9,s1,t,面膜"])
def test_a_single_line_in_another_encoding_is_not_read_as_other_characters(tmp_path: Path, foreign: str) -> None:
    own = "".join(f"c{row},s1,t,护肤品推荐\n" for row in range(200))
    mixed = f"{HEADER}\n{own}".encode("gb18030") + f"{foreign}\n".encode()
    with pytest.raises(FileRefused, match="neither UTF-8"):
        read_text(tmp_path, mixed)


def test_short_words_that_are_utf_8_by_chance_leave_gb18030_readable(tmp_path: Path) -> None:
    _, frame = read_text(tmp_path, f"{HEADER}\nc1,s1,t,联通\nc2,s1,t,护肤品\n".encode("gb18030"))
    assert frame["section"].to_list() == ["联通", "护肤品"]


def test_a_nul_stays_visible(tmp_path: Path) -> None:
    _, frame = read_text(tmp_path, f"{HEADER}\nc\0 1,s1,t,a\n{'c2,s1,t,b' * 3}\n")
    assert frame["click_id"][0] == "c\ufffd 1"


def test_a_row_with_more_cells_than_headers_is_a_fault_and_its_cells_are_not_kept(tmp_path: Path) -> None:
    sheet, frame = read_text(tmp_path, f"{HEADER}\nc1,s1,t,a\nc2,s1,t,b,13800000000\nc3,s1,t,c,,\n")
    assert frame["click_id"].to_list() == ["c1", "c3"]
    assert faults(sheet) == [(3, "E-ROW-WIDTH")]
    assert "138" not in sheet.faults[0].value


def test_missing_last_cells_are_empty_but_a_file_cut_in_a_row_is_noticed(tmp_path: Path) -> None:
    sheet, frame = read_text(tmp_path, f"{HEADER}\nc1,s1,t\nc2,s1")
    assert frame.row(0) == ("c1", "s1", "t", None, 2)
    assert frame.height == 1
    assert faults(sheet) == [(3, "E-ROW-CUT")]


def test_a_quote_that_never_closes_costs_one_row(tmp_path: Path) -> None:
    rows = "".join(f"c{number},s1,t,a\n" for number in range(1200))
    sheet, frame = read_text(tmp_path, f'{HEADER}\nx,s1,t,"open\n{rows}')
    assert frame.height == 1200
    assert frame["source_row"].to_list()[0] == 3
    assert faults(sheet) == [(2, "E-ROW-QUOTE")]


def test_a_quote_that_closes_inside_a_cell_costs_one_row(tmp_path: Path) -> None:
    sheet, frame = read_text(tmp_path, f'{HEADER}\nc1,s1,t,"a"b\nc2,s1,t,5" screen\n')
    assert frame["section"].to_list() == ['5" screen']
    assert faults(sheet) == [(2, "E-ROW-QUOTE")]


def test_lone_returns_end_lines_where_nothing_else_does(tmp_path: Path) -> None:
    _, frame = read_text(tmp_path, f"{HEADER}\rc1,s1,t,a\rc2,s1,t,b\r")
    assert frame["click_id"].to_list() == ["c1", "c2"]
    assert frame["section"].to_list() == ["a", "b"]


@pytest.mark.parametrize("text", ["\n \r\n", "\ufeff\n"])
def test_a_file_of_blanks_is_empty(tmp_path: Path, text: str) -> None:
    with pytest.raises(FileRefused) as refusal:
        read_text(tmp_path, text)
    assert refusal.value.code == "E-FILE-EMPTY"


def test_an_unknown_header_is_told_back(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("apple,pear\n1,2\n", encoding="utf-8")
    (sheet,) = read_sheets(path)
    assert not isinstance(sheet, Found)
    assert sheet.code == "E-SHEET-UNKNOWN"
    assert "apple, pear" in sheet.reason


CELL = st.text(st.sampled_from('ab1零 .-"\n\r,;'), max_size=6)


@given(st.lists(st.lists(CELL, min_size=3, max_size=3), min_size=1, max_size=8), st.sampled_from(["\n", "\r\n"]))
def test_what_a_csv_writer_writes_is_read_back(rows: list[list[str]], line_end: str) -> None:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, lineterminator=line_end, quoting=csv.QUOTE_ALL).writerows(rows)
    found = list(records(iter(_physical(buffer.getvalue())), ","))
    assert [record.cells for record in found] == rows
    assert [record.number for record in found] == list(range(1, len(rows) + 1))


def _physical(text: str) -> list[str]:
    pieces = text.split("\n")
    return [piece + "\n" for piece in pieces[:-1]] + ([pieces[-1]] if pieces[-1] else [])


PLAIN = st.text(st.sampled_from("ab1零 .-"), max_size=4)


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.lists(PLAIN, min_size=1, max_size=6), max_size=12),
    st.booleans(),
    st.integers(min_value=8, max_value=64),
)
def test_both_gears_give_the_same_rows(rows: list[list[str]], ends: bool, block: int) -> None:
    body = "\n".join([HEADER, "c1,s1,t,a", *[",".join(row) for row in rows]]) + ("\n" if ends else "")
    before = encoding.BLOCK
    with TemporaryDirectory() as folder:
        path, slow_path = Path(folder) / "plain.csv", Path(folder) / "quoted.csv"
        path.write_text(body, encoding="utf-8")
        slow_path.write_text(body.replace("section", '"section"', 1), encoding="utf-8")
        try:
            encoding.BLOCK = block
            fast, slow = read(path), read(slow_path)
        finally:
            encoding.BLOCK = before
    assert fast[1].equals(slow[1])
    assert fast[0].faults == slow[0].faults
