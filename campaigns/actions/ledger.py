"""Posting to the ledger: once per event, balanced, in an open month, undone by reversal; two people lock a month."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from operator import attrgetter
from typing import Any

from sqlmodel import Session, select

from campaigns import ledger, ledger_chain, rights
from campaigns.actions import checks, rows
from campaigns.actions.request import Actor, Change, perform
from campaigns.errors import BadValue, NotFound, Refused
from campaigns.ledger import ACCRUAL, REVERSAL, AccrualLine, Draft, Entry, Posting
from campaigns.ledger_accruals import differences, posted
from campaigns.ledger_records import LedgerLock
from campaigns.money import MAX_FEN
from campaigns.periods import period_bounds
from campaigns.records import utc_now
from campaigns.spelling import canonical_json
from campaigns.statement_records import StatementPayment
from campaigns.store import Store

_LINE_VALUES = attrgetter(*(field.name for field in fields(AccrualLine)))


@dataclass(frozen=True)
class Accrued:
    """What a run posted: how many entries (0 when nothing had changed), the last month they went to, the new head."""

    entries: int
    period: str
    head: ledger_chain.Head


def post_entry(
    store: Store,
    actor: Actor,
    key: str,
    *,
    event_kind: str,
    external_id: str,
    business_date: date,
    description: str,
    postings: Sequence[Posting],
) -> Entry:
    """Post what happened once (a payment, a sample, a fine): event kind and external id name it for all time.

    The same event again gives the entry it has; with other postings it is refused. An event of a locked month is
    posted on the first day of the open one and keeps the month it belongs to.
    """

    def work(session: Session) -> Change:
        draft = _checked_draft(event_kind, external_id, business_date, description, postings)
        found = ledger_chain.find(session, draft.event_kind, draft.external_id)
        if found is not None:
            _refuse_another(found, draft)
            return _change(session, [found])
        return _change(session, ledger_chain.append(session, actor.who.strip(), [draft]))

    request = {
        "event_kind": event_kind, "external_id": external_id, "business_date": business_date,
        "description": description, "postings": [list(posting) for posting in postings],
    }  # fmt: skip
    return _entry(store, _perform(store, actor, key, "post_entry", request, work))


def reverse_entry(store: Store, actor: Actor, key: str, *, entry_id: int, reason: str) -> Entry:
    """Take an entry back: the same postings with the signs turned, once, with a reason. Posted where the entry stands,
    or in the open month if that one is locked."""

    def work(session: Session) -> Change:
        number = checks.row_id("reverse_entry.entry_id", entry_id)
        paid = session.exec(select(StatementPayment).where(StatementPayment.entry_id == number)).first()
        if paid is not None:
            where = f"payment {paid.number} of statement {paid.statement_id}"
            raise Refused(f"Entry {number} is {where}. Reverse it there.")
        draft = reversal(session, number, checks.text("reverse_entry.reason", reason))
        return _change(session, ledger_chain.append(session, actor.who.strip(), [draft]))

    request = {"entry_id": entry_id, "reason": reason}
    return _entry(store, _perform(store, actor, key, "reverse_entry", request, work))


def reversal(session: Session, number: int, reason: str) -> Draft:
    """What takes an entry back; raises NotFound, Refused for one that was reversed already."""
    original = ledger_chain.get(session, number)
    if original is None:
        raise NotFound("ledger entry", str(number))
    earlier = ledger_chain.find(session, REVERSAL, str(number))
    if earlier is not None:
        raise Refused(f"Entry {number} was reversed by entry {earlier.id} already ({earlier.draft.reason}).")
    old = original.draft
    words, postings = f"Reversal of entry {number}", ledger.reversed_postings(old.postings)
    return Draft(REVERSAL, str(number), old.business_date, old.of_period, words, postings, number, reason)


def post_accruals(store: Store, actor: Actor, key: str, period: str, lines: Sequence[AccrualLine]) -> Accrued:
    """Post all commission lines of a month. Run again after late data, it posts differences only, and nothing if
    nothing changed.

    `lines` are all the lines of `period`: one that was accrued and is missing is taken back.
    """

    def work(session: Session) -> Change:
        month = ledger.check_period("post_accruals.period", period)
        drafts = accruals(session, month, lines)
        return _change(session, ledger_chain.append(session, actor.who.strip(), drafts), month)

    request = {"period": period, "lines": _fingerprint(lines)}
    after = _perform(store, actor, key, "post_accruals", request, work).after or {}
    return Accrued(after["posted"], after["period"], ledger_chain.Head(**after["ledger"]))


def accruals(session: Session, month: str, lines: Sequence[AccrualLine]) -> list[Draft]:
    """What has to be posted so that the ledger holds these lines of a month; raises BadValue, Refused."""
    checked = _checked_lines(month, lines)
    so_far = posted(session, month)
    if so_far and not checked:
        raise Refused(
            f"No commission lines were given for {month}, but {len(so_far)} are in the ledger. Load the month's "
            "data first; if nothing is due any more, reverse the entries."
        )
    return list(differences(month, checked, so_far))


def request_lock(store: Store, actor: Actor, key: str, *, period: str) -> LedgerLock:
    """Ask that a month which is over, and all before it, take no more entries; somebody else approves."""

    def work(session: Session) -> Change:
        month = ledger.check_period("request_lock.period", period)
        if utc_now() < period_bounds(month)[1]:
            raise Refused(f"The month {month} is not over. It can be locked on the first day of the next one.")
        _refuse_locked(session, month)
        found = session.get(LedgerLock, month)
        if found is not None:
            raise Refused(f"{found.requested_by} asked to lock {month} already. Somebody else approves it.")
        row = LedgerLock(period=month, requested_by=actor.who.strip())
        session.add(row)
        return Change(f"ledger {month}", None, rows.content(row))

    change = _perform(store, actor, key, "request_lock", {"period": period}, work)
    return LedgerLock.model_validate(change.after)


def approve_lock(store: Store, actor: Actor, key: str, *, period: str) -> LedgerLock:
    """Lock a month that somebody else asked to lock; the ledger's head of that moment is kept with it."""

    def work(session: Session) -> Change:
        month = ledger.check_period("approve_lock.period", period)
        row = session.get(LedgerLock, month)
        if row is None:
            raise NotFound("request to lock", month)
        _refuse_locked(session, month)
        if row.requested_by.casefold() == actor.who.strip().casefold():
            raise Refused(f"{row.requested_by} asked to lock {month}; somebody else has to approve it.")
        before = rows.content(row)
        head = ledger_chain.head(session)
        row.approved_by, row.approved_at = actor.who.strip(), utc_now()
        row.entries, row.hash = head
        session.add(row)
        return Change(f"ledger {month}", before, rows.content(row))

    change = _perform(store, actor, key, "approve_lock", {"period": period}, work)
    return LedgerLock.model_validate(change.after)


def _perform(
    store: Store, actor: Actor, key: str, action: str, request: Mapping[str, Any], work: Callable[[Session], Change]
) -> Change:
    def allowed(session: Session) -> Change:
        rights.allow(session, actor, action)
        return work(session)

    return perform(store, actor, key, action, request, allowed)


def _change(session: Session, entries: Sequence[Entry], period: str = "") -> Change:
    # The audit holds numbers and the head, not the postings: those are chained themselves.
    head = ledger_chain.head(session)
    after = {
        "first": entries[0].id if entries else None,
        "posted": len(entries),
        "period": max((entry.draft.period for entry in entries), default=period),
        "ledger": head._asdict(),
    }
    return Change(f"ledger {period or (entries[0].id if entries else '')}", None, after)


def _entry(store: Store, change: Change) -> Entry:
    with store.reading() as session:
        found = ledger_chain.get(session, (change.after or {})["first"])
    if found is None:
        raise Refused(f"{change.target.capitalize()} is no longer in the ledger. Run `kol ledger verify`.")
    return found


def _checked_draft(kind: str, external_id: str, day: date, words: str, postings: Sequence[Posting]) -> Draft:
    checks.code("entry.event_kind", kind)
    if kind in (ACCRUAL, REVERSAL):
        raise BadValue("entry.event_kind", kind, "another kind: the ledger makes accruals and reversals itself")
    return Draft(
        kind,
        checks.text("entry.external_id", external_id),
        checks.day("entry.business_date", day),
        day.strftime("%Y-%m"),
        checks.text("entry.description", words),
        tuple(Posting(*posting) for posting in postings),
    )


def _refuse_another(found: Entry, asked: Draft) -> None:
    old = found.draft
    if (old.postings, old.of_period, old.description) != (asked.postings, asked.of_period, asked.description):
        raise Refused(
            f"{asked.event_kind} {asked.external_id} was posted as entry {found.id} with another content. Reverse that "
            "entry and post the right one under a new id."
        )


def _refuse_locked(session: Session, period: str) -> None:
    locked = ledger_chain.locked_through(session)
    if locked is not None and period <= locked:
        raise Refused(f"The ledger is locked through {locked}, {period} with it.")


def _checked_lines(period: str, lines: Sequence[AccrualLine]) -> list[AccrualLine]:
    seen: set[str] = set()
    for line in lines:
        where = f"line {line.line_id}"
        if len(checks.text("line_id", line.line_id)) > 160 or line.line_id in seen:
            raise BadValue("line_id", line.line_id, "an id of its own, at most 160 characters")
        seen.add(line.line_id)
        if checks.day(f"{where}.business_date", line.business_date).strftime("%Y-%m") != period:
            raise BadValue(f"{where}.business_date", str(line.business_date), f"a date in {period}")
        if isinstance(line.amount_fen, bool) or not isinstance(line.amount_fen, int) or abs(line.amount_fen) > MAX_FEN:
            raise BadValue(f"{where}.amount_fen", str(line.amount_fen), "money in whole fen")
        checks.words(f"{where}.description", line.description)
    return list(lines)


def _fingerprint(lines: Sequence[AccrualLine]) -> str:
    spelled = sorted(canonical_json([str(value) for value in _LINE_VALUES(line)]) for line in lines)
    return hashlib.sha256("\n".join(spelled).encode("utf-8", "surrogatepass")).hexdigest()
