"""Writing a sheet into the archive: one Parquet file out of many batches, one of them in memory at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import polars as pl
from polars.io.plugins import register_io_source


def write_sheet(
    batches: Iterator[pl.DataFrame],
    path: Path,
    schema: dict[str, pl.DataType],
    on_batch: Callable[[pl.DataFrame], None] | None,
) -> int:
    """Write batches as one file and hand each to `on_batch`; return how many rows there were.

    `schema` is that of a sheet without a batch. An exception out of the batches or `on_batch` is raised as it was.
    """
    tell = on_batch or (lambda batch: None)
    first = next(batches, None)
    if first is None:
        empty = pl.DataFrame(schema=schema)
        tell(empty)
        empty.write_parquet(path)
        return 0
    rows = 0
    raised: list[Exception] = []

    def all_batches(columns: list[str] | None, *_: object) -> Iterator[pl.DataFrame]:
        nonlocal rows
        try:
            batch: pl.DataFrame | None = first
            while batch is not None:
                tell(batch)
                rows += batch.height
                yield batch if columns is None else batch.select(columns)
                batch = next(batches, None)
        except Exception as error:
            raised.append(error)
            raise

    lazy = register_io_source(all_batches, schema=first.schema)
    try:
        lazy.sink_parquet(path, compression="lz4", statistics=False, maintain_order=True)
    except pl.exceptions.PolarsError:
        if raised:
            raise raised[0] from None
        raise
    return rows
