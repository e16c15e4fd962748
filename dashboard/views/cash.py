"""Cash: what is accrued, payable, paid and overdue, what comes when, and what everything left."""

from __future__ import annotations

import streamlit as st

from dashboard import blocks, cash, filters, page, states
from dashboard.formats import Voice
from dashboard.reading import scope

TERMS = ("accrued", "payable", "overdue_money", "contribution")


def show(voice: Voice) -> None:
    """The page, from what has to be paid now to what everything left."""
    present = scope()
    frame, moved = cash.lines(present), cash.settled(present)
    slot, controls = st.columns([3, 1.5], gap="medium")
    with controls:
        currency = cash.choose(frame, voice)
    frame, moved = frame.filter(currency=currency), moved.filter(currency=currency)
    parties = cash.by_party(frame, moved)
    with slot:
        page.head(*cash.headline(parties, cash.as_of(present), voice))
    states.reach(present, voice)
    page.figures(cash.key_figures(parties, moved, voice))
    left, right = st.columns([1.6, 1], gap="large")
    with left:
        st.html(blocks.panel_head(voice("cash.balances"), voice("cash.balances_note")))
        name, table = cash.balances(frame, moved, voice)
        page.table(table, f"cash_by_{name}", voice)
    with right:
        page.panel(cash.forecast(frame, voice), voice)
    if currency == "CNY":
        cash.contribution(present, voice)
    page.definitions(TERMS, voice)


show(Voice(filters.chosen_language()))
