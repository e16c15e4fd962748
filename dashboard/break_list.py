"""The breaks as a list: filtered, taken as a file, given to people or resolved many at once, one of them explained."""

from __future__ import annotations

import hashlib
import io
import json
from typing import Any

import polars as pl
import streamlit as st
import xlsxwriter

from campaigns import actions
from dashboard import blocks, filters, forms, page, reconciliation
from dashboard.causes import said
from dashboard.downloads import inert_csv
from dashboard.formats import MISSING, Voice
from dashboard.reading import Scope, rows, store_of
from dashboard.tables import columns, presentable, shown, titled
from dashboard.viewer import actor, may

STATES = ("open", "resolved", "gone", "all")
SHOWN = (
    "order_id", "part", "kind", "ours_fen", "theirs_fen", "difference_fen", "age_days", "case_state", "assigned_to",
    "explanation",
)  # fmt: skip
HEIGHT = 36 + 35 * 15


def show(asked: reconciliation.Asked, frame: pl.DataFrame, present: Scope, voice: Voice) -> None:
    """Filters, the list with what can be done to what is ticked, files, and one break explained."""
    found = _filtered(frame, voice)
    if found.is_empty():
        st.html(blocks.banner(voice("reconcile.none_such")))
        return
    spoken = _spoken(found, asked, voice)
    name = hashlib.sha256(repr(found.select("id", "version").rows()).encode()).hexdigest()[:12]
    ready = presentable(spoken)
    picked = st.dataframe(
        shown(ready), column_config=columns(ready, voice), hide_index=True, key=f"breaks.{name}", placeholder=MISSING,
        on_select="rerun", selection_mode="multi-row", height=min(HEIGHT, 36 + 35 * ready.height),
    )  # fmt: skip
    ticked = found[picked["selection"]["rows"]]
    with st.container(horizontal=True, gap="medium"):
        _download("csv", lambda: inert_csv(titled(ready, voice)), asked, voice)
        _download("xlsx", lambda: workbook(titled(ready, voice)), asked, voice)
    _act(ticked, found, present, voice)
    if ticked.height == 1:
        _explain(ticked.row(0, named=True), present, voice)


def _filtered(frame: pl.DataFrame, voice: Voice) -> pl.DataFrame:
    with st.container(horizontal=True, vertical_alignment="center"):
        state = filters.switch("state", voice("reconcile.state"), {one: voice(f"break_state.{one}") for one in STATES})
        found = frame if state == "all" else frame.filter(state=state)
        kind = filters.pick("kind", voice("reconcile.kind"), reconciliation.kinds(found, voice))
        people = found["assigned_to"].drop_nulls().unique().sort().to_list()
        everyone = {"": voice("reconcile.everyone"), "-": voice("reconcile.nobody")}
        who = filters.pick("person", voice("reconcile.person"), everyone | {one: one for one in people})
        text = filters.search("search", voice("reconcile.search"))
    found = found.filter(kind=kind) if kind else found
    if who:
        found = found.filter(pl.col("assigned_to").is_null() if who == "-" else pl.col("assigned_to") == who)
    named = pl.concat_str("order_id", "our_records", "their_records").str.contains(text, literal=True)
    return found.filter(named) if text else found


def _spoken(found: pl.DataFrame, asked: reconciliation.Asked, voice: Voice) -> pl.DataFrame:
    """The rows as people read them."""

    def words(name: str, prefix: str) -> pl.Expr:
        return pl.col(name).map_elements(lambda word: voice(f"{prefix}.{word}"), return_dtype=pl.String)

    state = pl.struct("state", "period", "resolved_by", "reason").map_elements(
        lambda row: _state(row, asked, voice), return_dtype=pl.String
    )
    return found.with_columns(
        words("kind", "break"),
        words("part", "break_part"),
        pl.col("explanation").map_elements(lambda text: said(text, voice), return_dtype=pl.String),
        pl.when(pl.col("order_id") == "")
        .then(pl.lit(voice("reconcile.no_order")))
        .otherwise("order_id")
        .alias("order_id"),
        state.alias("case_state"),
    ).select(*SHOWN[:4], *(["theirs_fen", "platform_fen"] if asked.sender else ["theirs_fen"]), *SHOWN[5:])


def _state(row: dict[str, Any], asked: reconciliation.Asked, voice: Voice) -> str:
    if row["state"] == "resolved":
        return voice("reconcile.resolved_by", who=row["resolved_by"], reason=row["reason"])
    if row["period"] < asked.period:
        return voice("reconcile.since_period", period=row["period"])
    return voice(f"break_state.{row['state']}")


def _download(ending: str, data: Any, asked: reconciliation.Asked, voice: Voice) -> None:
    st.download_button(
        voice(f"reconcile.download_{ending}"), data=data, key=f"breaks.download.{ending}", on_click="ignore",
        file_name=f"breaks_{asked.period}_{asked.sender or 'platform'}.{ending}", icon=":material/download:",
        type="tertiary",
    )  # fmt: skip


def workbook(frame: pl.DataFrame) -> bytes:
    """The frame as a workbook: texts stay texts, amounts are numbers with two decimals."""
    held = io.BytesIO()
    with xlsxwriter.Workbook(held, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        head, text, money = (
            book.add_format(one) for one in ({"bold": True}, {"num_format": "@"}, {"num_format": "#,##0.00"})
        )
        sheet.freeze_panes(1, 0)
        for place, (name, kind) in enumerate(frame.schema.items()):
            sheet.set_column(place, place, 60 if place == frame.width - 1 else 18)
            sheet.write_string(0, place, name, head)
            for line, value in enumerate(frame[name].to_list(), 1):
                if value is None:
                    continue
                if kind.is_numeric():
                    sheet.write_number(line, place, value, money if kind == pl.Float64 else None)
                else:
                    sheet.write_string(line, place, str(value), text)
    return held.getvalue()


def _act(ticked: pl.DataFrame, found: pl.DataFrame, present: Scope, voice: Voice) -> None:
    """Give the ticked breaks to somebody, resolve them, or match them with each other."""
    if not may("resolve_breaks") or found.filter(state="open").is_empty():
        return
    form = forms.opened("reconcile.breaks")
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        everything = st.checkbox(
            voice("reconcile.all_shown", count=voice.exact(found.height)), key=form.key("everything")
        )
        what = st.selectbox(
            voice("reconcile.what"), ["assign", "resolve", "match"], key=form.key("what"), width=220,
            format_func=lambda one: voice(f"reconcile.do.{one}"),
        )  # fmt: skip
        words = st.text_input(voice(f"reconcile.words.{what}"), key=form.key("words"), max_chars=200)
        chosen = (found if everything else ticked).filter(state="open")
        rest = voice.money_exact(int(chosen["difference_fen"].sum()))
        is_sent = st.button(
            voice("reconcile.send", count=voice.exact(chosen.height), money=rest), key=form.key("send"), type="primary",
            disabled=chosen.is_empty(),
        )  # fmt: skip
    if is_sent:
        versions = dict(chosen.select("id", "version").iter_rows())
        _send(form, str(what), versions, words.strip(), present, voice)


def _send(form: forms.Form, what: str, versions: dict[int, int], words: str, present: Scope, voice: Voice) -> None:
    store, who = store_of(present), actor()

    def save(key: str) -> None:
        if what == "assign":
            actions.assign_breaks(store, who, key, versions=versions, person=words)
        else:
            actions.resolve_breaks(store, who, key, versions=versions, reason=words, by_hand=what == "match")

    said_then = voice(f"reconcile.done.{what}", count=voice.exact(len(versions)), words=words)
    forms.send(form, voice, {"what": what, "words": words, "versions": versions}, save, said_then)


def _explain(row: dict[str, Any], present: Scope, voice: Voice) -> None:
    """Why, who, and the rows of both sides."""
    st.html(blocks.panel_head(row["order_id"] or voice("reconcile.no_order"), said(row["explanation"], voice)))
    pairs = [
        (voice("reconcile.opened"), voice("reconcile.by", who=row["opened_by"], at=voice.moment(row["opened_at"]))),
        (voice("column.assigned_to"), row["assigned_to"] or MISSING),
        (voice("reconcile.reopened"), voice.exact(row["reopened"])),
    ]
    if row["resolved_by"]:
        pairs.append((voice("reconcile.reason"), _state(row, reconciliation.Asked(row["period"], "", {}), voice)))
    st.html(blocks.facts(pairs))
    lines = "\n".join(record.rsplit("/", 1)[0] for record in json.loads(row["their_records"]))
    stated = rows("break_statement_lines", present, lines=lines)
    if stated.height:
        st.html(blocks.panel_head(voice("reconcile.theirs")))
        page.table(stated, "break_lines", voice)
    orders = rows("break_orders", present, order=row["order_id"])
    if orders.height:
        st.html(blocks.panel_head(voice("reconcile.ours")))
        page.table(orders, "break_orders", voice)
