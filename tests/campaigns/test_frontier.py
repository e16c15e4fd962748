"""Other budgets and what if she says no: both are the plan again with one thing changed."""

from __future__ import annotations

from decimal import Decimal

from campaigns.frontier import STEPS, frontier, replacements
from campaigns.plan import Candidate, Quota, choose

EVERYONE = [
    Candidate("lin", 6_000, Decimal(90), tier="head"),
    Candidate("mei", 4_000, Decimal(50), tier="waist"),
    Candidate("zoe", 4_000, Decimal(40), tier="waist"),
    Candidate("ann", 1_000, Decimal(5), tier="waist"),
]


def test_more_budget_is_never_worth_less_and_each_point_is_the_plan_for_it() -> None:
    points = frontier(EVERYONE, 10_000)
    assert [point.budget_fen for point in points] == [1_000 * step for step in range(1, STEPS + 1)]
    values = [point.plan.value for point in points if point.plan]
    assert values == sorted(values)
    assert points[9].plan == choose(EVERYONE, 10_000)


def test_a_budget_too_small_for_the_quotas_has_no_set() -> None:
    points = frontier(EVERYONE, 10_000, [Quota("tier", "head", 1, None)])
    assert [point.plan is None for point in points[:7]] == [True] * 5 + [False] * 2


def test_who_comes_in_for_one_that_says_no_and_what_it_costs() -> None:
    plan = choose(EVERYONE, 10_000)
    assert plan.chosen == ("lin", "mei")
    found = {one.kol_id: one for one in replacements(EVERYONE, plan, 10_000)}
    assert found["mei"].incoming == ("zoe",)
    assert found["mei"].lost == Decimal(10)
    assert found["lin"].incoming == ("ann", "zoe")
    assert found["lin"].lost == Decimal(45)
    assert [one.kol_id for one in replacements(EVERYONE, plan, 10_000)] == ["lin", "mei"]


def test_without_the_only_one_of_a_quota_no_set_is_left_and_one_we_must_have_is_not_let_go() -> None:
    must = [Candidate("mei", 4_000, Decimal(50), tier="waist", must=True), *(c for c in EVERYONE if c.kol_id != "mei")]
    quotas = [Quota("tier", "head", 1, None)]
    plan = choose(must, 10_000, quotas)
    found = replacements(must, plan, 10_000, quotas)
    assert [(one.kol_id, one.incoming, one.lost) for one in found] == [("lin", None, None)]
