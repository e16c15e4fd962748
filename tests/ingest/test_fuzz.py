"""What no file and no cell may do: raise, lose a row, or leave a fact without its columns. `make fuzz` is the long run.

Files are golden ones with bytes cut, doubled and replaced; cells are values of every make in every column, as text and
in the types of Parquet.
"""

from __future__ import annotations

import io
import os
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campaigns.facts import fact
from ingest import child, instants, numbers, values, words
from ingest.contract import Context, Source, type_rows
from ingest.refusal import FileRefused
from ingest.sources import SOURCES
from ingest.sources.own_columns import OWN_SOURCES
from ingest.typed import TypedSheet
from ingest.values import Grammar
from ingest.worker import Worker

ROUNDS = int(os.environ.get("KOL_FUZZ", "0"))
"""Examples per test in the long run (`make fuzz`); the suite takes a fixed sample."""

GOLDEN = Path(__file__).parent / "golden"
CONTEXT = Context("orders_2026-03-01.csv", "Sheet1", datetime(2026, 6, 1, tzinfo=UTC), "brand-lin")
TEXTS = [path for path in sorted(GOLDEN.rglob("*.*")) if not path.name.endswith(".expected.json")]
HEX = "66a1b2c3d4e5f60718293a4b"

CELLS = [
    None, "", " ", "-", "无", "null", "合计", "Total", "0", "-1", "-0", "+7", "1", "12", "12.0", "12.5", "12.345",
    "1e3", "1e400", "-1e-400", "NaN", "inf", "9" * 15, "9" * 18, "9" * 19, "9" * 40, "0." + "9" * 400,
    "9223372036854775808", "1,204.50", "1,2,3", "¥1,204.50", "(12.30)", "12.30-", "−12.3", "1.2万", "10万+", "2.3w",
    "18k", "999999999亿", "24.6%", "0.246", "100.1%", "2026-03-01", "2026/3/1", "20260301", "2026-02-30",
    "0001-01-01", "9999-12-31", "2026-03-01 10:00", "2026-03-01 25:61:61", "2026-03-01T10:00:00+08:00",
    "2026-03-01T10:00:00Z", "2026-03-01T10:00:00+99:99", "9999-12-31T23:59:59+00:00", "0001-01-01T00:00:00+14:00",
    "3天前", "昨天", "刚刚", "3月1日", "45000", "45000.5", "1772330400", "1772330400000", "1772330400000000",
    "1.7723304E12", "-9999999999999", HEX, HEX.upper(), HEX + "0", "P700000000000000001", "6.89E+18", "R1",
    f"https://www.xiaohongshu.com/explore/{HEX}", f"https://www.xiaohongshu.com/user/profile/{HEX}?x=1", "CNY",
    "true", "是", "[]", '["a", 1]', "[" * 2000, '{"a": 1}', '{"a": {"b": [1]}}', "a,b", "=1+1", '="00123"', "'0012",
    "<script>", "x\0y", "x\u200by", "\u202eabc", "１２３", "٣", "①", "½", "\ufeff1", "\ufffd", "1\n2", "é" * 300,
    "已完成", "已取消", "退款成功", "normal", "video", "link.clicked",
]  # fmt: skip
TYPED = [
    (pl.Int64(), [None, 0, -1, 12, 2**63 - 1, -(2**63), 1772330400000]),
    (pl.UInt64(), [None, 0, 2**64 - 1]),
    (pl.Float64(), [None, 0.0, -0.0, 0.246, 12.005, 1e18, 1e308, float("nan"), float("inf")]),
    (pl.Boolean(), [None, True, False]),
    (pl.Date(), [None, date(1, 1, 1), date(2026, 3, 1), date(9999, 12, 31)]),
    (pl.Datetime("us", "UTC"), [None, datetime(2026, 3, 1, tzinfo=UTC), datetime(9999, 12, 31, 23, 59, tzinfo=UTC)]),
    (pl.Datetime("us"), [None, datetime(2026, 3, 1, 10)]),  # noqa: DTZ001 - so do files
]  # fmt: skip
CELL = st.one_of(st.sampled_from(CELLS), st.text(max_size=12))


def rounds(sample: int) -> settings:
    """A fixed sample in the suite, many random ones in the long run."""
    slow = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture, HealthCheck.data_too_large]
    return settings(max_examples=ROUNDS or sample, deadline=None, derandomize=not ROUNDS, suppress_health_check=slow)


def grammars() -> Iterator[tuple[str, Grammar]]:
    """Every grammar there is, by name."""
    for module in (numbers, instants, words):
        for name, found in vars(module).items():
            if isinstance(found, Grammar):
                yield f"{module.__name__.rpartition('.')[2]}.{name}", found
    yield "numbers.counts", numbers.counts(minus_one_is_missing=True)
    yield "numbers.ten_thousands", numbers.ten_thousands()


@pytest.mark.parametrize("grammar", [pytest.param(grammar, id=name) for name, grammar in grammars()])
def test_every_text_is_a_value_or_missing_or_a_fault(grammar: Grammar) -> None:
    @rounds(25)
    @given(st.lists(CELL, min_size=1, max_size=30))
    def every_text(cells: list[str | None]) -> None:
        parsed = values.read(pl.Series("x", cells, pl.String()), grammar)
        assert parsed.values.dtype == grammar.dtype
        assert len(parsed.values) == len(parsed.fault) == len(parsed.marks) == len(cells)
        assert not (parsed.values.is_not_null() & parsed.fault.is_not_null()).any()
        alone = [values.read(pl.Series("x", [cell], pl.String()), grammar).values.to_list()[0] for cell in cells[:3]]
        assert alone == parsed.values.to_list()[:3], "a cell does not depend on its neighbours"

    every_text()


@st.composite
def sheets(draw: st.DrawFn, source: Source) -> pl.DataFrame:
    """A frame of that source: its required columns, some others it knows, cells of any make."""
    names = {draw(st.sampled_from(sorted(choice))) for choice in source.required}
    names |= draw(st.sets(st.sampled_from(sorted(source.known | source.buyers | names)), max_size=12))
    height = draw(st.integers(1, 5))
    columns: dict[str, pl.Series] = {}
    for name in draw(st.permutations(sorted(names))):
        is_typed = source in OWN_SOURCES and draw(st.integers(0, 2)) == 0
        dtype, known = draw(st.sampled_from(TYPED)) if is_typed else (pl.String(), None)
        cells = st.sampled_from(known) if known else CELL
        columns[name] = pl.Series(name, [draw(cells) for _ in range(height)], dtype)
    return pl.DataFrame({**columns, "source_row": pl.Series(range(2, 2 + height), dtype=pl.Int64)})


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.key)
def test_every_sheet_becomes_whole_facts_and_rejects_that_add_up(source: Source) -> None:
    @rounds(6)
    @given(sheets(source))
    def every_sheet(frame: pl.DataFrame) -> None:
        for typed in type_rows(source.key, frame, CONTEXT):
            wanted = fact(typed.table)
            assert typed.read == typed.rows.height + typed.rejects["source_row"].n_unique()
            assert set(typed.rows.columns) - {"source_row"} <= {column.name for column in wanted.columns}
            for column in wanted.columns:
                if column.is_required and column.name != "load_id":
                    assert typed.rows[column.name].null_count() == 0, f"{column.name} must have a value"
            told = typed.rejects.select("source_row", "column_name", "code", "rule", "remedy")
            assert told.drop_nulls().height == told.height

    every_sheet()


@st.composite
def changes(draw: st.DrawFn, content: bytes) -> bytes:
    """The content with some places cut out, doubled, replaced or filled with a cell."""
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, max(0, len(content) - 1)))
        end = min(len(content), at + draw(st.sampled_from([0, 1, 2, 7, 50, 4000])))
        middle = draw(
            st.one_of(
                st.just(b""), st.just(content[at:end] * 2), st.binary(max_size=4),
                st.sampled_from([(cell or "null").encode() for cell in CELLS]),
                st.sampled_from([b'"', b"\n", b"\r", b",", b"\xff\xfe", b"\xa1"]),
            )
        )  # fmt: skip
        content = content[:at] + middle + content[end:]
    return content


def job(path: Path, out: Path) -> dict[str, Any]:
    context = {"name": path.name, "captured_at": "2026-03-01T00:00:00+00:00", "account": "a", "key": "00" * 32}
    folders = {"archive": str(out / "archive"), "typed": str(out / "typed"), "again": str(out / "again")}
    return {"path": str(path), **context, **folders}


def assert_adds_up(answer: dict[str, Any]) -> None:
    """Rows in the files of typed facts and rejects are those that were read."""
    for sheet in map(TypedSheet.of, answer["typed"]):
        for table in sheet.tables:
            kept = pl.scan_parquet(table.pattern, glob=True).select(pl.len()).collect().item() if table.pattern else 0
            assert table.read == kept + table.rejected


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.parent.name)
def test_every_text_file_is_read_or_refused_and_read_again_the_same(path: Path) -> None:
    @rounds(3)
    @given(changes(path.read_bytes()))
    def every_file(content: bytes) -> None:
        with TemporaryDirectory() as folder:
            changed = Path(folder) / path.name
            changed.write_bytes(content)
            asked = job(changed, Path(folder))
            try:
                answer = child._JOBS["read"](asked, lambda *_: None)
            except FileRefused:
                return
            assert_adds_up(answer)
            again = child._JOBS["type"]({**asked, "typed": asked["again"], "sheets": answer["sheets"]}, lambda *_: None)
            assert counts_of(again) == counts_of(answer), "a rebuild from the archive finds what the load found"

    every_file()


def counts_of(answer: dict[str, Any]) -> list[Any]:
    """What a load finds and a rebuild must find again."""
    tables = lambda sheet: [(one["table"], one["read"], one["rejected"]) for one in sheet["tables"]]  # noqa: E731
    return [(sheet["sheet"], sheet["source"], sheet["totals"], tables(sheet)) for sheet in answer["typed"]]


def workbook() -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        book.set_size(100, 100)
        sheet = book.add_worksheet("库存")
        sheet.write_row(0, 0, ["product_id", "captured_at", "available"])
        for row in range(1, 8):
            sheet.write_row(row, 0, [f"sku-{row}", f"2026-03-{row:02d}T00:00:00+08:00", row * 6891234567890123])
    return buffer.getvalue()


def database() -> bytes:
    with TemporaryDirectory() as folder, closing(sqlite3.connect(Path(folder) / "x.db")) as connection:
        connection.execute(
            "create table explore_data (采集时间 text, 作品ID text, 作品类型 text, 作品标题 text, 点赞数量 text)"
        )
        rows = [
            ("2026-04-20_00:00:00", f"{HEX[:-2]}{number:02d}", "图文", "面膜" * number, "7") for number in range(60)
        ]
        connection.executemany("insert into explore_data values (?, ?, ?, ?, ?)", rows)
        connection.commit()
        return (Path(folder) / "x.db").read_bytes()


def parquet() -> bytes:
    buffer = io.BytesIO()
    stock = {"product_id": ["a", "b"], "captured_at": [datetime(2026, 3, day, tzinfo=UTC) for day in (1, 2)]}
    pl.DataFrame({**stock, "available": [1, 2]}).write_parquet(buffer)
    return buffer.getvalue()


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    with closing(Worker()) as started:
        yield started


def sheet_xml() -> bytes:
    with zipfile.ZipFile(io.BytesIO(workbook())) as package:
        return package.read("xl/worksheets/sheet1.xml")


def packed(xml: bytes) -> bytes:
    """The workbook with another sheet in it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook())) as package, zipfile.ZipFile(buffer, "w") as changed:
        for name in package.namelist():
            changed.writestr(name, xml if name.endswith("sheet1.xml") else package.read(name))
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("make", "wrap"),
    [(workbook, bytes), (sheet_xml, packed), (database, bytes), (parquet, bytes)],
    ids=["workbook", "sheet of a workbook", "database", "parquet"],
)
def test_every_binary_file_is_read_or_refused_by_a_rule(make: Any, wrap: Any, worker: Worker) -> None:
    """Through the child, which may die of one: its death is a refusal, an exception of our own code is not."""

    @rounds(40)
    @given(changes(make()))
    def every_file(content: bytes) -> None:
        with TemporaryDirectory() as folder:
            path = Path(folder) / "file.bin"
            path.write_bytes(wrap(content))
            try:
                answer = worker.run({"job": "read", **job(path, Path(folder))}, len(content), lambda *_: None)
            except FileRefused as refusal:
                told = refusal.reason
            else:
                assert_adds_up(answer)
                told = ""
            assert "reading it failed" not in told or "PanicException" in told

    every_file()
