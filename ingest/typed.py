"""From an archived sheet to typed facts: the one way there, for the first load and for every rebuild."""

from __future__ import annotations

import glob
import re
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from ingest.archive import ArchivedSheet
from ingest.contract import REJECT_COLUMNS, Context, source_of, type_rows
from ingest.corrections import context_of, restricted
from ingest.sheet import FAULTS, rows_at_once

SHOWN_CHARACTERS = 80
AT_ONCE = 2
"""Frames that are typed at the same time; each is in memory twice, as text and as facts."""

_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


@dataclass
class TypedTable:
    """Facts of one table out of one sheet: how many rows were read and rejected, and the Parquet files of the others.

    `pattern` names those files (a glob); it is empty where none is left.
    """

    table: str
    read: int = 0
    rejected: int = 0
    pattern: str = ""


@dataclass
class TypedSheet:
    """All that came out of one sheet; `rejects` are Parquet files of the columns of the table rejects less load_id."""

    sheet: str
    source: str
    tables: list[TypedTable] = field(default_factory=list)
    rejects: list[str] = field(default_factory=list)
    totals: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, stated: dict[str, Any]) -> TypedSheet:
        """From what `asdict` made of one, on the other side of a pipe."""
        return cls(**{**stated, "tables": [TypedTable(**table) for table in stated["tables"]]})

    def stated(self) -> dict[str, Any]:
        """As plain values."""
        return asdict(self)


@dataclass(frozen=True)
class _Part:
    """What one frame gave for one table: its counts, and its rejects; its rows are in a file."""

    table: str
    read: int
    rows: int
    rejects: pl.DataFrame
    totals: Mapping[str, int]


class SheetTyping:
    """Types the frames of one sheet as they come, two at a time, into Parquet files in `out` whose names begin with
    `name`. A source that is whole must get its whole sheet as one frame; for others it does not matter where it is cut.
    Of a sheet of mended rows those in `only` count.
    """

    def __init__(self, source: str, context: Context, out: Path, name: str, only: frozenset[int] | None = None) -> None:
        out.mkdir(parents=True, exist_ok=True)
        self._only = only
        self._typed = TypedSheet(context.sheet, source)
        self._context = context
        self._stem = out / name
        self._places: dict[tuple[int, str], TypedTable] = {}
        self._frames = 0
        self._pool = ThreadPoolExecutor(AT_ONCE)
        self._running: deque[Future[list[_Part]]] = deque()

    def add(self, frame: pl.DataFrame) -> None:
        """Type a frame of text cells and source_row. At least one is needed, if an empty one, to know the tables."""
        self._running.append(self._pool.submit(self._type, frame, self._frames))
        self._frames += 1
        if len(self._running) > AT_ONCE:
            self._keep(self._running.popleft().result())

    def finish(self, faults: pl.DataFrame | None) -> TypedSheet:
        """All that came out; records that are no rows count as rejected rows of the first table."""
        with self._pool:
            while self._running:
                self._keep(self._running.popleft().result())
        self._typed.tables = list(self._places.values())
        if faults is not None:
            self._keep_faults(faults)
        return self._typed

    def _type(self, frame: pl.DataFrame, number: int) -> list[_Part]:
        parts = []
        for position, whole in enumerate(type_rows(self._typed.source, frame, self._context)):
            part = whole if self._only is None else restricted(whole, self._only)
            if part.rows.height:
                path = f"{self._stem_of(position, part.table)}-{number}.parquet"
                part.rows.write_parquet(path, compression="uncompressed", statistics=False)
            parts.append(_Part(part.table, part.read, part.rows.height, part.rejects, part.totals))
        return parts

    def _keep(self, parts: list[_Part]) -> None:
        for position, part in enumerate(parts):
            table = self._places.setdefault((position, part.table), TypedTable(part.table))
            rejected = part.rejects["source_row"].n_unique()
            if part.read != part.rows + rejected:
                raise ValueError(
                    f"{part.table}: {part.read} rows were read, but {part.rows} typed and {rejected} rejected. "
                    "None may be lost: this is a defect of the importer."
                )
            table.read += part.read
            table.rejected += rejected
            for name, fen in part.totals.items():
                self._typed.totals[name] = self._typed.totals.get(name, 0) + fen
            if part.rows:
                table.pattern = f"{glob.escape(str(self._stem_of(position, part.table)))}-*.parquet"
            if part.rejects.height:
                self._write_rejects(part.rejects, part.table)

    def _stem_of(self, position: int, table: str) -> Path:
        return self._stem.with_name(f"{self._stem.name}-{position}-{table}")

    def _keep_faults(self, faults: pl.DataFrame) -> None:
        rules = {code: rule for code, (rule, _) in FAULTS.items()}
        remedies = {code: remedy for code, (_, remedy) in FAULTS.items()}
        table = self._typed.tables[0]
        table.read += faults.height
        table.rejected += faults.height
        columns = {
            "column_name": pl.lit(""),
            "rule": pl.col("code").replace_strict(rules, return_dtype=pl.String),
            "remedy": pl.col("code").replace_strict(remedies, return_dtype=pl.String),
        }
        self._write_rejects(faults.with_columns(**columns).select(list(REJECT_COLUMNS)), table.table)

    def _write_rejects(self, rejects: pl.DataFrame, table: str) -> None:
        values = rejects["value"].unique().drop_nulls()
        shown = pl.Series([shorten(value) for value in values.to_list()], dtype=pl.String)
        path = self._stem.with_name(f"rejects-{self._stem.name}-{len(self._typed.rejects)}.parquet")
        rejects.with_columns(
            pl.col("value").replace_strict(values, shown, default=None, return_dtype=pl.String),
            sheet=pl.lit(self._typed.sheet),
            table_name=pl.lit(table),
        ).write_parquet(path)
        self._typed.rejects.append(str(path))


def type_sheet(
    folder: Path, sheet: ArchivedSheet, context: Context, out: Path, on_rows: Callable[[int], None]
) -> TypedSheet:
    """Type a sheet of an archived file."""
    only = frozenset(sheet.corrects["rows"]) if sheet.corrects else None
    typing = SheetTyping(sheet.source, context_of(sheet, context), out, stem_of(sheet.archive), only)
    for frame in _frames(folder / sheet.archive, sheet.source):
        typing.add(frame)
        on_rows(frame.height)
    return typing.finish(pl.read_parquet(folder / sheet.faults) if sheet.faults else None)


def stem_of(archive: str) -> str:
    """What the names of typed files begin with, by the sheet's file in the archive."""
    return archive.removesuffix(".parquet")


def _frames(path: Path, source_key: str) -> Iterator[pl.DataFrame]:
    """At least one frame, so that a sheet without rows still says of which tables it is."""
    rows = pl.scan_parquet(path)
    height = rows.select(pl.len()).collect().item()
    step = height if source_of(source_key).is_whole else rows_at_once(len(rows.collect_schema()))
    for offset in range(0, max(1, height), max(1, step)):
        yield rows.slice(offset, step).collect()


def shorten(value: str) -> str:
    """A value fit for a line of text: at most 80 characters, control and invisible ones written out."""
    escaped = _CONTROLS.sub(lambda found: found[0].encode("unicode_escape").decode(), value)
    return escaped if len(escaped) <= SHOWN_CHARACTERS else f"{escaped[: SHOWN_CHARACTERS - 1]}…"
