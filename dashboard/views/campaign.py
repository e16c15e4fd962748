"""Campaign: is it inside its budget, where do people drop out, which notes sell, what is left of the sales."""

from __future__ import annotations

import streamlit as st

from dashboard import blocks, filters, page, panels, queries, states
from dashboard.campaign import covers, headline, key_figures
from dashboard.campaign_plans import plan_beside
from dashboard.formats import Voice
from dashboard.labels import in_language
from dashboard.reading import scope

TERMS = (
    "spend",
    "gmv",
    "net_sales",
    "contribution",
    "platform_fee",
    "third_party_cut",
    "kol_commission",
    "fixed_fees",
    "roas",
    "net_roi",
    "conversion",
    "kept_orders",
)
COVERS = 6


def show(voice: Voice) -> None:
    """The page, from its one sentence to its definitions."""
    present = scope()
    everyone = queries.campaigns(present)
    asked = st.query_params.get("campaign")
    slot, controls = st.columns([3, 1.5], gap="medium")
    with controls, st.container(horizontal=True, horizontal_alignment="right", vertical_alignment="center"):
        if not everyone.is_empty():
            labels = {row["code"]: in_language(row, voice) for row in everyone.iter_rows(named=True)}
            code = filters.pick("campaign", voice("filter.campaign"), labels)
        filters.language_switch(voice)
    if everyone.is_empty():
        states.no_campaign(voice)
        return
    if asked and asked not in labels:
        st.html(blocks.banner(voice("campaign.unknown")))
    row = queries.campaign(present, code)
    with slot:
        page.head(*headline(row, queries.newest(present), voice))
    states.reach(present, voice)
    page.figures(key_figures(row, queries.everyone(present), voice))
    page.figures_behind(panels.campaign_origin(present, code, panels.KEY_FIGURES), "campaign", voice)
    left, right = st.columns(2, gap="medium")
    with left:
        page.panel(panels.burn(present, code, voice), voice)
    with right:
        page.panel(panels.funnel(present, code, voice), voice)
    plan_beside(present, code, voice)
    page.panel(panels.waterfall(present, code, voice), voice)
    page.panel(panels.days(present, code, voice), voice)
    notes = queries.campaign_notes(present, code)
    if notes.height:
        st.html(blocks.panel_head(voice("campaign.covers"), voice("campaign.covers_note")))
        st.html(blocks.covers(covers(notes.head(COVERS), voice)))
        page.open_panel(panels.notes(present, code, voice), voice)
    page.definitions(TERMS, voice)


show(Voice(filters.chosen_language()))
