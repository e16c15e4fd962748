"""What platform, third party and KOL are due for a stream of events, line by line. The rules are in docs/money.md.

Every event touches only its own order line and the books of that line's period. The end of a period looks again at the
books that something changed. So the cost is that of sorting the events.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from campaigns.events import NOTE_PUBLISHED, ORDER, OVER_REFUND, REFUND, Break, Event, LineKey, line_key, put_in_order
from campaigns.money import round_half_up
from campaigns.period_book import PeriodBook
from campaigns.periods import period_bounds, period_of
from campaigns.reasons import FixedFeeReason, Reason, RefundReason, SaleReason
from campaigns.terms import (
    AFTER_PLATFORM_FEE,
    BUYER_PAID,
    KOL,
    KOL_FEE,
    LIST_PRICE,
    MERCHANT_RECEIVES,
    PARTS,
    PLATFORM_FEE,
    THIRD_PARTY,
    PartTerms,
    Terms,
)  # fmt: skip

SALE, FIXED_FEE = "sale", "fixed_fee"

_MAKING_ORDER = (PLATFORM_FEE, KOL, THIRD_PARTY)
"""A base may rest on the platform's or the KOL's line, never the other way round."""


class Line(NamedTuple):
    """One posting. `event_id` is None and `of_period` set on what the end of a period brings.

    `base_fen` is the base of a sale, the change of the base of a refund, else 0.
    """

    event_id: str | None
    order_id: str | None
    part: str
    kind: str
    period: str
    of_period: str | None
    base_fen: int
    amount_fen: int
    reason: Reason

    @property
    def why(self) -> str:
        """The amount in words: order line, base, slices, rounding, cap."""
        return str(self.reason)


class Result(NamedTuple):
    """Lines in order of events, totals in fen by period and part (the sums of those lines), and breaks."""

    lines: list[Line]
    totals: dict[str, dict[str, int]]
    breaks: list[Break]


@dataclass(slots=True)
class _Due:
    """What one part is due for one order line, before cap."""

    part: str
    terms: PartTerms
    book: PeriodBook
    anchor: int
    place: int
    base_fen: int
    amount_fen: int


@dataclass(slots=True)
class _OrderLine:
    """An order line as it stands; a returned one has had a refund of goods, be it of nothing."""

    event: Event
    period: str
    dues: list[_Due]
    refunded_fen: int = 0
    is_returned: bool = False


def compute(terms: Terms, events: Iterable[Event]) -> Result:
    """All lines that `events` bring under `terms`; every period that has events is taken as ended.

    The order of `events` does not matter, nor do replays. `at` must carry a zone (ValueError otherwise).
    """
    ordered = put_in_order(events)
    run = _Run(terms, ordered.breaks)
    for at, event in ordered.events:
        run.take(at, event)
    run.end_period()
    run.breaks.sort(key=lambda found: (found[0], found[1].event_id, found[1].kind, found[1].amount_fen))
    return Result(run.lines, sum_lines(run.lines), [found for _, found in run.breaks])


def sum_lines(lines: Iterable[Line]) -> dict[str, dict[str, int]]:
    """Fen by period and part, periods ascending, absent parts zero."""
    totals: dict[str, dict[str, int]] = {}
    for line in lines:
        if line.period not in totals:
            totals[line.period] = {f"{part}_fen": 0 for part in PARTS}
        totals[line.period][f"{line.part}_fen"] += line.amount_fen
    return dict(sorted(totals.items()))


def base_fen(name: str, order: Event) -> int:
    """A base of an order line that needs no other part, before refunds; below zero is zero."""
    if name == BUYER_PAID:
        return max(0, order.paid_fen - order.tax_fen)
    if name == MERCHANT_RECEIVES:
        return max(0, order.paid_fen - order.tax_fen + order.platform_discount_fen)
    if name == LIST_PRICE:
        return max(0, order.list_fen - order.tax_fen)
    raise ValueError(f"Base {name!r} is not made from the order alone.")


class _Run:
    """One pass over events in order; `_touched` holds the books that the open period changed."""

    def __init__(self, terms: Terms, breaks: list[tuple[datetime, Break]]) -> None:
        parts = dict(terms.parts())
        self._parts = [(part, parts[part]) for part in _MAKING_ORDER if part in parts]
        self._shown = sorted(range(len(self._parts)), key=lambda place: PARTS.index(self._parts[place][0]))
        self._fixed_fee_fen = None if terms.kol is None else terms.kol.fixed_fee_fen
        self._orders: dict[LineKey, _OrderLine] = {}
        self._selling: list[tuple[str, PartTerms, PeriodBook]] = []
        self._touched: set[tuple[str, PeriodBook]] = set()
        self._period = ""
        self._before: datetime | None = None
        self.lines: list[Line] = []
        self.breaks = breaks

    def take(self, at: datetime, event: Event) -> None:
        if self._before is None or at >= self._before:
            self.end_period()
            self._period = period_of(at)
            self._before = period_bounds(self._period)[1]
            self._selling = []
        if event.kind == ORDER:
            self._sell(event)
        elif event.kind == REFUND:
            self._refund(at, event)
        elif event.kind == NOTE_PUBLISHED:
            self._publish(event)
        else:
            raise ValueError(f"Event {event.event_id} has the unknown kind {event.kind!r}.")

    def end_period(self) -> None:
        for part, book in sorted(self._touched, key=lambda found: (PARTS.index(found[0]), found[1].period)):
            for closing in book.close():
                self._write(None, None, part, closing.kind, 0, closing.amount_fen, closing.reason, book.period)
        self._touched.clear()

    def _sell(self, event: Event) -> None:
        if not self._selling:
            self._selling = [(part, terms, PeriodBook(self._period, terms)) for part, terms in self._parts]
            self._touched.update((part, book) for part, _, book in self._selling)
        line = _OrderLine(event, self._period, [])
        self._orders[line_key(event)] = line
        posted = []
        for part, terms, book in self._selling:
            base = _base_now(terms.base, line)
            anchor = terms.schedule.anchor(book.volume_fen, base)
            amount_fen = terms.schedule.amount(anchor, base)
            line.dues.append(_Due(part, terms, book, anchor, book.add_line(base), base, amount_fen))
            posted_fen = book.post(amount_fen)
            posted.append((base, posted_fen, SaleReason(terms, event, anchor, base, amount_fen, posted_fen)))
        for place in self._shown:
            self._write(event.event_id, event.order_id, self._parts[place][0], SALE, *posted[place])

    def _refund(self, at: datetime, event: Event) -> None:
        line = self._orders[line_key(event)]
        left_fen = line.event.paid_fen - line.refunded_fen
        if event.refund_goods_fen > left_fen:
            self.breaks.append((at, Break(OVER_REFUND, event.event_id, event.refund_goods_fen - left_fen)))
        line.refunded_fen += min(event.refund_goods_fen, left_fen)
        line.is_returned |= event.refund_goods_fen > 0 or event.refund_shipping_fen == 0
        posted = [self._shrink(line, due) for due in line.dues]
        for place in self._shown:
            self._write(event.event_id, event.order_id, self._parts[place][0], REFUND, *posted[place])

    def _shrink(self, line: _OrderLine, due: _Due) -> tuple[int, int, RefundReason]:
        base = _base_now(due.terms.base, line)
        change, before_fen = base - due.base_fen, due.amount_fen
        due.base_fen, due.amount_fen = base, due.terms.schedule.amount(due.anchor, base)
        due.book.change_line(due.place, base)
        self._touched.add((due.part, due.book))
        posted_fen = due.book.post(due.amount_fen - before_fen)
        facts = (line.refunded_fen, due.anchor, base, due.amount_fen, before_fen, posted_fen)
        return change, posted_fen, RefundReason(due.terms, line.event, line.period, *facts)

    def _publish(self, event: Event) -> None:
        if self._fixed_fee_fen is not None:
            order_id = event.order_id or None
            self._write(event.event_id, order_id, KOL, FIXED_FEE, 0, self._fixed_fee_fen, FixedFeeReason(event))

    def _write(
        self, event_id: str | None, order_id: str | None, part: str, kind: str, base: int, amount_fen: int,
        reason: Reason, of_period: str | None = None,
    ) -> None:  # fmt: skip
        self.lines.append(Line(event_id, order_id, part, kind, self._period, of_period, base, amount_fen, reason))


def _base_now(name: str, line: _OrderLine) -> int:
    """The base of an order line as shrunk by its refunds; parts it rests on must have been made before."""
    if name == KOL_FEE:
        return _due_fen(line, KOL)
    if name == AFTER_PLATFORM_FEE:
        return max(0, _shrunk(base_fen(BUYER_PAID, line.event), line) - _due_fen(line, PLATFORM_FEE))
    return _shrunk(base_fen(name, line.event), line)


def _shrunk(whole_fen: int, line: _OrderLine) -> int:
    if not line.is_returned:
        return whole_fen
    left_fen = line.event.paid_fen - line.refunded_fen
    return round_half_up(whole_fen * left_fen, line.event.paid_fen) if left_fen else 0


def _due_fen(line: _OrderLine, part: str) -> int:
    return next(due.amount_fen for due in line.dues if due.part == part)
