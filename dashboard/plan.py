"""A plan in the making: candidates with what they cost and may bring, the best set of them, and what it comes to."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import polars as pl

from campaigns import forecast, plan_budget
from campaigns.candidate_file import candidates as read_candidates
from campaigns.candidate_file import decoded
from campaigns.forecast import FIGURES, Expected, Total
from campaigns.money import PPM, round_half_up
from campaigns.plan import Candidate, Plan
from campaigns.plan_budget import Shares
from dashboard import forecasts
from dashboard.forecasts import Known
from dashboard.reading import Scope, rows

VALUES = ("contribution", "net_sales", "engagement", "reads")
FIGURE_OF = {
    "contribution": "net_sales_fen",
    "net_sales": "net_sales_fen",
    "engagement": "engagement",
    "reads": "reads",
}
GIVEN = "given"
"""The value that a file brought along."""


@dataclass(frozen=True)
class Offer:
    """A candidate with what is known of her. `chance`: that a note of hers appears, from `judged` samples of hers."""

    kol_id: str
    kol_name: str
    tier: str
    agency: str
    price_fen: int
    price_from: str
    chance: float
    judged: int
    expected: Mapping[str, Expected]
    category: str = ""
    groups: tuple[str, ...] = ()
    given: Decimal | None = None
    must: bool = False
    never: bool = False
    collaboration_id: int | None = None
    version: int = 0
    tags: tuple[str, ...] = ()

    def brings(self, figure: str) -> float:
        """The mean of a figure, her not posting at all taken into account."""
        expected = self.expected.get(figure)
        return 0.0 if expected is None else expected.mean * self.chance


@dataclass(frozen=True)
class Past:
    """What earlier campaigns of the brand say: shares of net sales, a parcel's cost, how often a note came of one."""

    shares: Shares | None
    campaigns: int
    parcel_fen: int | None
    chance: float


def past(present: Scope, campaign: str) -> Past:
    """From the campaigns of the brand that sold; a reader who sees no costs gets no shares."""
    row = rows("plan_past", present, campaign=campaign).row(0, named=True)
    costs = [
        row[f"{name}_fen"]
        for name in ("gmv", "refunds", "product_cost", "platform_fee", "third_party", "kol_commission")
    ]
    shares = None if None in costs else plan_budget.shares_of(*costs)
    parcels = row["parcels"] or 0
    parcel_fen = round_half_up(row["samples_fen"], parcels) if parcels and row["samples_fen"] is not None else None
    return Past(shares, row["campaigns"] or 0, parcel_fen, _chance(row["posted"], row["judged"], None))


def _chance(posted: int | None, judged: int | None, otherwise: float | None) -> float:
    """Laplace's rule, as `kol_reliability` has it; of one who was never judged, that of everybody."""
    if not judged and otherwise is not None:
        return otherwise
    return ((posted or 0) + 1) / ((judged or 0) + 2)


def shortlisted(present: Scope, campaign: str, before: Past) -> tuple[list[Offer], list[str], Known]:
    """The candidates of a campaign's shortlist, the names of those without any price, and what is known."""
    everyone, told = _listed(present, campaign, before)
    unpriced = [offer.kol_name for offer in everyone if offer.price_from == "none"]
    return [offer for offer in everyone if offer.price_from != "none"], unpriced, told


def everybody(present: Scope, campaign: str, before: Past) -> list[Offer]:
    """The candidates of a campaign's shortlist, those without a price too: theirs is from `none`."""
    return _listed(present, campaign, before)[0]


def _listed(present: Scope, campaign: str, before: Past) -> tuple[list[Offer], Known]:
    frame = rows("plan_candidates", present, campaign=campaign)
    told = forecasts.known(present, frame["kol_id"].to_list())
    offers = [
        Offer(
            row["kol_id"], row["kol_name"], row["tier"], row["agency"], row["price_fen"] or 0, row["price_from"],
            _chance(row["posted"], row["judged"], before.chance), row["judged"] or 0, _expected(told, row["kol_id"]),
            never=row["has_conflict"], collaboration_id=row["id"], version=row["version"], tags=_tags(row),
        )
        for row in frame.iter_rows(named=True)
    ]  # fmt: skip
    return offers, told


def from_file(
    present: Scope, content: bytes, name: str, campaign: str, before: Past
) -> tuple[list[Offer], list[str], Known]:
    """The candidates of a file as `kol plan` takes it; who is in the campaign already is known by her collaboration."""
    listed = read_candidates(decoded(content, name), name)
    ids = [one.kol_id for one in listed]
    known = {row["kol_id"]: row for row in rows("plan_kols", present, kols=json.dumps(ids)).iter_rows(named=True)}
    inside = {row["kol_id"]: row for row in rows("plan_candidates", present, campaign=campaign).iter_rows(named=True)}
    told = forecasts.known(present, ids)
    offers = []
    for one in listed:
        row, there = known.get(one.kol_id, {}), inside.get(one.kol_id, {})
        offers.append(Offer(
            one.kol_id, row.get("kol_name") or one.kol_id, one.tier or row.get("tier", ""),
            one.agency or row.get("agency", ""), one.price_fen, "file",
            _chance(row.get("posted"), row.get("judged"), before.chance), row.get("judged") or 0,
            _expected(told, one.kol_id), one.category, one.groups, one.value, one.must,
            one.never or bool(there.get("has_conflict")), there.get("id"), there.get("version", 0), _tags(there),
        ))  # fmt: skip
    return offers, [], told


def _tags(row: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(json.loads(row.get("tags") or "[]"))


def _expected(told: Known, kol_id: str) -> dict[str, Expected]:
    found = {figure: told.forecaster.expect(kol_id, figure) for figure in FIGURES}
    return {figure: expected for figure, expected in found.items() if expected is not None}


def values(offers: Sequence[Offer], before: Past) -> list[str]:
    """What a plan may aim at here: what a file brought, and what can be forecast."""
    known = {figure for offer in offers for figure in offer.expected}
    found = [name for name in VALUES if FIGURE_OF[name] in known and (name != "contribution" or before.shares)]
    return ([GIVEN] if any(offer.given is not None for offer in offers) else []) + found


def worth(offer: Offer, aim: str, risk: float, before: Past) -> Decimal:
    """What a KOL counts for: her mean, less `risk` times what separates it from the low end of her interval."""
    if aim == GIVEN:
        return offer.given or Decimal(0)
    expected = offer.expected.get(FIGURE_OF[aim])
    if expected is None:
        return Decimal(0)
    low = expected.mean if expected.low is None else expected.low
    hoped = round((expected.mean - risk * max(expected.mean - low, 0.0)) * offer.chance)
    if aim == "contribution" and before.shares is not None:
        spent = offer.price_fen + (before.parcel_fen or 0)
        return Decimal(round_half_up(hoped * before.shares.margin_ppm, PPM) - spent)
    return Decimal(hoped)


def candidates(
    offers: Sequence[Offer], aim: str, risk: float, before: Past, must: Sequence[str], never: Sequence[str],
    groups: Mapping[str, tuple[str, ...]],
) -> list[Candidate]:  # fmt: skip
    """The offers as the solver takes them."""
    return [
        Candidate(
            offer.kol_id, offer.price_fen, worth(offer, aim, risk, before), offer.tier, offer.category, offer.agency,
            (*offer.groups, *groups.get(offer.kol_id, ())), offer.must or offer.kol_id in must,
            offer.never or offer.kol_id in never,
        )
        for offer in offers
    ]  # fmt: skip


def overlap_groups(overlap: pl.DataFrame, most_shared: float) -> dict[str, tuple[str, ...]]:
    """For each KOL the pairs in which more than that share of the smaller one's clickers are the other's too."""
    found: dict[str, list[str]] = {}
    for row in overlap.filter(pl.col("shared_share") > most_shared).iter_rows(named=True):
        pair = f"{row['kol_id']} + {row['other_kol_id']}"
        found.setdefault(row["kol_id"], []).append(pair)
        found.setdefault(row["other_kol_id"], []).append(pair)
    return {kol_id: tuple(pairs) for kol_id, pairs in found.items()}


def overlap(present: Scope, kol_ids: Sequence[str]) -> pl.DataFrame:
    """Pairs of KOLs who share clickers."""
    return rows("plan_overlap", present, kols=json.dumps(list(kol_ids)))


def reach(present: Scope, kol_ids: Sequence[str]) -> dict[str, Any]:
    """Different people reached by a set, beside the sum of what each reached."""
    return rows("plan_reach", present, kols=json.dumps(list(kol_ids))).row(0, named=True)


def totals(chosen: Sequence[Offer], told: Known) -> dict[str, Total]:
    """The figures of a set, each with its 80 % interval."""
    found = {}
    for figure in FIGURES:
        known = [offer for offer in chosen if figure in offer.expected]
        if known:
            means = [offer.expected[figure].mean for offer in known]
            chances = [offer.chance for offer in known]
            ratios = [told.forecaster.ratios(offer.kol_id, figure) for offer in known]
            found[figure] = forecast.total(means, chances, ratios)
    return found


def money(
    chosen: Sequence[Offer], plan: Plan, ads_fen: int, before: Past, sums: Mapping[str, Total]
) -> plan_budget.Split | None:
    """Where the money of the chosen set goes; None for a reader who sees no costs, or without anything sold before."""
    sales = sums.get("net_sales_fen")
    if before.shares is None or sales is None:
        return None
    samples_fen = (before.parcel_fen or 0) * len(chosen)
    return plan_budget.split(plan.cost_fen, samples_fen, ads_fen, round(sales.mean), before.shares)
