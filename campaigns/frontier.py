"""What other budgets would bring, and who comes in when somebody says no: the plan solved again, one thing changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from campaigns.money import round_half_up
from campaigns.plan import Candidate, Infeasible, Plan, Quota, choose

STEPS = 15
TENTHS = 10


class Point(NamedTuple):
    """The best set for a budget; None where no set meets the limits with so little."""

    budget_fen: int
    plan: Plan | None


class Replacement(NamedTuple):
    """Who comes in and who goes besides when one of the chosen says no, and what that costs in value; `incoming` and
    `lost` are None where the limits cannot be met without her."""

    kol_id: str
    incoming: tuple[str, ...] | None
    outgoing: tuple[str, ...]
    lost: Decimal | None


def frontier(
    candidates: Sequence[Candidate], budget_fen: int, quotas: Iterable[Quota] = (), *, seconds: float = 60
) -> list[Point]:
    """The best set for a tenth of the budget, two tenths, up to half as much again."""
    limits = tuple(quotas)
    return [
        Point(fen, _plan(candidates, fen, limits, seconds))
        for fen in (round_half_up(budget_fen * step, TENTHS) for step in range(1, STEPS + 1))
    ]


def replacements(
    candidates: Sequence[Candidate], plan: Plan, budget_fen: int, quotas: Iterable[Quota] = (), *, seconds: float = 60
) -> list[Replacement]:
    """For each chosen KOL the best set without her, the dearest loss first; one whom we must have is not let go."""
    limits, chosen = tuple(quotas), set(plan.chosen)
    must = {one.kol_id for one in candidates if one.must}
    found = []
    for kol_id in plan.chosen:
        if kol_id in must:
            continue
        left = [replace(one, never=True) if one.kol_id == kol_id else one for one in candidates]
        other = _plan(left, budget_fen, limits, seconds)
        if other is None:
            found.append(Replacement(kol_id, None, (), None))
            continue
        incoming = tuple(sorted(set(other.chosen) - chosen))
        outgoing = tuple(sorted(chosen - set(other.chosen) - {kol_id}))
        found.append(Replacement(kol_id, incoming, outgoing, plan.value - other.value))
    return sorted(found, key=lambda one: (one.lost is not None, -(one.lost or 0), one.kol_id))


def _plan(candidates: Sequence[Candidate], budget_fen: int, limits: tuple[Quota, ...], seconds: float) -> Plan | None:
    try:
        return choose(candidates, budget_fen, limits, seconds=seconds)
    except Infeasible:
        return None
