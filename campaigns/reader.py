"""Reading one published build: locked down, from any number of threads, with the records beside the facts."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

import polars as pl
import pyarrow as pa

from campaigns import catalogue, model_checks
from campaigns.connection import Connection, rows_of, source_of

SEARCH_PATH = "memory.main,wh.main"


class Reader:
    """One published build, read-only, with the records beside it. Safe to use from many threads at once."""

    def __init__(self, path: Path, connection: Connection) -> None:
        self.path = path
        self.build = path.stem
        self.connection = connection
        self._version: str | None = None
        self._putting = threading.Lock()
        connection.execute("create schema memory.records")
        connection.execute(catalogue.macros())
        connection.execute("set enable_external_access = false")
        connection.execute("set lock_configuration = true")

    def put_records(self, tables: Mapping[str, pa.Table], version: str) -> None:
        """Take the records as `records.<name>` and compute the live models from them; nothing when `version` is known.

        All of it is one transaction: queries that run meanwhile see the old set, later ones the new, none a mixture.
        """
        with self._putting:
            if version == self._version:
                return
            cursor = self._cursor()
            try:
                cursor.execute("begin")
                _replace_records(cursor, tables)
                for model in model_checks.that_run("live"):
                    cursor.execute(f"create or replace table memory.main.{model.name} as {model.sql}")
                cursor.execute("commit")
            finally:
                cursor.close()
            self._version = version

    def query(self, sql: str, params: Sequence[object] | Mapping[str, object] = ()) -> pl.DataFrame:
        """The rows of one `select`; sums of BIGINT come as Decimal unless cast. Parameters are `$1` or `$name`."""
        cursor = self._cursor()
        try:
            cursor.execute("begin transaction read only")
            values = dict(params) if isinstance(params, Mapping) else list(params)
            frame: pl.DataFrame = (cursor.sql(sql, params=values) if values else cursor.sql(sql)).pl()
            return frame
        finally:
            cursor.close()

    def broken_checks(self, severity: str) -> list[str]:
        """The checks of all models, `fail` or `warn`, that do not hold; live models need `put_records` before."""
        found = self._broken("wh.main", "warehouse", severity)
        return found if self._version is None else found + self._broken(SEARCH_PATH, "live", severity)

    def close(self) -> None:
        """Let the build go; queries that run in other threads end in an error."""
        self.connection.close()

    def _broken(self, search_path: str, where: str, severity: str) -> list[str]:
        cursor = self._cursor(search_path)
        try:
            return model_checks.broken(partial(rows_of, cursor), model_checks.that_run(where), severity)
        finally:
            cursor.close()

    def _cursor(self, search_path: str = SEARCH_PATH) -> Connection:
        cursor = self.connection.cursor()
        cursor.execute(f"set search_path = '{search_path}'")
        return cursor


def _replace_records(cursor: Connection, tables: Mapping[str, pa.Table]) -> None:
    for (name,) in rows_of(cursor, "select table_name from duckdb_tables() where schema_name = 'records'"):
        if name not in tables:
            cursor.execute(f'drop table memory.records."{name}"')
    for name, table in tables.items():
        with source_of(cursor, table) as source:
            cursor.execute(f'create or replace table memory.records."{name}" as select * from {source}')
