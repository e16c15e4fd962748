"""Every importer against files made with the quirks that real exports were measured to have.

Beside each input stands `<name>.expected.json`: for every table the rows read, the facts (columns that hold something)
and the rejects as `row column code value`.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest

from ingest.contract import Context, Match, Typed, type_rows
from ingest.reading import read_sheets
from ingest.sheet import Found
from ingest.sources import SOURCES

GOLDEN = Path(__file__).parent / "golden"
INPUTS = sorted(path for path in GOLDEN.rglob("*.*") if not path.name.endswith(".expected.json"))
CONTEXT = Context("file", "", datetime(2026, 6, 1, 8, 0, tzinfo=UTC), "brand-lin")


def read_file(path: Path) -> tuple[Match, tuple[Typed, ...]]:
    """The sheets of a file that a source fits, each typed in one go."""
    sheets = [one for one in read_sheets(path) if isinstance(one, Found)]
    assert sheets, f"{path.name} is not recognised"
    typed: list[Typed] = []
    for sheet in sheets:
        batches = list(sheet.batches())
        assert not sheet.faults, sheet.faults
        context = replace(CONTEXT, sheet=sheet.sheet)
        typed += type_rows(sheet.match.source_key, pl.concat(batches).drop(sheet.match.personal), context)
    return sheets[0].match, tuple(typed)


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
                    " ".join(str(row[name] or "") for name in ("source_row", "column_name", "code", "value"))
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


def test_every_source_has_a_file_in_the_folder_of_its_name() -> None:
    assert {(path.parent.name, read_file(path)[0].source_key) for path in INPUTS} == {
        (source.key, source.key) for source in SOURCES if source.key != "creator_center_sums"
    }
