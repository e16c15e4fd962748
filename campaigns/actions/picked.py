"""The collaborations that somebody picked from a list, each with the version that was read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlmodel import Session, col, select

from campaigns import rights
from campaigns.actions import checks
from campaigns.actions.request import Actor
from campaigns.errors import BadValue, NotFound, StaleVersion
from campaigns.records import Collaboration

MOST = 2_000
"""How many may be changed at once."""


def collaborations(session: Session, actor: Actor, action: str, versions: Mapping[int, int]) -> list[Collaboration]:
    """Those collaborations, by number; raises NotFound, Refused or StaleVersion for the first of them."""
    if not isinstance(versions, Mapping) or not 0 < len(versions) <= MOST:
        raise BadValue(f"{action}.versions", str(versions)[:80], f"1 to {MOST} collaborations, each with its version")
    wanted = [checks.row_id(f"{action}.versions", identity) for identity in sorted(versions)]
    found = {row.id: row for row in session.exec(select(Collaboration).where(col(Collaboration.id).in_(wanted)))}
    for identity in wanted:
        row = found.get(identity)
        if row is None:
            raise NotFound("collaboration", str(identity))
        rights.allow(session, actor, action, collaboration_id=identity)
        if row.version != versions[identity]:
            raise StaleVersion(f"Collaboration {identity} ({row.kol_name})", versions[identity], row.version)
    return [found[identity] for identity in wanted]


def number(row: Collaboration) -> int:
    """The number of a stored collaboration."""
    if row.id is None:
        raise ValueError("A stored collaboration has a number.")
    return row.id


def versions(chosen: Sequence[Collaboration]) -> dict[str, int]:
    """The versions they have now, as JSON keys them."""
    return {str(row.id): row.version for row in chosen}


def by_number(stored: Mapping[str, int]) -> dict[int, int]:
    """The same, read back from JSON."""
    return {int(identity): version for identity, version in stored.items()}


def target(chosen: Sequence[Collaboration]) -> str:
    """How the audit names them."""
    return f"collaboration {chosen[0].id}" if len(chosen) == 1 else f"{len(chosen)} collaborations"
