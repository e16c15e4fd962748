"""Agencies: they bring KOLs into campaigns and take a cut."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypedDict, Unpack

from sqlmodel import Session

from campaigns.actions import checks, rows
from campaigns.actions.request import Actor
from campaigns.errors import BadValue
from campaigns.records import Agency
from campaigns.store import Store


class AgencyFields(TypedDict, total=False):
    id: int
    code: str
    name: str
    contacts: Sequence[Mapping[str, str]]
    remark: str


def save_agency(
    store: Store, actor: Actor, key: str, *, version: int | None = None, **fields: Unpack[AgencyFields]
) -> Agency:
    """Create an agency, or change the fields given of the agency `id` if it still has `version`."""
    return rows.save(store, actor, key, _KIND, version, fields)


def _check(session: Session, agency: Agency) -> None:
    rows.refuse_duplicate(session, agency, "agency", "id", "code")


def _contacts(where: str, value: Any) -> list[dict[str, str]]:
    if not isinstance(value, list | tuple) or len(value) > 20:
        raise BadValue(where, str(value)[:80], "a list of at most 20 contacts")
    return [_contact(f"{where}[{number}]", contact) for number, contact in enumerate(value)]


def _contact(where: str, value: Any) -> dict[str, str]:
    if not isinstance(value, Mapping):
        raise BadValue(where, str(value)[:80], "name, role and reach")
    checks.only_known(where, value, _CONTACT)
    return {name: check(f"{where}.{name}", value.get(name, "")) for name, check in _CONTACT.items()}


_CONTACT: dict[str, checks.Check] = {"name": checks.text, "role": checks.line(80), "reach": checks.line(200)}

_KIND = rows.Kind(
    Agency,
    "agency",
    "id",
    {"code": checks.code, "name": checks.text, "contacts": _contacts, "remark": checks.passage(2_000)},
    rule=_check,
)
