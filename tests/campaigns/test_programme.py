"""Quotas and groups: the core proves what all columns prove, a clash is a smallest one, tolerance fools nobody."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns import programme
from campaigns.programme import Rule, Solved, clash, maximise


def _rules(columns: int, seed: int) -> list[Rule]:
    everyone = tuple(range(columns))
    prices = tuple(100 + (i * 7919 + seed) % 900 for i in everyone)
    odd = tuple(range(1, columns, 2))
    groups = [tuple(range(start, min(start + 7, columns))) for start in range(0, columns, 35)]
    return [
        Rule("budget", everyone, prices, high=sum(prices) // 9),
        Rule("odd", odd, (1,) * len(odd), low=5, high=columns // 12),
        *(Rule(f"group {n}", group, (1,) * len(group), high=1) for n, group in enumerate(groups)),
    ]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_core_of_columns_reaches_what_all_of_them_reach(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    columns = 300
    values = [50 + (i * 104_729 + seed) % 1_000 for i in range(columns)]
    whole = maximise(values, _rules(columns, seed), 600)
    monkeypatch.setattr(programme, "FIRST_CORE", 20)
    core = maximise(values, _rules(columns, seed), 600)
    assert whole.chosen is not None
    assert core.chosen is not None
    assert sum(values[i] for i in core.chosen) == sum(values[i] for i in whole.chosen)
    assert round(core.bound) == round(whole.bound) == sum(values[i] for i in core.chosen)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3), st.booleans(), st.integers(0, 3)), min_size=1, max_size=7))
def test_a_clash_cannot_hold_and_every_part_of_it_less_one_can(drawn: list[tuple[int, bool, int]]) -> None:
    rules = [
        Rule(str(n), tuple(range(first + 1)), (1,) * (first + 1), low=bound if is_low else None,
             high=None if is_low else bound)
        for n, (first, is_low, bound) in enumerate(drawn)
    ]  # fmt: skip
    if maximise([0] * 4, rules, 60).chosen is not None:
        return
    found = clash(4, rules, 60)
    assert maximise([0] * 4, found, 60).chosen is None
    for rule in found:
        assert maximise([0] * 4, [other for other in found if other is not rule], 60).chosen is not None


def test_a_set_that_fits_only_within_the_solvers_tolerance_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """The solver is made to answer with a set that is one fen too dear; the next answer stands."""
    answers = iter([frozenset({0, 1}), frozenset({1})])
    monkeypatch.setattr(programme, "_maximise", lambda *_: Solved(next(answers), 5.0))
    found = maximise([3, 5], [Rule("budget", (0, 1), (50, 51), high=100)], 60)
    assert found.chosen == frozenset({1})
