"""Statements of parties by month, and what was paid on them.

The database itself keeps the order of states, has two people for an approval, and changes nothing that was submitted.
A posting that concerns a party goes into no month for which a statement of the party was submitted. See revision 0010.
"""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from campaigns.records import UTCDateTime, utc_now

STATEMENT_STATES = ("draft", "submitted", "approved", "part_paid", "paid", "closed")
_STATES = ", ".join(repr(state) for state in STATEMENT_STATES)


class Statement(SQLModel, table=True):
    """What a party was due for a month and currency: opening balance, what the month moved, closing balance.

    Amounts are what we owe, positive; `clawback_fen` and `settled_fen` are negative where they lower it.
    `pending_fen` of the closing balance is within the return window, `due_fen` is to be paid, the rest is carried
    forward. `rebate_fen` is what the party owes us, never netted. The lines are the file `statements/<lines_hash>`;
    `ledger_entries` and `ledger_hash` are the ledger's head when they were drawn up.
    """

    __tablename__ = "statement"
    __table_args__ = (
        sa.UniqueConstraint("party", "currency", "period", name="one_statement_per_party_and_month"),
        sa.CheckConstraint(f"state in ({_STATES})", name="state_is_known"),
        sa.CheckConstraint(
            "closing_fen = opening_fen + accrued_fen + clawback_fen + adjustment_fen + settled_fen",
            name="rolls_forward",
        ),
        sa.CheckConstraint("due_fen >= 0 and paid_fen between 0 and due_fen", name="pays_what_is_due"),
        sa.CheckConstraint(
            "(state not in ('draft', 'submitted', 'approved') or paid_fen = 0) "
            "and (state <> 'part_paid' or (paid_fen > 0 and paid_fen < due_fen)) "
            "and (state <> 'paid' or (paid_fen > 0 and paid_fen = due_fen))",
            name="state_says_what_is_paid",
        ),
        sa.CheckConstraint(
            "lower(approved_by) <> lower(made_by) and lower(approved_by) <> lower(submitted_by)",
            name="maker_is_not_checker",
        ),
        sa.CheckConstraint(
            "(state = 'draft') = (submitted_by is null) and (submitted_by is null) = (submitted_at is null) "
            "and (state in ('draft', 'submitted')) = (approved_by is null) "
            "and (approved_by is null) = (approved_at is null) "
            "and (state = 'closed') = (closed_by is not null) and (closed_by is null) = (closed_at is null)",
            name="signatures_are_whole",
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    party: str
    party_name: str
    currency: str
    period: str = Field(index=True)
    state: str = "draft"
    opening_fen: int = Field(sa_type=sa.BigInteger)
    accrued_fen: int = Field(sa_type=sa.BigInteger)
    clawback_fen: int = Field(sa_type=sa.BigInteger)
    adjustment_fen: int = Field(sa_type=sa.BigInteger)
    settled_fen: int = Field(sa_type=sa.BigInteger)
    closing_fen: int = Field(sa_type=sa.BigInteger)
    pending_fen: int = Field(sa_type=sa.BigInteger)
    minimum_fen: int = Field(sa_type=sa.BigInteger)
    due_fen: int = Field(sa_type=sa.BigInteger)
    rebate_fen: int = Field(sa_type=sa.BigInteger)
    paid_fen: int = Field(sa_type=sa.BigInteger, default=0)
    line_count: int
    lines_hash: str
    ledger_entries: int
    ledger_hash: str
    made_by: str
    made_at: datetime = Field(sa_type=UTCDateTime, default_factory=utc_now)
    submitted_by: str | None = None
    submitted_at: datetime | None = Field(sa_type=UTCDateTime, default=None)
    approved_by: str | None = None
    approved_at: datetime | None = Field(sa_type=UTCDateTime, default=None)
    closed_by: str | None = None
    closed_at: datetime | None = Field(sa_type=UTCDateTime, default=None)
    remark: str = ""
    version: int = 1


class StatementPayment(SQLModel, table=True):
    """Money paid on a statement, with the ledger's entry of it; a mistaken one is reversed, with a reason, once."""

    __tablename__ = "statement_payment"
    __table_args__ = (
        sa.CheckConstraint("amount_fen > 0", name="amount_is_positive"),
        sa.CheckConstraint("(reversal_id is null) = (reason is null)", name="a_reversal_has_a_reason"),
    )

    statement_id: int = Field(primary_key=True, foreign_key="statement.id", sa_column_kwargs={"autoincrement": False})
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    paid_date: date
    amount_fen: int = Field(sa_type=sa.BigInteger)
    reference: str
    entry_id: int = Field(foreign_key="ledger_entry.id", unique=True)
    paid_by: str
    recorded_at: datetime = Field(sa_type=UTCDateTime, default_factory=utc_now)
    reversal_id: int | None = Field(default=None, foreign_key="ledger_entry.id", unique=True)
    reason: str | None = None
