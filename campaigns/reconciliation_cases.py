"""A comparison as the records keep it: the month's totals, and each break as the content of a case."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from sqlmodel import Session, col, select

from campaigns.reconcile import Break, HandMatch
from campaigns.reconciliation_records import RESOLVED, ReconciliationCase
from campaigns.statement_sides import Reconciled
from campaigns.store import Store


class Compared(Protocol):
    """Tells which of the orders (part, order) a run looked at."""

    def __call__(self, orders: Collection[tuple[str, str]], /) -> set[tuple[str, str]]: ...


@dataclass(frozen=True)
class Comparison:
    """What a run found, ready for `record_reconciliation`. `cases` are the breaks of the period, `elsewhere` those that
    the same orders have in other periods; both by the key that names the case."""

    period: str
    sender: str
    as_of: datetime
    build: str
    matched_lines: int
    matched: dict[str, int]
    rolls: list[dict[str, Any]]
    cases: dict[str, dict[str, Any]]
    elsewhere: dict[str, dict[str, Any]]
    compared: Compared


def comparison(found: Reconciled, build: str) -> Comparison:
    """A run as the records keep it."""
    sums, lines = matched(found)
    return Comparison(
        found.period,
        found.sender,
        found.moment.at,
        build,
        lines,
        sums,
        [roll._asdict() for roll in found.rolls],
        {_key(found.sender, one): _content(found, one) for one in found.books.breaks},
        {_key(found.sender, one): _content(found, one) for one in found.elsewhere},
        found.compared,
    )


def matched(found: Reconciled) -> tuple[dict[str, int], int]:
    """Fen of the statement that agree, by currency, and how many of its lines they are."""
    sums, lines = dict(found.plain_fen), found.plain_lines
    for match in found.books.matches:
        lines += len(match.theirs)
        for record in match.theirs:
            sums[record.currency] = sums.get(record.currency, 0) + record.amount_fen
    return sums, lines


def hand_matches(store: Store) -> list[HandMatch]:
    """What people matched with each other by hand, and stands."""
    with store.reading() as session:
        return list(_hand_matches(session))


def _hand_matches(session: Session) -> Iterable[HandMatch]:
    joined: dict[str, list[ReconciliationCase]] = {}
    chosen = select(ReconciliationCase).where(
        ReconciliationCase.state == RESOLVED, col(ReconciliationCase.hand_key).is_not(None)
    )
    for case in session.exec(chosen.order_by(col(ReconciliationCase.id))):
        joined.setdefault(case.hand_key or "", []).append(case)
    for cases in joined.values():
        ours = tuple(record for case in cases for record in case.our_records)
        yield HandMatch(ours, tuple(record for case in cases for record in case.their_records))


def _key(sender: str, one: Break) -> str:
    """What a break is about, the same in every run: where no order is named, the first record of it."""
    about = one.order_id or next(record.record_id for record in (*one.theirs, *one.ours))
    return "|".join((sender or "platform", one.period, one.part, one.currency, about))


def _content(found: Reconciled, one: Break) -> dict[str, Any]:
    return {
        "period": one.period,
        "sender": found.sender,
        "kind": one.kind,
        "part": one.part,
        "order_id": one.order_id,
        "currency": one.currency,
        "ours_fen": one.ours_fen,
        "theirs_fen": one.theirs_fen,
        "platform_fen": found.platform_fen.get((one.part, one.order_id)),
        "cause": one.cause,
        "explanation": one.explanation,
        "our_records": [record.record_id for record in one.ours],
        "their_records": [record.record_id for record in one.theirs],
        "since_at": one.since,
    }
