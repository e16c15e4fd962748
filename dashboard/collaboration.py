"""One collaboration: what is known about it, how it came here, and the forms that change it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import polars as pl
import streamlit as st

from dashboard import blocks, pipeline, pipeline_forms, quotes
from dashboard.formats import Voice
from dashboard.labels import in_language
from dashboard.reading import Scope, rows


def show(row: dict[str, Any], present: Scope, voice: Voice) -> None:
    """The whole panel: facts and history on the left, what can be done on the right."""
    st.html(blocks.panel_head(row["kol_name"], in_language(row, voice)))
    st.html(blocks.ways([(voice("pipeline.plan"), f"campaigns?do=edit&campaign={row['campaign']}&lang={voice.lang}"),
                         (voice("pipeline.close"), f"pipeline?lang={voice.lang}")]))  # fmt: skip
    for text in conflict_lines(rows("collaboration_conflicts", present, collaboration=row["id"]), voice):
        st.html(blocks.banner(text))
    left, right = st.columns([1.25, 1], gap="large")
    with left:
        st.html(blocks.facts(pipeline.facts(row, voice)))
        quotes.show(row, present, voice)
        _comments(row, present, voice)
        _steps(row, present, voice)
    with right:
        pipeline_forms.move(row, present, voice)
        pipeline_forms.arrange(row, present, voice)
        pipeline_forms.exclusivity(row, present, voice)


def conflict_lines(found: pl.DataFrame, voice: Voice) -> Iterator[str]:
    """Each conflict as a sentence with its days; the other brand by name where the reader may know it."""
    for row in found.iter_rows(named=True):
        brand = in_language(row, voice, "brand_name") if row["brand_name"] else voice("conflict.another_brand")
        last = row["before_date"] - timedelta(days=1)
        days = voice.date(last) if last == row["since_date"] else voice.span(row["since_date"], last)
        yield voice(f"conflict.{row['kind']}", brand=brand, category=row["category"], days=days)


def _comments(row: dict[str, Any], present: Scope, voice: Voice) -> None:
    found = rows("collaboration_comments", present, collaboration=row["id"])
    st.html(blocks.panel_head(voice("comment.title", count=voice.exact(found.height))))
    for comment in found.iter_rows(named=True):
        st.html(blocks.line(comment["body"], f"{comment['who']} · {voice.moment(comment['at'])}"))
    pipeline_forms.comment(row, present, voice)


def _steps(row: dict[str, Any], present: Scope, voice: Voice) -> None:
    found = rows("collaboration_steps", present, collaboration=row["id"])
    st.html(blocks.panel_head(voice("step.title")))
    for step in found.iter_rows(named=True):
        key = "step.new" if step["from_state"] is None else "step.moved"
        states = {"state": voice(f"state.{step['to_state']}")}
        if step["from_state"] is not None:
            states["before"] = voice(f"state.{step['from_state']}")
        below = " · ".join(part for part in (step["who"], voice.moment(step["at"]), step["reason"]) if part)
        st.html(blocks.line(voice(key, **states), below))
