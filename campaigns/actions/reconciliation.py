"""Cases of a reconciliation: recorded by a run, given to a person, resolved with a reason by somebody else."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlmodel import Session, col, select

from campaigns import ledger, ledger_chain, rights
from campaigns.actions import checks
from campaigns.actions.request import Actor, Change, perform
from campaigns.errors import BadValue, NotFound, Refused, StaleVersion
from campaigns.ledger import Draft, Posting
from campaigns.ledger_records import LedgerPosting
from campaigns.money import yuan
from campaigns.people_records import Person
from campaigns.periods import business_date, period_bounds
from campaigns.reconciliation_records import GONE, OPEN, RESOLVED, ReconciliationCase, ReconciliationRun
from campaigns.records import utc_now
from campaigns.spelling import canonical_json
from campaigns.store import Store

if TYPE_CHECKING:
    from campaigns.reconciliation_cases import Comparison  # brings polars, which actions do without

MOST = 20_000
"""How many cases may be changed at once."""

_SAYS = ("kind", "ours_fen", "theirs_fen")
"""What makes a break another one than the one that was resolved."""


class Recorded(NamedTuple):
    """What a run did to the cases."""

    opened: int
    changed: int
    reopened: int
    gone: int


class Resolved(NamedTuple):
    """How many cases were resolved, and how many of them the ledger took as rounding."""

    cases: int
    posted: int


def record_reconciliation(store: Store, actor: Actor, key: str, found: Comparison) -> Recorded:
    """Keep what a run found: new breaks become cases, known ones are brought up to date, those it no longer finds are
    gone. A resolved one is opened again when it comes back with another kind or other amounts.

    Open cases of earlier months are carried on, or are gone where this run looked at their order and found it settled.
    """

    def work(session: Session) -> Change:
        rights.allow(session, actor, "record_reconciliation")
        month = ledger.check_period("record_reconciliation.period", found.period)
        _keep_run(session, actor, found)
        done = _keep_cases(session, actor, found)
        return Change(f"reconciliation {month}", None, {**done, "sender": found.sender})

    content = canonical_json([found.matched, found.rolls, [_spelled(found.cases), _spelled(found.elsewhere)]])
    request = {
        "period": found.period, "sender": found.sender, "as_of": found.as_of, "lines": found.matched_lines,
        "content": hashlib.sha256(content.encode()).hexdigest(),
    }  # fmt: skip
    done = perform(store, actor, key, "record_reconciliation", request, work).after or {}
    return Recorded(*(done[name] for name in Recorded._fields))


def assign_breaks(store: Store, actor: Actor, key: str, *, versions: Mapping[int, int], person: str) -> int:
    """Give open cases, each with the version that was read, to somebody of finance; returns how many."""

    def work(session: Session) -> Change:
        to = checks.text("assign_breaks.person", person)
        _refuse_stranger(session, to)
        cases = _picked(session, actor, "assign_breaks", versions)
        for case in cases:
            case.assigned_to, case.assigned_by = to, actor.who.strip()
            case.version += 1
            session.add(case)
        return Change(_target(cases), None, {"cases": _numbers(cases), "person": to})

    request = {"versions": versions, "person": person}
    return len((perform(store, actor, key, "assign_breaks", request, work).after or {})["cases"])


def resolve_breaks(
    store: Store, actor: Actor, key: str, *, versions: Mapping[int, int], reason: str, by_hand: bool = False
) -> Resolved:
    """Resolve open cases with a reason; refused to whoever opened one or took it upon themselves.

    With `by_hand` the cases are matched with each other: they must be of one part and currency and cancel out, and no
    later run finds them again. A rounding difference of a line that stands in the ledger is posted there.
    """

    def work(session: Session) -> Change:
        why = checks.passage(500)("resolve_breaks.reason", reason)
        if not why:
            raise BadValue("resolve_breaks.reason", "", "a reason, for whoever asks in a year")
        cases = _picked(session, actor, "resolve_breaks", versions)
        _refuse_own(cases, actor.who.strip())
        if by_hand:
            _refuse_uneven(cases)
        posted = _post_rounding(session, actor, cases)
        hand_key = f"hand {cases[0].id}/{cases[0].version}" if by_hand else None
        for case in cases:
            case.state, case.reason, case.resolved_by, case.resolved_at = RESOLVED, why, actor.who.strip(), utc_now()
            case.hand_key = hand_key
            case.version += 1
            session.add(case)
        return Change(_target(cases), None, {"cases": _numbers(cases), "reason": why, "posted": posted})

    request = {"versions": versions, "reason": reason, "by_hand": by_hand}
    done = perform(store, actor, key, "resolve_breaks", request, work).after or {}
    return Resolved(len(done["cases"]), done["posted"])


def _keep_run(session: Session, actor: Actor, found: Comparison) -> None:
    row = session.get(ReconciliationRun, (found.period, found.sender))
    now: dict[str, Any] = {
        "as_of": found.as_of, "who": actor.who.strip(), "at": utc_now(), "matched_lines": found.matched_lines,
        "matched": found.matched, "rolls": found.rolls, "build": found.build,
    }  # fmt: skip
    if row is None:
        row = ReconciliationRun(period=found.period, sender=found.sender, **now)
    else:
        for name, value in now.items():
            setattr(row, name, value)
        row.version += 1
    session.add(row)


def _keep_cases(session: Session, actor: Actor, found: Comparison) -> dict[str, int]:
    rows = session.exec(
        select(ReconciliationCase).where(
            ReconciliationCase.sender == found.sender, col(ReconciliationCase.period) <= found.period
        )
    )
    stored = {row.case_key: row for row in rows}
    counts = dict.fromkeys(("", *Recorded._fields), 0)
    for name, content in found.cases.items():
        case = stored.pop(name, None)
        if case is None:
            case = ReconciliationCase(case_key=name, seen_period=found.period, opened_by=actor.who.strip(), **content)
            session.add(case)
            counts["opened"] += 1
        else:
            counts[_update(session, actor, case, content, found.period)] += 1
    _keep_rest(session, actor, found, [case for case in stored.values() if case.state == OPEN], counts)
    return {name: counts[name] for name in Recorded._fields}


def _keep_rest(
    session: Session, actor: Actor, found: Comparison, cases: Sequence[ReconciliationCase], counts: dict[str, int]
) -> None:
    """Open cases that are no break of this period: gone, or carried on from a month before."""
    earlier = {(case.part, case.order_id) for case in cases if case.period < found.period}
    compared = found.compared(earlier)
    for case in cases:
        content = found.elsewhere.get(case.case_key)
        if content is not None:
            counts[_update(session, actor, case, content, found.period)] += 1
        elif case.period == found.period or (case.part, case.order_id) in compared:
            case.state, case.seen_period = GONE, found.period
            case.version += 1
            counts["gone"] += 1
            session.add(case)
        elif case.seen_period < found.period:
            case.seen_period = found.period
            case.version += 1
            session.add(case)


def _update(session: Session, actor: Actor, case: ReconciliationCase, content: Mapping[str, Any], period: str) -> str:
    """Bring a case up to date; returns under what it counts."""
    is_other = any(content[name] != getattr(case, name) for name in _SAYS)
    is_back = case.state == GONE or (case.state == RESOLVED and is_other)
    seen = max(case.seen_period, period)
    if case.state == RESOLVED and not is_back:
        return ""
    changed = {name: value for name, value in content.items() if getattr(case, name) != value}
    if not changed and not is_back and seen == case.seen_period:
        return ""
    for name, value in changed.items():
        setattr(case, name, value)
    case.seen_period, case.version = seen, case.version + 1
    if is_back:
        case.state, case.reason, case.resolved_by, case.resolved_at, case.hand_key = OPEN, "", None, None, None
        case.assigned_to = case.assigned_by = None
        case.opened_by, case.opened_at, case.reopened = actor.who.strip(), utc_now(), case.reopened + 1
    session.add(case)
    return "reopened" if is_back else "changed"


def _picked(session: Session, actor: Actor, action: str, versions: Mapping[int, int]) -> list[ReconciliationCase]:
    """The open cases of these numbers, in order; raises for the first that is not there, not open or not as read."""
    rights.allow(session, actor, action)
    if not isinstance(versions, Mapping) or not 0 < len(versions) <= MOST:
        raise BadValue(f"{action}.versions", str(versions)[:80], f"1 to {MOST} cases, each with its version")
    wanted = sorted(checks.row_id(f"{action}.versions", number) for number in versions)
    found: dict[int | None, ReconciliationCase] = {}
    for start in range(0, len(wanted), 500):
        part = select(ReconciliationCase).where(col(ReconciliationCase.id).in_(wanted[start : start + 500]))
        found |= {row.id: row for row in session.exec(part)}
    for number in wanted:
        case = found.get(number)
        if case is None:
            raise NotFound("break", str(number))
        if case.version != versions[number]:
            raise StaleVersion(f"Break {number} ({case.order_id or case.kind})", versions[number], case.version)
        if case.state != OPEN:
            raise Refused(f"Break {number} ({case.order_id or case.kind}) is {case.state}, not open.")
    return [found[number] for number in wanted]


def _refuse_own(cases: Sequence[ReconciliationCase], who: str) -> None:
    for case in cases:
        taken = case.assigned_to == case.assigned_by and _is_same(case.assigned_to, who)
        if _is_same(case.opened_by, who) or taken:
            how = "took it upon themselves" if taken else "recorded it"
            raise Refused(
                f"Break {case.id} ({case.order_id or case.kind}) is for somebody else to resolve: {who} {how}."
            )


def _is_same(name: str | None, who: str) -> bool:
    return (name or "").casefold() == who.casefold()


def _refuse_uneven(cases: Sequence[ReconciliationCase]) -> None:
    parts = {(case.part, case.currency, case.sender) for case in cases}
    rest_fen = sum(case.difference_fen for case in cases)
    if len(parts) != 1 or rest_fen or not all(any(getattr(case, side) for case in cases) for side in _RECORDS):
        raise Refused(
            f"These {len(cases)} breaks do not match each other: matched by hand, ours and theirs of one part and "
            f"currency must make the same sum, and here {yuan(rest_fen)} is left. Choose others, or resolve them."
        )


_RECORDS = ("our_records", "their_records")


def _refuse_stranger(session: Session, name: str) -> None:
    people = session.exec(select(Person)).all()
    if people and not any(
        person.email == name and person.state == "active" and person.role in rights.roles_for("resolve_breaks")
        for person in people
    ):
        raise NotFound("person of finance", name)


def _post_rounding(session: Session, actor: Actor, cases: Sequence[ReconciliationCase]) -> int:
    """Post what rounding left to its account, against the party to which the order's line was accrued."""
    drafts = []
    for case in cases:
        party = _party(session, case) if case.kind == "rounding" and case.difference_fen else ""
        if party:
            postings = (
                Posting("rounding", case.currency, case.difference_fen),
                Posting("payable", case.currency, -case.difference_fen, party),
            )
            last = business_date(period_bounds(case.period)[1] - timedelta(microseconds=1))
            words = f"Rounding of {case.order_id} ({case.part})"
            drafts.append(
                (case, Draft("rounding", f"{case.case_key}#{case.version}", last, case.period, words, postings))
            )
    for (case, _), entry in zip(
        drafts, ledger_chain.append(session, actor.who.strip(), [draft for _, draft in drafts]), strict=True
    ):
        case.entry_id = entry.id
    return len(drafts)


def _party(session: Session, case: ReconciliationCase) -> str:
    """Whom the order's lines of this part are owed to in the ledger; empty where they are not, or to several."""
    parties = set()
    for record in case.our_records:
        part, order_id, shop_id = record.split("/")[:3]
        chosen = select(LedgerPosting.party).where(
            LedgerPosting.account == "payable",
            col(LedgerPosting.line_id).startswith(f"{shop_id}/{order_id}/", autoescape=True),
            col(LedgerPosting.line_id).contains(f"/{part}/", autoescape=True),
        )
        parties |= set(session.exec(chosen.distinct()))
    return parties.pop() if len(parties) == 1 else ""


def _spelled(cases: Mapping[str, Mapping[str, Any]]) -> list[Any]:
    return [[name, [str(value) for value in content.values()]] for name, content in sorted(cases.items())]


def _numbers(cases: Sequence[ReconciliationCase]) -> list[int]:
    return [case.id or 0 for case in cases]


def _target(cases: Sequence[ReconciliationCase]) -> str:
    return f"break {cases[0].id}" if len(cases) == 1 else f"{len(cases)} breaks"
