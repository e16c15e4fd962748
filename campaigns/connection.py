"""What the warehouse needs of a database connection, and the three ways in which it speaks to one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

import polars as pl
import pyarrow as pa


class Connection(Protocol):
    """A DuckDB connection or cursor, as far as it is used; only campaigns.warehouse makes one."""

    def execute(self, query: str, parameters: object = ..., /) -> Any: ...
    def sql(self, query: str, *, params: object = ...) -> Any: ...
    def cursor(self) -> Connection: ...
    def register(self, view_name: str, python_object: object, /) -> Any: ...
    def unregister(self, view_name: str, /) -> Any: ...
    def close(self) -> None: ...


def rows_of(connection: Connection, sql: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
    found: list[tuple[Any, ...]] = connection.execute(sql, list(values)).fetchall()
    return found


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


@contextmanager
def source_of(connection: Connection, rows: Path | pa.Table | pl.DataFrame) -> Iterator[str]:
    """The text that stands for these rows after `from`."""
    if isinstance(rows, Path):
        yield f"read_parquet({quoted(str(rows))})"
        return
    connection.register("arrived", rows)
    try:
        yield "arrived"
    finally:
        connection.unregister("arrived")
