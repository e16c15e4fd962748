"""The campaign page's own pieces: its headline, key figures and note covers. Rows in, blocks out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import polars as pl

from campaigns.periods import business_date
from dashboard import queries
from dashboard.blocks import Cover, KeyFigure
from dashboard.formats import Voice
from dashboard.labels import in_language
from dashboard.overview import conversion_figure


def headline(row: dict[str, Any], newest: datetime | None, voice: Voice) -> tuple[str, str, str]:
    """Eyebrow, title and note: which campaign, what it left, how far it is."""
    eyebrow = voice(
        "campaign.eyebrow",
        brand=in_language(row, voice, "brand_name"),
        method=voice(f"method.{row['method']}"),
        period=voice.span(row["since_date"], queries.last_day(row)),
    )
    name = in_language(row, voice)
    money = voice.money(abs(row["contribution_fen"]))
    title = voice("campaign.title" if row["contribution_fen"] >= 0 else "campaign.title_loss", name=name, money=money)
    return eyebrow, title, _progress(row, newest, voice)


def _progress(row: dict[str, Any], newest: datetime | None, voice: Voice) -> str:
    if newest is None:
        return voice("campaign.no_data")
    day, length = (business_date(newest) - row["since_date"]).days + 1, (row["before_date"] - row["since_date"]).days
    at = voice.moment(newest)
    if day < 1:
        return voice("campaign.not_started", at=at)
    return voice("campaign.over", at=at) if day > length else voice("campaign.day_of", day=day, length=length, at=at)


def key_figures(row: dict[str, Any], everyone: float | None, voice: Voice) -> list[KeyFigure]:
    """Spend against budget, net sales, contribution, conversion against that of `everyone`, notes."""
    share = row["budget_share"]
    return [
        KeyFigure(
            voice("metric.spend"),
            voice.money(row["spend_fen"]),
            voice("against.budget", share=voice.percent(share), budget=voice.money(row["budget_fen"])),
            filled=share or 0.0,
            mark=1.0,
            is_bad=(share or 0.0) > 1,
        ),
        KeyFigure(
            voice("metric.net_sales"),
            voice.money(row["net_sales_fen"]),
            voice("against.gmv", gmv=voice.money(row["gmv_fen"]), share=voice.percent(row["refund_share"])),
            voice("against.roas", roas=voice.ratio(row["roas"])),
        ),
        KeyFigure(
            voice("metric.contribution"),
            voice.money(row["contribution_fen"]),
            voice("against.net_sales", share=voice.percent(row["contribution_share"])),
            voice("against.net_roi", roi=voice.ratio(row["net_roi"])),
            is_bad=row["contribution_fen"] < 0,
        ),
        conversion_figure(row, voice, voice("metric.conversion"), everyone),
        KeyFigure(
            voice("metric.notes"),
            voice.exact(row["notes"]),
            voice("against.kols", count=voice.exact(row["kols"])),
            voice("against.reads", reads=voice.count(row["reads"])),
        ),
    ]


def covers(notes: pl.DataFrame, voice: Voice) -> Iterator[Cover]:
    """One cover per note: its net sales, its path from read to order, its title and KOL."""
    for row in notes.iter_rows(named=True):
        steps = tuple((voice(f"cover.{step}"), voice.count(row[step])) for step in ("reads", "clicks", "orders"))
        day = voice.day(business_date(row["published_at"])) if row["published_at"] else ""
        who = " · ".join(part for part in (row["kol_name"], day) if part)
        title = row["title"] or voice("label.untitled")
        yield Cover(voice("metric.net_sales"), voice.money(row["net_sales_fen"]), steps, title, who, row["url"] or "")
