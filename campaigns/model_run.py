"""All models over a folder of Parquet files, into another: the same contract for DuckDB here and for Spark anywhere.

Every input is `<table>.parquet` in the source (campaigns.table_files), every model becomes `<model>.parquet` in the
target, with the same columns, types and rows whichever engine ran it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import datetime
from pathlib import Path

from campaigns import catalogue, table_files
from campaigns.connection import Connection, quoted, rows_of
from campaigns.errors import Refused
from campaigns.warehouse import open_scratch

ENGINES = ("duckdb", "spark")

Types = Mapping[str, list[tuple[str, str]]]
"""Columns of every input and model in order, with DuckDB's names of their types."""

_WRITTEN = {"HUGEINT": "DECIMAL(38, 0)", "UBIGINT": "DECIMAL(20, 0)"}
"""Types that Parquet or Spark do not know, and those they are written as."""


def run_models(
    engine: str, source: str, target: str, now: datetime, on_step: Callable[[str], None] | None = None
) -> dict[str, int]:
    """Run every model by `duckdb` or `spark`; rows by model. Raises Refused."""
    tell = on_step or (lambda _: None)
    if engine == "duckdb":
        return _by_duckdb(source, target, now, tell)
    from campaigns.spark_run import run_on_spark  # noqa: PLC0415  (Spark is an extra)

    return run_on_spark(source, target, now, table_types(), tell)


def table_types() -> Types:
    """The columns of every input, and those that every model puts out, found by running them over empty tables."""
    with closing(open_scratch(Path(os.curdir))) as connection:
        for statement in table_files.schema_statements():
            connection.execute(statement)
        connection.execute(catalogue.macros())
        found = {name: _types(connection, name) for name in table_files.inputs()}
        for model in catalogue.models():
            connection.execute(f"create table main.{model.name} as {model.sql}")
            found[model.name] = _types(connection, f"main.{model.name}")
        return found


def _types(connection: Connection, table: str) -> list[tuple[str, str]]:
    return [(name, _WRITTEN.get(kind, kind)) for name, kind, *_ in rows_of(connection, f"describe {table}")]


def _by_duckdb(source: str, target: str, now: datetime, tell: Callable[[str], None]) -> dict[str, int]:
    for place in (source, target):
        if "://" in place:
            raise Refused(f"DuckDB runs on local folders, found {place}: copy the files, or use --engine spark.")
    folder = Path(target)
    folder.mkdir(parents=True, exist_ok=True)
    rows = {}
    with closing(open_scratch(folder)) as connection:
        connection.execute("create schema raw")
        connection.execute("create schema records")
        connection.execute(catalogue.macros())
        for name in table_files.inputs():
            connection.execute(f"create view {name} as from {table_files.rows_in(source, name)}")
        for model in catalogue.models():
            tell(model.name)
            kind = "view" if model.runs == "view" else "table"
            sql = model.sql.replace("current_timestamp", f"timestamptz {quoted(now.isoformat())}")
            connection.execute(f"create {kind} main.{model.name} as {sql}")
            rows[model.name] = _write(connection, model.name, folder / f"{model.name}.parquet")
    return rows


def _write(connection: Connection, model: str, path: Path) -> int:
    listed = ", ".join(f'cast("{name}" as {kind}) as "{name}"' for name, kind in _types(connection, f"main.{model}"))
    beside = path.with_suffix(".tmp")
    ((count,),) = rows_of(
        connection,
        f"copy (select {listed} from main.{model}) to {quoted(str(beside))} (format parquet, compression zstd)",
    )
    beside.replace(path)
    return int(count)
