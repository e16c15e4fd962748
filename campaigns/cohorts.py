"""What an unfinished cohort may come to, judged by how the finished ones went on from the same age."""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, fsum, log, sqrt
from typing import NamedTuple

FEWEST = 3
"""Fewer finished cohorts than this say nothing about the spread."""

FEWEST_ORDERS = 30
"""In each of the four counts of a comparison before and after."""

# Two-sided 95 % points of Student's t by degrees of freedom; beyond the list the normal one is near enough.
_T_95 = (12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131)
_NORMAL_95 = 1.96


class Expected(NamedTuple):
    """An amount to come, with its 95 % prediction interval; never below what is there already."""

    value: float
    low: float
    high: float


def expected_final(finished: Sequence[tuple[float, float]], seen: float) -> Expected | None:
    """Where a cohort that has `seen` may end: `finished` are pairs of (amount at the same age, amount at the end).

    The growth factors are taken as log-normal: mean and prediction interval of their logarithms, by Student's t over
    the cohorts (the chain-ladder idea, T. Mack 1993, ASTIN Bulletin 23, p. 213-225, on whole cohorts). None where
    fewer than FEWEST of them had sold something at that age, or nothing is seen yet.
    """
    growths = [log(end / at) for at, end in finished if at > 0 and end >= at]
    if len(growths) < FEWEST or seen <= 0:
        return None
    mean = fsum(growths) / len(growths)
    spread = sqrt(fsum((growth - mean) ** 2 for growth in growths) / (len(growths) - 1))
    degrees = len(growths) - 1
    point = _T_95[degrees - 1] if degrees <= len(_T_95) else _NORMAL_95
    reach = point * spread * sqrt(1 + 1 / len(growths))
    return Expected(seen * exp(mean), seen * exp(max(mean - reach, 0.0)), seen * exp(mean + reach))


class Comparison(NamedTuple):
    """A ratio of two growths, with its 95 % interval."""

    ratio: float
    low: float
    high: float


def growth_against(own_before: int, own_after: int, control_before: int, control_after: int) -> Comparison | None:
    """(own after ÷ own before) ÷ (control after ÷ control before), counts taken as Poisson.

    The interval is that of the logarithm, 1.96 × √(1/a + 1/b + 1/c + 1/d). None below FEWEST_ORDERS in any of the
    four: the interval would claim to know more than the counts do.
    """
    counts = (own_before, own_after, control_before, control_after)
    if min(counts) < FEWEST_ORDERS:
        return None
    ratio = (own_after / own_before) / (control_after / control_before)
    reach = _NORMAL_95 * sqrt(fsum(1 / count for count in counts))
    return Comparison(ratio, ratio * exp(-reach), ratio * exp(reach))
