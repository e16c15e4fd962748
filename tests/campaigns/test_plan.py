"""The plan is the proven best set, found by brute force here and by the solver there."""

from __future__ import annotations

from decimal import Decimal
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.plan import Candidate, Infeasible, Quota, choose

candidates_drawn = st.lists(
    st.builds(
        Candidate,
        kol_id=st.uuids().map(str),
        price_fen=st.integers(0, 5_000),
        value=st.integers(-300, 3_000).map(lambda n: Decimal(n) / 4),
        tier=st.sampled_from(["waist", "head", ""]),
        groups=st.lists(st.sampled_from(["x", "y"]), max_size=2, unique=True).map(tuple),
        must=st.integers(0, 9).map(lambda n: n == 0),
        never=st.integers(0, 9).map(lambda n: n == 0),
    ),
    max_size=8,
)


def _fits(chosen: tuple[Candidate, ...], everyone: list[Candidate], budget_fen: int, most_heads: int) -> bool:
    groups = [group for candidate in chosen for group in candidate.groups]
    return (
        sum(c.price_fen for c in chosen) <= budget_fen
        and all(c in chosen for c in everyone if c.must)
        and not any(c.never for c in chosen)
        and len(groups) == len(set(groups))
        and sum(c.tier == "head" for c in chosen) <= most_heads
    )


@settings(max_examples=60, deadline=None)
@given(candidates_drawn, st.integers(0, 12_000), st.integers(0, 3))
def test_plan_equals_brute_force_in_value_and_then_in_cost(
    everyone: list[Candidate], budget_fen: int, most_heads: int
) -> None:
    sets = [s for n in range(len(everyone) + 1) for s in combinations(everyone, n)]
    allowed = [s for s in sets if _fits(s, everyone, budget_fen, most_heads)]
    quotas = [Quota("tier", "head", 0, most_heads)]
    if not allowed:
        with pytest.raises(Infeasible):
            choose(everyone, budget_fen, quotas)
        return
    best = max(allowed, key=lambda s: (sum(c.value for c in s), -sum(c.price_fen for c in s)))
    plan = choose(everyone, budget_fen, quotas)
    assert plan.value == sum(c.value for c in best)
    assert plan.cost_fen == sum(c.price_fen for c in best)
    assert plan.gap == 0
    assert plan.bound == plan.value


def test_infeasible_names_only_what_clashes() -> None:
    everyone = [
        Candidate("lin", 20_000, Decimal(5), tier="waist", must=True),
        Candidate("mei", 20_000, Decimal(5), tier="waist", must=True),
        Candidate("zoe", 100, Decimal(1), tier="head"),
    ]
    with pytest.raises(Infeasible) as refusal:
        choose(everyone, 30_000, [Quota("tier", "head", 1, None)])
    assert refusal.value.clashing == ["budget 300.00", "must have lin", "must have mei"]


def test_a_quota_for_each_value_holds_for_every_value() -> None:
    everyone = [Candidate(f"{a}{n}", 100, Decimal(n + 1), agency=a) for a in ("lin", "mei") for n in range(4)]
    plan = choose(everyone, 10_000, [Quota("agency", "*", 0, 2)])
    assert plan.chosen == ("lin2", "lin3", "mei2", "mei3")


def test_a_quota_on_nobody_is_infeasible_by_name() -> None:
    with pytest.raises(Infeasible, match="at least 1 of tier celebrity"):
        choose([Candidate("lin", 100, Decimal(1), tier="waist")], 1_000, [Quota("tier", "celebrity", 1, None)])
