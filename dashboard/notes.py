"""Notes and their collaborations: proposals with their reasons, one click each, and what nobody was paid for."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import polars as pl
import streamlit as st

from campaigns import actions
from campaigns.errors import KolbookError
from dashboard import blocks, viewer
from dashboard.blocks import KeyFigure
from dashboard.formats import Voice
from dashboard.labels import in_language
from dashboard.origin import Origin
from dashboard.panels import Panel
from dashboard.reading import Scope, store_of

REASONS = ("linking_product", "as_drafted", "naming_product", "naming_brand", "sponsored", "in_period")
RESTS_ON = {
    "reads": "note_figures", "engagement": "note_figures", "clicks": "clicks", "orders": "last_touch",
    "net_sales_fen": "last_touch",
}  # fmt: skip
FIRST = 10
LAST = 5
UNDO = {"linked": "unlink_note", "dismissed": "restore_note"}
ACTIONS: dict[str, Callable[..., object]] = {
    "link_note": actions.link_note,
    "dismiss_note": actions.dismiss_note,
    "unlink_note": actions.unlink_note,
    "restore_note": actions.restore_note,
}


def headline(proposals: pl.DataFrame, voice: Voice) -> str:
    """How many notes wait, and what they sold."""
    notes = proposals.unique("note_id")
    if notes.is_empty():
        return voice("notes.none")
    sold = voice.money(int(notes["net_sales_fen"].sum()))
    return voice("notes.title", count=voice.exact(notes.height), money=sold)


def key_figures(about: pl.DataFrame, voice: Voice) -> list[KeyFigure]:
    """Paid, earned and own notes beside each other: net sales, notes, reads and clicks."""
    return [_group(about.filter(pl.col("earned_by") == group), group, voice) for group in ("paid", "earned", "own")]


def _group(notes: pl.DataFrame, group: str, voice: Voice) -> KeyFigure:
    return KeyFigure(
        voice(f"notes.{group}"),
        voice.money(int(notes["net_sales_fen"].sum())),
        voice("notes.group", notes=voice.exact(notes.height), reach=_reach(notes, voice)),
        voice(
            "notes.clicks",
            clicks=voice.count(int(notes["clicks"].sum())),
            orders=voice.count(int(notes["orders"].sum())),
        ),
    )


def _sum(notes: pl.DataFrame, column: str, voice: Voice) -> str:
    return voice.count(int(notes[column].sum()))


def _reach(notes: pl.DataFrame, voice: Voice) -> str:
    """Reads where a source tells them; crawlers see engagement only."""
    known = "reads" if notes["reads"].count() else "engagement"
    return voice(f"notes.{known}", count=_sum(notes, known, voice))


def earned(about: pl.DataFrame, present: Scope, voice: Voice) -> Panel:
    """Word of mouth: notes about the products that belong to no collaboration and no account of the brand."""
    notes = about.filter(pl.col("earned_by") == "earned")
    facts = {"count": voice.exact(notes.height), "money": voice.money(int(notes["net_sales_fen"].sum()))}
    title = voice("notes.earned_title", reach=_reach(notes, voice), **facts)
    rests_on = Origin(present, notes, RESTS_ON, {"note": "note_id"}, label="title")
    return Panel("earned", title, voice("notes.earned_note"), None, notes.drop("earned_by", "note_id"), rests_on)


def reasons(row: dict[str, Any], voice: Voice) -> str:
    """Why a note is proposed, the strongest reason first, and what speaks against it."""
    product = in_language({"name": row["product"] or "", "name_zh": row["product_zh"]}, voice)
    said = [voice(f"reason.{name}", product=product) for name in REASONS if row[f"is_{name}"]]
    if not row["is_in_period"]:
        said.append(voice("reason.after_period"))
    return " · ".join(said)


def proposal_list(proposals: pl.DataFrame, present: Scope, voice: Voice) -> None:
    """One line per proposal with its buttons; a long list begins with the surest."""
    shown = proposals if st.session_state.get("notes.whole") else proposals.head(FIRST)
    for row in shown.iter_rows(named=True):
        facts = [
            f"{row['kol_name']} · {in_language(row, voice)}",
            voice("notes.sold", money=voice.money(row["net_sales_fen"]), clicks=voice.count(row["clicks"])),
            voice.moment(row["published_at"]),
        ]
        strength = voice(f"strength.{row['strength']}")
        line = blocks.proposal(
            row["title"] or voice("label.untitled"), row["url"] or "", facts, strength, reasons(row, voice)
        )
        _line(line, row, ("link_note", "dismiss_note"), present, voice)
    if proposals.height > FIRST:
        st.toggle(voice("table.whole", count=voice.exact(proposals.height)), key="notes.whole")


def decision_list(decisions: pl.DataFrame, present: Scope, voice: Voice) -> None:
    """What was decided last, each with its way back."""
    for row in decisions.head(LAST).iter_rows(named=True):
        facts = [f"{row['kol_name']} · {in_language(row, voice)}", f"{row['who']}, {voice.moment(row['decided_at'])}"]
        line = blocks.proposal(
            row["title"] or voice("label.untitled"), "", facts, voice(f"decision.{row['decision']}"), ""
        )
        _line(line, row, (UNDO[row["decision"]],), present, voice)


def _line(markup: str, row: dict[str, Any], offered: tuple[str, ...], present: Scope, voice: Voice) -> None:
    token = st.session_state.setdefault("notes.token", uuid.uuid4().hex)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        with st.container():
            st.html(markup)
        for action in filter(viewer.may, offered):
            key = f"{action}.{row['note_id']}.{row['collaboration_id']}"
            st.button(
                voice(f"do.{action}"), key=key, on_click=_do, args=(action, row, f"{key}.{token}", present),
                icon=":material/check:" if action == "link_note" else None,
            )  # fmt: skip


def _do(action: str, row: dict[str, Any], key: str, present: Scope) -> None:
    """One write, before the page is made again; a second click with the same key does nothing."""
    try:
        ACTIONS[action](
            store_of(present), viewer.actor(), key, note_id=row["note_id"], collaboration_id=row["collaboration_id"]
        )
        st.session_state["notes.token"] = uuid.uuid4().hex
        st.session_state["notes.said"] = ("", action)
    except KolbookError as reason:
        st.session_state["notes.said"] = (str(reason), action)


def said(voice: Voice) -> None:
    """What became of the last click, once."""
    found = st.session_state.pop("notes.said", None)
    if found is not None:
        refusal, action = found
        st.html(blocks.banner(refusal or voice(f"done.{action}")))
