"""Commission against a third definition: everything computed afresh for every prefix of events, in exact fractions.

The oracle (`fraction_oracle`) shares no code with the engine; tests/campaigns/models holds the SQL models to it too.
"""

from __future__ import annotations

import importlib.util
import itertools
import sys
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from types import ModuleType
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.commission import Result, compute, sum_lines
from campaigns.events import NOTE_PUBLISHED, ORDER, REFUND, Event
from campaigns.money import share_of
from campaigns.terms import GUARANTEE_KINDS, PARTS, Guarantee, PartTerms, Terms, flat
from campaigns.tiers import TIER_MODES, Schedule, Tier


def _neighbour(name: str) -> ModuleType:
    """A module that lies beside this test; tests are no package."""
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
        assert spec is not None
        assert spec.loader is not None
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]


fraction_oracle = _neighbour("fraction_oracle")
Posting, half_up, oracle = fraction_oracle.Posting, fraction_oracle.half_up, fraction_oracle.oracle

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
    """Every base, also those made of another part's line, as far as that part is there."""
    own = ("buyer_paid", "merchant_receives", "list_price")
    platform = draw(st.none() | part_terms(*own))
    left = ["after_platform_fee"] if platform is not None else []
    kol = draw(st.none() | part_terms(*own, *left))
    third = draw(st.none() | part_terms(*own, *left, *(["kol_fee"] if kol is not None else [])))
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


def as_postings(result: Result) -> list[Any]:
    return [
        Posting(line.event_id, line.part, line.kind, line.period, line.of_period, line.base_fen, line.amount_fen)
        for line in result.lines
    ]


# --- properties -----------------------------------------------------------------------------------------------------


@settings(max_examples=120, deadline=None)
@given(terms_of_parts(), event_lists())
def test_lines_equal_those_of_the_oracle(terms: Terms, events: list[Event]) -> None:
    assert as_postings(compute(terms, events)) == oracle(terms, events)


@settings(max_examples=50, deadline=None)
@given(terms_of_parts(), event_lists(), st.randoms(use_true_random=False))
def test_neither_order_nor_replay_of_rows_changes_anything(terms: Terms, events: list[Event], chance: object) -> None:
    once = compute(terms, events)
    again = [*events, *events[::2]]
    chance.shuffle(again)  # type: ignore[attr-defined]
    assert compute(terms, again) == once


@settings(max_examples=50, deadline=None)
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
