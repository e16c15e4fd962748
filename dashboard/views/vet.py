"""Vet: what looks odd about one KOL, beside the KOLs of the same tier, and where sources contradict each other."""

from __future__ import annotations

import streamlit as st

from campaigns.matching import vetting as signs_of
from dashboard import blocks, filters, matching, page, states, vetting
from dashboard.formats import Voice
from dashboard.panels import Panel
from dashboard.reading import rows, scope

TERMS = ("vet_band", "vet_verdict")


def show(voice: Voice) -> None:
    """The page, from its verdict to its definitions."""
    present = scope()
    briefs = rows("match_briefs", present)
    slot, controls = st.columns([3, 1.5], gap="medium")
    market = matching.market_of(present, matching.newest_day(briefs)) if briefs.height else None
    with controls, st.container(horizontal=True, horizontal_alignment="right", vertical_alignment="center"):
        if market is not None and market.size:
            names = vetting.labels(market, st.query_params.get("kol", ""))
            kol_id = filters.pick("kol", voice("vet.whom"), names)
        filters.language_switch(voice)
    if market is None or not market.size:
        states.no_campaign(voice)
        return
    place = market.places[kol_id]
    found = signs_of.signs(market, place)
    tier = market.tier_of(place)
    with slot:
        word = signs_of.verdict(found)
        page.head(voice("page.vet"), voice(f"vet.verdict.{word}", kol=names[kol_id]), voice("vet.note"))
    st.html(vetting.table(found, tier, voice))
    drawn = {sign.name: sign for sign in vetting.charted(found)}
    if drawn:
        name = filters.switch("sign", voice("vet.sign"), {one: voice(f"vet.sign.{one}") for one in drawn})
        title = voice("vet.chart", sign=voice(f"vet.sign.{name}"), kol=names[kol_id])
        figure = vetting.chart(drawn[name], names[kol_id], voice)
        page.panel(
            Panel(f"vet.{kol_id}.{name}", title, voice("vet.chart_note"), figure, vetting.numbers(found, voice)), voice
        )
    told = rows("vet_sources", present, kol=kol_id)
    if told.height:
        st.html(blocks.panel_head(vetting.sources_title(told, voice), voice("vet.sources_note")))
        st.html(vetting.sources(told, voice))
        page.behind(voice("vet.history"), vetting.history(told, voice), f"vet.history.{kol_id}", voice)
    page.definitions(TERMS, voice)


show(Voice(filters.chosen_language()))
