"""Every importer against files made with the quirks that real exports were measured to have.

Beside each input stands `<name>.expected.json`: for every table the rows read, the facts (columns that hold something)
and the rejects as `row column code value`.
"""

from __future__ import annotations

import csv
import json
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest

from ingest.contract import Context, Match, Typed, recognise, type_rows

GOLDEN = Path(__file__).parent / "golden"
INPUTS = sorted(path for path in GOLDEN.rglob("*.*") if not path.name.endswith(".expected.json"))
CONTEXT = Context("file", "sheet", datetime(2026, 6, 1, 8, 0, tzinfo=UTC), "brand-lin")


def cells_of(path: Path) -> list[list[str]]:
    if path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.reader(file))
    text = path.read_text(encoding="utf-8")
    found = json.loads(text) if path.suffix == ".json" else [json.loads(line) for line in text.splitlines()]
    names = list(found[0])
    return [names, *[["" if row[name] is None else str(row[name]) for name in names] for row in found]]


def frame_of(match: Match, cells: list[list[str]]) -> pl.DataFrame:
    body = cells[match.data_row :]
    first_row = match.data_row + 1
    frame = pl.DataFrame(body, schema=dict.fromkeys(match.columns, pl.String), orient="row")
    rows = pl.Series("source_row", range(first_row, first_row + len(body)), dtype=pl.Int64)
    return frame.with_columns(rows).drop(match.personal)


def read_file(path: Path) -> tuple[Match, tuple[Typed, ...]]:
    cells = cells_of(path)
    match = recognise(cells[:20], "")
    assert match is not None, f"{path.name} is not recognised"
    return match, type_rows(match.source_key, frame_of(match, cells), CONTEXT)


def as_json(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ").replace(".000000Z", "Z")
    return value.isoformat() if isinstance(value, date) else value


def summary(match: Match, tables: tuple[Typed, ...]) -> dict[str, object]:
    return {
        "source": match.source_key,
        "tables": [
            {
                "table": typed.table,
                "read": typed.read,
                "rows": [
                    {name: as_json(value) for name, value in row.items() if value is not None}
                    for row in typed.rows.iter_rows(named=True)
                ],
                "rejects": [
                    " ".join(str(row[name]) for name in ("source_row", "column_name", "code", "value"))
                    for row in typed.rejects.iter_rows(named=True)
                ],
                **({"totals": dict(typed.totals)} if typed.totals else {}),
            }
            for typed in tables
        ],
    }


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: str(path.relative_to(GOLDEN)))
def test_an_export_becomes_exactly_these_facts_and_rejects(path: Path) -> None:
    expected = path.with_name(f"{path.name}.expected.json")
    assert summary(*read_file(path)) == json.loads(expected.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: str(path.relative_to(GOLDEN)))
def test_rows_read_are_rows_kept_and_rows_rejected(path: Path) -> None:
    _, tables = read_file(path)
    for typed in tables:
        rejected = set(typed.rejects["source_row"])
        assert typed.read >= typed.rows.height
        assert (typed.read > typed.rows.height) == bool(rejected)
        assert not rejected & set(typed.rows["source_row"])


def test_the_source_is_the_folder_it_lies_in() -> None:
    found = {path.parent.name: read_file(path)[0].source_key for path in INPUTS}
    assert {key: found[key] for key in found if key != "mediacrawler"} == {
        key: key for key in found if key != "mediacrawler"
    }
