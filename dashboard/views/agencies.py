"""Agencies: whom to ask, their KOLs, what is open with them and what they are due."""

from __future__ import annotations

import streamlit as st

from dashboard import agencies, blocks, filters, forms, page
from dashboard.formats import Voice
from dashboard.reading import scope
from dashboard.viewer import may

TERMS = ("third_party_cut", "kol_commission", "fixed_fees")


def show(voice: Voice) -> None:
    """The page, from its one sentence to one agency."""
    present = scope()
    frame = agencies.agencies(present)
    slot, controls = st.columns([3, 1.5], gap="medium")
    with controls, st.container(horizontal=True, horizontal_alignment="right", vertical_alignment="center"):
        filters.language_switch(voice)
    with slot:
        page.head(voice("page.agencies"), *agencies.headline(frame, voice))
    forms.announce()
    st.html(agencies.table(frame, voice))
    labels = {"": voice("agencies.choose"), **{row["code"]: row["name"] for row in frame.iter_rows(named=True)}}
    code = filters.pick("agency", voice("column.agency"), labels)
    for row in frame.filter(code=code).iter_rows(named=True):
        st.html(blocks.panel_head(row["name"], row["remark"]))
        left, right = st.columns([1.6, 1], gap="large")
        with left:
            page.table(agencies.kols(present, code), "agency_kols", voice)
        with right:
            agencies.form(row, present, voice)
    if not code and may("save_agency"):
        with st.expander(voice("agencies.new"), icon=":material/add:"):
            agencies.form(None, present, voice)
    page.definitions(TERMS, voice)


show(Voice(filters.chosen_language()))
