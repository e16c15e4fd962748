"""The celebrity page's own pieces: what sold out how fast, its stock beside the notes, what people ask for in vain."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import polars as pl
import streamlit as st

from campaigns import actions
from dashboard import blocks, filters, forms
from dashboard.blocks import Column, KeyFigure
from dashboard.formats import Voice
from dashboard.labels import in_language
from dashboard.origin import Origin
from dashboard.panels import Panel
from dashboard.reading import Scope, rows, store_of
from dashboard.stock_chart import stock_curve
from dashboard.viewer import actor, may

BEFORE, AFTER = timedelta(days=4), timedelta(days=2)
"""How much of the curve is shown around a sell-out."""


def headline(sold: pl.DataFrame, name: str, voice: Voice) -> tuple[str, str, str]:
    """Eyebrow, what sold out how fast, and how to read the page."""
    if sold.is_empty():
        return voice("page.celebrity"), voice("sellout.title_none", name=name), voice("sellout.note")
    row = sold.row(0, named=True)
    product = in_language(row, voice)
    if row["hours_to_sold_out"] is None:
        return voice("page.celebrity"), voice("sellout.title_unled", product=product), voice("sellout.note")
    hours = _hours(row["hours_to_sold_out"], voice)
    who = row["kol_name"] or voice("label.unknown")
    title = voice("sellout.title", product=product, hours=hours, kol=who)
    return voice("page.celebrity"), title, voice("sellout.note")


def key_figures(sold: pl.DataFrame, voice: Voice) -> list[KeyFigure]:
    """Of the newest sell-out: hours to it, hours without stock, clicks in vain."""
    row = sold.row(0, named=True)
    span = voice("sellout.span", since=voice.moment(row["sold_out_at"]), until=voice.moment(row["restocked_at"]))
    still = voice("sellout.still", since=voice.moment(row["sold_out_at"]))
    gap = voice("sellout.between", since=voice.moment(row["in_stock_at"]), until=voice.moment(row["sold_out_at"]))
    led = voice("sellout.led", clicks=voice.count(row["leading_clicks"]))
    return [
        KeyFigure(
            voice("sellout.hours_to"), _hours(row["hours_to_sold_out"], voice), led if row["note_id"] else "",
            gap if row["in_stock_at"] is not None else "",
        ),
        KeyFigure(
            voice("sellout.hours_without"), _hours(row["hours_without_stock"], voice),
            still if row["is_out_still"] else span, is_bad=row["is_out_still"],
        ),
        KeyFigure(
            voice("sellout.clicks"), voice.exact(row["clicks_without_stock"]),
            voice("sellout.clickers", count=voice.exact(row["clickers_without_stock"])), voice("sellout.clicks_note"),
            is_bad=row["clicks_without_stock"] > 0,
        ),
    ]  # fmt: skip


def curve(present: Scope, code: str, sold: pl.DataFrame, voice: Voice) -> Panel | None:
    """The stock of one product, chosen here, beside the notes that link it; None where nobody counted any."""
    products = {row["product_id"]: row for row in rows("stock_products", present, campaign=code).iter_rows(named=True)}
    if not products:
        st.html(blocks.panel_head(voice("sellout.no_counts"), voice("sellout.no_counts_note")))
        return None
    with st.container(horizontal=True, vertical_alignment="center"):
        labels = {identity: in_language(row, voice) for identity, row in products.items()}
        product = filters.pick("product", voice("stock.product"), labels)
        gaps = sold.filter(pl.col("product_id") == product)
        spans = {name: voice(f"sellout.{name}") for name in ("around", "whole")}
        span = filters.switch("span", voice("sellout.span_label"), spans) if gaps.height else "whole"
    counts = rows("stock_curve", present, campaign=code, product=product)
    notes = rows("stock_notes", present, campaign=code, product=product)
    if span == "around":
        since = gaps["sold_out_at"].min() - BEFORE  # type: ignore[operator]
        until = gaps.select(pl.coalesce("restocked_at", pl.lit(counts["captured_at"].max())).max()).item() + AFTER
        counts = counts.filter(pl.col("captured_at").is_between(since, until))
        notes = notes.filter(pl.col("published_at").is_between(since, until))
    name = in_language(products[product], voice)
    least = counts["available"].min()
    title = voice("sellout.curve_gone" if gaps.height else "sellout.curve", product=name, least=voice.exact(least))  # type: ignore[arg-type]
    figure = stock_curve(counts, notes, gaps, voice)
    rests_on = counted(counts, product, present)
    return Panel(f"stock.{code}.{product}.{span}", title, voice("sellout.curve_note"), figure, counts, rests_on)


def counted(counts: pl.DataFrame, product: str, present: Scope) -> Origin:
    """The row of each count of a product's stock."""
    return Origin(present, counts, {"available": "stock"}, {"at": "captured_at"}, {"product": product}, "captured_at")


def sell_outs(sold: pl.DataFrame, voice: Voice) -> str:
    """Every sell-out of the campaign."""
    columns = (
        Column(voice("stock.product")), Column(voice("sellout.since")), Column(voice("sellout.until"), wide=True),
        Column(voice("sellout.hours_to"), is_number=True), Column(voice("sellout.leading"), wide=True),
        Column(voice("sellout.clicks"), is_number=True),
    )  # fmt: skip
    lines = [
        [
            blocks.cell(in_language(row, voice)),
            blocks.cell(voice.moment(row["sold_out_at"])),
            blocks.cell(voice.moment(row["restocked_at"]) if row["restocked_at"] else voice("sellout.until_now")),
            blocks.cell(_hours(row["hours_to_sold_out"], voice)),
            blocks.cell(row["note_title"] or "–", row["kol_name"] or ""),
            blocks.cell(voice.exact(row["clicks_without_stock"])),
        ]
        for row in sold.iter_rows(named=True)
    ]
    return blocks.table(columns, lines)


def vain_clicks(sold: pl.DataFrame, present: Scope, voice: Voice) -> Origin:
    """The clicks that found no stock, of each sell-out."""
    labels = [f"{in_language(row, voice)} · {voice.moment(row['sold_out_at'])}" for row in sold.iter_rows(named=True)]
    keys = {"product": "product_id", "since": "sold_out_at"}
    named = sold.with_columns(label=pl.Series(labels, dtype=pl.String()))
    return Origin(present, named, {"clicks_without_stock": "vain_clicks"}, keys)


def mentions(present: Scope, code: str, voice: Voice) -> None:
    """What people name or ask for under the campaign's notes that it does not list; and the words to look for."""
    found = rows("mentions", present, campaign=code)
    title = voice("mention.title", count=voice.exact(found.height)) if found.height else voice("mention.none")
    st.html(blocks.panel_head(title, voice("mention.note")))
    if found.height:
        st.html(_mention_table(found, voice))
    if may("watch_words"):
        _watch(rows("watched_words", present, campaign=code).row(0, named=True), present, voice)


def _mention_table(found: pl.DataFrame, voice: Voice) -> str:
    columns = (
        Column(voice("mention.what")), Column(voice("mention.example"), wide=True),
        Column(voice("mention.comments"), is_number=True), Column(voice("mention.notes"), is_number=True),
        Column(voice("mention.linked"), is_number=True),
    )  # fmt: skip
    lines = [
        [
            blocks.cell(in_language(row, voice), voice("mention.product" if row["is_product"] else "mention.word")),
            blocks.cell(_shortened(row["example"])),
            blocks.cell(voice.exact(row["comments"])),
            blocks.cell(voice.exact(row["notes"])),
            blocks.cell(voice.exact(row["linked_notes"])),
        ]
        for row in found.iter_rows(named=True)
    ]
    return blocks.table(columns, lines)


def _watch(stored: dict[str, Any], present: Scope, voice: Voice) -> None:
    words = "\n".join(json.loads(stored["value"])) if stored["value"] else ""
    form = forms.opened(f"watch.{stored['brand_code']}", stored["version"], words=words)
    with st.expander(voice("mention.watch"), type="compact"), st.form(form.key("form"), border=False):
        text = st.text_area(
            voice("mention.words"), value=form.opened["words"], key=form.key("words"), height=140,
            help=voice("mention.words_help"),
        )  # fmt: skip
        is_sent = st.form_submit_button(voice("form.save"), key=form.key("send"))
    if is_sent:
        store, who = store_of(present), actor()
        listed = [line.strip() for line in text.splitlines() if line.strip()]
        request = {"brand_code": stored["brand_code"], "words": listed, "version": form.version}
        forms.send(form, voice, request, lambda key: actions.watch_words(store, who, key, **request))
    forms.differences(form, {"words": words}, stored["version"], lambda _name, value: str(value or "–"), voice)


def _hours(hours: float | None, voice: Voice) -> str:
    return "–" if hours is None else voice("sellout.hours", hours=f"{hours:.1f}")


def _shortened(text: str | None) -> str:
    return "–" if not text else text if len(text) <= 60 else f"{text[:59]}…"
