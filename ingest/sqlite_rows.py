"""SQLite databases that crawlers leave behind: every table as a sheet of text, in the order of its rows.

The file is opened read-only as it stands, without locks and without its write-ahead log; views, virtual tables and
triggers are not touched, and functions that a hostile schema could call are not trusted.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from urllib.parse import quote

import polars as pl

from ingest.contract import Match
from ingest.refusal import unreadable
from ingest.sheet import Found, Skipped, not_recognised, recognised, without_blank_rows

ROWS_PER_FRAME = 50_000
LONGEST_CELL = 2**26
_TABLES = "select name from sqlite_schema where type = 'table' and sql not like 'create virtual%' order by rowid"
_OWN = ("sqlite_",)


def read_sqlite(path: Path) -> list[Found | Skipped]:
    """One sheet per table, under the table's name."""
    wal = path.with_name(f"{path.name}-wal")
    if wal.exists() and wal.stat().st_size:
        raise unreadable(
            "rows of this database still stand in its write-ahead log", "close the program that has it open"
        )
    try:
        with closing(_open(path)) as connection:
            names = [str(name) for (name,) in connection.execute(_TABLES) if not str(name).startswith(_OWN)]
            return [_sheet(connection, name, path) for name in names]
    except (sqlite3.Error, UnicodeDecodeError) as error:
        raise unreadable("the database is damaged", "copy it again while no program has it open") from error


def _open(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(f"file:{quote(str(path))}?mode=ro&immutable=1", uri=True)
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_CELL)
    connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    connection.execute("pragma trusted_schema = off")
    connection.execute("pragma cell_size_check = on")
    return connection


def _sheet(connection: sqlite3.Connection, table: str, path: Path) -> Found | Skipped:
    columns = [str(row[1]) for row in connection.execute(f"pragma table_info({_quoted(table)})")]
    match = recognised([columns], table)
    total = connection.execute(f"select count(*) from {_quoted(table)}").fetchone()[0]
    if match is None:
        return not_recognised([columns], table) if total else Skipped(table, "E-SHEET-EMPTY", "the table is empty")
    return Found(table, match, partial(_batches, path, table, columns, match), int(total))


def _batches(path: Path, table: str, columns: list[str], match: Match) -> Iterator[pl.DataFrame]:
    cells = ", ".join(f"cast({_quoted(column)} as text)" for column in columns)
    names = dict.fromkeys(match.columns, pl.String())
    number = 0
    try:
        with closing(_open(path)) as connection:
            rows = connection.execute(f"select {cells} from {_quoted(table)}")
            while batch := rows.fetchmany(ROWS_PER_FRAME):
                frame = pl.DataFrame(batch, schema=names, orient="row")
                places = pl.int_range(number + 1, number + 1 + len(batch), dtype=pl.Int64, eager=True)
                number += len(batch)
                yield without_blank_rows(frame.with_columns(places.alias("source_row")))
    except (sqlite3.Error, UnicodeDecodeError) as error:
        raise unreadable(
            f"table {table!r} is damaged", "copy the database again while no program has it open"
        ) from error


def _quoted(name: str) -> str:
    doubled = name.replace('"', '""')
    return f'"{doubled}"'
