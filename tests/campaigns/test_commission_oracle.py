"""Commission against a third definition: everything computed afresh for every prefix of events, in exact fractions.

The oracle shares no code with the engine: slices are lists popped from the top, a line's posting is the difference
between two full computations, and rounding is done on fractions.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.commission import Result, compute, sum_lines
from campaigns.events import NOTE_PUBLISHED, ORDER, REFUND, Event
from campaigns.money import share_of
from campaigns.terms import GREATER_OF, GUARANTEE_KINDS, PARTS, Guarantee, PartTerms, Terms, flat
from campaigns.tiers import TIER_MODES, WHOLE_VOLUME, Schedule, Tier

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
            self.slices[part, key] = cut(terms.schedule, volume, Fraction(base))

    def _shrink(self, key: tuple[str, int]) -> None:
        for part, terms in self.parts():
            slices, wanted = self.slices[part, key], self.base(terms.base, key)
            excess = sum((size for size, _ in slices), Fraction(0)) - wanted
            assert excess >= 0, "the strategy keeps bases from growing"
            while excess > 0:
                taken = min(excess, slices[-1][0])
                slices[-1][0] -= taken
                excess -= taken
                if slices[-1][0] == 0:
                    slices.pop()

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


# --- strategies -----------------------------------------------------------------------------------------------------

INSTANTS = [
    datetime(2026, 4, 30, 15, 59, 59, tzinfo=UTC),
    *(datetime(2026, 4, 30, 16, tzinfo=UTC) + timedelta(days=days) for days in (0, 1, 1, 30, 31, 40, 61)),
]
RATES = st.sampled_from([0, 1, 100_000, 123_456, 150_000, 333_333, 500_000, 999_999, 1_000_000])
MAYBE_FEN = st.none() | st.integers(0, 400)


@st.composite
def schedules(draw: st.DrawFn) -> Schedule:
    ends = sorted(draw(st.lists(st.integers(1, 900), max_size=3, unique=True)))
    tiers = tuple(Tier(end, draw(RATES)) for end in [*ends, None])
    return Schedule(tiers, draw(st.sampled_from(TIER_MODES)), draw(st.none() | RATES))


def part_terms(*bases: str) -> st.SearchStrategy[PartTerms]:
    guarantees = st.none() | st.builds(Guarantee, st.sampled_from(GUARANTEE_KINDS), st.integers(0, 400))
    return st.builds(
        PartTerms, schedules(), st.sampled_from(bases), MAYBE_FEN, MAYBE_FEN, guarantees, st.none() | st.just(777)
    )


@st.composite
def terms_of_parts(draw: st.DrawFn) -> Terms:
    """Bases on other parts stand on flat buyer_paid lines, so that a refund cannot make a base grow by rounding."""
    own = ("buyer_paid", "merchant_receives", "list_price")
    platform = draw(st.none() | part_terms(*own))
    kol = draw(st.none() | part_terms(*own))
    third = draw(st.none() | part_terms(*own, *(["kol_fee"] if kol is not None else [])))
    return Terms(platform, third, kol)


@st.composite
def event_lists(draw: st.DrawFn) -> list[Event]:
    events = []
    for number in range(draw(st.integers(0, 9))):
        order_id = draw(st.sampled_from("ABC"))
        at = draw(st.sampled_from(INSTANTS))
        kind = draw(st.sampled_from([ORDER, ORDER, REFUND, REFUND, NOTE_PUBLISHED]))
        event = Event(f"e{number}", kind, at, "" if kind == NOTE_PUBLISHED else order_id)
        if kind == ORDER:
            paid, ours, theirs = draw(st.integers(0, 500)), draw(st.integers(0, 40)), draw(st.integers(0, 40))
            event = event._replace(
                list_fen=paid + ours + theirs, brand_discount_fen=ours, platform_discount_fen=theirs, paid_fen=paid,
                tax_fen=draw(st.sampled_from([0, 0, 7, 100])), shipping_fen=draw(st.integers(0, 9)),
            )  # fmt: skip
        elif kind == REFUND:
            goods, postage = draw(st.integers(0, 300)), draw(st.sampled_from([0, 5]))
            event = event._replace(refund_goods_fen=goods, refund_shipping_fen=postage)
        events.append(event)
    return draw(st.permutations(events))


def as_postings(result: Result) -> list[Posting]:
    return [
        Posting(line.event_id, line.part, line.kind, line.period, line.of_period, line.base_fen, line.amount_fen)
        for line in result.lines
    ]


# --- properties -----------------------------------------------------------------------------------------------------


@settings(max_examples=400, deadline=None)
@given(terms_of_parts(), event_lists())
def test_lines_equal_those_of_the_oracle(terms: Terms, events: list[Event]) -> None:
    assert as_postings(compute(terms, events)) == oracle(terms, events)


@settings(max_examples=100, deadline=None)
@given(terms_of_parts(), event_lists(), st.randoms(use_true_random=False))
def test_neither_order_nor_replay_of_rows_changes_anything(terms: Terms, events: list[Event], chance: object) -> None:
    once = compute(terms, events)
    again = [*events, *events[::2]]
    chance.shuffle(again)  # type: ignore[attr-defined]
    assert compute(terms, again) == once


@settings(max_examples=150, deadline=None)
@given(terms_of_parts(), event_lists())
def test_totals_are_the_sums_of_lines_and_caps_hold(terms: Terms, events: list[Event]) -> None:
    result = compute(terms, events)
    assert result.totals == sum_lines(result.lines)
    assert sum(sum(sums.values()) for sums in result.totals.values()) == sum(line.amount_fen for line in result.lines)
    for part, agreed in terms.parts():
        if agreed.cap_fen is None:
            continue
        orders = {event.event_id: event for event in events}
        sold_in = {line.order_id: line.period for line in result.lines if line.kind == "sale"}
        running: dict[str, int] = defaultdict(int)
        for line in result.lines:
            if line.part == part and line.kind in ("sale", "refund", "true_up"):
                of = line.of_period or sold_in[orders[line.event_id or ""].order_id]
                running[of] += line.amount_fen
                assert running[of] <= agreed.cap_fen


@settings(max_examples=150, deadline=None)
@given(schedules(), st.lists(st.integers(1, 400), min_size=1, max_size=4), st.data())
def test_partial_refunds_of_everything_end_exactly_at_zero(
    schedule: Schedule, sales: list[int], data: st.DataObject
) -> None:
    """Whatever the cuts and months of the refunds, lines, true-ups and capped totals come back to nothing."""
    events = []
    for number, paid in enumerate(sales):
        events.append(Event(f"o{number}", ORDER, INSTANTS[1], str(number), 1, paid, paid_fen=paid))
        cuts = sorted(data.draw(st.lists(st.integers(0, paid), max_size=3)))
        for place, (low, high) in enumerate(itertools.pairwise([0, *cuts, paid])):
            at = data.draw(st.sampled_from(INSTANTS))
            events.append(Event(f"r{number}-{place}", REFUND, at, str(number), 1, refund_goods_fen=high - low))
    for cap_fen in (None, 50):
        result = compute(Terms(kol=PartTerms(schedule, cap_fen=cap_fen)), events)
        assert sum(line.amount_fen for line in result.lines) == 0
        assert sum(line.base_fen for line in result.lines) == 0
        assert result.breaks == []


@settings(max_examples=100, deadline=None)
@given(schedules(), st.lists(st.tuples(st.integers(0, 400), st.integers(0, 400)), min_size=1, max_size=6))
def test_a_period_total_is_what_its_remaining_lines_give_afresh(
    schedule: Schedule, lines: list[tuple[int, int]]
) -> None:
    """Sold and partly refunded within the period, or sold at what remained: the same money in the end."""
    sold, remaining = [], []
    for number, (paid, goods) in enumerate(lines):
        left = max(0, paid - goods)
        sold.append(Event(f"{number}", ORDER, INSTANTS[1], str(number), 1, paid, paid_fen=paid))
        sold.append(Event(f"r{number}", REFUND, INSTANTS[2], str(number), 1, refund_goods_fen=paid - left))
        remaining.append(Event(f"{number}", ORDER, INSTANTS[1], str(number), 1, left, paid_fen=left))
    terms = Terms(kol=PartTerms(schedule))
    assert compute(terms, sold).totals == compute(terms, remaining).totals


@given(st.integers(-(10**12), 10**12), st.integers(0, 10**6))
def test_the_commission_of_a_reversal_is_the_reversed_commission(base_fen: int, rate_ppm: int) -> None:
    assert share_of(-base_fen, rate_ppm) == -share_of(base_fen, rate_ppm)
    assert share_of(base_fen, rate_ppm) == half_up(Fraction(base_fen * rate_ppm, 10**6))


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 60), RATES, RATES, st.lists(st.integers(0, 400), max_size=4), st.data())
def test_bases_made_of_other_lines_follow_them_and_end_at_zero(
    tax: int, fee: int, rate: int, refunds: list[int], data: st.DataObject
) -> None:
    """after_platform_fee may grow by a rounded fen on a refund; its amount is still that of the base as it stands."""
    paid = data.draw(st.integers(1, 400))
    events = [Event("o", ORDER, INSTANTS[1], "O", 1, paid, tax_fen=tax, paid_fen=paid)]
    events += [Event(f"r{n}", REFUND, INSTANTS[2], "O", 1, refund_goods_fen=goods) for n, goods in enumerate(refunds)]
    terms = Terms(PartTerms(flat(fee), "list_price"), None, PartTerms(flat(rate), "after_platform_fee"))
    result = compute(terms, events)
    base = {part: sum(line.base_fen for line in result.lines if line.part == part) for part in PARTS}
    left = max(0, paid - sum(refunds))
    net = half_up(Fraction(max(0, paid - tax) * left, paid))
    assert base["kol"] == max(0, net - result.totals["2026-05"]["platform_fee_fen"])
    assert result.totals["2026-05"]["kol_fen"] == half_up(Fraction(base["kol"] * rate, 10**6))
