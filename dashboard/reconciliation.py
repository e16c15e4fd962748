"""The Reconcile page's own pieces: month and statement, what agrees, why the rest does not, balances by party."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import polars as pl
import streamlit as st

from campaigns import actions
from campaigns.break_kinds import KINDS
from campaigns.reconciliation_cases import comparison, hand_matches
from campaigns.records import utc_now
from campaigns.statement_sides import read_sides, reconcile_period
from dashboard import blocks, filters, forms, reading
from dashboard.blocks import Column, KeyFigure
from dashboard.causes import said
from dashboard.formats import Voice
from dashboard.reading import Scope, rows, store_of
from dashboard.tasks import today
from dashboard.viewer import actor, may

QUIET = ("timing", "different_kol")
"""Kinds that only wait, or only inform: shown, but no work for anybody."""

CLUSTERS = 12


@dataclass(frozen=True)
class Asked:
    """The month and whose statement; `row` is what the last comparison left."""

    period: str
    sender: str
    row: dict[str, Any]


def choose(present: Scope, voice: Voice) -> Asked | None:
    """Month, statement and language, side by side; None while no statement is loaded."""
    loaded = rows("reconciliation_statements", present)
    names = party_names(present, voice)
    with st.container(horizontal=True, horizontal_alignment="right", vertical_alignment="center"):
        if not loaded.is_empty():
            periods = loaded["period"].unique().sort(descending=True).to_list()
            period = filters.pick("period", voice("reconcile.period"), {one: one for one in periods})
            senders = loaded.filter(period=period)["sender"].to_list()
            labels = {sender or "platform": names.get(sender, sender) for sender in senders}
            sender = filters.pick("statement", voice("reconcile.statement"), labels)
        filters.language_switch(voice)
    if loaded.is_empty():
        return None
    sender = "" if sender == "platform" else sender
    return Asked(period, sender, loaded.row(by_predicate=_is(period, sender), named=True))


def _is(period: str, sender: str) -> pl.Expr:
    return (pl.col("period") == period) & (pl.col("sender") == sender)


def party_names(present: Scope, voice: Voice) -> dict[str, str]:
    """What people call a party."""
    names = dict(rows("reconciliation_parties", present).iter_rows())
    return {**names, "": voice("reconcile.platform"), "platform": voice("reconcile.platform")}


def cases(asked: Asked, present: Scope) -> pl.DataFrame:
    """The breaks of the month, and the open ones of the months before."""
    return rows(
        "reconciliation_cases", present, period=asked.period, sender=asked.sender, today=today(utc_now()).isoformat()
    )


def headline(asked: Asked, frame: pl.DataFrame, names: dict[str, str], voice: Voice) -> tuple[str, str, str]:
    """Whose statement of which month, what agrees and what is open, and when that was found."""
    eyebrow = voice("reconcile.eyebrow", period=asked.period, who=names.get(asked.sender, asked.sender))
    row = asked.row
    if row["compared_at"] is None:
        return eyebrow, voice("reconcile.not_yet", lines=voice.exact(row["lines"])), voice("reconcile.not_yet_note")
    work = work_of(frame)
    facts = {"lines": voice.exact(row["matched_lines"]), "breaks": voice.exact(work.height)}
    money = voice.money_exact(int(work["difference_fen"].abs().sum()))
    title = voice("reconcile.title", **facts, money=money) if work.height else voice("reconcile.title_none", **facts)
    note = voice(
        "reconcile.note", at=voice.moment(row["compared_at"]), who=row["who"], until=voice.moment(row["as_of"])
    )
    return eyebrow, title, note


def work_of(frame: pl.DataFrame) -> pl.DataFrame:
    """What people have to settle."""
    return frame.filter(pl.col("state") == "open", ~pl.col("kind").is_in(QUIET))


def key_figures(asked: Asked, frame: pl.DataFrame, voice: Voice) -> list[KeyFigure]:
    """What agrees, what is open, what waits, what was resolved."""
    matched = json.loads(asked.row["matched"] or "{}")
    others = voice("list.separator").join(
        voice("reconcile.also", money=voice.money_exact(fen), currency=currency)
        for currency, fen in sorted(matched.items())
        if currency != "CNY"
    )
    work, waiting = work_of(frame), frame.filter(pl.col("state") == "open", pl.col("kind").is_in(QUIET))
    resolved = frame.filter(state="resolved")
    oldest = work["age_days"].max()
    carried = work.filter(pl.col("period") < asked.period).height
    return [
        KeyFigure(
            voice("reconcile.agrees"), voice.money_exact(matched.get("CNY", 0)),
            voice("reconcile.lines", count=voice.exact(asked.row["matched_lines"])), others,
        ),
        KeyFigure(
            voice("reconcile.open"), voice.money_exact(int(work["difference_fen"].sum())),
            voice("reconcile.breaks", count=voice.exact(work.height)),
            voice("reconcile.carried", count=voice.exact(carried)) if carried else "", is_bad=work.height > 0,
        ),
        KeyFigure(
            voice("reconcile.oldest"), voice("reconcile.days", count=voice.exact(oldest or 0)),  # type: ignore[arg-type]
            voice("reconcile.given", count=voice.exact(work["assigned_to"].count())),
        ),
        KeyFigure(
            voice("reconcile.waiting"), voice.exact(waiting.height), voice("reconcile.waiting_note"),
        ),
        KeyFigure(voice("reconcile.resolved"), voice.exact(resolved.height), voice("reconcile.resolved_note")),
    ]  # fmt: skip


def compare(asked: Asked, present: Scope, voice: Voice) -> None:
    """The button that compares the month anew and keeps what it finds."""
    if asked.row["build"] is not None and asked.row["build"] != present.build:
        st.html(blocks.banner(voice("reconcile.outdated")))
    if not may("record_reconciliation"):
        return
    form = forms.opened("reconcile.compare")
    label = voice("reconcile.again" if asked.row["compared_at"] else "reconcile.compare")
    if not st.button(label, key=form.key("send"), icon=":material/compare_arrows:"):
        return
    store, who = store_of(present), actor()
    done: list[Any] = []

    def save(key: str) -> None:
        sides = read_sides(reading.asking(present))
        found = reconcile_period(sides, asked.period, None, asked.sender or None, hand_matches(store))
        done.append(actions.record_reconciliation(store, who, key, comparison(found, present.build)))

    with st.spinner(voice("reconcile.comparing")):
        forms.send(
            form, voice, {"period": asked.period, "sender": asked.sender}, save,
            lambda: voice("reconcile.compared", **done[0]._asdict()),
        )  # fmt: skip


def clusters(frame: pl.DataFrame, voice: Voice) -> str:
    """Open breaks by their cause, the largest sums first; each leads to its breaks."""
    grouped = (
        frame.filter(state="open")
        .group_by("kind", "part", "currency", "cause")
        .agg(pl.len().alias("lines"), pl.col("difference_fen").sum())
        .sort(pl.col("difference_fen").abs(), "lines", "cause", descending=[True, True, False])
    )
    columns = (
        Column(voice("reconcile.cause")), Column(voice("reconcile.count"), is_number=True),
        Column(voice("reconcile.difference"), is_number=True),
    )  # fmt: skip
    return blocks.table(columns, [_cluster(row, voice) for row in grouped.head(CLUSTERS).iter_rows(named=True)])


def _cluster(row: dict[str, Any], voice: Voice) -> list[str]:
    below = voice("reconcile.kind_of", kind=voice(f"break.{row['kind']}"), part=voice(f"break_part.{row['part']}"))
    money = voice.money_exact(row["difference_fen"])
    return [
        blocks.cell(said(row["cause"], voice), below),
        blocks.cell(voice.exact(row["lines"])),
        blocks.cell(money, "" if row["currency"] == "CNY" else row["currency"]),
    ]


def kinds(frame: pl.DataFrame, voice: Voice) -> dict[str, str]:
    """The kinds that are there, each with how many."""
    counts = dict(frame.group_by("kind").len().iter_rows())
    labels = {"": voice("reconcile.every_kind")}
    return labels | {
        kind: voice("reconcile.counted", name=voice(f"break.{kind}"), count=voice.exact(counts[kind]))
        for kind in KINDS
        if kind in counts
    }


def roll_forward(asked: Asked, names: dict[str, str], voice: Voice) -> pl.DataFrame:
    """Per party: opening + accrued − settled − clawback = closing."""
    rolls = json.loads(asked.row["rolls"] or "[]")
    names = {**names, "unknown": voice("reconcile.unknown_party")}
    balances = ("opening_fen", "accrued_fen", "settled_fen", "clawback_fen", "closing_fen")
    schema = {"party": pl.String, "currency": pl.String, **dict.fromkeys(balances, pl.Int64)}
    lines = [{**roll, "party": names.get(roll["party"], roll["party"])} for roll in rolls]
    return pl.DataFrame(lines, schema=schema).sort(pl.col("closing_fen").abs(), descending=True)
