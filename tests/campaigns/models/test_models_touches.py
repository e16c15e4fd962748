"""Touches and credits: whose order is it."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest


def _click(scene: Any, click_id: str, clicked_at: str, note_id: str = "N1", **values: Any) -> None:
    scene.given("raw.clicks", click_id=click_id, clicked_at=clicked_at, note_id=note_id, **({"buyer_key": 1} | values))


@pytest.mark.parametrize(
    ("clicked_at", "is_touch"),
    [
        ("2026-05-10 12:00:00+08", True),  # the order's own second
        ("2026-05-10 12:00:01+08", False),  # after the order
        ("2026-04-25 12:00:00+08", True),  # exactly 15 days
        ("2026-04-25 11:59:59+08", False),  # a second more
        ("2026-04-25 11:59:59.999+08", False),  # a millisecond more
    ],
)
def test_the_window_holds_fifteen_exact_days_both_ends_included(scene: Any, clicked_at: str, is_touch: bool) -> None:
    scene.given("orders", order_id="O1")
    _click(scene, "c1", clicked_at)
    assert len(scene.rows("order_touches")) == int(is_touch)


def test_only_the_same_buyer_and_product_with_a_known_note_touch(scene: Any) -> None:
    scene.given("orders", order_id="O1")
    _click(scene, "other buyer", "2026-05-10 10:00+08", buyer_key=2)
    _click(scene, "no buyer", "2026-05-10 10:00+08", buyer_key=None)
    _click(scene, "other product", "2026-05-10 10:00+08", product_id="P2")
    _click(scene, "no note", "2026-05-10 10:00+08", note_id=None, link_slug="s")
    _click(scene, "right", "2026-05-10 10:00+08")
    assert [row["click_id"] for row in scene.rows("order_touches")] == ["right"]


def test_equal_times_go_by_click_id(scene: Any) -> None:
    scene.given("orders", order_id="O1")
    for click_id, note_id in (("b", "N2"), ("a", "N1"), ("c", "N3")):
        _click(scene, click_id, "2026-05-10 10:00+08", note_id)
    touches = scene.rows("order_touches", order="touch_no")
    assert [(t["click_id"], t["touch_no"], t["touch_count"], t["age_seconds"]) for t in touches] == [
        ("a", 1, 3, 7200), ("b", 2, 3, 7200), ("c", 3, 3, 7200)
    ]  # fmt: skip
    assert scene.row("order_credits", "rule = 'last'")["note_id"] == "N3"


@pytest.mark.parametrize(
    ("status", "paid_at", "is_sale"),
    [("pending", None, False), ("cancelled", None, False), ("closed", None, False),
     ("cancelled", "2026-05-10 00:00+08", True),
     ("paid", None, True), ("completed", "2026-05-10 00:00+08", True)],
)  # fmt: skip
def test_an_order_that_was_never_paid_is_no_sale(scene: Any, status: str, paid_at: str | None, is_sale: bool) -> None:
    scene.given("orders", order_id="O1", status=status, paid_at=paid_at)
    _click(scene, "c1", "2026-05-10 10:00+08")
    assert len(scene.rows("order_touches")) == int(is_sale)
    assert len(scene.rows("order_credits")) == 2 * int(is_sale)


def test_an_order_without_evidence_stays_visible_and_credits_sum_to_the_lines(scene: Any) -> None:
    scene.given("orders", order_id="O1", paid_fen=700)
    scene.given("orders", order_id="O2", paid_fen=300, buyer_key=None)
    scene.given("orders", order_id="O2", line_no=2, paid_fen=11, buyer_key=None, product_id=None)
    _click(scene, "c1", "2026-05-10 10:00+08")
    for rule in ("last", "payable"):
        found = scene.rows("order_credits", f"rule = '{rule}'", "order_id, line_no")
        assert [(c["order_id"], c["line_no"], c["evidence"], c["credit_fen"]) for c in found] == [
            ("O1", 1, "click", 700), ("O2", 1, "none", 300), ("O2", 2, "none", 11)
        ]  # fmt: skip
    assert not scene.broken()


def _three_kinds_of_evidence(scene: Any) -> None:
    for kol in ("K1", "K2", "K3"):
        scene.given("raw.notes", note_id=f"N{kol[1]}", kol_id=kol, published_at="2026-05-01 00:00+08")
    _click(scene, "c1", "2026-05-10 09:00+08", "N1")
    _click(scene, "c2", "2026-05-10 10:00+08", "N2")
    _click(scene, "c3", "2026-05-10 11:00+08", "N3")


def test_a_settlement_line_beats_the_kol_on_the_order_beats_the_last_click(scene: Any) -> None:
    _three_kinds_of_evidence(scene)
    scene.given("orders", order_id="click alone")
    scene.given("orders", order_id="on the order", source_kol_id="K2")
    scene.given("orders", order_id="settled", source_kol_id="K2")
    scene.given("settlements", order_id="settled", kol_id="K1")
    found = {c["order_id"]: c for c in scene.rows("order_credits", "rule = 'payable'")}
    assert {order: (c["kol_id"], c["note_id"], c["evidence"], c["has_conflict"]) for order, c in found.items()} == {
        "click alone": ("K3", "N3", "click", False),
        "on the order": ("K2", "N2", "source_kol", True),
        "settled": ("K1", "N1", "settlement", True),
    }
    assert {c["note_id"] for c in scene.rows("order_credits", "rule = 'last'")} == {"N3"}
    assert not scene.broken()


def test_evidence_that_agrees_is_no_conflict_and_a_kol_without_touch_has_no_note(scene: Any) -> None:
    _three_kinds_of_evidence(scene)
    scene.given("orders", order_id="agrees", source_kol_id="K3")
    scene.given("orders", order_id="live room", source_kol_id="K9", buyer_key=2)
    found = {c["order_id"]: c for c in scene.rows("order_credits", "rule = 'payable'")}
    assert (found["agrees"]["note_id"], found["agrees"]["has_conflict"]) == ("N3", False)
    assert (found["live room"]["kol_id"], found["live room"]["note_id"], found["live room"]["has_conflict"]) == (
        "K9", None, False
    )  # fmt: skip


def test_an_order_settled_with_two_kols_is_credited_once_and_is_a_conflict(scene: Any) -> None:
    scene.given("orders", order_id="O1", buyer_key=None)
    scene.given("settlements", order_id="O1", kol_id="K2")
    scene.given("settlements", order_id="O1", kol_id="K1", line_no=2, shop_id=None)
    credit = scene.row("order_credits", "rule = 'payable'")
    assert (credit["kol_id"], credit["has_conflict"], credit["credit_fen"]) == ("K1", True, 10000)


def test_a_settlement_of_another_shop_is_no_evidence(scene: Any) -> None:
    scene.given("orders", order_id="O1", buyer_key=None)
    scene.given("settlements", order_id="O1", kol_id="K2", shop_id="T")
    assert scene.row("order_credits", "rule = 'payable'")["evidence"] == "none"


def test_touches_equal_a_plain_loop_over_random_clicks_and_orders(scene: Any) -> None:
    dice = random.Random(3)
    start = datetime(2026, 5, 1, tzinfo=UTC)
    moments = [start + timedelta(days=15) * step for step in range(3)] + [
        start + timedelta(seconds=dice.randrange(40 * 86400), milliseconds=dice.choice([0, 0, 500])) for _ in range(20)
    ]
    clicks = [(f"c{n}", dice.choice("AB"), dice.choice([1, 2, 3]), dice.choice(moments)) for n in range(150)]
    orders = [(f"o{n}", dice.choice("AB"), dice.choice([1, 2, 3, 4]), dice.choice(moments)) for n in range(60)]
    for click_id, product, buyer, at in clicks:
        _click(scene, click_id, at.isoformat(), product_id=product, buyer_key=buyer)
    for order_id, product, buyer, at in orders:
        scene.given("orders", order_id=order_id, product_id=product, buyer_key=buyer, ordered_at=at.isoformat())
    expected = set()
    for order_id, product, buyer, ordered_at in orders:
        path = sorted(
            (at, click_id)
            for click_id, its_product, its_buyer, at in clicks
            if (its_product, its_buyer) == (product, buyer)
            and timedelta(0) <= ordered_at - at <= timedelta(seconds=15 * 86400)
        )
        expected |= {(order_id, click_id, number, len(path)) for number, (_, click_id) in enumerate(path, start=1)}
    found = {(t["order_id"], t["click_id"], t["touch_no"], t["touch_count"]) for t in scene.rows("order_touches")}
    assert len(expected) > 100
    assert found == expected
    assert not scene.broken()


def test_a_click_with_a_slug_alone_takes_note_and_product_from_the_records_link(scene: Any) -> None:
    for click_id, slug in (("a", "lin-mask"), ("b", "unknown")):
        scene.given("raw.clicks", click_id=click_id, link_slug=slug, product_id=None, buyer_key=1)
    scene.given("links", slug="lin-mask", note_id="N1", product_id="P1").given("orders", order_id="O1")
    assert [(row["click_id"], row["note_id"]) for row in scene.rows("order_touches")] == [("a", "N1")]
    assert [row["product_id"] for row in scene.rows("clicks", order="click_id")] == ["P1", None]


def test_what_a_click_says_of_itself_stands_before_its_link(scene: Any) -> None:
    scene.given("raw.clicks", click_id="a", link_slug="lin-mask", note_id="N2", buyer_key=1)
    scene.given("links", slug="lin-mask", note_id="N1", product_id="P9")
    assert [(row["note_id"], row["product_id"]) for row in scene.rows("clicks")] == [("N2", "P1")]
