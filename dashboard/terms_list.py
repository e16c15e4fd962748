"""The list of terms: for whom, what they pay, when they hold, and which platform fees lie outside their band."""

from __future__ import annotations

from typing import Any

import polars as pl
import streamlit as st

from campaigns.periods import business_date
from campaigns.records import PARTS, SCOPES, utc_now
from dashboard import blocks, filters, terms_words
from dashboard.blocks import Column
from dashboard.formats import Voice
from dashboard.reading import Scope, rows

STATES = ("holds", "coming", "ended")
MOST = 200


def terms(present: Scope) -> pl.DataFrame:
    """All terms that may be seen: those of platforms first, then agencies, then collaborations."""
    return rows("terms", present, today=business_date(utc_now()).isoformat())


def headline(frame: pl.DataFrame, voice: Voice) -> tuple[str, str]:
    """The sentence with the number that matters, and what lies outside the band."""
    outside = frame.filter("is_outside").height
    title = voice("terms.title", count=voice.exact(frame.filter(state="holds").height))
    return title, voice("terms.outside", count=voice.exact(outside)) if outside else voice("terms.note")


def show(frame: pl.DataFrame, _present: Scope, voice: Voice) -> None:
    """The filters and the table."""
    chosen = frame
    with st.container(horizontal=True):
        for name, values in (("state", STATES), ("scope", SCOPES), ("part", PARTS)):
            labels = {"": voice(f"terms.any_{name}")} | {value: voice(f"terms.{name}.{value}") for value in values}
            picked = filters.pick(name, voice(f"terms.any_{name}"), labels)
            chosen = chosen.filter(pl.col(name) == picked) if picked else chosen
    if chosen.is_empty():
        st.html(blocks.guide(voice("terms.nothing"), [voice("terms.nothing_step")], ""))
        return
    st.html(table(chosen.head(MOST), voice))
    if chosen.height > MOST:
        st.caption(voice("terms.more", count=voice.exact(chosen.height - MOST)))


def table(frame: pl.DataFrame, voice: Voice) -> str:
    """One line per terms; its target leads to its versions."""
    columns = (
        Column(voice("terms.column.target")), Column(voice("terms.column.pays")),
        Column(voice("terms.column.period"), wide=True), Column(voice("terms.column.entered_by"), wide=True),
    )  # fmt: skip
    return blocks.table(columns, [_line(row, voice) for row in frame.iter_rows(named=True)])


def _line(row: dict[str, Any], voice: Voice) -> list[str]:
    scope, part = row["scope"], row["part"]
    below = f"{voice(f'terms.scope.{scope}')} · {voice(f'terms.part.{part}')}"
    link = f"terms?show=compare&terms={row['id']}&lang={voice.lang}"
    until = terms_words.field("before_date", row["before_date"], voice)
    outside = terms_words.band_warning(row["rate_ppm"], row["low_ppm"], row["high_ppm"], voice)
    return [
        blocks.linked(terms_words.target(row, voice), link, below),
        blocks.cell(terms_words.pays(row, voice), outside, is_bad=row["is_outside"]),
        blocks.cell(f"{voice.date(row['since_date'])} – {until}", voice(f"terms.state.{row['state']}")),
        blocks.cell(row["entered_by"], voice.moment(row["entered_at"])),
    ]
