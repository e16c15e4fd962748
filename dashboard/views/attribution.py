"""Attribution: who is credited with a campaign's orders, by which rule, and how much that rule decides."""

from __future__ import annotations

import streamlit as st

from dashboard import attribution, blocks, filters, page, panels, queries, states
from dashboard.formats import Voice
from dashboard.labels import in_language
from dashboard.reading import rows, scope

TERMS = ("touch", "credit_rules", "markov", "shapley", "unattributed", "payable_credit")


def show(voice: Voice) -> None:
    """The page, from its one sentence to its definitions."""
    present = scope()
    everyone = queries.campaign_names(present)
    slot, controls = st.columns([3, 1.5], gap="medium")
    with controls, st.container(horizontal=True, horizontal_alignment="right", vertical_alignment="center"):
        if not everyone.is_empty():
            labels = {row["code"]: in_language(row, voice) for row in everyone.iter_rows(named=True)}
            code = filters.pick("campaign", voice("filter.campaign"), labels)
        filters.language_switch(voice)
    if everyone.is_empty():
        states.no_campaign(voice)
        return
    chosen = attribution.settings(present, code)
    if not chosen["lines"]:
        with slot:
            page.head(voice("page.attribution"), voice("credit.nothing"), voice("credit.nothing_note"))
        return
    frame = attribution.by_rule(present, code, chosen["lookback_days"])
    disputed = attribution.conflicts(present, code, voice)
    with slot:
        page.head(*attribution.headline(chosen, frame, labels[code], voice))
    states.reach(present, voice)
    page.figures(attribution.key_figures(chosen, frame, disputed.table.height, voice))
    page.panel(attribution.rules(present, code, voice), voice)
    st.html(attribution.sensitivity(present, code, voice))
    left, right = st.columns([1.6, 1], gap="medium")
    with left:
        page.panel(attribution.paths(present, code, voice), voice)
    with right:
        if rows("campaigns", present, brand="").filter(code=code).height:
            page.panel(panels.funnel(present, code, voice), voice)
    if disputed.table.height:
        page.open_panel(disputed, voice)
    else:
        st.html(blocks.panel_head(voice("credit.no_conflicts"), disputed.note))
    page.definitions(TERMS, voice)


show(Voice(filters.chosen_language()))
