"""Models keep to the SQL that means the same in DuckDB and in Spark."""

from __future__ import annotations

import pytest

pytest.importorskip("sqlglot", reason="sqlglot comes with the extra [spark]")

from campaigns import catalogue, portable_sql, spark_sql

MACROS = frozenset(spark_sql.macros())


@pytest.mark.parametrize("model", catalogue.models(), ids=lambda model: model.name)
def test_a_model_keeps_to_the_portable_subset(model: catalogue.Model) -> None:
    assert portable_sql.findings(model.sql, MACROS) == [], model.path


@pytest.mark.parametrize("name", sorted(MACROS))
def test_a_macro_keeps_to_the_portable_subset(name: str) -> None:
    assert portable_sql.findings(spark_sql.macros()[name].body, MACROS) == []


@pytest.mark.parametrize(
    ("sql", "named"),
    [
        ("select date_diff('hour', a, b) as x from t", "date_diff('hour')"),
        ("select percentile_cont(0.5) within group (order by a) as x from t", "PercentileCont"),
        ("select quantile_cont(a, 0.5) as x from t", "PercentileCont"),
        ("select hash(a) as x from t", "hash()"),
        ("select a from t asof join u on t.b >= u.b", "ASOF join"),
        ("select a, count(*) as x from t group by all", "group by all"),
        ("select list_aggregate(a, 'sum') as x from t", "list_aggregate()"),
        ("select distinct on (a) a, b from t", "distinct on"),
        ("select a from t limit 3", "Limit"),
        ("select cast(a / b as bigint) as x from t", "rounds in DuckDB"),
        ("select strftime(a, '%d') as x from t", "strftime with %d"),
        ("select round(a, 2) as x from t", "round to decimals"),
        ("select random() as x from t", "Rand"),
    ],
)
def test_sql_that_spark_reads_otherwise_is_refused_by_name(sql: str, named: str) -> None:
    assert any(named in finding for finding in portable_sql.findings(sql)), portable_sql.findings(sql)
