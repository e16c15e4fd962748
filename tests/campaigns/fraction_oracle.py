"""A third definition of commission: everything computed afresh for every prefix of events, in exact fractions.

It shares no code with the engine or the models: slices are lists popped from the top, a line's posting is the
difference between two full computations, and rounding is done on fractions.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from fractions import Fraction
from typing import NamedTuple

from campaigns.events import NOTE_PUBLISHED, ORDER, REFUND, Event
from campaigns.terms import GREATER_OF, PARTS, PartTerms, Terms
from campaigns.tiers import WHOLE_VOLUME, Schedule

BERTH = ("platform_fee", "kol", "third_party")


class Posting(NamedTuple):
    event_id: str | None
    part: str
    kind: str
    period: str
    of_period: str | None
    base: int
    amount: int


def half_up(exact: Fraction) -> int:
    whole, rest = divmod(abs(exact), 1)
    return (int(whole) + (rest >= Fraction(1, 2))) * (-1 if exact < 0 else 1)


def month(instant: datetime) -> str:
    return (instant + timedelta(hours=8)).strftime("%Y-%m")


# --- the oracle -----------------------------------------------------------------------------------------------------


def in_order(events: Sequence[Event]) -> list[tuple[datetime, Event]]:
    """Distinct ids only. Orphans, second orders and their like are left out by the caller's strategy or here."""
    orders: dict[tuple[str, int], Event] = {}
    for event in sorted(events, key=lambda event: (event.at, event.event_id)):
        if event.kind == ORDER:
            orders.setdefault((event.order_id, event.line_no), event)
    keyed = []
    for event in events:
        order = orders.get((event.order_id, event.line_no))
        if event.kind == NOTE_PUBLISHED or (event.kind == ORDER and order == event):
            keyed.append((event.at, 0, event.event_id, event))
        elif event.kind == REFUND and order is not None:
            late = event.at > order.at
            keyed.append((event.at if late else order.at, 0 if late else 1, event.event_id, event))
    return [(at, event) for at, _, _, event in sorted(keyed, key=lambda key: key[:3])]


class State:
    """All lines of all parts after a prefix of events, from nothing."""

    def __init__(self, terms: Terms, events: Sequence[tuple[datetime, Event]]) -> None:
        self.terms = terms
        self.orders: dict[tuple[str, int], tuple[str, Event]] = {}
        self.refunded: dict[tuple[str, int], int] = {}
        self.slices: dict[tuple[str, tuple[str, int]], list[list[Fraction]]] = {}
        self.starts: dict[tuple[str, tuple[str, int]], tuple[Fraction, Fraction]] = {}
        for at, event in events:
            key = (event.order_id, event.line_no)
            if event.kind == ORDER:
                self.orders[key] = (month(at), event)
                self._arrive(key)
            elif event.kind == REFUND:
                paid = self.orders[key][1].paid_fen
                if event.refund_goods_fen or not event.refund_shipping_fen:
                    self.refunded[key] = min(paid, self.refunded.get(key, 0) + event.refund_goods_fen)
                self._shrink(key)

    def parts(self) -> list[tuple[str, PartTerms]]:
        return [(part, getattr(self.terms, part)) for part in BERTH if getattr(self.terms, part) is not None]

    def base(self, name: str, key: tuple[str, int]) -> int:
        order = self.orders[key][1]
        if name == "kol_fee":
            return self.amount("kol", key)
        if name == "after_platform_fee":
            return max(0, self.base("buyer_paid", key) - self.amount("platform_fee", key))
        whole = {
            "buyer_paid": order.paid_fen - order.tax_fen,
            "merchant_receives": order.paid_fen - order.tax_fen + order.platform_discount_fen,
            "list_price": order.list_fen - order.tax_fen,
        }[name]
        if key in self.refunded:
            left = order.paid_fen - self.refunded[key]
            return half_up(Fraction(max(0, whole)) * left / order.paid_fen) if left else 0
        return max(0, whole)

    def amount(self, part: str, key: tuple[str, int]) -> int:
        return half_up(sum((size * rate for size, rate in self.slices[part, key]), Fraction(0)))

    def volume(self, part: str, period: str) -> Fraction:
        lines = [key for key, (of, _) in self.orders.items() if of == period]
        return sum((size for key in lines for size, _ in self.slices.get((part, key), [])), Fraction(0))

    def _arrive(self, key: tuple[str, int]) -> None:
        for part, terms in self.parts():
            base, volume = self.base(terms.base, key), self.volume(part, self.orders[key][0])
            self.starts[part, key] = volume, rate_at(terms.schedule, volume + base)
            self.slices[part, key] = cut(terms.schedule, volume, Fraction(base))

    def _shrink(self, key: tuple[str, int]) -> None:
        for part, terms in self.parts():
            slices, wanted = self.slices[part, key], self.base(terms.base, key)
            excess = sum((size for size, _ in slices), Fraction(0)) - wanted
            if excess < 0:  # what a platform fee leaves may grow by a rounded fen: on top, where the line ended
                slices.extend(self._grown(part, key, terms, wanted + excess, -excess))
            while excess > 0:
                taken = min(excess, slices[-1][0])
                slices[-1][0] -= taken
                excess -= taken
                if slices[-1][0] == 0:
                    slices.pop()

    def _grown(
        self, part: str, key: tuple[str, int], terms: PartTerms, before: Fraction, more: Fraction
    ) -> list[list[Fraction]]:
        start, rate = self.starts[part, key]
        if terms.schedule.mode == WHOLE_VOLUME:
            return [[more, rate]]
        return cut(terms.schedule, start + before, more)

    def uncapped(self, part: str, period: str) -> int:
        return sum(self.amount(part, key) for key, (of, _) in self.orders.items() if of == period)

    def fresh(self, part: str, terms: PartTerms, period: str) -> int:
        bases = [sum(s for s, _ in self.slices[part, key]) for key, (of, _) in self.orders.items() if of == period]
        if terms.schedule.mode == WHOLE_VOLUME:
            rate = rate_at(terms.schedule, Fraction(sum(bases)))
            return sum(half_up(base * rate) for base in bases)
        total, volume = 0, Fraction(0)
        for base in bases:
            slices = cut(terms.schedule, volume, Fraction(base))
            total += half_up(sum((size * rate for size, rate in slices), Fraction(0)))
            volume += base
        return total


def rate_at(schedule: Schedule, volume: Fraction) -> Fraction:
    share = Fraction(1 if schedule.share_ppm is None else Fraction(schedule.share_ppm, 10**6))
    for up_to, rate in schedule.tiers:
        if up_to is None or volume <= up_to:
            return Fraction(rate, 10**6) * share
    raise AssertionError


def cut(schedule: Schedule, volume: Fraction, base: Fraction) -> list[list[Fraction]]:
    if schedule.mode == WHOLE_VOLUME:
        return [[base, rate_at(schedule, volume + base)]]
    slices, low = [], volume
    for up_to, _ in schedule.tiers:
        high = volume + base if up_to is None else min(Fraction(up_to), volume + base)
        if high > low:
            slices.append([high - low, rate_at(schedule, high)])
            low = high
    return slices


def oracle(terms: Terms, events: Sequence[Event]) -> list[Posting]:
    """Each event's posting is the difference between two states; periods end with what the rules then ask for."""
    ordered = in_order(events)
    found: list[Posting] = []
    trued: dict[tuple[str, str], int] = defaultdict(int)
    tops: dict[tuple[str, str, str], int] = defaultdict(int)
    posted: dict[tuple[str, str], int] = defaultdict(int)
    months = sorted({month(at) for at, _ in ordered})
    state = State(terms, [])
    for period in months:
        for place, (at, event) in enumerate(ordered):
            if month(at) != period:
                continue
            before, state = state, State(terms, ordered[: place + 1])
            found += postings(terms, before, state, event, period, trued, posted)
        found += closing(terms, state, period, trued, posted, tops)
    return found


def postings(
    terms: Terms, before: State, after: State, event: Event, period: str,
    trued: dict[tuple[str, str], int], posted: dict[tuple[str, str], int],
) -> Iterable[Posting]:  # fmt: skip
    if event.kind == NOTE_PUBLISHED:
        if terms.kol is not None and terms.kol.fixed_fee_fen is not None:
            yield Posting(event.event_id, "kol", "fixed_fee", period, None, 0, terms.kol.fixed_fee_fen)
        return
    key, kind = (event.order_id, event.line_no), "sale" if event.kind == ORDER else "refund"
    for part in PARTS:
        part_terms = getattr(terms, part)
        if part_terms is None:
            continue
        of = after.orders[key][0]
        base = sum(s for s, _ in after.slices[part, key]) - sum(s for s, _ in before.slices.get((part, key), []))
        amount = capped(part_terms, after.uncapped(part, of) + trued[part, of]) - posted[part, of]
        posted[part, of] += amount
        yield Posting(event.event_id, part, kind, period, None, int(base), amount)


def capped(terms: PartTerms, total: int) -> int:
    return total if terms.cap_fen is None else min(terms.cap_fen, total)


def closing(
    terms: Terms, state: State, period: str, trued: dict[tuple[str, str], int], posted: dict[tuple[str, str], int],
    tops: dict[tuple[str, str, str], int],
) -> Iterable[Posting]:  # fmt: skip
    for part in PARTS:
        part_terms = getattr(terms, part)
        for of in sorted({of for of, _ in state.orders.values()}) if part_terms is not None else []:
            trued[part, of] = state.fresh(part, part_terms, of) - state.uncapped(part, of)
            amount = capped(part_terms, state.fresh(part, part_terms, of)) - posted[part, of]
            posted[part, of] += amount
            if amount:
                yield Posting(None, part, "true_up", period, of, 0, amount)
            earned = posted[part, of]
            for kind, rule, agreed in agreed_of(part_terms):
                due = max(0, agreed - earned) if rule == GREATER_OF else agreed
                if due != tops[part, of, kind]:
                    yield Posting(None, part, kind, period, of, 0, due - tops[part, of, kind])
                tops[part, of, kind] = due
                earned += due


def agreed_of(terms: PartTerms) -> Iterable[tuple[str, str, int]]:
    if terms.minimum_fen is not None:
        yield "minimum", GREATER_OF, terms.minimum_fen
    if terms.guarantee is not None:
        yield "guarantee", terms.guarantee.kind, terms.guarantee.amount_fen
