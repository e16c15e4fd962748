"""Which clicks led to which order lines, and how much of each line they are credited with; on frames alone.

A touch is a click by the line's buyer on its product, at most `lookback_days` × 86,400 seconds before the order, both
ends included; equal times go by click id. Credits are whole fen and sum to the line; lines without a touch stay in
sight.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

import polars as pl

from campaigns.attribution import HALF_LIFE_DAYS

LineRule = Literal["first", "last", "linear", "position", "time_decay", "shapley"]
LINE_RULES: tuple[LineRule, ...] = get_args(LineRule)
"""Rules that need no more than the touches of one line. Markov needs all paths at once, those without an order too."""

LINE_KEY = ("shop_id", "order_id", "line_no")
CREDIT_COLUMNS = (
    *LINE_KEY, "rule", "lookback_days", "product_id", "click_id", "note_id", "touch_no", "touch_count",
    "credit_fen", "clicked_at", "ordered_at",
)  # fmt: skip

DECAY_SCALE = 2**30
"""The youngest touch weighs this much; a weight is rounded to a whole number before it splits fen."""


def find_touches(clicks: pl.DataFrame, orders: pl.DataFrame, lookback_days: int) -> pl.DataFrame:
    """One row per order line and eligible click, oldest first, with touch_no and touch_count.

    clicks: click_id, note_id, product_id, buyer_key, clicked_at. orders: LINE_KEY, product_id, buyer_key, ordered_at.
    """
    age = pl.col("ordered_at") - pl.col("clicked_at")
    pairs = orders.lazy().join(clicks.lazy(), on=["buyer_key", "product_id"], how="inner")
    inside = pairs.filter(age >= pl.duration(), age <= pl.duration(seconds=lookback_days * 86_400))
    ordered = inside.sort(*LINE_KEY, "clicked_at", "click_id")
    numbered = ordered.with_columns(
        touch_no=pl.int_range(1, pl.len() + 1).over(LINE_KEY), touch_count=pl.len().cast(pl.Int64).over(LINE_KEY)
    )
    return numbered.collect()


def credit_lines(
    clicks: pl.DataFrame,
    orders: pl.DataFrame,
    rule: LineRule,
    lookback_days: int,
    half_life_days: float = HALF_LIFE_DAYS,
) -> pl.DataFrame:
    """CREDIT_COLUMNS, one row per order line and credited touch; a line without one has its row with no click.

    `orders` also has paid_fen, not negative. Rows are sorted by line and touch.
    """
    touches = find_touches(clicks, orders, lookback_days).with_columns(weight=_weights(half_life_days)[rule])
    credited = _split_over_touches(touches.filter(pl.col("weight") > 0))
    rest = orders.join(touches, on=LINE_KEY, how="anti").with_columns(credit_fen=pl.col("paid_fen"))
    named = pl.concat([credited, rest], how="diagonal_relaxed").with_columns(
        rule=pl.lit(rule), lookback_days=pl.lit(lookback_days, pl.Int64)
    )
    return named.select(CREDIT_COLUMNS).sort(*LINE_KEY, "touch_no")


def _weights(half_life_days: float) -> Mapping[LineRule, pl.Expr]:
    """Whole weights of the touches of a line, by rule."""
    number, count = pl.col("touch_no"), pl.col("touch_count")
    is_end = (number == 1) | (number == count)
    seconds = (pl.col("clicked_at").max().over(LINE_KEY) - pl.col("clicked_at")).dt.total_microseconds() / 1e6
    decay = pl.lit(0.5).pow(seconds / (half_life_days * 86_400))
    return {
        "first": (number == 1).cast(pl.Int64),
        "last": (number == count).cast(pl.Int64),
        "linear": pl.lit(1, pl.Int64),
        # 40 / 20 / 40 in whole numbers: the n − 2 middles share half of what an end gets.
        "position": pl.when(count <= 2).then(1).when(is_end).then(2 * (count - 2)).otherwise(1).cast(pl.Int64),
        "time_decay": (decay * DECAY_SCALE).round().cast(pl.Int64),
        "shapley": (pl.col("click_id") == pl.col("click_id").last().over(*LINE_KEY, "note_id")).cast(pl.Int64),
    }


def _split_over_touches(touches: pl.DataFrame) -> pl.DataFrame:
    """Largest remainder, ties to the earliest touch; the twin of `money.split`, 128 bits wide."""
    paid, weight = pl.col("paid_fen").cast(pl.Int128), pl.col("weight").cast(pl.Int128)
    shared = touches.with_columns(product=paid * weight, whole=weight.sum().over(LINE_KEY)).with_columns(
        floor=pl.col("product") // pl.col("whole"), left=pl.col("product") % pl.col("whole")
    )
    ranked = shared.sort(*LINE_KEY, "left", "touch_no", descending=[False] * 3 + [True, False]).with_columns(
        place=pl.int_range(pl.len()).over(LINE_KEY), missing=pl.col("paid_fen") - pl.col("floor").sum().over(LINE_KEY)
    )
    extra = (pl.col("place") < pl.col("missing")).cast(pl.Int128)
    return ranked.with_columns(credit_fen=(pl.col("floor") + extra).cast(pl.Int64))
