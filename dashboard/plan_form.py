"""What the planner asks for: candidates, aim, budget, limits; what stands in the address survives a link."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from campaigns.errors import KolbookError
from campaigns.money import parse_yuan, yuan
from campaigns.plan import Quota
from dashboard import blocks, filters, plan
from dashboard.formats import Voice
from dashboard.plan import Offer, Past

TIERS = ("koc", "tail", "waist", "head")
NO_LIMIT = 0


@dataclass(frozen=True)
class Asked:
    """What the best set is asked for."""

    aim: str
    risk: float
    budget_fen: int
    ads_fen: int
    quotas: tuple[Quota, ...] = ()
    must: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    most_shared: float = 1.0


def source(voice: Voice) -> tuple[bytes, str] | None:
    """The candidates' file, when a file is asked for and there."""
    names = {name: voice(f"plan.source.{name}") for name in ("shortlist", "file")}
    if filters.switch("source", voice("plan.source"), names) == "shortlist":
        return None
    st.html(blocks.chooser(voice("plan.file_choose"), voice("plan.file_kind")))
    found = st.file_uploader(voice("plan.file"), type=["csv"], key="plan.file", help=voice("plan.file_help"))
    return (b"", "") if found is None else (found.getvalue(), found.name)


def asked(campaign: Mapping[str, Any], offers: Sequence[Offer], before: Past, voice: Voice) -> Asked | None:
    """The choices; None while one of them cannot be read, which is said."""
    aims = {name: voice(f"plan.aim.{name}") for name in plan.values(offers, before)}
    if not aims:
        st.html(blocks.banner(voice("plan.no_value")))
        return None
    parts = json.loads(campaign["budget_parts"] or "{}")
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        aim = filters.switch("aim", voice("plan.aim"), aims)
        fees = yuan(parts.get("fixed_fee") or campaign["budget_fen"] or 0)
        key = f"plan.budget.{campaign['code']}"
        budget = st.text_input(voice("plan.budget"), value=fees, key=key, width=150, help=voice("plan.budget_help"))
        ads = st.text_input(
            voice("plan.ads"), value=yuan(parts.get("ads") or 0), key=f"plan.ads.{campaign['code']}", width=150
        )
        risk = st.slider(voice("plan.risk"), 0, 100, 0, 10, key="plan.risk", width=230, help=voice("plan.risk_help"),
                         format="%d%%")  # fmt: skip
    try:
        budget_fen, ads_fen = (_fen(text, voice(name)) for text, name in ((budget, "plan.budget"), (ads, "plan.ads")))
    except KolbookError as reason:
        st.html(blocks.banner(str(reason)))
        return None
    return _limited(Asked(aim, risk * 0.01, budget_fen, ads_fen), offers, voice)


def _fen(text: str, where: str) -> int:
    return max(parse_yuan(text.replace(",", "").removeprefix("¥").strip(), where), 0)


def _limited(free: Asked, offers: Sequence[Offer], voice: Voice) -> Asked:
    names = {offer.kol_id: offer.kol_name for offer in offers}
    present = [tier for tier in TIERS if any(offer.tier == tier for offer in offers)]
    with st.expander(voice("plan.limits"), icon=":material/tune:"):
        columns = st.columns(2 * max(len(present), 1))
        quotas = [_of_tier(tier, columns[2 * n], columns[2 * n + 1], voice) for n, tier in enumerate(present)]
        left, middle, right = st.columns(3)
        per_agency = left.number_input(voice("plan.per_agency"), 0, key="plan.per_agency", help=voice("plan.most_help"))
        per_category = middle.number_input(
            voice("plan.per_category"), 0, key="plan.per_category", help=voice("plan.most_help")
        )
        shared = right.slider(voice("plan.shared"), 0, 100, 100, 5, key="plan.shared", format="%d%%",
                              help=voice("plan.shared_help"))  # fmt: skip
        left, right = st.columns(2)
        must = left.multiselect(voice("plan.must"), list(names), key="plan.must", format_func=_called(names))
        never = right.multiselect(voice("plan.never"), list(names), key="plan.never", format_func=_called(names))
    for attribute, most in (("agency", per_agency), ("category", per_category)):
        if most != NO_LIMIT:
            quotas.append(Quota(attribute, "*", 0, int(most)))
    return Asked(
        free.aim, free.risk, free.budget_fen, free.ads_fen, tuple(quotas), tuple(must), tuple(never), shared * 0.01
    )


def _of_tier(tier: str, left: DeltaGenerator, right: DeltaGenerator, voice: Voice) -> Quota:
    said = voice(f"tier.{tier}")
    least = left.number_input(voice("plan.least", tier=said), 0, key=f"plan.least.{tier}")
    most = right.number_input(voice("plan.most", tier=said), 0, key=f"plan.most.{tier}", help=voice("plan.most_help"))
    return Quota("tier", tier, int(least), int(most) if most != NO_LIMIT else None)


def _called(names: Mapping[str, str]) -> Any:
    return lambda kol_id: names.get(kol_id, kol_id)
