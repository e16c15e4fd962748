"""What an unfinished cohort may come to, growth against control products, and Markov credits in fen."""

from __future__ import annotations

from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.cohorts import expected_final, growth_against
from campaigns.path_credits import markov_fen

AMOUNT = st.integers(1, 10**9)
GROWTH = st.tuples(AMOUNT, AMOUNT).map(lambda pair: (float(min(pair)), float(max(pair))))


def test_cohorts_that_all_doubled_promise_a_doubling_for_certain() -> None:
    found = expected_final([(10, 20), (30, 60), (5, 10)], 100)
    assert found is not None
    assert found == pytest.approx((200, 200, 200))


def test_cohorts_that_went_apart_give_an_interval_around_the_middle() -> None:
    found = expected_final([(10, 15), (10, 20), (10, 27)], 100)
    assert found is not None
    assert found.value == pytest.approx(200, rel=0.02)
    assert 100 <= found.low < 150
    assert found.high > 270


@pytest.mark.parametrize(
    ("finished", "seen"),
    [([(10, 20), (10, 30)], 5), ([(0, 20), (0, 30), (0, 1), (1, 2)], 5), ([(1, 2), (1, 2), (1, 2)], 0)],
)
def test_too_little_gives_no_expectation(finished: list[tuple[float, float]], seen: float) -> None:
    assert expected_final(finished, seen) is None


@given(st.lists(GROWTH, min_size=3, max_size=40), AMOUNT)
def test_an_expectation_lies_in_its_interval_and_never_below_what_is_there(
    finished: list[tuple[float, float]], seen: int
) -> None:
    found = expected_final(finished, seen)
    assert found is not None
    assert seen <= found.low * (1 + 1e-12)
    assert found.low <= found.value * (1 + 1e-12) <= found.high * (1 + 1e-9)


def test_growth_is_held_against_that_of_the_controls() -> None:
    found = growth_against(100, 300, 200, 300)
    assert found is not None
    assert found.ratio == pytest.approx(2)
    assert found.low < 2 < found.high
    assert isclose(found.low * found.high, 4, rel_tol=1e-9)


def test_growth_without_enough_orders_is_not_compared() -> None:
    assert growth_against(29, 300, 200, 300) is None


def test_markov_shares_the_touched_money_by_removal_effect() -> None:
    """The textbook chain: removal effects 0.5, 1 and 1, so 10.01 goes out as 2.00, 4.01 and 4.00."""
    paths = [("C1 > C2 > C3", 1, 1_001, 0), ("C1", 0, 0, 1), ("C2 > C3", 0, 0, 1), ("", 5, 9_999, 0)]
    assert markov_fen(paths) == {"C1": 200, "C2": 401, "C3": 400}


def test_markov_without_a_touched_order_credits_nobody() -> None:
    assert markov_fen([("A", 0, 0, 3), ("", 2, 500, 0)]) == {}


WALK = st.tuples(
    st.lists(st.sampled_from("ABCD"), min_size=1, max_size=5).map(" > ".join),
    st.integers(0, 9), st.integers(0, 10**12), st.integers(0, 9),
)  # fmt: skip


@given(st.lists(WALK, max_size=12))
def test_markov_credits_sum_to_the_touched_money_to_the_fen(paths: list[tuple[str, int, int, int]]) -> None:
    found = markov_fen(paths)
    if any(lines for _, lines, _, _ in paths):
        assert sum(found.values()) == sum(paid_fen for _, _, paid_fen, _ in paths)
    assert all(fen >= 0 for fen in found.values())
