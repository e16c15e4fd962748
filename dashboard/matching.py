"""What the match page rests on: the market, who is out, the ranking, the backtest; each made once per state."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import polars as pl
import streamlit as st

from campaigns.matching import backtest, ranking
from campaigns.matching import market as markets
from campaigns.matching.backtest import Trial
from campaigns.matching.brief import Brief
from campaigns.matching.market import Market, Read
from campaigns.matching.ranking import Rank
from campaigns.matching.weights import DEFAULT_WEIGHTS
from dashboard import reading
from dashboard.reading import Scope, rows

KNOWN_BY = ("kols", "profiles", "notes", "texts", *markets.SOURCES)
"""What a market is made of."""

TOP = 100


@dataclass(frozen=True)
class Weights:
    """How much each component counts, and the version of the row that says so; None: nobody has said anything."""

    parts: Mapping[str, int]
    version: int | None = None


@dataclass(frozen=True)
class Ranking:
    """The first of everybody who is not out, and who is out for what."""

    market: Market
    ranks: list[Rank]
    out: pl.DataFrame


def read_for(present: Scope) -> Read:
    """How the engine reads: by the queries of this dashboard, narrowed to whoever looks."""
    return lambda name, **parameters: rows(f"match_{name}", present, **parameters)


def newest_day(briefs: pl.DataFrame) -> date:
    """The first day of which nothing is known yet."""
    found: date = briefs["reach_date"][0] + timedelta(days=1)
    return found


def market_of(present: Scope, as_of: date) -> Market:
    """The market as known on a day."""
    return _market(reading.stamped([f"match_{name}" for name in KNOWN_BY], present), as_of)


@st.cache_resource(max_entries=4, ttl="1h", show_spinner=False)
def _market(present: Scope, as_of: date) -> Market:
    return markets.load(read_for(present), as_of)


def weights_of(present: Scope, brand_id: int | None) -> Weights:
    """The weights a brand has saved, else those of the house."""
    for row in rows("match_weights", present).iter_rows(named=True):
        if row["brand_id"] == brand_id:
            return Weights(json.loads(row["weights"]), row["version"])
    return Weights(DEFAULT_WEIGHTS)


def ranked(present: Scope, brief: Brief, weights: Mapping[str, int]) -> Ranking:
    """The ranking for a brief."""
    market = market_of(present, brief.as_of)
    out = left_out(present, brief)
    return Ranking(market, ranking.rank(market, brief, weights, TOP, out["kol_id"].to_list()), out)


def left_out(present: Scope, brief: Brief) -> pl.DataFrame:
    """Who is out by a hard rule: kol_id, rule, until_date, detail."""
    return rows(
        "match_rules", present, brand_id=brief.brand_id or 0, campaign=brief.code,
        categories=",".join(brief.categories), starts=brief.since_date.isoformat(),
        ends=brief.before_date.isoformat(), rival_days=brief.rival_days,
    )  # fmt: skip


def trials(present: Scope, weights: Mapping[str, int]) -> list[Trial]:
    """The ranking held against every past campaign that may be seen."""
    names = [*KNOWN_BY, "briefs", "outcomes"]
    return _trials(reading.stamped([f"match_{name}" for name in names], present), tuple(sorted(weights.items())))


@st.cache_data(max_entries=16, ttl="1h", show_spinner=False)
def _trials(present: Scope, weights: tuple[tuple[str, int], ...]) -> list[Trial]:
    briefs: list[dict[str, Any]] = rows("match_briefs", present).to_dicts()
    return backtest.trials(read_for(present), briefs, dict(weights))
