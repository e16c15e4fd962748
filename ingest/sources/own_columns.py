"""Our own column names: every fact table loads from CSV, NDJSON or Parquet as `campaigns/models/schema.sql` names it.

Grammars follow from the name and the type of a column: `_fen` is whole fen, `_at` needs an offset, `_date` is a
Shanghai date, `_share` and `cover_ctr` are fractions. `buyer_key` is taken as it is; `buyer_id` is keyed while reading.
What a file may leave out has one default each: `source` is `own`, `is_provisional` is false, `raw_status` is `status`.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from typing import NamedTuple

import polars as pl

from ingest.instants import DATE, OFFSET_TIME
from ingest.numbers import FEN, NUMBER, SHARE, WHOLE, counts
from ingest.sources import statuses
from ingest.sources.reading import Reading
from ingest.sources.source import Context, Source, Typed
from ingest.values import Grammar
from ingest.words import BOOLEAN, BUYER_KEY, CURRENCY, ID, TEXT, TOPICS, words

LEAST_SHARE = 0.5
"""At least this share of a sheet's columns must be ours: two familiar names in a foreign sheet are a coincidence."""

_TABLE = re.compile(r"-- key: ([^\n]+)\ncreate table (?:raw\.)?(\w+) \((.*?)\n\);", re.DOTALL)
_COLUMN = re.compile(r"(\w+) ([a-z]+(?:\[\])?)( not null)?\s*(?:,|$)", re.MULTILINE)
_BOOKKEEPING = {"loads", "rejects"}
_ADDRESS = {"load_id", "source_row"}
_DEFAULTS: dict[str, object] = {"source": "own", "is_provisional": False}
_COUNT_TABLES = {"note_metrics", "kol_profiles"}
_FREE_TEXT = {"title", "body", "nickname", "url", "section", "raw_status", "home_city", "agency_name", "scope", "sku"}
_STATES = {"orders": statuses.ORDER, "shipments": statuses.PARCEL}


class Column(NamedTuple):
    """A column of a fact table as the schema declares it."""

    name: str
    type_name: str
    is_required: bool


class Table(NamedTuple):
    """A fact table as the schema declares it."""

    name: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]


@cache
def fact_tables() -> tuple[Table, ...]:
    """The fact tables of schema.sql, without the bookkeeping of loads."""
    sql = (resources.files("campaigns") / "models" / "schema.sql").read_text(encoding="utf-8")
    return tuple(_table(*found) for found in _TABLE.findall(sql) if found[1] not in _BOOKKEEPING)


def _table(key: str, name: str, body: str) -> Table:
    keys = tuple(part.strip() for part in key.split(","))
    columns = tuple(
        Column(column, type_name, bool(not_null) and column not in _DEFAULTS)
        for column, type_name, not_null in _COLUMN.findall(body)
        if column not in _ADDRESS
    )
    return Table(name, keys, columns)


def _grammar(table: str, column: Column) -> Grammar:
    by_type = {
        "timestamptz": OFFSET_TIME, "date": DATE, "boolean": BOOLEAN, "ubigint": BUYER_KEY, "varchar[]": TOPICS,
    }  # fmt: skip
    if column.type_name in by_type:
        return by_type[column.type_name]
    if column.type_name == "double":
        return SHARE if column.name.endswith("_share") or column.name == "cover_ctr" else NUMBER
    if column.type_name == "bigint":
        is_count = table in _COUNT_TABLES or column.name == "clicks"
        return FEN if column.name.endswith("_fen") else counts() if is_count else WHOLE
    if column.name == "status" and table in _STATES:
        return words(_STATES[table])
    if column.name == "currency":
        return CURRENCY
    return TEXT if column.name in _FREE_TEXT else ID


def _names(column: Column) -> tuple[str, ...]:
    return ("buyer_key", "buyer_id") if column.name == "buyer_key" else (column.name,)


def _type_table(table: Table, frame: pl.DataFrame) -> tuple[Typed, ...]:
    reading = Reading(table.name, frame, table.key[0])
    facts: dict[str, pl.Series] = {}
    for column in table.columns:
        grammar = _grammar(table.name, column)
        facts[column.name] = reading.column(_names(column), grammar, is_required=column.is_required)
        if column.name in _DEFAULTS:
            default = reading.constant(_DEFAULTS[column.name], grammar.dtype)
            facts[column.name] = facts[column.name].zip_with(facts[column.name].is_not_null(), default)
    if table.name == "shipments":
        facts["raw_status"] = facts["raw_status"].zip_with(
            facts["raw_status"].is_not_null(), reading.column("status", TEXT)
        )
    return (reading.typed(facts),)


def _source(table: Table) -> Source:
    def type_rows(frame: pl.DataFrame, _context: Context) -> tuple[Typed, ...]:
        return _type_table(table, frame)

    names = frozenset(name for column in table.columns for name in _names(column))
    return Source(
        key=f"own_{table.name}",
        title=f"our own columns of {table.name}",
        required=tuple(frozenset({column.name}) for column in table.columns if column.is_required),
        known=names,
        type_rows=type_rows,
        buyers=frozenset({"buyer_id"}) & names,
        least_share=LEAST_SHARE,
    )


OWN_SOURCES: tuple[Source, ...] = tuple(_source(table) for table in fact_tables())
