"""Records as Arrow tables, read past the ORM: what the warehouse's reader joins the facts with.

The contract, the same on SQLite and PostgreSQL:

- the tables of TABLES, each with the model's columns in the model's order, rows in the order of the primary key;
- whole numbers are int64, booleans bool, `_date` date32, `_at` timestamp(us, UTC), text string;
- JSON is string: the JSON text (`0.08`, `{"gender": …}`), null where nothing was said;
- an empty table, and a column that holds only nulls, has these types too.

PostgreSQL is read by ADBC, SQLite by Python's own driver. ADBC's driver for SQLite brings a second copy of SQLite into
the process; the two do not see each other's locks, and closing the one deletes the write-ahead log of the other:
commits were lost. Nothing in this process may open campaigns.db but the store. See docs/decisions/0002-two-stores.md.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pyarrow as pa
import sqlalchemy as sa
from sqlmodel import SQLModel

from campaigns import every_record as _every_record  # noqa: F401  (its tables belong to the metadata)
from campaigns import records

TABLES = (
    "brand", "product", "agency", "campaign", "campaign_product", "collaboration", "collaboration_note", "link",
    "terms", "sample", "sample_receipt", "setting", "collaboration_step", "collaboration_quote",
    "collaboration_comment", "exclusivity",
    "collaboration_draft", "note_dismissal", "ledger_lock", "match_weights", "kol_hold", "statement",
    "statement_payment", "platform_band", "party_tax", "exchange_rate",
    "reconciliation_run", "reconciliation_case",
)  # fmt: skip

EMPTY_VERSION = "0" * 64
"""The version of records in which nothing has been decided."""

_HEAD = "select hash from audit_entry where outcome = 'accepted' order by id desc limit 1"


Fetch = Callable[[str], pa.Table]
"""Runs one query and gives its rows, with the types that the driver knows."""


@contextmanager
def connect(engine: sa.Engine) -> Iterator[Fetch]:
    """Queries that all see one moment, and wait for no writer."""
    if engine.dialect.name == "sqlite":
        with engine.execution_options(purpose="reading").begin() as connection:
            driver = connection.connection.driver_connection
            yield lambda sql: _rows_as_arrow(driver.execute(sql))  # type: ignore[union-attr]
        return
    import adbc_driver_postgresql.dbapi  # noqa: PLC0415  (a second of imports, which SQLite does without)

    address = engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    with adbc_driver_postgresql.dbapi.connect(address) as connection, connection.cursor() as cursor:
        cursor.execute("set transaction isolation level repeatable read, read only")
        yield lambda sql: cursor.execute(sql).fetch_arrow_table()


def read(fetch: Fetch) -> dict[str, pa.Table]:
    """Every table of TABLES, as the contract says."""
    return {name: read_table(fetch, SQLModel.metadata.tables[name]) for name in TABLES}


def head(fetch: Fetch) -> str:
    """The hash of the last accepted action: the version of the records."""
    found = fetch(_HEAD).column("hash").to_pylist()
    return str(found[0]) if found else EMPTY_VERSION


def arrow_type(column: sa.Column[Any]) -> pa.DataType:
    """The Arrow type a column has by the contract."""
    if isinstance(column.type, records.UTCDateTime):
        return pa.timestamp("us", tz="UTC")
    for kind, found in ((sa.Boolean, pa.bool_()), (sa.Integer, pa.int64()), (sa.Date, pa.date32())):
        if isinstance(column.type, kind):
            return found
    return pa.string()


def read_table(fetch: Fetch, table: sa.Table, where: str = "") -> pa.Table:
    """The rows of one table, as the contract says; `where` narrows them."""
    columns = list(table.columns)
    chosen = ", ".join(f'"{column.name}"' for column in columns)
    found = typed(fetch(f'select {chosen} from "{table.name}" {where}'), columns)
    return found.sort_by([(column.name, "ascending") for column in table.primary_key.columns])


def typed(found: pa.Table, columns: Sequence[sa.Column[Any]]) -> pa.Table:
    """What the driver gave, with the types of the contract."""
    return pa.table({column.name: _typed(found.column(column.name), arrow_type(column)) for column in columns})


def _typed(values: pa.ChunkedArray, wanted: pa.DataType) -> pa.ChunkedArray:
    """SQLite knows numbers and text only, and nothing about a column of nulls."""
    if values.null_count == len(values):
        return pa.chunked_array([pa.nulls(len(values), wanted)])
    if pa.types.is_timestamp(wanted) and pa.types.is_string(values.type):
        return values.cast(pa.timestamp("us")).cast(wanted)  # a naive text of ours is UTC
    return values.cast(wanted)


def _rows_as_arrow(cursor: sqlite3.Cursor) -> pa.Table:
    names = [described[0] for described in cursor.description]
    columns = list(zip(*cursor.fetchall(), strict=True)) or [()] * len(names)
    return pa.table({name: pa.array(values) for name, values in zip(names, columns, strict=True)})
