"""The quotes of a collaboration: their history, a new one, and the one that is accepted."""

from __future__ import annotations

from typing import Any

import streamlit as st

from campaigns import actions
from campaigns.money import parse_yuan
from dashboard import blocks, forms
from dashboard.formats import Voice
from dashboard.reading import Scope, rows, store_of
from dashboard.viewer import actor, may


def show(row: dict[str, Any], present: Scope, voice: Voice) -> None:
    """Every quote, the newest first, then the form for another one."""
    found = rows("collaboration_quotes", present, collaboration=row["id"])
    st.html(blocks.panel_head(voice("quote.title", count=voice.exact(found.height))))
    for quote in found.iter_rows(named=True):
        _quote(quote, row, present, voice)
    if may("add_quote"):
        _add(row, present, voice)


def _add(row: dict[str, Any], present: Scope, voice: Voice) -> None:
    form = forms.opened(f"collaboration.{row['id']}.quote", None, quote="", kind="image", remark="")
    with st.form(form.key("form"), border=False):
        left, middle, right = st.columns([1, 1, 2])
        quote = left.text_input(voice("quote.amount"), key=form.key("quote"))
        kind = middle.selectbox(
            voice("quote.kind"), ["image", "video"], key=form.key("kind"), format_func=lambda one: voice(f"kind.{one}")
        )
        remark = right.text_input(voice("quote.remark"), key=form.key("remark"), max_chars=500)
        is_sent = st.form_submit_button(voice("quote.add"), key=form.key("send"))
    if is_sent:
        store, who = store_of(present), actor()

        def save(key: str) -> None:
            quote_fen = parse_yuan(quote.replace(",", "").removeprefix("¥"), voice("quote.amount"))
            actions.add_quote(
                store, who, key, collaboration_id=row["id"], quote_fen=quote_fen, kind=str(kind), remark=remark
            )

        forms.send(form, voice, {"quote": quote, "kind": kind, "remark": remark}, save)


def _quote(quote: dict[str, Any], row: dict[str, Any], present: Scope, voice: Voice) -> None:
    facts = {"money": voice.money_exact(quote["quote_fen"]), "kind": voice(f"kind.{quote['kind']}"),
             "who": quote["entered_by"], "at": voice.moment(quote["entered_at"])}  # fmt: skip
    with st.container(horizontal=True, vertical_alignment="center"):
        key = "quote.accepted" if quote["accepted_at"] is not None else "quote.line"
        st.html(blocks.line(voice(key, **facts), quote["remark"]))
        if quote["accepted_at"] is None and may("accept_quote"):
            name = f"collaboration.{row['id']}.accept{quote['id']}"
            form = forms.opened(name, row["version"])
            if st.button(voice("quote.accept"), key=form.key("send"), type="tertiary"):
                _accept(form, quote["id"], row, present, voice)


def _accept(form: forms.Form, quote_id: int, row: dict[str, Any], present: Scope, voice: Voice) -> None:
    store, who, version = store_of(present), actor(), row["version"]

    def said() -> str:
        forms.follow(f"collaboration.{row['id']}", version, version + 1)
        return voice("form.saved")

    forms.send(
        form, voice, {"quote": quote_id, "version": version},
        lambda key: actions.accept_quote(store, who, key, quote_id=quote_id, version=version), said,
    )  # fmt: skip
