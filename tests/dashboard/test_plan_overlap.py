"""People whom several KOLs reach are counted one by one: the queries hold against sets in Python."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from campaigns.reader import Reader
from campaigns.store import open_store
from campaigns.warehouse import open_reader

SQL = Path(__file__).resolve().parents[2] / "dashboard" / "sql"
KOLS = [f"{0x5F0000 + seat:024x}" for seat in range(5)]


@pytest.fixture(scope="module")
def reader(world: Path) -> Iterator[Reader]:
    with closing(open_store(world)) as store, closing(open_reader(world)) as opened:
        snapshot = store.snapshot()
        opened.put_records(snapshot.tables, snapshot.version)
        yield opened


def _people(reader: Reader, sql: str) -> dict[str, set[int]]:
    found: dict[str, set[int]] = {kol_id: set() for kol_id in KOLS}
    for kol_id, buyer_key in reader.query(sql).iter_rows():
        if kol_id in found:
            found[kol_id].add(buyer_key)
    return found


def _asked(reader: Reader, name: str) -> list[dict[str, Any]]:
    sql = (SQL / f"{name}.sql").read_text(encoding="utf-8")
    found: list[dict[str, Any]] = reader.query(sql, {"kols": json.dumps(KOLS)}).to_dicts()
    return found


def test_pairs_and_sets_are_counted_person_by_person(reader: Reader) -> None:
    clicked = _people(reader, "select n.kol_id, c.buyer_key from clicks as c join notes as n on n.note_id = c.note_id")
    bought = _people(
        reader, "select kol_id, buyer_key from order_credits where rule = 'payable' and kol_id is not null"
    )
    pairs = {(row["kol_id"], row["other_kol_id"]): row for row in _asked(reader, "plan_overlap")}
    expected = {(a, b): clicked[a] & clicked[b] for a, b in combinations(KOLS, 2) if clicked[a] & clicked[b]}
    assert expected, "nobody clicked on two KOLs, so that the world proves nothing"
    assert pairs.keys() == expected.keys()
    for (a, b), shared in expected.items():
        assert pairs[a, b]["shared_clickers"] == len(shared)
        assert pairs[a, b]["shared_buyers"] == len(bought[a] & bought[b])
        assert pairs[a, b]["shared_share"] == len(shared) / min(len(clicked[a]), len(clicked[b]))
    assert _asked(reader, "plan_reach") == [
        {
            "clickers": len(set().union(*clicked.values())), "clickers_each": sum(map(len, clicked.values())),
            "buyers": len(set().union(*bought.values())), "buyers_each": sum(map(len, bought.values())),
        }
    ]  # fmt: skip


def test_a_forecast_knows_nothing_of_its_day_or_later(reader: Reader) -> None:
    """Every figure of every day of looking is counted again from the facts of before it."""
    sql = (SQL / "forecast_notes.sql").read_text(encoding="utf-8")
    rows = reader.query(sql, {"today": "2026-12-01"}).to_dicts()
    clicks = reader.query("select note_id, shanghai_date(clicked_at) as day from clicks").rows()
    sold = reader.query(
        "select note_id, order_id, shanghai_date(ordered_at) as day from order_credits where rule = 'payable'"
    ).rows()
    for row in rows[:: max(1, len(rows) // 60)]:
        day, note = row["as_of_date"], row["note_id"]
        assert row["clicks"] == sum(1 for note_id, at in clicks if note_id == note and at < day)
        assert row["orders"] == len({order for note_id, order, at in sold if note_id == note and at < day})
        assert row["published_date"] < day
        assert (row["reads"] is not None) == (day.isoformat() > "2026-11-02")
    assert {row["as_of_date"].weekday() for row in rows} >= {0}
