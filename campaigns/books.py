"""What a warehouse writes down about itself (schema `meta`): the version that made it, and the rows of each table.

DuckDB opens a file with a cut write-ahead log without a word and shows fewer rows; only a count that was written down
before notices.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from campaigns.publish import wrong_bytes, wrong_size

Run = Callable[..., list[tuple[Any, ...]]]
"""Executes one statement, with values if it takes any, and returns its rows. The warehouse is attached as `wh`."""

_SCHEMA = (
    "create schema wh.meta",
    "create table wh.meta.versions (part varchar not null, version varchar not null)",
    "create table wh.meta.row_counts (table_name varchar not null, row_count bigint not null)",
)


def open_books(run: Run) -> None:
    """Make the tables of an empty warehouse's books."""
    for statement in _SCHEMA:
        run(statement)


def write_version(run: Run, part: str, version: str) -> None:
    """Note which version of a part (`schema`, `models`) this warehouse holds; empty when it is out of date."""
    run("delete from wh.meta.versions where part = $1", [part])
    run("insert into wh.meta.versions values ($1, $2)", [part, version])


def has_version(run: Run, part: str, version: str) -> bool:
    """Whether a part was made by this version."""
    return run("select version from wh.meta.versions where part = $1", [part]) == [(version,)]


def write_counts(run: Run) -> None:
    """Write down how many rows each table has."""
    run("delete from wh.meta.row_counts")
    for name in sorted(tables(run)):
        run(f"insert into wh.meta.row_counts select $1, count(*) from wh.{name}", [name])


def damage(run: Run, path: Path, *, every_byte: bool = False) -> list[str]:
    """What is wrong with a published file: its size (or any byte), a log beside it, the counts of its tables."""
    faults = wrong_bytes(path) if every_byte else wrong_size(path)
    if path.with_name(path.name + ".wal").exists():
        faults.append("Another program wrote to it after it was published.")
    return faults or miscounts(run)


def miscounts(run: Run) -> list[str]:
    """Tables that do not have the rows written down."""
    faults = []
    written: dict[str, int] = dict(run("select table_name, row_count from wh.meta.row_counts"))
    present = tables(run)
    for name in sorted(written.keys() | present):
        found = run(f"select count(*) from wh.{name}")[0][0] if name in present else "no"
        if found != written.get(name):
            faults.append(f"{name} has {found} rows, {written.get(name, 'none')} were written.")
    return faults


def tables(run: Run) -> set[str]:
    """Every table of the warehouse but its books: its qualified name, quoted for SQL."""
    named = "select schema_name || '.\"' || table_name || '\"' from duckdb_tables() "
    return {name for (name,) in run(named + "where database_name = 'wh' and schema_name <> 'meta' and not internal")}
