"""The ledger's tables. The database itself refuses to change or delete what is posted, and what does not balance.

An entry is written in three steps inside one transaction: the entry, its postings, its seal. The seal carries the hash
and is accepted only when the postings sum to zero per currency; a sealed entry takes no further posting, and an entry
without its seal cannot be committed (a foreign key that is checked at the end). See revision 0002.
"""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from campaigns.ledger import ACCOUNTS
from campaigns.records import UTCDateTime, utc_now


class LedgerEntry(SQLModel, table=True):
    """What happened, once for all time by kind and external id; `id` has no gaps. `period` is the month posted in,
    `of_period` the month it belongs to."""

    __tablename__ = "ledger_entry"
    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["id"], ["ledger_seal.entry_id"], name="an_entry_is_sealed", deferrable=True, initially="DEFERRED"
        ),
        sa.UniqueConstraint("event_kind", "external_id", name="an_event_is_posted_once"),
        sa.CheckConstraint("(reverses is null) = (reason is null)", name="a_reversal_has_a_reason"),
        sa.CheckConstraint("of_period <= period", name="is_not_posted_early"),
    )

    id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    at: datetime = Field(sa_type=UTCDateTime, default_factory=utc_now)
    who: str
    event_kind: str
    external_id: str
    period: str = Field(index=True)
    of_period: str = Field(index=True)
    business_date: date
    description: str
    reverses: int | None = Field(default=None, foreign_key="ledger_entry.id", unique=True)
    reason: str | None = None


class LedgerPosting(SQLModel, table=True):
    """One amount of an entry, debit positive. `line_id` names the commission line it comes from."""

    __tablename__ = "ledger_posting"
    __table_args__ = (
        sa.CheckConstraint(f"account in ({', '.join(repr(name) for name in ACCOUNTS)})", name="account_is_known"),
        sa.CheckConstraint(
            f"(party <> '') = (account in ({', '.join(repr(name) for name in ACCOUNTS if ACCOUNTS[name].has_party)}))",
            name="party_stands_where_it_belongs",
        ),
        sa.CheckConstraint("amount_fen <> 0", name="amount_is_not_zero"),
    )

    entry_id: int = Field(primary_key=True, foreign_key="ledger_entry.id", sa_column_kwargs={"autoincrement": False})
    posting_no: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    account: str
    party: str = ""
    currency: str
    amount_fen: int = Field(sa_type=sa.BigInteger)
    collaboration_id: int | None = Field(default=None, foreign_key="collaboration.id")
    line_id: str | None = None


class LedgerSeal(SQLModel, table=True):
    """The end of an entry: how many postings it has, and its hash, which continues the hash of the entry before."""

    __tablename__ = "ledger_seal"

    entry_id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    postings: int
    previous_hash: str = Field(unique=True)
    hash: str = Field(unique=True)


class LedgerLock(SQLModel, table=True):
    """A month, and all before it, that takes no more entries once somebody else than who asked for it approved.

    `entries` and `hash` are the ledger's head at that moment.
    """

    __tablename__ = "ledger_lock"
    __table_args__ = (
        sa.CheckConstraint("approved_by is null or approved_by <> requested_by", name="maker_is_not_checker"),
        sa.CheckConstraint(
            "(approved_by is null) = (approved_at is null) and (approved_by is null) = (entries is null) "
            "and (approved_by is null) = (hash is null)",
            name="approval_is_whole",
        ),
    )

    period: str = Field(primary_key=True)
    requested_by: str
    requested_at: datetime = Field(sa_type=UTCDateTime, default_factory=utc_now)
    approved_by: str | None = None
    approved_at: datetime | None = Field(sa_type=UTCDateTime, default=None)
    entries: int | None = None
    hash: str | None = None
