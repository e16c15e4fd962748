"""Plan: the best set of KOLs for a campaign's budget, what it may bring, and what other budgets would."""

from __future__ import annotations

import streamlit as st

from campaigns.errors import KolbookError
from dashboard import blocks, filters, forms, page, plan_form, plan_set
from dashboard.formats import Voice
from dashboard.labels import in_language
from dashboard.reading import rows, scope

TERMS = ("contribution", "net_sales", "third_party_cut", "fixed_fees")


def show(voice: Voice) -> None:
    """The page, from its one sentence to the pipeline."""
    present = scope()
    frame = rows("plan_campaigns", present)
    slot, controls = st.columns([3, 1.5], gap="medium")
    with controls, st.container(horizontal=True, horizontal_alignment="right", vertical_alignment="center"):
        filters.language_switch(voice)
    forms.announce()
    if frame.is_empty():
        with slot:
            page.head(voice("page.plan"), voice("plan.no_campaign"))
        return
    with st.container(horizontal=True):
        labels = {row["code"]: in_language(row, voice) for row in frame.iter_rows(named=True)}
        code = filters.pick("campaign", voice("filter.campaign"), labels)
        file = plan_form.source(voice)
    with slot:
        head = st.empty()
    with head.container():
        page.head(voice("page.plan"), voice("page.plan.help"))
    try:
        plan_set.show(frame.filter(code=code).row(0, named=True), file, present, head, voice)
    except KolbookError as reason:
        st.html(blocks.banner(str(reason)))
    page.definitions(TERMS, voice)


show(Voice(filters.chosen_language()))
