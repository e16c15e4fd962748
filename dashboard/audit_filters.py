"""What somebody looks for in the audit, and how far back they turned; all of it stands in the address."""

from __future__ import annotations

from datetime import date, timedelta

import streamlit as st

from campaigns import audit_search
from campaigns.audit_search import Search
from campaigns.store import Store
from dashboard import audit_list, filters
from dashboard.formats import Voice

OUTCOMES = ("accepted", "refused")


def search(store: Store, voice: Voice) -> Search:
    """The filters, and what they ask for."""
    first = st.columns([1, 1, 1.2], vertical_alignment="bottom")
    second = st.columns([1, 1, 0.6, 0.6], vertical_alignment="bottom")
    people, actions = audit_search.people(store), audit_search.actions(store)
    with first[0]:
        who = filters.pick("who", voice("audit.who"), {"": voice("audit.everybody")} | {name: name for name in people})
    with first[1]:
        labels = {name: audit_list.action(name, voice) for name in actions}
        ordered = dict(sorted(labels.items(), key=lambda item: item[1]))
        action = filters.pick("action", voice("audit.action"), {"": voice("audit.every_action")} | ordered)
    with first[2]:
        outcomes = {"": voice("audit.any_outcome")} | {name: voice(f"audit.outcome.{name}") for name in OUTCOMES}
        outcome = filters.switch("outcome", voice("audit.outcome"), outcomes)
    with second[0]:
        text = filters.search("text", voice("audit.text"))
    with second[1]:
        target = filters.search("target", voice("audit.target_asked"))
    with second[2]:
        since = _day("since", voice)
    with second[3]:
        until = _day("until", voice)
    before = until + timedelta(days=1) if until else None
    return Search(who=who, action=action, target=target, text=text, outcome=outcome, since=since, before=before)


def place(asked: Search) -> int | None:
    """The entry below which this page begins; another question begins at the newest again."""
    if st.session_state.get("audit.asked", asked) != asked:
        st.query_params.pop("below", None)
    st.session_state["audit.asked"] = asked
    below = st.query_params.get("below", "")
    return int(below) if below.isdigit() else None


def turn(asked: Search, below: int | None, older: int | None, voice: Voice) -> None:
    """Back to the newest, and on to older ones."""
    st.session_state["audit.asked"] = asked
    if below is not None:
        st.button(voice("audit.newest"), icon=":material/first_page:", on_click=_to, args=(None,), key="audit.newest")
    if older is not None:
        st.button(voice("audit.older"), icon=":material/chevron_right:", on_click=_to, args=(older,), key="audit.older")


def leave() -> None:
    """From one entry back to all of them."""
    st.query_params.pop("entry", None)


def _to(below: int | None) -> None:
    if below is None:
        st.query_params.pop("below", None)
    else:
        st.query_params["below"] = str(below)


def _day(name: str, voice: Voice) -> date | None:
    return st.date_input(
        voice(f"audit.{name}"), value=None, key=name, format="YYYY-MM-DD", bind="query-params", persist_state="session"
    )
