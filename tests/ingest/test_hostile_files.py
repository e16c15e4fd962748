"""A file per trap: each gives the right rows, or a refusal with its code and address, and none hurts its neighbours."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter

from campaigns.warehouse import canonical_hash
from ingest.check import check
from ingest.refusal import FileRefused
from ingest.worker import Worker

HEADER = ["click_id", "slug", "clicked_at", "section"]
TIME = "2026-03-01T10:00:00+08:00"
HEAD = ",".join(HEADER)
DAMAGED = "E-FILE-UNREADABLE"


@dataclass(frozen=True)
class Trap:
    """A file and what must come of it: sections of the clicks by row, rejects as (row, code), or the file's code."""

    make: Callable[[], bytes]
    rows: dict[int, str | None] = field(default_factory=dict)
    rejects: list[tuple[int, str]] = field(default_factory=list)
    code: str | None = None


def line(section: str = "a", number: int = 0) -> str:
    return f"c{number},s1,{TIME},{section}"


def text(*lines: str, encoding: str = "utf-8", last: str = "\n") -> Callable[[], bytes]:
    return lambda: ("\n".join(lines) + last).encode(encoding)


def records(*changes: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {"click_id": f"c{number}", "slug": "s1", "clicked_at": TIME, "section": "a", **change}
        for number, change in enumerate(changes)
    ]


@dataclass(frozen=True)
class Formula:
    """A cell with a formula and the value that Excel had computed."""

    formula: str
    value: str


def workbook(*rows: list[Any], parts: dict[str, bytes] | None = None) -> bytes:
    """A workbook of a header and rows; `parts` are put in beside."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("S")
        for number, cells in enumerate([HEADER, *rows]):
            for column, cell in enumerate(cells):
                if isinstance(cell, Formula):
                    sheet.write_formula(number, column, cell.formula, None, cell.value)
                else:
                    sheet.write(number, column, cell)
    with zipfile.ZipFile(made, "a") as package:
        for name, content in (parts or {}).items():
            package.writestr(name, content)
    return made.getvalue()


def row(section: Any = "a", number: int = 0) -> list[Any]:
    return [f"c{number}", "s1", TIME, section]


def repacked(made: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """The same workbook with every part changed by name."""
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as package, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in package.namelist():
            target.writestr(name, change(name, package.read(name)))
    return changed.getvalue()


def far_cell() -> bytes:
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    return repacked(workbook(row()), lambda name, part: part.replace(b"</sheetData>", far))


def same_text() -> bytes:
    """Every cell points at one long text: 3 GB when laid out."""
    cells = b"".join(b'<row r="%d"><c r="A%d" t="s"><v>0</v></c></row>' % (at, at) for at in range(3, 100_000))
    long = b"<t>" + b"x" * 32_000 + b"</t>"
    return repacked(
        workbook(row()),
        lambda name, part: part.replace(b"</sheetData>", cells + b"</sheetData>").replace(b"<t>click_id</t>", long),
    )


def declared(name: str, content: bytes, size: int) -> bytes:
    """A workbook whose directory states another size for a part than it has."""
    made = workbook(row(), parts={name: content})
    return made.replace(len(content).to_bytes(4, "little"), size.to_bytes(4, "little"))


def with_entity(declared_in: str, entities: bytes, used: bytes) -> bytes:
    """A workbook with a document type in one part; a cell uses one of its entities."""
    doctype = b"?>\n<!DOCTYPE x [" + entities + b"]>"

    def change(name: str, part: bytes) -> bytes:
        part = part.replace(b"?>", doctype, 1) if name.endswith(declared_in) else part
        return part.replace(b"<t>a</t>", b"<t>" + used + b"</t>")

    return repacked(workbook(row()), change)


LAUGHS = b'<!ENTITY l0 "ha">' + b"".join(b'<!ENTITY l%d "%s">' % (at, b"&l%d;" % (at - 1) * 10) for at in range(1, 9))
PASSWD = b'<!ENTITY passwd SYSTEM "file:///etc/passwd">'


def parquet_that_repeats_itself() -> bytes:
    """3 GB out of a file of some kilobytes."""
    texts = {"click_id": "c", "slug": "s", "clicked_at": TIME, "section": "y" * 50_000}
    places = pa.array([0] * 60_000, pa.int8())
    columns = {name: pa.DictionaryArray.from_arrays(places, pa.array([value])) for name, value in texts.items()}
    buffer = io.BytesIO()
    pq.write_table(pa.table(columns), buffer, store_schema=False)
    return buffer.getvalue()


def packed_twice() -> bytes:
    buffer = io.BytesIO(workbook(row()))
    with zipfile.ZipFile(buffer, "a") as package, pytest.warns(UserWarning, match="Duplicate name"):
        package.writestr("xl/worksheets/sheet1.xml", b"<worksheet/>")
    return buffer.getvalue()


TRAPS: dict[str, Trap] = {
    # files as people have them
    "empty.csv": Trap(lambda: b"", code="E-FILE-EMPTY"),
    "header_only.csv": Trap(text(HEAD)),
    "ragged.csv": Trap(
        text(HEAD, f"c0,s1,{TIME}", line() + ",more", line("b", 2)), {2: None, 4: "b"}, [(3, "E-ROW-WIDTH")]
    ),
    "unbalanced_quote.csv": Trap(text(HEAD, line('"open'), line("b", 1)), {3: "b"}, [(2, "E-ROW-QUOTE")]),
    "cut_in_a_row.csv": Trap(text(HEAD, line(), "c1,s", last=""), {2: "a"}, [(3, "E-ROW-CUT")]),
    "header_twice_named.csv": Trap(text(f"{HEAD},section", line() + ",z"), {2: "a"}),
    "header_unknown.csv": Trap(text("flour,sugar", "1,2"), code="E-FILE-UNKNOWN"),
    "totals.csv": Trap(
        text(HEAD, line(), "合计,,,", "Total,,,9"), {2: "a"}, [(3, "E-TOTALS-ROW"), (4, "E-TOTALS-ROW")]
    ),
    "banner.csv": Trap(text("最多导出5000条,,,", ",,,", HEAD, line()), {4: "a"}),
    "two_tables.csv": Trap(
        text(HEAD, line(), ",,,", "product_id,captured_at,available,", f"sku-1,{TIME},5,", HEAD),
        {2: "a"}, [(4, "E-TIME"), (5, "E-TIME"), (6, "E-HEADER-REPEATED")],
    ),
    "csv_inside.xlsx": Trap(text(HEAD, line()), {2: "a"}),
    "workbook_inside.csv": Trap(lambda: workbook(row("x")), {2: "x"}),
    "web_page.xls": Trap(lambda: b"<html><table><tr><td>1</td></tr></table></html>", code="E-FILE-UNKNOWN"),
    "lines.json": Trap(lambda: "\n".join(map(json.dumps, records({}, {"section": "b"}))).encode(), {1: "a", 2: "b"}),
    "array.json": Trap(lambda: json.dumps(records({}, {"section": "b"})).encode(), {1: "a", 2: "b"}),
    "data.json": Trap(lambda: json.dumps({"code": 0, "data": records({})}).encode(), {1: "a"}),
    "error_body.json": Trap(lambda: b'{"code":-1,"msg":"login","data":{}}', code="E-FILE-ERROR-BODY"),
    "gb18030.csv": Trap(text(HEAD, line("面膜"), encoding="gb18030"), {2: "面膜"}),
    "utf16.csv": Trap(text(HEAD, line("面膜"), encoding="utf-16"), {2: "面膜"}),
    "bom.csv": Trap(text(HEAD, line("面膜"), encoding="utf-8-sig"), {2: "面膜"}),
    "two_encodings.csv": Trap(
        lambda: text(HEAD, line("护肤"), line("面膜"))() + line("护肤品").encode("gb18030"), code="E-FILE-ENCODING"
    ),
    "nul.csv": Trap(text(HEAD, line("b"), f"c\0 1,s1,{TIME},a"), {2: "b"}, [(3, "E-ID")]),
    "zero_width.csv": Trap(text(HEAD, f"\u200bc0\u200b,s1,{TIME},a"), {2: "a"}),
    "right_to_left.csv": Trap(text(HEAD, line("\u202egpj.exe")), {2: "\u202egpj.exe"}),
    "full_width.csv": Trap(text(HEAD, "ｃ０,ｓ１,２０２６-０３-０１T１０:００:００+０８:００,a"), {2: "a"}),
    # files that mean harm
    "far_cell.xlsx": Trap(far_cell, code="E-FILE-LIMIT"),
    "same_text.xlsx": Trap(same_text, code="E-FILE-LIMIT"),
    "says_two_gigabytes.xlsx": Trap(lambda: declared("xl/media/big.bin", bytes(777_777), 2**31), code="E-FILE-LIMIT"),
    "says_it_is_small.xlsx": Trap(
        lambda: declared("xl/media/big.bin", bytes(20_000_000), 1000), code=DAMAGED
    ),
    "a_part_twice.xlsx": Trap(packed_twice, code=DAMAGED),
    "billion_laughs.xlsx": Trap(lambda: with_entity("sharedStrings.xml", LAUGHS, b"&l8;"), code=DAMAGED),
    "billion_laughs_in_contents.xlsx": Trap(
        lambda: repacked(
            with_entity("workbook.xml", LAUGHS, b"a"), lambda _, part: part.replace(b'name="S"', b'name="&l8;"')
        ),
        code=DAMAGED,
    ),
    "external_entity.xlsx": Trap(lambda: with_entity("sharedStrings.xml", PASSWD, b"&passwd;"), code=DAMAGED),
    "names_with_paths.xlsx": Trap(lambda: workbook(row(), parts={"../../escape": b"x", "/etc/escape": b"x"}), {2: "a"}),
    "macros.xlsm": Trap(lambda: workbook(row(), parts={"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0macro"}), {2: "a"}),
    "formulas.xlsx": Trap(
        lambda: workbook(row(Formula('=HYPERLINK("http://evil")', "seen")), row(Formula("=1+1", ""), 1)),
        {2: "seen", 3: None},
    ),
    "formulas.csv": Trap(text(HEAD, line("=cmd|' /C x'!A0"), line("@SUM(1)", 1)), {2: "=cmd|' /C x'!A0", 3: "@SUM(1)"}),
    "deep.json": Trap(text("[" * 200_000), code="E-FILE-UNREADABLE"),
    "deep_lines.json": Trap(
        lambda: "\n".join([*map(json.dumps, records({}, {})), '{"a":' * 50_000]).encode(),
        {1: "a", 2: "a"}, [(3, "E-ROW-JSON")],
    ),
    "keys_twice.json": Trap(
        lambda: "\n".join([*map(json.dumps, records({}, {})), '{"click_id":"x","click_id":"y"}']).encode(),
        {1: "a", 2: "a"}, [(3, "E-ROW-JSON")],
    ),
    "huge_number.json": Trap(
        text(json.dumps(records({})[0]), json.dumps(records({})[0]).replace('"a"', "1e999999999")),
        {1: "a", 2: "1e999999999"},
    ),
    "markup.csv": Trap(
        text(HEAD, line("<script>alert(1)</script>"), line("[x](javascript:alert)", 1)),
        {2: "<script>alert(1)</script>", 3: "[x](javascript:alert)"},
    ),
    "sql_in_header.csv": Trap(text(f"{HEAD},\"x\"\"; drop table loads; --\"", line() + ",z"), {2: "a"}),
    "repeats_itself.parquet": Trap(parquet_that_repeats_itself, code="E-FILE-LIMIT"),
    "packed.gz": Trap(lambda: b"\x1f\x8b\x08\x00", code="E-FILE-UNKNOWN"),
    "attach.db": Trap(lambda: b"SQLite format 3\0" + b"\xff" * 5000, code="E-FILE-UNREADABLE"),
}  # fmt: skip


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    with closing(Worker()) as started:
        yield started


@pytest.mark.parametrize("name", TRAPS)
def test_a_trap_gives_the_right_rows_or_a_refusal_with_its_address(name: str, worker: Worker, tmp_path: Path) -> None:
    trap, path = TRAPS[name], tmp_path / name
    path.write_bytes(trap.make())
    context = {"name": name, "captured_at": "2026-03-01T00:00:00+00:00", "account": "a", "key": "00" * 32}
    job = {"job": "read", "path": str(path), "archive": str(tmp_path / "a"), "typed": str(tmp_path / "t"), **context}
    if trap.code:
        with pytest.raises(FileRefused, match=r"[;.]") as refusal:
            worker.run(job, path.stat().st_size, lambda *_: None)
        assert refusal.value.code == trap.code
        return
    (sheet,) = worker.run(job, path.stat().st_size, lambda *_: None)["typed"]
    (table,) = sheet["tables"]
    rows = pl.read_parquet(table["pattern"]).select("source_row", "section").rows() if table["pattern"] else []
    rejects = [pl.read_parquet(rejected).select("source_row", "code") for rejected in sheet["rejects"]]
    assert dict(rows) == trap.rows
    assert sorted({one for frame in rejects for one in frame.rows()}) == trap.rejects
    assert table["read"] == len(trap.rows) + len({at for at, _ in trap.rejects})


def test_a_folder_full_of_traps_is_loaded_as_far_as_it_is_sound_and_only_once(loading: Any) -> None:
    loading.files.mkdir()
    for name, trap in TRAPS.items():
        (loading.files / name).write_bytes(trap.make())
    before = {path for path in loading.root.parent.rglob("*") if loading.root not in [path, *path.parents]}
    outcomes = loading.load(loading.files)
    assert {Path(one.file).name: one.code for one in outcomes} == {name: trap.code for name, trap in TRAPS.items()}
    for counts in (counts for one in outcomes for counts in one.tables.values()):
        assert counts.read == counts.loaded + counts.unchanged + counts.superseded + counts.rejected
    assert check(loading.root) == []
    assert {path for path in loading.root.parent.rglob("*") if loading.root not in [path, *path.parents]} == before
    hash_before = canonical_hash(loading.root)
    again = [one.status for one in loading.load(loading.files)]
    assert set(again) == {"already_loaded", "refused"}
    assert canonical_hash(loading.root) == hash_before
