"""You: who the records say you are, until when this login lasts, and the way out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import streamlit as st

from campaigns import people
from dashboard import filters, login, page, people_list, viewer
from dashboard.formats import Voice
from dashboard.reading import records


def show(voice: Voice) -> None:
    """The page: one sentence, the scope, the end of the login, and a button."""
    slot, controls = st.columns([3, 1], gap="medium")
    with controls, st.container(horizontal=True, horizontal_alignment="right"):
        filters.language_switch(voice)
    who = viewer.actor()
    here = next((one for one in people.members(records()) if one.person.id == who.person), None)
    if here is None:
        page.head(voice("page.account"), voice("people.title_none"), people_list.note(voice))
        return
    names = people_list.scope(here, voice)
    told = [voice("account.scope", scope=names) if names else voice("account.everything"), *_ends(voice)]
    title = voice("account.title", name=here.person.name, role=voice(f"people.role.{here.person.role}"))
    with slot:
        page.head(here.person.email, title, " ".join(told))
    st.button(voice("login.out"), icon=":material/logout:", on_click=st.logout, key="login.out")
    st.caption(voice("account.tabs"))


def _ends(voice: Voice) -> list[str]:
    found, issued = login.present(), st.user.get("iat")
    if found is None or not isinstance(issued, int | float):
        return []
    return [voice("account.until", at=voice.moment(datetime.fromtimestamp(issued, UTC) + timedelta(hours=found.hours)))]


show(Voice(filters.chosen_language()))
