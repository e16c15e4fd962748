"""Today: what to do now, in order of the money at stake, for the role of whoever looks."""

from __future__ import annotations

import streamlit as st

from campaigns.records import utc_now
from dashboard import blocks, digest, filters, page, queries, states, tasks, viewer
from dashboard.formats import Voice
from dashboard.reading import rows, scope


def show(voice: Voice) -> None:
    """The page: one sentence, the list, and the same as an e-mail."""
    present, now = scope(), utc_now()
    slot, controls = st.columns([3, 1.8], gap="medium")
    with controls, st.container(horizontal=True, horizontal_alignment="right", vertical_alignment="center"):
        role = filters.pick(
            "role", voice("filter.role"), {name: voice(f"role.{name}") for name in tasks.offered(viewer.role())}
        )
        filters.language_switch(voice)
    found = tasks.tasks_of(
        rows("tasks", present, brand="", today=tasks.today(now).isoformat()), role, queries.newest(present), now, voice
    )
    with slot:
        eyebrow = voice("today.eyebrow", day=voice.date(tasks.today(now)), role=voice(f"role.{role}"))
        page.head(eyebrow, tasks.headline(found, voice), voice("today.note" if found else "today.nothing_note"))
    states.reach(present, voice)
    st.html(blocks.concerns(tasks.concerns(found)))
    with st.expander(voice("today.mail"), type="compact"):
        st.caption(voice("today.mail_note"))
        st.code(digest.text(found, role, queries.newest(present), now, voice), language=None, wrap_lines=True)


show(Voice(filters.chosen_language()))
