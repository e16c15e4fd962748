"""What happens to a collaboration on its way: steps, quotes, comments, exclusivity; then briefs and drafts."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from campaigns.records import UTCDateTime, utc_now

QUOTE_KINDS = ("image", "video")


class CollaborationStep(SQLModel, table=True):
    """A collaboration came into a state: from where (null for a new one), who moved it, when, and why."""

    __tablename__ = "collaboration_step"

    id: int | None = Field(default=None, primary_key=True)
    collaboration_id: int = Field(foreign_key="collaboration.id", index=True)
    from_state: str | None = None
    to_state: str
    who: str
    at: datetime = Field(sa_type=UTCDateTime, default_factory=utc_now)
    reason: str = ""


class CollaborationQuote(SQLModel, table=True):
    """What the KOL or the agency asked for one note, in fen. Quotes stay; at most one per collaboration is accepted."""

    __tablename__ = "collaboration_quote"
    __table_args__ = (
        sa.CheckConstraint("kind in ('image', 'video')", name="kind_is_known"),
        sa.CheckConstraint("quote_fen >= 0", name="quote_is_not_negative"),
        sa.CheckConstraint("(accepted_at is null) = (accepted_by is null)", name="acceptance_is_whole"),
    )

    id: int | None = Field(default=None, primary_key=True)
    collaboration_id: int = Field(foreign_key="collaboration.id", index=True)
    quote_fen: int = Field(sa_type=sa.BigInteger)
    kind: str
    remark: str = ""
    entered_by: str
    entered_at: datetime = Field(sa_type=UTCDateTime, default_factory=utc_now)
    accepted_by: str | None = None
    accepted_at: datetime | None = Field(sa_type=UTCDateTime, default=None)


class CollaborationComment(SQLModel, table=True):
    """What somebody wrote about a collaboration. Comments stay as written."""

    __tablename__ = "collaboration_comment"

    id: int | None = Field(default=None, primary_key=True)
    collaboration_id: int = Field(foreign_key="collaboration.id", index=True)
    who: str
    at: datetime = Field(sa_type=UTCDateTime, default_factory=utc_now)
    body: str


class Exclusivity(SQLModel, table=True):
    """The KOL of a collaboration works for no other brand in a product category, from `since_date` to the day before
    `before_date`."""

    __tablename__ = "exclusivity"
    __table_args__ = (sa.CheckConstraint("since_date < before_date", name="period_is_not_empty"),)

    id: int | None = Field(default=None, primary_key=True)
    collaboration_id: int = Field(foreign_key="collaboration.id", index=True)
    category: str
    since_date: date
    before_date: date
    remark: str = ""
    version: int = 1


# Drafts and their approval stand below this line.
