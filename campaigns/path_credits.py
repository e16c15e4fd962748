"""Markov credits of a campaign's paths in whole fen: the removal effects share what was sold on touched paths."""

from __future__ import annotations

from collections.abc import Iterable

from campaigns.attribution import Journey, removal_effects
from campaigns.money import split

WEIGHT_SCALE = 2**40
"""A removal effect is rounded to this fraction before it splits fen."""


def markov_fen(paths: Iterable[tuple[str, int, int, int]]) -> dict[str, int]:
    """Credit in fen by touchpoint from (path `A > B`, order lines, paid fen, walks without an order).

    All touched money is shared in proportion to the removal effects, so the parts sum to it; the empty path is left
    out: it is unattributed. Empty where no touched path converts. Raises Refused beyond what the chain can solve.
    """
    rows = [(tuple(path.split(" > ")), lines, paid_fen, nulls) for path, lines, paid_fen, nulls in paths if path]
    journeys = [Journey(touches, lines, None, nulls) for touches, lines, _, nulls in rows]
    effects = removal_effects(journeys)
    names = sorted(effects)
    weights = [round(effects[name] * WEIGHT_SCALE) for name in names]
    if not sum(weights):
        return {}
    return dict(zip(names, split(sum(paid_fen for _, _, paid_fen, _ in rows), weights), strict=True))
