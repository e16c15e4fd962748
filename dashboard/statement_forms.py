"""The steps of the Statements page: make, submit, approve, return, pay, reverse, close. One save per opened form."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import polars as pl
import streamlit as st

from campaigns import actions
from campaigns.errors import KolbookError
from campaigns.money import parse_yuan, yuan
from campaigns.periods import business_date
from campaigns.records import utc_now
from campaigns.statement_facts import read_facts
from campaigns.warehouse import open_reader
from dashboard import blocks, forms, viewer
from dashboard.formats import Voice
from dashboard.reading import Scope, store_of
from dashboard.statement_work import Tell, watched

PAYABLE = ("approved", "part_paid")
CLOSABLE = (*PAYABLE, "paid")


def make(period: str, present: Scope, voice: Voice) -> None:
    """Draw up the drafts of a month, or draw them up again."""
    form = forms.opened(f"statement.make.{period}")
    label = voice("statement.do.make", period=period)
    if not viewer.may("make_statements") or not st.button(
        label, key=form.key("send"), icon=":material/calculate:", help=voice("statement.do.make_note")
    ):
        return
    store, who, root = store_of(present), viewer.actor(), Path(present.root)
    count = 0

    def save(key: str) -> None:
        def work(tell: Tell) -> int:
            with closing(open_reader(root)) as reader:
                facts = read_facts(reader, store, period)
            return len(actions.make_statements(store, who, key, root=root, facts=facts, tell=tell).statements)

        nonlocal count
        count = watched(work, voice)

    def said() -> str:
        return voice("statement.said.make", count=voice.exact(count))

    forms.send(form, voice, {"period": period}, save, said)


def together(found: pl.DataFrame, present: Scope, voice: Voice) -> None:
    """One step for all statements of the month that wait for it."""
    settled = found.filter(pl.col("state").is_in(CLOSABLE) & (pl.col("due_fen") == pl.col("paid_fen")))
    _many("submit", found.filter(state="draft"), actions.submit_statements, present, voice)
    _many("approve", found.filter(state="submitted"), actions.approve_statements, present, voice)
    _many("close", settled, actions.close_statements, present, voice)


def _many(what: str, chosen: pl.DataFrame, action: Callable[..., Any], present: Scope, voice: Voice) -> None:
    if chosen.is_empty() or not viewer.may(f"{what}_statements"):
        return
    versions = dict(chosen.select("id", "version").iter_rows())
    form = forms.opened(f"statement.{what}_all.{chosen['period'][0]}")
    label = voice(f"statement.do.{what}_all", count=voice.exact(len(versions)))
    if st.button(label, key=form.key("send")):
        _send(form, what, action, {"versions": versions}, present, voice)


def step(row: Mapping[str, Any], present: Scope, voice: Voice) -> None:
    """What can be done with one statement now."""
    versions, state = {row["id"]: row["version"]}, row["state"]
    form = forms.opened(f"statement.step.{row['id']}", row["version"], reason="", carry=False)
    if state == "draft" and viewer.may("submit_statements"):
        if st.button(voice("statement.do.submit"), type="primary", key=form.key("send"), icon=":material/send:"):
            _send(form, "submit", actions.submit_statements, {"versions": versions}, present, voice)
    elif state == "submitted" and viewer.may("approve_statements"):
        _decide(form, versions, present, voice)
    elif state in CLOSABLE and viewer.may("close_statements"):
        _close(form, row, versions, present, voice)


def _decide(form: forms.Form, versions: dict[int, int], present: Scope, voice: Voice) -> None:
    reason = st.text_input(voice("statement.field.reason"), key=form.key("reason"), max_chars=200)
    with st.container(horizontal=True, gap="small"):
        approves = st.button(
            voice("statement.do.approve"), type="primary", key=form.key("send"), icon=":material/verified:"
        )
        returns = st.button(voice("statement.do.return"), key=form.key("return"), icon=":material/undo:")
    if approves:
        _send(form, "approve", actions.approve_statements, {"versions": versions}, present, voice)
    elif returns:
        _send(form, "return", actions.return_statements, {"versions": versions, "reason": reason}, present, voice)


def _close(form: forms.Form, row: Mapping[str, Any], versions: dict[int, int], present: Scope, voice: Voice) -> None:
    left_fen = row["due_fen"] - row["paid_fen"]
    carries = bool(left_fen) and st.checkbox(
        voice("statement.do.carry", amount=voice.money_exact(left_fen)), key=form.key("carry")
    )
    if st.button(voice("statement.do.close"), key=form.key("send"), icon=":material/lock:"):
        asked = {"versions": versions, "carry_forward": bool(carries)}
        _send(form, "close", actions.close_statements, asked, present, voice)


def _send(
    form: forms.Form, what: str, action: Callable[..., Any], asked: dict[str, Any], present: Scope, voice: Voice
) -> None:
    store, who, root = store_of(present), viewer.actor(), Path(present.root)

    def save(key: str) -> None:
        if what == "close":
            watched(lambda tell: action(store, who, key, root=root, tell=tell, **asked), voice)
        else:
            action(store, who, key, **asked)

    forms.send(form, voice, asked, save, voice(f"statement.said.{what}"))


def pay(row: Mapping[str, Any], present: Scope, voice: Voice) -> None:
    """Record a payment of what is left, or of a part of it."""
    if row["state"] not in PAYABLE or row["due_fen"] == row["paid_fen"] or not viewer.may("pay_statement"):
        return
    left = yuan(row["due_fen"] - row["paid_fen"])
    today = business_date(utc_now())
    form = forms.opened(f"statement.pay.{row['id']}", row["version"], amount=left, withheld="", reference="")
    st.html(blocks.panel_head(voice("statement.do.pay")))
    with st.form(form.key("form"), border=False):
        first, second = st.columns(2, gap="small")
        amount = first.text_input(voice("statement.field.amount"), value=form.opened["amount"], key=form.key("amount"))
        paid_date = second.date_input(
            voice("statement.field.date"), value=today, max_value=today, key=form.key("date"), format="YYYY-MM-DD"
        )
        reference = first.text_input(voice("statement.field.reference"), key=form.key("reference"), max_chars=100)
        withheld = second.text_input(voice("statement.field.withheld"), key=form.key("withheld"), placeholder="0.00")
        is_sent = st.form_submit_button(voice("statement.do.pay"), type="primary", icon=":material/payments:")
    if not is_sent:
        return
    try:
        fen = parse_yuan(amount, voice("statement.field.amount"))
        withheld_fen = parse_yuan(withheld or "0", voice("statement.field.withheld"))
    except KolbookError as reason:
        st.html(blocks.banner(str(reason)))
        return
    asked = {
        "id": row["id"], "version": form.version, "amount_fen": fen, "withheld_fen": withheld_fen,
        "paid_date": paid_date, "reference": reference,
    }  # fmt: skip
    store, who = store_of(present), viewer.actor()

    def save(key: str) -> None:
        actions.pay_statement(store, who, key, **asked)

    forms.send(form, voice, asked, save, voice("statement.said.pay"))


def reverse(row: Mapping[str, Any], paid: pl.DataFrame, present: Scope, voice: Voice) -> None:
    """Take back one of the payments that stand."""
    standing = paid.filter(pl.col("reversal_id").is_null())
    if standing.is_empty() or row["state"] == "closed" or not viewer.may("reverse_payment"):
        return
    form = forms.opened(f"statement.reverse.{row['id']}", row["version"], number=None, reason="")
    with st.expander(voice("statement.do.reverse"), type="compact"), st.form(form.key("form"), border=False):
        number = st.selectbox(voice("statement.field.payment"), standing["number"].to_list(), key=form.key("number"))
        reason = st.text_input(voice("statement.field.reason"), key=form.key("reason"), max_chars=200)
        is_sent = st.form_submit_button(voice("statement.do.reverse"), icon=":material/undo:")
    if is_sent:
        asked = {"id": row["id"], "version": form.version, "number": number, "reason": reason}
        store, who = store_of(present), viewer.actor()

        def save(key: str) -> None:
            actions.reverse_payment(store, who, key, **asked)

        forms.send(form, voice, asked, save, voice("statement.said.reverse"))
