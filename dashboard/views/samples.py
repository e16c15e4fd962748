"""Samples: who owes a note, what is on its way, what is left; changed like a spreadsheet."""

from __future__ import annotations

import streamlit as st

from dashboard import (
    filters,
    forms,
    page,
    sample_history,
    sample_paste,
    sample_stock,
    sample_table,
    samples,
    states,
)
from dashboard.formats import Voice
from dashboard.reading import rows, scope

TERMS = ("overdue", "posting_rate", "days_to_post", "cost_per_posted_note", "reliability")


def show(voice: Voice) -> None:
    """The page, from its one sentence to the rows."""
    present = scope()
    slot, controls = st.columns([3, 1.8], gap="medium")
    with controls:
        campaign = samples.choose_campaign(present, voice)
    counts = rows("sample_counts", present, campaign=campaign).row(0, named=True)
    with slot:
        page.head(*samples.headline(counts, voice))
    states.reach(present, voice)
    forms.announce()
    page.figures(samples.key_figures(counts, voice))
    choice = samples.choose(counts, campaign, voice)
    if choice.show == "parcels":
        sample_table.undo(present, voice)
        found = sample_table.show(choice, present, voice)
        if found.height == 1:
            sample_history.show(found["sample_id"][0], present, voice)
    elif choice.show == "remind":
        samples.remind(present, campaign, voice)
    elif choice.show == "paste":
        sample_table.undo(present, voice)
        sample_paste.show(present, campaign, voice)
    elif choice.show == "stock":
        sample_stock.show(present, voice)
    else:
        page.open_panel(samples.reliability(present, campaign, voice), voice)
    page.definitions(TERMS, voice)


show(Voice(filters.chosen_language()))
