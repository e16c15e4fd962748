"""Attribution rules: published numbers, an oracle on fractions, and what must hold for any paths."""

from __future__ import annotations

import itertools
import random
import time
from collections.abc import Callable, Sequence
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns import attribution
from campaigns.attribution import RULES, Credit, Journey, Rule, credit, decay_weights, position_weights, removal_effects
from campaigns.errors import Refused

# Restated from runs of marketing_attribution_models 2.1.1 and its documented conventions.
POSITION_OF_1000 = {
    1: [1000.0],
    2: [500.0, 500.0],
    3: [400.0, 200.0, 400.0],
    4: [400.0, 100.0, 100.0, 400.0],
    5: [400.0, 66.66666666666667, 66.66666666666667, 66.66666666666667, 400.0],
    10: [400.0, *[25.0] * 8, 400.0],
}
DECAY_OF_100 = [
    ([0], [100.0]),
    ([0.0, 0.0], [50.0, 50.0]),
    ([24, 0], [47.52649511825977, 52.47350488174024]),
    ([167.9, 0], [33.34250257722213, 66.65749742277787]),
    ([168, 0], [33.33333333333333, 66.66666666666666]),
    ([335.9, 168, 0], [14.290767123344732, 28.569744292218424, 57.13948858443685]),
    ([336, 167, 1, 0], [9.097691591133028, 18.2706101602885, 36.24093188404636, 36.39076636453211]),
    ([720, 168.0, 0], [3.305093763807989, 32.231635412064, 64.463270824128]),
]
TEXTBOOK = [Journey(("C1", "C2", "C3"), 1), Journey(("C1",), 0, nulls=1), Journey(("C2", "C3"), 0, nulls=1)]
REPEATS = [
    Journey(("A", "A", "B"), 6), Journey(("A",), 1), Journey(("B", "A", "B"), 4),
    Journey(("A", "B"), 0, nulls=5), Journey(("B",), 0, nulls=5),
]  # fmt: skip


def conversions(journeys: Sequence[Journey], rule: Rule) -> dict[str, float]:
    return {name: found.conversions for name, found in credit(journeys, rule).credits.items()}


@pytest.mark.parametrize("count", POSITION_OF_1000)
def test_position_gives_forty_twenty_forty(count: int) -> None:
    assert [1000 * weight for weight in position_weights(count)] == pytest.approx(POSITION_OF_1000[count], rel=1e-12)


@pytest.mark.parametrize(("hours", "expected"), DECAY_OF_100)
def test_time_decay_is_continuous_with_a_half_life_of_a_week(hours: list[float], expected: list[float]) -> None:
    assert [100 * weight for weight in decay_weights(hours)] == pytest.approx(expected, rel=1e-12)


def test_time_decay_keeps_its_ratio_however_old_the_touches_are() -> None:
    assert decay_weights([10**7 + 168, 10**7]) == pytest.approx([1 / 3, 2 / 3], rel=1e-9)


def test_markov_of_the_textbook_chain() -> None:
    """C1>C2>C3 converts, C1 and C2>C3 do not (analyzecore.com 2016/08/03, attribution model R part 1)."""
    found = credit(TEXTBOOK, "markov")
    assert found.removal_effects == pytest.approx({"C1": 0.5, "C2": 1.0, "C3": 1.0}, abs=1e-12)
    assert conversions(TEXTBOOK, "markov") == pytest.approx({"C1": 0.2, "C2": 0.4, "C3": 0.4}, abs=1e-12)


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("first", {"A": 7.0, "B": 4.0}),
        ("last", {"A": 1.0, "B": 10.0}),
        ("linear", {"A": 6.333333333333333, "B": 4.666666666666666}),
        ("position", {"A": 5.4, "B": 5.6000000000000005}),
        ("shapley", {"A": 6.0, "B": 5.0}),
    ],
)
def test_repeats_count_per_touch_but_once_for_shapley(rule: Rule, expected: dict[str, float]) -> None:
    assert conversions(REPEATS, rule) == pytest.approx(expected, abs=1e-9)


def test_repeats_in_a_row_count_once_for_markov_and_walks_that_did_not_convert_count_too() -> None:
    assert removal_effects(REPEATS) == pytest.approx({"A": 0.6590909090909092, "B": 0.9318181818181819}, abs=1e-12)


def test_value_is_shared_like_conversions_and_absent_where_unknown() -> None:
    rows = [Journey(("A", "B"), 2, 300.0), Journey(("B",), 1, 100.0), Journey((), 3, 50.0)]
    linear = credit(rows, "linear")
    assert linear.credits == {"A": Credit(1.0, 150.0), "B": Credit(2.0, 250.0)}
    assert linear.unattributed == Credit(3.0, 50.0)
    markov = credit(rows, "markov").credits
    assert markov["A"].value == pytest.approx(markov["A"].conversions * 400 / 3)
    assert credit([Journey(("A",), 1)], "markov").credits == {"A": Credit(1.0, None)}
    assert credit([], "last").unattributed == Credit(0.0, None)


def test_without_conversions_nothing_is_credited_and_nothing_is_made_up() -> None:
    rows = [Journey(("A", "B"), 0, nulls=4), Journey(("C",), 0)]
    for rule in RULES:
        found = credit([row._replace(hours=tuple(map(float, range(len(row.touches))))) for row in rows], rule)
        assert {name: part.conversions for name, part in found.credits.items()} == {"A": 0.0, "B": 0.0, "C": 0.0}


def test_an_unknown_rule_and_missing_hours_are_refused() -> None:
    with pytest.raises(ValueError, match="Unknown rule"):
        credit(REPEATS, "u_shaped")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="argument"):
        credit([Journey(("A", "B"), 1, hours=(1.0,))], "time_decay")


def test_too_many_touchpoints_for_a_dense_chain_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attribution, "MOST_STATES", 2)
    with pytest.raises(Refused, match="here are 3"):
        removal_effects(TEXTBOOK)


NAMES = st.sampled_from("ABCDE")
JOURNEYS = st.lists(
    st.builds(
        Journey,
        st.lists(NAMES, max_size=5).map(tuple),
        st.integers(0, 9),
        st.integers(0, 900),
        st.integers(0, 9),
    ).map(lambda row: row._replace(hours=tuple(float(7 * place) for place in range(len(row.touches))))),
    min_size=1,
    max_size=8,
)


@settings(deadline=None)
@given(JOURNEYS, st.sampled_from(RULES), st.randoms(use_true_random=False))
def test_credits_and_the_rest_sum_to_all_conversions_in_any_order(
    rows: list[Journey], rule: Rule, chance: random.Random
) -> None:
    found = credit(rows, rule)
    parts = [*found.credits.values(), found.unattributed]
    converted = sum(row.conversions for row in rows)
    assert sum(part.conversions for part in parts) == pytest.approx(converted, abs=1e-9)
    assert sum(part.conversions for part in parts) >= 0
    if rule != "markov" or any(row.conversions for row in rows if row.touches):
        assert sum(part.value or 0 for part in parts) == pytest.approx(sum(row.value or 0 for row in rows), abs=1e-9)
    shuffled = chance.sample(rows, len(rows))
    assert credit(shuffled, rule) == found
    doubled = credit([*rows, *rows], rule)
    for name, part in found.credits.items():
        assert doubled.credits[name].conversions == pytest.approx(2 * part.conversions, abs=1e-9)


@settings(deadline=None)
@given(JOURNEYS)
def test_markov_equals_removing_each_touchpoint_and_solving_again_in_fractions(rows: list[Journey]) -> None:
    found = removal_effects(rows)
    whole = _chance_to_convert(rows, None)
    for name in {name for row in rows for name in row.touches}:
        expected = 1 - _chance_to_convert(rows, name) / whole if whole else Fraction(0)
        assert found[name] == pytest.approx(float(expected), abs=1e-9)


@settings(deadline=None)
@given(JOURNEYS)
def test_shapley_equals_the_average_over_all_orders_of_arrival(rows: list[Journey]) -> None:
    found = credit(rows, "shapley").credits

    def worth(team: frozenset[str]) -> float:
        return sum(row.conversions for row in rows if row.touches and team.issuperset(row.touches))

    for name, value in _shapley(sorted(found), worth).items():
        assert found[name].conversions == pytest.approx(float(value), abs=1e-9)


def _shapley(names: Sequence[str], worth: Callable[[frozenset[str]], float]) -> dict[str, Fraction]:
    totals = dict.fromkeys(names, Fraction(0))
    orders = list(itertools.permutations(names))
    for order in orders:
        for place, name in enumerate(order):
            before = frozenset(order[:place])
            totals[name] += Fraction(worth(before | {name})) - Fraction(worth(before))
    return {name: total / len(orders) for name, total in totals.items()}


def _chance_to_convert(rows: Sequence[Journey], removed: str | None) -> Fraction:
    """Walks step by step through a chain in which `removed` leads nowhere; Gauss-Jordan on fractions."""
    out: dict[str, dict[str, Fraction]] = {}
    for row in rows:
        weight = Fraction(row.conversions + row.nulls)
        stops = ["(start)", *(name for name, _ in itertools.groupby(row.touches))]
        if not row.touches or not weight:
            continue
        for here, there in itertools.pairwise(stops):
            moves = out.setdefault(here, {})
            moves[there] = moves.get(there, Fraction(0)) + weight
        for end, ways in (("(yes)", row.conversions), ("(no)", row.nulls)):
            ends = out.setdefault(stops[-1], {})
            ends[end] = ends.get(end, Fraction(0)) + Fraction(ways)
    states = [state for state in out if state != removed]
    table = [[Fraction(int(a == b)) for b in states] + [Fraction(0)] for a in states]
    for line, state in zip(table, states, strict=True):
        whole = sum(out[state].values())
        for there, weight in out[state].items():
            if there == "(yes)":
                line[-1] += weight / whole
            elif there in states:
                line[states.index(there)] -= weight / whole
    for pivot in range(len(states)):
        chosen = next(line for line in range(pivot, len(states)) if table[line][pivot])
        table[pivot], table[chosen] = table[chosen], table[pivot]
        table[pivot] = [cell / table[pivot][pivot] for cell in table[pivot]]
        for line in range(len(states)):
            if line != pivot:
                factor = table[line][pivot]
                table[line] = [a - factor * b for a, b in zip(table[line], table[pivot], strict=True)]
    return table[states.index("(start)")][-1] if "(start)" in states else Fraction(0)


def test_markov_on_ten_thousand_paths_and_three_hundred_touchpoints_takes_well_under_a_second() -> None:
    chance = random.Random(3)
    names = [f"kol-{number}" for number in range(320)]
    rows = [
        Journey(tuple(chance.choices(names, k=chance.randint(1, 9))), chance.randint(0, 3), nulls=chance.randint(0, 9))
        for _ in range(10_000)
    ]
    began = time.process_time()
    found = credit(rows, "markov")
    assert time.process_time() - began < 1.5
    credited = sum(part.conversions for part in found.credits.values())
    assert credited == pytest.approx(sum(row.conversions for row in rows))
