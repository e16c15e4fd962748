"""Ids that a spreadsheet has eaten: in whichever column of whichever source, the row is refused by its address."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest

from campaigns import facts
from ingest.contract import Context, Match, Typed, type_rows
from ingest.reading import read_sheets
from ingest.sheet import Found

GOLDEN = Path(__file__).parent / "golden"
INPUTS = sorted(path for path in GOLDEN.rglob("*.*") if not path.name.endswith(".expected.json"))
DAMAGED = ("6.89123E+18", "689123456789000000", "6.8912345678912e+23", "8.60012E+14")
NAMED_BY_PEOPLE = {"product_id", "campaign_id"}
"""Ids that may be a product's name: in 投后 data, where the platform gives no other."""


def sheets() -> Iterator[tuple[Path, Match, pl.DataFrame, Context]]:
    for path in INPUTS:
        for sheet in read_sheets(path):
            if isinstance(sheet, Found):
                rows = pl.concat(list(sheet.batches())).drop(sheet.match.personal)
                context = Context("file", sheet.sheet, datetime(2026, 6, 1, tzinfo=UTC), "brand-lin")
                yield path, sheet.match, rows, context


def ids_of(typed: Typed) -> dict[str, set[str]]:
    """Columns of ids with their values."""
    names = [
        column.name
        for column in facts.fact(typed.table).business
        if column.type == "VARCHAR"
        and (column.name == "sku" or column.name.endswith(("_id", "_no", "_slug")))
        and column.name in typed.rows
    ]
    return {name: set(typed.rows[name].drop_nulls().to_list()) for name in names if name not in NAMED_BY_PEOPLE}


@pytest.mark.parametrize("damaged", DAMAGED)
def test_a_damaged_id_never_becomes_a_fact(damaged: str) -> None:
    tried, kept = set(), []
    for path, match, rows, context in sheets():
        for typed in type_rows(match.source_key, rows, context):
            for name, values in ids_of(typed).items():
                for column in [one for one in rows.columns if rows[one].dtype == pl.String() and values]:
                    if not set(rows[column].drop_nulls().to_list()) & values:
                        continue
                    tried.add((match.source_key, typed.table, name))
                    broken = rows.with_columns(
                        pl.when(pl.col(column).is_in(values)).then(pl.lit(damaged)).otherwise(column).alias(column)
                    )
                    again = [one for one in type_rows(match.source_key, broken, context) if one.table == typed.table]
                    if any(damaged in one.rows[name].to_list() for one in again):
                        kept.append((path.parent.name, column, name))
                    elif not any(damaged in one.rejects["value"].to_list() for one in again):
                        kept.append((path.parent.name, column, name, "without address"))
    assert not kept, kept
    assert len(tried) > 90
