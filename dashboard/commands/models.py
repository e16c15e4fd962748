"""`kol tables` and `kol models`: the models' inputs as Parquet, and all models over such files, by DuckDB or Spark."""

# Imports stand inside: warehouse and Spark take seconds to import, other commands need not wait.
# ruff: noqa: PLC0415

from __future__ import annotations

import json
from contextlib import closing
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from campaigns.errors import KolbookError


class Engine(StrEnum):
    """What runs the models."""

    DUCKDB = "duckdb"
    SPARK = "spark"


def register(app: typer.Typer) -> None:
    """Add `kol tables` and `kol models` to `app`."""
    app.command("tables")(tables)
    app.command("models")(models)


def tables(
    to: Annotated[Path, typer.Option(help="Folder for one Parquet file per table")],
    root: Annotated[Path, typer.Option(help="Where campaigns.db and the warehouse are")] = Path(),
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON")] = False,
) -> None:
    """Write the facts and records that models read as Parquet files, for `kol models`."""
    from campaigns.store import open_store
    from campaigns.table_files import write_inputs
    from campaigns.warehouse import open_reader

    try:
        with closing(open_store(root)) as store, closing(open_reader(root)) as reader:
            snapshot = store.snapshot()
            reader.put_records(snapshot.tables, snapshot.version)
            rows = write_inputs(reader, to)
    except KolbookError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error
    _say(rows, f"{len(rows)} tables are in {to}.", as_json)


def models(
    source: Annotated[str, typer.Option("--from", help="Folder or object-store address of the tables")],
    target: Annotated[str, typer.Option("--to", help="Folder or object-store address for the models")],
    engine: Annotated[Engine, typer.Option(help="What runs them; Spark's master is KOL_SPARK_MASTER")] = Engine.DUCKDB,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON")] = False,
) -> None:
    """Run every model over tables in Parquet files and write each as Parquet."""
    from campaigns.model_run import run_models
    from campaigns.records import utc_now

    try:
        rows = run_models(engine, source, target, utc_now(), lambda name: typer.echo(f"{name} …", err=True))
    except KolbookError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error
    _say(rows, f"{len(rows)} models are in {target}.", as_json)


def _say(rows: dict[str, int], sentence: str, as_json: bool) -> None:
    typer.echo(json.dumps({"rows": rows}) if as_json else sentence)
