"""Statements: what each party is due by month, moved along by two people, printed."""

from __future__ import annotations

import streamlit as st

from dashboard import (
    blocks,
    filters,
    forms,
    page,
    statement_forms,
    statement_panels,
    statement_words,
    statements,
    viewer,
)
from dashboard.formats import Voice
from dashboard.reading import rows, scope

TERMS = ("opening_balance", "return_window", "minimum_payout", "ledger_head")


def show(voice: Voice) -> None:
    """The page: one month's statements, or one of them."""
    present = scope()
    months = rows("statement_months", present)
    if not viewer.may("make_statements"):
        months = months.filter(months["statements"] > 0)
    slot, controls = st.columns([2.4, 2.2], gap="medium")
    with controls, st.container(horizontal=True, horizontal_alignment="right", vertical_alignment="center"):
        if months.height:
            period = filters.pick("month", voice("statement.period"), {month: month for month in months["period"]})
            found = rows("statements", present, period=period)
            chosen = filters.pick("statement", voice("statement.which"), statements.labels(found, voice))
        filters.language_switch(voice)
    if months.is_empty():
        with slot:
            page.head(voice("page.statements"), voice("statement.headline_nothing"), voice("statement.empty"))
        return
    row = next((one for one in found.iter_rows(named=True) if str(one["id"]) == chosen), None)
    with slot:
        title = statements.headline(period, found, voice)
        if row is not None:
            title = voice("statement.title", period=period, name=statement_words.name(row, voice))
        page.head(voice("page.statements"), title, voice("statement.note"))
    forms.announce()
    if row is not None:
        statement_panels.one(row, present, voice)
    else:
        with st.container(horizontal=True, gap="small"):
            statement_forms.make(period, present, voice)
            statement_forms.together(found, present, voice)
        if found.is_empty():
            st.html(blocks.banner(voice("statement.empty")))
        else:
            st.html(statements.listed(found, voice))
            page.behind(voice("panel.numbers"), statements.frame(found, voice), "statements", voice)
    page.definitions(TERMS, voice)


show(Voice(filters.chosen_language()))
