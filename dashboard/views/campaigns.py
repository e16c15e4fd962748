"""Campaigns: what is planned and what became of it; create, edit, duplicate and archive them."""

from __future__ import annotations

import polars as pl
import streamlit as st

from dashboard import blocks, campaign_form, campaign_plans, filters, forms, page
from dashboard.formats import Voice
from dashboard.labels import in_language
from dashboard.pipeline import today
from dashboard.reading import Scope, rows, scope
from dashboard.viewer import may

TERMS = ("spend", "third_party_cut", "kol_commission", "fixed_fees", "platform_fee")


def show(voice: Voice) -> None:
    """The page, from its one sentence to the form."""
    present = scope()
    for name in ("campaign", "do"):
        if f"goto.{name}" in st.session_state:
            st.session_state[name] = st.session_state.pop(f"goto.{name}")
    frame = campaign_plans.plans(present)
    slot, controls = st.columns([3, 1.5], gap="medium")
    with controls, st.container(horizontal=True, horizontal_alignment="right", vertical_alignment="center"):
        filters.language_switch(voice)
    with slot:
        page.head(voice("page.campaigns"), *campaign_plans.headline(frame, today(), voice))
    forms.announce()
    ways = [way for way in ("list", "edit", "new", "copy") if way == "list" or _may(way, frame)]
    do = filters.switch("do", voice("plans.do"), {way: voice(f"plans.do.{way}") for way in ways})
    if do == "list":
        st.html(campaign_plans.table(frame, today(), voice))
    elif do == "new":
        _new(present, voice)
    else:
        _one(do, frame, present, voice)
    page.definitions(TERMS, voice)


def _may(way: str, frame: pl.DataFrame) -> bool:
    return may("duplicate_campaign" if way == "copy" else "save_campaign") and (way == "new" or not frame.is_empty())


def _new(present: Scope, voice: Voice) -> None:
    brands = {row["code"]: row for row in rows("all_brands", present).iter_rows(named=True)}
    if not brands:
        st.html(blocks.guide(voice("plans.no_brand"), [voice("plans.no_brand_step")], ""))
        st.html(blocks.ways([(voice("page.products"), f"products?lang={voice.lang}")]))
        return
    labels = {code: in_language(row, voice) for code, row in brands.items()}
    code = filters.pick("brand_of_new", voice("filter.brand"), labels)
    campaign_form.create(brands[code], present, voice)


def _one(do: str, frame: pl.DataFrame, present: Scope, voice: Voice) -> None:
    labels = {row["code"]: in_language(row, voice) for row in frame.iter_rows(named=True)}
    row = campaign_plans.plan(present, filters.pick("campaign", voice("filter.campaign"), labels))
    if row is None:
        return
    if do == "copy":
        campaign_form.duplicate(row, present, voice)
        return
    page.figures(campaign_plans.key_figures(row, present, voice))
    st.html(blocks.panel_head(campaign_plans.finding(row, voice), voice("parts.note")))
    st.html(campaign_plans.parts(row, voice))
    st.html(blocks.ways([(voice(f"plans.to.{to}"), f"{to}?campaign={row['code']}&lang={voice.lang}")
                         for to in ("campaign", "pipeline")]))  # fmt: skip
    campaign_form.edit(row, present, voice)
    campaign_form.archive(row, present, voice)


show(Voice(filters.chosen_language()))
