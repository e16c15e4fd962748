"""What stands before the dashboard where people log in: the way in, and whom to ask without one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

import streamlit as st

from campaigns import people
from campaigns.actions import Actor
from dashboard import blocks, filters, login, viewer
from dashboard.formats import Voice
from dashboard.place import records


def is_open(voice: Voice, pages: Iterable[str], home: str) -> bool:
    """Whether this person may see pages at all. Where not, the gate is shown, whatever page was asked for."""
    try:
        if viewer.login_is_configured() and viewer.identity() is None:
            raise viewer.NobodyLoggedIn
        _note_login(viewer.actor())
    except viewer.NobodyLoggedIn:
        _stand_on(pages, home)
        _way_in(voice)
        return False
    except viewer.NoPersonHere:
        _stand_on(pages, home)
        _no_person(voice)
        return False
    return True


def _note_login(who: Actor) -> None:
    """Remember when somebody logged in last: once in a session, by the moment the provider gave."""
    issued = st.user.get("iat")
    if who.person is None or not isinstance(issued, int | float) or st.session_state.get("login.noted") == issued:
        return
    people.note_login(records(), who.person, datetime.fromtimestamp(issued, UTC))
    st.session_state["login.noted"] = issued


def _stand_on(pages: Iterable[str], home: str) -> None:
    """Every address stays as it was asked for; none of them has a page behind it."""
    st.navigation(
        [st.Page(_nothing, title=name, url_path=name, default=name == home) for name in pages], position="hidden"
    ).run()


def _nothing() -> None:
    """The page behind a closed gate."""


def _way_in(voice: Voice) -> None:
    _head(voice, voice("login.title"), voice("login.note"))
    st.button(voice("login.button"), type="primary", icon=":material/login:", on_click=st.login, key="login.in")


def _no_person(voice: Voice) -> None:
    known = viewer.identity()
    found = login.present()
    whom = found.contact if found and found.contact else voice("login.administrator")
    email = known.email if known and known.email else voice("login.no_email")
    _head(voice, voice("login.stranger", email=email), voice("login.ask", whom=whom))
    st.button(voice("login.other"), icon=":material/logout:", on_click=st.logout, key="login.other")


def _head(voice: Voice, title: str, note: str) -> None:
    left, right = st.columns([3, 1], gap="medium")
    with right, st.container(horizontal=True, horizontal_alignment="right"):
        filters.language_switch(voice)
    with left:
        st.html(blocks.head(voice("frame.title"), title, note))
