"""The reader's copy of the records: tables of `memory.records`, taken whole or brought to the present row by row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from campaigns.connection import Connection, rows_of, source_of
from campaigns.live_models import TableChange
from campaigns.row_changes import ChangedRows, Changes

if TYPE_CHECKING:
    import pyarrow as pa


def replace_all(cursor: Connection, tables: Mapping[str, pa.Table]) -> None:
    """Take these tables, and no others."""
    for (name,) in rows_of(cursor, "select table_name from duckdb_tables() where schema_name = 'records'"):
        if name not in tables:
            cursor.execute(f'drop table memory.records."{name}"')
    for name, table in tables.items():
        _replace(cursor, name, table)


def change(cursor: Connection, changes: Changes) -> dict[str, TableChange]:
    """Take over tables and rows, and tell what became different by them."""
    for name, table in changes.tables.items():
        _replace(cursor, name, table)
    told = {name: TableChange() for name in changes.tables}
    return told | {name: _change_rows(cursor, name, rows) for name, rows in changes.rows.items()}


def _replace(cursor: Connection, name: str, table: pa.Table) -> None:
    with source_of(cursor, table) as source:
        cursor.execute(f'create or replace table memory.records."{name}" as select * from {source}')


def _change_rows(cursor: Connection, name: str, changed: ChangedRows) -> TableChange:
    (key,) = changed.keys.column_names
    table = f'memory.records."{name}"'
    with source_of(cursor, changed.keys) as keys:
        cursor.execute(f"create or replace temp table changed_keys as select * from {keys}")
    before = rows_of(cursor, f'select count(*) from {table} where "{key}" in (from changed_keys)')[0][0]
    with source_of(cursor, changed.rows) as rows:
        differ = ", ".join(
            f'coalesce(bool_or(old."{column}" is distinct from new."{column}"), false)'
            for column in changed.rows.column_names
        )
        same, *flags = rows_of(
            cursor, f'select count(*), {differ} from {table} as old join {rows} as new on old."{key}" = new."{key}"'
        )[0]
        cursor.execute(f'delete from {table} where "{key}" in (from changed_keys)')
        cursor.execute(f"insert into {table} by name select * from {rows}")
    columns = frozenset(column for column, differs in zip(changed.rows.column_names, flags, strict=True) if differs)
    return TableChange(columns, are_rows_other=not before == same == changed.rows.num_rows)
