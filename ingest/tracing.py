"""Looking for keys in the sheets of an archived file. Runs in the child.

A sheet is narrowed to the rows that hold one of the ids. It is typed whole where the importer needs its whole sheet, or
makes its ids itself, so that they stand in no cell.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl

from campaigns import facts
from ingest.archive import ArchivedSheet
from ingest.contract import Context, source_of, type_rows
from ingest.corrections import cell_texts, context_of, restricted
from ingest.instants import INSTANT
from ingest.plain import plain

PROBED = 50
"""Rows that tell whether an importer takes its ids from the cells."""


def trace(
    folder: Path, sheet: ArchivedSheet, context: Context, table: str, keys: Sequence[Mapping[str, str]], most: int
) -> list[dict[str, Any]]:
    """Typed rows of one sheet that have one of the keys, with their cells under the titles of the file."""
    context = context_of(sheet, context)
    frame = pl.read_parquet(folder / sheet.archive)
    frame = frame if _must_be_whole(sheet, frame, context, table) else _narrowed(frame, table, keys)
    if frame.is_empty():
        return []
    parts = [part for part in type_rows(sheet.source, frame, context) if part.table == table]
    if sheet.corrects:
        parts = [restricted(part, frozenset(sheet.corrects["rows"])) for part in parts]
    found = [row for part in parts for row in _with_keys(part.rows, table, keys).head(most).iter_rows(named=True)]
    columns = [column.name for column in facts.fact(table).business]
    cells = _cells(frame, sheet, {row["source_row"] for row in found})
    return [
        {
            "sheet": sheet.sheet,
            "source_row": row["source_row"],
            "fact": {name: plain(row.get(name)) for name in columns},
            "cells": cells[row["source_row"]],
        }
        for row in found
    ]


def _must_be_whole(sheet: ArchivedSheet, frame: pl.DataFrame, context: Context, table: str) -> bool:
    if source_of(sheet.source).is_whole:
        return True
    names = _id_columns(table)
    first = frame.head(PROBED)
    texts = {row["source_row"]: "\n".join(map(str, row.values())) for row in cell_texts(first).iter_rows(named=True)}
    made = [
        row
        for part in type_rows(sheet.source, first, context)
        for row in part.rows.iter_rows(named=True)
        if part.table == table and any(str(row[name]) not in texts[row["source_row"]] for name in names)
    ]
    return bool(made)


def _id_columns(table: str) -> list[str]:
    """The columns of a key that name a thing: its ids, less those that may be the same for a whole file."""
    fact = facts.fact(table)
    return [name for name in fact.key if name.endswith(("_id", "_no")) and name not in {"shop_id", "line_no"}]


def _narrowed(frame: pl.DataFrame, table: str, keys: Sequence[Mapping[str, str]]) -> pl.DataFrame:
    names = _id_columns(table)
    ids = [[key[name] for name in names if name in key] for key in keys]
    if not all(ids):
        return frame
    texts = [name for name in frame.columns if name != "source_row"]
    wanted = sorted({one for of_key in ids for one in of_key})
    held = cell_texts(frame).select(
        pl.any_horizontal(pl.col(name).str.contains_any(wanted, ascii_case_insensitive=True) for name in texts)
    )
    return frame.filter(held.to_series())


def _with_keys(rows: pl.DataFrame, table: str, keys: Sequence[Mapping[str, str]]) -> pl.DataFrame:
    kinds = {column.name: column.type for column in facts.fact(table).columns}
    one_of = [
        pl.all_horizontal(pl.col(name) == _value(value, kinds[name]) for name, value in key.items()) for key in keys
    ]
    return rows.filter(pl.any_horizontal(one_of).fill_null(False))


def _value(text: str, kind: str) -> pl.Expr:
    if kind == "TIMESTAMPTZ":
        return pl.lit(datetime.fromisoformat(text)).cast(INSTANT)
    types = {"DATE": pl.Date(), "BIGINT": pl.Int64(), "BOOLEAN": pl.Boolean()}
    if kind == "BOOLEAN":
        return pl.lit(text.lower() == "true")
    return pl.lit(text).str.to_date("%Y-%m-%d") if kind == "DATE" else pl.lit(text).cast(types.get(kind, pl.String()))


def _cells(frame: pl.DataFrame, sheet: ArchivedSheet, rows: set[int]) -> dict[int, dict[str, str]]:
    columns = [name for name in frame.columns if name != "source_row"]
    titles = sheet.titles if len(sheet.titles) == len(columns) else columns
    texts = cell_texts(frame.filter(pl.col("source_row").is_in(list(rows))))
    return {
        row["source_row"]: {
            title.strip() or name: row[name] for name, title in zip(columns, titles, strict=True) if row[name] != ""
        }
        for row in texts.iter_rows(named=True)
    }
