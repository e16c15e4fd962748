"""The records on both databases: a file of SQLite, and a PostgreSQL server that the session starts for itself."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa

from campaigns.actions import Actor
from campaigns.store import Store, database_url, open_store

DATABASES = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]


def _binaries() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: int(path.parts[-3]))
    return found[-1].parent if found else None


def _server_command(*command: str) -> None:
    # The server refuses to run as root; Debian's package brings the user it runs as.
    prefix = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    done = subprocess.run([*prefix, *command], cwd="/", capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command[0]}: {done.stdout[-2000:]}{done.stderr[-2000:]}"


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The socket folder of a running server; every test makes databases of its own on it."""
    binaries = _binaries()
    if binaries is None:
        reason = "PostgreSQL is not installed: apt-get install postgresql"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    folder = Path(tempfile.mkdtemp(prefix="kol-postgres-"))
    if os.geteuid() == 0:
        os.chown(folder, pwd.getpwnam("postgres").pw_uid, -1)
    data, log = str(folder / "data"), str(folder / "log")
    options = f"-k {folder} -c listen_addresses='' -c fsync=off -c max_connections=60"
    try:
        _server_command(f"{binaries}/initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C")
        _server_command(f"{binaries}/pg_ctl", "-D", data, "-l", log, "-o", options, "-w", "start")
        try:
            yield str(folder)
        finally:
            _server_command(f"{binaries}/pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def migrated_template(postgres_server: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A database at the last revision, which tests copy: much faster than migrating each."""
    name = "kol_template"
    _make_database(postgres_server, name)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KOL_DATABASE_URL", _address(postgres_server, name))
        open_store(tmp_path_factory.mktemp("template")).close()
    return name


def _make_database(server: str, name: str, template: str = "template0") -> None:
    _administer(server, f"create database {name} template {template}")


def _administer(server: str, statement: str) -> None:
    with psycopg.connect(f"host={server} user=postgres dbname=postgres", autocommit=True) as connection:
        connection.execute(statement)


@contextmanager
def _own_database(request: pytest.FixtureRequest, template: str = "template0") -> Iterator[str | None]:
    """The address of a database for one test; None for SQLite, whose file is found by the root."""
    if request.param == "sqlite":
        yield None
        return
    server, name = request.getfixturevalue("postgres_server"), f"t_{uuid.uuid4().hex}"
    _make_database(server, name, template if template == "template0" else request.getfixturevalue(template))
    yield _address(server, name)
    _administer(server, f"drop database {name} with (force)")


def _set_address(monkeypatch: pytest.MonkeyPatch, address: str | None) -> None:
    if address is None:
        monkeypatch.delenv("KOL_DATABASE_URL", raising=False)
    else:
        monkeypatch.setenv("KOL_DATABASE_URL", address)


def _address(server: str, name: str) -> str:
    return f"postgresql://postgres@/{name}?host={server}"


@pytest.fixture(params=DATABASES)
def empty_root(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A root whose records do not exist yet, on either database."""
    with _own_database(request) as address:
        _set_address(monkeypatch, address)
        yield tmp_path


@pytest.fixture(params=DATABASES)
def root(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A root whose records stand at the last revision, on either database."""
    with _own_database(request, "migrated_template") as address:
        _set_address(monkeypatch, address)
        yield tmp_path


@pytest.fixture
def store(root: Path) -> Iterator[Store]:
    """An open store without rows, on either database."""
    opened = open_store(root)
    yield opened
    opened.close()


@pytest.fixture
def lin() -> Actor:
    """Somebody who may do everything."""
    return Actor("lin")


@pytest.fixture
def behind_the_back(root: Path) -> Callable[[], object]:
    """A way past the store and the triggers that guard the audit: what a careless or hostile administrator has."""

    @contextmanager
    def connect() -> Iterator[sa.Connection]:
        engine = sa.create_engine(database_url(root))
        with engine.begin() as connection:
            for trigger in _audit_triggers(connection):
                connection.exec_driver_sql(trigger)
            yield connection
        engine.dispose()

    return connect


def _audit_triggers(connection: sa.Connection) -> list[str]:
    if connection.dialect.name == "postgresql":
        return ["alter table audit_entry disable trigger user", "alter table audit_head disable trigger user"]
    names = connection.exec_driver_sql("select name from sqlite_master where type = 'trigger'").scalars().all()
    return [f"drop trigger {name}" for name in names]
