"""The best set of KOLs for a budget: a 0/1 programme, solved to proven optimality by HiGHS.

Prices are fen and values integers on one common scale, so the optimum is exact: the answer of the solver is added up
again in whole numbers before anyone sees it. HiGHS cannot share a process with OR-tools.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import highspy
import numpy as np

from campaigns.errors import Refused
from campaigns.money import yuan


@dataclass(frozen=True)
class Candidate:
    """One KOL on offer; `value` is what the planner expects of her, in any one unit."""

    kol_id: str
    price_fen: int
    value: Decimal
    tier: str = ""
    category: str = ""
    agency: str = ""
    groups: tuple[str, ...] = ()
    must: bool = False
    never: bool = False


@dataclass(frozen=True)
class Quota:
    """At least `least` and at most `most` of the candidates for whom `attribute` is `value`; `*` means each value."""

    attribute: str
    value: str
    least: int = 0
    most: int | None = None


@dataclass(frozen=True)
class Plan:
    """The chosen set. `bound` is the proven best possible value; `gap` is (bound - value) / |value|, 0 when proven."""

    chosen: tuple[str, ...]
    cost_fen: int
    value: Decimal
    bound: Decimal
    gap: float


@dataclass(frozen=True)
class Rule:
    """A row of the programme over candidate indexes: low ≤ Σ weight × chosen ≤ high, with the words to name it."""

    name: str
    indexes: tuple[int, ...]
    weights: tuple[int, ...]
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True)
class Solved:
    """What the solver said: the chosen indexes, the bound on the objective, and whether it is proven."""

    chosen: frozenset[int] | None
    bound: float = 0.0


@dataclass
class Infeasible(Refused):
    """No set meets all constraints; `clashing` is a smallest list of constraints that cannot hold together."""

    clashing: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        listed = "; ".join(self.clashing)
        return f"No set of KOLs meets every constraint. These clash: {listed}. Relax one of them."


def choose(
    candidates: Sequence[Candidate], budget_fen: int, quotas: Iterable[Quota] = (), *, seconds: float = 60
) -> Plan:
    """The set of greatest total value within budget and rules; among equal values, the cheaper set.

    Raises Infeasible naming the clashing constraints, and Refused when the time limit ends before any set is found.
    """
    rules = _rules(candidates, budget_fen, tuple(quotas))
    scale = max((-_exponent(c.value) for c in candidates), default=0)
    values = [int(c.value.scaleb(scale)) for c in candidates]
    best = _solve(len(candidates), values, rules, seconds)
    if best.chosen is None:
        raise Infeasible(_clash(len(candidates), rules, seconds))
    reached = sum(values[i] for i in best.chosen)
    enough = Rule("the value reached", tuple(range(len(values))), tuple(values), low=reached)
    cheaper = _solve(len(candidates), [-c.price_fen for c in candidates], [*rules, enough], seconds, best.chosen)
    chosen = cheaper.chosen if cheaper.chosen is not None else best.chosen
    return _plan(candidates, chosen, rules, Decimal(reached).scaleb(-scale), best.bound, scale)


def _exponent(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    if not isinstance(exponent, int):
        raise Refused(f"A value must be a finite number, not {value}.")
    return min(exponent, 0)


def _rules(candidates: Sequence[Candidate], budget_fen: int, quotas: Sequence[Quota]) -> list[Rule]:
    everyone = tuple(range(len(candidates)))
    rules = [Rule(f"budget {yuan(budget_fen)}", everyone, tuple(c.price_fen for c in candidates), high=budget_fen)]
    for index, candidate in enumerate(candidates):
        if candidate.must:
            rules.append(Rule(f"must have {candidate.kol_id}", (index,), (1,), low=1))
        if candidate.never:
            rules.append(Rule(f"never {candidate.kol_id}", (index,), (1,), high=0))
    rules += _group_rules(candidates)
    for quota in quotas:
        rules += _quota_rules(candidates, quota)
    return rules


def _members(candidates: Sequence[Candidate], keys: Callable[[Candidate], Iterable[str]]) -> dict[str, tuple[int, ...]]:
    found: dict[str, list[int]] = {}
    for index, candidate in enumerate(candidates):
        for key in keys(candidate):
            found.setdefault(key, []).append(index)
    return {key: tuple(indexes) for key, indexes in sorted(found.items())}


def _group_rules(candidates: Sequence[Candidate]) -> list[Rule]:
    groups = _members(candidates, lambda candidate: candidate.groups)
    return [
        Rule(f"at most one of overlap group {group}", indexes, (1,) * len(indexes), high=1)
        for group, indexes in groups.items()
        if len(indexes) > 1
    ]


def _quota_rules(candidates: Sequence[Candidate], quota: Quota) -> list[Rule]:
    def keys(candidate: Candidate) -> list[str]:
        value = str(getattr(candidate, quota.attribute))
        return [value] if value else []

    members = _members(candidates, keys)
    wanted = members if quota.value == "*" else {quota.value: members.get(quota.value, ())}
    rules = []
    for value, indexes in wanted.items():
        ones = (1,) * len(indexes)
        if quota.least:
            rules.append(Rule(f"at least {quota.least} of {quota.attribute} {value}", indexes, ones, low=quota.least))
        if quota.most is not None:
            rules.append(Rule(f"at most {quota.most} of {quota.attribute} {value}", indexes, ones, high=quota.most))
    return rules


def _solve(
    columns: int, objective: Sequence[int], rules: Sequence[Rule], seconds: float, start: frozenset[int] | None = None
) -> Solved:
    """Maximise an integer objective over 0/1 columns from a known set `start`; `chosen` is None when nothing fits."""
    if columns == 0:
        met = all((rule.low or 0) <= 0 <= (rule.high if rule.high is not None else 0) for rule in rules)
        return Solved(frozenset() if met else None)
    solver = highspy.Highs()
    for option, value in _OPTIONS.items():
        solver.setOptionValue(option, value)
    solver.setOptionValue("time_limit", float(seconds))
    solver.passModel(_programme(columns, objective, rules))
    if start is not None:
        columns_wanted = np.arange(columns, dtype=np.int32)
        solver.setSolution(columns, columns_wanted, np.array([float(i in start) for i in range(columns)]))
    solver.run()
    status = solver.getModelStatus()
    if status in (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible):
        return Solved(None)
    info = solver.getInfo()
    if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        raise Refused(f"No set was found within {seconds:g} seconds. Allow more time, or loosen the quotas.")
    picked = np.asarray(solver.getSolution().col_value) > 0.5
    return Solved(frozenset(np.flatnonzero(picked).tolist()), float(info.mip_dual_bound))


_OPTIONS: Mapping[str, Any] = {"output_flag": False, "mip_rel_gap": 0.0, "mip_abs_gap": 0.5, "random_seed": 1}
"""Objectives are whole numbers: two sets closer than a half are equal, so an absolute gap of 0.5 is a proof."""


def _programme(columns: int, objective: Sequence[int], rules: Sequence[Rule]) -> Any:
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = columns, len(rules)
    model.sense_ = highspy.ObjSense.kMaximize
    model.col_cost_ = np.array(objective, dtype=float)
    model.col_lower_, model.col_upper_ = np.zeros(columns), np.ones(columns)
    model.integrality_ = [highspy.HighsVarType.kInteger] * columns
    model.row_lower_ = np.array([-highspy.kHighsInf if rule.low is None else rule.low for rule in rules], dtype=float)
    model.row_upper_ = np.array([highspy.kHighsInf if rule.high is None else rule.high for rule in rules], dtype=float)
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = np.cumsum([0, *(len(rule.indexes) for rule in rules)])
    model.a_matrix_.index_ = np.array([i for rule in rules for i in rule.indexes], dtype=np.int32)
    model.a_matrix_.value_ = np.array([w for rule in rules for w in rule.weights], dtype=float)
    return model


def _clash(columns: int, rules: Sequence[Rule], seconds: float) -> list[str]:
    """A smallest clashing list: a rule stays in it only if the others can be met without it (deletion filter)."""
    needed = list(rules)
    for rule in rules:
        without = [other for other in needed if other is not rule]
        if _solve(columns, [0] * columns, without, seconds).chosen is None:
            needed = without
    return [rule.name for rule in needed]


def _holds(rule: Rule, chosen: frozenset[int]) -> bool:
    total = sum(weight for index, weight in zip(rule.indexes, rule.weights, strict=True) if index in chosen)
    return (rule.low is None or total >= rule.low) and (rule.high is None or total <= rule.high)


def _plan(
    candidates: Sequence[Candidate],
    chosen: frozenset[int],
    rules: Sequence[Rule],
    value: Decimal,
    bound: float,
    scale: int,
) -> Plan:
    broken = [rule.name for rule in rules if not _holds(rule, chosen)]
    if broken:
        raise AssertionError(f"The solver's set breaks {broken} when added up in whole numbers.")
    best = max(value, Decimal(round(bound)).scaleb(-scale)) if np.isfinite(bound) else value
    gap = float((best - value) / abs(value)) if value else float(best != value)
    return Plan(
        chosen=tuple(sorted(candidates[i].kol_id for i in chosen)),
        cost_fen=sum(candidates[i].price_fen for i in chosen),
        value=value,
        bound=best,
        gap=gap,
    )
