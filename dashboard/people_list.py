"""The people page's table: who, as what, for whom, and when they were here last. Pure."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from campaigns.people import Member
from dashboard import blocks, login
from dashboard.blocks import Column
from dashboard.formats import Voice


def headline(everybody: Sequence[Member], voice: Voice) -> str:
    """How many can log in, and how many have not yet."""
    count = {state: sum(one.person.state == state for one in everybody) for state in ("active", "invited", "disabled")}
    if not everybody:
        return voice("people.title_none")
    return voice("people.title", **{state: voice.exact(number) for state, number in count.items()})


def note(voice: Voice) -> str:
    """Where people log in; or that nobody can yet, because no provider is configured."""
    found = login.present()
    return voice("people.note", url=found.url) if found else voice("people.no_login")


def table(everybody: Sequence[Member], voice: Voice) -> str:
    """A line per person; disabled ones stand last."""
    columns = (
        Column(voice("people.who")), Column(voice("people.role")), Column(voice("people.state")),
        Column(voice("people.last_login"), is_number=True, wide=True),
    )  # fmt: skip
    return blocks.table(columns, [_line(one, voice) for one in everybody])


def _line(one: Member, voice: Voice) -> list[str]:
    person = one.person
    href = f"/people?person={person.id}&lang={voice.lang}"
    return [
        blocks.linked(person.name, href, person.email),
        blocks.cell(voice(f"people.role.{person.role}"), scope(one, voice)),
        blocks.cell(voice(f"people.state.{person.state}"), is_bad=person.state == "disabled"),
        blocks.cell(voice.moment(one.last_login_at)),
    ]


def scope(one: Member, voice: Voice) -> str:
    """Whom somebody works for."""
    return voice("list.separator").join(one.scope)


def frame(everybody: Sequence[Member], voice: Voice) -> pl.DataFrame:
    """The same as a table to sort and to download."""
    rows = [
        {
            "email": one.person.email,
            "name": one.person.name,
            "role": voice(f"people.role.{one.person.role}"),
            "scope": scope(one, voice),
            "state": voice(f"people.state.{one.person.state}"),
            "last_login_at": one.last_login_at,
        }
        for one in everybody
    ]
    kinds = dict.fromkeys(("email", "name", "role", "scope", "state"), pl.String)
    return pl.DataFrame(rows, schema={**kinds, "last_login_at": pl.Datetime("us", "UTC")})
