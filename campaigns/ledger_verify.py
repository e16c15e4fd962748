"""Does the ledger still say what was posted? Finds entries that were edited, removed, added, reordered or unbalanced.

Besides the chain itself it compares what stands outside of it: the audit says where the ledger ended after the last
action, and every locked month where it ended when it was locked. Not found: ledger, audit and locks rewritten
together to their very ends; against that, compare with the head on a printed statement (`printed`).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col, select

from campaigns import ledger, ledger_chain
from campaigns.ledger import Draft, Entry, Posting
from campaigns.ledger_chain import Head
from campaigns.ledger_records import LedgerEntry, LedgerLock, LedgerPosting, LedgerSeal
from campaigns.records import AuditEntry
from campaigns.store import Store

ACTIONS = (
    "post_entry", "post_settlement", "reverse_entry", "post_accruals", "make_statements", "pay_statement",
    "reverse_payment",
)  # fmt: skip
"""The actions whose audit entries say, as `ledger`, where the ledger ended afterwards."""

_Row = Mapping[str, Any]


@dataclass(frozen=True)
class Finding:
    """A place where the ledger does not hold: the number of the entry, and what is wrong in one sentence."""

    entry: int
    problem: str


@dataclass(frozen=True)
class _Stored:
    """What the tables hold under one number, as plain values: a damaged one is a finding, not a crash."""

    number: int
    entry: _Row | None
    postings: list[_Row]
    seal: _Row | None


def verify(store: Store, printed: str | None = None) -> list[Finding]:
    """Walk the whole ledger and list every place where it is broken; an intact one gives an empty list.

    `printed` is the head that a statement shows: it must be the hash of an entry.
    """
    findings: list[Finding] = []
    end = Head(0, ledger.GENESIS)
    with store.reading() as session:
        for stored in _read(session):
            findings += [Finding(stored.number, problem) for problem in _problems(session, stored, end)]
            end = Head(stored.number, stored.seal["hash"] if stored.seal else end.hash)
        findings += [Finding(end.entries, problem) for problem in _problems_at_the_end(session, end, printed)]
        findings += _problems_of_locks(session)
    return findings


def _read(session: Session) -> Iterator[_Stored]:
    last: int | None = 0
    while last is not None:
        page = _rows(session, LedgerEntry, "id", last, None, ledger_chain.PAGE)
        upper = page[-1]["id"] if len(page) == ledger_chain.PAGE else None
        postings: dict[int, list[_Row]] = {}
        for row in _rows(session, LedgerPosting, "entry_id", last, upper):
            postings.setdefault(row["entry_id"], []).append(row)
        seals = {row["entry_id"]: row for row in _rows(session, LedgerSeal, "entry_id", last, upper)}
        entries = {row["id"]: row for row in page}
        for number in sorted(entries.keys() | postings.keys() | seals.keys()):
            yield _Stored(number, entries.get(number), postings.get(number, []), seals.get(number))
        last = upper


def _rows(
    session: Session, model: type[SQLModel], number: str, after: int, upper: int | None, limit: int | None = None
) -> list[_Row]:
    table = sa.inspect(model).local_table
    as_text = {"at", "business_date"}
    columns = [sa.type_coerce(c, sa.Text).label(c.name) if c.name in as_text else c for c in table.columns]
    chosen = sa.select(*columns).where(table.c[number] > after).order_by(*table.primary_key.columns).limit(limit)
    found = session.execute(chosen if upper is None else chosen.where(table.c[number] <= upper))
    return [dict(row._mapping) for row in found]


def _problems(session: Session, stored: _Stored, end: Head) -> Iterator[str]:
    number, row, seal = stored.number, stored.entry, stored.seal
    if number != end.entries + 1:
        yield f"Entry {end.entries + 1} is missing; entry {number} follows entry {end.entries}."
    if row is None:
        yield f"Entry {number} was removed: what belongs to it is still there."
        return
    if seal is None:
        yield f"Entry {number} has no seal."
        return
    if seal["previous_hash"] != end.hash:
        yield f"Entry {number} does not continue the entry before it: one of the two was changed, moved or replaced."
    try:
        entry = _entry(row, stored.postings)
        yield from _problems_of_content(entry, row, seal, [posting["posting_no"] for posting in stored.postings])
        if entry.draft.reverses is not None:
            yield from _problems_of_reversal(session, entry)
    except (ValueError, TypeError) as error:
        yield f"Entry {number} cannot be read: {error}."


def _entry(row: _Row, postings: list[_Row]) -> Entry:
    at, day = row["at"], row["business_date"]
    moment = at if isinstance(at, datetime) else datetime.fromisoformat(at)
    draft = Draft(
        row["event_kind"], row["external_id"], day if isinstance(day, date) else date.fromisoformat(day),
        row["of_period"], row["description"],
        tuple(Posting(*(posting[name] for name in Posting._fields)) for posting in postings),
        row["reverses"], row["reason"],
    )  # fmt: skip
    return Entry(row["id"], moment if moment.tzinfo else moment.replace(tzinfo=UTC), row["who"], draft)


def _problems_of_content(entry: Entry, row: _Row, seal: _Row, numbers: list[int]) -> Iterator[str]:
    if ledger.digest(entry, seal["previous_hash"]) != seal["hash"]:
        yield f"Entry {entry.id} was changed: its content does not give its hash."
    if numbers != list(range(1, seal["postings"] + 1)):
        yield f"Entry {entry.id} has the postings {numbers}, but was sealed with {seal['postings']}."
    left = ledger.imbalance(entry.draft.postings)
    if left:
        yield f"Entry {entry.id} does not balance: {', '.join(f'{fen} fen {unit}' for unit, fen in left.items())}."
    if row["period"] != entry.draft.period:
        yield f"Entry {entry.id} of {entry.draft.business_date} stands in the period {row['period']}."


def _problems_of_reversal(session: Session, entry: Entry) -> Iterator[str]:
    table = sa.inspect(LedgerPosting).local_table
    chosen = sa.select(*(table.c[name] for name in Posting._fields)).where(table.c.entry_id == entry.draft.reverses)
    original = [Posting(*row) for row in session.execute(chosen.order_by(table.c.posting_no))]
    if ledger.reversed_postings(original) != entry.draft.postings:
        yield f"Entry {entry.id} reverses entry {entry.draft.reverses}, but does not take back what that one posted."


def _problems_at_the_end(session: Session, end: Head, printed: str | None) -> Iterator[str]:
    last = (
        sa.select(sa.type_coerce(col(AuditEntry.after), sa.Text))
        .where(col(AuditEntry.action).in_(ACTIONS), col(AuditEntry.outcome) == "accepted")
        .order_by(sa.desc(col(AuditEntry.id)))
        .limit(1)
    )
    after = session.execute(last).scalar()
    try:
        noted = Head(**json.loads(after)["ledger"]) if after else Head(0, ledger.GENESIS)
    except (ValueError, KeyError, TypeError):
        yield "The audit entry of the last posting cannot be read: somebody changed the audit."
        return
    if noted != end:
        found, expected = (f"{one.entries} ({one.hash[:12]}…)" for one in (end, noted))
        yield f"The ledger ends at entry {found}, but by the audit it ended at entry {expected}."
    if printed is not None and not session.exec(select(LedgerSeal).where(LedgerSeal.hash == printed)).first():
        yield f"No entry has the printed head {printed[:80]}."


def _problems_of_locks(session: Session) -> Iterator[Finding]:
    for lock in session.exec(select(LedgerLock).where(col(LedgerLock.approved_by).is_not(None))):
        number = lock.entries or 0
        seal = session.get(LedgerSeal, number)
        if (seal.hash if seal else ledger.GENESIS) != lock.hash:
            yield Finding(number, f"When {lock.period} was locked, entry {number} had another hash.")
        late = select(LedgerEntry.id).where(LedgerEntry.id > number, LedgerEntry.period <= lock.period)
        for found in session.exec(late):
            yield Finding(found, f"Entry {found} was posted in {lock.period} or before, which was locked.")
