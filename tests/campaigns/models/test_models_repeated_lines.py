"""Order lists and line lists of one shop, net amounts and named refunds: whatever is loaded, nothing counts twice."""

from __future__ import annotations

from typing import Any

import pytest


def _whole(scene: Any, paid_fen: int) -> None:
    scene.given("orders", shop_id="tmall", order_id="T1", line_no=1, paid_fen=paid_fen, sku=None, product_id=None)


def _lines(scene: Any, *paid_fen: int) -> None:
    for line_no, paid in enumerate(paid_fen, start=1001):
        scene.given("orders", shop_id="tmall", order_id="T1", line_no=line_no, paid_fen=paid, sku=f"S{line_no}")


def _refund(scene: Any, refund_id: str, goods_fen: int) -> None:
    refund = {"shop_id": "tmall", "order_id": "T1", "line_no": 0, "refunded_at": "2026-05-12 12:00+08"}
    scene.given("refunds", refund_id=refund_id, goods_fen=goods_fen, is_estimated=True, **refund)


def _credited(scene: Any) -> list[tuple[int, int]]:
    rows = scene.rows("order_credits", "rule = 'last'", "line_no")
    return [(row["line_no"], row["credit_fen"]) for row in rows]


@pytest.mark.parametrize("first", ["whole", "lines"])
def test_an_order_loaded_whole_and_by_its_lines_counts_once(scene: Any, first: str) -> None:
    for what in ("whole", "lines") if first == "whole" else ("lines", "whole"):
        _whole(scene, 300) if what == "whole" else _lines(scene, 100, 200)
    assert _credited(scene) == [(1001, 100), (1002, 200)]
    assert scene.broken() == []


def test_an_order_of_which_a_line_is_missing_counts_as_a_whole(scene: Any) -> None:
    _whole(scene, 300)
    _lines(scene, 100)
    assert _credited(scene) == [(1, 300)]


def test_either_list_alone_counts(scene: Any) -> None:
    _lines(scene, 100, 200)
    assert _credited(scene) == [(1001, 100), (1002, 200)]


def test_other_shops_may_have_a_line_of_any_number(scene: Any) -> None:
    for line_no, paid in ((1, 300), (2, 300)):
        scene.given("orders", order_id="O1", line_no=line_no, paid_fen=paid)
    assert _credited(scene) == [(1, 300), (2, 300)]


@pytest.mark.parametrize(("named", "expected"), [((), 70), ((30,), 70), ((30, 40), 70), ((50, 40), 90)])
def test_what_a_net_amount_implies_is_less_what_named_refunds_say(
    scene: Any, named: tuple[int, ...], expected: int
) -> None:
    """总金额 1.00, 买家实际支付金额 0.30: 0.70 went back, whether or not the refund export names some or all of it."""
    _whole(scene, 100)
    _refund(scene, "net-tmall-T1", 70)
    for number, fen in enumerate(named):
        _refund(scene, f"30000000{number}", fen)
    assert scene.row("line_refunds")["refunded_fen"] == expected


def test_an_implied_refund_is_split_over_the_lines_that_count(scene: Any) -> None:
    _whole(scene, 300)
    _lines(scene, 100, 200)
    _refund(scene, "net-tmall-T1", 30)
    rows = scene.rows("line_refunds", order="line_no")
    assert [(row["line_no"], row["refunded_fen"]) for row in rows] == [(1001, 10), (1002, 20)]


def test_a_sample_is_no_sale(scene: Any) -> None:
    scene.given("orders", order_id="O1", paid_fen=0, status="sample")
    assert _credited(scene) == []
