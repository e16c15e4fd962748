"""Records as Arrow tables, read by ADBC past the ORM: what the warehouse's reader joins the facts with.

The contract, the same on SQLite and PostgreSQL:

- the tables of TABLES, each with the model's columns in the model's order, rows in the order of the primary key;
- whole numbers are int64, booleans bool, `_date` date32, `_at` timestamp(us, UTC), text string;
- JSON is string: the JSON text (`0.08`, `{"gender": …}`), null where nothing was said;
- an empty table, and a column that holds only nulls, has these types too.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import adbc_driver_postgresql.dbapi
import adbc_driver_sqlite
import adbc_driver_sqlite.dbapi
import pyarrow as pa
import sqlalchemy as sa
from sqlmodel import SQLModel

from campaigns import records

TABLES = (
    "brand", "product", "agency", "campaign", "campaign_product", "collaboration", "collaboration_note", "link",
    "terms", "sample", "setting",
)  # fmt: skip

EMPTY_VERSION = "0" * 64
"""The version of records in which nothing has been decided."""

_HEAD = "select hash from audit_entry where outcome = 'accepted' order by id desc limit 1"


@contextmanager
def connect(url: sa.URL) -> Iterator[Any]:
    """An ADBC connection whose reads all see one moment; whatever else is going on, it is not waited for."""
    if url.get_backend_name() == "sqlite":
        with adbc_driver_sqlite.dbapi.connect(f"{Path(str(url.database)).resolve().as_uri()}?mode=rw") as connection:
            _run(connection, "pragma busy_timeout=30000")
            yield connection
        return
    address = url.set(drivername="postgresql").render_as_string(hide_password=False)
    with adbc_driver_postgresql.dbapi.connect(address) as connection:
        _run(connection, "set transaction isolation level repeatable read, read only")
        yield connection


def read(connection: Any) -> dict[str, pa.Table]:
    """Every table of TABLES, as the contract says."""
    return {name: _read_table(connection, SQLModel.metadata.tables[name]) for name in TABLES}


def head(connection: Any) -> str:
    """The hash of the last accepted action: the version of the records."""
    found = _fetch(connection, _HEAD).column("hash").to_pylist()
    return str(found[0]) if found else EMPTY_VERSION


def arrow_type(column: sa.Column[Any]) -> pa.DataType:
    """The Arrow type a column has by the contract."""
    if isinstance(column.type, records.UTCDateTime):
        return pa.timestamp("us", tz="UTC")
    for kind, found in ((sa.Boolean, pa.bool_()), (sa.Integer, pa.int64()), (sa.Date, pa.date32())):
        if isinstance(column.type, kind):
            return found
    return pa.string()


def _read_table(connection: Any, table: sa.Table) -> pa.Table:
    chosen = ", ".join(f'"{column.name}"' for column in table.columns)
    found = _fetch(connection, f'select {chosen} from "{table.name}"')
    typed = {column.name: _typed(found.column(column.name), arrow_type(column)) for column in table.columns}
    return pa.table(typed).sort_by([(column.name, "ascending") for column in table.primary_key.columns])


def _typed(values: pa.ChunkedArray, wanted: pa.DataType) -> pa.ChunkedArray:
    """SQLite's driver knows numbers and text only, and calls a column of nulls a number."""
    if values.null_count == len(values):
        return pa.chunked_array([pa.nulls(len(values), wanted)])
    if pa.types.is_timestamp(wanted) and pa.types.is_string(values.type):
        return values.cast(pa.timestamp("us")).cast(wanted)  # a naive text of ours is UTC
    return values.cast(wanted)


def _fetch(connection: Any, sql: str) -> pa.Table:
    with connection.cursor() as cursor:
        if isinstance(connection, adbc_driver_sqlite.dbapi.AdbcSqliteConnection):
            # The driver takes a column's type from its first batch: a text that follows 1,024 nulls would fail.
            cursor.adbc_statement.set_options(**{adbc_driver_sqlite.StatementOptions.BATCH_ROWS.value: str(2**30)})
        cursor.execute(sql)
        return cursor.fetch_arrow_table()


def _run(connection: Any, sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)
