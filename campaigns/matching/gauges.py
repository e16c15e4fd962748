"""How good an order was: NDCG and precision of the first ten, and intervals of paired differences."""

from __future__ import annotations

from collections.abc import Sequence
from math import log2
from typing import NamedTuple

import numpy as np

from campaigns.matching.arrays import Floats

FIRST = 10
FEWEST = 6
"""Fewer pairs have a mean and no interval that could be believed."""


class Interval(NamedTuple):
    """A mean with its 95 % interval."""

    mean: float
    low: float
    high: float


def ndcg(gains: Sequence[float], first: int = FIRST) -> float:
    """Normalised discounted cumulative gain of gains in ranked order, none below zero; 0 where nobody gained.

    K. Järvelin and J. Kekäläinen (2002), Cumulated gain-based evaluation of IR techniques, ACM TOIS 20, p. 422-446;
    the gain itself, discounted by log2(place + 1).
    """
    best = _discounted(sorted(gains, reverse=True)[:first])
    return _discounted(gains[:first]) / best if best > 0 else 0.0


def precision(gains: Sequence[float], first: int = FIRST) -> float:
    """The share of the first that are among the same number of truly best; those without any gain never are."""
    wanted = min(first, len(gains))
    border = sorted(gains, reverse=True)[wanted - 1] if wanted else 0.0
    return sum(gain >= border and gain > 0 for gain in gains[:wanted]) / wanted if wanted else 0.0


def paired(differences: Sequence[float], rounds: int = 10_000) -> Interval | None:
    """The mean of paired differences with its bootstrap interval (percentiles, fixed seed); None for fewer than six."""
    if len(differences) < FEWEST:
        return None
    given: Floats = np.array(differences, dtype=np.float32)
    means = given[np.random.default_rng(1).integers(0, len(given), size=(rounds, len(given)))].mean(axis=1)
    low, high = np.quantile(means, [0.025, 0.975])
    return Interval(float(given.mean()), float(low), float(high))


def _discounted(gains: Sequence[float]) -> float:
    return sum(gain / log2(place + 1) for place, gain in enumerate(gains, start=1))
