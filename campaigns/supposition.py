"""What a statement would read if some record tables were others: the models they reach, computed apart.

A catalogue in memory holds the supposed tables, the other records as they are, and the models that the statement needs
and the tables reach. It stands before the reader's own on the search path, and goes when the rows are read.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence

import polars as pl
import pyarrow as pa

from campaigns import catalogue, live_models
from campaigns.connection import Connection, rows_of, source_of
from campaigns.live_models import Standing, TableChange

_RECORDS = "select table_name from duckdb_tables() where database_name = 'memory' and schema_name = 'records'"


def read(
    cursor: Connection, tables: Mapping[str, pa.Table], sql: str, params: Sequence[object] | Mapping[str, object]
) -> pl.DataFrame:
    """The rows of `sql`; the reader's own live models must be computed. Leaves the search path as it was."""
    before = rows_of(cursor, "select current_setting('search_path')")[0][0]
    name = f"supposed_{uuid.uuid4().hex}"
    cursor.execute(f"attach ':memory:' as {name}")
    try:
        cursor.execute(f"set search_path = '{name}.main,{before}'")
        _fill(cursor, name, tables)
        for model in live_models.needed(sql, Standing().after({table: TableChange() for table in tables}).stale):
            cursor.execute(f"create table {name}.main.{model.name} as {model.sql}")
        values = dict(params) if isinstance(params, Mapping) else list(params)
        frame: pl.DataFrame = (cursor.sql(sql, params=values) if values else cursor.sql(sql)).pl()
        return frame
    finally:
        cursor.execute(f"set search_path = '{before}'")
        cursor.execute(f"detach {name}")


def _fill(cursor: Connection, name: str, tables: Mapping[str, pa.Table]) -> None:
    cursor.execute(f"create schema {name}.records")
    cursor.execute(catalogue.macros())
    for (table,) in rows_of(cursor, _RECORDS):
        if table not in tables:
            cursor.execute(f'create view {name}.records."{table}" as select * from memory.records."{table}"')
    for table, rows in tables.items():
        with source_of(cursor, rows) as source:
            cursor.execute(f'create table {name}.records."{table}" as select * from {source}')
