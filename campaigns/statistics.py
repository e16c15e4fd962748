"""Intervals for shares of small numbers. Its SQL twin is `models/macros.sql`."""

from __future__ import annotations

from math import sqrt
from typing import NamedTuple

Z_95 = 1.959963984540054
"""Two-sided 95 % point of the normal distribution."""

ENOUGH_CLICKERS = 30
"""Below this many clickers a conversion is shown as "not enough data": its interval is wider than the benchmark."""


class Interval(NamedTuple):
    """Bounds of a share, both within 0 and 1."""

    low: float
    high: float


def wilson(successes: int, trials: int) -> Interval | None:
    """Wilson score interval at 95 % for `successes` of `trials`; None without trials.

    E. B. Wilson (1927), Probable inference, the law of succession, and statistical inference, JASA 22, p. 209-212.
    Unlike the plain normal interval it stays within 0 and 1 and does not shrink to a point at 0 or at all.
    Raises ValueError unless 0 ≤ successes ≤ trials.
    """
    if not 0 <= successes <= trials:
        raise ValueError(f"Expected 0 ≤ successes ≤ trials, got {successes} of {trials}.")
    if trials == 0:
        return None
    share = successes / trials
    square = Z_95 * Z_95
    centre = share + square / (2 * trials)
    half = Z_95 * sqrt(share * (trials - successes) / trials / trials + square / (4 * trials * trials))
    whole = 1 + square / trials
    low = 0.0 if successes == 0 else (centre - half) / whole
    high = 1.0 if successes == trials else (centre + half) / whole
    return Interval(low, high)
