"""Pick an order, read why each of its commission lines is what it is."""

from __future__ import annotations

import polars as pl
import streamlit as st

from dashboard import blocks, filters, why
from dashboard.formats import Voice
from dashboard.reading import Scope, rows


def show(_frame: pl.DataFrame, present: Scope, voice: Voice) -> None:
    """The search, then one block per line."""
    order = filters.search("order", voice("why.search"))
    if not order:
        recent = rows("why_recent", present)
        st.html(blocks.panel_head(voice("why.recent"), voice("why.recent_note")))
        links = [
            (row["order_id"], f"terms?show=why&order={row['order_id']}&lang={voice.lang}") for row in recent.to_dicts()
        ]
        st.html(blocks.ways(links) if links else blocks.banner(voice("why.none")))
        return
    found = why.answers(rows("why", present, order=order).iter_rows(named=True), voice)
    if not found:
        st.html(blocks.guide(voice("why.not_found", order=order), [voice("why.not_found_step")], ""))
        return
    total_fen = sum(answer.amount_fen for answer in found)
    st.html(blocks.panel_head(voice("why.order", order=order), voice("why.sum", amount=voice.money_exact(total_fen))))
    for answer in found:
        st.html(blocks.panel_head(f"{answer.title}: {voice.money_exact(answer.amount_fen)}"))
        st.html(blocks.definitions(answer.facts))
