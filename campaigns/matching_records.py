"""What a planner keeps: the weights of a brand's ranking, and KOLs who are blocked or have no free slot."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from campaigns.records import JsonText, UTCDateTime, utc_now

HOLD_KINDS = ("blocked", "no_slot")


class MatchWeights(SQLModel, table=True):
    """How much each component of matching counts for a brand; one that is not named counts nothing."""

    __tablename__ = "match_weights"

    brand_id: int = Field(foreign_key="brand.id", primary_key=True)
    weights: dict[str, int] = Field(sa_type=JsonText)
    version: int = 1


class KolHold(SQLModel, table=True):
    """A KOL whom a brand will not work with, or who has no free slot, from `since_date` to the day before `before_date`
    (open: until somebody lifts it)."""

    __tablename__ = "kol_hold"
    __table_args__ = (
        sa.CheckConstraint("kind in ('blocked', 'no_slot')", name="kind_is_known"),
        sa.CheckConstraint("before_date is null or since_date < before_date", name="period_is_not_empty"),
    )

    id: int | None = Field(default=None, primary_key=True)
    brand_id: int = Field(foreign_key="brand.id", index=True)
    kol_id: str = Field(index=True)
    kind: str
    since_date: date
    before_date: date | None = None
    reason: str = ""
    entered_at: datetime = Field(sa_type=UTCDateTime, default_factory=utc_now)
    version: int = 1
