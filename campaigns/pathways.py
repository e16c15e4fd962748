"""Which clicks led to which order lines, and how much of each line they are credited with; on frames alone.

A touch is a click by the line's buyer on its product, at most `lookback_days` × 86,400 seconds before the order, both
ends included; equal times go by click id. Credits are whole fen and sum to the line; lines without a touch stay in
sight.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

import polars as pl

from campaigns.attribution import HALF_LIFE_DAYS, Journey, removal_effects
from campaigns.path_credits import WEIGHT_SCALE

LineRule = Literal["first", "last", "linear", "position", "time_decay", "markov", "shapley"]
LINE_RULES: tuple[LineRule, ...] = get_args(LineRule)
"""Markov weighs the notes of a line by removal effects over all paths; the others need the line's touches alone."""

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

    `orders` also has paid_fen, not negative. Rows are sorted by line and touch. Raises Refused where markov would have
    to solve for more notes than it can.
    """
    touches = find_touches(clicks, orders, lookback_days)
    if rule == "markov":
        touches = _with_effects(touches, clicks, orders)
    touches = touches.with_columns(weight=_weights(half_life_days)[rule])
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
    is_last_of_note = pl.col("click_id") == pl.col("click_id").last().over(*LINE_KEY, "note_id")
    decay = pl.lit(0.5).pow(seconds / (half_life_days * 86_400))
    return {
        "first": (number == 1).cast(pl.Int64),
        "last": (number == count).cast(pl.Int64),
        "linear": pl.lit(1, pl.Int64),
        # 40 / 20 / 40 in whole numbers: the n − 2 middles share half of what an end gets.
        "position": pl.when(count <= 2).then(1).when(is_end).then(2 * (count - 2)).otherwise(1).cast(pl.Int64),
        "time_decay": (decay * DECAY_SCALE).round().cast(pl.Int64),
        "markov": pl.when(is_last_of_note).then(pl.col("effect")).otherwise(0).cast(pl.Int64),
        "shapley": is_last_of_note.cast(pl.Int64),
    }


def _with_effects(touches: pl.DataFrame, clicks: pl.DataFrame, orders: pl.DataFrame) -> pl.DataFrame:
    """The touches with `effect`, the removal effect of the note in whole parts, at least one.

    A walk without an order is all clicks of one buyer on one product of which no order line came.
    """
    note = pl.col("note_id").fill_null("")
    sold = touches.group_by(LINE_KEY, maintain_order=True).agg(path=note).group_by("path").len()
    known = clicks.filter(pl.col("buyer_key").is_not_null(), pl.col("product_id").is_not_null())
    in_vain = known.join(orders, on=["buyer_key", "product_id"], how="anti").sort("clicked_at", "click_id")
    walks = in_vain.group_by("buyer_key", "product_id", maintain_order=True).agg(path=note).group_by("path").len()
    journeys = [Journey(tuple(path), count) for path, count in sold.iter_rows()]
    journeys += [Journey(tuple(path), 0, None, count) for path, count in walks.iter_rows()]
    effects = {name: max(round(effect * WEIGHT_SCALE), 1) for name, effect in removal_effects(journeys).items()}
    known_effects = pl.DataFrame({"note": list(effects), "effect": list(effects.values())},
                                 schema={"note": pl.String, "effect": pl.Int64})  # fmt: skip
    return touches.join(known_effects, left_on=note, right_on="note", how="left", maintain_order="left")


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
