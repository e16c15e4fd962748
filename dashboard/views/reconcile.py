"""Reconcile: what the statement says against what we accrued, why they differ, and who settles it."""

from __future__ import annotations

import streamlit as st

from dashboard import blocks, break_list, filters, forms, page, reconciliation, states
from dashboard.formats import Voice
from dashboard.reading import scope

TERMS = ("matched", "break", "timing_break", "second_person")


def show(voice: Voice) -> None:
    """The page, from its one sentence to the balances."""
    present = scope()
    slot, controls = st.columns([3, 2], gap="medium")
    with controls:
        asked = reconciliation.choose(present, voice)
    if asked is None:
        with slot:
            page.head(voice("page.reconcile"), voice("reconcile.nothing"), voice("reconcile.nothing_note"))
        return
    frame, names = reconciliation.cases(asked, present), reconciliation.party_names(present, voice)
    with slot:
        page.head(*reconciliation.headline(asked, frame, names, voice))
    states.reach(present, voice)
    forms.announce()
    reconciliation.compare(asked, present, voice)
    if asked.row["compared_at"] is not None:
        page.figures(reconciliation.key_figures(asked, frame, voice))
        if frame.filter(state="open").height:
            st.html(blocks.panel_head(voice("reconcile.causes"), voice("reconcile.causes_note")))
            st.html(reconciliation.clusters(frame, voice))
        if frame.height:
            st.html(blocks.panel_head(voice("reconcile.list"), voice("reconcile.list_note")))
            break_list.show(asked, frame, present, voice)
        st.html(blocks.panel_head(voice("reconcile.rolls"), voice("reconcile.rolls_note")))
        page.table(reconciliation.roll_forward(asked, names, voice), "roll_forward", voice)
    page.definitions(TERMS, voice)


show(Voice(filters.chosen_language()))
