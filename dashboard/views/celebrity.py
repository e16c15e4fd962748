"""Stars and sell-outs: how fast a note emptied the stock, who clicked in vain, what people ask for."""

from __future__ import annotations

import streamlit as st

from dashboard import blocks, celebrity, filters, forms, page, queries, states
from dashboard.formats import Voice
from dashboard.labels import in_language
from dashboard.reading import rows, scope

TERMS = ("sell_out", "leading_note", "clicks_without_stock")


def show(voice: Voice) -> None:
    """The page, from its one sentence to its definitions."""
    present = scope()
    everyone = queries.campaign_names(present)
    slot, controls = st.columns([3, 1.5], gap="medium")
    with controls, st.container(horizontal=True, horizontal_alignment="right", vertical_alignment="center"):
        if not everyone.is_empty():
            labels = {row["code"]: in_language(row, voice) for row in everyone.iter_rows(named=True)}
            code = filters.pick("campaign", voice("filter.campaign"), labels)
        filters.language_switch(voice)
    if everyone.is_empty():
        states.no_campaign(voice)
        return
    sold = rows("campaign_sell_outs", present, campaign=code)
    with slot:
        page.head(*celebrity.headline(sold, labels[code], voice))
    states.reach(present, voice)
    forms.announce()
    if sold.height:
        page.figures(celebrity.key_figures(sold, voice))
    made = celebrity.curve(present, code, sold, voice)
    if made is not None:
        page.panel(made, voice)
    if sold.height > 1:
        st.html(blocks.panel_head(voice("sellout.all", count=voice.exact(sold.height))))
        st.html(celebrity.sell_outs(sold, voice))
    page.figures_behind(celebrity.vain_clicks(sold, present, voice), "sell_outs", voice)
    celebrity.mentions(present, code, voice)
    page.definitions(TERMS, voice)


show(Voice(filters.chosen_language()))
