"""The plan's proof, its speed, and what choosing by value per yuan alone would have lost.

    python benchmarks/plan.py [--candidates 10000] [--groups 200] [--items 1000] [--seeds 3]

First a plan of quotas and overlap groups, then the classical families of 0/1 knapsacks (D. Pisinger, Where are the hard
knapsack problems?, 2005), each held against exact dynamic programming in whole numbers. `regret` is what greedy loses.
Seconds are of the clock, and of the processor in brackets.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from decimal import Decimal

import numpy as np

from campaigns.plan import Candidate, Plan, Quota, choose

TIERS, AGENCIES = ("koc", "tail", "waist", "head"), 40
QUOTAS = (
    Quota("tier", "head", 2, 6), Quota("tier", "waist", 20, 60), Quota("tier", "koc", 30, None),
    Quota("agency", "*", 0, 12), Quota("category", "skincare", 40, 120),
)  # fmt: skip
RANGE = 1_000


def market(count: int, groups: int, seed: int) -> list[Candidate]:
    """KOLs whose prices follow their tier and whose value follows price with luck; some share an audience."""
    dice = np.random.default_rng(seed)
    tiers = dice.choice(4, count, p=(0.45, 0.35, 0.17, 0.03))
    prices = np.rint(np.exp(dice.normal(np.array((6.6, 8.0, 9.6, 11.5))[tiers], 0.45)) * 100).astype(int)
    values = np.rint(prices * np.exp(dice.normal(0.7, 0.6, count)))
    shared: list[list[str]] = [[] for _ in range(count)]
    for group in range(groups):
        for member in dice.choice(count, 25, replace=False):
            shared[member].append(f"g{group}")
    agencies, kinds = dice.integers(0, AGENCIES, count), dice.choice(("skincare", "food", "fashion"), count)
    return [
        Candidate(
            f"k{i}", int(prices[i]), Decimal(int(values[i])), TIERS[tiers[i]], str(kinds[i]), f"a{agencies[i]}",
            tuple(shared[i]),
        )
        for i in range(count)
    ]  # fmt: skip


def families(items: int, seed: int) -> Iterator[tuple[str, list[int], list[int], int]]:
    """Name, weights, profits and capacity of one instance of each family."""
    dice = np.random.default_rng(seed)
    weights = dice.integers(1, RANGE + 1, items)
    drawn = {
        "uncorrelated": dice.integers(1, RANGE + 1, items),
        "weakly correlated": np.maximum(1, weights + dice.integers(-RANGE // 10, RANGE // 10 + 1, items)),
        "strongly correlated": weights + RANGE // 10,
        "inverse strongly correlated": np.maximum(1, weights - RANGE // 10),
        "almost strongly correlated": weights + RANGE // 10 + dice.integers(-RANGE // 500, RANGE // 500 + 1, items),
        "subset sum": weights,
    }
    for name, profits in drawn.items():
        yield name, weights.tolist(), profits.tolist(), int(weights.sum()) // 2


def exact(weights: list[int], profits: list[int], capacity: int) -> int:
    """The optimum by dynamic programming over every capacity (R. Bellman, 1957)."""
    best = np.zeros(capacity + 1, dtype=np.int64)
    for weight, profit in zip(weights, profits, strict=True):
        if weight <= capacity:
            best[weight:] = np.maximum(best[weight:], best[:-weight] + profit)
    return int(best[-1])


def greedy(candidates: list[Candidate], budget_fen: int) -> Decimal:
    """What taking the best value per yuan until nothing more fits reaches, quotas left aside."""
    left, value = budget_fen, Decimal(0)
    taken: set[str] = set()
    for one in sorted(candidates, key=lambda c: -c.value / max(c.price_fen, 1)):
        if one.price_fen <= left and taken.isdisjoint(one.groups):
            left, value = left - one.price_fen, value + one.value
            taken.update(one.groups)
    return value


def timed(candidates: list[Candidate], budget_fen: int, quotas: tuple[Quota, ...]) -> tuple[str, Plan]:
    since, busy = time.perf_counter(), time.process_time()
    plan = choose(candidates, budget_fen, quotas, seconds=60)
    return f"{time.perf_counter() - since:.2f} s ({time.process_time() - busy:.2f} s)", plan


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name, default in (("candidates", 10_000), ("groups", 200), ("items", 1_000), ("seeds", 3)):
        parser.add_argument(f"--{name}", type=int, default=default)
    asked = parser.parse_args()
    for seed in range(asked.seeds):
        everyone = market(asked.candidates, asked.groups, seed)
        took, plan = timed(everyone, 300_000_000, QUOTAS)
        print(f"market {seed}: {len(plan.chosen)} of {len(everyone)}, gap {plan.gap:.2e}, {took}")
        free, alone = greedy(everyone, 300_000_000), choose(everyone, 300_000_000, seconds=60).value
        print(f"  without quotas: greedy regret {float(1 - free / alone):.4%}")
    for seed in range(asked.seeds):
        for name, weights, profits, capacity in families(asked.items, seed):
            items = [Candidate(f"i{i}", w, Decimal(p)) for i, (w, p) in enumerate(zip(weights, profits, strict=True))]
            took, plan = timed(items, capacity, ())
            best = exact(weights, profits, capacity)
            proof = (
                "optimal"
                if plan.value == best and plan.gap == 0
                else f"NOT PROVEN: {plan.value} of {best}, gap {plan.gap:.2e}"
            )
            regret = float(1 - greedy(items, capacity) / best)
            print(f"{name:28} {proof}, {took}, greedy regret {regret:.3%}")


if __name__ == "__main__":
    main()
