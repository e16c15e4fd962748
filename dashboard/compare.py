"""KOLs side by side: the same facts of each, in one order; what a client may see of them holds no money."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from campaigns.forecast import Expected
from dashboard import blocks, plan
from dashboard.blocks import Column
from dashboard.formats import MISSING, Voice
from dashboard.plan import Offer, Past
from dashboard.reading import Scope, rows

AT_ONCE = 5
"""KOLs that stand side by side on a screen."""

ON_A_PHONE = 2

FACTS = (
    "tier", "home_city", "followers", "female", "age", "city", "read_median", "engagement_median", "reads",
    "engagement", "appears", "as_of",
)  # fmt: skip
"""What a client may know: nothing here is money."""

OURS = ("price", "net_sales", "agency")
"""What stays with us."""


def candidates(present: Scope, campaign: str, before: Past) -> list[Offer]:
    """The candidates of a campaign, also those without a price."""
    return plan.everybody(present, campaign, before)


def profiles(present: Scope, kol_ids: Sequence[str]) -> dict[str, dict[str, Any]]:
    """What is known of each KOL."""
    frame = rows("compare_kols", present, kols=json.dumps(list(kol_ids)))
    return {row["kol_id"]: row for row in frame.iter_rows(named=True)}


def facts(offer: Offer, row: Mapping[str, Any], voice: Voice) -> dict[str, str]:
    """What may be shared of one KOL, as people read it, by the name of the fact."""
    tier = row["tier"] or offer.tier
    return {
        "tier": voice(f"tier.{tier}") if tier else voice("label.unknown"),
        "home_city": row["home_city"] or MISSING,
        "followers": voice.count(row["followers"]),
        "female": voice.percent(row["female_share"]),
        "age": voice.percent(row["age_18_34_share"]),
        "city": voice.percent(row["tier1_city_share"]),
        "read_median": voice.count(row["read_median"]),
        "engagement_median": voice.count(row["engagement_median"]),
        "reads": _range(offer.expected.get("reads"), voice),
        "engagement": _range(offer.expected.get("engagement"), voice),
        "appears": voice("compare.appears_of", share=voice.percent(offer.chance), judged=voice.exact(offer.judged)),
        "as_of": voice.date(row["as_of_date"]),
    }


def _range(expected: Expected | None, voice: Voice) -> str:
    if expected is None:
        return MISSING
    if expected.low is None or expected.high is None:
        return voice.count(round(expected.mean))
    low, high = voice.count(round(expected.low)), voice.count(round(expected.high))
    return voice("compare.range", mean=voice.count(round(expected.mean)), low=low, high=high)


def _ours(offer: Offer, voice: Voice) -> dict[str, str]:
    sales = offer.expected.get("net_sales_fen")
    priced = voice.money_exact(offer.price_fen) if offer.price_from != "none" else MISSING
    source = f" ({voice(f'plan.price.{offer.price_from}')})" if offer.price_from != "none" else ""
    return {
        "price": priced + source,
        "net_sales": MISSING if sales is None else voice.money(round(sales.mean)),
        "agency": offer.agency or voice("pipeline.direct"),
    }


def table(chosen: Sequence[Offer], known: Mapping[str, Mapping[str, Any]], voice: Voice) -> str:
    """One column per KOL, one row per fact; prices last."""
    told = [{**facts(one, known[one.kol_id], voice), **_ours(one, voice)} for one in chosen]
    columns = [
        Column(""),
        *(Column(known[one.kol_id]["kol_name"], wide=place >= ON_A_PHONE) for place, one in enumerate(chosen)),
    ]
    return blocks.table(
        columns,
        [
            [blocks.cell(voice(f"compare.{name}")), *(blocks.cell(each[name]) for each in told)]
            for name in (*FACTS, *OURS)
            if any(each[name] != MISSING for each in told)
        ],
    )


def shared(chosen: Sequence[Offer], known: Mapping[str, Mapping[str, Any]], voice: Voice) -> list[list[str]]:
    """What a client gets: a head and one row per KOL, without prices and without what she may sell."""
    told = [facts(one, known[one.kol_id], voice) for one in chosen]
    names = [name for name in FACTS if any(each[name] != MISSING for each in told)]
    head = [voice("column.kol_name"), voice("compare.red_id"), *(voice(f"compare.{name}") for name in names)]
    lines = [
        [known[one.kol_id]["kol_name"], known[one.kol_id]["red_id"] or MISSING, *(each[name] for name in names)]
        for one, each in zip(chosen, told, strict=True)
    ]
    return [head, *lines]
