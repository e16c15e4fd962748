"""What the ledger has to post so that a month's commission lines stand in it: everything at first, then differences.

A line is compared with what was accrued for it so far. A reversal by hand is a decision, not an accrual: a later run
does not undo it, and posts only what has changed in the line since.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col

from campaigns import ledger
from campaigns.ledger import ACCRUAL, AccrualLine, Draft, Posting
from campaigns.ledger_records import LedgerEntry, LedgerPosting


class Key(NamedTuple):
    """Where an amount of a line stands."""

    account: str
    party: str
    currency: str
    collaboration_id: int | None


@dataclass
class Posted:
    """What was accrued for a line so far: amounts, on which date first, and in which entries."""

    fen: dict[Key, int] = field(default_factory=dict)
    business_date: date = date.max
    entries: set[int] = field(default_factory=set)


def posted(session: Session, period: str) -> dict[str, Posted]:
    """Line id → what was accrued for it, of the lines that belong to a month, whichever month that was posted in."""
    found: dict[str, Posted] = {}
    chosen = (
        sa.select(
            col(LedgerPosting.line_id), col(LedgerPosting.entry_id), col(LedgerEntry.business_date),
            col(LedgerPosting.amount_fen), col(LedgerPosting.account), col(LedgerPosting.party),
            col(LedgerPosting.currency), col(LedgerPosting.collaboration_id),
        )
        .join(LedgerEntry, col(LedgerEntry.id) == LedgerPosting.entry_id)
        .where(col(LedgerEntry.event_kind) == ACCRUAL, col(LedgerEntry.of_period) == period)
    )  # fmt: skip
    for line_id, entry_id, day, fen, *where in session.execute(chosen):
        so_far = found.setdefault(line_id, Posted())
        key = Key(*where)
        so_far.fen[key] = so_far.fen.get(key, 0) + fen
        so_far.business_date = min(so_far.business_date, day)
        so_far.entries.add(entry_id)
    return found


def differences(period: str, lines: Sequence[AccrualLine], so_far: Mapping[str, Posted]) -> Iterator[Draft]:
    """One draft per line whose postings differ from those so far, in order of date and line; then one per line that
    was accrued and is no longer there."""
    present = {line.line_id for line in lines}
    for line in sorted(lines, key=lambda line: (line.business_date, line.line_id)):
        words = line.description or f"{line.part} {line.kind} {line.line_id}"
        postings = ledger.accrual(line) if line.amount_fen else ()
        yield from _difference(period, line.line_id, line.business_date, words, postings, so_far.get(line.line_id))
    for line_id in sorted(so_far.keys() - present):
        earlier = so_far[line_id]
        yield from _difference(period, line_id, earlier.business_date, f"{line_id} is no longer due", (), earlier)


def _difference(
    period: str, line_id: str, day: date, words: str, wanted: Sequence[Posting], so_far: Posted | None
) -> Iterator[Draft]:
    so_far = so_far or Posted()
    change = {key: -fen for key, fen in so_far.fen.items()}
    for posting in wanted:
        key = Key(posting.account, posting.party, posting.currency, posting.collaboration_id)
        change[key] = change.get(key, 0) + posting.amount_fen
    postings = [
        Posting(key.account, key.currency, fen, key.party, key.collaboration_id, line_id)
        for key, fen in change.items()
        if fen
    ]
    if postings:
        postings.sort(key=lambda one: (one.amount_fen < 0, one.account, one.party, one.collaboration_id or 0))
        external_id = f"{period}/{line_id}#{len(so_far.entries) + 1}"
        yield Draft(ACCRUAL, external_id, day, period, words, tuple(postings))
