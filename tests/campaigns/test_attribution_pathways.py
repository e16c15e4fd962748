"""Credits of order lines against an oracle that walks over every pair in plain Python."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.attribution import Journey, decay_weights, position_weights, removal_effects
from campaigns.money import split
from campaigns.pathways import LINE_RULES, LineRule, credit_lines, find_touches

FIFTEEN_DAYS = 15 * 86_400 * 10**6
NOON = datetime(2026, 5, 20, 4, tzinfo=UTC)
CLICK_TYPES = {
    "click_id": pl.String, "note_id": pl.String, "product_id": pl.String, "buyer_key": pl.String,
    "clicked_at": pl.Datetime("us", "UTC"),
}  # fmt: skip
ORDER_TYPES = {
    "shop_id": pl.String, "order_id": pl.String, "line_no": pl.Int64, "product_id": pl.String, "buyer_key": pl.String,
    "ordered_at": pl.Datetime("us", "UTC"), "paid_fen": pl.Int64,
}  # fmt: skip


def clicks_of(*rows: tuple[str, str, float], product: str = "p", buyer: str | None = "b") -> pl.DataFrame:
    """(click id, note, hours before noon)."""
    cells = [(name, note, product, buyer, NOON - timedelta(hours=hours)) for name, note, hours in rows]
    return pl.DataFrame(cells, CLICK_TYPES, orient="row")


def order_of(paid_fen: int, buyer: str | None = "b", at: datetime = NOON) -> pl.DataFrame:
    return pl.DataFrame([("s", "o", 1, "p", buyer, at, paid_fen)], ORDER_TYPES, orient="row")


@pytest.mark.parametrize(
    ("microseconds", "is_touch"),
    [(0, True), (15 * 86_400 * 10**6, True), (15 * 86_400 * 10**6 + 1, False), (-1, False)],
)
def test_the_window_is_exact_seconds_with_both_ends(microseconds: int, is_touch: bool) -> None:
    order = order_of(100, at=NOON + timedelta(microseconds=microseconds))
    assert find_touches(clicks_of(("c", "n", 0)), order, 15).height == int(is_touch)


def test_touches_are_the_same_buyer_and_product_in_order_of_time_then_click_id() -> None:
    clicks = pl.concat([
        clicks_of(("c9", "n", 1), ("c10", "n", 1), ("z", "n", 5)),
        clicks_of(("other", "n", 1), product="q"),
        clicks_of(("stranger", "n", 1), buyer="x"),
        clicks_of(("nobody", "n", 1), buyer=None),
    ])  # fmt: skip
    assert find_touches(clicks, order_of(1), 15)["click_id"].to_list() == ["z", "c10", "c9"]
    assert find_touches(clicks, order_of(1, buyer=None), 15).height == 0


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("first", {"a": 1_000}),
        ("last", {"d": 1_000}),
        ("linear", {"a": 250, "b": 250, "c": 250, "d": 250}),
        ("position", {"a": 400, "b": 100, "c": 100, "d": 400}),
        ("shapley", {"c": 500, "d": 500}),
    ],
)
def test_rules_share_a_line_over_its_clicks(rule: LineRule, expected: dict[str, int]) -> None:
    """Four clicks on two notes, an order of 10.00."""
    clicks = clicks_of(("a", "n1", 9), ("b", "n2", 8), ("c", "n1", 7), ("d", "n2", 6))
    found = credit_lines(clicks, order_of(1_000), rule, 15)
    assert dict(zip(found["click_id"], found["credit_fen"], strict=True)) == expected


def test_markov_shares_a_line_over_its_notes_by_their_removal_effects() -> None:
    """n1 > n2 sold 10.00; one stranger clicked n1 alone and bought nothing: both effects are whole, so it is halved.
    Once another order came through n2 alone, n1 matters half as much as n2."""
    clicks = pl.concat([
        clicks_of(("a", "n1", 9), ("b", "n2", 8), ("c", "n1", 7)),
        clicks_of(("d", "n1", 9), buyer="stranger"),
    ])  # fmt: skip
    found = credit_lines(clicks.filter(pl.col("click_id") != "c"), order_of(1_000), "markov", 15)
    assert dict(zip(found["click_id"], found["credit_fen"], strict=True)) == {"a": 500, "b": 500}
    more = pl.concat([clicks, clicks_of(("e", "n2", 9), buyer="y")])
    orders = pl.concat([order_of(1_000), order_of(300, buyer="y").with_columns(order_id=pl.lit("o2"))])
    effects = removal_effects([Journey(("n1", "n2", "n1"), 1), Journey(("n2",), 1), Journey(("n1",), 0, None, 1)])
    found = credit_lines(more, orders, "markov", 15)
    weights = [round(effects[note] * 2**40) for note in ("n2", "n1")]
    assert found.select("click_id", "credit_fen").rows() == [
        *zip(("b", "c"), split(1_000, weights), strict=True), ("e", 300)
    ]  # fmt: skip


def test_a_line_without_a_touch_stays_with_all_its_money() -> None:
    found = credit_lines(clicks_of(), order_of(1_000), "last", 15)
    assert found.select("click_id", "note_id", "credit_fen").rows() == [(None, None, 1_000)]


def test_large_amounts_do_not_overflow() -> None:
    clicks = clicks_of(("a", "n", 200), ("b", "n", 100), ("c", "n", 0))
    found = credit_lines(clicks, order_of(10**15 + 1), "time_decay", 15)
    assert found["credit_fen"].sum() == 10**15 + 1


@st.composite
def worlds(draw: st.DrawFn) -> tuple[pl.DataFrame, pl.DataFrame]:
    hours = st.sampled_from([0, 0, 1, 5, 23.5, 24, 48, 49, -1])
    names = [f"c{number}" for number in range(draw(st.integers(0, 8)))]
    clicks = [(c, draw(st.sampled_from("NM")), "p", draw(st.sampled_from("xy")), draw(hours)) for c in names]
    lines = [
        ("s", f"o{number}", 1, "p", draw(st.sampled_from("xy")), draw(hours), draw(st.integers(0, 50)))
        for number in range(draw(st.integers(0, 4)))
    ]
    at = [(*row[:4], NOON - timedelta(hours=row[4])) for row in clicks]
    ordered = [(*row[:5], NOON - timedelta(hours=row[5]), row[6]) for row in lines]
    return pl.DataFrame(at, CLICK_TYPES, orient="row"), pl.DataFrame(ordered, ORDER_TYPES, orient="row")


Row = tuple[str, str | None, int]


def _expected(clicks: pl.DataFrame, orders: pl.DataFrame, rule: LineRule, days: int) -> list[Row]:
    found: list[Row] = []
    for order in sorted(orders.to_dicts(), key=lambda row: row["order_id"]):
        touches = [
            click for click in sorted(clicks.to_dicts(), key=lambda row: (row["clicked_at"], row["click_id"]))
            if click["buyer_key"] == order["buyer_key"]
            and timedelta(0) <= order["ordered_at"] - click["clicked_at"] <= timedelta(days=days)
        ]  # fmt: skip
        if not touches:
            found.append((order["order_id"], None, order["paid_fen"]))
            continue
        effects = _plain_effects(clicks, orders, days) if rule == "markov" else {}
        weights = _plain_weights(rule, [t["note_id"] for t in touches], effects, [
            (order["ordered_at"] - t["clicked_at"]).total_seconds() / 3_600 for t in touches
        ])  # fmt: skip
        parts = split(order["paid_fen"], weights)
        rows = zip(touches, weights, parts, strict=True)
        found += [(order["order_id"], touch["click_id"], part) for touch, weight, part in rows if weight]
    return found


def _plain_effects(clicks: pl.DataFrame, orders: pl.DataFrame, days: int) -> dict[str, float]:
    clicked = sorted(clicks.to_dicts(), key=lambda row: (row["clicked_at"], row["click_id"]))
    journeys = []
    for order in orders.to_dicts():
        path = [
            c["note_id"] for c in clicked
            if c["buyer_key"] == order["buyer_key"]
            and timedelta(0) <= order["ordered_at"] - c["clicked_at"] <= timedelta(days=days)
        ]  # fmt: skip
        journeys += [Journey(tuple(path), 1)] if path else []
    for buyer in set(clicks["buyer_key"]) - set(orders["buyer_key"]):
        walk = [c["note_id"] for c in clicked if c["buyer_key"] == buyer]
        journeys.append(Journey(tuple(walk), 0, None, 1))
    return removal_effects(journeys)


def _plain_weights(rule: LineRule, notes: list[str], effects: dict[str, float], hours: list[float]) -> list[int]:
    count = len(notes)
    if rule in ("markov", "shapley"):
        last = [note not in notes[place + 1 :] for place, note in enumerate(notes)]
        weights = [round(effects[note] * 2**40) if rule == "markov" else 1 for note in notes]
        return [weight * is_last for weight, is_last in zip(weights, last, strict=True)]
    if rule == "first":
        return [1] + [0] * (count - 1)
    if rule == "last":
        return [0] * (count - 1) + [1]
    if rule == "position":
        return [round(weight * 5 * max(1, count - 2) * 2) for weight in position_weights(count)]
    if rule == "time_decay":
        weights = decay_weights(hours)
        return [round(weight / max(weights) * 2**30) for weight in weights]
    return [1] * count


@settings(max_examples=60, deadline=None)
@given(worlds(), st.sampled_from(LINE_RULES), st.sampled_from([0, 1, 2]))
def test_credits_equal_those_of_the_oracle(world: tuple[pl.DataFrame, pl.DataFrame], rule: LineRule, days: int) -> None:
    clicks, orders = world
    found = credit_lines(clicks, orders, rule, days)
    assert found.select("order_id", "click_id", "credit_fen").rows() == _expected(clicks, orders, rule, days)
    assert found["credit_fen"].sum() == orders["paid_fen"].sum()
