"""The demo's after-sale cases: about seven in a hundred orders give money back, in full, for a line, or in part.

`make_returns` gives one row per case: refund_id, order_no, order_id, channel, line_no (0: all of the order, split by
what is left; a 售后单 names no line), created and received (epoch seconds; equal where only money goes back),
goods_fen, kind, reason and state (done, open, rejected, exchange). Only `done` cases move money, at `received`.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from ingest.demo import story
from ingest.demo.purchases import DAY

Dice = np.random.Generator

REFUND_SHARE = 0.082
REASONS = ("七天无理由退货", "肤感不适", "少件/漏发", "物流太慢", "包装破损", "拍错/不想要", "与描述不符")


def make_returns(seed: int, lines: pl.DataFrame) -> pl.DataFrame:
    """Cases of all channels, in order of creation."""
    dice = np.random.default_rng([seed, 6])
    orders = (
        lines.group_by("order_no", maintain_order=True)
        .agg(
            pl.col("order_id", "channel", "paid_at", "is_cancelled").first(),
            pl.col("paid_fen").sum().alias("whole"),
            pl.col("paid_fen").first().alias("first_line"),
            pl.len().alias("lines"),
        )
        .with_columns(pl.Series("dice", dice.random(lines["order_no"].n_unique())))
    )
    chosen = orders.filter((pl.col("dice") < REFUND_SHARE) | pl.col("is_cancelled"))
    rows = [_case(dice, row, number) for number, row in enumerate(chosen.iter_rows(named=True))]
    return pl.DataFrame([row for row in rows if row], infer_schema_length=None).sort("created", "refund_id")


def _case(dice: Dice, order: dict[str, object], number: int) -> dict[str, object] | None:
    paid_at, whole = int(str(order["paid_at"])), int(str(order["whole"]))
    cancelled = bool(order["is_cancelled"])
    delay = dice.integers(600, 5 * 3600) if cancelled else dice.integers(3 * 3600, 17 * DAY)
    created = paid_at + int(delay)
    draw, share = dice.random(), dice.random()
    money_only = cancelled or share < 0.2
    received = created if money_only else created + int(dice.integers(1 * DAY, 5 * DAY))
    if created >= story.BEFORE:
        return None
    amount, line_no = _amount(order, draw, share)
    state = "done" if cancelled else _state(dice.random(), received)
    return {
        "refund_id": f"R{created % 10**10:010d}{number:06d}",
        "order_no": order["order_no"],
        "order_id": order["order_id"],
        "channel": order["channel"],
        "line_no": 0 if cancelled or order["channel"] == "xiaohongshu" else line_no,
        "created": created,
        "received": received,
        "goods_fen": whole if cancelled else amount,
        "kind": "仅退款" if money_only else "退货退款",
        "reason": str(dice.choice(REASONS)),
        "state": state,
    }


def _amount(order: dict[str, object], draw: float, share: float) -> tuple[int, int]:
    """Everything, the first line of several, or some 20 to 60 % of the order."""
    whole = int(str(order["whole"]))
    if draw < 0.7:
        return whole, 0
    if draw < 0.85 and int(str(order["lines"])) > 1:
        return int(str(order["first_line"])), 1
    return max(int(whole * (0.2 + 0.4 * share)), 1), 0


def _state(draw: float, received: int) -> str:
    if draw < 0.03:
        return "rejected"
    if draw < 0.055:
        return "exchange"
    return "done" if received < story.EXPORTED else "open"
