"""From an archived sheet to typed facts: the one way there, for the first load and for every rebuild."""

from __future__ import annotations

import glob
import re
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl

from ingest.archive import ArchivedSheet
from ingest.contract import REJECT_COLUMNS, Context, Typed, source_of, type_rows
from ingest.sheet import BATCH_ROWS, FAULTS

SHOWN_CHARACTERS = 80
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


def type_sheet(
    folder: Path, sheet: ArchivedSheet, context: Context, out: Path, on_rows: Callable[[int], None]
) -> TypedSheet:
    """Type a sheet of an archived file into Parquet files in `out`, batch by batch."""
    typed = TypedSheet(sheet.sheet, sheet.source)
    places: dict[tuple[int, str], TypedTable] = {}
    out.mkdir(parents=True, exist_ok=True)
    stem = out / sheet.archive.removesuffix(".parquet")
    for number, frame in enumerate(_frames(folder / sheet.archive, sheet.source)):
        for position, part in enumerate(type_rows(sheet.source, frame, context)):
            table = places.setdefault((position, part.table), TypedTable(part.table))
            _keep(part, table, typed, stem.with_name(f"{stem.name}-{position}-{part.table}"), number)
        on_rows(frame.height)
    typed.tables = list(places.values())
    if sheet.faults:
        _keep_faults(pl.read_parquet(folder / sheet.faults), typed, stem)
    return typed


def _frames(path: Path, source_key: str) -> Iterator[pl.DataFrame]:
    """At least one frame, so that a sheet without rows still says of which tables it is."""
    rows = pl.scan_parquet(path)
    height = rows.select(pl.len()).collect().item()
    step = height if source_of(source_key).is_whole else BATCH_ROWS
    for offset in range(0, max(1, height), max(1, step)):
        yield rows.slice(offset, step).collect()


def _keep(part: Typed, table: TypedTable, typed: TypedSheet, stem: Path, number: int) -> None:
    rejected = part.rejects["source_row"].n_unique()
    if part.read != part.rows.height + rejected:
        raise ValueError(
            f"{part.table}: {part.read} rows were read, but {part.rows.height} typed and {rejected} rejected. "
            "None may be lost: this is a defect of the importer."
        )
    table.read += part.read
    table.rejected += rejected
    for name, fen in part.totals.items():
        typed.totals[name] = typed.totals.get(name, 0) + fen
    if part.rows.height:
        part.rows.write_parquet(stem.with_name(f"{stem.name}-{number}.parquet"), compression="uncompressed")
        table.pattern = f"{glob.escape(str(stem))}-*.parquet"
    if part.rejects.height:
        _write_rejects(part.rejects, part.table, typed, stem)


def _keep_faults(faults: pl.DataFrame, typed: TypedSheet, stem: Path) -> None:
    rules = {code: rule for code, (rule, _) in FAULTS.items()}
    remedies = {code: remedy for code, (_, remedy) in FAULTS.items()}
    table = typed.tables[0]
    table.read += faults.height
    table.rejected += faults.height
    columns = {
        "column_name": pl.lit(""),
        "rule": pl.col("code").replace_strict(rules, return_dtype=pl.String),
        "remedy": pl.col("code").replace_strict(remedies, return_dtype=pl.String),
    }
    _write_rejects(faults.with_columns(**columns).select(list(REJECT_COLUMNS)), table.table, typed, stem)


def _write_rejects(rejects: pl.DataFrame, table: str, typed: TypedSheet, stem: Path) -> None:
    values = rejects["value"].unique().drop_nulls()
    shown = pl.Series([shorten(value) for value in values.to_list()], dtype=pl.String)
    addressed = rejects.with_columns(
        pl.col("value").replace_strict(values, shown, default=None, return_dtype=pl.String),
        sheet=pl.lit(typed.sheet),
        table_name=pl.lit(table),
    )
    path = stem.with_name(f"rejects-{stem.name}-{len(typed.rejects)}.parquet")
    addressed.write_parquet(path)
    typed.rejects.append(str(path))


def shorten(value: str) -> str:
    """A value fit for a line of text: at most 80 characters, control and invisible ones written out."""
    escaped = _CONTROLS.sub(lambda found: found[0].encode("unicode_escape").decode(), value)
    return escaped if len(escaped) <= SHOWN_CHARACTERS else f"{escaped[: SHOWN_CHARACTERS - 1]}…"


def context_of(name: str, sheet: str, captured_at: datetime, account: str) -> Context:
    """What the rows of an archived sheet cannot say about themselves."""
    return Context(name=name, sheet=sheet, captured_at=captured_at, account=account)
