"""Exclusivity: the KOL of a collaboration works for no other brand in a product category for some days."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple, TypedDict, Unpack

from sqlmodel import Session

from campaigns import conflicts, rights
from campaigns.actions import checks, rows
from campaigns.actions.request import Actor, Change, perform
from campaigns.conflicts import Conflict
from campaigns.errors import BadValue, NotFound, StaleVersion
from campaigns.pipeline_records import Exclusivity
from campaigns.records import Collaboration
from campaigns.store import Store


class ExclusivityFields(TypedDict, total=False):
    id: int
    collaboration_id: int
    category: str
    since_date: date
    before_date: date
    remark: str


class Bound(NamedTuple):
    """The exclusivity as saved, and what already conflicts with it."""

    exclusivity: Exclusivity
    conflicts: list[Conflict]


def save_exclusivity(
    store: Store, actor: Actor, key: str, *, version: int | None = None, **fields: Unpack[ExclusivityFields]
) -> Bound:
    """Agree on exclusivity, or change the fields given of the one with `id` if it still has `version`."""

    def work(session: Session) -> Change:
        change = rows.write(session, _KIND, version, fields, actor)
        after: dict[str, Any] = change.after or {}
        warned = conflicts.of(session, [after["collaboration_id"]])
        return Change(change.target, change.before, {**after, "conflicts": conflicts.as_json(warned)})

    request = {"version": version, **fields}
    done: dict[str, Any] = dict(perform(store, actor, key, "save_exclusivity", request, work).after or {})
    return Bound(Exclusivity.model_validate(done), conflicts.from_json(done["conflicts"]))


def drop_exclusivity(store: Store, actor: Actor, key: str, *, exclusivity_id: int, version: int) -> Exclusivity:
    """Take back an exclusivity that was entered by mistake; one that ends earlier gets an earlier `before_date`."""

    def work(session: Session) -> Change:
        row = session.get(Exclusivity, checks.row_id("drop_exclusivity.exclusivity_id", exclusivity_id))
        missing = NotFound("exclusivity", str(exclusivity_id))
        if row is None:
            raise missing
        rights.allow(session, actor, "drop_exclusivity", collaboration_id=row.collaboration_id, instead=missing)
        if row.version != version:
            raise StaleVersion(f"Exclusivity {row.id}", version, row.version)
        before = rows.content(row)
        session.delete(row)
        return Change(f"exclusivity {exclusivity_id}", before, None)

    request = {"exclusivity_id": exclusivity_id, "version": version}
    return Exclusivity.model_validate(perform(store, actor, key, "drop_exclusivity", request, work).before)


def _check(session: Session, exclusivity: Exclusivity) -> None:
    rows.find(session, Collaboration, "collaboration", exclusivity.collaboration_id)
    if exclusivity.since_date >= exclusivity.before_date:
        expected = f"a date after {exclusivity.since_date}"
        raise BadValue("exclusivity.before_date", str(exclusivity.before_date), expected)


_KIND = rows.Kind(
    Exclusivity,
    "exclusivity",
    "id",
    {
        "collaboration_id": checks.row_id,
        "category": checks.text,
        "since_date": checks.day,
        "before_date": checks.day,
        "remark": checks.words,
    },
    fixed=frozenset({"collaboration_id"}),
    rule=_check,
    reach=lambda row: {"collaboration_id": row.collaboration_id},
)
