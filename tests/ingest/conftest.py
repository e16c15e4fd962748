"""Small files in our own columns, a root to load them into, and files typed and applied in this process."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest

from campaigns import books, canonical, catalogue, facts
from campaigns.connection import rows_of
from campaigns.merge import LoadStamp
from campaigns.warehouse import Writer, open_reader
from ingest.buyers import BuyerKeys
from ingest.contract import Context, Typed, type_rows
from ingest.load import SheetOutcome, load_files
from ingest.moment import captured_at
from ingest.reading import read_sheets
from ingest.sheet import Found

CLICK_COLUMNS = "click_id,slug,clicked_at,note_id,product_id,buyer_id,section,channel"
STOCK_COLUMNS = "product_id,captured_at,available"
NOTE = "66a1b2c3d4e5f60718293a4b"


@dataclass(frozen=True)
class Loading:
    """A root, and files beside it."""

    root: Path
    files: Path

    def click(self, number: int, *, buyer: str = "buyer-1", section: str = "explore") -> str:
        """A line of the short-link click file."""
        return f"c{number},s1,2026-03-01T10:00:00+08:00,{NOTE},sku-1,{buyer},{section},xiaohongshu"

    def clicks(self, name: str, *lines: str) -> Path:
        """A click file."""
        return self.write(name, "\n".join([CLICK_COLUMNS, *lines, ""]))

    def stock(self, name: str, *available: object) -> Path:
        """A stock file: one product, one day per count."""
        lines = [f"sku-1,2026-03-{day:02d}T00:00:00+08:00,{count}" for day, count in enumerate(available, 1)]
        return self.write(name, "\n".join([STOCK_COLUMNS, *lines, ""]))

    def write(self, name: str, text: str) -> Path:
        """Any text file."""
        path = self.files / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def load(self, *paths: Path, account: str | None = None) -> list[SheetOutcome]:
        """Load files into the root."""
        return load_files(self.root, paths, who="tester", account=account)

    def rows(self, sql: str) -> list[tuple[object, ...]]:
        """What the published warehouse answers."""
        with closing(open_reader(self.root)) as reader:
            return reader.query(sql).rows()

    def all_bytes(self, keep: Callable[[Path], bool] = lambda path: True) -> bytes:
        """Everything that stands under the root."""
        return b"".join(path.read_bytes() for path in sorted(self.root.rglob("*")) if path.is_file() and keep(path))


@pytest.fixture(scope="session")
def make_loading() -> Callable[[Path], Loading]:
    return lambda folder: Loading(folder / "root", folder / "files")


@pytest.fixture
def loading(make_loading: Callable[[Path], Loading], tmp_path: Path) -> Loading:
    return make_loading(tmp_path)


KEYS = BuyerKeys(b"k" * 32)


@dataclass(frozen=True)
class TypedFile:
    """The facts of a file, and what orders it among others."""

    path: Path
    facts: tuple[Typed, ...]
    stamp: LoadStamp


def _typed_file(path: Path, load_id: int, account: str = "brand-lin") -> TypedFile:
    """Read and type a file as a load does, buyers keyed and personal columns dropped."""
    moment = captured_at(path)
    facts: list[Typed] = []
    for sheet in (one for one in read_sheets(path) if isinstance(one, Found)):
        rows = pl.concat(list(sheet.batches())).drop(sheet.match.personal)
        rows = rows.with_columns(KEYS.of(rows[name]) for name in sorted(sheet.match.buyers & set(rows.columns)))
        facts += type_rows(sheet.match.source_key, rows, Context(path.name, sheet.sheet, moment, account))
    return TypedFile(path, tuple(facts), LoadStamp(load_id, sha256(path.read_bytes()).hexdigest(), path.name, moment))


@pytest.fixture(scope="session")
def writer_in_memory() -> Iterator[Writer]:
    """A writer whose build is nowhere on disk and never published; its views are there."""
    with duckdb.connect(config={"threads": 1}) as connection:
        connection.execute("set timezone = 'UTC'; attach ':memory:' as wh; use wh; begin")
        connection.execute(facts.schema_sql())
        books.open_books(partial(rows_of, connection))
        for model in catalogue.models():
            if model.runs == "view":
                connection.execute(f"create view {model.name} as {model.sql}")
        yield Writer(connection)


@pytest.fixture(scope="session")
def apply_files(writer_in_memory: Writer) -> Callable[..., tuple[str, list[tuple[Any, ...]]]]:
    """The canonical hash after files in this order, and what a query of facts and views answers: many orders of the
    same files in little time, without child, archive and the other models."""

    def apply(files: Sequence[TypedFile], sql: str = "") -> tuple[str, list[tuple[Any, ...]]]:
        run = writer_in_memory._run
        touched = [facts.fact(name) for name in sorted({typed.table for file in files for typed in file.facts})]
        for name in ("loads", "temp.versions", *(fact.name for fact in touched)):
            run(f"delete from {name}")
        for file in files:
            for typed in file.facts:
                writer_in_memory.apply(typed.table, typed.rows, file.stamp)
            writer_in_memory.record_load(file.stamp, {}, {})
        lines = [canonical.line(fact, run(canonical.sums(fact))[0]) for fact in touched]
        keyed = [fact for fact in touched if any(column.name == "buyer_key" for column in fact.business)]
        lines += [canonical.buyer_line(run(canonical.buyer_sums(keyed))[0])] if keyed else []
        return canonical.digest(lines), run(sql) if sql else []

    return apply


@pytest.fixture(scope="session")
def typed_file() -> Callable[..., TypedFile]:
    return _typed_file
