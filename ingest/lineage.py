"""Every row of every file behind a fact: where it stands, what stood there, and which one counts.

The archive is asked, not the warehouse: rows that gave way to others are found too.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import Any

import polars as pl

from campaigns import facts
from campaigns.errors import BadValue
from campaigns.facts import Fact
from campaigns.records import Load
from campaigns.store import open_store
from campaigns.warehouse import Reader, open_reader
from ingest import archive, register
from ingest.plain import plain
from ingest.worker import Worker

MOST_ROWS = 500
SCHEMA: dict[str, pl.DataType] = {
    "load_id": pl.Int64(), "file": pl.String(), "sheet": pl.String(), "source_row": pl.Int64(),
    "captured_at": pl.Datetime("us", "UTC"), "stands": pl.Boolean(), "mended_in": pl.String(), "fact": pl.String(),
    "cells": pl.String(),
}  # fmt: skip

Key = Mapping[str, object]
"""Values of columns of a table's key; those that are left out may be anything."""


def rows_behind(root: Path, table: str, keys: Sequence[Key]) -> pl.DataFrame:
    """The rows that have one of the keys, the newest capture first, at most MOST_ROWS.

    `table` is a name of the contract (`orders`, `notes`, …). A key may leave columns out: `{"order_id": "P7…"}` are all
    lines of the order. Of each row: load_id, file (the original one, also where the row came mended in another), sheet,
    source_row, captured_at, stands (the warehouse has this very row), mended_in (name of the file of mended rows), and
    as JSON `fact`, what was typed, and `cells`, the row in its file's own words.

    Raises BadValue for a table or column that does not exist, Refused where archive or warehouse cannot be read.
    """
    fact = _fact(table)
    wanted = [_spelled(fact, key) for key in keys]
    with closing(open_store(root)) as store:
        loads = [load for load in register.loads(store) if load.state == "done" and fact.contract_name in load.counts]
    if not wanted or not loads:
        return pl.DataFrame(schema=SCHEMA)
    with closing(Worker()) as worker:
        found = [row for load in reversed(loads) for row in _of_load(root, load, fact, wanted, worker)]
    with closing(open_reader(root)) as reader:
        standing = {_address(row) for key in wanted for row in _standing(reader, fact, key)}
    rows = [{**row, "fact": _json(row["fact"]), "stands": _address(row) in standing} for row in found]
    frame = pl.DataFrame(rows, schema=SCHEMA)
    return frame.sort("captured_at", "load_id", "source_row", descending=[True, True, False]).head(MOST_ROWS)


def _fact(table: str) -> Fact:
    try:
        return facts.fact(table)
    except LookupError as error:
        raise BadValue("table", table, str(error)) from error


def _spelled(fact: Fact, key: Key) -> dict[str, str]:
    """The key as text; a key that names nothing would ask for everything."""
    for name in key:
        if name not in fact.key:
            raise BadValue("key", name, f"columns of the key of {fact.contract_name}: {', '.join(fact.key)}")
    if not key:
        raise BadValue("key", "", f"a value for one of {', '.join(fact.key)}")
    return {name: str(value) for name, value in key.items()}


def _of_load(root: Path, load: Load, fact: Fact, wanted: list[dict[str, str]], worker: Worker) -> list[dict[str, Any]]:
    file = archive.read(root, load.sha256)
    job = {
        "job": "trace",
        "name": file.name,
        "captured_at": load.captured_at.isoformat(),
        "account": file.account,
        "archive": str(archive.folder_of(root, load.sha256).resolve()),
        "sheets": [asdict(sheet) for sheet in file.sheets],
        "table": fact.contract_name,
        "keys": wanted,
        "most": MOST_ROWS,
    }
    mends = {of["sheet"]: of["name"] for of in register.corrected(load)}
    return [
        {
            **row,
            "load_id": load.id,
            "file": mends.get(row["sheet"], load.name),
            "captured_at": load.captured_at,
            "cells": json.dumps(row["cells"], ensure_ascii=False),
            "mended_in": load.name.rpartition(" ← ")[2] if row["sheet"] in mends else None,
        }
        for row in worker.run(job, load.size_bytes, lambda *_: None)["rows"]
    ]


def _standing(reader: Reader, fact: Fact, key: Mapping[str, str]) -> list[dict[str, Any]]:
    """The rows of the warehouse that have the key."""
    kinds = {column.name: column.type for column in fact.columns}
    place = fact.name if "." in fact.name else f"main.{fact.name}"
    conditions = " and ".join(f"{name} = try_cast(${name} as {kinds[name]})" for name in key)
    rows = reader.query(f"select * from wh.{place} where {conditions} limit {MOST_ROWS}", dict(key)).to_dicts()
    columns = [column.name for column in fact.business]
    return [{**row, "fact": {name: plain(row[name]) for name in columns}} for row in rows]


def _address(row: Mapping[str, Any]) -> tuple[Any, Any, str]:
    """Load, row, and what the fact says: a workbook may have that row number on several sheets."""
    return row["load_id"], row["source_row"], _json(row["fact"])


def _json(fact: Mapping[str, Any]) -> str:
    return json.dumps(fact, ensure_ascii=False, sort_keys=True)
