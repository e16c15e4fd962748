"""Refunds that name an order and no line: split over the lines by what is left of each, in order of events."""

from __future__ import annotations

import random
from typing import Any

from campaigns.money import split


def _lines(scene: Any, *paid_fen: int, order_id: str = "O1") -> None:
    for line_no, paid in enumerate(paid_fen, start=1):
        scene.given("orders", order_id=order_id, line_no=line_no, paid_fen=paid)


def _refund(scene: Any, number: int, goods_fen: int, line_no: int = 0, **values: Any) -> None:
    refund = {"refund_id": f"R{number:03}", "order_id": "O1", "refunded_at": f"2026-05-12 12:{number:02}+08"}
    scene.given("refunds", goods_fen=goods_fen, line_no=line_no, is_estimated=True, **(refund | values))


def _claims(scene: Any, refund_id: str) -> list[tuple[int, int]]:
    rows = scene.rows("refund_claims", f"refund_id = '{refund_id}'", "line_no")
    return [(row["line_no"], row["claimed_fen"]) for row in rows]


def test_a_sum_is_split_over_the_lines_by_what_is_left_of_each(scene: Any) -> None:
    """Lines of 1.00, 2.00 and 0.01; 1.00 back, then 0.50 of line 2 by name, then 1.00 back again."""
    _lines(scene, 100, 200, 1)
    _refund(scene, 1, 100)
    _refund(scene, 2, 50, line_no=2)
    _refund(scene, 3, 100)
    assert _claims(scene, "R001") == [(1, 33), (2, 67)]
    assert _claims(scene, "R002") == [(2, 50)]
    assert _claims(scene, "R003") == [(1, 44), (2, 55), (3, 1)]


def test_what_exceeds_the_order_falls_on_its_first_line_as_an_over_refund(scene: Any) -> None:
    _lines(scene, 100, 200)
    _refund(scene, 1, 350)
    assert _claims(scene, "R001") == [(1, 150), (2, 200)]
    assert [row["refunded_fen"] for row in scene.rows("line_refunds", order="line_no")] == [100, 200]


def test_the_only_line_takes_it_all_and_a_case_of_nothing_takes_nothing(scene: Any) -> None:
    _lines(scene, 500)
    _refund(scene, 1, 0)
    _refund(scene, 2, 300)
    assert [(row["refund_id"], row["claimed_fen"]) for row in scene.rows("refund_claims")] == [("R002", 300)]


def test_a_refund_of_an_unknown_order_claims_nothing(scene: Any) -> None:
    _lines(scene, 500)
    _refund(scene, 1, 300, order_id="O404")
    assert scene.rows("refund_claims") == []


def test_splitting_equals_the_rule_in_python_on_random_orders(scene: Any) -> None:
    chance = random.Random(11)
    expected: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for number in range(60):
        order_id, paid = f"O{number}", [chance.randrange(0, 500) for _ in range(chance.randrange(2, 5))]
        _lines(scene, *paid, order_id=order_id)
        left = dict(enumerate(paid, start=1))
        for refund in range(chance.randrange(1, 5)):
            goods = chance.randrange(1, 400)
            refund_id = f"R{number:03}-{refund}"
            _refund(scene, refund, goods, refund_id=refund_id, order_id=order_id)
            parts = split(min(goods, sum(left.values())), list(left.values()))
            parts[0] += max(goods - sum(left.values()), 0)
            taken = dict(zip(left, parts, strict=True))
            expected[order_id, refund_id] = [(line, part) for line, part in taken.items() if part]
            left = {line: max(left[line] - part, 0) for line, part in taken.items()}
    found: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for row in scene.rows("refund_claims", order="line_no"):
        found.setdefault((row["order_id"], row["refund_id"]), []).append((row["line_no"], row["claimed_fen"]))
    assert found == expected
