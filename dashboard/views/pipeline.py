"""Pipeline: which collaboration stands where, what comes next and by when, the overdue first."""

from __future__ import annotations

import polars as pl
import streamlit as st

from dashboard import blocks, collaboration, filters, forms, page, pipeline, pipeline_forms, queries, shortlist_form
from dashboard.formats import Voice
from dashboard.pipeline_choice import choose
from dashboard.reading import Scope, scope
from dashboard.tables import columns, presentable, shown


def show(voice: Voice) -> None:
    """The page, from its one sentence to the rows."""
    present = scope()
    everything = pipeline.collaborations(present)
    slot, controls = st.columns([3, 1.5], gap="medium")
    with controls, st.container(horizontal=True, horizontal_alignment="right", vertical_alignment="center"):
        looks = {name: voice(f"pipeline.look.{name}") for name in ("board", "table")}
        look = filters.switch("look", voice("pipeline.look"), looks)
        filters.language_switch(voice)
    choice = choose(everything, present, voice)
    frame = pipeline.chosen(everything, choice)
    with slot:
        page.head(voice("page.pipeline"), *pipeline.headline(frame, voice))
    forms.announce()
    _opened(everything, present, voice)
    if frame.is_empty():
        st.html(blocks.guide(voice("pipeline.nothing"), [voice("pipeline.nothing_step")], ""))
    elif look == "board":
        st.html(pipeline.board(frame, voice))
    else:
        _table(frame, present, voice)
    for row in queries.campaign_names(present).filter(code=choice.campaign).iter_rows(named=True):
        shortlist_form.show(row["id"], row["name"], present, voice)


def _opened(frame: pl.DataFrame, present: Scope, voice: Voice) -> None:
    """The collaboration that the address names, if it is one that may be seen."""
    asked = st.query_params.get("collaboration", "")
    for row in frame.filter(pl.col("id").cast(pl.String) == asked).iter_rows(named=True):
        collaboration.show(row, present, voice)


def _table(frame: pl.DataFrame, present: Scope, voice: Voice) -> None:
    count = pipeline.pages(frame)
    number = st.pagination(count, key=f"page.{count}") if count > 1 else 1
    part = pipeline.page_of(frame, number)
    ready = presentable(pipeline.table(part, voice))
    picked = st.dataframe(
        shown(ready), column_config=columns(ready, voice), hide_index=True, key=f"pick.{hash(tuple(part['id']))}",
        on_select="rerun", selection_mode="multi-row", placeholder="–", height="content",
    )  # fmt: skip
    chosen = part[picked["selection"]["rows"]].to_dicts()
    st.caption(voice("pipeline.choose_rows"))
    if len(chosen) == 1:
        collaboration.show(chosen[0], present, voice)
    elif chosen:
        left, right = st.columns(2, gap="large")
        with left:
            pipeline_forms.move_many(chosen, present, voice)
        with right:
            pipeline_forms.arrange_many(chosen, present, voice)


show(Voice(filters.chosen_language()))
