"""The order in which records of the two sides are matched, each in at most one match, never across currencies.

Within an order and part: equal amounts; one fen per order line (rounding); sale and refund netted away; the declared
group, which is the order itself: several lines of one month that together make ours. `break_kinds` explains the rest.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from campaigns.statement_record import NETTED, PENDING, REFUND, SALE, Record, in_order, month_of, sum_fen

BY_AMOUNT, BY_ONE_FEN, BY_NETTING = "amount", "one_fen", "netting"
BY_GROUP, BY_SUBSET, BY_HAND = "group", "subset", "hand"


class Match(NamedTuple):
    """Records that say the same; under `one_fen` they differ by what rounding explains."""

    stage: str
    ours: tuple[Record, ...]
    theirs: tuple[Record, ...]

    @property
    def difference_fen(self) -> int:
        """Theirs less ours."""
        return sum_fen(self.theirs) - sum_fen(self.ours)


class Matched(NamedTuple):
    """Matches within one order, part and currency, and what no stage could match."""

    matches: list[Match]
    ours: list[Record]
    theirs: list[Record]


def match_order(ours: list[Record], theirs: list[Record]) -> Matched:
    """Match the records of one order, part and currency; their order does not matter."""
    left = Matched([], in_order(ours), in_order(theirs))
    for kind in sorted({record.kind for record in theirs}):
        _match_amounts(left, kind)
    for kind in sorted({record.kind for record in left.theirs}):
        _match_within_one_fen(left, kind)
    _match_netted(left)
    for kind in (SALE, REFUND):
        _match_group(left, kind)
    return left


def _match_amounts(left: Matched, kind: str) -> None:
    by_amount: dict[int, list[Record]] = {}
    for record in reversed(_settled(left.theirs, kind)):
        by_amount.setdefault(record.amount_fen, []).append(record)
    for own in [record for record in left.ours if record.kind == kind]:
        equal = by_amount.get(own.amount_fen)
        if equal:
            _take(left, Match(BY_AMOUNT, (own,), (_same_event(equal, own),)))


def _same_event(equal: list[Record], own: Record) -> Record:
    """Of records of one amount (latest first) the one nearest in what it names (KOL, refund), then the earliest."""
    nearest = max(
        range(len(equal)),
        key=lambda place: (equal[place].kol_id == own.kol_id, equal[place].event_id == own.event_id, place),
    )
    return equal.pop(nearest)


def _match_within_one_fen(left: Matched, kind: str) -> None:
    for own in [record for record in left.ours if record.kind == kind]:
        near = [
            (abs(record.amount_fen - own.amount_fen), place, record)
            for place, record in enumerate(_settled(left.theirs, kind))
            if abs(record.amount_fen - own.amount_fen) <= own.line_count
        ]
        if near:
            _take(left, Match(BY_ONE_FEN, (own,), (min(near, key=lambda found: found[:2])[2],)))


def _match_netted(left: Matched) -> None:
    """One side shows a sale and its refund, the other what is left of them, or nothing."""
    ours = tuple(left.ours)
    settled = tuple(record for record in left.theirs if record.state not in (NETTED, PENDING))
    silent = tuple(record for record in left.theirs if record.state == NETTED)
    if not ours and not settled:
        if silent:
            _take(left, Match(BY_NETTING, (), silent))
        return
    if sum_fen(ours) != sum_fen(settled) or any(record.state == PENDING for record in left.theirs):
        return
    if len({month_of(record) for record in settled}) > 1:
        return
    if (_is_of_one_kind(settled) and _nets(ours)) or (_is_of_one_kind(ours) and _nets(settled)):
        _take(left, Match(BY_NETTING, ours, settled + silent))


def _match_group(left: Matched, kind: str) -> None:
    ours = tuple(record for record in left.ours if record.kind == kind)
    theirs = tuple(_settled(left.theirs, kind))
    if not ours or not theirs or len(ours) + len(theirs) == 2 or len({month_of(record) for record in theirs}) > 1:
        return
    match = Match(BY_GROUP, ours, theirs)
    if match.difference_fen == 0:
        _take(left, match)
    elif abs(match.difference_fen) <= sum(record.line_count for record in ours):
        _take(left, match._replace(stage=BY_ONE_FEN))


def _settled(records: Iterable[Record], kind: str) -> list[Record]:
    return [record for record in records if record.kind == kind and record.state not in (NETTED, PENDING)]


def _nets(records: tuple[Record, ...]) -> bool:
    """Whether a sale and a refund stand against each other, or nothing was due at all."""
    kinds = {record.kind for record in records}
    return {SALE, REFUND} <= kinds or not any(record.amount_fen for record in records)


def _is_of_one_kind(records: tuple[Record, ...]) -> bool:
    return len({record.kind for record in records}) < 2


def _take(left: Matched, match: Match) -> None:
    left.matches.append(match)
    for side, taken in ((left.ours, match.ours), (left.theirs, match.theirs)):
        ids = {record.record_id for record in taken}
        side[:] = [record for record in side if record.record_id not in ids]
