"""Panels: the finding, the chart and the table behind it, made once per build, version and language.

A panel is shared between people: whoever shows it must not change it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import plotly.graph_objects as go
import polars as pl
import streamlit as st

from dashboard import charts, findings, queries, row_rules
from dashboard.formats import Voice
from dashboard.labels import member, named
from dashboard.origin import Origin
from dashboard.queries import Dimension
from dashboard.reading import Scope

SALES = dict.fromkeys(("gmv_fen", "refunds_fen", "net_sales_fen"), "sales")
CONVERSION = {"clicks": "clicks", "clickers": "clicks", "buyers": "last_touch", "orders": "last_touch"}
PARTS = dict.fromkeys(
    ("platform_fee_fen", "third_party_fen", "kol_commission_fen", "fixed_fee_fen", "samples_fen", "ads_fen"), "spend"
)
COSTS = {"spend_fen": "spend"}
REACH = {"impressions": "note_figures", "reads": "note_figures"}
FUNNEL = REACH | {"clicks": "clicks", "orders": "sales", "kept_orders": "sales"}
WATERFALL = SALES | {"product_cost_fen": "sales"} | PARTS
DAYS = SALES | {"clicks": "clicks", "orders": "sales", "ads_fen": "spend"}
KEY_FIGURES = COSTS | SALES | {"reads": "note_figures", "clickers": "clicks", "buyers": "last_touch"}
NOTES = FUNNEL | {"net_sales_fen": "sales", "spend_fen": "spend"}
"""Figures of tables, each with the kind of rows behind it."""


@dataclass(frozen=True)
class Panel:
    """One question answered: the sentence, how to read the chart, the chart, its numbers and what they rest on."""

    key: str
    title: str
    note: str
    figure: go.Figure | None
    table: pl.DataFrame
    origin: Origin | None = None


def campaign_origin(scope: Scope, code: str, figures: Mapping[str, str]) -> Origin:
    """What the figures of one campaign as a whole rest on."""
    return Origin(scope, queries.campaigns(scope).filter(pl.col("code") == code), figures, {"campaign": "code"})


def totals_origin(scope: Scope, brand: str) -> Origin:
    """What the sums over the campaigns of a brand rest on."""
    return Origin(scope, pl.DataFrame([queries.totals(scope, brand)]), COSTS | SALES, narrowed={"brand": brand})


_made_once: Callable[[Callable[..., Panel]], Callable[..., Panel]] = st.cache_resource(
    max_entries=256, ttl="1h", show_spinner=False
)


@_made_once
def contribution(scope: Scope, brand: str, voice: Voice) -> Panel:
    """What each campaign leaves."""
    frame = named(queries.campaigns(scope, brand), voice).sort("contribution_fen", descending=True)
    table = frame.select("label", "gmv_fen", "net_sales_fen", "spend_fen", "contribution_fen", "roas", "net_roi")
    return Panel(
        "contribution",
        findings.contribution(frame, voice),
        voice("note.contribution"),
        charts.contribution(frame, voice),
        table,
        Origin(scope, frame, SALES | {"spend_fen": "spend"}, {"campaign": "code"}),
    )


@_made_once
def weeks(scope: Scope, brand: str, voice: Voice) -> Panel:
    """Net sales per week."""
    frame = queries.weeks(scope, brand)
    spans = frame.with_columns(pl.col("week_date").dt.offset_by("7d").alias("before_date"))
    return Panel(
        "weeks",
        findings.weeks(frame, voice),
        voice("note.weeks"),
        charts.weeks(frame, voice),
        frame.drop("is_whole"),
        Origin(
            scope,
            spans,
            {"net_sales_fen": "sales"},
            {"since": "week_date", "before": "before_date"},
            {"brand": brand},
            "week_date",
        ),
    )


@_made_once
def conversion(scope: Scope, dimension: Dimension, voice: Voice, at_most: int = 20) -> Panel:
    """Who converts, with interval and benchmark; members without enough data are in the table only."""
    frame = named(queries.conversion(scope, dimension), voice)
    names = [member(dimension, key, label, voice) for key, label in frame.select("key", "label").iter_rows()]
    frame = frame.with_columns(pl.Series("label", names, dtype=pl.String))
    shown = frame.filter(pl.col("is_enough")).head(at_most)
    table = frame.select(
        "label",
        "clicks",
        "clickers",
        "buyers",
        "orders",
        "by_clicker",
        "by_clicker_low",
        "by_clicker_high",
        "shrunk",
        "by_click",
        "benchmark",
        "is_enough",
    )
    note = voice("note.conversion")
    if shown["benchmark"].is_not_null().any():
        note += " " + voice("note.benchmark")
    prior = frame.filter(pl.col("prior_mean").is_not_null() & (dimension not in ("section", "channel"))).head(1)
    for row in prior.iter_rows(named=True):
        facts = {"mean": voice.percent(row["prior_mean"]), "clickers": voice.count(row["prior_clickers"])}
        note += " " + voice("note.prior", members=voice.exact(row["prior_members"]), **facts)
    hidden = frame.height - frame.filter(pl.col("is_enough")).height
    if hidden:
        note += " " + voice("note.not_enough", count=hidden)
    figure = None if shown.is_empty() else charts.conversion(shown, voice)
    keys: dict[str, str] = {} if dimension == "all" else {dimension: "code" if dimension == "campaign" else "key"}
    rests_on = Origin(scope, frame, CONVERSION, keys)
    return Panel(f"conversion.{dimension}", findings.conversion(frame, dimension, voice), note, figure, table, rests_on)


@_made_once
def burn(scope: Scope, code: str, voice: Voice) -> Panel:
    """Spend against an even plan."""
    frame = queries.burn(scope, code)
    title = findings.burn(frame, queries.campaign(scope, code), voice)
    figure = charts.budget_burn(frame, voice)
    return Panel("burn", title, voice("note.burn"), figure, frame, campaign_origin(scope, code, COSTS))


@_made_once
def funnel(scope: Scope, code: str, voice: Voice) -> Panel:
    """From impressions to kept orders."""
    steps = queries.funnel(queries.campaign(scope, code))
    table = steps.with_columns(pl.col("step").map_elements(lambda step: voice(f"step.{step}"), return_dtype=pl.String))
    whole = campaign_origin(scope, code, FUNNEL)
    return Panel(
        "funnel", findings.funnel(steps, voice), voice("note.funnel"), charts.funnel(steps, voice), table, whole
    )


@_made_once
def waterfall(scope: Scope, code: str, voice: Voice) -> Panel:
    """Where the money of the sales went."""
    row = queries.campaign(scope, code)
    steps = queries.waterfall(row)
    table = steps.with_columns(
        pl.col("step").map_elements(lambda step: voice(f"waterfall.{step}"), return_dtype=pl.String)
    ).drop("is_total")
    return Panel(
        "waterfall",
        findings.waterfall(row, steps, voice),
        voice("note.waterfall"),
        charts.waterfall(steps, voice),
        table,
        campaign_origin(scope, code, WATERFALL),
    )


@_made_once
def days(scope: Scope, code: str, voice: Voice) -> Panel:
    """Clicks and net sales per day, with the days on which notes came out."""
    frame = queries.campaign_days(scope, code)
    figure = charts.days(frame, queries.note_days(scope, code), voice)
    spans = frame.with_columns(pl.col("business_date").dt.offset_by("1d").alias("before_date"))
    keys = {"since": "business_date", "before": "before_date"}
    rests_on = Origin(scope, spans.rename({"ad_spend_fen": "ads_fen"}), DAYS, keys, {"campaign": code}, "business_date")
    return Panel("days", findings.days(frame, voice), voice("note.days"), figure, frame, rests_on)


@_made_once
def notes(scope: Scope, code: str, voice: Voice) -> Panel:
    """Every note of the campaign as a table."""
    frame = queries.campaign_notes(scope, code)
    table = frame.select(
        "title",
        "kol_name",
        "tier",
        "is_paid",
        "published_at",
        "impressions",
        "reads",
        "clicks",
        "orders",
        "kept_orders",
        "by_clicker",
        "net_sales_fen",
        "spend_fen",
        "url",
    )
    tiers = {tier: voice(f"tier.{tier}") for tier in ("koc", "tail", "waist", "head", "celebrity")}
    paid = pl.when(pl.col("is_paid")).then(pl.lit(voice("note.paid"))).otherwise(pl.lit(voice("note.organic")))
    table = table.with_columns(pl.col("tier").str.to_lowercase().replace(tiers), paid.alias("is_paid"))
    rests_on = Origin(scope, frame, NOTES, {"note": "note_id"}, label="title")
    return Panel("notes", findings.notes(frame, voice), voice("note.notes"), None, table, rests_on)


@_made_once
def refused(scope: Scope, voice: Voice) -> Panel:
    """Every refused row with its address and remedy."""
    frame = row_rules.in_language(queries.rejects(scope), voice)
    title = voice("data.rejects", count=voice.exact(frame.height))
    return Panel("rejects", title, voice("data.rejects_note"), None, frame.drop("load_id"))
