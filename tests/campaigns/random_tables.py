"""Every input of the models filled at random: few enough ids that joins meet, edges among the values, unique keys."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb

from campaigns import facts, table_files
from campaigns.records import Campaign

ROWS = 160
OTHER = 100_000
"""Numbers above this are ids of random rows."""

START = datetime(2026, 4, 28, tzinfo=UTC)

Make = Callable[[random.Random], Any]


def write_random_tables(folder: Path, seed: int, beside: Path) -> None:
    """One Parquet file per input: the rows of that folder, and random ones of other ids, the same for the same seed."""
    folder.mkdir(parents=True, exist_ok=True)
    dice = random.Random(seed)
    with duckdb.connect() as connection:
        connection.execute("set timezone = 'UTC'")
        for statement in table_files.schema_statements():
            connection.execute(statement)
        for name in table_files.inputs():
            connection.execute(f"insert into {name} by name from '{beside}/{name}.parquet'")
            _fill(connection, name, dice)
            connection.execute(f"copy (from {name}) to '{folder}/{name}.parquet'")


def _fill(connection: duckdb.DuckDBPyConnection, name: str, dice: random.Random) -> None:
    columns = connection.execute(f"describe {name}").fetchall()
    key = _key(name)
    seen = set(connection.execute(f"select {', '.join(key)} from {name}").fetchall())
    rows = []
    for number in range(1, (12 if name.startswith("records.") else ROWS) + 1):
        row = {
            column: _said(name, column, kind, dice, number, may_be_null=null == "YES")
            for column, kind, null, *_ in columns
        }
        mark = tuple(row[column] for column in key)
        if mark not in seen:
            seen.add(mark)
            rows.append(list(row.values()))
    connection.executemany(f"insert into {name} values ({', '.join('?' * len(columns))})", rows)


def _key(name: str) -> tuple[str, ...]:
    if name.startswith("records."):
        return tuple(
            column.name for column in Campaign.metadata.tables[name.removeprefix("records.")].primary_key.columns
        )
    return facts.tables()[name].key


def _said(table: str, column: str, kind: str, dice: random.Random, number: int, *, may_be_null: bool) -> Any:
    """A value; where there must be one, not null."""
    while (found := _value(table, column, kind, dice, number)) is None and not may_be_null:
        pass
    return found


def _value(table: str, column: str, kind: str, dice: random.Random, number: int) -> Any:
    if (table, column) in SPECIAL:
        return SPECIAL[table, column](dice)
    if table.startswith("records.") and column == "id":
        return OTHER + number
    if column in VALUES:
        return VALUES[column](dice)
    if column.endswith(("_id", "_by")) and kind == "BIGINT":
        return OTHER + dice.randint(1, 12)
    return _of_type(kind, dice)


def _of_type(kind: str, dice: random.Random) -> Any:
    if dice.random() < 0.08 and kind != "BOOLEAN":
        return 0 if kind == "BIGINT" else START if kind.startswith("TIMESTAMP") else "" if kind == "VARCHAR" else None
    if kind.startswith("TIMESTAMP"):
        return _moment(dice)
    if kind in OF_TYPE:
        return OF_TYPE[kind](dice)
    return dice.choice(("", " ", "　面膜 ", "Mask", "a b"))


def _moment(dice: random.Random) -> datetime:
    """Among them instants on either side of midnight and of a month's end in Shanghai, and parts of a second."""
    edge = datetime(2026, 5, 31, 16, 0, tzinfo=UTC) + timedelta(microseconds=dice.choice((-1, 0, 1)))
    usual = START + timedelta(seconds=dice.randint(0, 40 * 86400), microseconds=dice.choice((0, 0, 500_000)))
    return edge if dice.random() < 0.05 else usual


def _one_of(*values: Any) -> Make:
    return lambda dice: dice.choice(values)


def _date_text(since: int, until: int) -> Make:
    return lambda dice: (date(2026, 5, 1) + timedelta(days=dice.randint(since, until))).isoformat()


OF_TYPE: Mapping[str, Make] = {
    "BIGINT": _one_of(1, 2, 33, 99, 333, 990, 9900, 12900),
    "DOUBLE": lambda dice: dice.random(),
    "BOOLEAN": _one_of(True, False),
    "DATE": lambda dice: date(2026, 5, 1) + timedelta(days=dice.randint(0, 45)),
    "VARCHAR[]": _one_of(["护肤"], ["lip"]),
    "JSON": _one_of("{}"),
}
TIERS = json.dumps([{"up_to_fen": 20000, "rate_ppm": 100000}, {"up_to_fen": None, "rate_ppm": 150000}])
NOTES = tuple(f"{0x69E00000 + n * 7:08x}0000000000{n:06x}" for n in range(12))
VALUES: Mapping[str, Make] = {
    "click_id": lambda dice: f"C{dice.randint(1, 10**6)}",
    "statement_id": lambda dice: f"ST{dice.randint(1, 100)}",
    "buyer_key": lambda dice: dice.randint(1, 6) * (2**60 + 1),
    "note_id": _one_of(*NOTES),
    "product_id": _one_of("P1", "P2", "P3"),
    "kol_id": _one_of("K1", "K2", "K3", "K4", None),
    "creator_hash": _one_of("h1", "h2", None),
    "shop_id": _one_of("tmall", "S"),
    "order_id": lambda dice: f"O{dice.randint(1, 60)}",
    "line_no": _one_of(1, 2, 3),
    "refund_id": lambda dice: f"{dice.choice(('R', 'net-'))}{dice.randint(1, 60)}",
    "time_precision": _one_of("second", "second", "minute", "day"),
    "currency": _one_of("CNY", "CNY", "CNY", "CNY", "USD"),
    "channel": _one_of("xiaohongshu", "tmall"),
    "platform": _one_of("xiaohongshu", "tmall"),
    "category": _one_of("beauty", "food", None),
    "status": _one_of("completed", "completed", "pending", "closed", "delivered", "returned", "settled", "in_transit"),
    "carrier": _one_of("sf", "yto", "unstated"),
    "tracking_no": _one_of("T1", "T2", "T3", "T4"),
    "load_id": _one_of(OTHER + 1, OTHER + 2, OTHER + 3),
    "source_row": lambda dice: dice.randint(1, 10**6),
    "source": _one_of("crawler", "pugongying", "juguang"),
    "link_slug": _one_of("s1", "s2", None),
    "slug": _one_of("s1", "s2", "s3", "s4"),
    "section": _one_of("explore", "search", None),
    "title": _one_of("面膜 测评", "Mask", " ", None),
    "state": _one_of("published", "posted", "delivered", "requested", "approved", "submitted", "dropped", "shipped"),
    "part": _one_of("platform_fee", "kol", "third_party"),
    "scope": _one_of("collaboration", "agency", "agency_campaign", "platform", "platform_category"),
    "base": _one_of("buyer_paid", "merchant_receives", "list_price", "after_platform_fee", "kol_fee"),
    "tier_mode": _one_of("marginal", "whole_volume"),
    "tiers": _one_of(None, TIERS),
    "rate_ppm": _one_of(None, 50000, 123457),
    "cps_share_ppm": _one_of(None, 800000),
    "guarantee_kind": _one_of(None, "greater_of", "fee_plus_commission"),
    "match_on": _one_of("product", "brand"),
    "lookback_days": _one_of(7, 15, 20),
    "half_life_days": _one_of(3, 7),
    "posting_due_days": _one_of(7, 14),
    "version": _one_of(1),
}
"""What columns of a name hold, so that rows meet and rules are reached."""

SPECIAL: Mapping[tuple[str, str], Make] = {
    ("records.campaign", "since_date"): _date_text(-5, 5),
    ("records.campaign", "before_date"): _date_text(20, 50),
    ("records.terms", "since_date"): _date_text(-30, 5),
    ("records.terms", "before_date"): lambda dice: dice.choice((None, "2026-05-20")),
    ("records.collaboration", "next_date"): _date_text(0, 40),
    ("records.exclusivity", "since_date"): _date_text(0, 10),
    ("records.exclusivity", "before_date"): _date_text(11, 40),
    ("records.setting", "key"): _one_of("benchmark.tmall", "benchmark.xiaohongshu", "sample.warn_below.P1"),
    ("records.setting", "value"): _one_of("0", "3"),
    ("records.ledger_lock", "period"): _one_of("2026-04", "2026-05"),
    ("records.product", "product_id"): lambda dice: f"P{dice.randint(1, 12)}",
    ("records.sample", "delivered_date"): lambda dice: date(2026, 5, dice.randint(1, 28)),
    ("links", "note_id"): _one_of(*NOTES),
    ("loads", "sha256"): lambda dice: f"{dice.getrandbits(64):x}",
    ("raw.click_totals", "span"): _one_of("day", "running"),
    ("raw.ad_spend", "level"): _one_of("note", "creativity", "unit", "advertiser", "keyword"),
    ("raw.settlements", "movement_id"): _one_of("M1", "M2", None),
    ("raw.settlements", "transaction_id"): _one_of("X1", "X2", None),
}
