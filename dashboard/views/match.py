"""Match: which KOLs fit a brief, each rank with its reasons, and how well such ranks did in past campaigns."""

from __future__ import annotations

import streamlit as st

from dashboard import (
    filters,
    forms,
    match_backtest,
    match_evidence,
    match_forms,
    match_table,
    matching,
    page,
    states,
    viewer,
)
from dashboard.formats import Voice
from dashboard.labels import in_language
from dashboard.reading import rows, scope

TERMS = ("match_score", "match_confidence", "match_backtest")


def show(voice: Voice) -> None:
    """The page, from its one sentence to its definitions."""
    present = scope()
    briefs = rows("match_briefs", present)
    slot, controls = st.columns([3, 1.5], gap="medium")
    names = {row["code"]: in_language(row, voice) for row in briefs.iter_rows(named=True)}
    with controls, st.container(horizontal=True, horizontal_alignment="right", vertical_alignment="center"):
        code = filters.pick("campaign", voice("filter.campaign"), names) if names else ""
        filters.language_switch(voice)
    if not names:
        states.no_campaign(voice)
        return
    row = next(row for row in briefs.iter_rows(named=True) if row["code"] == code)
    forms.announce()
    below = st.container()
    asked = match_forms.brief(row, matching.newest_day(briefs), voice)
    weights = matching.weights_of(present, asked.brand_id)
    if viewer.may("save_match_weights"):
        match_forms.weights(weights, row["brand_id"], present, voice)
    found = matching.ranked(present, asked, weights.parts)
    with slot:
        page.head(*match_table.headline(found, names[code], voice))
    with below:
        page.figures(match_table.key_figures(found, asked, voice))
    if found.ranks:
        st.html(match_table.reasons(found.ranks[:3], found, voice))
        chosen = match_table.choose(found, voice)
        st.caption(voice("match.choose_rows"))
        if chosen:
            match_forms.shortlist(chosen, found.market, row["id"], present, voice)
            for rank in chosen[:4]:
                match_evidence.show(rank, found.market, voice)
                match_forms.hold(rank, asked, present, voice)
    if found.out.height:
        with st.expander(voice("match.out_title", count=voice.exact(found.out["kol_id"].n_unique())), type="compact"):
            st.html(match_table.out_table(found, voice))
    if viewer.role() != "agency":
        match_backtest.show(matching.trials(present, weights.parts), names, voice)
    page.definitions(TERMS, voice)


show(Voice(filters.chosen_language()))
