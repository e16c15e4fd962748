"""Tiers: borders, rounding, and lines computed afresh."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.money import round_half_up
from campaigns.tiers import BLOCK, MARGINAL, WHOLE_VOLUME, Schedule, Slice, Tier, Volume

TIERS = (Tier(5_000_000, 100_000), Tier(10_000_000, 120_000), Tier(None, 150_000))


@pytest.mark.parametrize(
    ("before", "base", "marginal", "whole"),
    [
        (4_900_000, 300_000, 34_000, 36_000),  # the tier is crossed inside one order
        (4_900_000, 100_000, 10_000, 10_000),  # 50,000.00 exactly is still in the first tier
        (5_000_000, 1, 0, 0),
        (0, 0, 0, 0),
        (0, 20_000_000, 2_600_000, 3_000_000),  # three tiers in one order
    ],
)
def test_a_line_is_cut_at_the_borders_or_takes_the_rate_it_reaches(
    before: int, base: int, marginal: int, whole: int
) -> None:
    for mode, expected in ((MARGINAL, marginal), (WHOLE_VOLUME, whole)):
        schedule = Schedule(TIERS, mode)
        assert schedule.amount(schedule.anchor(before, base), base) == expected


def test_slices_name_what_each_tier_gets() -> None:
    assert Schedule(TIERS).slices(4_900_000, 300_000) == [Slice(100_000, 100_000), Slice(200_000, 120_000)]
    assert Schedule(TIERS).slices(5_000_000, 100) == [Slice(100, 120_000)]
    assert Schedule(TIERS).slices(0, 0) == []


def test_a_share_of_the_sellers_rate_is_rounded_once() -> None:
    """80 % of 3.3333 % of 100.00 is 2.66664; rounding the rate first would lose digits."""
    assert Schedule((Tier(None, 33_333),), share_ppm=800_000).amount(0, 10_000) == 267


@pytest.mark.parametrize(
    "tiers",
    [
        (),
        (Tier(100, 1),),
        (Tier(None, 1), Tier(None, 2)),
        (Tier(100, 1), Tier(100, 2), Tier(None, 3)),
        (Tier(200, 1), Tier(100, 2), Tier(None, 3)),
        (Tier(0, 1), Tier(None, 2)),
    ],
)
def test_tiers_that_overlap_descend_or_do_not_end_open_are_refused(tiers: tuple[Tier, ...]) -> None:
    with pytest.raises(ValueError, match="ier"):
        Schedule(tiers)


def _rate_of(tiers: tuple[Tier, ...], fen: int) -> int:
    return next(tier.rate_ppm for tier in tiers if tier.up_to_fen is None or fen <= tier.up_to_fen)


@given(
    st.lists(st.integers(1, 40), min_size=0, max_size=4, unique=True),
    st.lists(st.integers(0, 1_000_000), min_size=5, max_size=5),
    st.integers(0, 60),
    st.integers(0, 60),
)
def test_a_marginal_amount_is_the_sum_over_single_fen(
    ends: list[int], rates: list[int], before: int, base: int
) -> None:
    bounds = [*sorted(ends), None]
    tiers = tuple(Tier(end, rate) for end, rate in zip(bounds, rates, strict=False))
    rates_of_each_fen = [_rate_of(tiers, fen) for fen in range(before + 1, before + base + 1)]
    exact = Fraction(sum(rates_of_each_fen), 1_000_000)
    assert Schedule(tiers).amount(before, base) == round_half_up(exact.numerator, exact.denominator)


@pytest.mark.parametrize("mode", [MARGINAL, WHOLE_VOLUME])
def test_cached_blocks_give_what_a_naive_pass_gives(mode: str) -> None:
    """Many lines over several blocks, changed at random: the sum is looked at after every few changes."""
    chance = random.Random(7)
    schedule = Schedule((Tier(40_000, 91_111), Tier(90_000, 123_457), Tier(120_001, 50), Tier(None, 333_333)), mode)
    volume, bases = Volume(schedule), []
    for _ in range(3 * BLOCK + 17):
        bases.append(chance.randrange(400))
        volume.add(bases[-1])
    for step in range(60):
        for _ in range(chance.randrange(9)):
            place = chance.randrange(len(bases))
            bases[place] = chance.randrange(bases[place] + 1) if step < 30 else 0
            volume.change(place, bases[place])
        assert volume.fresh_fen() == _naive(schedule, bases)


def _naive(schedule: Schedule, bases: list[int]) -> int:
    final = schedule.tier_at(sum(bases))
    if schedule.mode == WHOLE_VOLUME:
        return sum(round_half_up(base * schedule.tiers[final].rate_ppm, 1_000_000) for base in bases)
    return sum(schedule.amount(sum(bases[:place]), base) for place, base in enumerate(bases))
