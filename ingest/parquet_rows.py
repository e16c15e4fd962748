"""Parquet; row 1 is the first. Under our own columns, types that facts have pass as they are. All else is read as text:
exports of platforms state their units and zones in no type."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path

import polars as pl

from ingest.contract import Match
from ingest.refusal import unreadable
from ingest.sheet import Found, Skipped, not_recognised, recognised, rows_at_once, without_blank_rows
from ingest.sources.own_columns import OWN_SOURCES

_TYPES = (pl.Int64, pl.UInt64, pl.Float64, pl.Date, pl.Boolean)


def read_parquet(path: Path) -> list[Found | Skipped]:
    """The one sheet of a Parquet file."""
    try:
        schema = pl.read_parquet_schema(path)
        height = pl.scan_parquet(path).select(pl.len()).collect().item()
    except (pl.exceptions.PolarsError, OSError) as error:
        raise unreadable("the Parquet file is damaged", "write it again") from error
    if not schema:
        return [Skipped("", "E-SHEET-EMPTY", "the file has no columns")]
    match = recognised([list(schema)], "")
    if match is None:
        return [not_recognised([list(schema)], "")]
    return [Found("", match, partial(_batches, path, schema, match, height), height)]


def _batches(path: Path, schema: Mapping[str, pl.DataType], match: Match, height: int) -> Iterator[pl.DataFrame]:
    plain = _typed if match.source_key in {source.key for source in OWN_SOURCES} else _text
    columns = [plain(name, dtype).alias(new) for (name, dtype), new in zip(schema.items(), match.columns, strict=True)]
    rows = pl.scan_parquet(path)
    step = rows_at_once(len(schema))
    for offset in range(0, height, step):
        frame = _collected(rows.slice(offset, step).select(columns))
        source_row = pl.int_range(offset + 1, offset + 1 + frame.height, dtype=pl.Int64)
        yield without_blank_rows(frame.with_columns(source_row.alias("source_row")))


def _collected(rows: pl.LazyFrame) -> pl.DataFrame:
    try:
        return rows.collect()
    except (pl.exceptions.PolarsError, OSError) as error:
        raise unreadable(
            "a column of the Parquet file is damaged, or of a type without text", "write it again, as text"
        ) from error


def _typed(name: str, dtype: pl.DataType) -> pl.Expr:
    """The column in a type that facts have: 64-bit integers, doubles, instants in UTC, dates; else text."""
    column = pl.col(name)
    if dtype in _TYPES:
        return column
    if dtype.is_integer():
        return column.cast(pl.Int64 if dtype.is_signed_integer() else pl.UInt64)
    if isinstance(dtype, pl.Datetime) and dtype.time_zone:
        return column.dt.convert_time_zone("UTC").dt.cast_time_unit("us")
    return _text(name, dtype)


def _text(name: str, dtype: pl.DataType) -> pl.Expr:
    """The column as text: instants with their offset, lists and records as JSON."""
    column = pl.col(name)
    if isinstance(dtype, pl.Datetime) and dtype.time_zone:
        return column.dt.convert_time_zone("UTC").dt.strftime("%Y-%m-%dT%H:%M:%S%.fZ")
    if isinstance(dtype, pl.Struct | pl.List | pl.Array):
        wrapped = pl.struct(column.alias("_")).struct.json_encode()
        return pl.when(column.is_not_null()).then(wrapped.str.strip_prefix('{"_":').str.strip_suffix("}"))
    return column.cast(pl.String, strict=False)
