"""The list of samples as a sheet that can be edited: cells, ticked rows, one save; the last bulk change taken back.

While it is open the sheet stays as it was read, whatever others save: what is typed stands beside what was read.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from math import isnan
from typing import Any

import polars as pl
import streamlit as st

from campaigns import actions
from campaigns.actions.sample_changes import SamplesChanged, SamplesStale, last_change
from campaigns.carriers import CODES, name_of
from campaigns.records import SAMPLE_STATES
from dashboard import blocks, forms
from dashboard.blocks import Column
from dashboard.formats import Voice
from dashboard.labels import in_language
from dashboard.reading import Scope, rows, store_of
from dashboard.samples import Choice
from dashboard.viewer import actor, may

PAGE = 50
ROW = 35
EDITED = (
    "state", "carrier", "tracking_no", "delivered_date", "extended_until_date", "waiver_reason", "rating", "feedback",
)  # fmt: skip
READ = ("picked", "sample_id", "kol_name", "product", "campaign", "days_late", "due_date", "trouble", "note_title")
ORDER = (
    "picked", "sample_id", "kol_name", "product", "campaign", "state", "days_late", "due_date", "carrier",
    "tracking_no", "delivered_date", "trouble", "extended_until_date", "waiver_reason", "rating", "feedback",
    "note_title",
)  # fmt: skip
DECIDED = ("approved", "waived")


def show(choice: Choice, present: Scope, voice: Voice) -> pl.DataFrame:
    """The page of the list that was chosen, edited in place where this person may; returns its rows as read now."""
    count = st.session_state.get("samples.pages", 1)
    number = st.session_state.get(f"samples.page.{count}", 1)
    parameters = {"campaign": choice.campaign, "state": choice.state, "search": choice.search}
    frame = rows("samples", present, **parameters, rows=PAGE, skipped=(number - 1) * PAGE)
    found = int(frame["found"][0]) if frame.height else 0
    if not frame.height:
        st.html(blocks.guide(voice("samples.nothing"), [voice("samples.nothing_step")], ""))
        st.session_state["samples.pages"] = 1
        return frame
    note = "samples.found_note" if may("change_samples") else "samples.only_look"
    st.html(blocks.panel_head(voice("samples.found", count=voice.exact(found)), voice(note)))
    name = f"samples.{hashlib.sha256(repr((sorted(parameters.items()), number)).encode()).hexdigest()[:12]}"
    if may("change_samples"):
        _sheet(name, frame, present, voice)
    else:
        columns = [name for name in _order(frame) if name != "picked"]
        st.dataframe(_shown(frame, voice).select(columns), column_config=_columns(frame, voice), hide_index=True)
    pages = (found + PAGE - 1) // PAGE
    st.session_state["samples.pages"] = pages
    if pages > 1:
        st.pagination(pages, key=f"samples.page.{pages}")
    return frame


def undo(present: Scope, voice: Voice) -> None:
    """The last bulk change of this person, to be taken back in one click."""
    if not may("undo_samples"):
        return
    store, who = store_of(present), actor()
    last = last_change(store, who)
    if last is None:
        return
    label = voice("samples.undo", count=voice.exact(last.samples), at=voice.moment(last.at))
    if st.button(label, key=f"undo.{last.key}", icon=":material/undo:"):
        form = forms.opened(f"undo.{last.key}")
        said = voice("samples.undone", count=voice.exact(last.samples))
        forms.send(
            form, voice, {}, lambda _key: actions.undo_samples(store, who, f"undo {last.key}", of=last.key), said
        )


def _sheet(name: str, frame: pl.DataFrame, present: Scope, voice: Voice) -> None:
    form = forms.opened(name, None, editor=_fingerprint(frame))
    read: pl.DataFrame = st.session_state.setdefault(form.key("frame"), frame)
    shown = _shown(read, voice)
    with st.form(form.key("form"), border=False):
        edited = st.data_editor(
            shown.select(_order(read)), column_config=_columns(read, voice), disabled=READ[1:], hide_index=True,
            key=form.key("editor"), row_height=ROW, height=2 + ROW * (1 + shown.height), placeholder="",
        )  # fmt: skip
        together = _together(form, voice)
        is_sent = st.form_submit_button(voice("samples.save"), type="primary", key=form.key("send"))
    if is_sent:
        lines = _lines(form, read, shown, edited, together)
        if lines:
            _save(form, lines, str(together["reason"]), present, voice)
        else:
            st.html(blocks.banner(voice("form.nothing_changed")))
    _meanwhile(form, read, frame, voice)


def _together(form: forms.Form, voice: Voice) -> dict[str, Any]:
    """What all ticked rows become."""
    columns = st.columns([1, 1, 1, 1.4], vertical_alignment="bottom", gap="small")
    everything = columns[0].checkbox(voice("samples.tick_all"), key=form.key("all"))
    states = [state for state in SAMPLE_STATES[1:] if state not in DECIDED or may("decide_samples")]
    said = {"": voice("samples.unchanged")}
    state = columns[1].selectbox(
        voice("samples.ticked_state"), ["", *states], key=form.key("state"),
        format_func=lambda one: said.get(one) or voice(f"sample.state.{one}"),
    )  # fmt: skip
    carrier = columns[2].selectbox(
        voice("samples.ticked_carrier"), ["", *CODES], key=form.key("carrier"),
        format_func=lambda one: said.get(one) or name_of(one, voice.lang),
    )  # fmt: skip
    reason = columns[3].text_input(voice("samples.reason"), key=form.key("reason"), max_chars=500)
    return {"all": everything, "state": state, "carrier": carrier, "reason": reason.strip()}


def _lines(
    form: forms.Form, read: pl.DataFrame, shown: pl.DataFrame, edited: pl.DataFrame, together: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """What differs from what was read, one line per sample, with the version that it was read with."""
    versions: Mapping[int, int] = st.session_state.get(form.key("versions"), {})
    lines = []
    for stored, before, after in zip(
        read.iter_rows(named=True), shown.iter_rows(named=True), edited.iter_rows(named=True), strict=True
    ):
        fields = {
            name: _typed(name, after[name])
            for name in EDITED
            if _typed(name, after[name]) != _typed(name, before[name])
        }
        if after["picked"] or together["all"]:
            fields |= {name: together[name] for name in ("state", "carrier") if together[name]}
        if fields.get("state") == "waived" and together["reason"]:
            fields.setdefault("waiver_reason", together["reason"])
        if fields.get("state") == stored["decided_state"]:
            fields.pop("state")
        if fields:
            number = stored["sample_id"]
            lines.append({"id": number, "version": versions.get(number, stored["version"]), **fields})
    return lines


def _typed(name: str, value: Any) -> Any:
    """A cell as the action takes it: blank text is nothing, a day is a date, whatever the editor made of it."""
    if name in ("waiver_reason", "feedback"):
        return (value or "").strip()
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, float):
        return None if isnan(value) else int(value)
    return value


def _save(form: forms.Form, lines: Sequence[Mapping[str, Any]], reason: str, present: Scope, voice: Voice) -> None:
    store, who = store_of(present), actor()
    done: list[SamplesChanged] = []

    def save(key: str) -> None:
        try:
            done.append(actions.change_samples(store, who, key, lines=lines, reason=reason))
        except SamplesStale as stale:
            st.session_state[form.key("stale")] = stale.ids
            raise

    forms.send(form, voice, {"lines": list(lines)}, save, lambda: voice("samples.saved", count=len(done[0].changed)))


def _meanwhile(form: forms.Form, read: pl.DataFrame, now: pl.DataFrame, voice: Voice) -> None:
    """What others saved since the sheet was opened, and the two ways to go on: with the input, or without it."""
    if read.equals(now):
        return
    st.html(blocks.banner(voice("samples.changed_meanwhile")))
    stale = st.session_state.get(form.key("stale"), [])
    found = now.filter(pl.col("sample_id").is_in(stale))
    if found.height:
        st.html(blocks.panel_head(voice("samples.stale")))
        st.html(_differences(read, found, voice))
    with st.container(horizontal=True):
        if found.height:
            versions = dict(found.select("sample_id", "version").iter_rows())
            st.button(voice("form.rebase"), key=form.key("rebase"), on_click=_go_on, args=(form, versions))
        st.button(voice("samples.refresh"), key=form.key("refresh"), on_click=forms.close, args=(form.name,))


def _go_on(form: forms.Form, versions: Mapping[int, int]) -> None:
    st.session_state[form.key("versions")] = {**st.session_state.get(form.key("versions"), {}), **versions}
    st.session_state.pop(form.key("stale"), None)


def _differences(read: pl.DataFrame, now: pl.DataFrame, voice: Voice) -> str:
    columns = [Column(voice(f"sample.column.{name}")) for name in ("sample_id", "kol_name")]
    columns += [Column(voice(f"form.stale.{name}")) for name in ("field", "opened", "saved")]
    before = {row["sample_id"]: row for row in _shown(read, voice).iter_rows(named=True)}
    lines = []
    for row in _shown(now, voice).iter_rows(named=True):
        was = before.get(row["sample_id"], row)
        lines += [
            [blocks.cell(str(row["sample_id"])), blocks.cell(row["kol_name"]),
             blocks.cell(voice(f"sample.column.{name}")), blocks.cell(_spoken(name, was[name], voice)),
             blocks.cell(_spoken(name, row[name], voice), is_bad=True)]
            for name in EDITED if was[name] != row[name]
        ]  # fmt: skip
    return blocks.table(columns, lines)


def _spoken(name: str, value: Any, voice: Voice) -> str:
    if value is None or value == "":
        return "–"
    if name == "state":
        return voice(f"sample.state.{value}")
    if name == "carrier":
        return name_of(str(value), voice.lang)
    return voice.date(value) if isinstance(value, date) else str(value)


def _shown(frame: pl.DataFrame, voice: Voice) -> pl.DataFrame:
    """The rows as people read them, with a column to tick."""
    listed = frame.to_dicts()
    trouble = [voice(f"sample.trouble.{row['trouble']}") if row["trouble"] else None for row in listed]
    return frame.with_columns(
        pl.lit(False).alias("picked"),
        pl.Series("product", [_product(row, voice) for row in listed], dtype=pl.String),
        pl.Series("campaign", [in_language(row, voice) for row in listed], dtype=pl.String),
        pl.Series("trouble", trouble, dtype=pl.String),
        pl.col("days_late").cast(pl.Int64),
    )


def _order(frame: pl.DataFrame) -> list[str]:
    """The columns from left to right, without those that would say the same in every row."""
    same = {"campaign": frame["campaign_code"].n_unique() == 1, "trouble": frame["trouble"].is_null().all()}
    same["note_title"] = frame["note_title"].is_null().all()
    return [name for name in ORDER if not same.get(name, False)]


def _product(row: Mapping[str, Any], voice: Voice) -> str:
    name = in_language(dict(row), voice, "product_name")
    return name if row["units"] == 1 else f"{name} × {row['units']}"


def _columns(frame: pl.DataFrame, voice: Voice) -> dict[str, Any]:
    config = st.column_config

    def title(name: str) -> str:
        return voice(f"sample.column.{name}")

    carriers = list(dict.fromkeys([*CODES, *frame["carrier"].drop_nulls()]))
    days = {name: config.DateColumn(title(name), format="YYYY-MM-DD") for name in ("due_date",)}
    said = {
        name: config.DateColumn(title(name), format="YYYY-MM-DD", help=voice(f"sample.column.{name}.help"))
        for name in ("delivered_date", "extended_until_date")
    }
    texts = {
        name: config.TextColumn(title(name), width=width)
        for name, width in (
            ("kol_name", 150),
            ("product", 190),
            ("campaign", 150),
            ("trouble", None),
            ("note_title", 200),
        )
    }
    return {
        "picked": config.CheckboxColumn(title("picked"), width=40, pinned=True),
        "sample_id": config.NumberColumn(title("sample_id"), format="%d", width=60, pinned=True),
        **texts, **days, **said,
        "state": config.SelectboxColumn(
            title("state"), options=_states(frame), format_func=lambda one: voice(f"sample.state.{one}"), required=True
        ),
        "days_late": config.NumberColumn(title("days_late"), format="%d", width=80),
        "carrier": config.SelectboxColumn(
            title("carrier"), options=carriers, format_func=lambda one: name_of(str(one), voice.lang)
        ),
        "tracking_no": config.TextColumn(title("tracking_no"), max_chars=128, width=160),
        "waiver_reason": config.TextColumn(title("waiver_reason"), max_chars=500),
        "rating": config.NumberColumn(title("rating"), min_value=1, max_value=5, step=1, width=70),
        "feedback": config.TextColumn(title("feedback"), max_chars=500, width=220),
    }  # fmt: skip


def _states(frame: pl.DataFrame) -> list[str]:
    """Every state that somebody here may choose, and those that stand already."""
    standing = set(frame["state"])
    return [state for state in SAMPLE_STATES if state in standing or state not in DECIDED or may("decide_samples")]


def _fingerprint(frame: pl.DataFrame) -> str:
    return hashlib.sha256(repr(frame.rows()).encode()).hexdigest()[:12]
