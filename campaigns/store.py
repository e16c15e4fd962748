"""The store of records: SQLite beside the warehouse, or PostgreSQL by KOL_DATABASE_URL. Nothing else opens a Session.

Transactions that write come one after the other, on both databases: whoever begins waits for whoever is in. What an
action reads inside its transaction is therefore still true when it writes.
"""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
import sqlalchemy as sa
from sqlmodel import Session, select

from campaigns import migrations, record_tables, records_dump, row_changes
from campaigns.errors import Refused
from campaigns.records import AuditEntry

if TYPE_CHECKING:
    import pyarrow as pa

WAIT_SECONDS = 30
"""How long a transaction waits for the one before it, until it gives up with Refused."""

_DISK_CODES = (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY)

# Names the lock that PostgreSQL's writers take at their first statement, as SQLite's do with BEGIN IMMEDIATE.
_WRITER_LOCK = 0x6B6F6C62


@dataclass(frozen=True)
class Snapshot:
    """The records as one moment saw them, and the version that names that moment."""

    version: str
    tables: Mapping[str, pa.Table]


class Store:
    """The records of one root. Safe to share between threads; every call takes its own connection."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self._inside = threading.local()

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """A session that writes: all of it or nothing. Waits for other writers, at most WAIT_SECONDS, else Refused."""
        if getattr(self._inside, "writing", False):
            raise RuntimeError("A transaction was begun inside another one; it would wait for itself.")
        self._inside.writing = True
        try:
            with _told(), Session(self._engine, expire_on_commit=False) as session, session.begin():
                session.connection()  # takes its turn before the first read
                yield session
        finally:
            self._inside.writing = False

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that reads one moment and refuses to write; it neither waits for writers nor holds them up."""
        engine = self._engine.execution_options(purpose="reading")
        with _told(), Session(engine, expire_on_commit=False) as session, session.begin():
            yield session

    def snapshot(self) -> Snapshot:
        """Tables and version of the same moment: what a reader of the warehouse joins the facts with."""
        with record_tables.connect(self._engine) as fetch:
            return Snapshot(record_tables.head(fetch), record_tables.read(fetch))

    def changes(self, since: row_changes.Moment | None) -> row_changes.Changes:
        """What became of the records since a moment that an earlier call named; all of them without one."""
        with record_tables.connect(self._engine) as fetch:
            return row_changes.read(fetch, since)

    def record_tables(self) -> dict[str, pa.Table]:
        """The business tables as Arrow, of one moment; `campaigns.record_tables` states the contract."""
        with record_tables.connect(self._engine) as fetch:
            return record_tables.read(fetch)

    def version(self) -> str:
        """Names the state of the records: changes with every accepted action, with nothing else."""
        accepted = select(AuditEntry.hash).where(AuditEntry.outcome == "accepted")
        with self.reading() as session:
            newest = session.exec(accepted.order_by(sa.desc("id")).limit(1)).first()
        return newest or record_tables.EMPTY_VERSION

    def dump(self, folder: Path) -> dict[str, int]:
        """Write every table of one moment into an empty folder; returns the rows of each (`campaigns.records_dump`)."""
        with self._engine.execution_options(purpose="reading").begin() as connection:
            return records_dump.write(connection, folder)

    def close(self) -> None:
        """Give back every connection."""
        self._engine.dispose()


def open_store(root: Path) -> Store:
    """Open the records of `root` and bring their schema up to date; several processes may do so at once.

    Raises Refused when the database cannot be reached, is damaged, or was written by a newer version.
    """
    url = database_url(root)
    if url.get_backend_name() == "sqlite" and url.database:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = _make_engine(url)
    try:
        with _told():
            _bring_up_to_date(engine)
    except sa.exc.DatabaseError as error:
        engine.dispose()
        raise Refused(
            f"The records at {url.render_as_string(hide_password=True)} cannot be opened: {error.orig}. Check that the "
            "file is a database of kolbook and may be written, or that the server answers."
        ) from error
    return Store(engine)


def restore_records(root: Path, folder: Path) -> None:
    """Put a dump into the database of `root`, which must be empty: all of it, or nothing."""
    engine = _make_engine(database_url(root))
    try:
        with _told(), engine.execution_options(purpose="migrating").begin() as connection:
            records_dump.read(connection, folder)
            row_changes.note_from_now_on(connection)
            _check_references(connection)
    finally:
        engine.dispose()


def database_url(root: Path) -> sa.URL:
    """Where the records of `root` are: KOL_DATABASE_URL (sqlite, postgresql), else the file campaigns.db in `root`."""
    given = os.environ.get("KOL_DATABASE_URL")
    if not given:
        return sa.URL.create("sqlite+pysqlite", database=str(root.resolve() / "campaigns.db"))
    try:
        url = sa.make_url(given)
    except sa.exc.ArgumentError as error:
        raise Refused("KOL_DATABASE_URL is no address of a database; expected postgresql://user@host/name.") from error
    drivers = {"postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg", "sqlite": "sqlite+pysqlite"}
    backend = url.drivername.partition("+")[0]
    if backend not in drivers:
        raise Refused(f"KOL_DATABASE_URL names {backend}; records live on sqlite or postgresql.")
    return url.set(drivername=drivers[backend])


def _make_engine(url: sa.URL) -> sa.Engine:
    if url.get_backend_name() == "sqlite":
        engine = sa.create_engine(url, connect_args={"timeout": WAIT_SECONDS})
        sa.event.listen(engine, "connect", _prepare_sqlite)
        sa.event.listen(engine, "begin", _begin_on_sqlite)
    else:
        engine = sa.create_engine(url, pool_pre_ping=True)
        sa.event.listen(engine, "begin", _begin_on_postgresql)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # transactions begin where we say, not where the driver thinks
    connection.execute("pragma synchronous = full")
    _switch_to_wal(connection)


def _switch_to_wal(connection: sqlite3.Connection) -> None:
    # A new file is switched once, and stays so. SQLite does not wait here when another process is switching it too.
    give_up_at = time.monotonic() + WAIT_SECONDS
    while connection.execute("pragma journal_mode").fetchone() != ("wal",):
        try:
            connection.execute("pragma journal_mode = wal")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > give_up_at:
                raise
            time.sleep(0.01)


def _begin_on_sqlite(connection: sa.Connection) -> None:
    purpose = connection.get_execution_options().get("purpose")
    connection.exec_driver_sql(f"pragma query_only = {'on' if purpose == 'reading' else 'off'}")
    # A revision may have to rebuild a table that others refer to; it is checked as a whole before it is committed.
    connection.exec_driver_sql(f"pragma foreign_keys = {'off' if purpose == 'migrating' else 'on'}")
    connection.exec_driver_sql("begin" if purpose == "reading" else "begin immediate")


def _begin_on_postgresql(connection: sa.Connection) -> None:
    if connection.get_execution_options().get("purpose") == "reading":
        connection.exec_driver_sql("set transaction isolation level repeatable read, read only")
        return
    connection.exec_driver_sql(f"set local lock_timeout = '{WAIT_SECONDS}s'")
    connection.exec_driver_sql(f"select pg_advisory_xact_lock({_WRITER_LOCK})")


@contextmanager
def _told() -> Iterator[None]:
    """What a person can mend outside of the database, as Refused: another writer, the disk."""
    try:
        yield
    except (sa.exc.OperationalError, sqlite3.OperationalError) as error:
        cause = getattr(error, "orig", error)
        code = getattr(cause, "sqlite_errorcode", 0) & 0xFF  # without what SQLite adds to it
        if code == sqlite3.SQLITE_BUSY or isinstance(cause, psycopg.errors.LockNotAvailable):
            raise Refused(
                f"The records are busy: another process has been writing for {WAIT_SECONDS} seconds. Nothing was "
                "changed; try again when it is done."
            ) from error
        if code in _DISK_CODES:
            raise Refused(
                f"The records cannot be read or written: {cause}. See to the disk, its room and who may write there, "
                "then try again; what was being saved is not."
            ) from error
        raise


def _bring_up_to_date(engine: sa.Engine) -> None:
    with engine.execution_options(purpose="reading").connect() as connection:
        if migrations.current(connection) == migrations.HEAD and row_changes.are_noted(connection):
            return
    with engine.execution_options(purpose="migrating").begin() as connection:
        found = migrations.current(connection)  # another process may have been faster
        if found is not None and found not in migrations.known():
            raise Refused(
                f"The records stand at revision {found}, which this version of kolbook does not know (its last is "
                f"{migrations.HEAD}). Update kolbook; nothing was changed."
            )
        migrations.upgrade(connection)
        row_changes.note_from_now_on(connection)
        _check_references(connection)


def _check_references(connection: sa.Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    broken = connection.exec_driver_sql("pragma foreign_key_check").fetchall()
    if broken:
        raise Refused(f"The new schema would leave rows without what they refer to: {broken[:5]}. Nothing was changed.")
