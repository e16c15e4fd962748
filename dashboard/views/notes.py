"""Notes: published notes find their collaboration, and what nobody was paid for stays in sight."""

from __future__ import annotations

import streamlit as st

from dashboard import blocks, filters, notes, page, queries, states
from dashboard.formats import Voice
from dashboard.labels import in_language
from dashboard.reading import rows, scope

TERMS = ("paid_note", "earned_note", "own_note", "last_touch_sales", "strength")


def show(voice: Voice) -> None:
    """The page, from its one sentence to its definitions."""
    present = scope()
    everyone = queries.campaign_names(present)
    slot, controls = st.columns([3, 1.8], gap="medium")
    with controls, st.container(horizontal=True, horizontal_alignment="right", vertical_alignment="center"):
        labels = {"": voice("filter.all_campaigns")}
        labels |= {row["code"]: in_language(row, voice) for row in everyone.iter_rows(named=True)}
        code = filters.pick("campaign", voice("filter.campaign"), labels)
        filters.language_switch(voice)
    if everyone.is_empty():
        states.no_campaign(voice)
        return
    proposals, about = rows("note_proposals", present, campaign=code), rows("notes_about", present, campaign=code)
    decisions = rows("note_decisions", present, campaign=code)
    with slot:
        page.head(voice("page.notes"), notes.headline(proposals, voice), voice("notes.note"))
    notes.said(voice)
    page.figures(notes.key_figures(about, voice))
    if proposals.height:
        st.html(blocks.panel_head(voice("notes.proposals"), voice("notes.proposals_note")))
        notes.proposal_list(proposals, present, voice)
    if decisions.height:
        st.html(blocks.panel_head(voice("notes.decisions"), voice("notes.decisions_note")))
        notes.decision_list(decisions, present, voice)
    page.open_panel(notes.earned(about, present, voice), voice)
    page.definitions(TERMS, voice)


show(Voice(filters.chosen_language()))
