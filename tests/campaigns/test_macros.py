"""SQL says what Python says: each macro against its twin, on every integer that Hypothesis finds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import Any

import duckdb
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from campaigns import catalogue, money
from campaigns.periods import business_date, period_of
from campaigns.statistics import wilson

WHOLE = st.integers(-(2**63) + 1, 2**63 - 1)
SMALL = st.integers(-20, 20)
RATES = st.integers(0, money.PPM)
MILLENNIUM = datetime(2000, 1, 1, tzinfo=UTC)
FEW = settings(max_examples=60, deadline=None)


@pytest.fixture(scope="module")
def sql() -> Iterator[Any]:
    connection = duckdb.connect(config={"threads": 1})
    connection.execute("set timezone = 'UTC'")
    connection.execute(catalogue.macros())

    def ask(expression: str, *values: object) -> Any:
        return connection.execute(f"select {expression}", list(values)).fetchall()[0][0]

    yield ask
    connection.close()


@FEW
@given(pairs=st.lists(st.tuples(WHOLE | SMALL, (WHOLE | SMALL).filter(bool)), min_size=1, max_size=40))
@example(pairs=[(-5, 2), (5, -2), (5, 2), (-7, 2), (0, -3), (1, 2), (-1, 2), (2**63 - 1, 2**63 - 1), (2**63 - 1, -1)])
def test_round_half_up_equals_python(sql: Any, pairs: list[tuple[int, int]]) -> None:
    expression = "list_transform($1::bigint[][], lambda p: round_half_up(p[1], p[2]))"
    assert sql(expression, [list(pair) for pair in pairs]) == [money.round_half_up(n, d) for n, d in pairs]


def test_round_half_up_equals_python_on_every_small_pair(sql: Any) -> None:
    found = sql(
        "list(round_half_up(n, d) order by n, d) from range(-60, 61) as a(n), range(-25, 26) as b(d) where d <> 0"
    )
    assert found == [money.round_half_up(n, d) for n in range(-60, 61) for d in range(-25, 26) if d]


@FEW
@given(rows=st.lists(st.tuples(WHOLE | SMALL, RATES), min_size=1, max_size=40))
@example(rows=[(2**63 - 1, money.PPM), (-(2**63) + 1, 999_999), (1, 500_000), (-1, 500_000), (3, 150_000)])
def test_share_of_equals_python(sql: Any, rows: list[tuple[int, int]]) -> None:
    expression = "list_transform($1::bigint[][], lambda p: share_of(p[1], p[2]))"
    assert sql(expression, [list(row) for row in rows]) == [money.share_of(base, rate) for base, rate in rows]


@FEW
@given(base=WHOLE | SMALL, paid=st.integers(1, 2**63 - 1) | st.integers(1, 20), part=st.fractions(0, 1))
@example(base=2**63 - 1, paid=2**63 - 1, part=Fraction(1, 2))
@example(base=-3, paid=10, part=Fraction(0))
def test_a_refund_shrinks_a_base_in_proportion(sql: Any, base: int, paid: int, part: Fraction) -> None:
    refunded = int(paid * part)
    expected = 0 if base <= 0 else money.round_half_up(base * (paid - refunded), paid)
    assert sql("shrunk($1::bigint, $2::bigint, $3::bigint)", base, paid, refunded) == expected


@pytest.mark.parametrize(("paid", "refunded", "left"), [(10, 10, 0), (10, 11, 0), (0, 0, 7), (0, 1, 0), (10, 0, 7)])
def test_the_ends_of_a_refund_are_exact(sql: Any, paid: int, refunded: int, left: int) -> None:
    assert sql("shrunk(7, $1::bigint, $2::bigint)", paid, refunded) == left


@FEW
@given(trials=st.integers(1, 10**7), share=st.fractions(0, 1))
@example(trials=1, share=Fraction(0))
@example(trials=1, share=Fraction(1))
def test_wilson_equals_python_and_holds_the_share(sql: Any, trials: int, share: Fraction) -> None:
    successes = int(trials * share)
    low, high = sql("[wilson_low($1::bigint, $2::bigint), wilson_high($1::bigint, $2::bigint)]", successes, trials)
    assert (low, high) == pytest.approx(wilson(successes, trials), abs=1e-12)
    assert 0 <= low <= successes / trials <= high <= 1


def test_there_is_no_interval_without_trials(sql: Any) -> None:
    assert sql("[wilson_low(0::bigint, 0::bigint), wilson_high(0::bigint, 0::bigint)]") == [None, None]


@FEW
@given(instant=st.integers(0, 10**17).map(lambda apart: MILLENNIUM + timedelta(microseconds=apart // 30)))
@example(instant=datetime(2026, 5, 31, 16, tzinfo=UTC))
@example(instant=datetime(2026, 5, 31, 15, 59, 59, 999999, tzinfo=UTC))
def test_business_date_and_period_equal_python(sql: Any, instant: datetime) -> None:
    found = sql("{'day': shanghai_date($1::timestamptz), 'period': period_of($1::timestamptz)}", instant.isoformat())
    assert found == {"day": business_date(instant), "period": period_of(instant)}
