"""Countdown sales: orders by hour against the same hours of the weeks before, and what came after."""

from __future__ import annotations

from collections.abc import Iterator
from math import sqrt
from typing import Any

import polars as pl

from campaigns.cohorts import growth_against
from dashboard import blocks, timing_charts
from dashboard.blocks import KeyFigure
from dashboard.formats import Voice
from dashboard.labels import in_language
from dashboard.origin import Origin
from dashboard.panels import Panel
from dashboard.reading import Scope, rows

Z_95 = 1.96


def sales(present: Scope, campaign: str) -> Iterator[pl.DataFrame]:
    """The hours of each countdown sale of a campaign that has begun, one frame per product and sale."""
    yield from rows("countdown_hours", present, campaign=campaign).partition_by(
        "product_id", "since_at", maintain_order=True
    )


def lift(hours: pl.DataFrame) -> dict[str, Any] | None:
    """orders, expected, more (orders less expected) with low and high over these hours; None without a week before.

    Hours without a week to compare with are left out of all of them.
    """
    known = hours.filter(pl.col("weeks") > 0)
    if known.is_empty():
        return None
    orders, expected = int(known["orders"].sum()), float(known["expected"].sum())
    reach = Z_95 * sqrt(float(known["variance"].sum()))
    more = orders - expected
    return {"orders": orders, "expected": expected, "more": more, "low": more - reach, "high": more + reach}


def key_figures(hours: pl.DataFrame, voice: Voice) -> list[KeyFigure]:
    """Orders in the sale, what the weeks before let expect, the difference, and the week after."""
    during = lift(hours.filter(pl.col("is_in_window")))
    after = lift(hours.filter(~pl.col("is_in_window") & ~pl.col("is_out")))
    if during is None:
        return []
    weeks = voice("countdown.weeks", weeks=voice.exact(hours["weeks"].max()))  # type: ignore[arg-type]
    figures = [
        KeyFigure(voice("countdown.orders"), voice.exact(during["orders"]), voice("countdown.in_window")),
        KeyFigure(voice("countdown.expected"), _round(during["expected"], voice), weeks),
        KeyFigure(voice("countdown.lift"), _signed(during["more"], voice), _interval(during, voice),
                  voice("countdown.no_cause")),
    ]  # fmt: skip
    if after is not None:
        out = hours.filter(~pl.col("is_in_window") & pl.col("is_out")).height
        figures.append(
            KeyFigure(voice("countdown.after"), _signed(after["more"], voice), _interval(after, voice),
                      voice("countdown.out", hours=voice.exact(out)) if out else voice("countdown.after_note"))
        )  # fmt: skip
    return figures


def hour_curve(present: Scope, hours: pl.DataFrame, voice: Voice) -> Panel:
    """Orders by hour of one sale, beside what the same hours of the weeks before let expect."""
    row = hours.row(0, named=True)
    during, product = lift(hours.filter(pl.col("is_in_window"))), in_language(row, voice)
    if during is None:
        title = voice("countdown.no_baseline", product=product)
    else:
        kind = "countdown.title" if during["low"] > 0 else "countdown.title_open"
        facts = {"orders": voice.exact(during["orders"]), "expected": _round(during["expected"], voice)}
        title = voice(kind, product=product, **facts)
    expected = pl.col("expected").round(1).alias("expected_orders")
    table = hours.select("hour_at", "orders", expected, "weeks", "is_in_window", "is_out")
    spans = hours.with_columns(pl.col("hour_at").dt.offset_by("1h").alias("until_at"))
    keys = {"since_at": "hour_at", "before_at": "until_at"}
    rests_on = Origin(present, spans, {"orders": "countdown"}, keys, {"product": row["product_id"]}, "hour_at")
    key = f"countdown.{row['product_id']}.{row['since_at']:%Y%m%d%H}"
    return Panel(key, title, voice("countdown.note"), timing_charts.hours(hours, voice), table, rests_on)


def before_after(present: Scope, campaign: str, voice: Voice) -> str:
    """The campaign's products against products that were in no campaign, before and after its start."""
    row = rows("before_after", present, campaign=campaign).row(0, named=True)
    counts = [row[name] for name in ("own_before", "own_after", "control_before", "control_after")]
    days = voice.exact(row["days"])
    if not row["controls"]:
        return blocks.panel_head(voice("prepost.no_control"), voice("prepost.no_control_note"))
    found = growth_against(*counts)
    if found is None:
        title = voice("prepost.not_enough", days=days)
    else:
        facts = {"ratio": voice.ratio(found.ratio), "low": voice.ratio(found.low), "high": voice.ratio(found.high)}
        title = voice("prepost.title" if not found.low <= 1 <= found.high else "prepost.title_open", **facts)
    match = voice(f"prepost.match_{row['match']}", count=voice.exact(row["controls"]))
    head = blocks.panel_head(title, f"{voice('prepost.note', days=days)} {match}")
    columns = [
        blocks.Column(voice(f"prepost.{name}"), is_number=name != "side")
        for name in ("side", "before", "after", "growth")
    ]
    lines = [
        [blocks.cell(voice(f"prepost.{side}")), *(blocks.cell(voice.exact(count)) for count in pair),
         blocks.cell(voice.ratio(pair[1] / pair[0] if pair[0] else None))]
        for side, pair in (("own", counts[:2]), ("control", counts[2:]))
    ]  # fmt: skip
    return head + blocks.table(columns, lines)


def _round(number: float, voice: Voice) -> str:
    return voice.exact(round(number))


def _signed(number: float, voice: Voice) -> str:
    return ("+" if number >= 0 else "−") + voice.exact(round(abs(number)))


def _interval(found: dict[str, Any], voice: Voice) -> str:
    return voice("countdown.interval", low=_signed(found["low"], voice), high=_signed(found["high"], voice))
