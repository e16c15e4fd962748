"""The stock of sample units: what is left of each product, what came in, and when to warn."""

from __future__ import annotations

from typing import Any

import polars as pl
import streamlit as st

from campaigns import actions
from campaigns.periods import business_date
from campaigns.records import utc_now
from dashboard import blocks, forms
from dashboard.blocks import Column
from dashboard.formats import Voice
from dashboard.labels import in_language
from dashboard.reading import Scope, rows, store_of
from dashboard.viewer import actor


def show(present: Scope, voice: Voice) -> None:
    """What is left, low ones first; and the two things to enter."""
    frame = rows("sample_stock", present)
    low = [in_language(row, voice) for row in frame.filter(pl.col("is_low")).iter_rows(named=True)]
    title = voice("stock.title", names=voice("list.separator").join(low)) if low else voice("stock.title_fine")
    st.html(blocks.panel_head(title, voice("stock.note")))
    st.html(_table(frame, voice))
    products = {row["product_id"]: row for row in rows("products", present).iter_rows(named=True)}
    left, right = st.columns(2, gap="large")
    with left:
        _receive(products, present, voice)
    with right:
        _warn(products, {row["product_id"]: row for row in frame.iter_rows(named=True)}, present, voice)


def _table(frame: pl.DataFrame, voice: Voice) -> str:
    names = ("received", "out", "promised", "left", "warn")
    columns = [
        Column(voice("stock.product")),
        *(Column(voice(f"stock.{name}"), is_number=True, wide=name in ("received", "warn")) for name in names),
    ]
    lines = [
        [
            blocks.cell(in_language(row, voice)),
            blocks.cell(voice.exact(row["received_units"])),
            blocks.cell(voice.exact(row["out_units"])),
            blocks.cell(voice.exact(row["promised_units"])),
            blocks.cell(
                voice.exact(row["left_units"]),
                "" if row["left_units"] is not None else voice("stock.unknown"),
                is_bad=row["is_low"] or (row["left_units"] or 0) < 0,
            ),
            blocks.cell(voice.exact(row["warn_below"])),
        ]
        for row in frame.iter_rows(named=True)
    ]
    return blocks.table(columns, lines)


def _choose(products: dict[str, dict[str, Any]], form: forms.Form, voice: Voice) -> str:
    return str(
        st.selectbox(
            voice("stock.product"), list(products), key=form.key("product_id"),
            format_func=lambda identity: in_language(products[identity], voice),
        )
    )  # fmt: skip


def _receive(products: dict[str, dict[str, Any]], present: Scope, voice: Voice) -> None:
    form = forms.opened("stock.receive", None, remark="")
    with st.form(form.key("form")):
        st.markdown(f"**{voice('stock.receive')}**")
        product_id = _choose(products, form, voice)
        units = st.number_input(voice("stock.units"), value=None, step=1, format="%d", key=form.key("units"))
        day = st.date_input(voice("stock.day"), value=business_date(utc_now()), key=form.key("day"))
        remark = st.text_input(voice("stock.remark"), key=form.key("remark"), max_chars=500)
        is_sent = st.form_submit_button(voice("stock.receive_save"), key=form.key("send"), type="primary")
    if is_sent:
        request: dict[str, Any] = {
            "product_id": product_id,
            "units": int(units or 0),
            "received_date": day,
            "remark": remark,
        }
        store, who = store_of(present), actor()
        forms.send(
            form, voice, request, lambda key: actions.receive_samples(store, who, key, **request), voice("stock.saved")
        )


def _warn(products: dict[str, dict[str, Any]], stock: dict[str, dict[str, Any]], present: Scope, voice: Voice) -> None:
    form = forms.opened("stock.warn", None, warn_below="")
    with st.form(form.key("form")):
        st.markdown(f"**{voice('stock.warn')}**")
        product_id = _choose(products, form, voice)
        warn = st.number_input(
            voice("stock.warn"), value=None, min_value=0, step=1, format="%d", key=form.key("warn_below")
        )
        is_sent = st.form_submit_button(voice("stock.warn_save"), key=form.key("send"))
    if is_sent and warn is not None:
        request: dict[str, Any] = {
            "product_id": product_id,
            "warn_below": int(warn),
            "version": stock.get(product_id, {}).get("warn_version"),
        }
        store, who = store_of(present), actor()
        forms.send(
            form,
            voice,
            request,
            lambda key: actions.warn_sample_stock(store, who, key, **request),
            voice("stock.saved"),
        )
