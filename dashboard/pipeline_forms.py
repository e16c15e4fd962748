"""The forms of the pipeline: a step, what comes next, a comment, exclusivity; for one collaboration or for many."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import streamlit as st

from campaigns import actions
from campaigns.actions.moves import Moved
from campaigns.conflicts import Conflict
from campaigns.pipeline import shared_steps
from dashboard import blocks, forms
from dashboard.formats import Voice
from dashboard.reading import Scope, rows, store_of
from dashboard.viewer import actor, may


def move(row: dict[str, Any], present: Scope, voice: Voice) -> None:
    """A step of one collaboration."""
    form = _move_form(f"collaboration.{row['id']}.move", [row], present, voice)
    if form is not None:
        forms.differences(form, {"state": row["state"]}, row["version"], spoken(voice), voice)


def move_many(chosen: list[dict[str, Any]], present: Scope, voice: Voice) -> None:
    """A step that all of the chosen ones may take; all of them take it or none."""
    _move_form(f"bulk.move.{_names(chosen)}", chosen, present, voice)


def _names(chosen: list[dict[str, Any]]) -> str:
    return ".".join(str(row["id"]) for row in chosen)


def _move_form(name: str, chosen: list[dict[str, Any]], present: Scope, voice: Voice) -> forms.Form | None:
    steps = shared_steps({row["state"] for row in chosen})
    if not may("move_collaborations"):
        return None
    if not steps:
        st.caption(voice("pipeline.no_step" if len(chosen) == 1 else "pipeline.no_shared_step"))
        return None
    version = chosen[0]["version"] if len(chosen) == 1 else None
    fields = {"reason": ""} if version else {"reason": "", "versions": _versions(chosen)}
    form = forms.opened(name, version, **fields, state=chosen[0]["state"])
    with st.form(form.key("form"), border=True):
        to_state = st.selectbox(
            voice("pipeline.move_to"), steps, key=form.key("to_state"), format_func=lambda one: voice(f"state.{one}")
        )
        reason = st.text_input(voice("pipeline.reason"), key=form.key("reason"), max_chars=500)
        label = voice("pipeline.move") if version else voice("pipeline.move_many", count=voice.exact(len(chosen)))
        is_sent = st.form_submit_button(label, type="primary", key=form.key("send"))
    if is_sent:
        versions = {chosen[0]["id"]: form.version or 0} if version else form.opened["versions"]
        _move(form, versions, str(to_state), reason, present, voice)
    return form


def _versions(chosen: list[dict[str, Any]]) -> dict[int, int]:
    return {row["id"]: row["version"] for row in chosen}


def _move(form: forms.Form, versions: dict[int, int], to_state: str, reason: str, present: Scope, voice: Voice) -> None:
    store, who = store_of(present), actor()
    done: list[Moved] = []

    def save(key: str) -> None:
        done.append(actions.move_collaborations(store, who, key, versions=versions, to_state=to_state, reason=reason))

    def said() -> str:
        _follow(versions, done[0].versions)
        told = voice("pipeline.moved", count=voice.exact(len(versions)), state=voice(f"state.{to_state}"))
        return "\n".join([told, *(warning(one, voice) for one in done[0].conflicts)])

    forms.send(form, voice, {"versions": versions, "to_state": to_state, "reason": reason}, save, said)


def _follow(before: Mapping[int, int], now: Mapping[int, int]) -> None:
    for identity, version in before.items():
        forms.follow(f"collaboration.{identity}.", version, now[identity])


def warning(conflict: Conflict, voice: Voice) -> str:
    """A conflict that an action warned of, in the reader's language."""
    days = voice.span(conflict.since_date, conflict.before_date - timedelta(days=1))
    facts = {"brand": voice("conflict.another_brand"), "category": conflict.category, "days": days}
    return f"{conflict.kol_name}: {voice(f'conflict.{conflict.kind}', **facts)}"


def arrange(row: dict[str, Any], present: Scope, voice: Voice) -> None:
    """Owner, next step, its day and the tags of one collaboration."""
    if not may("arrange_collaborations"):
        return
    current = {name: row[name] for name in ("owner", "next_step", "next_date")}
    current["tags"] = ", ".join(json.loads(row["tags"]))
    form = forms.opened(f"collaboration.{row['id']}.arrange", row["version"], **current)
    with st.form(form.key("form"), border=True):
        values = _arranged(form, voice)
        is_sent = st.form_submit_button(voice("form.save"), key=form.key("send"))
    if is_sent:
        _save_arrangement(form, {row["id"]: form.version or 0}, form.changed(values), present, voice)
    forms.differences(form, current, row["version"], spoken(voice), voice)


def arrange_many(chosen: list[dict[str, Any]], present: Scope, voice: Voice) -> None:
    """The same for many: what is left empty stays as it is on each."""
    if not may("arrange_collaborations"):
        return
    name, versions = f"bulk.arrange.{_names(chosen)}", _versions(chosen)
    form = forms.opened(name, None, versions=versions, owner="", next_step="", next_date=None, tags="")
    with st.form(form.key("form"), border=True):
        values = _arranged(form, voice)
        label = voice("pipeline.arrange_many", count=voice.exact(len(chosen)))
        is_sent = st.form_submit_button(label, key=form.key("send"))
    if is_sent:
        _save_arrangement(form, form.opened["versions"], form.changed(values), present, voice)


def _arranged(form: forms.Form, voice: Voice) -> dict[str, Any]:
    before = form.opened
    return {
        "owner": st.text_input(voice("field.owner"), value=before["owner"], key=form.key("owner"), max_chars=60),
        "next_step": st.text_input(
            voice("field.next_step"), value=before["next_step"], key=form.key("next_step"), max_chars=200
        ),
        "next_date": st.date_input(
            voice("field.next_date"), value=before["next_date"], key=form.key("next_date"), format="YYYY-MM-DD"
        ),
        "tags": st.text_input(
            voice("field.tags"), value=before["tags"], key=form.key("tags"), help=voice("field.tags.help")
        ),
    }


def _save_arrangement(
    form: forms.Form, versions: dict[int, int], changed: dict[str, Any], present: Scope, voice: Voice
) -> None:
    if not changed:
        st.html(blocks.banner(voice("form.nothing_changed")))
        return
    store, who = store_of(present), actor()
    if "tags" in changed:
        changed["tags"] = [tag.strip() for tag in changed["tags"].replace("，", ",").split(",") if tag.strip()]
    done: list[dict[int, int]] = []

    def save(key: str) -> None:
        done.append(actions.arrange_collaborations(store, who, key, versions=versions, **changed))

    def said() -> str:
        _follow(versions, done[0])
        return voice("form.saved")

    forms.send(form, voice, {"versions": versions, **changed}, save, said)


def comment(row: dict[str, Any], present: Scope, voice: Voice) -> None:
    """A comment on one collaboration."""
    if not may("comment_collaboration"):
        return
    form = forms.opened(f"collaboration.{row['id']}.comment", None, body="")
    with st.form(form.key("form"), border=False):
        body = st.text_area(voice("comment.body"), key=form.key("body"), max_chars=2000, height=80)
        is_sent = st.form_submit_button(voice("comment.add"), key=form.key("send"))
    if is_sent:
        store, who = store_of(present), actor()
        forms.send(
            form, voice, {"body": body},
            lambda key: actions.comment_collaboration(store, who, key, collaboration_id=row["id"], body=body),
        )  # fmt: skip


def exclusivity(row: dict[str, Any], present: Scope, voice: Voice) -> None:
    """For which categories and days the KOL is ours alone; another period, and taking one back."""
    found = rows("collaboration_exclusivity", present, collaboration=row["id"])
    st.html(blocks.panel_head(voice("exclusivity.title")))
    for one in found.iter_rows(named=True):
        days = voice.span(one["since_date"], one["before_date"] - timedelta(days=1))
        with st.container(horizontal=True, vertical_alignment="center"):
            st.html(blocks.line(voice("exclusivity.line", category=one["category"], days=days), one["remark"]))
            if may("drop_exclusivity"):
                _drop(one, row, present, voice)
    if may("save_exclusivity"):
        _bind(row, present, voice)


def _drop(one: dict[str, Any], row: dict[str, Any], present: Scope, voice: Voice) -> None:
    form = forms.opened(f"collaboration.{row['id']}.drop{one['id']}", one["version"])
    if st.button(voice("exclusivity.drop"), key=form.key("send"), type="tertiary"):
        store, who, asked = store_of(present), actor(), {"exclusivity_id": one["id"], "version": one["version"]}
        forms.send(form, voice, asked, lambda key: actions.drop_exclusivity(store, who, key, **asked))


def _bind(row: dict[str, Any], present: Scope, voice: Voice) -> None:
    products = rows("campaign_products", present, campaign=row["campaign"])
    categories = sorted(set(products.filter(products["is_sold"])["category"]))
    form = forms.opened(f"collaboration.{row['id']}.exclusivity", None, category="", days=())
    if not categories:
        return
    with st.form(form.key("form"), border=False):
        category = st.selectbox(voice("exclusivity.category"), categories, key=form.key("category"))
        days = st.date_input(voice("exclusivity.days"), value=[], key=form.key("days"), format="YYYY-MM-DD")
        is_sent = st.form_submit_button(voice("exclusivity.add"), key=form.key("send"))
    if is_sent and len(days) == 2:
        store, who = store_of(present), actor()
        since, before = days[0], days[1] + timedelta(days=1)
        done: list[Any] = []

        def save(key: str) -> None:
            done.append(
                actions.save_exclusivity(
                    store, who, key, collaboration_id=row["id"], category=str(category), since_date=since,
                    before_date=before,
                )
            )  # fmt: skip

        forms.send(
            form, voice, {"category": category, "since": since, "before": before}, save,
            lambda: "\n".join([voice("form.saved"), *(warning(one, voice) for one in done[0].conflicts)]),
        )  # fmt: skip


def spoken(voice: Voice) -> forms.Spoken:
    """How a field of these forms is read to people."""

    def say(name: str, value: Any) -> str:
        if name == "state":
            return voice(f"state.{value}")
        if name.endswith("_date"):
            return voice.date(value) if value else voice("form.empty")
        return str(value) if value else voice("form.empty")

    return say
