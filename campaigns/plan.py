"""The best set of KOLs for a budget: a 0/1 programme, solved to proven optimality.

Prices are fen and values integers on one common scale, so the optimum is exact: the answer of the solver is added up
again in whole numbers before anyone sees it. A budget alone is a knapsack; quotas and groups take `programme`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from math import isfinite

from campaigns import knapsack
from campaigns.errors import Refused
from campaigns.money import yuan
from campaigns.programme import OutOfTime, Rule, Solved, clash, maximise


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


@dataclass
class Infeasible(Refused):
    """No set meets all constraints; `rules` is a smallest list of constraints that cannot hold together."""

    rules: list[Rule] = field(default_factory=list)

    @property
    def clashing(self) -> list[str]:
        """The names of the rules."""
        return [rule.name for rule in self.rules]

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
    best = _as_knapsack(candidates, values, budget_fen, rules, seconds) or _as_programme(
        candidates, values, rules, seconds
    )
    if best.chosen is None:
        raise Infeasible(clash(len(candidates), rules, seconds))
    return _plan(candidates, best.chosen, rules, values, best.bound, scale)


def _as_knapsack(
    candidates: Sequence[Candidate], values: Sequence[int], budget_fen: int, rules: Sequence[Rule], seconds: float
) -> Solved | None:
    """The answer where, besides the budget, no more is said than whom we must or never have; else None."""
    if any(len(rule.indexes) != 1 for rule in rules[1:]):
        return None
    forced = frozenset(i for i, c in enumerate(candidates) if c.must)
    barred = [i for i, c in enumerate(candidates) if c.never]
    left_fen = budget_fen - sum(candidates[i].price_fen for i in forced)
    free = [i for i in range(len(candidates)) if i not in forced and i not in set(barred)]
    if left_fen < 0 or not forced.isdisjoint(barred):
        return None
    found = knapsack.solve([candidates[i].price_fen for i in free], [values[i] for i in free], left_fen, seconds)
    if found is None:
        return None
    chosen = forced | {free[place] for place in found}
    return Solved(chosen, sum(values[i] for i in chosen)) if all(rule.holds(chosen) for rule in rules) else None


def _as_programme(
    candidates: Sequence[Candidate], values: Sequence[int], rules: Sequence[Rule], seconds: float
) -> Solved:
    """The set of greatest value, then the cheapest of that value; both within one time limit each."""
    best = maximise(values, rules, seconds)
    if best.chosen is None:
        return best
    reached = sum(values[i] for i in best.chosen)
    enough = Rule("the value reached", tuple(range(len(values))), tuple(values), low=reached)
    try:
        cheaper = maximise([-c.price_fen for c in candidates], [*rules, enough], seconds, best.chosen)
    except OutOfTime:
        return best
    return Solved(cheaper.chosen or best.chosen, best.bound)


def _exponent(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    if not isinstance(exponent, int):
        raise Refused(f"A value must be a finite number, not {value}.")
    return min(exponent, 0)


def _rules(candidates: Sequence[Candidate], budget_fen: int, quotas: Sequence[Quota]) -> list[Rule]:
    everyone = tuple(range(len(candidates)))
    prices, said = tuple(c.price_fen for c in candidates), yuan(budget_fen)
    rules = [Rule(f"budget {said}", everyone, prices, high=budget_fen, kind="budget", facts=(said,))]
    for index, candidate in enumerate(candidates):
        if candidate.must:
            name = f"must have {candidate.kol_id}"
            rules.append(Rule(name, (index,), (1,), low=1, kind="must", facts=(candidate.kol_id,)))
        if candidate.never:
            name = f"never {candidate.kol_id}"
            rules.append(Rule(name, (index,), (1,), high=0, kind="never", facts=(candidate.kol_id,)))
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
        Rule(
            f"at most one of overlap group {group}", indexes, (1,) * len(indexes), high=1, kind="group", facts=(group,)
        )
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
            name = f"at least {quota.least} of {quota.attribute} {value}"
            facts = (quota.attribute, value, str(quota.least))
            rules.append(Rule(name, indexes, ones, low=quota.least, kind="least", facts=facts))
        if quota.most is not None:
            name = f"at most {quota.most} of {quota.attribute} {value}"
            facts = (quota.attribute, value, str(quota.most))
            rules.append(Rule(name, indexes, ones, high=quota.most, kind="most", facts=facts))
    return rules


def _plan(
    candidates: Sequence[Candidate],
    chosen: frozenset[int],
    rules: Sequence[Rule],
    values: Sequence[int],
    bound: float,
    scale: int,
) -> Plan:
    broken = [rule.name for rule in rules if not rule.holds(chosen)]
    if broken:
        raise AssertionError(f"The solver's set breaks {broken} when added up in whole numbers.")
    value = Decimal(sum(values[i] for i in chosen)).scaleb(-scale)
    best = max(value, Decimal(round(bound)).scaleb(-scale)) if isfinite(bound) else value
    gap = float((best - value) / abs(value)) if value else float(best != value)
    return Plan(
        chosen=tuple(sorted(candidates[i].kol_id for i in chosen)),
        cost_fen=sum(candidates[i].price_fen for i in chosen),
        value=value,
        bound=best,
        gap=gap,
    )
