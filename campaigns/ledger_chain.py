"""The stored ledger: entries are appended one after the other, each sealed with a hash that holds the one before.

Whoever changes, removes, adds or reorders entries behind the store's back leaves a chain that
`campaigns.ledger_verify` finds broken. Statements print the head, so that a rewritten chain is found out too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col, select

from campaigns import ledger
from campaigns.ledger import Draft, Entry, Posting
from campaigns.ledger_records import LedgerEntry, LedgerLock, LedgerPosting, LedgerSeal
from campaigns.records import utc_now
from campaigns.statement_records import Statement

PAGE = 5_000
"""How many entries are in memory while the ledger is read."""


class Head(NamedTuple):
    """The end of the ledger: how many entries it has, and the hash of the last."""

    entries: int
    hash: str


class Balance(NamedTuple):
    """One account, party and currency: what it stood at, what a time moved, debit positive."""

    account: str
    party: str
    currency: str
    opening_fen: int
    debit_fen: int
    credit_fen: int

    @property
    def closing_fen(self) -> int:
        """What it stands at afterwards."""
        return self.opening_fen + self.debit_fen - self.credit_fen


def head(session: Session) -> Head:
    """Where the ledger ends now."""
    last = session.exec(select(LedgerSeal).order_by(sa.desc("entry_id")).limit(1)).first()
    return Head(last.entry_id, last.hash) if last else Head(0, ledger.GENESIS)


def locked_through(session: Session) -> str | None:
    """The last locked month: it and all before it take no entries."""
    return session.exec(
        select(sa.func.max(col(LedgerLock.period))).where(col(LedgerLock.approved_by).is_not(None))
    ).first()


def stated_through(session: Session) -> dict[tuple[str, str], str]:
    """Party and currency → the last month for which a statement was submitted: what concerns the party comes later."""
    chosen = (
        sa.select(col(Statement.party), col(Statement.currency), sa.func.max(col(Statement.period)))
        .where(col(Statement.state) != "draft")
        .group_by(col(Statement.party), col(Statement.currency))
    )
    return {(party, currency): period for party, currency, period in session.execute(chosen)}


def append(session: Session, who: str, drafts: Sequence[Draft]) -> list[Entry]:
    """Post drafts in the caller's transaction, each in a month that is open, for its parties too; raises BadValue,
    PostingsDoNotBalance."""
    locked, stated, (last, previous) = locked_through(session), stated_through(session), head(session)
    entries, seals = [], []
    for number, given in enumerate(drafts, last + 1):
        ledger.check_postings(given.postings)
        shut = [stated.get((posting.party, posting.currency), "") for posting in given.postings]
        entry = Entry(number, utc_now(), who, ledger.place(given, max([locked or "", *shut]) or None))
        own = ledger.digest(entry, previous)
        seals.append({"entry_id": number, "postings": len(given.postings), "previous_hash": previous, "hash": own})
        entries.append(entry)
        previous = own
    _insert(session, LedgerEntry, [_row(entry) for entry in entries])
    _insert(session, LedgerPosting, [row for entry in entries for row in _posting_rows(entry)])
    _insert(session, LedgerSeal, seals)
    return entries


def find(session: Session, event_kind: str, external_id: str) -> Entry | None:
    """The entry that this event was posted as."""
    event = sa.and_(col(LedgerEntry.event_kind) == event_kind, col(LedgerEntry.external_id) == external_id)
    return next(_read(session, event), None)


def get(session: Session, number: int) -> Entry | None:
    """The entry with this number."""
    return next(_read(session, col(LedgerEntry.id) == number), None)


def entries(session: Session, *, period: str | None = None, party: str | None = None) -> Iterator[Entry]:
    """Entries in order of their numbers: those posted in a month, or that touch a party, or all."""
    touched = sa.select(col(LedgerPosting.entry_id)).where(col(LedgerPosting.party) == party)
    is_asked_for = [
        *([] if period is None else [col(LedgerEntry.period) == period]),
        *([] if party is None else [col(LedgerEntry.id).in_(touched)]),
    ]
    return _read(session, *is_asked_for)


def balances(session: Session, since: str | None = None, through: str | None = None) -> list[Balance]:
    """Every account, party and currency with what the months `since` to `through`, both included, moved."""
    amount, period = col(LedgerPosting.amount_fen), col(LedgerEntry.period)
    is_before = period < since if since else sa.false()
    chosen = (
        sa.select(
            col(LedgerPosting.account), col(LedgerPosting.party), col(LedgerPosting.currency),
            _sum(sa.case((is_before, amount), else_=0)),
            _sum(sa.case((~is_before & (amount > 0), amount), else_=0)),
            _sum(sa.case((~is_before & (amount < 0), -amount), else_=0)),
        )
        .join(LedgerEntry, col(LedgerEntry.id) == LedgerPosting.entry_id)
        .where(period <= through if through else sa.true())
        .group_by(col(LedgerPosting.account), col(LedgerPosting.party), col(LedgerPosting.currency))
    )  # fmt: skip
    found = (Balance(*row) for row in session.execute(chosen))
    return sorted(found, key=lambda one: (list(ledger.ACCOUNTS).index(one.account), one.party, one.currency))


def periods(session: Session) -> list[str]:
    """The months that have entries, in order."""
    return sorted(session.exec(select(LedgerEntry.period).distinct()))


def _sum(amount: sa.ColumnElement[int]) -> sa.ColumnElement[int]:
    # PostgreSQL sums bigint as numeric, which would arrive as a Decimal.
    return sa.cast(sa.func.sum(amount), sa.BigInteger)


def _insert(session: Session, model: type[SQLModel], rows: list[dict[str, Any]]) -> None:
    if rows:
        session.execute(sa.insert(model), rows)


def _row(entry: Entry) -> dict[str, Any]:
    draft = entry.draft
    return {
        "id": entry.id, "at": entry.at, "who": entry.who, "event_kind": draft.event_kind,
        "external_id": draft.external_id, "period": draft.period, "of_period": draft.of_period,
        "business_date": draft.business_date, "description": draft.description, "reverses": draft.reverses,
        "reason": draft.reason,
    }  # fmt: skip


def _posting_rows(entry: Entry) -> Iterator[dict[str, Any]]:
    for number, posting in enumerate(entry.draft.postings, 1):
        yield {"entry_id": entry.id, "posting_no": number, **posting._asdict()}


def _read(session: Session, *where: sa.ColumnElement[bool]) -> Iterator[Entry]:
    table = sa.inspect(LedgerEntry).local_table
    chosen = sa.select(*table.columns).where(*where).order_by(table.c.id).limit(PAGE)
    last = 0
    while rows := [dict(row._mapping) for row in session.execute(chosen.where(table.c.id > last))]:
        last = rows[-1]["id"]
        postings = _postings_of(session, rows[0]["id"], last)
        for row in rows:
            yield _entry(row, postings.get(row["id"], ()))


def _entry(row: Mapping[str, Any], postings: Sequence[Posting]) -> Entry:
    draft = Draft(
        row["event_kind"], row["external_id"], row["business_date"], row["of_period"], row["description"],
        tuple(postings), row["reverses"], row["reason"],
    )  # fmt: skip
    return Entry(row["id"], row["at"], row["who"], draft)


def _postings_of(session: Session, first: int, last: int) -> dict[int, tuple[Posting, ...]]:
    table = sa.inspect(LedgerPosting).local_table
    chosen = (
        sa.select(table.c.entry_id, *(table.c[name] for name in Posting._fields))
        .where(table.c.entry_id.between(first, last))
        .order_by(table.c.entry_id, table.c.posting_no)
    )
    return {
        number: tuple(Posting(*row[1:]) for row in found)
        for number, found in groupby(session.execute(chosen), key=lambda row: row[0])
    }
