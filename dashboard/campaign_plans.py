"""Planned against actual: the campaigns as a table, one campaign by part of its budget, and its audience."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import polars as pl
import streamlit as st

from campaigns.budget import PARTS, SPEND_PARTS, open_fen
from dashboard import blocks
from dashboard.blocks import Column, KeyFigure
from dashboard.formats import MISSING, Voice
from dashboard.labels import in_language
from dashboard.queries import last_day
from dashboard.reading import Scope, rows

STATUSES = ("archived", "ahead", "running", "over")


def plans(present: Scope) -> pl.DataFrame:
    """Every campaign that may be seen, archived ones last."""
    return rows("campaign_plans", present)


def plan(present: Scope, code: str) -> dict[str, Any] | None:
    """The row of one campaign, its JSON read; None where there is none."""
    found = plans(present).filter(pl.col("code") == code)
    if found.is_empty():
        return None
    row = found.row(0, named=True)
    stored = ("target_audience", "countdowns", "budget_parts", "must_have", "banned_extra", "disclosure")
    return {**row, **{name: json.loads(row[name]) for name in stored}}


def status(row: dict[str, Any], today: date) -> str:
    """`archived`, `ahead`, `running` or `over`."""
    if row["is_archived"]:
        return "archived"
    if today < row["since_date"]:
        return "ahead"
    return "running" if today < row["before_date"] else "over"


def headline(frame: pl.DataFrame, today: date, voice: Voice) -> tuple[str, str]:
    """The sentence with the number that matters, and the money behind it."""
    count = dict.fromkeys(STATUSES, 0)
    for row in frame.iter_rows(named=True):
        count[status(row, today)] += 1
    live = frame.filter(~pl.col("is_archived"))
    facts = {"budget": voice.money(int(live["budget_fen"].sum())), "spend": voice.money(int(live["spend_fen"].sum()))}
    title = voice("plans.title", running=voice.exact(count["running"]), ahead=voice.exact(count["ahead"]))
    return title, voice("plans.note", **facts)


def table(frame: pl.DataFrame, today: date, voice: Voice) -> str:
    """One line per campaign; its name leads to its plan, its KOLs to their pipeline, its spend to its result."""
    columns = (
        Column(voice("column.campaign")), Column(voice("plans.status"), wide=True),
        Column(voice("column.period"), wide=True), Column(voice("plans.planned"), is_number=True),
        Column(voice("plans.actual"), is_number=True), Column(voice("plans.kols"), is_number=True),
        Column(voice("column.notes"), is_number=True, wide=True),
    )  # fmt: skip
    return blocks.table(columns, [_line(row, today, voice) for row in frame.iter_rows(named=True)])


def _line(row: dict[str, Any], today: date, voice: Voice) -> list[str]:
    below = f"{in_language(row, voice, 'brand_name')} · {voice('method.' + row['method'])}"
    address = f"campaign={row['code']}&lang={voice.lang}"
    over = (row["budget_share"] or 0) > 1
    share = voice("against.of_budget", share=voice.percent(row["budget_share"]))
    spent = blocks.linked(voice.money(row["spend_fen"]), "" if row["is_archived"] else f"campaign?{address}", share)
    kols = voice("plans.kols_of", agreed=voice.exact(row["agreed"]), kols=voice.exact(row["kols"]))
    return [
        blocks.linked(in_language(row, voice), f"campaigns?do=edit&{address}", below),
        blocks.cell(voice(f"plans.status.{status(row, today)}")),
        blocks.cell(voice.day(row["since_date"]), voice.date(last_day(row))),
        blocks.cell(voice.money(row["budget_fen"])),
        blocks.cell(voice.money(row["spend_fen"]), share, is_bad=True) if over else spent,
        blocks.linked(kols, f"pipeline?{address}"),
        blocks.cell(voice.exact(row["published"]), voice("plans.published")),
    ]


def parts(row: dict[str, Any], voice: Voice) -> str:
    """Planned against actual by part of the budget, then the whole; what is over stands in red."""
    columns = [
        Column(voice(f"parts.{name}"), is_number=name != "part") for name in ("part", "planned", "actual", "left")
    ]
    listed = [_part(part, row["budget_parts"].get(part), row[f"{part}_fen"], voice) for part in PARTS]
    reserve = open_fen(row["budget_fen"], row["budget_parts"])
    unplanned = [_part("unplanned", reserve, None, voice)] if row["budget_parts"] and reserve else []
    whole = _part("whole", row["budget_fen"], row["spend_fen"], voice)
    return blocks.table(columns, [*listed[: len(SPEND_PARTS)], *unplanned, whole, *listed[len(SPEND_PARTS) :]])


def _part(part: str, planned: int | None, actual: int | None, voice: Voice) -> list[str]:
    left = None if planned is None or actual is None else planned - actual
    return [
        blocks.cell(voice(f"part.{part}")),
        blocks.cell(voice.money(planned)),
        blocks.cell(voice.money(actual)),
        blocks.cell(voice.money(left), is_bad=left is not None and left < 0),
    ]


def finding(row: dict[str, Any], voice: Voice) -> str:
    """The part that is furthest over its plan, else what is left of the whole."""
    over = {
        part: row[f"{part}_fen"] - planned
        for part, planned in row["budget_parts"].items()
        if part in SPEND_PARTS and (row[f"{part}_fen"] or 0) > planned
    }
    if over:
        worst = max(over, key=lambda part: over[part])
        return voice("parts.over", part=voice(f"part.{worst}"), money=voice.money(over[worst]))
    if not row["budget_parts"]:
        return voice("parts.none")
    return voice("parts.within", money=voice.money(row["budget_fen"] - (row["spend_fen"] or 0)))


def key_figures(row: dict[str, Any], present: Scope, voice: Voice) -> list[KeyFigure]:
    """What is planned besides money, and where it stands: KOLs, notes, audience."""
    audience = rows("campaign_audience", present, campaign=row["code"]).row(0, named=True)
    share = row["budget_share"]
    return [
        KeyFigure(
            voice("metric.spend"), voice.money(row["spend_fen"]),
            voice("against.budget", share=voice.percent(share), budget=voice.money(row["budget_fen"])),
            filled=share or 0.0, mark=1.0, is_bad=(share or 0.0) > 1,
        ),
        KeyFigure(
            voice("plans.agreed_prices"), voice.money(row["quoted_fen"]),
            voice("against.fees", money=voice.money(row["budget_parts"].get("fixed_fee"))),
        ),
        KeyFigure(
            voice("plans.kols"), voice.exact(row["agreed"]), voice("against.shortlist", kols=voice.exact(row["kols"]))
        ),
        *_audience(row, audience, voice),
    ]  # fmt: skip


def _audience(row: dict[str, Any], found: dict[str, Any], voice: Voice) -> Iterator[KeyFigure]:
    for name, group, part in (("female_share", "gender", "female"), ("tier1_city_share", "city_tier", "1")):
        wanted = row["target_audience"].get(group, {}).get(part)
        against = (
            voice("against.target", share=voice.percent(wanted)) if wanted is not None else voice("against.no_target")
        )
        known = voice("against.profiles", known=voice.exact(found[f"{name}_known"]), kols=voice.exact(row["kols"]))
        share = found[name]
        yield KeyFigure(
            voice(f"plans.{name}"), voice.percent(share) if share is not None else MISSING, against, known,
            filled=share, mark=wanted, more_is_better=True,
        )  # fmt: skip


def plan_beside(present: Scope, code: str, voice: Voice) -> None:
    """On the result page: the plan by part, and the ways to the plan and to the pipeline."""
    row = plan(present, code)
    if row is None:
        return
    st.html(blocks.panel_head(finding(row, voice), voice("parts.note")))
    st.html(parts(row, voice))
    ways = [(voice("plans.to.campaigns"), f"campaigns?do=edit&campaign={code}&lang={voice.lang}"),
            (voice("plans.to.pipeline"), f"pipeline?campaign={code}&lang={voice.lang}")]  # fmt: skip
    st.html(blocks.ways(ways))
