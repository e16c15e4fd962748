"""Timing: what notes return as they age, what a countdown moved, which method pays back sooner."""

from __future__ import annotations

import streamlit as st

from dashboard import countdown, filters, page, queries, states, timing
from dashboard.formats import Voice
from dashboard.labels import in_language
from dashboard.reading import scope

TERMS = ("roi_by_age", "expected_final", "countdown_lift", "pull_forward", "before_after")
EVERY = "all"


def show(voice: Voice) -> None:
    """The page, from its one sentence to its definitions."""
    present = scope()
    everyone = queries.campaign_names(present)
    slot, controls = st.columns([3, 1.8], gap="medium")
    with controls, st.container(horizontal=True, horizontal_alignment="right", vertical_alignment="center"):
        labels = {EVERY: voice("timing.every")}
        labels |= {row["code"]: in_language(row, voice) for row in everyone.iter_rows(named=True)}
        picked = filters.pick("campaign", voice("filter.campaign"), labels)
        ages = {str(days): voice("timing.age", days=days) for days in timing.AGES}
        days = int(filters.switch("age", voice("timing.age_label"), ages))
        filters.language_switch(voice)
    if everyone.is_empty():
        states.no_campaign(voice)
        return
    code = "" if picked == EVERY else picked
    with slot:
        page.head(voice("page.timing"), timing.headline(present, code, days, voice), voice("timing.note"))
    states.reach(present, voice)
    page.panel(timing.curves(present, code, days, voice), voice)
    page.panel(timing.methods(present, days, voice), voice)
    for one in [code] if code else everyone["code"]:
        for hours in countdown.sales(present, one):
            page.panel(countdown.hour_curve(present, hours, voice), voice)
            page.figures(countdown.key_figures(hours, voice))
    if code:
        st.html(countdown.before_after(present, code, voice))
    page.definitions(TERMS, voice)


show(Voice(filters.chosen_language()))
