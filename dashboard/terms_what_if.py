"""What if: rates, tiers and bases changed on a copy, and the difference by party and month. Nothing is saved."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import polars as pl
import streamlit as st

from campaigns import terms_sheet
from campaigns.actions.terms import PART_BASES, PART_EXTRAS
from campaigns.errors import KolbookError
from campaigns.records import TIER_MODES
from dashboard import blocks, reading, terms_form, terms_words
from dashboard.blocks import Column
from dashboard.formats import Voice
from dashboard.labels import spoken
from dashboard.reading import Scope

MOST = 5
SHOWN = 100


def show(frame: pl.DataFrame, present: Scope, voice: Voice) -> None:
    """Choose terms, change them, see what it would have brought."""
    st.html(blocks.panel_head(voice("terms.what_if"), voice("terms.what_if_note")))
    labels = {row["id"]: terms_words.label(row, voice) for row in frame.iter_rows(named=True)}
    chosen = st.multiselect(
        voice("terms.what_if_choose"), list(labels), key="what_if.terms", max_selections=MOST,
        format_func=labels.__getitem__, placeholder=voice("terms.choose"),
    )  # fmt: skip
    if not chosen:
        return
    with st.form("what_if"):
        try:
            changes = [
                _change(row, labels[row["id"]], voice) for row in frame.iter_rows(named=True) if row["id"] in chosen
            ]
        except KolbookError as problem:
            changes = []
            st.html(blocks.banner(str(problem)))
        is_asked = st.form_submit_button(voice("terms.what_if_show"), type="primary")
    changes = [change for change in changes if len(change) > 1]
    if is_asked and not changes:
        st.html(blocks.banner(voice("form.nothing_changed")))
    elif is_asked:
        _answer(changes, present, voice)


def _answer(changes: list[dict[str, Any]], present: Scope, voice: Voice) -> None:
    try:
        found = reading.what_if(present, changes)
    except KolbookError as problem:
        st.html(blocks.banner(str(problem)))
        return
    if found.is_empty():
        st.html(blocks.guide(voice("terms.what_if_same"), [voice("terms.what_if_same_note")], ""))
        return
    names = _names(present, voice)
    st.html(blocks.panel_head(headline(found, voice), voice("terms.what_if_read")))
    st.html(table(found.head(SHOWN), names, voice))
    if found.height > SHOWN:
        st.caption(voice("terms.more", count=voice.exact(found.height - SHOWN)))


def headline(found: pl.DataFrame, voice: Voice) -> str:
    """By how much more, or less, would be due, over all parties and months."""
    paid = found.filter(pl.col("part") != "rebate", currency="CNY")
    total_fen = int(paid["difference_fen"].sum())
    key = "terms.what_if_more" if total_fen >= 0 else "terms.what_if_less"
    return voice(key, amount=voice.money_exact(abs(total_fen)), parties=voice.exact(found["party"].n_unique()))


def table(found: pl.DataFrame, names: Mapping[str, str], voice: Voice) -> str:
    """One line per party, part and month."""
    columns = [
        Column(voice("terms.column.party")), Column(voice("terms.column.month")),
        Column(voice("terms.column.now"), is_number=True, wide=True),
        Column(voice("terms.column.then"), is_number=True, wide=True),
        Column(voice("terms.column.difference"), is_number=True),
    ]  # fmt: skip
    lines = [
        [
            blocks.cell(names.get(row["party"], row["party"]), voice(f"terms.part.{row['part']}")),
            blocks.cell(row["period"]),
            blocks.cell(voice.money_exact(row["before_fen"])),
            blocks.cell(voice.money_exact(row["after_fen"])),
            blocks.cell(voice.money_exact(row["difference_fen"]), is_bad=row["difference_fen"] > 0),
        ]
        for row in found.iter_rows(named=True)
    ]
    return blocks.table(columns, lines)


def _names(present: Scope, voice: Voice) -> dict[str, str]:
    known = reading.rows("terms_parties", present)
    return {row["party"]: spoken(row["name"], voice) for row in known.iter_rows(named=True)}


def _change(row: Mapping[str, Any], label: str, voice: Voice) -> dict[str, Any]:
    """What was typed for one terms, where it differs from what stands."""
    number, change = row["id"], {"id": row["id"]}
    st.html(blocks.panel_head(label))
    left, right = st.columns(2)
    with left:
        bases = list(PART_BASES[row["part"]])
        base = st.selectbox(
            voice("terms.field.base"), bases, bases.index(row["base"]) if row["base"] in bases else 0,
            key=f"what_if.base.{number}", format_func=lambda value: voice(f"terms.base.{value}"),
        )  # fmt: skip
        ppm = row["rate_ppm"]
        percent = st.number_input(
            voice("terms.field.rate_percent"), 0.0, 100.0, None if ppm is None else ppm / terms_form.PERCENT, 0.1,
            format="%.4f", key=f"what_if.rate.{number}",
        )  # fmt: skip
    after = {"base": base, "rate_ppm": None if percent is None else int(Decimal(str(percent)) * terms_form.PERCENT)}
    if "tiers" in PART_EXTRAS[row["part"]]:
        with right:
            before = terms_form.tiers_text(row["tiers"])
            text = st.text_area(voice("terms.field.tiers"), before, key=f"what_if.tiers.{number}", height=100)
            mode = st.selectbox(
                voice("terms.field.tier_mode"), TIER_MODES, TIER_MODES.index(row["tier_mode"]),
                key=f"what_if.mode.{number}", format_func=lambda value: voice(f"terms.tier_mode.{value}"),
            )  # fmt: skip
        after["tier_mode"] = mode
        if text.strip() != before:
            change["tiers"] = terms_sheet.read_tiers(label, text) if text.strip() else None
            if change["tiers"] is not None:
                after["rate_ppm"] = None
    return change | {name: value for name, value in after.items() if value != row[name]}
