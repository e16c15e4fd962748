"""One budget and nothing else: the 0/1 knapsack, solved exactly in whole numbers around the break item.

States of weight and profit, grown one item at a time outwards from the item that no longer fits, less those that
another state beats or that the bound gives up (D. Pisinger, 1997, A minimal algorithm for the 0-1 knapsack problem,
Operations Research 45). Among equal profits the lighter set wins. Programmes whose weights and profits go together,
which branching cannot prove, take a moment here.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

Whole = npt.NDArray[np.int64]

MOST_STATES = 30_000_000
"""States remembered at most, five bytes each, to find the way back."""
LARGEST = 2**60
_NEVER = 1e30
"""A profit per weight at which taking an item out never pays; adding one does not at its inverse."""


@dataclass
class _Search:
    """The states so far, how each came to be, and the best that fits."""

    weights: Whole
    profits: Whole
    best_profit: int
    best_weight: int
    best_at: tuple[int, int] = (0, 0)
    parents: list[npt.NDArray[np.int32]] = field(default_factory=list)
    changed: list[npt.NDArray[np.bool_]] = field(default_factory=list)
    items: list[int] = field(default_factory=list)


def solve(weights: Sequence[int], profits: Sequence[int], capacity: int, seconds: float) -> frozenset[int] | None:
    """The set of greatest profit within capacity, the lightest of equals; None where this road is too long.

    Weights and capacity are zero or more. An item without profit is never taken.
    """
    until = time.monotonic() + seconds
    free = frozenset(index for index, profit in enumerate(profits) if profit > 0 and weights[index] == 0)
    useful = [index for index, profit in enumerate(profits) if profit > 0 and 0 < weights[index] <= capacity]
    if not useful:
        return free
    if max(sum(profits[i] for i in useful), sum(weights[i] for i in useful), capacity) > LARGEST:
        return None
    useful.sort(key=lambda index: (-profits[index] / weights[index], weights[index], index))
    w, p = np.array([weights[i] for i in useful]), np.array([profits[i] for i in useful])
    taken = _around_break(w, p, capacity, until)
    return None if taken is None else free | {useful[place] for place in taken}


def _around_break(w: Whole, p: Whole, capacity: int, until: float) -> set[int] | None:
    """Places of the best set; items come in descending order of profit per weight."""
    stop = int(np.searchsorted(np.cumsum(w), capacity, side="right"))
    inside = int(w[:stop].sum())
    reached = int(p[:stop].sum())
    search = _Search(np.array([inside]), np.array([reached]), reached, inside)
    low, high = stop - 1, stop
    while search.weights.size and (low >= 0 or high < w.size):
        for place, sign in ((high, 1), (low, -1)):
            if not 0 <= place < w.size or not search.weights.size:
                continue
            low, high = (low - 1, high) if sign < 0 else (low, high + 1)
            _grow(search, place, sign * int(w[place]), sign * int(p[place]), capacity)
            more = p[high] / w[high] if high < w.size else 1 / _NEVER
            less = p[low] / w[low] if low >= 0 else _NEVER
            _give_up(search, capacity, float(more), float(less))
        if sum(map(len, search.parents)) > MOST_STATES or time.monotonic() > until:
            return None
    return _way_back(search, stop)


def _grow(search: _Search, place: int, weight: int, profit: int, capacity: int) -> None:
    """Each state once as it is and once with the item added or taken out, less those that another beats."""
    size = search.weights.size
    weights = np.concatenate([search.weights, search.weights + weight])
    profits = np.concatenate([search.profits, search.profits + profit])
    order = np.lexsort((-profits, weights))
    weights, profits = weights[order], profits[order]
    ahead = np.maximum.accumulate(profits)
    kept = np.concatenate([[True], profits[1:] > ahead[:-1]])
    order, search.weights, search.profits = order[kept], weights[kept], profits[kept]
    search.parents.append((order % size).astype(np.int32))
    search.changed.append(order >= size)
    search.items.append(place)
    fits = int(np.searchsorted(search.weights, capacity, side="right")) - 1
    if fits >= 0:  # profits rise with weights: the last that fits is the best of them, and the lightest of equals
        found = int(search.profits[fits]), -int(search.weights[fits])
        if found > (search.best_profit, -search.best_weight):
            search.best_profit, search.best_weight = found[0], -found[1]
            search.best_at = (len(search.items), fits)


def _give_up(search: _Search, capacity: int, more: float, less: float) -> None:
    """Drop states that can become neither better than the best nor as good for less. `more` is the profit per weight of
    the next item to add, `less` of the next to take out."""
    room = (capacity - search.weights).astype(float)
    lacking = (search.best_profit - search.profits).astype(float)
    reach = search.profits + room * np.where(room >= 0, more, less)
    lightest = search.weights + lacking / np.where(lacking > 0, more, less)
    can_win = reach + 1e-6 + 1e-9 * np.abs(reach) >= search.best_profit + 1
    can_tie = lightest - 1e-6 - 1e-9 * np.abs(lightest) <= search.best_weight - 1
    kept = can_win | (can_tie & (reach + 1e-6 + 1e-9 * np.abs(reach) >= search.best_profit))
    if search.best_at[0] == len(search.items):
        step, at = search.best_at
        kept[at] = True
        search.best_at = (step, int(kept[:at].sum()))
    search.weights, search.profits = search.weights[kept], search.profits[kept]
    search.parents[-1], search.changed[-1] = search.parents[-1][kept], search.changed[-1][kept]


def _way_back(search: _Search, stop: int) -> set[int]:
    taken = set(range(stop))
    step, at = search.best_at
    while step:
        step -= 1
        if search.changed[step][at]:
            taken ^= {search.items[step]}
        at = int(search.parents[step][at])
    return taken
