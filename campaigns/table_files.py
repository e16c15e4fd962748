"""Facts and records as Parquet files, one per table, for engines that read no warehouse: `raw.clicks.parquet`,
`records.terms.parquet`. A name may also be a folder of parts, and stand in an object store."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from campaigns import catalogue, facts, record_tables
from campaigns.connection import quoted
from campaigns.errors import Refused
from campaigns.reader import Reader
from campaigns.records import Campaign

ROWS_AT_ONCE = 100_000


def inputs() -> tuple[str, ...]:
    """The tables that models read and no model makes: facts, bookkeeping and records."""
    made = {model.name for model in catalogue.models()}
    return tuple(sorted({source for model in catalogue.models() for source in model.sources} - made))


def write_inputs(reader: Reader, folder: Path) -> dict[str, int]:
    """Write every input of the models from an open build with its records; rows by table."""
    folder.mkdir(parents=True, exist_ok=True)
    return {name: _write(reader, name, folder / f"{name}.parquet") for name in inputs()}


def schema_statements() -> list[str]:
    """Statements that make every input as an empty table, with the types that files of it have."""
    made = [facts.schema_sql(), "create schema records"]
    for name in record_tables.TABLES:
        columns = Campaign.metadata.tables[name].columns
        listed = ", ".join(f'"{column.name}" {_TYPES[record_tables.arrow_type(column)]}' for column in columns)
        made.append(f'create table records."{name}" ({listed})')
    return made


def rows_in(folder: str, name: str) -> str:
    """What stands after `from` in DuckDB for a table of a local folder. Raises Refused."""
    path = Path(folder) / f"{name}.parquet"
    if not path.exists():
        raise Refused(f"Expected the table {name} as {path}, found nothing; `kol tables --to DIR` writes all of them.")
    return f"read_parquet({quoted(str(path / '*.parquet' if path.is_dir() else path))})"


_TYPES = {
    pa.timestamp("us", tz="UTC"): "timestamptz",
    pa.bool_(): "boolean",
    pa.int64(): "bigint",
    pa.date32(): "date",
    pa.string(): "varchar",
}


def _write(reader: Reader, name: str, path: Path) -> int:
    """Write by batches beside the name, then take it: a file that is there is whole."""
    beside = path.with_suffix(".tmp")
    rows = 0
    table = f"memory.{name}" if name.startswith("records.") else f"wh.{name}"
    with closing(reader.connection.cursor()) as cursor:
        batches = cursor.sql(f"select * from {table}").to_arrow_reader(ROWS_AT_ONCE)
        with pq.ParquetWriter(beside, batches.schema, compression="zstd") as writer:
            for batch in batches:
                writer.write_batch(batch)
                rows += batch.num_rows
    beside.replace(path)
    return rows
