"""The ranking: components weighed, what is missing left out, how much it rests on said beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from campaigns.errors import BadValue
from campaigns.matching import components
from campaigns.matching.arrays import Floats
from campaigns.matching.brief import Brief
from campaigns.matching.components import HALF_LIFE_DAYS
from campaigns.matching.market import Component, Market
from campaigns.matching.weights import COMPONENTS

REASONS_FOR, LEAST_MERIT, LEAST_FLAW = 2, 0.6, 0.4
ENOUGH_PAID, OLD_DAYS = 3, 90
"""So many paid notes under the KOL's own median are said; so many days make a profile old."""


@dataclass(frozen=True)
class Rank:
    """One KOL's place. `values`, `strengths` and `ages` are by component, without those that are missing.

    `merits` name the components that lift the KOL most, `flaw` the one that costs most; `cautions` are facts to say.
    """

    number: int
    of: int
    place: int
    kol_id: str
    score: float
    confidence: float
    values: Mapping[str, float]
    strengths: Mapping[str, float]
    ages: Mapping[str, float]
    merits: tuple[str, ...]
    flaw: str | None
    cautions: tuple[str, ...]


def rank(
    market: Market, brief: Brief, weights: Mapping[str, float], top: int | None = None, out: Iterable[str] = ()
) -> list[Rank]:
    """The first `top` of everybody but those who are `out` by a hard rule, the best first; equal ones by confidence."""
    found = components.every(market, brief)
    score, confidence = weighed(found, weights, market.size)
    left_out = [market.places[kol_id] for kol_id in set(out) if kol_id in market.places]
    left_out += outside(market, brief)
    score[left_out] = np.nan
    of = int(np.isfinite(score).sum())
    return [
        _ranked(market, found, weights, place, number, of, float(score[place]), float(confidence[place]))
        for number, place in enumerate(in_order(score, confidence, top), start=1)
    ]


def outside(market: Market, brief: Brief) -> list[int]:
    """The places of those whose known price lies outside the range asked for, and of those from elsewhere."""
    price = market.number(f"{brief.kind}_price")
    least, most = brief.least_price_fen, brief.most_price_fen
    with np.errstate(invalid="ignore"):
        is_out = (price < (least or 0)) | (price > (np.inf if most is None else most))
    if brief.market:
        is_out |= np.array([brief.market not in (city or "") for city in market.cities])
    return [int(place) for place in np.flatnonzero(is_out)]


def weighed(found: Mapping[str, Component], weights: Mapping[str, float], size: int) -> tuple[Floats, Floats]:
    """Score: the weighted mean of what is known. Confidence: the weight of what is known, less what is weak or old."""
    total = sum(weights.get(name, 0) for name in found)
    if total <= 0 or min(weights.values(), default=0) < 0:
        raise BadValue("match.weights", str(dict(weights)), "weights of zero or more, at least one above zero")
    summed, weight, sure = (np.zeros(size, dtype=np.float32) for _ in range(3))
    for name, component in found.items():
        share = np.float32(weights.get(name, 0) / total)
        if share:
            known = ~np.isnan(component.value)
            summed[known] += share * component.value[known]
            weight[known] += share
            fresh = np.exp2(-np.nan_to_num(component.age_days) / np.float32(HALF_LIFE_DAYS))
            sure[known] += (share * component.strength * fresh)[known]
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(weight > 0, summed / weight, np.float32(np.nan)), sure


def in_order(score: Floats, confidence: Floats, top: int | None) -> list[int]:
    """Places from the best to the last; who has no score has none."""
    held = np.nan_to_num(score, nan=-1.0)
    wanted = int((held >= 0).sum()) if top is None else min(top, int((held >= 0).sum()))
    if wanted == 0:
        return []
    least = np.partition(held, len(held) - wanted)[len(held) - wanted]
    near = np.flatnonzero(held >= least)
    ordered = near[np.lexsort((near, -confidence[near], -held[near]))]
    return [int(place) for place in ordered[:wanted]]


def _ranked(
    market: Market, found: Mapping[str, Component], weights: Mapping[str, float], place: int, number: int, of: int,
    score: float, confidence: float,
) -> Rank:  # fmt: skip
    values = {name: float(found[name].value[place]) for name in COMPONENTS if not np.isnan(found[name].value[place])}
    pull = {name: weights.get(name, 0) * (value - 0.5) for name, value in values.items()}
    lifting = [name for name in values if values[name] >= LEAST_MERIT and pull[name] > 0]
    costing = [name for name in values if values[name] <= LEAST_FLAW and pull[name] < 0]
    ages = {name: float(found[name].age_days[place]) for name in values}
    return Rank(
        number, of, place, market.kol_ids[place], score, confidence, values,
        {name: float(found[name].strength[place]) for name in values},
        {name: age for name, age in ages.items() if not np.isnan(age)},
        tuple(sorted(lifting, key=lambda name: -pull[name])[:REASONS_FOR]),
        min(costing, key=pull.__getitem__, default=None), cautions_of(market, place),
    )  # fmt: skip


def cautions_of(market: Market, place: int) -> tuple[str, ...]:
    """What must be said of a KOL whatever the rank: paid notes that fell off, signs of unreal figures, old data."""
    signs = components.warning_signs(market)
    recent, under = (float(market.number(name)[place]) for name in ("recent_paid", "recent_under"))
    told = {
        "under_median": recent >= ENOUGH_PAID and under == recent,
        "engagement": signs["engagement"][place] > 0,
        "jump": signs["jump"][place] > 0,
        "likes": signs["likes"][place] > 0,
        "old": market.number("profile_age_days")[place] > OLD_DAYS,
    }
    return tuple(name for name, is_so in told.items() if is_so)
