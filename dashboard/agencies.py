"""Agencies as parties: whom to ask there, their KOLs, what is open, what they and their KOLs are due."""

from __future__ import annotations

import json
from typing import Any

import polars as pl
import streamlit as st

from campaigns import actions
from campaigns.errors import BadValue
from dashboard import blocks, forms, pipeline
from dashboard.blocks import Column
from dashboard.formats import MISSING, Voice
from dashboard.reading import Scope, rows, store_of
from dashboard.viewer import actor, may

CONTACT = ("name", "role", "reach")


def agencies(present: Scope) -> pl.DataFrame:
    """Every agency that may be seen, the one with most open collaborations first."""
    return rows("agencies", present, today=pipeline.today().isoformat())


def headline(frame: pl.DataFrame, voice: Voice) -> tuple[str, str]:
    """The sentence with the number that matters, and what they are due."""
    facts = {"count": voice.exact(frame.height), "open": voice.exact(int(frame["open"].sum()))}
    due = voice.money(int(frame["third_party_fen"].sum()))
    return voice("agencies.title", **facts), voice(
        "agencies.note", due=due, kols=voice.money(int(frame["kol_fen"].sum()))
    )


def table(frame: pl.DataFrame, voice: Voice) -> str:
    """One line per agency; its name opens it, its open collaborations lead to the pipeline."""
    columns = (
        Column(voice("column.agency")), Column(voice("agencies.contact"), wide=True),
        Column(voice("agencies.kols"), is_number=True), Column(voice("agencies.open"), is_number=True),
        Column(voice("agencies.prices"), is_number=True, wide=True),
        Column(voice("agencies.kol_fees"), is_number=True, wide=True), Column(voice("agencies.cut"), is_number=True),
    )  # fmt: skip
    return blocks.table(columns, [_line(row, voice) for row in frame.iter_rows(named=True)])


def _line(row: dict[str, Any], voice: Voice) -> list[str]:
    first = next(iter(json.loads(row["contacts"])), None)
    late = voice("agencies.overdue", count=voice.exact(row["overdue"])) if row["overdue"] else ""
    return [
        blocks.linked(row["name"], f"agencies?agency={row['code']}&lang={voice.lang}", row["code"]),
        blocks.cell(first["name"], first["reach"]) if first else blocks.cell(MISSING),
        blocks.cell(voice.exact(row["kols"]), voice("agencies.campaigns", count=voice.exact(row["campaigns"]))),
        blocks.linked(voice.exact(row["open"]), f"pipeline?agency={row['code']}&lang={voice.lang}", late),
        blocks.cell(voice.money(row["quoted_fen"])),
        blocks.cell(voice.money(row["kol_fen"])),
        blocks.cell(voice.money(row["third_party_fen"])),
    ]


def kols(present: Scope, code: str) -> pl.DataFrame:
    """The KOLs of an agency: what is open, what was agreed, what is due."""
    return rows("agency_kols", present, agency=code).select(
        "kol_name", "collaborations", "open", "published", "quoted_fen", "kol_fen"
    )


def form(row: dict[str, Any] | None, present: Scope, voice: Voice) -> None:
    """Name, contacts and remark of an agency; without a row, a new one."""
    if not may("save_agency"):
        return
    fields = {"name": row["name"] if row else "", "remark": row["remark"] if row else "",
              "contacts": _lines(row["contacts"]) if row else ""}  # fmt: skip
    opened = forms.opened(f"agency.{row['code'] if row else 'new'}", row["version"] if row else None, **fields)
    with st.form(opened.key("form"), border=True):
        code = "" if row else st.text_input(voice("field.agency_code"), key=opened.key("code"))
        values = {
            "name": st.text_input(voice("field.agency_name"), value=opened.opened["name"], key=opened.key("name")),
            "contacts": st.text_area(
                voice("field.contacts"), value=opened.opened["contacts"], key=opened.key("contacts"), height=100,
                help=voice("field.contacts.help"), placeholder=voice("field.contacts.example"),
            ),
            "remark": st.text_area(
                voice("field.remark"), value=opened.opened["remark"], key=opened.key("remark"), height=80
            ),
        }  # fmt: skip
        is_sent = st.form_submit_button(voice("form.save"), type="primary", key=opened.key("send"))
    if is_sent:
        _save(opened, row, {"code": code, **values} if row is None else opened.changed(values), present, voice)
    if row is not None:
        forms.differences(opened, fields, row["version"], lambda _, text: text or voice("form.empty"), voice)


def _save(
    opened: forms.Form, row: dict[str, Any] | None, changed: dict[str, Any], present: Scope, voice: Voice
) -> None:
    if not changed:
        st.html(blocks.banner(voice("form.nothing_changed")))
        return
    store, who, version = store_of(present), actor(), opened.version
    own = {} if row is None else {"id": row["id"], "version": version}

    def save(key: str) -> None:
        asked = dict(changed)
        if "contacts" in asked:
            asked["contacts"] = _contacts(asked["contacts"])
        actions.save_agency(store, who, key, **own, **asked)

    forms.send(opened, voice, {"version": version, **changed}, save)


def _lines(contacts: str) -> str:
    return "\n".join(", ".join(one[name] for name in CONTACT if one[name]) for one in json.loads(contacts))


def _contacts(text: str) -> list[dict[str, str]]:
    """One contact per line: name, role, where to reach; the role may be left out."""
    contacts = []
    for number, line in enumerate((line for line in text.splitlines() if line.strip()), start=1):
        parts = [part.strip() for part in line.replace("，", ",").split(",")]
        if not 2 <= len(parts) <= 3:
            raise BadValue(f"contact {number}", line, "a name, a role and where to reach them, with commas between")
        contacts.append({"name": parts[0], "role": parts[1] if len(parts) == 3 else "", "reach": parts[-1]})
    return contacts
