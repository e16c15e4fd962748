"""Moving collaborations on their way, one or many at once: all of them or none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from sqlmodel import Session

from campaigns import conflicts
from campaigns.actions import checks, picked
from campaigns.actions.request import Actor, Change, perform
from campaigns.actions.steps import take_step
from campaigns.conflicts import Conflict
from campaigns.errors import Refused
from campaigns.pipeline import LEFT, IllegalStep
from campaigns.records import STATES, Collaboration
from campaigns.store import Store


class Moved(NamedTuple):
    """What was moved, by number with the version it has now, and what to be warned of."""

    to_state: str
    versions: dict[int, int]
    conflicts: list[Conflict]


def move_collaborations(
    store: Store, actor: Actor, key: str, *, versions: Mapping[int, int], to_state: str, reason: str = ""
) -> Moved:
    """Bring collaborations, each with the version that was read, into one state; every step must be legal."""

    def work(session: Session) -> Change:
        state = checks.choice(STATES)("move_collaborations.to_state", to_state)
        why = checks.words("move_collaborations.reason", reason)
        chosen = picked.collaborations(session, actor, "move_collaborations", versions)
        before = {str(row.id): row.state for row in chosen}
        _step_all(session, actor, chosen, state, why)
        session.flush()
        warned = [] if state in LEFT else conflicts.of(session, [picked.number(row) for row in chosen])
        after = {"to_state": state, "reason": why, "conflicts": conflicts.as_json(warned)}
        return Change(picked.target(chosen), before, {**after, "versions": picked.versions(chosen)})

    request = {"versions": versions, "to_state": to_state, "reason": reason}
    done: dict[str, Any] = perform(store, actor, key, "move_collaborations", request, work).after or {}
    return Moved(done["to_state"], picked.by_number(done["versions"]), conflicts.from_json(done["conflicts"]))


def _step_all(session: Session, actor: Actor, chosen: list[Collaboration], state: str, reason: str) -> None:
    refused = []
    for row in chosen:
        try:
            take_step(session, actor, row, state, reason)
        except IllegalStep as problem:
            refused.append(str(problem))
    if refused:
        more = f" And {len(refused) - 3} more." if len(refused) > 3 else ""
        raise Refused(
            f"{len(refused)} of {len(chosen)} cannot be moved, so none was. {' '.join(refused[:3])}{more}"
            if len(chosen) > 1 else refused[0]
        )  # fmt: skip
