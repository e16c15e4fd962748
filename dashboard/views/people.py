"""People: who may log in, as what, for whom; inviting, changing, disabling."""

from __future__ import annotations

import streamlit as st

from campaigns import people
from dashboard import filters, forms, page, people_form, people_list, viewer
from dashboard.formats import Voice
from dashboard.reading import records


def show(voice: Voice) -> None:
    """The page: everybody, and beside them the form for one."""
    slot, controls = st.columns([3, 1], gap="medium")
    with controls, st.container(horizontal=True, horizontal_alignment="right"):
        filters.language_switch(voice)
    if not viewer.may("invite_person"):
        page.head(voice("page.people"), voice("people.not_for_you"))
        return
    everybody = people.members(records())
    with slot:
        page.head(voice("page.people"), people_list.headline(everybody, voice), people_list.note(voice))
    forms.announce()
    left, right = st.columns([2, 1], gap="large")
    with right:
        labels = {"": voice("people.somebody_new")} | {str(one.person.id): one.person.email for one in everybody}
        chosen = filters.pick("person", voice("people.who"), labels)
        member = next((one for one in everybody if str(one.person.id) == chosen), None)
        if member is None:
            people_form.invite(voice)
        else:
            people_form.change(member, voice)
    with left:
        st.html(people_list.table(everybody, voice))
        page.behind(voice("people.all"), people_list.frame(everybody, voice), "people", voice)
    page.definitions(("role_admin", "role_marketer", "role_agency", "role_finance"), voice)


show(Voice(filters.chosen_language()))
