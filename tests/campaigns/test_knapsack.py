"""A budget alone: the set is the proven best, and the lightest of equals, on drawn and on the classical instances."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns import knapsack

ITEMS = st.lists(
    st.tuples(st.integers(0, 12), st.one_of(st.integers(-3, 12), st.just(None))), max_size=9
)  # None: profit as heavy as the item, which makes ties
FAMILIES = ("uncorrelated", "weak", "strong", "inverse", "almost", "subset_sum")


@settings(max_examples=250, deadline=None)
@given(ITEMS, st.integers(0, 40))
def test_the_set_is_the_best_and_the_lightest_of_equals(drawn: list[tuple[int, int | None]], capacity: int) -> None:
    weights = [weight for weight, _ in drawn]
    profits = [weight if profit is None else profit for weight, profit in drawn]
    sets = [s for n in range(len(drawn) + 1) for s in combinations(range(len(drawn)), n)]
    fits = [s for s in sets if sum(weights[i] for i in s) <= capacity]
    best = max((sum(profits[i] for i in s), -sum(weights[i] for i in s)) for s in fits)
    found = knapsack.solve(weights, profits, capacity, 60)
    assert found is not None
    assert (sum(profits[i] for i in found), -sum(weights[i] for i in found)) == best


def instance(family: str, items: int, seed: int) -> tuple[list[int], list[int], int]:
    """The families of D. Pisinger, Where are the hard knapsack problems?, 2005, with weights up to 1,000."""
    dice = np.random.default_rng(seed)
    weights = dice.integers(1, 1_001, items)
    profits = {
        "uncorrelated": dice.integers(1, 1_001, items),
        "weak": np.maximum(1, weights + dice.integers(-100, 101, items)),
        "strong": weights + 100,
        "inverse": np.maximum(1, weights - 100),
        "almost": weights + 100 + dice.integers(-2, 3, items),
        "subset_sum": weights,
    }[family]
    return weights.tolist(), profits.tolist(), int(weights.sum()) // 2


def exact(weights: list[int], profits: list[int], capacity: int) -> int:
    """The optimum by dynamic programming over every capacity (R. Bellman, 1957)."""
    best = np.zeros(capacity + 1, dtype=np.int64)
    for weight, profit in zip(weights, profits, strict=True):
        if weight <= capacity:
            best[weight:] = np.maximum(best[weight:], best[:-weight] + profit)
    return int(best[-1])


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_classical_instances_reach_what_dynamic_programming_reaches(family: str, seed: int) -> None:
    weights, profits, capacity = instance(family, 150, seed)
    found = knapsack.solve(weights, profits, capacity, 600)
    assert found is not None
    assert sum(weights[i] for i in found) <= capacity
    assert sum(profits[i] for i in found) == exact(weights, profits, capacity)


def test_numbers_too_large_to_be_added_exactly_are_left_to_somebody_else() -> None:
    assert knapsack.solve([2**60, 2**60], [1, 2], 2**61, 60) is None
