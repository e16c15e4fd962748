"""The records as text that any database of ours can take back: one file of JSON lines per table, of one moment.

    records/revision.txt, records/brand.jsonl.gz, …

A dump holds every column of every table but `row_change`, which readers make anew. Values stand as the database has
them; instants are ISO 8601 in UTC. It may go back into SQLite or PostgreSQL, whichever it came from, and into a newer
version of kolbook: the rows go in at the revision they were written at, then the revisions since are run.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from campaigns import migrations
from campaigns.errors import Refused

REVISION = "revision.txt"
_OURS_ALONE = {"alembic_version", "row_change"}
_BATCH = 2_000


def write(connection: sa.Connection, folder: Path) -> dict[str, int]:
    """Write what `connection` sees into an empty folder; returns the rows of each table."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / REVISION).write_text(migrations.current(connection) or "", encoding="utf-8")
    counts: dict[str, int] = {}
    for table in _tables(connection):
        counts[table.name] = 0
        with gzip.GzipFile(folder / f"{table.name}.jsonl.gz", "wb", compresslevel=1, mtime=0) as file:
            for line in _lines(connection, table):
                file.write(line)
                counts[table.name] += 1
    return counts


def digest(folder: Path) -> dict[str, str]:
    """The SHA-256 of each table's lines: two dumps with the same digests hold the same records.

    Raises Refused for a file that cannot be unpacked.
    """
    return {path.name.partition(".")[0]: _digest_of(path) for path in sorted(folder.glob("*.jsonl.gz"))}


def read(connection: sa.Connection, folder: Path) -> None:
    """Put a dump into an empty database and bring it up to date, in the transaction that `connection` is in.

    Raises Refused when the database is not empty or the dump is of a newer version.
    """
    if sa.inspect(connection).get_table_names():
        raise Refused("The database to restore into has tables already. Name an empty one; nothing was changed.")
    revision = (folder / REVISION).read_text(encoding="utf-8")
    if revision not in migrations.known():
        raise Refused(f"The backup stands at revision {revision}, which this version does not know. Update kolbook.")
    migrations.upgrade(connection, revision)
    with _guards_down(connection):
        for table in _tables(connection):
            connection.execute(table.delete())
            for batch in _batches(table, folder / f"{table.name}.jsonl.gz"):
                connection.execute(table.insert(), batch)
            _move_sequence(connection, table)
    migrations.upgrade(connection)


def _tables(connection: sa.Connection) -> list[sa.Table]:
    """The tables as the database has them, those that others refer to first."""
    found = sa.MetaData()
    found.reflect(connection)
    return [table for table in found.sorted_tables if table.name not in _OURS_ALONE]


def _lines(connection: sa.Connection, table: sa.Table) -> Iterator[bytes]:
    order = [_by_code_point(connection, column) for column in table.primary_key.columns]
    rows = connection.execute(sa.select(table).order_by(*order).execution_options(yield_per=_BATCH))
    names = [column.name for column in table.columns]
    for row in rows:
        told = {name: _told(value) for name, value in zip(names, row, strict=True)}
        yield json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() + b"\n"


def _by_code_point(connection: sa.Connection, column: sa.Column[Any]) -> sa.ColumnElement[Any]:
    is_text = isinstance(column.type, sa.String) and connection.dialect.name != "sqlite"
    return sa.collate(column, "C") if is_text else column


def _told(value: Any) -> Any:
    if isinstance(value, datetime):
        moment = value if value.tzinfo else value.replace(tzinfo=UTC)  # SQLite's are UTC without saying so
        return moment.astimezone(UTC).isoformat(timespec="microseconds")
    return value.isoformat() if isinstance(value, date) else value


def _batches(table: sa.Table, path: Path) -> Iterator[list[dict[str, Any]]]:
    if not path.exists():
        raise Refused(f"The backup lacks {path.name}: it is not whole. Take another one.")
    taken = {column.name: _taking(column) for column in table.columns}
    batch: list[dict[str, Any]] = []
    with gzip.open(path, "rb") as file:
        for line in file:
            batch.append({name: taken[name](value) for name, value in json.loads(line).items()})
            if len(batch) == _BATCH:
                yield batch
                batch = []
    if batch:
        yield batch


def _taking(column: sa.Column[Any]) -> Callable[[Any], Any]:
    """How the text of a value becomes what this database's driver wants."""
    if isinstance(column.type, sa.DateTime):
        keeps_zone = column.type.timezone
        return lambda text: None if text is None else _instant(text, keeps_zone=keeps_zone)
    if isinstance(column.type, sa.Date):
        return lambda text: None if text is None else date.fromisoformat(text)
    if isinstance(column.type, sa.Boolean):
        return lambda value: None if value is None else bool(value)
    return lambda value: value


def _instant(text: str, *, keeps_zone: bool) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if keeps_zone else moment.replace(tzinfo=None)


@contextmanager
def _guards_down(connection: sa.Connection) -> Iterator[None]:
    """Rows that were guarded where they come from go in as they are; the guards stand again afterwards."""
    if connection.dialect.name == "sqlite":
        made = connection.exec_driver_sql("select name, sql from sqlite_master where type = 'trigger'").fetchall()
        _run(connection, [f'drop trigger "{name}"' for name, _ in made])
        yield
        _run(connection, [sql for _, sql in made])
        return
    tables = [table.name for table in _tables(connection)]
    _run(connection, [f'alter table "{name}" disable trigger user' for name in tables])
    yield
    _run(connection, ["set constraints all immediate", "set constraints all deferred"])
    _run(connection, [f'alter table "{name}" enable trigger user' for name in tables])


def _run(connection: sa.Connection, statements: Sequence[str]) -> None:
    for statement in statements:
        connection.exec_driver_sql(statement)


def _move_sequence(connection: sa.Connection, table: sa.Table) -> None:
    """PostgreSQL gives the next number from a sequence, which does not see numbers that came with their rows."""
    if connection.dialect.name == "sqlite":
        return
    for column in table.primary_key.columns:
        sequence = connection.exec_driver_sql(
            f"select pg_get_serial_sequence('\"{table.name}\"', '{column.name}')"
        ).scalar()
        if sequence:
            highest = f'(select coalesce(max("{column.name}"), 0) + 1 from "{table.name}")'
            connection.exec_driver_sql(f"select setval('{sequence}', {highest}, false)")


def _digest_of(path: Path) -> str:
    try:
        with gzip.open(path, "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except (OSError, EOFError, zlib.error) as error:
        raise Refused(f"{path} is damaged: {error}. Take another backup.") from error
