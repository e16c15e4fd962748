"""The Products page's own pieces: the list, the forms of a product and a brand, a pasted list, what nobody entered."""

from __future__ import annotations

from typing import Any

import polars as pl
import streamlit as st

from campaigns import actions, product_sheet
from campaigns.actions.product_list import Listed
from campaigns.money import parse_yuan, yuan
from dashboard import blocks, forms
from dashboard.blocks import Column
from dashboard.formats import Voice
from dashboard.labels import in_language
from dashboard.reading import Scope, store_of
from dashboard.viewer import actor, may

NAMES = ("name", "name_zh")


def headline(frame: pl.DataFrame, voice: Voice) -> tuple[str, str]:
    """How many there are, and what their id is for."""
    if frame.is_empty():
        return voice("products.title_none"), voice("products.note")
    facts = {"count": voice.exact(frame.height), "brands": voice.exact(frame["brand_code"].n_unique())}
    return voice("products.title", **facts), voice("products.note")


def table(frame: pl.DataFrame, voice: Voice) -> str:
    """One line per product; its name opens its form."""
    columns = (
        Column(voice("products.one")), Column(voice("field.category"), wide=True),
        Column(voice("field.cost_fen"), is_number=True), Column(voice("products.campaigns"), is_number=True),
        Column(voice("column.orders"), is_number=True),
    )  # fmt: skip
    return blocks.table(columns, [_line(row, voice) for row in frame.iter_rows(named=True)])


def _line(row: dict[str, Any], voice: Voice) -> list[str]:
    last = voice("products.sold", day=voice.date(row["sold_date"])) if row["sold_date"] else ""
    return [
        blocks.linked(
            in_language(row, voice), f"products?product={row['product_id']}&lang={voice.lang}", row["product_id"]
        ),
        blocks.cell(row["category"]),
        blocks.cell(voice.money_exact(row["cost_fen"])),
        blocks.cell(voice.exact(row["campaigns"])),
        blocks.cell(voice.exact(row["orders"]), last),
    ]


def form(row: dict[str, Any] | None, brand: dict[str, Any], product_id: str, present: Scope, voice: Voice) -> None:
    """Names, category and cost of a product; without a row, a new one of the brand."""
    fields = {
        "name": row["name"] if row else "", "name_zh": row["name_zh"] if row else "",
        "category": row["category"] if row else "", "cost_fen": yuan(row["cost_fen"]) if row else "",
    }  # fmt: skip
    name = f"product.{row['product_id'] if row else brand['code']}"
    opened = forms.opened(name, row["version"] if row else None, **fields)
    with st.form(opened.key("form"), border=True):
        own = {} if row else {"product_id": st.text_input(voice("field.product_id"), product_id, key=opened.key("id"))}
        values = {
            each: st.text_input(voice(f"field.{each}"), value=opened.opened[each], key=opened.key(each))
            for each in fields
        }
        is_sent = st.form_submit_button(voice("form.save"), type="primary", key=opened.key("send"))
    if is_sent:
        asked = {**own, "brand_id": brand["id"], **values} if row is None else opened.changed(values)
        _save_product(opened, row, asked, present, voice)
    if row is not None:
        forms.differences(opened, fields, row["version"], lambda _, text: text or voice("form.empty"), voice)


def _save_product(
    opened: forms.Form, row: dict[str, Any] | None, asked: dict[str, Any], present: Scope, voice: Voice
) -> None:
    if not asked:
        st.html(blocks.banner(voice("form.nothing_changed")))
        return
    store, who = store_of(present), actor()
    own = {} if row is None else {"product_id": row["product_id"], "version": opened.version}

    def save(key: str) -> None:
        given = dict(asked)
        if "cost_fen" in given:
            given["cost_fen"] = parse_yuan(given["cost_fen"], voice("field.cost_fen"))
        if row is None and not given["name"].strip():
            given["name"] = given["name_zh"]
        actions.save_product(store, who, key, **own, **given)

    forms.send(opened, voice, {"version": opened.version, **asked}, save)


def paste(brand: dict[str, Any], present: Scope, voice: Voice) -> None:
    """A list from a spreadsheet: all of its rows or none; what was pasted stays until it is saved."""
    opened = forms.opened(f"products.paste.{brand['code']}", None, text="")
    st.caption(voice("products.paste_help"))
    with st.form(opened.key("form"), border=False):
        text = st.text_area(
            voice("products.paste"), key=opened.key("text"), height=180, placeholder=voice("products.example")
        )
        is_sent = st.form_submit_button(voice("form.save"), type="primary", key=opened.key("send"))
    if not is_sent:
        return
    store, who = store_of(present), actor()
    done: list[Listed] = []

    def save(key: str) -> None:
        lines = product_sheet.read(text)
        done.append(actions.import_products(store, who, key, brand_id=brand["id"], lines=lines))

    def said() -> str:
        made, changed = (voice.exact(len(ids)) for ids in done[0])
        return voice("products.pasted", made=made, changed=changed)

    forms.send(opened, voice, {"text": text}, save, said)


def brand_form(row: dict[str, Any] | None, present: Scope, voice: Voice) -> None:
    """The names of a brand; without a row, a new one."""
    if not may("save_brand"):
        return
    fields = {each: row[each] if row else "" for each in NAMES}
    opened = forms.opened(f"brand.{row['code'] if row else 'new'}", row["version"] if row else None, **fields)
    with st.form(opened.key("form"), border=True):
        own = {} if row else {"code": st.text_input(voice("field.brand_code"), key=opened.key("code"))}
        values = {
            each: st.text_input(voice(f"field.{each}"), value=opened.opened[each], key=opened.key(each))
            for each in NAMES
        }
        is_sent = st.form_submit_button(voice("form.save"), type="primary", key=opened.key("send"))
    if is_sent:
        asked = {**own, **values} if row is None else opened.changed(values)
        store, who = store_of(present), actor()
        known = {} if row is None else {"id": row["id"], "version": opened.version}
        forms.send(
            opened, voice, {"version": opened.version, **asked},
            lambda key: actions.save_brand(store, who, key, **known, **asked),
        )  # fmt: skip
    if row is not None:
        forms.differences(opened, fields, row["version"], lambda _, text: text or voice("form.empty"), voice)
