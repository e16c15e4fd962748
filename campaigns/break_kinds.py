"""What kind of break is left where records could not be matched: the first kind that fits, in the declared order.

Signs are theirs − ours. There is one break per order, part, currency and period; the period is the month of settlement
on the statement, and for what the statement lacks the month in which it should have been settled.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from campaigns.amount_hypotheses import (
    BASE_DIFFERS,
    CHARGED,
    UNEXPLAINED,
    Hypothesis,
    explain_amount,
)  # fmt: skip
from campaigns.matching_order import BY_ONE_FEN, Match
from campaigns.money import round_half_up, yuan
from campaigns.periods import business_date
from campaigns.statement_record import ADJUSTMENT, NETTED, PENDING, REFUND, SALE, Moment, Record, month_of, sum_fen

KINDS = (
    "timing", "netted", "missing_in_ours", "missing_in_theirs", "duplicate_in_ours", "duplicate_in_theirs",
    "rate_differs", "base_differs", "rounding", "fx", "refund_timing", "orphan_refund", "over_refund", "unknown_order",
    "fine_or_adjustment", "different_kol",
)  # fmt: skip
FIRST_HOURS = timedelta(hours=48)
"""An order may stay unseen this long: the platform shows what is pending 48 hours after the order."""


class Finding(NamedTuple):
    """Records of one kind (sales or refunds of an order) that differ, with what is the matter."""

    kind: str
    cause: str
    explanation: str
    ours: tuple[Record, ...]
    theirs: tuple[Record, ...]

    @property
    def period(self) -> str:
        """The month of settlement, the last one where there are several; empty while nothing is due."""
        return max(map(month_of, self.theirs), default="") or max(map(month_of, self.ours), default="")


class OrderBooks(NamedTuple):
    """One order and part in one currency: all records seen, and those that no stage of matching took.

    `elsewhere` are leftovers of the same order and part in other currencies, ours and theirs.
    """

    ours: list[Record]
    theirs: list[Record]
    left_ours: list[Record]
    left_theirs: list[Record]
    elsewhere: tuple[list[Record], list[Record]] = ([], [])

    @property
    def has_sale_of_theirs(self) -> bool:
        return any(record.kind == SALE and record.state != NETTED for record in self.theirs)


def explain_order(books: OrderBooks, moment: Moment, known_ppm: Iterable[int]) -> tuple[list[Finding], list[Record]]:
    """What is wrong with the leftovers of one order, and records that are not due yet or not of this statement."""
    findings: list[Finding] = []
    undue: list[Record] = []
    silent = tuple(record for record in books.left_theirs if record.state in (NETTED, PENDING))
    kinds = {record.kind for record in (*books.left_ours, *books.left_theirs)}
    for kind in sorted(kinds, key=(SALE, REFUND, *sorted(kinds)).index):
        ours = tuple(record for record in books.left_ours if record.kind == kind)
        theirs = tuple(record for record in books.left_theirs if record.kind == kind and record not in silent)
        if not theirs and not silent and not _elsewhere(books, 1, kind):
            undue += [record for record in ours if _is_undue(record)]
            ours = tuple(record for record in ours if not _is_undue(record))
        for own, their in _by_month(ours, theirs):
            found = _explain(kind, own, their, silent if own else (), books, moment, known_ppm)
            findings.append(Finding(*found, own, their + (silent if own else ())))
            silent = () if own else silent
    return findings, undue + list(silent)


def _by_month(
    ours: tuple[Record, ...], theirs: tuple[Record, ...]
) -> Iterator[tuple[tuple[Record, ...], tuple[Record, ...]]]:
    """Ours stands beside the first month of theirs; each further month of theirs stands alone."""
    for month in sorted({month_of(record) for record in theirs}) or ([""] if ours else []):
        yield ours, tuple(record for record in theirs if month_of(record) == month)
        ours = ()


def _elsewhere(books: OrderBooks, side: int, kind: str) -> list[Record]:
    return [record for record in books.elsewhere[side] if record.kind == kind]


def explain_match(match: Match) -> Finding | None:
    """The break that a match is still: a rounding difference, or the same money for another KOL."""
    if match.stage == BY_ONE_FEN:
        words = f"{match.difference_fen:+d} fen over {sum(record.line_count for record in match.ours)} order lines"
        return Finding("rounding", "rounded otherwise", f"one fen per line: {words}", match.ours, match.theirs)
    ours, theirs = ({record.kol_id for record in side if record.kol_id} for side in (match.ours, match.theirs))
    if ours and theirs and ours != theirs:
        words = f"theirs names {' and '.join(sorted(theirs))}, ours {' and '.join(sorted(ours))}"
        return Finding("different_kol", "another KOL is named", words, match.ours, match.theirs)
    return None


def _is_undue(record: Record) -> bool:
    return record.at is None or not record.is_expected


def _explain(
    kind: str, ours: tuple[Record, ...], theirs: tuple[Record, ...], silent: tuple[Record, ...], books: OrderBooks,
    moment: Moment, known_ppm: Iterable[int],
) -> Hypothesis:  # fmt: skip
    if kind == ADJUSTMENT:
        return Hypothesis("fine_or_adjustment", "moved without an order's fee", "a fine, correction or other service")
    if not theirs:
        return _explain_absence(kind, ours, silent, books, moment)
    if not ours:
        return _explain_surplus(kind, theirs, books, moment)
    return _explain_difference(kind, ours, theirs, books, known_ppm)


def _explain_absence(
    kind: str, ours: tuple[Record, ...], silent: tuple[Record, ...], books: OrderBooks, moment: Moment
) -> Hypothesis:
    part, late = CHARGED.get(ours[0].part, "sum"), max((record.at for record in ours if record.at), default=None)
    if _elsewhere(books, 1, kind):
        return _other_currency(ours[0], _elsewhere(books, 1, kind)[0])
    if late is None or silent or late >= moment.data_before or _is_fresh(ours, moment):
        return _explain_delay(part, late, silent, moment)
    if _is_copy(ours, books.ours):
        return Hypothesis("duplicate_in_ours", f"{part} accrued twice", "we have the same event more than once")
    if kind == REFUND and books.has_sale_of_theirs:
        words = f"our refund {_names(ours)} is not on the statement"
        return Hypothesis("refund_timing", "refund not on the statement", words)
    return Hypothesis("missing_in_theirs", f"{part} not on the statement", f"due {business_date(late)}, not on it")


def _explain_delay(part: str, late: datetime | None, silent: tuple[Record, ...], moment: Moment) -> Hypothesis:
    if any(record.state == PENDING for record in silent):
        return Hypothesis("timing", f"{part} pending on the statement", "the statement shows it as not settled yet")
    if silent:
        words = "the statement nets the sale against its refund, ours does not"
        return Hypothesis("netted", f"{part} netted away by the platform", words)
    when = "not known yet" if late is None else f"from {business_date(late)}"
    return Hypothesis("timing", f"{part} not yet settleable", f"to be settled {when}; compared as of {_day(moment)}")


def _explain_surplus(kind: str, theirs: tuple[Record, ...], books: OrderBooks, moment: Moment) -> Hypothesis:
    part = CHARGED.get(theirs[0].part, "sum")
    if _is_copy(theirs, books.theirs):
        words = f"{yuan(theirs[0].amount_fen)} stands {_copies(theirs[0], books.theirs)} times on the statement"
        return Hypothesis("duplicate_in_theirs", f"{part} charged twice", words)
    if _elsewhere(books, 0, kind):
        return _other_currency(theirs[0], _elsewhere(books, 0, kind)[0])
    is_known = all(record.is_known for record in theirs)
    if _is_fresh(theirs, moment) or (kind == REFUND and is_known and _is_late(theirs, moment)):
        return Hypothesis("timing", f"{part} not in our data yet", f"too new for our data as of {_day(moment)}")
    if kind == REFUND:
        return _explain_refund(theirs, books)
    if is_known:
        words = "the order is known, but nothing was accrued: no terms in force, no credit, or no sale"
        return Hypothesis("missing_in_ours", f"{part} that we did not accrue", words)
    return Hypothesis("unknown_order", "orders that we do not know", "no order of ours has this number")


def _explain_refund(theirs: tuple[Record, ...], books: OrderBooks) -> Hypothesis:
    sales = [record for record in (*books.ours, *books.theirs) if record.kind == SALE]
    if not sales:
        return Hypothesis(
            "orphan_refund", "refunds without a sale", "a refund of an order without a sale on either side"
        )
    excess_fen = _over_refund(books)
    if excess_fen:
        words = f"refunds exceed the sale by {yuan(excess_fen)}"
        return Hypothesis("over_refund", "more refunded than sold", words)
    words = f"their refund {_names(theirs)} is not in our books yet"
    return Hypothesis("refund_timing", "refund not in our books", words)


def _explain_difference(
    kind: str, ours: tuple[Record, ...], theirs: tuple[Record, ...], books: OrderBooks, known_ppm: Iterable[int]
) -> Hypothesis:
    found = _as_the_sale(ours, theirs, books, known_ppm) if kind == REFUND else None
    found = found or _hypothesis(ours, theirs, known_ppm)
    part = CHARGED.get(ours[0].part, "sum")
    if len(theirs) > len(ours) and len({(record.event_id, record.amount_fen) for record in theirs}) == 1:
        once = _hypothesis(ours, theirs[:1], known_ppm)
        words = f"{yuan(theirs[0].amount_fen)} stands {len(theirs)} times; one of them: {once.explanation}"
        return Hypothesis("duplicate_in_theirs", f"{part} charged twice", words)
    if kind == REFUND and found.explanation == UNEXPLAINED:
        excess_fen = _over_refund(books)
        if excess_fen:
            words = f"refunds exceed the sale by {yuan(excess_fen)}"
            return Hypothesis("over_refund", "more refunded than sold", words)
        return Hypothesis("refund_timing", "refunded otherwise", UNEXPLAINED)
    return found


def _as_the_sale(
    ours: tuple[Record, ...], theirs: tuple[Record, ...], books: OrderBooks, known_ppm: Iterable[int]
) -> Hypothesis | None:
    """Their refund gives back the same part as ours, but of a sale that was charged otherwise."""
    own, their = (tuple(record for record in side if record.kind == SALE) for side in (books.ours, books.theirs))
    if not sum_fen(own) or sum_fen(own) == sum_fen(their):
        return None
    expected_fen = round_half_up(sum_fen(their) * sum_fen(ours), sum_fen(own))
    if abs(sum_fen(theirs) - expected_fen) > sum(record.line_count for record in ours):
        return None
    sale = _hypothesis(own, their, known_ppm)
    words = f"gives back {yuan(-sum_fen(theirs))} in proportion to the sale ({sale.explanation})"
    return sale._replace(explanation=words)


def _hypothesis(ours: tuple[Record, ...], theirs: tuple[Record, ...], known_ppm: Iterable[int]) -> Hypothesis:
    if sum_fen(ours) == 0 and not any(line.base_fen for record in ours for line in record.lines):
        part = CHARGED.get(ours[0].part, "sum")
        return Hypothesis(BASE_DIFFERS, f"{part} charged where ours has no base", UNEXPLAINED)
    return explain_amount(ours, theirs, known_ppm)


def _over_refund(books: OrderBooks) -> int:
    """By how much their refunds exceed the sale, beyond a fen per line; 0 when they do not."""
    sold = [sum_fen([record for record in side if record.kind == SALE]) for side in (books.ours, books.theirs)]
    back_fen = -sum_fen([record for record in books.theirs if record.kind == REFUND])
    excess_fen = back_fen - max(sold)
    return excess_fen if excess_fen > max((record.line_count for record in books.ours), default=1) else 0


def _other_currency(record: Record, other: Record) -> Hypothesis:
    words = f"{yuan(record.amount_fen)} {record.currency} here, {yuan(other.amount_fen)} {other.currency} there"
    return Hypothesis("fx", "in another currency", f"{words}; never matched across currencies")


def _is_copy(records: tuple[Record, ...], side: list[Record]) -> bool:
    """Whether each of them repeats another record of its side that was matched."""
    left = {record.record_id for record in records}
    taken = {_event(record) for record in side if record.record_id not in left}
    return all(_event(record) in taken for record in records)


def _copies(record: Record, side: list[Record]) -> int:
    return sum(_event(other) == _event(record) for other in side)


def _event(record: Record) -> tuple[str, str, int]:
    return record.kind, record.event_id, record.amount_fen


def _is_fresh(records: tuple[Record, ...], moment: Moment) -> bool:
    return all(record.ordered_at is not None and record.ordered_at > moment.at - FIRST_HOURS for record in records)


def _is_late(records: tuple[Record, ...], moment: Moment) -> bool:
    return all(record.at is not None and record.at >= moment.data_before for record in records)


def _names(records: tuple[Record, ...]) -> str:
    return " and ".join(sorted(filter(None, (record.event_id for record in records)))) or "without a number"


def _day(moment: Moment) -> str:
    return business_date(moment.at - timedelta(microseconds=1)).isoformat()


def since(records: Iterable[Record]) -> datetime | None:
    """From when the records are open: the earliest time among them."""
    return min((record.at for record in records if record.at), default=None)
