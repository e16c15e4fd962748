"""Bands of platforms, taxes of parties, rates of exchange: what holds from which day, and forms for the next."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import polars as pl
import streamlit as st

from campaigns import actions
from campaigns.periods import business_date
from campaigns.records import utc_now
from dashboard import blocks, filters, forms, terms_words
from dashboard.blocks import Column
from dashboard.formats import Voice
from dashboard.reading import Scope, rows, store_of
from dashboard.terms_form import PERCENT
from dashboard.viewer import actor, may


@dataclass(frozen=True)
class House:
    """One kind of rows: the query, the action, and its columns; those in `fixed` stay once the row is there."""

    query: str
    action: str
    columns: tuple[str, ...]
    fixed: frozenset[str]
    save: Callable[..., Any]


HOUSES = {
    "bands": House(
        "platform_bands", "save_platform_band", ("platform", "category", "since_date", "low_ppm", "high_ppm", "source"),
        frozenset({"platform", "category"}), actions.save_platform_band,
    ),
    "taxes": House(
        "party_taxes", "save_party_tax", ("party", "since_date", "vat_ppm", "is_vat_included", "withholding_ppm"),
        frozenset({"party"}), actions.save_party_tax,
    ),
    "rates": House(
        "exchange_rates", "save_exchange_rate", ("currency", "since_date", "cny_ppm", "source"),
        frozenset({"currency"}), actions.save_exchange_rate,
    ),
}  # fmt: skip


def show(_frame: pl.DataFrame, present: Scope, voice: Voice) -> None:
    """One kind at a time: its rows, and the form beside them."""
    chosen = filters.switch("house", voice("terms.show.house"), {name: voice(f"terms.house.{name}") for name in HOUSES})
    house = HOUSES[chosen]
    found = rows(house.query, present)
    st.html(blocks.panel_head(voice(f"terms.house.{chosen}"), voice(f"terms.house_note.{chosen}")))
    left, right = st.columns([1.6, 1], gap="large")
    with left:
        if found.is_empty():
            st.html(blocks.banner(voice(f"terms.house_none.{chosen}")))
        else:
            st.html(_table(house, found, voice))
    with right:
        if may(house.action):
            _form(chosen, house, found, present, voice)


def _table(house: House, found: pl.DataFrame, voice: Voice) -> str:
    columns = [Column(voice(f"terms.field.{name}"), is_number=name.endswith("_ppm")) for name in house.columns]
    lines = [[blocks.cell(_said(name, row, voice)) for name in house.columns] for row in found.iter_rows(named=True)]
    return blocks.table(columns, lines)


def _said(name: str, row: Mapping[str, Any], voice: Voice) -> str:
    value = row[name]
    if name == "cny_ppm":
        return terms_words.plain(value)
    if name == "is_vat_included":
        return voice("terms.included" if value else "terms.on_top")
    if name == "category" and not value:
        return voice("terms.every_category")
    if name == "party":
        return voice(f"terms.every.{value}") if "/" not in value else row["name"] or value
    return terms_words.field(name, value, voice)


def _form(chosen: str, house: House, found: pl.DataFrame, present: Scope, voice: Voice) -> None:
    labels = {0: voice("terms.new_row")} | {row["id"]: _label(house, row, voice) for row in found.iter_rows(named=True)}
    number = st.selectbox(voice("terms.row"), list(labels), format_func=labels.__getitem__, key=f"house.{chosen}")
    row = next((row for row in found.iter_rows(named=True) if row["id"] == number), {})
    form = forms.opened(
        f"house.{chosen}.{number}", row.get("version"), **{name: row.get(name) for name in house.columns}
    )
    with st.form(form.key("form")):
        values = {name: _input(form, name, bool(row) and name in house.fixed, voice) for name in house.columns}
        is_sent = st.form_submit_button(voice("form.save"), type="primary", key=form.key("send"))
    if is_sent:
        _save(form, house, number, values, present, voice)
    if row:
        current = {name: row[name] for name in house.columns}
        forms.differences(
            form, current, row["version"], lambda name, value: _said(name, {**row, name: value}, voice), voice
        )


def _label(house: House, row: Mapping[str, Any], voice: Voice) -> str:
    return " · ".join(_said(name, row, voice) for name in house.columns[: house.columns.index("since_date") + 1])


def _input(form: forms.Form, name: str, is_fixed: bool, voice: Voice) -> Any:
    label, before, key = voice(f"terms.field.{name}"), form.opened.get(name), form.key(name)
    if name == "since_date":
        return st.date_input(label, before or business_date(utc_now()), key=key)
    if name == "is_vat_included":
        return st.toggle(label, before is None or before, key=key)
    if name == "cny_ppm":
        return st.text_input(label, "" if before is None else terms_words.plain(before), key=key, placeholder="7.1035")
    if name.endswith("_ppm"):
        return st.number_input(label + voice("terms.percent"), 0.0, 100.0, (before or 0) / PERCENT, 0.5, key=key)
    help_text = voice("terms.party_help") if name == "party" else None
    return st.text_input(label, before or "", key=key, disabled=is_fixed, help=help_text)


def _save(form: forms.Form, house: House, number: int, values: dict[str, Any], present: Scope, voice: Voice) -> None:
    store, who, version = store_of(present), actor(), form.version
    own = {"id": number, "version": version} if number else {}

    def save(key: str) -> None:
        fields = {name: _read(name, value) for name, value in values.items() if not number or name not in house.fixed}
        house.save(store, who, key, **own, **fields)

    forms.send(form, voice, {**own, **values}, save)


def _read(name: str, value: Any) -> Any:
    if name == "cny_ppm":
        return terms_words.millionths(value)
    if name.endswith("_ppm"):
        return int(Decimal(str(value)) * PERCENT)
    return value.strip() if isinstance(value, str) else value
