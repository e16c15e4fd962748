"""What changed in the records since a moment: the rows written, found by the notes that triggers keep.

A reader that holds the records of one moment is brought to the present by the rows noted since, instead of by every
table. That is right because actions come one after the other (`campaigns.store`): what is committed after a moment is
noted with a later audit entry than the moment's last.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlmodel import SQLModel

from campaigns import record_tables

if TYPE_CHECKING:
    import pyarrow as pa

MOST_ROWS = 5_000
"""From this many changed rows of a table on, the whole table is read: it is no slower then."""

_STATEMENTS = Path(__file__).parent / "migrations" / "statements"


@dataclass(frozen=True)
class Moment:
    """The end of the audit chain as it was: names one state of the records, and no other even after a restore."""

    entries: int
    hash: str


@dataclass(frozen=True)
class ChangedRows:
    """Rows of one table: `keys` are those written or gone, under the name of the key's column; `rows` what is there."""

    keys: pa.Table
    rows: pa.Table


@dataclass(frozen=True)
class Changes:
    """What leads from one moment to another: tables to take whole, and rows of others. `version` names the latter."""

    version: str
    moment: Moment
    is_everything: bool = False
    tables: Mapping[str, pa.Table] = field(default_factory=dict)
    rows: Mapping[str, ChangedRows] = field(default_factory=dict)


def are_noted(connection: sa.Connection) -> bool:
    """Whether every table that readers keep has its triggers."""
    if connection.dialect.name == "sqlite":
        named = "select name from sqlite_master where type = 'trigger' and name like 'row_change_%'"
    else:
        named = "select tgname from pg_trigger where tgname like 'row_change_%%' and not tgisinternal"
    found = set(connection.exec_driver_sql(named).scalars())
    last = "rename" if connection.dialect.name == "sqlite" else "truncate"
    return all(f"row_change_{name}_{last}" in found for name in record_tables.TABLES)


def note_from_now_on(connection: sa.Connection) -> None:
    """Make the triggers anew: a revision that rebuilt a table has lost them.

    What was written without them is noted as changed with the next action, table by table.
    """
    path = _STATEMENTS / f"row_change.{connection.dialect.name}.sql"
    statements = path.read_text(encoding="utf-8").split("\n-- ")[1:]
    for name in record_tables.TABLES:
        _drop(connection, name)
        for statement in statements:
            connection.exec_driver_sql(_filled(statement, SQLModel.metadata.tables[name]))
        connection.exec_driver_sql(
            "insert into row_change (table_name, row_key, entry_id) "
            f"values ('{name}', '', (select entries + 1 from audit_head)) "
            "on conflict (table_name, row_key) do update set entry_id = excluded.entry_id"
        )


def read(fetch: record_tables.Fetch, since: Moment | None) -> Changes:
    """What changed since a moment of these records; everything where there is none, or the records were restored."""
    head = fetch("select entries, hash from audit_head").to_pylist()[0]
    version, moment = record_tables.head(fetch), Moment(int(head["entries"]), str(head["hash"]))
    if since is None or not _is_past(fetch, since):
        return Changes(version, moment, is_everything=True, tables=record_tables.read(fetch))
    whole: dict[str, pa.Table] = {}
    rows: dict[str, ChangedRows] = {}
    noted = fetch(
        "select table_name, count(*) as n, min(row_key) as first_key from row_change "
        f"where entry_id > {since.entries} group by table_name"
    ).to_pylist()
    for note in noted:
        name, is_whole = str(note["table_name"]), note["first_key"] == "" or note["n"] >= MOST_ROWS
        if name not in record_tables.TABLES:
            continue
        if is_whole:
            whole[name] = record_tables.read_table(fetch, SQLModel.metadata.tables[name])
        else:
            rows[name] = _changed_rows(fetch, SQLModel.metadata.tables[name], since)
    return Changes(version, moment, tables=whole, rows=rows)


def _is_past(fetch: record_tables.Fetch, since: Moment) -> bool:
    if since.entries == 0:
        return True
    found = fetch(f"select hash from audit_entry where id = {since.entries}").column("hash").to_pylist()
    return [str(value) for value in found] == [since.hash]


def _changed_rows(fetch: record_tables.Fetch, table: sa.Table, since: Moment) -> ChangedRows:
    (column,) = table.primary_key.columns
    kind = "bigint" if isinstance(column.type, sa.Integer) else "text"
    noted = (
        f'select cast(row_key as {kind}) as "{column.name}" from row_change '
        f"where table_name = '{table.name}' and entry_id > {since.entries}"
    )
    keys = record_tables.typed(fetch(noted), [column])
    return ChangedRows(keys, record_tables.read_table(fetch, table, f'where "{column.name}" in ({noted})'))


def _drop(connection: sa.Connection, name: str) -> None:
    for when in ("insert", "update", "delete", "rename", "rows", "truncate"):
        on_table = f' on "{name}"' if connection.dialect.name == "postgresql" else ""
        connection.exec_driver_sql(f"drop trigger if exists row_change_{name}_{when}{on_table}")


def _filled(statement: str, table: sa.Table) -> str:
    """One statement of the file, for one table."""
    columns = [column.name for column in table.primary_key.columns]
    single = columns[0] if len(columns) == 1 else ""
    values = {
        "{table}": table.name,
        "{column}": f"'{single}'" if single else "",
        "{new}": f'new."{single}"' if single else "''",
        "{old}": f'old."{single}"' if single else "''",
    }
    for name, value in values.items():
        statement = statement.replace(name, value)
    return "-- " + statement
