"""Statements are audited when they are loaded: whether parts make the amounts that moved is said beside the counts."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.money import yuan
from ingest.residuals import residuals_of

HEADER = "订单号,售后单号,结算时间,交易类型,动账金额,商品实付/实退,佣金,分销佣金"
LEDGER = "创建时间,交易类型描述,收入（元）,支出（元）,账户余额（元）,业务单号"


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (["85.00,100.00,5.00,10.00"], "the parts make the amounts that moved: fees are costs to subtract"),
        (["85.00,100.00,-5.00,-10.00"], "the parts make the amounts that moved: fees are signed parts to add"),
        (
            ["85.00,100.00,5.00,9.00"],
            "the parts do not make the amounts that moved: -1.00 is left with fees subtracted, -29.00 with fees added",
        ),
    ],
)
def test_a_loaded_statement_says_what_its_parts_leave(loading: Any, rows: list[str], told: str) -> None:
    lines = [f"P70000000000000000{n},,2026-05-20 02:00:00,结算入账,{row}" for n, row in enumerate(rows)]
    (outcome,) = loading.load(loading.write("statement.csv", "\n".join([HEADER, *lines, ""])))
    assert told in outcome.remarks


def test_totals_without_an_audit_say_nothing() -> None:
    assert residuals_of({"orders.rows": 3}) == []
    assert residuals_of({"settlements.residual_balance_fen": -250}) == ["balances and movements differ by -2.50"]


@settings(max_examples=30, deadline=None)
@given(
    moves=st.lists(st.integers(-10_000, 10_000).filter(bool), min_size=3, max_size=8),
    missing=st.integers(0, 5),
    is_newest_first=st.booleans(),
)
def test_a_missing_movement_shows_in_the_chain_of_balances(
    typed_ledger: Any, moves: list[int], missing: int, is_newest_first: bool
) -> None:
    balances = [1_000_000]
    for move in moves:
        balances.append(balances[-1] + move)
    rows = [
        f"2026-05-20 02:00:{n:02d},充值,{yuan(max(move, 0))},{yuan(max(-move, 0))},{yuan(after)},N{n}"
        for n, (move, (_, after)) in enumerate(zip(moves, pairwise(balances), strict=True))
    ]
    ordered = rows[::-1] if is_newest_first else rows
    assert typed_ledger(ordered) == 0
    if 0 < missing < len(rows) - 1:
        without = [row for row in ordered if row != rows[missing]]
        assert typed_ledger(without) == abs(moves[missing])


@pytest.fixture(scope="module")
def typed_ledger(typed_file: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("ledgers")

    def rest(rows: list[str]) -> int:
        path = folder / "ledger.csv"
        path.write_text("\n".join([LEDGER, *rows, ""]), encoding="utf-8")
        (typed,) = typed_file(path, 1).facts
        return int(typed.totals["settlements.residual_balance_fen"])

    return rest
