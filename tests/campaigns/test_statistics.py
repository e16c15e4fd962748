"""Intervals for shares of small numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.statistics import Z_95, wilson


@pytest.mark.parametrize(
    ("successes", "trials", "low", "high"),
    [
        (15, 148, 0.0624, 0.1605),
        (81, 263, 0.2553, 0.3662),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_gives_published_intervals(successes: int, trials: int, low: float, high: float) -> None:
    """R. G. Newcombe (1998), Statistics in Medicine 17, p. 857-872, table I, method 3."""
    found = wilson(successes, trials)
    assert found is not None
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


@given(trials=st.integers(1, 10**6), part=st.fractions(0, 1))
def test_the_bounds_solve_the_score_equation(trials: int, part: float) -> None:
    """Each bound p stands exactly z standard errors of p from the observed share: what defines the interval."""
    successes = int(trials * part)
    found = wilson(successes, trials)
    assert found is not None
    for bound in found:
        distance = (successes / trials - bound) ** 2
        assert distance == pytest.approx(Z_95**2 * bound * (1 - bound) / trials, abs=1e-9)


@given(trials=st.integers(1, 1000), part=st.fractions(0, 1))
def test_more_of_the_same_narrows_the_interval(trials: int, part: float) -> None:
    few, many = wilson(int(trials * part), trials), wilson(10 * int(trials * part), 10 * trials)
    assert few is not None
    assert many is not None
    assert many.high - many.low < few.high - few.low


def test_no_trials_give_no_interval() -> None:
    assert wilson(0, 0) is None


@pytest.mark.parametrize(("successes", "trials"), [(-1, 5), (6, 5), (0, -1)])
def test_impossible_counts_are_refused(successes: int, trials: int) -> None:
    with pytest.raises(ValueError, match="successes ≤ trials"):
        wilson(successes, trials)
