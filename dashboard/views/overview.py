"""Overview: what was spent, what it earned, how it converts, what needs attention."""

from __future__ import annotations

import streamlit as st

from dashboard import blocks, filters, findings, page, panels, queries, states
from dashboard.formats import Voice
from dashboard.labels import in_language
from dashboard.overview import campaign_table, concern_lines, key_figures
from dashboard.reading import Scope, scope

TERMS = ("spend", "gmv", "net_sales", "contribution", "roas", "net_roi", "conversion", "benchmark", "unattributed")


def show(voice: Voice) -> None:
    """The page, from its one sentence to its definitions."""
    present = scope()
    slot, controls = st.columns([3, 1.5], gap="medium")
    with controls:
        brand = choose_brand(present, voice)
    totals = queries.totals(present, brand)
    if not totals["campaigns"]:
        states.no_campaign(voice)
        return
    with slot:
        eyebrow = voice("overview.eyebrow", at=voice.moment(queries.newest(present)))
        page.head(eyebrow, findings.overview(totals, voice))
    states.reach(present, voice)
    page.figures(key_figures(totals, queries.conversion(present, "channel"), voice))
    page.figures_behind(panels.totals_origin(present, brand), "totals", voice)
    left, right = st.columns([1.6, 1], gap="medium")
    with left:
        page.panel(panels.contribution(present, brand, voice), voice)
    with right:
        lines = concern_lines(queries.concerns(present, brand), queries.newest(present), voice)
        st.html(blocks.panel_head(voice("attention.title", count=len(lines)) if lines else voice("attention.none")))
        st.html(blocks.concerns(lines))
    left, right = st.columns(2, gap="medium")
    with left:
        page.panel(panels.conversion(present, "channel", voice), voice)
    with right:
        page.panel(panels.weeks(present, brand, voice), voice)
    st.html(blocks.panel_head(voice("overview.campaigns"), voice("overview.campaigns_note")))
    st.html(campaign_table(queries.campaigns(present, brand), voice))
    page.definitions(TERMS, voice)


def choose_brand(present: Scope, voice: Voice) -> str:
    """Brand and language, side by side."""
    labels = {"": voice("filter.all_brands")}
    labels |= {row["code"]: in_language(row, voice) for row in queries.brands(present).iter_rows(named=True)}
    with st.container(horizontal=True, horizontal_alignment="right", vertical_alignment="center"):
        brand = filters.pick("brand", voice("filter.brand"), labels)
        filters.language_switch(voice)
    return brand


show(Voice(filters.chosen_language()))
