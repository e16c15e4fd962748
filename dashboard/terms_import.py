"""Terms from a spreadsheet: every line shown as it would be entered, then all of them in one action or none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl
import streamlit as st

from campaigns import actions, terms_sheet
from campaigns.actions.terms_renewal import Planned, plan_terms
from campaigns.errors import CellsRefused, KolbookError
from dashboard import blocks, forms, terms_words
from dashboard.blocks import Column
from dashboard.formats import Voice
from dashboard.reading import Scope, store_of
from dashboard.terms_sheet_file import lines_of
from dashboard.viewer import actor

ENDINGS = ["xlsx", "csv"]


def show(_frame: pl.DataFrame, present: Scope, voice: Voice) -> None:
    """Upload or paste, look at what it would do, save."""
    st.html(blocks.panel_head(voice("terms.import"), voice("terms.import_note")))
    st.html(blocks.chooser(voice("terms.import_choose"), voice("terms.import_kinds")))
    form = forms.opened("terms.import", None, text="")
    sent = st.file_uploader(voice("terms.import_file"), ENDINGS, key=form.key("file"), label_visibility="collapsed")
    text = st.text_area(
        voice("terms.import_text"), key=form.key("text"), height=150, placeholder=voice("terms.import_example")
    )
    with st.expander(voice("terms.import_columns"), type="compact"):
        st.html(blocks.definitions((_column(name), voice(f"terms.sheet.{name}")) for name in terms_sheet.HEADERS))
    if sent is None and not text.strip():
        return
    try:
        lines = _lines(sent.name, sent.getvalue()) if sent is not None else terms_sheet.read_text(text)
        with store_of(present).reading() as session:
            planned = plan_terms(session, actor(), lines)
    except CellsRefused as problem:
        forms.cells(problem, voice)
        return
    except KolbookError as problem:
        st.html(blocks.banner(str(problem)))
        return
    st.html(blocks.panel_head(voice("terms.preview", count=voice.exact(len(planned))), voice("terms.preview_note")))
    st.html(_preview(planned, voice))
    if st.button(voice("terms.import_save", count=voice.exact(len(planned))), type="primary", key=form.key("send")):
        _save(form, lines, present, voice)


@st.cache_data(max_entries=8, show_spinner=False)
def _lines(name: str, content: bytes) -> list[dict[str, Any]]:
    return lines_of(name, content)


def _column(name: str) -> str:
    return name.removesuffix("_fen").removesuffix("_ppm").removesuffix("_date")


def _preview(planned: Sequence[Planned], voice: Voice) -> str:
    columns = [
        Column(voice(f"terms.column.{name}"), is_number=name == "row")
        for name in ("row", "target", "pays", "period", "ends")
    ]
    return blocks.table(columns, [_line(one, voice) for one in planned])


def _line(one: Planned, voice: Voice) -> list[str]:
    row: dict[str, Any] = {**dict.fromkeys([*terms_words.COMPARED, "platform", "category"]), "base": "buyer_paid"}
    row |= {"tier_mode": "marginal", "currency": "CNY", **one.fields}
    until = terms_words.field("before_date", row["before_date"], voice)
    ends = voice("terms.ends", number=one.ends) if one.ends else voice("terms.ends_none")
    named = [str(row[name]) for name in ("platform", "category", "campaign", "agency", "kol") if row.get(name)]
    whom = " · ".join([voice(f"terms.scope.{row['scope']}"), *named])
    return [
        blocks.cell(voice.exact(one.row)), blocks.cell(voice(f"terms.part.{row['part']}"), whom),
        blocks.cell(terms_words.pays(row, voice)), blocks.cell(f"{voice.date(row['since_date'])} – {until}"),
        blocks.cell(ends),
    ]  # fmt: skip


def _save(form: forms.Form, lines: list[dict[str, Any]], present: Scope, voice: Voice) -> None:
    store, who = store_of(present), actor()
    done: list[int] = []

    def save(key: str) -> None:
        done.extend(actions.import_terms(store, who, key, lines=lines))

    forms.send(form, voice, {"lines": lines}, save, lambda: voice("terms.imported", count=voice.exact(len(done))))
