"""Conversion: who turns clickers into buyers, how sure that is, and how it stands against the benchmark."""

from __future__ import annotations

from typing import cast

import streamlit as st

from dashboard import benchmarks, filters, page, panels, queries, states, totals
from dashboard.formats import Voice
from dashboard.overview import conversion_figure
from dashboard.queries import Dimension
from dashboard.reading import scope

DIMENSIONS = ("kol", "product", "note", "tier", "cohort", "method", "campaign")
TERMS = ("conversion", "conversion_by_click", "benchmark", "interval", "shrunk", "section", "not_enough")


def show(voice: Voice) -> None:
    """The page, from its one sentence to its definitions."""
    present = scope()
    slot, controls = st.columns([3, 1.5], gap="medium")
    with controls, st.container(horizontal=True, horizontal_alignment="right", vertical_alignment="center"):
        benchmarks.editor(present, voice)
        filters.language_switch(voice)
    labels = {name: voice(f"dimension.{name}") for name in DIMENSIONS}
    everyone = queries.conversion(present, "all")
    if everyone.is_empty() or not everyone["clickers"].sum():
        page.head(voice("page.conversion"), voice("conversion.nothing"), voice("conversion.nothing_note"))
        totals.panel(present, voice)
        return
    with slot:
        whole = everyone.row(0, named=True)
        facts = {"rate": voice.percent(whole["by_clicker"]), "clickers": voice.count(whole["clickers"])}
        page.head(
            voice("page.conversion"),
            voice("conversion.title", **facts),
            voice("conversion.note", benchmarks=benchmarks.sources(present, voice)),
        )
    states.reach(present, voice)
    channels = queries.conversion(present, "channel")
    page.figures([conversion_figure(row, voice) for row in channels.iter_rows(named=True)])
    left, right = st.columns(2, gap="medium")
    with left:
        page.panel(panels.conversion(present, "channel", voice), voice)
    with right:
        page.panel(panels.conversion(present, "section", voice), voice)
    dimension = cast(Dimension, filters.switch("by", voice("filter.dimension"), labels))
    page.panel(panels.conversion(present, dimension, voice), voice)
    totals.panel(present, voice)
    page.definitions(TERMS, voice)


show(Voice(filters.chosen_language()))
