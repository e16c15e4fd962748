"""The way of one sample: what people decided and what its courier reported, in order of time."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from campaigns.carriers import name_of
from campaigns.sample_history import steps_of
from dashboard import blocks
from dashboard.blocks import Column
from dashboard.formats import Voice
from dashboard.reading import Scope, rows, store_of
from dashboard.words import WORDS


def show(sample_id: int, present: Scope, voice: Voice) -> None:
    """Everything that is known about the sample; it is one that this person may see."""
    lines: list[tuple[datetime, str]] = []
    for step in steps_of(store_of(present), sample_id):
        key = "samples.history.reason" if step.reason else "samples.history.step"
        state = voice(f"sample.state.{step.state}")
        lines.append((step.at, voice(key, state=state, who=step.who, reason=step.reason)))
    for row in rows("sample_events", present, sample=sample_id).iter_rows(named=True):
        word = f"courier.{row['status']}"
        said = voice(word) if word in WORDS else row["raw_status"] or row["status"]
        lines.append((row["event_at"], f"{name_of(row['carrier'], voice.lang)}: {said}"))
    if not lines:
        return
    st.html(blocks.panel_head(voice("samples.history", number=sample_id)))
    told = [[blocks.cell(voice.moment(at)), blocks.cell(text)] for at, text in sorted(lines, key=lambda one: one[0])]
    st.html(blocks.table([Column(voice("samples.history.at")), Column(voice("samples.history.what"))], told))
