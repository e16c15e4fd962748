"""The ranking of the day before each past campaign, held against what its KOLs then brought, beside simple rankings.

The market is loaded as of the campaign's first day, so nothing of the campaign can be known to it. Candidates are the
KOLs the campaign really worked with: of others nobody knows what they would have brought. A KOL's gain is net sales
per yuan spent on them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

import numpy as np
import polars as pl

from campaigns.matching import components, gauges, market, ranking
from campaigns.matching.arrays import Floats
from campaigns.matching.brief import Brief, from_campaign
from campaigns.matching.gauges import FIRST, Interval
from campaigns.matching.market import Market, Read
from campaigns.matching.weights import COMPONENTS

BASELINES = ("followers", "engagement_rate", "last_net_sales", "random")
ROUNDS = 200
"""So many shuffles stand for a random order."""

FEWEST = 5
"""A campaign with fewer candidates has no order worth judging."""


class Scored(NamedTuple):
    """One order of one campaign's candidates."""

    ndcg: float
    precision: float
    per_yuan: float


@dataclass(frozen=True)
class Trial:
    """One past campaign: how our order did, the simple ones, and ours without each component."""

    code: str
    as_of: date
    candidates: int
    ours: Scored
    baselines: Mapping[str, Scored]
    without: Mapping[str, Scored]


def trials(read: Read, briefs: Sequence[Mapping[str, Any]], weights: Mapping[str, float]) -> list[Trial]:
    """A trial for every campaign that has begun and has candidates enough."""
    found = [trial(read, row, weights) for row in briefs if row["has_begun"]]
    return [made for made in found if made is not None]


def trial(read: Read, row: Mapping[str, Any], weights: Mapping[str, float]) -> Trial | None:
    """What happened in one campaign, and how the orders of the day before did."""
    outcomes = read("outcomes", campaign=row["code"])
    brief = from_campaign(row, as_of=row["since_date"])
    known = market.load(read, brief.as_of)
    places = np.array([known.places[kol_id] for kol_id in outcomes["kol_id"]], dtype=np.int64)
    if len(places) < FEWEST:
        return None
    return judge(row["code"], known, brief, weights, places, outcomes)


def judge(
    code: str,
    known: Market,
    brief: Brief,
    weights: Mapping[str, float],
    places: np.ndarray,
    outcomes: pl.DataFrame,
) -> Trial:
    """The trial of candidates at `places`; `outcomes` has net_sales_fen and spend_fen in the same order."""
    found = components.every(known, brief)
    net, spend = (outcomes[name].to_numpy() for name in ("net_sales_fen", "spend_fen"))

    def scored(score: Floats) -> Scored:
        order = np.lexsort((places, -np.nan_to_num(score[places], nan=-np.inf)))
        return _scored(net[order], spend[order])

    without = {
        name: scored(ranking.weighed(found, {**weights, name: 0}, known.size)[0])
        for name in COMPONENTS
        if 0 < weights.get(name, 0) < sum(weights.values()) and not np.isnan(found[name].value[places]).all()
    }
    simple = {name: scored(score) for name, score in _simple(known).items()}
    return Trial(
        code, brief.as_of, len(places), scored(ranking.weighed(found, weights, known.size)[0]),
        {**simple, "random": _shuffled(net, spend)}, without,
    )  # fmt: skip


def lifts(made: Sequence[Trial]) -> dict[str, Interval | float]:
    """Ours less each simple order in NDCG@10, paired by campaign: with its interval, or the plain mean of too few."""
    return {
        name: gauges.paired(differences) or float(np.mean(differences))
        for name in BASELINES
        if (differences := [trial.ours.ndcg - trial.baselines[name].ndcg for trial in made])
    }


def worth(made: Sequence[Trial]) -> dict[str, float]:
    """By component, what NDCG@10 loses on average without it: zero or less says that it does not help here."""
    return {
        name: float(np.mean([trial.ours.ndcg - trial.without[name].ndcg for trial in made if name in trial.without]))
        for name in COMPONENTS
        if any(name in trial.without for trial in made)
    }


def _simple(known: Market) -> dict[str, Floats]:
    with np.errstate(invalid="ignore", divide="ignore"):
        rate = known.number("engagement") / known.number("reads")
    return {
        "followers": known.number("followers"),
        "engagement_rate": rate,
        "last_net_sales": known.number("last_net_sales"),
    }


def _scored(net: np.ndarray, spend: np.ndarray) -> Scored:
    gains = [max(float(got) / float(cost), 0.0) if cost > 0 else 0.0 for got, cost in zip(net, spend, strict=True)]
    first_spend = int(spend[:FIRST].sum())
    per_yuan = int(net[:FIRST].sum()) / first_spend if first_spend else 0.0
    return Scored(gauges.ndcg(gains), gauges.precision(gains), per_yuan)


def _shuffled(net: np.ndarray, spend: np.ndarray) -> Scored:
    dice = np.random.default_rng(1)
    orders = (dice.permutation(len(net)) for _ in range(ROUNDS))
    rounds = np.array([_scored(net[order], spend[order]) for order in orders])
    return Scored(*(float(mean) for mean in rounds.mean(axis=0)))
