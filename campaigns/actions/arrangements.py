"""Who looks after collaborations, what comes next and when, and their tags: for one or many at once, all or none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, TypedDict, Unpack

from sqlmodel import Session

from campaigns.actions import checks, picked
from campaigns.actions.collaboration import ARRANGED
from campaigns.actions.request import Actor, Change, perform
from campaigns.errors import BadValue
from campaigns.records import Collaboration
from campaigns.store import Store


class Arrangement(TypedDict, total=False):
    """What is left out stays. `tag` adds one tag, `untag` takes one away; `tags` replaces them all."""

    owner: str
    next_step: str
    next_date: date | None
    tags: Sequence[str]
    tag: str
    untag: str


FIELDS: dict[str, checks.Check] = {**ARRANGED, "tag": checks.line(40), "untag": checks.line(40)}


def arrange_collaborations(
    store: Store, actor: Actor, key: str, *, versions: Mapping[int, int], **fields: Unpack[Arrangement]
) -> dict[int, int]:
    """Set the given fields of collaborations, each with the version that was read; returns their versions now."""

    def work(session: Session) -> Change:
        checks.only_known("arrange_collaborations", fields, FIELDS)
        given = {name: FIELDS[name](f"arrange_collaborations.{name}", value) for name, value in fields.items()}
        if not given:
            raise BadValue("arrange_collaborations", "", f"one of {', '.join(FIELDS)}")
        chosen = picked.collaborations(session, actor, "arrange_collaborations", versions)
        before = {str(row.id): _arranged(row) for row in chosen}
        for row in chosen:
            _arrange(row, given)
            session.add(row)
        after = {"set": {str(row.id): _arranged(row) for row in chosen}, "versions": picked.versions(chosen)}
        return Change(picked.target(chosen), before, after)

    # None empties the date, which leaving it out does not: the two are different requests.
    spelled = {name: "none" if value is None else value for name, value in fields.items()}
    done = perform(
        store, actor, key, "arrange_collaborations", {"versions": versions, **spelled}, work
    ).after or {}  # fmt: skip
    return picked.by_number(done["versions"])


def _arrange(row: Collaboration, given: Mapping[str, Any]) -> None:
    for name in ARRANGED.keys() & given.keys():
        setattr(row, name, given[name])
    added = [given["tag"]] if given.get("tag") else []
    row.tags = [tag for tag in dict.fromkeys([*row.tags, *added]) if tag and tag != given.get("untag")]
    row.version += 1


def _arranged(row: Collaboration) -> dict[str, Any]:
    due = row.next_date.isoformat() if row.next_date else None
    return {"owner": row.owner, "next_step": row.next_step, "next_date": due, "tags": list(row.tags)}
