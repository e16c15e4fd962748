"""Methods: how each number on the pages is made, in plain words."""

from __future__ import annotations

import streamlit as st

from dashboard import blocks, filters, page
from dashboard.formats import Voice

TOPICS = (
    "orders", "rules", "markov", "unattributed", "conversion", "interval", "totals", "money", "commission", "age",
    "countdown", "beforeafter",
)  # fmt: skip


def show(voice: Voice) -> None:
    """The page: one question and its answer after the other."""
    slot, controls = st.columns([3, 1.5], gap="medium")
    with controls, st.container(horizontal=True, horizontal_alignment="right"):
        filters.language_switch(voice)
    with slot:
        page.head(voice("page.methods"), voice("methods.title"), voice("methods.note"))
    st.html(blocks.definitions((voice(f"methods.{topic}"), voice(f"methods.{topic}.text")) for topic in TOPICS))


show(Voice(filters.chosen_language()))
