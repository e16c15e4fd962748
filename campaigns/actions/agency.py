"""Agencies: they bring KOLs into campaigns and take a cut."""

from __future__ import annotations

from typing import TypedDict, Unpack

from sqlmodel import Session

from campaigns.actions import checks, rows
from campaigns.actions.request import Actor
from campaigns.records import Agency
from campaigns.store import Store


class AgencyFields(TypedDict, total=False):
    id: int
    code: str
    name: str


def save_agency(
    store: Store, actor: Actor, key: str, *, version: int | None = None, **fields: Unpack[AgencyFields]
) -> Agency:
    """Create an agency, or change the fields given of the agency `id` if it still has `version`."""
    return rows.save(store, actor, key, _KIND, version, fields)


def _check(session: Session, agency: Agency) -> None:
    rows.refuse_duplicate(session, agency, "agency", "id", "code")


_KIND = rows.Kind(Agency, "agency", "id", {"code": checks.code, "name": checks.text}, rule=_check)
