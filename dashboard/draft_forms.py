"""The forms of the Drafts page: hand in, decide, and the brand's own wording lists. One save per opened form."""

from __future__ import annotations

from typing import Any

import streamlit as st

from campaigns import actions
from campaigns.draft_book import House
from campaigns.draft_check import Draft, check
from campaigns.draft_rules import LISTS
from dashboard import blocks, drafts, forms, viewer
from dashboard.formats import Voice
from dashboard.reading import Scope, store_of


def submit(collaboration_id: int, house: House, present: Scope, voice: Voice) -> None:
    """Title, body and links of the next draft; they can be checked before they are handed in."""
    form = forms.opened(f"draft.new.{collaboration_id}", title="", body="", links="", is_reported=False)
    with st.form(form.key("form"), border=False):
        title = st.text_input(voice("draft.field.title"), key=form.key("title"), max_chars=200)
        body = st.text_area(voice("draft.field.body"), key=form.key("body"), height=220, max_chars=10_000)
        links = st.text_area(
            voice("draft.field.links"), key=form.key("links"), height=68, help=voice("draft.field.links_help")
        )
        is_reported = st.checkbox(voice("draft.field.reported"), key=form.key("is_reported"))
        with st.container(horizontal=True):
            is_tried = st.form_submit_button(voice("draft.try"), icon=":material/spellcheck:")
            is_sent = st.form_submit_button(voice("draft.submit"), type="primary", icon=":material/send:")
    given = Draft(title, body, tuple(links.split()), is_reported)
    if is_tried:
        found = check(given, house.rules)
        st.html(blocks.banner(voice("draft.tried", count=len(found))))
        st.html(drafts.finding_list(found, voice))
    if is_sent:
        request = {"title": title, "body": body, "product_links": list(given.product_links), "is_reported": is_reported}
        store, actor = store_of(present), viewer.actor()
        forms.send(
            form, voice, request,
            lambda key: actions.submit_draft(store, actor, key, collaboration_id=collaboration_id, **request),  # type: ignore[arg-type]
            voice("draft.submitted_said"),
        )  # fmt: skip


def decide(row: dict[str, Any], present: Scope, voice: Voice) -> None:
    """Approve or return the newest draft, as a person with a name. Who was slower learns what was decided instead."""
    form = forms.opened(f"draft.decide.{row['draft_id']}", row["version"], person="", comment="")
    if row["state"] != "submitted":
        if form.version != row["version"]:
            _say_stale(form, row, voice)
        return
    store, actor = store_of(present), viewer.actor()
    is_own = actor.person is not None and row["submitted_by"] == actor.who
    st.html(blocks.panel_head(voice("draft.decide"), voice("draft.own" if is_own else "draft.decide_note")))
    with st.form(form.key("form"), border=False):
        name = ""
        if actor.person is None:
            name = st.text_input(voice("draft.field.name"), key=form.key("person"), help=voice("draft.field.name_help"))
        comment = st.text_area(
            voice("draft.field.comment"), key=form.key("comment"), height=90, help=voice("draft.field.comment_help")
        )
        with st.container(horizontal=True):
            is_approved = st.form_submit_button(
                voice("draft.approve"), type="primary", icon=":material/verified:", disabled=is_own
            )
            is_returned = st.form_submit_button(voice("draft.return"), icon=":material/undo:")
    if not (is_approved or is_returned):
        return
    decision = "approved" if is_approved else "returned"
    said = {"decision": decision, "comment": comment, "name": name}
    version = form.version or 0
    forms.send(
        form, voice, {**said, "version": version},
        lambda key: actions.decide_draft(store, actor, key, id=row["draft_id"], version=version, **said),
        voice(f"draft.{decision}_said"),
    )  # fmt: skip
    if form.is_stale:
        _say_stale(form, row, voice)


def _say_stale(form: forms.Form, row: dict[str, Any], voice: Voice) -> None:
    """A colleague was faster: what they decided, and what was written here, so that nothing is lost."""
    written = st.session_state.get(form.key("comment"), "")
    facts = {"name": row["decided_name"] or "", "at": voice.moment(row["decided_at"]), "comment": row["comment"] or ""}
    st.html(blocks.banner(voice("draft.stale", written=written, **facts)))


def brand_lists(house: House, present: Scope, voice: Voice) -> None:
    """The brand's own banned, allowed and disclosure wordings, one per line."""
    kept = {name: "\n".join(house.lists[name]) for name in LISTS}
    form = forms.opened(f"draft.rules.{house.brand_id}", house.lists_version, **kept)
    forms.differences(form, kept, house.lists_version or 0, lambda _name, value: str(value or ""), voice)
    with st.form(form.key("form"), border=False):
        columns = st.columns(len(LISTS), gap="medium")
        given = {}
        for name, column in zip(LISTS, columns, strict=True):
            with column:
                given[name] = st.text_area(
                    voice(f"field.{name}"), value=form.opened[name], key=form.key(name), height=140,
                    help=voice(f"field.{name}.help"),
                )  # fmt: skip
        is_sent = st.form_submit_button(voice("draft.save_rules"))
    if is_sent:
        request = {name: tuple(text.split("\n")) for name, text in given.items()}
        store, actor = store_of(present), viewer.actor()
        forms.send(
            form, voice, {**request, "version": form.version},
            lambda key: actions.save_draft_rules(
                store, actor, key, brand_id=house.brand_id, version=form.version, **request
            ),
            voice("draft.rules_said"),
        )  # fmt: skip
