"""How conversions are credited to the touchpoints of their paths: seven rules over the same touches.

None of them is causal. Credits of a path sum to it. Paths without a touch stay in `unattributed`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby, pairwise
from math import fsum
from typing import Literal, NamedTuple, get_args

import numpy as np

from campaigns.errors import Refused

Rule = Literal["first", "last", "linear", "position", "time_decay", "markov", "shapley"]
RULES: tuple[Rule, ...] = get_args(Rule)

HALF_LIFE_DAYS = 7.0

ENDS_SHARE = 0.4
"""Position rule: the first and the last touch get this much each, those between share the rest."""


MOST_STATES = 6_000
"""The chain is solved dense: this many touchpoints take about a gigabyte."""


class Journey(NamedTuple):
    """Walks over the same touches in the same order: how many converted, their value together, how many did not.

    `value` is None where none is known; `hours` are those from each touch to the conversion (time decay only).
    """

    touches: tuple[str, ...]
    conversions: float
    value: float | None = None
    nulls: float = 0.0
    hours: tuple[float, ...] = ()


class Credit(NamedTuple):
    """What a touchpoint gets; `value` is None where the journeys carry none."""

    conversions: float
    value: float | None


class Credits(NamedTuple):
    """Credit of every touchpoint that occurs, removal effects (markov only), and what had no touch to credit."""

    credits: dict[str, Credit]
    removal_effects: dict[str, float]
    unattributed: Credit


def credit(journeys: Iterable[Journey], rule: Rule, half_life_days: float = HALF_LIFE_DAYS) -> Credits:
    """Credits by `rule`; journeys of the same touches add up, their order does not matter.

    Raises ValueError for an unknown rule, or a time decay without one hour per touch.
    """
    if rule not in RULES:
        raise ValueError(f"Unknown rule {rule!r}; expected one of {', '.join(RULES)}.")
    rows = list(journeys)
    touched = [row for row in rows if row.touches]
    names = sorted({name for row in touched for name in row.touches})
    effects = removal_effects(touched) if rule == "markov" else {}
    if rule == "markov":
        shares = _normalised(effects)
        conversions = {name: share * fsum(row.conversions for row in touched) for name, share in shares.items()}
        values = {name: share * fsum(row.value or 0.0 for row in touched) for name, share in shares.items()}
    else:
        conversions, values = _by_journey(touched, names, _weigher(rule, half_life_days))
    has_value = any(row.value is not None for row in rows)
    empty = [row for row in rows if not row.touches]
    rest = Credit(
        fsum(row.conversions for row in empty), fsum(row.value or 0.0 for row in empty) if has_value else None
    )
    found = {name: Credit(conversions[name], values[name] if has_value else None) for name in names}
    return Credits(found, effects, rest)


def position_weights(count: int) -> list[float]:
    """40 / 20 / 40 over `count` touches; one gets all, two get half each."""
    if count <= 2:
        return [1.0 / count] * count
    middle = (1.0 - 2 * ENDS_SHARE) / (count - 2)
    return [ENDS_SHARE, *[middle] * (count - 2), ENDS_SHARE]


def decay_weights(hours: Sequence[float], half_life_days: float = HALF_LIFE_DAYS) -> list[float]:
    """0.5^(age / half-life), continuous, normalised; counted from the youngest touch, so that old ones keep a ratio."""
    youngest = min(hours)
    weights = [0.5 ** ((hour - youngest) / (half_life_days * 24)) for hour in hours]
    whole = fsum(weights)
    return [weight / whole for weight in weights]


def removal_effects(journeys: Iterable[Journey]) -> dict[str, float]:
    """By how much of itself the chance to convert falls when a touchpoint leads nowhere, by name.

    An absorbing Markov chain of order 1, solved exactly; repeats in a row count once, walks that did not convert count
    too (Anderl et al. 2016, doi.org/10.1016/j.ijresmar.2016.03.001). With the fundamental matrix N = (I − Q)⁻¹ the
    walks through i convert with P(ever at i) · P(convert from i) = (s N)ᵢ / Nᵢᵢ · hᵢ, so one inversion serves all.
    Raises Refused above MOST_STATES touchpoints.
    """
    rows = list(journeys)
    names = sorted({name for row in rows for name in row.touches})
    effects = dict.fromkeys(names, 0.0)
    walks = [row for row in rows if row.touches and row.conversions + row.nulls > 0]
    seen = sorted({name for row in walks for name in row.touches})
    if not any(row.conversions > 0 for row in walks):
        return effects
    if len(seen) > MOST_STATES:
        raise Refused(f"Markov takes {MOST_STATES} touchpoints at most, here are {len(seen)}: group them, by KOL say.")
    start, moves, converts = _chain(walks, {name: place for place, name in enumerate(seen)})
    fundamental = np.linalg.inv(np.eye(len(seen)) - moves)
    from_each = fundamental @ converts
    ever_at = (start @ fundamental) / fundamental.diagonal()
    found = ever_at * from_each / (start @ from_each)
    return effects | dict(zip(seen, (float(effect) for effect in found), strict=True))


Chain = tuple[np.ndarray, np.ndarray, np.ndarray]


def _chain(walks: Sequence[Journey], places: dict[str, int]) -> Chain:
    """Probabilities of starting at, moving between and converting from the touchpoints."""
    size = len(places)
    start, converts, leaves = np.zeros(size), np.zeros(size), np.zeros(size)
    moves: dict[tuple[int, int], float] = {}
    for walk in walks:
        weight = walk.conversions + walk.nulls
        stops = [places[name] for name, _ in groupby(walk.touches)]
        start[stops[0]] += weight
        converts[stops[-1]] += walk.conversions
        leaves[stops[-1]] += weight
        for move in pairwise(stops):
            moves[move] = moves.get(move, 0.0) + weight
    matrix = np.zeros((size, size))
    for move, weight in moves.items():
        matrix[move] = weight
    leaves += matrix.sum(axis=1)
    return start / start.sum(), matrix / leaves[:, None], converts / leaves


def _normalised(effects: dict[str, float]) -> dict[str, float]:
    whole = fsum(effects.values())
    return {name: effect / whole if whole else 0.0 for name, effect in effects.items()}


Weigher = Callable[[Journey], Iterable[tuple[str, float]]]


def _by_journey(
    journeys: Iterable[Journey], names: Iterable[str], weigh: Weigher
) -> tuple[dict[str, float], dict[str, float]]:
    """Sums of each journey's weights; fsum makes them independent of the order of journeys."""
    conversions: dict[str, list[float]] = {name: [] for name in names}
    values: dict[str, list[float]] = {name: [] for name in conversions}
    for journey in journeys:
        for name, weight in weigh(journey):
            conversions[name].append(weight * journey.conversions)
            values[name].append(weight * (journey.value or 0.0))
    return {name: fsum(parts) for name, parts in conversions.items()}, {n: fsum(parts) for n, parts in values.items()}


def _weigher(rule: Rule, half_life_days: float) -> Weigher:
    def decay(journey: Journey) -> Iterable[tuple[str, float]]:
        return zip(journey.touches, decay_weights(journey.hours, half_life_days), strict=True)

    weighers: dict[Rule, Weigher] = {
        "first": lambda journey: [(journey.touches[0], 1.0)],
        "last": lambda journey: [(journey.touches[-1], 1.0)],
        "linear": lambda journey: [(name, 1.0 / len(journey.touches)) for name in journey.touches],
        "position": lambda journey: zip(journey.touches, position_weights(len(journey.touches)), strict=True),
        "time_decay": decay,
        "shapley": _equal_over_distinct,
    }
    return weighers[rule]


def _equal_over_distinct(journey: Journey) -> Iterable[tuple[str, float]]:
    """The Shapley value where v(S) counts the paths that lie wholly in S (Zhao et al. 2018, arXiv 1804.05327)."""
    distinct = sorted(set(journey.touches))
    return [(name, 1.0 / len(distinct)) for name in distinct]
