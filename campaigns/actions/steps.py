"""A step of a collaboration on its way, inside a transaction that the caller holds: checked, logged, counted."""

from __future__ import annotations

from sqlmodel import Session

from campaigns.actions.request import Actor
from campaigns.pipeline import IllegalStep, is_legal
from campaigns.pipeline_records import CollaborationStep
from campaigns.records import Collaboration, utc_now


def take_step(
    session: Session, actor: Actor, collaboration: Collaboration, to_state: str, reason: str = ""
) -> CollaborationStep:
    """Bring the collaboration into `to_state` and log it; its version goes up. Raises IllegalStep."""
    if not is_legal(collaboration.state, to_state):
        raise IllegalStep(f"Collaboration {collaboration.id} ({collaboration.kol_name})", collaboration.state, to_state)
    came_from, collaboration.state = collaboration.state, to_state
    collaboration.version += 1
    return log_step(session, actor, collaboration, came_from, reason)


def log_step(
    session: Session, actor: Actor, collaboration: Collaboration, came_from: str | None, reason: str = ""
) -> CollaborationStep:
    """Write down that the collaboration came into the state it has now, from `came_from` (None: it is new)."""
    if collaboration.id is None:
        raise ValueError("A collaboration has a number before it takes a step.")
    now = utc_now()
    collaboration.stands_since_at = now
    step = CollaborationStep(
        collaboration_id=collaboration.id, from_state=came_from, to_state=collaboration.state, who=actor.who, at=now,
        reason=reason,
    )  # fmt: skip
    session.add(collaboration)
    session.add(step)
    return step
