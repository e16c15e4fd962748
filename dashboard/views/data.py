"""Data: bring files in, see what became of them, mend what was refused, know how far each kind reaches."""

from __future__ import annotations

import streamlit as st

from dashboard import blocks, filters, lineage_panel, mending, page, panels, uploads, viewer
from dashboard.data import freshness_table, loads_table, reach_title
from dashboard.formats import Voice
from dashboard.queries import freshness, loads, rejects
from dashboard.reading import NothingLoaded, Scope, scope

TERMS = ("loaded", "unchanged", "superseded", "rejected", "personal")


def show(voice: Voice) -> None:
    """The page; uploading works before anything is there."""
    slot, controls = st.columns([3, 1.5], gap="medium")
    with controls, st.container(horizontal=True, horizontal_alignment="right", vertical_alignment="center"):
        filters.language_switch(voice)
    try:
        present = scope()
    except NothingLoaded:
        with slot:
            page.head(voice("page.data"), voice("data.title_empty"), voice("data.note"))
        bring_in(voice)
        return
    reached = freshness(present)
    with slot:
        page.head(voice("page.data"), reach_title(reached, voice), voice("data.note"))
    bring_in(voice)
    left, right = st.columns([1, 1.4], gap="medium")
    with left:
        st.html(blocks.panel_head(voice("data.freshness"), voice("data.freshness_note")))
        st.html(freshness_table(reached, voice))
    with right:
        history = loads(present)
        st.html(blocks.panel_head(voice("data.loads", count=history.height), voice("data.loads_note")))
        st.html(loads_table(history, voice))
        page.behind(voice("data.all_loads"), history.drop("load_id", "tables", "captured_at"), "loads", voice)
    need_somebody(present, voice)
    page.definitions(TERMS, voice)


def bring_in(voice: Voice) -> None:
    """Uploads, for whoever may load files. Looking at an empty folder must leave it empty: no records are opened."""
    if viewer.may("load_files"):
        uploads.form(voice)


def need_somebody(present: Scope, voice: Voice) -> None:
    """Refused rows, vanished rows, and the way back to any row."""
    refused = rejects(present)
    if refused.is_empty():
        st.html(blocks.panel_head(voice("data.no_rejects")))
    else:
        page.open_panel(panels.refused(present, voice), voice)
    if viewer.may("load_files"):
        mending.mappings(voice)
        if refused.height:
            mending.fixing(present, refused, voice)
        mending.gone(present, voice)
        lineage_panel.panel(present, voice)


show(Voice(filters.chosen_language()))
