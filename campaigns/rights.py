"""Who may do what: asked by every action, inside its transaction, before it writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlmodel import Session

    from campaigns.actions.request import Actor


def allow(
    session: Session,
    actor: Actor,
    action: str,
    *,
    brand_id: int | None = None,
    agency_id: int | None = None,
    campaign_id: int | None = None,
    collaboration_id: int | None = None,
) -> None:
    """Raise Refused when the role may not do `action`, NotFound when what it concerns lies outside the scope."""
