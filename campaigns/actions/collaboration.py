"""Collaborations: one KOL in one campaign."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TypedDict, Unpack

from sqlmodel import Session

from campaigns.actions import checks, rows
from campaigns.actions.request import Actor, Change, perform
from campaigns.actions.steps import log_step
from campaigns.pipeline import IllegalStep, is_legal
from campaigns.records import STATES, Agency, Campaign, Collaboration
from campaigns.store import Store


class CollaborationFields(TypedDict, total=False):
    id: int
    campaign_id: int
    kol_id: str
    kol_name: str
    agency_id: int | None
    state: str
    quote_fen: int | None
    promo_code: str | None
    owner: str
    next_step: str
    next_date: date | None
    tags: Sequence[str]


def save_collaboration(
    store: Store, actor: Actor, key: str, *, version: int | None = None, **fields: Unpack[CollaborationFields]
) -> Collaboration:
    """Create a collaboration, or change the fields given of the one with `id` if it still has `version`.

    Its campaign and its KOL stay: notes, samples and terms hang on them. A new one may stand in any state, a change of
    state must be a legal step; either is logged.
    """

    def work(session: Session) -> Change:
        change = rows.write(session, _KIND, version, fields, actor)
        row = session.get_one(Collaboration, (change.after or {})["id"])
        came_from = None if change.before is None else change.before["state"]
        if came_from is not None and came_from != row.state and not is_legal(came_from, row.state):
            raise IllegalStep(f"Collaboration {row.id} ({row.kol_name})", came_from, row.state)
        if came_from != row.state:
            log_step(session, actor, row, came_from)
            session.flush()
        return Change(change.target, change.before, rows.content(row))

    request = {"version": version, **fields}
    return Collaboration.model_validate(perform(store, actor, key, "save_collaboration", request, work).after)


def _check(session: Session, collaboration: Collaboration) -> None:
    rows.find(session, Campaign, "campaign", collaboration.campaign_id)
    if collaboration.agency_id is not None:
        rows.find(session, Agency, "agency", collaboration.agency_id)
    rows.refuse_duplicate(session, collaboration, "collaboration", "id", "campaign_id", "kol_id")
    if collaboration.promo_code is not None:
        rows.refuse_duplicate(session, collaboration, "collaboration", "id", "promo_code")


ARRANGED: dict[str, checks.Check] = {
    "owner": checks.line(60),
    "next_step": checks.line(200),
    "next_date": checks.optional(checks.day),
    "tags": checks.listed(checks.line(40), 20),
}
"""What people arrange about a collaboration without a step."""

_KIND = rows.Kind(
    Collaboration,
    "collaboration",
    "id",
    {
        "campaign_id": checks.row_id,
        "kol_id": checks.identifier,
        "kol_name": checks.text,
        "agency_id": checks.optional(checks.row_id),
        "state": checks.choice(STATES),
        "quote_fen": checks.optional(checks.fen),
        "promo_code": checks.optional(checks.identifier),
        **ARRANGED,
    },
    fixed=frozenset({"campaign_id", "kol_id"}),
    rule=_check,
    reach=lambda collaboration: {"campaign_id": collaboration.campaign_id},
)
