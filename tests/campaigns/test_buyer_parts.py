"""The month in parts: the credits that the models give, in any number of parts, and a day more as if always there."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campaigns import catalogue
from campaigns.buyer_parts import BuyerParts
from campaigns.errors import Refused

START = datetime(2026, 5, 1, tzinfo=UTC)
DAYS = 4
LOOKBACK_DAYS = 2

MACROS = duckdb.connect()
MACROS.execute(catalogue.macros())

moments = st.builds(
    lambda day, second: START + timedelta(days=day, seconds=second),
    st.integers(0, DAYS - 1),
    st.sampled_from((0, 1, 43_200, 86_399)),
)
clicks = st.lists(
    st.tuples(st.integers(0, DAYS - 1), st.integers(1, 3), st.integers(0, 1), st.integers(0, 2), moments), max_size=25
)
orders = st.lists(
    st.tuples(
        st.integers(0, DAYS - 1), st.integers(1, 3), st.integers(0, 1), moments, st.sampled_from((0, 1, 7, 99, 9900))
    ),
    max_size=8,
)
"""With the day of the file they arrive in, which is not the day on which they happened: facts come late."""


def _parts(folder: Path, connection: duckdb.DuckDBPyConnection, parts: int) -> BuyerParts:
    month = BuyerParts(folder, connection, parts=parts, lookback_days=LOOKBACK_DAYS)
    month.name("note", "select 'n' || i as note_id from range(3) as t(i)")
    month.name("product", "select 'p' || i as product_id from range(2) as t(i)")
    return month


def _write_day(folder: Path, day: int, given_clicks: Any, given_orders: Any) -> tuple[Path, Path]:
    """The files of a day: those facts that arrive in it."""
    at = pl.Datetime("us", "UTC")
    click = {
        "click_no": pl.Int64,
        "buyer_key": pl.UInt64,
        "product_id": pl.String,
        "note_id": pl.String,
        "clicked_at": at,
    }
    order = {
        "order_no": pl.Int64,
        "buyer_key": pl.UInt64,
        "product_id": pl.String,
        "ordered_at": at,
        "paid_fen": pl.Int64,
    }
    clicked = [
        (number, buyer, f"p{product}", f"n{note}", moment)
        for number, (file, buyer, product, note, moment) in enumerate(given_clicks)
        if file == day
    ]
    ordered = [
        (number, buyer, f"p{product}", moment, paid)
        for number, (file, buyer, product, moment, paid) in enumerate(given_orders)
        if file == day
    ]
    paths = folder / "day_clicks.parquet", folder / "day_orders.parquet"
    for path, rows, schema in ((paths[0], clicked, click), (paths[1], ordered, order)):
        pl.DataFrame(rows, schema=schema, orient="row").write_parquet(path)
    return paths


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(clicks, orders, st.integers(1, 3))
def test_a_day_that_is_added_gives_what_all_days_from_scratch_give(
    tmp_path_factory: pytest.TempPathFactory, given_clicks: Any, given_orders: Any, parts: int
) -> None:
    folder = tmp_path_factory.mktemp("month")
    with duckdb.connect(config={"threads": 1}) as connection:
        connection.execute("set timezone = 'UTC'")
        grown, whole = _parts(folder / "grown", connection, parts), _parts(folder / "whole", connection, 1)
        grown.credit()
        for day in range(DAYS):
            files = _write_day(folder, day, given_clicks, given_orders)
            grown.add(f"2026-05-0{day + 1}", *files)
            grown.credit_day(f"2026-05-0{day + 1}")
            whole.add(f"2026-05-0{day + 1}", *files)
        whole.credit()
        assert grown.credits() == whole.credits()
        _check_sums(whole.credits(), given_orders)


def _check_sums(found: list[tuple[Any, ...]], given_orders: Any) -> None:
    """Under each rule the parts of a line sum to it, and exactly one touch is the last."""
    for number in {row[0] for row in found}:
        rows = [row for row in found if row[0] == number]
        paid = given_orders[number][4]
        assert [sum(row[place] for row in rows) for place in range(4, 8)] == [paid] * 4
        assert sum(row[3] for row in rows) == 1


def test_credits_are_those_of_the_models(tmp_path: Path) -> None:
    """The model line_shares over the same clicks and lines: the same rules, rounding and ties."""
    given_clicks = [(0, 1 + n % 3, n % 2, n % 3, START + timedelta(seconds=n * n * 617 % 200_000)) for n in range(120)]
    given_orders = [
        (0, 1 + n % 3, n % 2, START + timedelta(seconds=90_000 + n * 9_001), 997 + n * 13) for n in range(18)
    ]
    with duckdb.connect(config={"threads": 1}) as connection:
        connection.execute("set timezone = 'UTC'")
        month = _parts(tmp_path / "month", connection, 2)
        month.add("2026-05-01", *_write_day(tmp_path, 0, given_clicks, given_orders))
        month.credit()
        found = month.credits()
        shares = next(model for model in catalogue.models() if model.name == "line_shares")
        connection.execute("attach ':memory:' as scene")
        connection.execute("use scene")
        connection.execute(catalogue.macros())
        connection.execute("create schema records")
        connection.execute(f"create table records.campaign as select 1 as id, {LOOKBACK_DAYS} as lookback_days")
        connection.execute(
            f"""create table campaign_touches as
            select 1 as campaign_id, '' as shop_id, o.order_no as order_id, 1 as line_no, c.click_no as click_id,
                c.note_id as touchpoint, o.paid_fen, {LOOKBACK_DAYS} as lookback_days, 7 as half_life_days,
                c.clicked_at, o.ordered_at
            from '{tmp_path}/day_clicks.parquet' as c
            join '{tmp_path}/day_orders.parquet' as o using (buyer_key, product_id)
            where c.clicked_at between o.ordered_at - interval {LOOKBACK_DAYS} day and o.ordered_at"""
        )
        theirs = connection.execute(
            f"""select order_id, click_id, rule, credit_fen from ({shares.sql})
            where lookback_days = {LOOKBACK_DAYS} and rule in ('last', 'linear', 'position', 'time_decay')"""
        ).fetchall()
    rules = ("last", "linear", "position", "time_decay")
    ours = [(row[0], row[1], rule, row[4 + place]) for row in found for place, rule in enumerate(rules)]
    assert len(ours) > 400
    assert sorted(row for row in ours if row[3]) == sorted(row for row in theirs if row[3])


def test_refreshed_notes_say_clickers_buyers_and_commission_once_each(tmp_path: Path) -> None:
    given_clicks = [
        (0, 1, 0, 0, START),
        (0, 1, 0, 0, START + timedelta(seconds=5)),
        (0, 2, 0, 0, START),
        (0, 2, 0, 1, START),
    ]
    given_orders = [(0, 1, 0, START + timedelta(seconds=9), 33), (0, 1, 0, START + timedelta(seconds=9), 33)]
    with duckdb.connect(config={"threads": 1}) as connection:
        connection.execute("set timezone = 'UTC'")
        month = _parts(tmp_path / "month", connection, 2)
        month.add("2026-05-01", *_write_day(tmp_path, 0, given_clicks, given_orders))
        month.credit()
        assert month.refresh(150_000) == 2
        rows = connection.execute(
            f"""select note_no, clicks, clickers, buyers, orders, credit_fen, commission_fen
            from '{tmp_path}/month/note_totals.parquet' order by note_no"""
        ).fetchall()
    assert rows == [(1, 3, 2, 1, 2, 66, 10), (2, 1, 1, 0, 0, 0, 0)]


def test_a_day_is_taken_once(tmp_path: Path) -> None:
    with duckdb.connect(config={"threads": 1}) as connection:
        month = _parts(tmp_path / "month", connection, 2)
        files = _write_day(tmp_path, 0, [(0, 1, 0, 0, START)], [])
        month.add("2026-05-01", *files)
        with pytest.raises(Refused, match="2026-05-01"):
            month.add("2026-05-01", *files)


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 10**9), st.integers(0, 2**30), st.integers(1, 2**40))
def test_the_narrow_split_is_the_wide_one(total: int, weight: int, whole: int) -> None:
    assert MACROS.execute(
        "select narrow_floor($1::bigint, $2::bigint, $3::bigint), narrow_remainder($1::bigint, $2::bigint, $3::bigint)",
        [total, weight, whole],
    ).fetchall() == [(total * weight // whole, total * weight % whole)]
