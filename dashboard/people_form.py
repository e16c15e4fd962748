"""The forms for one person: invite, change role and scope, disable, let in again."""

from __future__ import annotations

from typing import Any

import streamlit as st

from campaigns import actions, people
from campaigns.people import Member
from campaigns.people_records import ROLES
from dashboard import forms
from dashboard.formats import Voice
from dashboard.reading import records
from dashboard.viewer import actor


def invite(voice: Voice) -> None:
    """Somebody new: their first login with this e-mail lets them in."""
    form = forms.opened("person.new", None, email="", name="", role="marketer", brand_ids=[], agency_id=None)
    email = st.text_input(voice("people.email"), key=form.key("email"), max_chars=200)
    values = _fields(form, voice)
    store, who = records(), actor()
    if st.button(voice("people.invite"), type="primary", icon=":material/person_add:", key=form.key("send")):
        request = {"email": email, **values}

        def save(key: str) -> None:
            actions.invite_person(store, who, key, **request)

        forms.send(form, voice, request, save, voice("people.invited", email=email.strip().lower()))


def change(member: Member, voice: Voice) -> None:
    """Somebody who is here already: name, role, scope, and whether they are let in."""
    person = member.person
    current = {
        "name": person.name, "role": person.role, "brand_ids": sorted(member.brands), "agency_id": person.agency_id,
    }  # fmt: skip
    form = forms.opened(f"person.{person.id}", person.version, **current)
    values = _fields(form, voice)
    store, who = records(), actor()
    with st.container(horizontal=True, gap="small"):
        is_sent = st.button(voice("form.save"), type="primary", key=form.key("send"))
        is_out = person.state == "disabled"
        is_switched = st.button(
            voice("people.enable" if is_out else "people.disable"), key=form.key("state"),
            icon=":material/lock_open:" if is_out else ":material/block:",
        )  # fmt: skip
    if is_sent:
        request = {"id": person.id, "version": form.version, **values}

        def save(key: str) -> None:
            actions.change_person(store, who, key, **request)

        forms.send(form, voice, request, save)
    elif is_switched:
        _switch(form, person.id or 0, voice, is_out=is_out)
    forms.differences(form, current, person.version, lambda name, value: _spoken(name, value, voice), voice)


def _switch(form: forms.Form, person_id: int, voice: Voice, *, is_out: bool) -> None:
    act = actions.enable_person if is_out else actions.disable_person
    store, who, version = records(), actor(), form.version or 0

    def save(key: str) -> None:
        act(store, who, key, id=person_id, version=version)

    request = {"state": "enable" if is_out else "disable", "version": version}
    forms.send(form, voice, request, save, voice("people.enabled" if is_out else "people.disabled"))


def _fields(form: forms.Form, voice: Voice) -> dict[str, Any]:
    """Name, role, and the scope that belongs to the role."""
    before = form.opened
    brands, agencies = people.choices(records())
    name = st.text_input(voice("people.name"), value=before["name"], key=form.key("name"), max_chars=100)
    role = st.selectbox(
        voice("people.role"), ROLES, index=ROLES.index(before["role"]), key=form.key("role"),
        format_func=lambda one: voice(f"people.role.{one}"),
    )  # fmt: skip
    values: dict[str, Any] = {"name": name, "role": role, "brand_ids": [], "agency_id": None}
    if role == "marketer":
        values["brand_ids"] = sorted(
            st.multiselect(
                voice("people.brands"), list(brands), default=[one for one in before["brand_ids"] if one in brands],
                key=form.key("brand_ids"), format_func=lambda one: brands[one], placeholder=voice("people.choose"),
            )
        )  # fmt: skip
    if role == "agency":
        values["agency_id"] = st.selectbox(
            voice("people.agency"), list(agencies), key=form.key("agency_id"), placeholder=voice("people.choose"),
            index=list(agencies).index(before["agency_id"]) if before["agency_id"] in agencies else None,
            format_func=lambda one: agencies[one],
        )  # fmt: skip
    return values


def _spoken(name: str, value: Any, voice: Voice) -> str:
    brands, agencies = people.choices(records())
    if name == "role":
        return voice(f"people.role.{value}")
    if name == "brand_ids":
        return voice("list.separator").join(brands.get(one, str(one)) for one in value) or voice("form.empty")
    if name == "agency_id":
        return agencies.get(value, voice("form.empty"))
    return str(value or voice("form.empty"))
