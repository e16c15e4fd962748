"""The overview's own pieces: key figures, what needs attention, the table of campaigns. Rows in, blocks out."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import polars as pl

from campaigns.periods import business_date
from campaigns.records import utc_now
from dashboard import blocks, queries
from dashboard.blocks import Column, Concern, KeyFigure
from dashboard.formats import Voice
from dashboard.labels import in_language, spoken

STALE = timedelta(days=7)
"""How old the newest event may be before the overview says so."""

EVEN = 0.0005
"""A difference that one decimal of a percent would show as +0.0."""

URGENCY = ("over_budget", "loss", "sold_out", "samples", "unattributed")


def key_figures(totals: dict[str, Any], channels: pl.DataFrame, voice: Voice) -> list[KeyFigure]:
    """Spend, net sales, contribution, then conversion of each channel that has a benchmark."""
    share = totals["budget_share"]
    return [
        KeyFigure(
            voice("metric.spend"),
            voice.money(totals["spend_fen"]),
            voice("against.budget", share=voice.percent(share), budget=voice.money(totals["budget_fen"])),
            filled=share or 0.0,
            mark=1.0,
            is_bad=(share or 0.0) > 1,
        ),
        KeyFigure(
            voice("metric.net_sales"),
            voice.money(totals["net_sales_fen"]),
            voice("against.gmv", gmv=voice.money(totals["gmv_fen"]), share=voice.percent(totals["refund_share"])),
            voice("against.roas", roas=voice.ratio(totals["roas"])),
        ),
        KeyFigure(
            voice("metric.contribution"),
            voice.money(totals["contribution_fen"]),
            voice("against.net_sales", share=voice.percent(totals["contribution_share"])),
            voice("against.net_roi", roi=voice.ratio(totals["net_roi"])),
            is_bad=totals["contribution_fen"] < 0,
        ),
        *(conversion_figure(row, voice) for row in channels.iter_rows(named=True) if row["benchmark"] is not None),
    ]


def conversion_figure(row: dict[str, Any], voice: Voice, label: str = "", everyone: float | None = None) -> KeyFigure:
    """Conversion by clicker against its benchmark, else against `everyone`; a dash without enough data."""
    name = label or voice("metric.conversion_of", label=spoken(row.get("label"), voice))
    if not row["is_enough"] or row["by_clicker"] is None:
        return KeyFigure(name, "–", voice("against.not_enough"))
    interval = voice(
        "against.interval", low=voice.percent(row["by_clicker_low"]), high=voice.percent(row["by_clicker_high"])
    )
    held = row["benchmark"] if row["benchmark"] is not None else everyone
    if held is None:
        return KeyFigure(name, voice.percent(row["by_clicker"]), voice("against.no_benchmark"), interval)
    is_below = row["benchmark"] is not None and row["by_clicker_high"] < held
    key = "against.everyone" if row["benchmark"] is None else "against.benchmark"
    against = voice(key, benchmark=voice.percent(held), points=voice.points(row["by_clicker"] - held))
    if abs(row["by_clicker"] - held) < EVEN:
        against = voice(f"{key}.even", benchmark=voice.percent(held))
    top = max(row["by_clicker_high"], held) * 1.25
    return KeyFigure(
        name,
        voice.percent(row["by_clicker"]),
        against,
        interval,
        filled=row["by_clicker"] / top,
        mark=held / top,
        is_bad=is_below,
        more_is_better=True,
    )


def concern_lines(found: pl.DataFrame, newest: datetime | None, voice: Voice) -> list[Concern]:
    """What needs attention in words, most urgent kind first, largest amount first within a kind; ended data last."""
    rows = sorted(
        found.iter_rows(named=True), key=lambda row: (URGENCY.index(row["kind"]), -abs(row["amount_fen"] or 0))
    )
    return [*(_concern(row, voice) for row in rows), *_ended(newest, voice)]


def _ended(newest: datetime | None, voice: Voice) -> list[Concern]:
    if newest is None or utc_now() - newest < STALE:
        return []
    days = voice("attention.stale.days", count=voice.exact((utc_now() - newest).days))
    why = voice("attention.stale.why", day=voice.date(business_date(newest)))
    return [Concern(voice("attention.stale"), days, why, f"data?lang={voice.lang}")]


def _concern(row: dict[str, Any], voice: Voice) -> Concern:
    kind = row["kind"]
    why = f"attention.{kind}.why" if row["before_at"] is None else f"attention.{kind}.over"
    since = voice.date(business_date(row["since_at"])) if row["since_at"] is not None else ""
    until = voice.date(business_date(row["before_at"])) if row["before_at"] is not None else ""
    facts = {
        "share": voice.percent(row["share"]),
        "items": voice.exact(row["items"]),
        "day": since,
        "until": until,
    }
    counted = kind == "sold_out"
    amount = voice("attention.clicks", count=voice.count(row["items"])) if counted else voice.money(row["amount_fen"])
    pages = {"over_budget": "campaign?", "loss": "campaign?", "samples": "samples?state=overdue&"}
    return Concern(
        voice(f"attention.{kind}", name=in_language(row, voice)),
        amount,
        voice(why, **facts),
        f"{pages[kind]}campaign={row['code']}&lang={voice.lang}" if kind in pages else "",
        needs_action=kind != "unattributed",
    )


def campaign_table(campaigns: pl.DataFrame, voice: Voice) -> str:
    """One line per campaign; its name leads to its page."""
    columns = (
        Column(voice("column.campaign")),
        Column(voice("column.period"), wide=True),
        Column(voice("metric.spend"), is_number=True),
        Column(voice("metric.net_sales"), is_number=True, wide=True),
        Column(voice("metric.contribution"), is_number=True),
        Column(voice("metric.roas"), is_number=True, wide=True),
        Column(voice("metric.conversion"), is_number=True, wide=True),
        Column(voice("column.notes"), is_number=True, wide=True),
    )
    return blocks.table(columns, [_campaign_line(row, voice) for row in campaigns.iter_rows(named=True)])


def _campaign_line(row: dict[str, Any], voice: Voice) -> list[str]:
    below = f"{in_language(row, voice, 'brand_name')} · {voice('method.' + row['method'])}"
    is_over = (row["budget_share"] or 0) > 1
    conversion = voice.percent(row["by_clicker"]) if row["is_enough"] else voice("against.not_enough_short")
    interval = (
        f"{voice.percent(row['by_clicker_low'])} – {voice.percent(row['by_clicker_high'])}" if row["is_enough"] else ""
    )
    return [
        blocks.linked(in_language(row, voice), f"campaign?campaign={row['code']}&lang={voice.lang}", below),
        blocks.cell(voice.day(row["since_date"]), voice.date(queries.last_day(row))),
        blocks.cell(
            voice.money(row["spend_fen"]),
            voice("against.of_budget", share=voice.percent(row["budget_share"])),
            is_bad=is_over,
        ),
        blocks.cell(
            voice.money(row["net_sales_fen"]), voice("against.refunded", share=voice.percent(row["refund_share"]))
        ),
        blocks.cell(
            voice.money(row["contribution_fen"]),
            voice.percent(row["contribution_share"]),
            is_bad=row["contribution_fen"] < 0,
        ),
        blocks.cell(voice.ratio(row["roas"])),
        blocks.cell(conversion, interval),
        blocks.cell(voice.exact(row["notes"]), voice("against.kols", count=voice.exact(row["kols"]))),
    ]
