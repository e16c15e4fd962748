"""The sets a plan's page shows: the best one, those of other budgets, and those without one of the chosen."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import streamlit as st

from campaigns import frontier
from campaigns.forecast import Total
from campaigns.frontier import Point, Replacement
from campaigns.plan import Candidate, Plan, Quota, choose
from dashboard import blocks, page, plan, plan_panels
from dashboard.formats import Voice
from dashboard.plan import Offer, Past
from dashboard.plan_form import Asked
from dashboard.reading import Scope

SECONDS = 20.0
AT_ONCE = 300
"""Up to this many candidates the other sets are solved without being asked for."""
MOST_REPLACED = 25


class Found(NamedTuple):
    """The best set and what it was chosen from; `key` names all of that."""

    plan: Plan
    candidates: list[Candidate]
    quotas: tuple[Quota, ...]
    budget_fen: int
    key: str


def best(present: Scope, offers: Sequence[Offer], asked: Asked, before: Past) -> Found:
    """The best set for what was asked. Raises Infeasible and OutOfTime."""
    groups = {}
    if asked.most_shared < 1:
        groups = plan.overlap_groups(plan.overlap(present, [offer.kol_id for offer in offers]), asked.most_shared)
    listed = plan.candidates(offers, asked.aim, asked.risk, before, asked.must, asked.never, groups)
    told = repr((listed, asked.budget_fen, asked.quotas))
    key = hashlib.sha256(told.encode()).hexdigest()
    return Found(_best(key, listed, asked.budget_fen, asked.quotas), listed, asked.quotas, asked.budget_fen, key)


@st.cache_data(max_entries=128, ttl="1h", show_spinner=False)
def _best(key: str, _candidates: list[Candidate], budget_fen: int, _quotas: tuple[Quota, ...]) -> Plan:
    return choose(_candidates, budget_fen, _quotas, seconds=SECONDS)


@st.cache_data(max_entries=64, ttl="1h", show_spinner=False)
def _frontier(key: str, _found: Found) -> list[Point]:
    return frontier.frontier(_found.candidates, _found.budget_fen, _found.quotas, seconds=SECONDS)


@st.cache_data(max_entries=64, ttl="1h", show_spinner=False)
def _replacements(key: str, _found: Found) -> list[Replacement]:
    return frontier.replacements(_found.candidates, _found.plan, _found.budget_fen, _found.quotas, seconds=SECONDS)


def show_around(
    found: Found, offers: Sequence[Offer], chosen: Sequence[Offer], asked: Asked, before: Past,
    sums: Mapping[str, Total], present: Scope, voice: Voice,
) -> None:  # fmt: skip
    """Other budgets, where the money goes, and who comes in when one says no."""
    names = {offer.kol_id: offer.kol_name for offer in offers}
    is_small = len(offers) <= AT_ONCE and len(chosen) <= MOST_REPLACED
    if not (is_small or st.toggle(voice("plan.around"), key="plan.around")):
        return
    left, right = st.columns([1.5, 1], gap="large")
    with left:
        points = _frontier(found.key, found)
        page.panel(plan_panels.frontier_panel(points, found.budget_fen, asked.aim, voice), voice)
    with right:
        split = plan.money(chosen, found.plan, asked.ads_fen, before, sums)
        if split is not None:
            st.html(blocks.panel_head(voice("plan.split"), voice("plan.split_note")))
            st.html(plan_panels.split_table(split, before.campaigns, voice))
    if chosen:
        st.html(blocks.panel_head(voice("plan.replacements"), voice("plan.replacements_note")))
        st.html(
            plan_panels.replacements_table(_replacements(found.key, found)[:MOST_REPLACED], names, asked.aim, voice)
        )
    shared = plan.overlap(present, found.plan.chosen).head(12)
    if shared.height:
        st.html(blocks.panel_head(voice("plan.overlap"), voice("plan.overlap_note")))
        st.html(plan_panels.overlap_table(shared, names, voice))
