"""A step of a collaboration on its way, inside a transaction that the caller holds: checked, logged, counted."""

from __future__ import annotations

from sqlmodel import Session, col, select

from campaigns.actions.request import Actor
from campaigns.pipeline import IllegalStep, is_legal
from campaigns.pipeline_records import CollaborationStep
from campaigns.records import Collaboration, utc_now

FOLLOWS = {
    "sample_out": ("agreed",),
    "draft_in": ("agreed", "sample_out", "approved"),
    "approved": ("draft_in",),
    "published": ("agreed", "sample_out", "draft_in", "approved"),
}
"""From where a parcel, a draft, its approval or a note brings its collaboration along; anywhere else it stays."""


def follow(session: Session, actor: Actor, collaboration: Collaboration, to_state: str, reason: str) -> None:
    """Bring the collaboration along into `to_state` where what happened says so, and the step is legal."""
    if collaboration.state in FOLLOWS[to_state] and is_legal(collaboration.state, to_state):
        take_step(session, actor, collaboration, to_state, reason)


def go_back(session: Session, actor: Actor, collaboration: Collaboration, followed: str, reason: str) -> None:
    """Take back the step that was taken with the reason `followed`, unless the collaboration has moved since."""
    own = select(CollaborationStep).where(CollaborationStep.collaboration_id == collaboration.id)
    newest = session.exec(own.order_by(col(CollaborationStep.id).desc()).limit(1)).first()
    if newest is not None and newest.reason == followed and newest.from_state is not None:
        take_step(session, actor, collaboration, newest.from_state, reason)


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
