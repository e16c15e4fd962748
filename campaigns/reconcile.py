"""Our accruals against a statement: what agrees, what does not and why, clusters by cause, and the roll-forward.

Every record of both sides ends in exactly one place: a match, a break, or `undue` (nothing has to be settled yet, or
not on this statement). The result does not depend on the order of records. The rules are in docs/money.md.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from campaigns.break_kinds import KINDS, Finding, OrderBooks, explain_match, explain_order, since
from campaigns.errors import KolbookError
from campaigns.lump_sums import match_lumps
from campaigns.matching_order import BY_HAND, BY_ONE_FEN, Match, Matched, match_order
from campaigns.money import yuan
from campaigns.statement_record import PENDING, Moment, Record, month_of, sum_fen


class RecordsLost(KolbookError):
    """Records that are in no match, break or `undue`, or in several: a defect, never shown as an answer."""


class Break(NamedTuple):
    """Where two books disagree about one order and part. `cause` is the explanation without what is the order's own."""

    kind: str
    part: str
    order_id: str
    currency: str
    period: str
    ours_fen: int
    theirs_fen: int
    cause: str
    explanation: str
    ours: tuple[Record, ...]
    theirs: tuple[Record, ...]

    @property
    def difference_fen(self) -> int:
        """Theirs less ours."""
        return self.theirs_fen - self.ours_fen

    @property
    def since(self) -> datetime | None:
        """From when it is open."""
        return since((*self.ours, *self.theirs))


class HandMatch(NamedTuple):
    """Records that somebody, with a reason, declared to be the same, by their ids: what no stage can know."""

    ours: tuple[str, ...]
    theirs: tuple[str, ...]


class Books(NamedTuple):
    """The outcome over all periods; `of` narrows it to one."""

    matches: list[Match]
    breaks: list[Break]
    undue: list[Record]

    def of(self, period: str) -> Books:
        """What belongs to a month: that of settlement, or the one in which it should have been settled."""
        matches = [match for match in self.matches if period_of_match(match) == period]
        return Books(matches, [found for found in self.breaks if found.period == period], self.undue)


class Cluster(NamedTuple):
    """Breaks of one cause."""

    kind: str
    part: str
    currency: str
    cause: str
    lines: int
    difference_fen: int

    def __str__(self) -> str:
        lines = f"{self.lines} {'line' if self.lines == 1 else 'lines'}"
        return f"{lines}: {self.cause}, {_grouped(self.difference_fen)} {self.currency}"


def reconcile(
    ours: Iterable[Record],
    theirs: Iterable[Record],
    moment: Moment,
    known_ppm: Iterable[int] = (),
    by_hand: Iterable[HandMatch] = (),
) -> Books:
    """Match, then explain what is left. `known_ppm` are rates worth trying first: those that any terms name.

    A match by hand counts as long as all its records are there, unmatched otherwise, and still make the same sum.

    Lines settled at or after `moment.at` are not seen. Raises RecordsLost when a record is not accounted for.
    """
    ours, theirs = list(ours), [record for record in theirs if _is_seen(record, moment)]
    orders, lumps = _by_order(ours, theirs)
    matched = {key: match_order(own, their) for key, (own, their) in sorted(orders.items())}
    by_lump, loose, whys = match_lumps(lumps, _unclaimed(matched, moment))
    _take_ours(matched, by_lump)
    by_lump += _match_by_hand(matched, loose, by_hand)
    books, rates, currencies = Books(by_lump, [], []), sorted(set(known_ppm)), _currencies(matched)
    for key, left in matched.items():
        others = [matched[*key[:2], currency] for currency in currencies[key[:2]] if currency != key[2]]
        elsewhere = ([one for other in others for one in other.ours], [one for other in others for one in other.theirs])
        _explain(books, key, OrderBooks(*orders[key], left.ours, left.theirs, elsewhere), left.matches, moment, rates)
    books.breaks.extend(_lump_break(record, whys[record.record_id]) for record in loose)
    books.breaks.sort(key=lambda found: (found.period, KINDS.index(found.kind), found.order_id, found.part))
    _demand_all_accounted(books, ours, theirs)
    return books


def cluster(breaks: Iterable[Break]) -> list[Cluster]:
    """Breaks by kind, part, currency and cause; the largest sums first."""
    found: dict[tuple[str, str, str, str], list[int]] = {}
    for one in breaks:
        found.setdefault((one.kind, one.part, one.currency, one.cause), []).append(one.difference_fen)
    clusters = [Cluster(*key, len(differences), sum(differences)) for key, differences in found.items()]
    return sorted(clusters, key=lambda one: (-abs(one.difference_fen), KINDS.index(one.kind), one[1:4]))


def period_of_match(match: Match) -> str:
    """The month of settlement; where the statement shows nothing, the month of the last event; else empty."""
    return max(map(month_of, match.theirs), default="") or max(map(month_of, match.ours), default="")


_Key = tuple[str, str, str]
"""Order, part, currency."""


def _by_order(
    ours: list[Record], theirs: list[Record]
) -> tuple[dict[_Key, tuple[list[Record], list[Record]]], list[Record]]:
    orders: dict[_Key, tuple[list[Record], list[Record]]] = {}
    lumps = []
    for side, records in enumerate((ours, theirs)):
        for record in records:
            if side and not record.order_id:
                lumps.append(record)
                continue
            name = record.order_id or record.record_id
            orders.setdefault((name, record.part, record.currency), ([], []))[side].append(record)
    return orders, lumps


def _is_seen(record: Record, moment: Moment) -> bool:
    return record.at is None or record.state == PENDING or record.at < moment.at


def _currencies(matched: dict[_Key, Matched]) -> dict[tuple[str, str], list[str]]:
    found: dict[tuple[str, str], list[str]] = {}
    for order_id, part, currency in matched:
        found.setdefault((order_id, part), []).append(currency)
    return found


def _unclaimed(matched: dict[_Key, Matched], moment: Moment) -> list[Record]:
    """Records of ours that are due and that no statement line speaks of."""
    silent = [record for left in matched.values() if not left.theirs for record in left.ours]
    return [record for record in silent if record.at is not None and record.at < moment.at]


def _take_ours(matched: dict[_Key, Matched], matches: list[Match]) -> None:
    taken = {record.record_id for match in matches for record in match.ours}
    for left in matched.values():
        left.ours[:] = [record for record in left.ours if record.record_id not in taken]


def _match_by_hand(matched: dict[_Key, Matched], loose: list[Record], by_hand: Iterable[HandMatch]) -> list[Match]:
    declared = list(by_hand)
    if not declared:
        return []
    ours = {record.record_id: record for left in matched.values() for record in left.ours}
    theirs = {record.record_id: record for left in matched.values() for record in left.theirs}
    theirs |= {record.record_id: record for record in loose}
    matches = []
    for one in declared:
        if not (ours.keys() >= set(one.ours) and theirs.keys() >= set(one.theirs)):
            continue
        match = Match(BY_HAND, tuple(ours[name] for name in one.ours), tuple(theirs[name] for name in one.theirs))
        if match.difference_fen or len({record.currency for record in (*match.ours, *match.theirs)}) != 1:
            continue
        matches.append(match)
        ours = {name: record for name, record in ours.items() if name not in one.ours}
        theirs = {name: record for name, record in theirs.items() if name not in one.theirs}
    _take_ours(matched, matches)
    taken = {record.record_id for match in matches for record in match.theirs}
    for records in (loose, *(left.theirs for left in matched.values())):
        records[:] = [record for record in records if record.record_id not in taken]
    return matches


def _explain(
    books: Books, key: _Key, order: OrderBooks, matches: list[Match], moment: Moment, rates: list[int]
) -> None:
    findings: list[Finding] = []
    for match in matches:
        found = explain_match(match)
        if found is None:
            books.matches.append(match)
        else:
            findings.append(found)
    if order.left_ours or order.left_theirs:
        explained, undue = explain_order(order, moment, rates)
        findings += explained
        books.undue.extend(undue)
    for period in sorted({found.period for found in findings}):
        _close(books, key, period, [found for found in findings if found.period == period])


def _close(books: Books, key: _Key, period: str, findings: list[Finding]) -> None:
    """One break out of all that is wrong with an order and part in a period, under the first kind that fits."""
    findings.sort(key=lambda found: (KINDS.index(found.kind), found.cause, found.explanation))
    first = findings[0]
    ours = tuple(record for found in findings for record in found.ours)
    theirs = tuple(record for found in findings for record in found.theirs)
    if first.kind == "rounding" and sum_fen(ours) == sum_fen(theirs):
        books.matches.append(Match(BY_ONE_FEN, ours, theirs))
        return
    words = "; ".join(dict.fromkeys(found.explanation for found in findings))
    order_id = key[0] if any(record.order_id for record in (*ours, *theirs)) else ""
    sums = sum_fen(ours), sum_fen(theirs)
    books.breaks.append(Break(first.kind, key[1], order_id, key[2], period, *sums, first.cause, words, ours, theirs))


def _lump_break(record: Record, why: str) -> Break:
    kind = "fine_or_adjustment" if record.kind == "adjustment" else "missing_in_ours"
    cause = why.partition(":")[0]
    return Break(
        kind, record.part, "", record.currency, month_of(record), 0, record.amount_fen, cause, why, (), (record,)
    )


def _demand_all_accounted(books: Books, ours: list[Record], theirs: list[Record]) -> None:
    placed = Counter(record.record_id for match in books.matches for record in (*match.ours, *match.theirs))
    placed.update(record.record_id for found in books.breaks for record in (*found.ours, *found.theirs))
    placed.update(record.record_id for record in books.undue)
    given = Counter(record.record_id for record in (*ours, *theirs))
    if placed != given:
        lost, extra = sorted(given - placed)[:3], sorted(placed - given)[:3]
        raise RecordsLost(
            f"{len(ours)} records of ours and {len(theirs)} of theirs were compared, but {lost or extra} "
            f"{'stand nowhere' if lost else 'stand more than once'} in the outcome. Report this with the statement."
        )


def _grouped(fen: int) -> str:
    whole, _, cents = yuan(fen).partition(".")
    return f"{int(whole):,}.{cents}" if abs(fen) >= 100 else f"{whole}.{cents}"
