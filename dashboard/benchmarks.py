"""The benchmarks people may edit: one form per channel, one save, and what became of it."""

from __future__ import annotations

import uuid
from typing import Any

import streamlit as st

from campaigns.actions import save_setting
from campaigns.errors import KolbookError
from dashboard import blocks, queries, viewer
from dashboard.formats import Voice
from dashboard.labels import spoken
from dashboard.reading import Scope, store_of

FROM_BRIEF = "from the brief, unverified"
"""What the first benchmarks say of themselves; shown in the reader's language."""


def editor(present: Scope, voice: Voice) -> None:
    """A small form behind one button for whoever may; the new benchmark shows on the page at once."""
    if not viewer.may("save_setting"):
        return
    rows = {row["channel"]: row for row in queries.benchmarks(present).iter_rows(named=True)}
    if not rows:
        return
    with st.popover(voice("benchmark.edit"), icon=":material/edit:"):
        channel = st.selectbox(
            voice("benchmark.channel"),
            list(rows),
            format_func=lambda name: spoken(name, voice),
            key="benchmark.channel",
        )
        _form(rows[channel], present, voice)


def sources(present: Scope, voice: Voice) -> str:
    """Each benchmark with where it comes from, as one sentence; nothing when none is set."""
    listed = [
        voice("benchmark.one", channel=spoken(row["channel"], voice), rate=voice.percent(row["benchmark"]),
              source=_source(row["source"], voice))
        for row in queries.benchmarks(present).iter_rows(named=True)
        if row["benchmark"] is not None
    ]  # fmt: skip
    return voice("benchmark.sources", listed=voice("list.separator").join(listed)) if listed else ""


def _source(text: str, voice: Voice) -> str:
    if not text:
        return voice("benchmark.no_source")
    return voice("benchmark.from_brief") if text == FROM_BRIEF else text


def _form(row: dict[str, Any], present: Scope, voice: Voice) -> None:
    token = st.session_state.setdefault("benchmark.token", uuid.uuid4().hex)
    with st.form(f"benchmark.{row['channel']}.{row['version']}", border=False):
        percent = st.number_input(
            voice("benchmark.percent"), min_value=0.01, max_value=99.99, step=0.1, format="%.2f",
            value=None if row["benchmark"] is None else row["benchmark"] * 100,
        )  # fmt: skip
        source = st.text_input(voice("benchmark.source"), value=row["source"], help=voice("benchmark.source_help"))
        is_sent = st.form_submit_button(voice("benchmark.save"), type="primary")
    if is_sent and percent is not None:
        refusal = _save(row, percent / 100, source, token, present)
        if refusal:
            st.html(blocks.banner(refusal))
        else:
            del st.session_state["benchmark.token"]
            st.rerun()


def _save(row: dict[str, Any], rate: float, source: str, token: str, present: Scope) -> str:
    """Save once; returns why it was refused, or nothing."""
    key = f"benchmark-{row['channel']}-{token}"
    name = f"benchmark.{row['channel']}"
    store = store_of(present)
    try:
        save_setting(store, viewer.actor(), key, name=name, version=row["version"], value=round(rate, 6), source=source)
    except KolbookError as reason:
        return str(reason)
    return ""
