"""0/1 programmes in whole numbers, solved to proof by HiGHS: the relaxation settles most columns before it starts.

The relaxation prices every column. One whose price is larger than what separates the relaxation from a known set keeps
its bound in every better set, so only a core of columns is left to branch on (Balas and Zemel, 1980, An algorithm for
large zero-one knapsack problems, Operations Research 28). HiGHS cannot share a process with OR-tools.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np
import numpy.typing as npt

from campaigns.errors import Refused

Bounds = tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]

FIRST_CORE = 400
_OPTIONS: Mapping[str, Any] = {"output_flag": False, "mip_rel_gap": 0.0, "mip_abs_gap": 0.5, "random_seed": 1}
"""Objectives are whole numbers: two sets closer than a half are equal, so an absolute gap of 0.5 is a proof."""


@dataclass(frozen=True)
class Rule:
    """A row of the programme over column indexes: low ≤ Σ weight × chosen ≤ high, with the words to name it.

    `kind` and `facts` say the name again for who speaks another language.
    """

    name: str
    indexes: tuple[int, ...]
    weights: tuple[int, ...]
    low: int | None = None
    high: int | None = None
    kind: str = ""
    facts: tuple[str, ...] = ()

    def holds(self, chosen: frozenset[int]) -> bool:
        """Whether a set keeps to it, in whole numbers."""
        total = sum(weight for index, weight in zip(self.indexes, self.weights, strict=True) if index in chosen)
        return (self.low is None or total >= self.low) and (self.high is None or total <= self.high)


@dataclass(frozen=True)
class Solved:
    """The chosen columns, None when nothing meets the rules, and the bound on the objective."""

    chosen: frozenset[int] | None
    bound: float = 0.0


class OutOfTime(Refused):
    """The time limit ended before any set was found."""


def maximise(
    objective: Sequence[int], rules: Sequence[Rule], seconds: float, start: frozenset[int] | None = None
) -> Solved:
    """The set of columns with the greatest objective that keeps to every rule; `start` is a set known to do so.

    Raises OutOfTime when no set was found within the limit. The set is added up again in whole numbers: one that keeps
    to the rules only within the solver's tolerance is cut off, and the search goes on.
    """
    until = time.monotonic() + seconds
    cuts: list[Rule] = []
    while True:
        found = _maximise(objective, [*rules, *cuts], until, start)
        if found.chosen is None or all(rule.holds(found.chosen) for rule in rules):
            return found
        cuts.append(_not_this(found.chosen, len(objective)))


def clash(columns: int, rules: Sequence[Rule], seconds: float) -> list[Rule]:
    """A smallest list of rules that cannot hold together: none of them can be left out of it.

    By halves (U. Junker, 2004, QuickXplain, AAAI), so that a few guilty among hundreds are found in a few dozen solves.
    What cannot be told within the limit is held to be possible.
    """

    def is_possible(asked: Sequence[Rule]) -> bool:
        try:
            return maximise([0] * columns, asked, seconds).chosen is not None
        except OutOfTime:
            return True

    guilty = _guilty([], list(rules), is_possible, has_more=False)
    return [rule for rule in rules if rule in guilty]


def _guilty(
    given: list[Rule], asked: list[Rule], is_possible: Callable[[Sequence[Rule]], bool], *, has_more: bool
) -> list[Rule]:
    if has_more and not is_possible(given):
        return []
    if len(asked) == 1:
        return asked
    half = len(asked) // 2
    left, right = asked[:half], asked[half:]
    of_right = _guilty(given + left, right, is_possible, has_more=bool(left))
    return _guilty(given + of_right, left, is_possible, has_more=bool(of_right)) + of_right


def _not_this(chosen: frozenset[int], columns: int) -> Rule:
    weights = tuple(1 if index in chosen else -1 for index in range(columns))
    return Rule("another set", tuple(range(columns)), weights, high=len(chosen) - 1)


def _maximise(objective: Sequence[int], rules: Sequence[Rule], until: float, start: frozenset[int] | None) -> Solved:
    columns = len(objective)
    if columns == 0:
        return Solved(frozenset() if all(rule.holds(frozenset()) for rule in rules) else None)
    model = _model(objective, rules)
    free = (np.zeros(columns), np.ones(columns))
    if columns <= FIRST_CORE:
        return _branch(model, free, until, start)
    relaxed = _relax(model, until)
    if relaxed is None:
        return _branch(model, free, until, start)
    found = _branch_in_core(model, relaxed, np.asarray(objective, dtype=float), until, start)
    return found or _branch(model, free, until, start)


@dataclass(frozen=True)
class _Relaxed:
    """The relaxation: its value, and by column where it lies and what moving it away would cost."""

    value: float
    at: npt.NDArray[np.float64]
    prices: npt.NDArray[np.float64]


def _branch_in_core(
    model: Any, relaxed: _Relaxed, objective: npt.NDArray[np.float64], until: float, start: frozenset[int] | None
) -> Solved | None:
    """The optimum, if a core of columns proves it; None when it does not, or the limit ends first."""
    slack = 1e-6 + 1e-9 * abs(relaxed.value)
    size, known = FIRST_CORE, _value(objective, start)
    while size < objective.size:
        limit = relaxed.value - known + slack if known is not None else np.partition(relaxed.prices, size)[size]
        core = relaxed.prices <= limit
        if core.sum() > objective.size // 2:
            return None
        low, high = np.where(core, 0.0, relaxed.at), np.where(core, 1.0, relaxed.at)
        try:
            found = _branch(model, (low, high), until, start)
        except OutOfTime:
            return None
        if found.chosen is None:
            size *= 4
            continue
        reached = _value(objective, found.chosen)
        if reached is not None and relaxed.value - reached + slack <= limit:
            return found
        known, start = reached, found.chosen
    return None


def _value(objective: npt.NDArray[np.float64], chosen: frozenset[int] | None) -> float | None:
    return None if chosen is None else float(objective[sorted(chosen)].sum())


def _relax(model: Any, until: float) -> _Relaxed | None:
    """The relaxation with its prices; None where it has no optimum, or none at a corner."""
    solver = _solver(until)
    model.integrality_ = []
    solver.passModel(model)
    model.integrality_ = [highspy.HighsVarType.kInteger] * model.num_col_
    solver.run()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    solution = solver.getSolution()
    at, duals = np.asarray(solution.col_value), np.asarray(solution.col_dual)
    prices = np.where((at < 1e-9) | (at > 1 - 1e-9), np.abs(duals), 0.0)
    return _Relaxed(float(solver.getInfo().objective_function_value), np.rint(at), prices)


def _branch(model: Any, bounds: Bounds, until: float, start: frozenset[int] | None) -> Solved:
    solver = _solver(until)
    model.col_lower_, model.col_upper_ = bounds
    solver.passModel(model)
    if start is not None:
        columns = np.arange(model.num_col_, dtype=np.int32)
        solver.setSolution(model.num_col_, columns, np.array([float(i in start) for i in range(model.num_col_)]))
    solver.run()
    status = solver.getModelStatus()
    if status in (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible):
        return Solved(None)
    info = solver.getInfo()
    if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        raise OutOfTime("No set was found within the time limit. Allow more seconds, or loosen the quotas.")
    picked = np.asarray(solver.getSolution().col_value) > 0.5
    return Solved(frozenset(np.flatnonzero(picked).tolist()), float(info.mip_dual_bound))


def _solver(until: float) -> Any:
    solver = highspy.Highs()
    for option, value in _OPTIONS.items():
        solver.setOptionValue(option, value)
    solver.setOptionValue("time_limit", max(0.01, until - time.monotonic()))
    return solver


def _model(objective: Sequence[int], rules: Sequence[Rule]) -> Any:
    columns = len(objective)
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
