"""Commission: each scenario is a small ledger; numbers in yuan as people say them, in fen as the engine does."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from campaigns.commission import Line, Result, compute
from campaigns.errors import BadValue
from campaigns.events import NOTE_PUBLISHED, ORDER, REFUND, Break, Event
from campaigns.money import split, yuan
from campaigns.terms import FEE_PLUS_COMMISSION, GREATER_OF, Guarantee, PartTerms, Terms, flat
from campaigns.tiers import WHOLE_VOLUME, Schedule, Tier

TIERS = (Tier(5_000_000, 100_000), Tier(10_000_000, 120_000), Tier(None, 150_000))
FIFTEEN = Terms(kol=PartTerms(flat(150_000)))


def at(text: str) -> datetime:
    """`05-02 10:00` is an instant in Shanghai's 2026."""
    return datetime.fromisoformat(f"2026-{text}:00+08:00").astimezone(UTC)


def order(event_id: str, when: str, paid: int, order_id: str = "", **more: int) -> Event:
    facts = {"line_no": 1, "list_fen": paid, "paid_fen": paid, **more}
    return Event(event_id, ORDER, at(when), order_id or f"O-{event_id}", **facts)


def refund(event_id: str, when: str, goods: int, of: str, **more: int) -> Event:
    return Event(event_id, REFUND, at(when), f"O-{of}", line_no=1, refund_goods_fen=goods, **more)


def note(event_id: str, when: str) -> Event:
    return Event(event_id, NOTE_PUBLISHED, at(when))


def amounts(result: Result, part: str = "kol") -> list[str]:
    return [f"{line.kind} {yuan(line.amount_fen)}" for line in result.lines if line.part == part]


def periods(result: Result, part: str = "kol") -> list[tuple[str, str, str | None, str]]:
    found = [line for line in result.lines if line.part == part]
    return [(line.kind, line.period, line.of_period, yuan(line.amount_fen)) for line in found]


def test_c01_a_tier_crossed_inside_one_order() -> None:
    """49,000.00 so far, then 3,000.00: marginal 340.00; whole volume 360.00 and true-up 980.00."""
    events = [order("a", "05-02 10:00", 4_900_000), order("b", "05-03 10:00", 300_000)]
    marginal = compute(Terms(kol=PartTerms(Schedule(TIERS))), events)
    assert amounts(marginal) == ["sale 4900.00", "sale 340.00"]
    whole = compute(Terms(kol=PartTerms(Schedule(TIERS, WHOLE_VOLUME))), events)
    assert amounts(whole) == ["sale 4900.00", "sale 360.00", "true_up 980.00"]
    assert whole.totals["2026-05"]["kol_fen"] == 624_000
    assert "1000.00 × 10 % + 2000.00 × 12 % = 340.00" in marginal.lines[1].why


@pytest.mark.parametrize(("paid", "due"), [(150, "0.23"), (450, "0.68"), (30, "0.05"), (10, "0.02")])
def test_c04_halves_are_rounded_up(paid: int, due: str) -> None:
    assert amounts(compute(FIFTEEN, [order("a", "05-02 10:00", paid)])) == [f"sale {due}"]


def test_c05_a_statement_is_the_sum_of_its_lines() -> None:
    """300 orders of 0.33 at 15 % are 15.00, not 14.85."""
    result = compute(FIFTEEN, [order(f"e{number}", "05-02 10:00", 33) for number in range(300)])
    assert result.totals["2026-05"]["kol_fen"] == 1_500


def test_c13_money_is_attributed_first_and_terms_come_after() -> None:
    """100.00 over two KOLs: 15 % of one half is 7.50, 10 % of the other 5.00; 15.00 over three is 5.00 each."""
    halves = split(10_000, [1, 1])
    due = [
        compute(Terms(kol=PartTerms(flat(rate))), [order("a", "05-02 10:00", half)]).lines[0].amount_fen
        for rate, half in zip((150_000, 100_000), halves, strict=True)
    ]
    assert due == [750, 500]
    assert split(1_500, [1, 1, 1]) == [500, 500, 500]
    assert split(10, [1, 1, 1]) == [4, 3, 3]


def test_c14_refund_after_the_month_goes_to_the_month_of_the_refund() -> None:
    """May: order 500.00, 75.00 accrued. June: full refund, −75.00. May stays."""
    result = compute(FIFTEEN, [order("a", "05-20 10:00", 50_000), refund("r", "06-02 10:00", 50_000, "a")])
    assert result.totals == {
        "2026-05": {"platform_fee_fen": 0, "third_party_fen": 0, "kol_fen": 7_500},
        "2026-06": {"platform_fee_fen": 0, "third_party_fen": 0, "kol_fen": -7_500},
    }
    assert "of 2026-05" in result.lines[1].why


@pytest.mark.parametrize(("base", "due"), [("buyer_paid", 3_450), ("merchant_receives", 3_900), ("list_price", 4_500)])
def test_c16_coupons_count_by_base(base: str, due: int) -> None:
    """List 300, brand coupon 40, platform coupon 30, 15 %."""
    event = order("a", "05-02 10:00", 23_000, list_fen=30_000, brand_discount_fen=4_000, platform_discount_fen=3_000)
    assert compute(Terms(kol=PartTerms(flat(150_000), base)), [event]).lines[0].amount_fen == due


def test_c18_three_parts_of_one_order_and_a_fixed_fee() -> None:
    """Net 1,000.00: platform 150, agency 80, KOL 50 and 3,000 for the note; of KOL fee 4.00; after platform 42.50."""
    events = [order("a", "05-02 10:00", 100_000), note("n", "05-01 10:00")]
    platform, kol = PartTerms(flat(150_000)), PartTerms(flat(50_000), fixed_fee_fen=300_000)
    plain = compute(Terms(platform, PartTerms(flat(80_000)), kol), events)
    assert plain.totals["2026-05"] == {"platform_fee_fen": 15_000, "third_party_fen": 8_000, "kol_fen": 305_000}
    cascade = Terms(platform, PartTerms(flat(80_000), "kol_fee"), PartTerms(flat(50_000), "after_platform_fee"))
    assert compute(cascade, events).totals["2026-05"]["kol_fen"] == 4_250
    of_fee = Terms(platform, PartTerms(flat(80_000), "kol_fee"), kol)
    assert compute(of_fee, events).totals["2026-05"]["third_party_fen"] == 400


def test_c22_a_full_refund_reverses_each_share_to_zero() -> None:
    """5 fen split 7:3 are 4 and 1; each refunded in full takes back 4 and 1."""
    everything = Terms(kol=PartTerms(flat(1_000_000)))
    for share in split(5, [7, 3]):
        result = compute(everything, [order("a", "05-02 10:00", share), refund("r", "05-03 10:00", share, "a")])
        assert [line.amount_fen for line in result.lines] == [share, -share]


def test_c23_three_partial_refunds_end_at_zero() -> None:
    """99.90 at 15 %, refunded 33.30 three times: 14.99 − 5.00 − 4.99 − 5.00 = 0."""
    refunds = [refund(f"r{day}", f"05-0{day} 10:00", 3_330, "a") for day in (3, 4, 5)]
    result = compute(FIFTEEN, [order("a", "05-02 10:00", 9_990), *refunds])
    assert amounts(result) == ["sale 14.99", "refund -5.00", "refund -4.99", "refund -5.00"]
    assert [line.base_fen for line in result.lines] == [9_990, -3_330, -3_330, -3_330]


@pytest.mark.parametrize(("seconds", "period"), [(0, "2026-06"), (-1, "2026-05")])
def test_c24_periods_are_shanghai_months_half_open(seconds: int, period: str) -> None:
    instant = datetime(2026, 5, 31, 16, tzinfo=UTC) + timedelta(seconds=seconds)
    assert compute(FIFTEEN, [Event("a", ORDER, instant, "O", paid_fen=100)]).lines[0].period == period


def test_a_refund_drops_the_top_tier_first_and_the_true_up_settles_what_moved() -> None:
    """40,000 then 20,000 (10 % up to 50,000, then 12 %); the first is refunded: what is left lies in the first tier."""
    events = [
        order("a", "05-02 10:00", 4_000_000), order("b", "05-03 10:00", 2_000_000),
        refund("r", "05-04 10:00", 4_000_000, "a"),
    ]  # fmt: skip
    result = compute(Terms(kol=PartTerms(Schedule(TIERS))), events)
    assert amounts(result) == ["sale 4000.00", "sale 2200.00", "refund -4000.00", "true_up -200.00"]
    partial = compute(Terms(kol=PartTerms(Schedule(TIERS))), [*events[:2], refund("r", "05-04 10:00", 1_500_000, "b")])
    assert amounts(partial)[2:] == ["refund -1700.00"]


def test_a_later_refund_posts_its_true_up_at_the_end_of_its_own_month() -> None:
    events = [
        order("a", "05-02 10:00", 4_000_000), order("b", "05-03 10:00", 2_000_000),
        refund("r", "07-04 10:00", 4_000_000, "a"), order("c", "07-09 10:00", 100),
    ]  # fmt: skip
    assert periods(compute(Terms(kol=PartTerms(Schedule(TIERS))), events)) == [
        ("sale", "2026-05", None, "4000.00"),
        ("sale", "2026-05", None, "2200.00"),
        ("refund", "2026-07", None, "-4000.00"),
        ("sale", "2026-07", None, "0.10"),
        ("true_up", "2026-07", "2026-05", "-200.00"),
    ]


def test_a_cap_holds_over_the_period_and_a_refund_claws_back_only_what_it_let_through() -> None:
    """Cap 100.00: 75, then 25 of 75, then 0 of 30. Taking back 75 leaves 105, so nothing; 75 more leaves 30."""
    events = [
        order("a", "05-02 10:00", 50_000), order("b", "05-03 10:00", 50_000), order("c", "05-04 10:00", 20_000),
        refund("r1", "05-05 10:00", 50_000, "a"), refund("r2", "06-06 10:00", 50_000, "b"),
    ]  # fmt: skip
    result = compute(Terms(kol=PartTerms(flat(150_000), cap_fen=10_000)), events)
    assert amounts(result) == ["sale 75.00", "sale 25.00", "sale 0.00", "refund 0.00", "refund -70.00"]
    assert "cap 100.00 per period: 25.00 posted instead of 75.00" in result.lines[1].why


def test_a_true_up_counts_into_the_cap() -> None:
    terms = Terms(kol=PartTerms(Schedule(TIERS, WHOLE_VOLUME), cap_fen=600_000))
    result = compute(terms, [order("a", "05-02 10:00", 4_900_000), order("b", "05-03 10:00", 300_000)])
    assert amounts(result) == ["sale 4900.00", "sale 360.00", "true_up 740.00"]


def test_a_guarantee_tops_up_once_and_follows_later_refunds() -> None:
    """greater_of 200.00, fee outside: 75 earned, 125 on top; June refunds it all, so 75 more goes on top in June."""
    kol = PartTerms(flat(150_000), guarantee=Guarantee(GREATER_OF, 20_000), fixed_fee_fen=300_000)
    events = [order("a", "05-02 10:00", 50_000), refund("r", "06-02 10:00", 50_000, "a"), note("n", "05-01 00:00")]
    assert periods(compute(Terms(kol=kol), events)) == [
        ("fixed_fee", "2026-05", None, "3000.00"),
        ("sale", "2026-05", None, "75.00"),
        ("guarantee", "2026-05", "2026-05", "125.00"),
        ("refund", "2026-06", None, "-75.00"),
        ("guarantee", "2026-06", "2026-05", "75.00"),
    ]


def test_fee_plus_commission_adds_the_fee_to_each_period_that_had_sales() -> None:
    kol = PartTerms(flat(150_000), guarantee=Guarantee(FEE_PLUS_COMMISSION, 20_000), cap_fen=5_000)
    events = [order("a", "05-02 10:00", 50_000), refund("r", "06-02 10:00", 50_000, "a"), note("n", "07-01 00:00")]
    assert amounts(compute(Terms(kol=kol), events)) == ["sale 50.00", "guarantee 200.00", "refund -50.00"]


def test_a_minimum_comes_after_cap_and_true_up() -> None:
    third_party = PartTerms(flat(100_000), minimum_fen=9_000, cap_fen=4_000)
    result = compute(Terms(third_party=third_party), [order("a", "05-02 10:00", 50_000)])
    assert amounts(result, "third_party") == ["sale 40.00", "minimum 50.00"]


def test_bases_on_other_parts_take_their_line_as_shrunk_before_cap() -> None:
    """Platform 15 % capped at 1.00: after_platform_fee still starts from the uncapped line."""
    terms = Terms(
        PartTerms(flat(150_000), cap_fen=100), PartTerms(flat(500_000), "kol_fee"),
        PartTerms(flat(100_000), "after_platform_fee", cap_fen=1),
    )  # fmt: skip
    result = compute(terms, [order("a", "05-02 10:00", 10_000), refund("r", "05-03 10:00", 5_000, "a")])
    facts = [(line.part, line.kind, line.base_fen, line.amount_fen) for line in result.lines]
    assert facts == [
        ("platform_fee", "sale", 10_000, 100),
        ("third_party", "sale", 850, 425),
        ("kol", "sale", 8_500, 1),
        ("platform_fee", "refund", -5_000, 0),
        ("third_party", "refund", -425, -212),
        ("kol", "refund", -4_250, 0),
    ]


def test_tax_and_shipping_are_in_no_base_and_a_base_is_never_below_zero() -> None:
    taxed = order("a", "05-02 10:00", 10_000, tax_fen=1_000, shipping_fen=700)
    assert compute(FIFTEEN, [taxed]).lines[0].base_fen == 9_000
    drowned = order("a", "05-02 10:00", 10_000, tax_fen=20_000)
    assert [line.base_fen for line in compute(FIFTEEN, [drowned, refund("r", "05-03 10:00", 1, "a")]).lines] == [0, 0]


def test_goods_paid_in_coupons_keep_their_base_until_they_come_back() -> None:
    """Paid 0.00 of a list of 100.00: nothing shrinks before a refund, everything is refunded after one of goods."""
    terms = Terms(kol=PartTerms(flat(100_000), "list_price"))
    free = order("a", "05-02 10:00", 0, list_fen=10_000, brand_discount_fen=10_000)
    postage = refund("p", "05-03 10:00", 0, "a", refund_shipping_fen=500)
    result = compute(terms, [free, postage, refund("r", "05-04 10:00", 0, "a")])
    assert amounts(result) == ["sale 10.00", "refund 0.00", "refund -10.00"]


def test_an_over_refund_posts_what_was_left_and_breaks_with_the_excess() -> None:
    events = [
        order("a", "05-02 10:00", 10_000), refund("r1", "05-03 10:00", 6_000, "a"),
        refund("r2", "05-04 10:00", 6_000, "a"), refund("r3", "05-05 10:00", 100, "a"),
    ]  # fmt: skip
    result = compute(FIFTEEN, events)
    assert amounts(result) == ["sale 15.00", "refund -9.00", "refund -6.00", "refund 0.00"]
    assert result.breaks == [Break("over_refund", "r2", 2_000), Break("over_refund", "r3", 100)]


def test_a_refund_of_an_unknown_order_breaks_and_posts_nothing() -> None:
    result = compute(FIFTEEN, [refund("r", "05-03 10:00", 6_000, "a")])
    assert result == Result([], {}, [Break("orphan_refund", "r", 6_000)])


def test_a_second_order_event_of_a_line_breaks_and_posts_nothing() -> None:
    second, first = order("b", "05-02 10:00", 100, "O"), order("a", "05-02 10:00", 200, "O")
    events = [second, first, order("c", "05-01 00:00", 300, "P")]
    result = compute(FIFTEEN, events)
    assert [line.event_id for line in result.lines] == ["c", "a"]
    assert result.breaks == [Break("duplicate", "b", 100)]


def test_of_contradicting_replays_the_earliest_then_the_smallest_text_stands() -> None:
    early, late = order("a", "05-02 10:00", 100), order("a", "05-03 10:00", 900)
    result = compute(FIFTEEN, [late, early, late, early])
    assert [line.base_fen for line in result.lines] == [100]
    assert result.breaks == [Break("conflicting_replay", "a", 900)]
    ten, nine = early._replace(paid_fen=1_000, text="10.00"), early._replace(paid_fen=900, text="9.00")
    assert [line.base_fen for line in compute(FIFTEEN, [nine, ten]).lines] == [1_000]
    assert compute(FIFTEEN, [ten, ten._replace(text="10")]).breaks == []


def test_an_early_refund_counts_at_its_orders_instant_after_everything_else_there() -> None:
    """A tier up to 1.00 at 100 %, then 0 %: only when b arrives before a is taken back does b earn nothing."""
    terms = Terms(kol=PartTerms(Schedule((Tier(100, 1_000_000), Tier(None, 0)))))
    events = [
        refund("a0", "04-01 10:00", 100, "a"), order("a", "05-02 10:00", 100), order("b", "05-02 10:00", 100),
        refund("b0", "05-02 10:00", 100, "b"),
    ]  # fmt: skip
    result = compute(terms, events)
    assert [line.event_id for line in result.lines] == ["a", "b", "a0", "b0"]
    assert {line.period for line in result.lines} == {"2026-05"}
    assert amounts(result) == ["sale 1.00", "sale 0.00", "refund -1.00", "refund 0.00"]


def test_events_of_one_instant_go_by_code_point() -> None:
    result = compute(FIFTEEN, [order(name, "05-02 10:00", 100) for name in ("中", "e9", "e10", "E", "é")])
    assert [line.event_id for line in result.lines] == ["E", "e10", "e9", "é", "中"]


def test_every_amount_says_why() -> None:
    kol = PartTerms(Schedule(TIERS, WHOLE_VOLUME, 800_000), "after_platform_fee", minimum_fen=10**9)
    events = [order("a", "05-02 10:00", 4_900_000), order("b", "05-03 10:00", 3_000_000), note("n", "05-01 10:00")]
    result = compute(Terms(platform_fee=PartTerms(flat(150_000)), kol=kol), events)
    why = {line.kind: line.why for line in result.lines if line.part == "kol"}
    assert "× 8 % (the KOL's share of the seller's rate)" in result.lines[1].why
    assert "platform fee of the line" in why["sale"]
    assert "afresh, whole_volume" in why["true_up"]
    assert "on top" in why["minimum"]


def test_lines_of_a_part_that_was_not_agreed_do_not_exist() -> None:
    result = compute(Terms(platform_fee=PartTerms(flat(0))), [order("a", "05-02 10:00", 1), note("n", "05-02 10:00")])
    assert [(line.part, line.kind, line.amount_fen) for line in result.lines] == [("platform_fee", "sale", 0)]


@pytest.mark.parametrize(
    ("parts", "field"),
    [
        ({"kol": PartTerms(flat(1), "after_platform_fee")}, "kol.base"),
        ({"third_party": PartTerms(flat(1), "kol_fee")}, "third_party.base"),
        ({"kol": PartTerms(flat(1), "kol_fee")}, "kol.base"),
        ({"platform_fee": PartTerms(flat(1), "after_platform_fee")}, "platform_fee.base"),
        ({"kol": PartTerms(flat(1), "net")}, "kol.base"),
    ],
)
def test_a_base_that_cannot_be_made_is_refused(parts: dict[str, PartTerms], field: str) -> None:
    with pytest.raises(BadValue, match=field):
        Terms(**parts)


def test_an_event_without_a_zone_or_of_an_unknown_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        compute(FIFTEEN, [Event("a", ORDER, datetime(2026, 5, 1), "O")])  # noqa: DTZ001 - the point
    with pytest.raises(ValueError, match="unknown kind"):
        compute(FIFTEEN, [Event("a", "gift", at("05-01 10:00"), "O")])


def test_lines_name_their_event_or_their_period() -> None:
    kol = PartTerms(Schedule(TIERS, WHOLE_VOLUME), guarantee=Guarantee(GREATER_OF, 10**9))
    lines: list[Line] = compute(Terms(kol=kol), [order("a", "05-02 10:00", 9_900_000)]).lines
    assert [(line.kind, line.event_id, line.of_period) for line in lines] == [
        ("sale", "a", None),
        ("guarantee", None, "2026-05"),
    ]
