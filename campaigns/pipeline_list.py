"""Lists of campaigns and collaborations from the records alone, for commands: no warehouse is needed."""

from __future__ import annotations

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from campaigns.errors import NotFound
from campaigns.pipeline import OVER
from campaigns.pipeline_records import CollaborationComment, CollaborationQuote, CollaborationStep, Exclusivity
from campaigns.records import Agency, Brand, Campaign, CampaignProduct, Collaboration

SHOWN = (
    "id", "version", "kol_id", "kol_name", "state", "owner", "next_step", "next_date", "tags", "quote_fen",
    "stands_since_at",
)  # fmt: skip


def campaigns(session: Session, *, is_archived: bool = False) -> list[dict[str, Any]]:
    """Campaigns, newest first, each with its brand's code and how many collaborations it has."""
    counted = (
        select(Collaboration.campaign_id, sa.func.count().label("kols"))
        .group_by(col(Collaboration.campaign_id))
        .subquery()
    )
    query = (
        sa.select(Campaign, col(Brand.code), sa.func.coalesce(counted.c.kols, 0))
        .join(Brand, col(Brand.id) == Campaign.brand_id)
        .outerjoin(counted, counted.c.campaign_id == Campaign.id)
        .order_by(col(Campaign.since_date).desc(), col(Campaign.code))
    )
    if not is_archived:
        query = query.where(col(Campaign.is_archived).is_(False))
    return [{**row.model_dump(), "brand": brand, "kols": kols} for row, brand, kols in session.execute(query)]


def campaign(session: Session, code: str) -> Campaign:
    """The campaign with this code; raises NotFound."""
    found = session.exec(select(Campaign).where(Campaign.code == code)).first()
    if found is None:
        raise NotFound("campaign", code)
    return found


def product_links(session: Session, found: Campaign) -> dict[str, str]:
    """Its products, each with the page its notes lead to."""
    rows = session.exec(select(CampaignProduct).where(CampaignProduct.campaign_id == found.id))
    return {row.product_id: row.link for row in rows}


def collaborations(
    session: Session,
    today: date,
    *,
    campaign_code: str = "",
    state: str = "",
    owner: str = "",
    is_overdue: bool = False,
) -> list[dict[str, Any]]:
    """Collaborations, the overdue first, then what is due next; `is_overdue` keeps those alone."""
    late = sa.and_(col(Collaboration.next_date) < today, col(Collaboration.state).not_in(OVER))
    query = (
        sa.select(Collaboration, col(Campaign.code), col(Agency.code), sa.func.coalesce(late, sa.false()).label("late"))
        .join(Campaign, col(Campaign.id) == Collaboration.campaign_id)
        .outerjoin(Agency, col(Agency.id) == Collaboration.agency_id)
        .order_by(
            sa.desc("late"), col(Collaboration.next_date).is_(None), col(Collaboration.next_date), col(Collaboration.id)
        )
    )
    wanted = ((Campaign.code, campaign_code), (Collaboration.state, state), (Collaboration.owner, owner))
    for column, value in wanted:
        query = query.where(col(column) == value) if value else query
    query = query.where(late) if is_overdue else query.where(col(Campaign.is_archived).is_(False))
    return [
        {
            **{name: getattr(row, name) for name in SHOWN},
            "campaign": code,
            "agency": agency,
            "is_overdue": bool(overdue),
        }
        for row, code, agency, overdue in session.execute(query)
    ]


def history(session: Session, collaboration_id: int) -> dict[str, list[dict[str, Any]]]:
    """Everything that was said and done about a collaboration, in the order it happened."""
    models: dict[str, Any] = {
        "steps": CollaborationStep, "quotes": CollaborationQuote, "comments": CollaborationComment,
        "exclusivity": Exclusivity,
    }  # fmt: skip
    return {name: _of(session, model, collaboration_id) for name, model in models.items()}


def _of(session: Session, model: Any, collaboration_id: int) -> list[dict[str, Any]]:
    found = sa.select(model).where(model.collaboration_id == collaboration_id).order_by(model.id)
    return [row.model_dump() for row in session.execute(found).scalars()]
