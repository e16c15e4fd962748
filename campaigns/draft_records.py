"""Drafts of notes, and published notes that were refused as a collaboration's own.

A draft's text is written once and never changed: the database refuses it. A new wording is a new draft. What people
decide about a draft stands apart from its text, so that lists need not carry the words.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from campaigns.records import JsonText, UTCDateTime, utc_now

DRAFT_STATES = ("submitted", "returned", "approved")


class CollaborationDraft(SQLModel, table=True):
    """One draft of a collaboration, numbered from 1; `is_reported` says that the platform itself marks the cooperation.

    `decided_by` is the account that decided, `decided_name` the person who answers for it. `findings` are those the
    person accepted by approving. `text_hash` is the hash of the text, the same as in `draft_text`.
    """

    __tablename__ = "collaboration_draft"
    __table_args__ = (
        sa.UniqueConstraint("collaboration_id", "number", name="one_draft_per_number"),
        sa.CheckConstraint(f"state in ({', '.join(repr(state) for state in DRAFT_STATES)})", name="state_is_known"),
        sa.CheckConstraint(
            "(state = 'submitted') = (decided_by is null) and (decided_by is null) = (decided_at is null) "
            "and (decided_by is null) = (decided_name is null)",
            name="decision_is_whole",
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    collaboration_id: int = Field(foreign_key="collaboration.id", index=True)
    number: int
    title: str
    is_reported: bool = False
    text_hash: str
    state: str = "submitted"
    submitted_by: str
    submitted_at: datetime = Field(sa_type=UTCDateTime, default_factory=utc_now)
    decided_by: str | None = None
    decided_name: str | None = None
    decided_at: datetime | None = Field(sa_type=UTCDateTime, default=None)
    comment: str = ""
    findings: list[dict[str, Any]] = Field(sa_type=JsonText, default_factory=list)
    version: int = 1


class DraftText(SQLModel, table=True):
    """What a draft says, and the product links that go with it. Never changed, never deleted."""

    __tablename__ = "draft_text"

    draft_id: int = Field(
        primary_key=True, foreign_key="collaboration_draft.id", sa_column_kwargs={"autoincrement": False}
    )
    title: str
    body: str
    product_links: list[str] = Field(sa_type=JsonText, default_factory=list)
    text_hash: str


class NoteDismissal(SQLModel, table=True):
    """A published note of which somebody said that it does not belong to a collaboration: it is not proposed again."""

    __tablename__ = "note_dismissal"

    note_id: str = Field(primary_key=True)
    collaboration_id: int = Field(foreign_key="collaboration.id", primary_key=True)
    dismissed_by: str
    dismissed_at: datetime = Field(sa_type=UTCDateTime, default_factory=utc_now)
