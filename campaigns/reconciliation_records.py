"""Comparisons of a month with a statement, and their breaks as cases that people settle.

A case is one break, however often it is found: opened by a run, assigned to a person, resolved with a reason by
somebody else, or gone once a later run no longer finds it. The database itself refuses whoever opened a case, or took
it upon themselves, as the one who resolves it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from campaigns.break_kinds import KINDS
from campaigns.records import JsonText, UTCDateTime, utc_now

OPEN, RESOLVED, GONE = "open", "resolved", "gone"
CASE_STATES = (OPEN, RESOLVED, GONE)


class ReconciliationRun(SQLModel, table=True):
    """The last comparison of a month with what one sender says; `sender` is empty for the platform, else the party.

    `matched` is fen by currency, `rolls` the roll-forward per party and currency, `build` the warehouse that was read.
    """

    __tablename__ = "reconciliation_run"

    period: str = Field(primary_key=True)
    sender: str = Field(primary_key=True)
    as_of: datetime = Field(sa_type=UTCDateTime)
    who: str
    at: datetime = Field(sa_type=UTCDateTime, default_factory=utc_now)
    matched_lines: int
    matched: dict[str, int] = Field(sa_type=JsonText)
    rolls: list[dict[str, Any]] = Field(sa_type=JsonText)
    build: str = ""
    version: int = 1


class ReconciliationCase(SQLModel, table=True):
    """One break. `case_key` names it for all runs; amounts are theirs and ours in fen of `currency`.

    `our_records` and `their_records` are the ids of what disagrees. `seen_period` is the last month whose run found it:
    a later one than `period` says that it was carried on. `hand_key` joins cases that were matched with each other by
    hand. `entry_id` is what resolving it posted to the ledger.
    """

    __tablename__ = "reconciliation_case"
    __table_args__ = (
        sa.CheckConstraint(f"state in ({', '.join(repr(state) for state in CASE_STATES)})", name="state_is_known"),
        sa.CheckConstraint(f"kind in ({', '.join(repr(kind) for kind in KINDS)})", name="kind_is_known"),
        sa.CheckConstraint(
            "(state = 'resolved') = (resolved_by is not null) and (resolved_by is null) = (resolved_at is null) "
            "and (resolved_by is null) = (reason = '')",
            name="resolution_is_whole",
        ),
        sa.CheckConstraint("(assigned_to is null) = (assigned_by is null)", name="assignment_is_whole"),
        sa.CheckConstraint(
            "resolved_by is null or (lower(resolved_by) <> lower(opened_by) "
            "and not (assigned_to is not null and lower(assigned_to) = lower(assigned_by) "
            "and lower(resolved_by) = lower(assigned_to)))",
            name="opener_does_not_resolve",
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    case_key: str = Field(unique=True)
    period: str = Field(index=True)
    seen_period: str
    sender: str
    kind: str
    part: str
    order_id: str
    currency: str
    ours_fen: int = Field(sa_type=sa.BigInteger)
    theirs_fen: int = Field(sa_type=sa.BigInteger)
    platform_fen: int | None = Field(sa_type=sa.BigInteger, default=None)
    cause: str
    explanation: str
    our_records: list[str] = Field(sa_type=JsonText)
    their_records: list[str] = Field(sa_type=JsonText)
    since_at: datetime | None = Field(sa_type=UTCDateTime, default=None)
    state: str = Field(default=OPEN, index=True)
    opened_by: str
    opened_at: datetime = Field(sa_type=UTCDateTime, default_factory=utc_now)
    assigned_to: str | None = None
    assigned_by: str | None = None
    resolved_by: str | None = None
    resolved_at: datetime | None = Field(sa_type=UTCDateTime, default=None)
    reason: str = ""
    hand_key: str | None = None
    entry_id: int | None = Field(default=None, foreign_key="ledger_entry.id")
    reopened: int = 0
    version: int = 1

    @property
    def difference_fen(self) -> int:
        """Theirs less ours."""
        return self.theirs_fen - self.ours_fen
