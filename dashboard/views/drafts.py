"""Drafts: handed in, checked against the brief and the law, approved by a person, compared with what was published."""

from __future__ import annotations

import polars as pl
import streamlit as st

from campaigns.draft_book import house, read_draft
from campaigns.draft_check import check
from dashboard import blocks, draft_forms, draft_panels, drafts, filters, forms, page, queries, states, viewer
from dashboard.formats import Voice
from dashboard.labels import in_language
from dashboard.reading import rows, scope, store_of

TERMS = ("draft", "must_have", "banned_word", "risky_word", "disclosure", "frozen_text")


def show(voice: Voice) -> None:
    """The page, from its one sentence to its definitions."""
    present = scope()
    everyone = queries.campaign_names(present)
    slot, controls = st.columns([2.2, 2.4], gap="medium")
    if everyone.is_empty():
        states.no_campaign(voice)
        return
    with controls, st.container(horizontal=True, horizontal_alignment="right", vertical_alignment="center"):
        labels = {row["code"]: in_language(row, voice) for row in everyone.iter_rows(named=True)}
        code = filters.pick("campaign", voice("filter.campaign"), labels)
        book = rows("drafts", present, campaign=code)
        chosen = filters.pick("collaboration", voice("filter.kol"), drafts.labels(book)) if book.height else ""
        filters.language_switch(voice)
    if not chosen:
        with slot:
            page.head(voice("page.drafts"), voice("draft.nobody"), voice("draft.nobody_note"))
        return
    row = book.row(by_predicate=pl.col("collaboration_id") == int(chosen), named=True)
    kept = house(store_of(present), code)
    draft = read_draft(store_of(present), row["draft_id"]) if row["draft_id"] else None
    found = check(draft, kept.rules) if draft else []
    with slot:
        page.head(voice("page.drafts"), drafts.headline(row, found, voice), voice("draft.note"))
    forms.announce()
    left, right = st.columns([1.25, 1], gap="large")
    with left:
        if draft is not None:
            draft_panels.newest(row, draft, found, voice)
        draft_panels.versions(row, present, voice)
        draft_panels.against_published(row, kept, present, voice)
    with right:
        draft_panels.brief(kept, voice)
        if draft is not None and viewer.may("decide_draft"):
            draft_forms.decide(row, present, voice)
        if viewer.may("submit_draft"):
            st.html(blocks.panel_head(voice("draft.new"), voice("draft.new_note")))
            draft_forms.submit(row["collaboration_id"], kept, present, voice)
    draft_panels.rules(kept, present, voice)
    page.definitions(TERMS, voice)


show(Voice(filters.chosen_language()))
