"""Collaborations: one KOL in one campaign."""

from __future__ import annotations

from typing import TypedDict, Unpack

from sqlmodel import Session

from campaigns.actions import checks, rows
from campaigns.actions.request import Actor
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


def save_collaboration(
    store: Store, actor: Actor, key: str, *, version: int | None = None, **fields: Unpack[CollaborationFields]
) -> Collaboration:
    """Create a collaboration, or change the fields given of the one with `id` if it still has `version`.

    Its campaign and its KOL stay: notes, samples and terms hang on them.
    """
    return rows.save(store, actor, key, _KIND, version, fields)


def _check(session: Session, collaboration: Collaboration) -> None:
    rows.find(session, Campaign, "campaign", collaboration.campaign_id)
    if collaboration.agency_id is not None:
        rows.find(session, Agency, "agency", collaboration.agency_id)
    rows.refuse_duplicate(session, collaboration, "collaboration", "id", "campaign_id", "kol_id")
    if collaboration.promo_code is not None:
        rows.refuse_duplicate(session, collaboration, "collaboration", "id", "promo_code")


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
    },
    fixed=frozenset({"campaign_id", "kol_id"}),
    rule=_check,
)
