"""Audit: who did what and what is different since, searched by person, action, row, words, day and outcome."""

from __future__ import annotations

import streamlit as st

from campaigns import audit_search
from dashboard import audit_filters, audit_list, blocks, filters, page, viewer
from dashboard.downloads import inert_csv
from dashboard.formats import Voice
from dashboard.reading import records

MOST_IN_FILE = 100_000


def show(voice: Voice) -> None:
    """The page: what was asked for, the entries, a way to older ones, a file."""
    slot, controls = st.columns([3, 1], gap="medium")
    with controls, st.container(horizontal=True, horizontal_alignment="right"):
        filters.language_switch(voice)
    if not viewer.may("read_audit"):
        page.head(voice("page.audit"), voice("audit.not_for_you"))
        return
    number = st.query_params.get("entry", "")
    if number.isdigit():
        one(int(number), voice)
        return
    store = records()
    asked = audit_filters.search(store, voice)
    below = audit_filters.place(asked)
    found, names = audit_search.page(store, asked, below=below), audit_search.names(store)
    with slot:
        page.head(voice("page.audit"), voice("audit.title", count=voice.exact(found.count)),
                  voice("audit.note"))  # fmt: skip
    st.html(audit_list.table(found.entries, voice, names) if found.entries else blocks.banner(voice("audit.none")))
    with st.container(horizontal=True, gap="medium", vertical_alignment="center"):
        audit_filters.turn(asked, below, found.older, voice)
        st.download_button(
            voice("audit.download", count=voice.exact(MOST_IN_FILE)),
            data=lambda: inert_csv(audit_list.frame(audit_search.every(store, asked, MOST_IN_FILE), voice, names)),
            file_name="audit.csv", mime="text/csv", key="audit.download", on_click="ignore",
            icon=":material/download:", type="tertiary",
        )  # fmt: skip


def one(number: int, voice: Voice) -> None:
    """A single entry, whole."""
    found = audit_search.entry(records(), number)
    page.head(voice("page.audit"), voice("audit.one", number=voice.exact(number)),
              voice("audit.hash_is", hash=found.hash) if found else voice("audit.none"))  # fmt: skip
    if found:
        st.html(audit_list.table([found], voice, audit_search.names(records()), is_whole=True))
    st.button(voice("audit.back"), icon=":material/arrow_back:", on_click=audit_filters.leave, type="tertiary")


show(Voice(filters.chosen_language()))
