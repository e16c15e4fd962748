"""Cached reads, each named after its rows: a scope and typed arguments in, a Polars frame out."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

import polars as pl

from dashboard.reading import Scope, rows

Dimension = Literal["all", "note", "kol", "product", "section", "channel", "campaign", "method", "tier", "cohort"]

RECENT_DAYS = 14
"""How long a sell-out that is over still counts as something to look at."""

FUNNEL = ("impressions", "reads", "clicks", "orders", "kept_orders")
COSTS = (
    "refunds", "product_cost", "platform_fee", "third_party", "kol_commission", "fixed_fee", "samples", "ads",
)  # fmt: skip


def brands(scope: Scope) -> pl.DataFrame:
    """code, name, name_zh of each brand with a campaign."""
    return rows("brands", scope)


def campaigns(scope: Scope, brand: str = "") -> pl.DataFrame:
    """Plan, money, notes and conversion of each campaign, newest first."""
    return rows("campaigns", scope, brand=brand)


def campaign_names(scope: Scope) -> pl.DataFrame:
    """The campaigns to choose from: id, code and name, without any sum to wait for."""
    return rows("campaign_names", scope)


def campaign(scope: Scope, code: str) -> dict[str, Any]:
    """The row of one campaign."""
    return campaigns(scope).row(by_predicate=pl.col("code") == code, named=True)


def totals(scope: Scope, brand: str = "") -> dict[str, Any]:
    """Sums over the campaigns of a brand: *_fen, budget_share, refund_share, contribution_share, roas, net_roi."""
    return rows("overview_totals", scope, brand=brand).row(0, named=True)


def weeks(scope: Scope, brand: str = "") -> pl.DataFrame:
    """week_date, net_sales_fen, is_whole."""
    return rows("overview_weeks", scope, brand=brand)


def concerns(scope: Scope, brand: str = "") -> pl.DataFrame:
    """kind, code, name, name_zh, amount_fen, items, share, since_at, before_at."""
    return rows("attention", scope, brand=brand, recent_days=RECENT_DAYS)


def benchmarks(scope: Scope) -> pl.DataFrame:
    """channel, benchmark (null where none is set), source, version."""
    return rows("benchmarks", scope)


def conversion(scope: Scope, dimension: Dimension) -> pl.DataFrame:
    """label, clickers, buyers, by_clicker with interval, shrunk and its prior, benchmark, is_enough; best first."""
    return rows("conversion", scope, dimension=dimension)


def everyone(scope: Scope) -> float | None:
    """Conversion by clicker over all notes; None without clickers."""
    found = conversion(scope, "all")["by_clicker"]
    return float(found[0]) if len(found) and found[0] is not None else None


def burn(scope: Scope, code: str) -> pl.DataFrame:
    """business_date, spent_fen (cumulative; null after the data ends), plan_fen."""
    return rows("campaign_burn", scope, campaign=code)


def campaign_days(scope: Scope, code: str) -> pl.DataFrame:
    """business_date, clicks, orders, gmv_fen, refunds_fen, net_sales_fen, ad_spend_fen, notes_published."""
    return rows("campaign_days", scope, campaign=code)


def note_days(scope: Scope, code: str) -> pl.DataFrame:
    """business_date, notes_published, titles."""
    return rows("campaign_note_days", scope, campaign=code)


def campaign_notes(scope: Scope, code: str) -> pl.DataFrame:
    """One row per note, the one that sold most first."""
    return rows("campaign_notes", scope, campaign=code)


def funnel(row: dict[str, Any]) -> pl.DataFrame:
    """step, total, share_of_previous of a campaign; a step that no file gives is left out."""
    known = [(step, int(row[step])) for step in FUNNEL if row[step]]
    shares = [None if place == 0 else total / known[place - 1][1] for place, (_, total) in enumerate(known)]
    return pl.DataFrame(
        {"step": [step for step, _ in known], "total": [total for _, total in known], "share_of_previous": shares},
        schema={"step": pl.String, "total": pl.Int64, "share_of_previous": pl.Float64},
    )


def waterfall(row: dict[str, Any]) -> pl.DataFrame:
    """step, change_fen, is_total from GMV over every cost to contribution; costs are negative."""
    changes = [("gmv", row["gmv_fen"], True), *((name, -(row[f"{name}_fen"] or 0), False) for name in COSTS)]
    changes.append(("contribution", row["contribution_fen"], True))
    return pl.DataFrame(
        changes, schema={"step": pl.String, "change_fen": pl.Int64, "is_total": pl.Boolean}, orient="row"
    )


def loads(scope: Scope) -> pl.DataFrame:
    """load_id, name, tables, read, loaded, unchanged, superseded, rejected, captured_at, loaded_at."""
    return rows("loads", scope)


def rejects(scope: Scope) -> pl.DataFrame:
    """load_id, name, sheet, source_row, column_name, value, rule, remedy, code."""
    return rows("rejects", scope)


def freshness(scope: Scope) -> pl.DataFrame:
    """fact, rows, newest_at, loaded_at of each kind of fact that has rows."""
    return rows("freshness", scope)


def newest(scope: Scope) -> datetime | None:
    """The newest event of any kind of fact that people act on."""
    found = freshness(scope).filter(pl.col("fact").is_in(["clicks", "orders", "note_metrics"]))["newest_at"].max()
    return found if isinstance(found, datetime) else None


def last_day(row: dict[str, Any]) -> date:
    """The last day of a campaign, included; `before_date` is not."""
    return date.fromordinal(row["before_date"].toordinal() - 1)
