"""Whom a set reaches, counted one person at a time, and who is like one of its KOLs."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from campaigns import lookalikes as found_by
from dashboard import blocks, filters, matching, plan, plan_panels
from dashboard.blocks import Column
from dashboard.formats import Voice
from dashboard.plan import Offer
from dashboard.reading import Scope, rows


def reach(present: Scope, chosen: Sequence[Offer], voice: Voice) -> None:
    """Different people reached together, and the pairs who share most."""
    ids = [one.kol_id for one in chosen]
    told = plan.reach(present, ids)
    if not told["clickers"]:
        return
    facts = {name: voice.exact(told[name]) for name in ("clickers", "clickers_each", "buyers", "buyers_each")}
    st.html(blocks.panel_head(voice("compare.reach", **facts), voice("compare.reach_note", **facts)))
    shared = plan.overlap(present, ids).head(10)
    if shared.height:
        st.html(plan_panels.overlap_table(shared, {one.kol_id: one.kol_name for one in chosen}, voice))


def lookalikes(present: Scope, chosen: Sequence[Offer], voice: Voice) -> None:
    """KOLs like one of them, by audience and by words."""
    st.html(blocks.panel_head(voice("compare.like"), voice("compare.like_note")))
    kol_id = filters.pick("like", voice("compare.like_of"), {one.kol_id: one.kol_name for one in chosen})
    market = matching.market_of(present, matching.newest_day(rows("match_briefs", present)))
    near = found_by.of(market, kol_id)
    if not near:
        st.html(blocks.banner(voice("compare.like_nobody")))
        return
    columns = (
        Column(voice("column.kol_name")), Column(voice("column.tier"), wide=True),
        Column(voice("compare.likeness"), is_number=True), Column(voice("compare.audience"), is_number=True),
        Column(voice("compare.content"), is_number=True), Column(voice("compare.rests_on"), is_number=True, wide=True),
    )  # fmt: skip
    st.html(blocks.table(columns, [
        [
            blocks.cell(one.kol_name), blocks.cell(voice(f"tier.{one.tier}") if one.tier else voice("label.unknown")),
            *(blocks.cell(voice.percent(part)) for part in (one.likeness, one.audience, one.content, one.confidence)),
        ]
        for one in near
    ]))  # fmt: skip
