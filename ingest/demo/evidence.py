"""What the demo's orders say about whose they are: the KOL id that live rooms leave, promo codes, and the last click.

`last_touches` is the plain reading of the rule: a click by the same buyer on the same product, at most 15 days before
the order, both ends included; the latest one, equal times by click id.
"""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl

from ingest.demo import story
from ingest.demo.cast import Cast
from ingest.demo.purchases import DAY

Dice = np.random.Generator
Mark = tuple[int, str | None, str | None, str]
"""Order number, KOL id, promo code, what was planted."""

LOOKBACK_SECONDS = 15 * DAY
AGREEING_SHARE, PROMO_SHARE = 0.07, 0.12
CONFLICTS, LIVE_ROOM, OUT_OF_TIME, PROMO_ONLY = 60, 300, 20, 25


def last_touches(clicks: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """Per touched line (order_no, line_no): click_id, note_id, kol_id, collaboration and campaign of its last touch."""
    asked = lines.select("order_no", "line_no", "buyer", "product_id", "ordered")
    return (
        asked.join(clicks, on=["buyer", "product_id"])
        .filter(pl.col("second") <= pl.col("ordered"), pl.col("second") >= pl.col("ordered") - LOOKBACK_SECONDS)
        .sort("order_no", "line_no", "second", "click_id")
        .group_by("order_no", "line_no", maintain_order=True)
        .last()
        .select(
            "order_no", "line_no", "click_id", "note_id", "kol_id", "collaboration", "campaign", "channel", "section"
        )
    )


def with_evidence(seed: int, scale: float, cast: Cast, clicks: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """`lines` with source_kol_id, promo_code and `planted`: which of the marks below the order carries, if any."""
    dice = np.random.default_rng([seed, 7])
    touched = last_touches(clicks, lines).filter(pl.col("line_no") == pl.col("line_no").min().over("order_no"))
    orders = lines.filter(pl.col("line_no") == 1).select("order_no", "channel", "product_id", "ordered", "origin")
    orders = orders.join(touched.select("order_no", "kol_id", "collaboration", "campaign"), on="order_no", how="left")
    named = pl.concat([_live_marks(dice, scale, cast, orders), _promo_marks(dice, scale, cast, orders)])
    return lines.join(named, on="order_no", how="left").sort("order_no", "line_no")


def _live_marks(dice: Dice, scale: float, cast: Cast, orders: pl.DataFrame) -> pl.DataFrame:
    """Xiaohongshu orders that carry a KOL id: bought in a live room or from the KOL's shop window."""
    marks: list[tuple[int, str, str]] = []
    rivals = _kols_of(cast)
    paid = orders.filter(pl.col("channel") == "xiaohongshu", pl.col("collaboration").is_not_null())
    picks = dice.random(paid.height)
    for row, pick in zip(paid.iter_rows(named=True), picks.tolist(), strict=True):
        if pick < AGREEING_SHARE:
            marks.append((row["order_no"], row["kol_id"], "agrees"))
    rest = paid.filter(pl.Series(picks >= AGREEING_SHARE))
    for row in _some(dice, rest, CONFLICTS, scale).iter_rows(named=True):
        others = [kol for kol in rivals[row["campaign"]] if kol != row["kol_id"]]
        marks.append((row["order_no"], others[int(dice.integers(0, len(others)))], "conflict"))
    for mark, count, inside in (("live_room", LIVE_ROOM, True), ("out_of_time", OUT_OF_TIME, False)):
        chosen = _some(dice, _untouched(orders, "xiaohongshu", inside), count, scale)
        for row in chosen.iter_rows(named=True):
            kols = rivals[row["plan"]]
            marks.append((row["order_no"], kols[int(dice.random() ** 2 * len(kols))], mark))
    return _frame([(order_no, kol, None, mark) for order_no, kol, mark in marks])


def _promo_marks(dice: Dice, scale: float, cast: Cast, orders: pl.DataFrame) -> pl.DataFrame:
    """Promo codes on Tmall and the own site: mostly beside a click on the same KOL's note, a few alone."""
    codes = {item.key: item.promo_code for item in cast.collaborations}
    elsewhere = orders.filter(pl.col("channel") != "xiaohongshu")
    paid = elsewhere.filter(pl.col("collaboration").is_not_null())
    used = paid.filter(pl.Series(dice.random(paid.height) < PROMO_SHARE))
    marks: list[Mark] = [
        (row["order_no"], None, codes[row["collaboration"]], "promo") for row in used.iter_rows(named=True)
    ]
    for row in _some(dice, _untouched(elsewhere, "tmall", True), PROMO_ONLY, scale).iter_rows(named=True):
        keys = [item.key for item in cast.collaborations if item.campaign == row["plan"]]
        marks.append((row["order_no"], None, codes[keys[int(dice.integers(0, len(keys)))]], "promo_only"))
    return _frame(marks)


def _untouched(orders: pl.DataFrame, channel: str, inside: bool) -> pl.DataFrame:
    """Organic orders of a channel, with `plan`: the campaign that sells the product and holds (or misses) the date."""
    free = orders.filter(pl.col("channel") == channel, pl.col("origin") == "organic", pl.col("kol_id").is_null())
    day = pl.from_epoch(pl.col("ordered") + 8 * 3600).dt.date()
    plan = pl.lit(None, dtype=pl.String)
    for campaign in story.CAMPAIGNS:
        holds = day.is_between(campaign.since, campaign.before, closed="left")
        fits = holds if inside else ~holds & (day < date(2026, 8, 24))
        plan = (
            pl.when(pl.col("product_id").is_in(list(campaign.products)) & fits)
            .then(pl.lit(campaign.code))
            .otherwise(plan)
        )
    return free.with_columns(plan.alias("plan")).filter(pl.col("plan").is_not_null())


def _kols_of(cast: Cast) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for item in cast.collaborations:
        found.setdefault(item.campaign, []).append(item.kol.kol_id)
    return found


def _some(dice: Dice, orders: pl.DataFrame, count: int, scale: float) -> pl.DataFrame:
    places = dice.permutation(orders.height)[: max(int(count * scale), 1)]
    chosen: pl.DataFrame = orders[np.sort(places).tolist()]
    return chosen


def _frame(marks: list[Mark]) -> pl.DataFrame:
    schema = {"order_no": pl.Int64, "source_kol_id": pl.String, "promo_code": pl.String, "planted": pl.String}
    return pl.DataFrame(marks, schema=schema, orient="row")
