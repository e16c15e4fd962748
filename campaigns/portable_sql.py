"""The SQL that models may use: what DuckDB and Spark are known to understand alike, or campaigns.spark_sql translates.

sqlglot changes some meanings without a word (`date_diff('hour')`, `percentile_cont`), so nothing is allowed that has
not been tried: a model with any other function, operator or clause fails a test at build time, by name. To allow one,
add it here with its translation, and values that need it to tests/campaigns/random_tables.py.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlglot import exp, parse_one

ALIKE = frozenset(
    [
        "Abs",
        "Add",
        "Alias",
        "And",
        "Avg",
        "Between",
        "Boolean",
        "Case",
        "Coalesce",
        "Column",
        "Count",
        "CTE",
        "DataType",
        "DataTypeParam",
        "DenseRank",
        "Distinct",
        "EQ",
        "Except",
        "Exists",
        "FirstValue",
        "From",
        "GT",
        "GTE",
        "Greatest",
        "Group",
        "Having",
        "Identifier",
        "If",
        "In",
        "Intersect",
        "Interval",
        "Is",
        "Join",
        "LT",
        "LTE",
        "Lag",
        "Lead",
        "Least",
        "Like",
        "Literal",
        "LogicalAnd",
        "LogicalOr",
        "Lower",
        "Max",
        "Median",
        "Min",
        "Mod",
        "Mul",
        "NEQ",
        "Neg",
        "Not",
        "Null",
        "Nullif",
        "Or",
        "Order",
        "Ordered",
        "Paren",
        "Pow",
        "PropertyEQ",
        "Rank",
        "RegexpLike",
        "Round",
        "RowNumber",
        "SHA2",
        "Select",
        "SplitPart",
        "Sqrt",
        "Star",
        "StartsWith",
        "StrPosition",
        "Struct",
        "Sub",
        "Subquery",
        "Substring",
        "Sum",
        "Table",
        "TableAlias",
        "TimestampTrunc",
        "Tuple",
        "Union",
        "Upper",
        "Values",
        "Var",
        "Where",
        "Window",
        "WindowSpec",
        "With",
    ]
)
"""Nodes of the syntax tree that mean the same in both dialects as sqlglot writes them."""

TRANSLATED = frozenset(
    [
        "AnyValue",
        "ArgMax",
        "ArgMin",
        "Array",
        "ArrayFilter",
        "AtTimeZone",
        "Bracket",
        "Cast",
        "CurrentTimestamp",
        "DPipe",
        "DateDiff",
        "Div",
        "Dot",
        "Filter",
        "Floor",
        "FromJson",
        "IgnoreNulls",
        "IntDiv",
        "Lambda",
        "Length",
        "Qualify",
        "Sign",
        "TimeToStr",
        "TimeToUnix",
        "Transform",
        "Trim",
        "TryCast",
    ]
)
"""Nodes that campaigns.spark_sql rewrites, or checks, so that they mean in Spark what DuckDB means by them."""

FUNCTIONS = frozenset({"timezone", "to_days", "to_months", "to_seconds", "list_sum", "query_table"})
"""Functions that sqlglot knows no node for and campaigns.spark_sql translates; macros of models/macros.sql besides."""

_UNITS = {"SECOND", "DAY"}
_INTEGERS = {"BIGINT", "INT", "SMALLINT", "TINYINT", "INT128"}


def findings(sql: str, macros: frozenset[str] = frozenset()) -> list[str]:
    """What of this statement stands outside the portable subset, each by name; none in a model that may be built."""
    tree = parse_one(sql, read="duckdb")
    found = {text for node in tree.walk() for text in _faults(node, macros)}
    return sorted(found)


def _faults(node: exp.Expression, macros: frozenset[str]) -> Iterator[str]:
    kind = type(node).__name__
    if isinstance(node, exp.Anonymous):
        name = node.name.lower()
        if name not in FUNCTIONS and name not in macros:
            yield f"{name}() is not in the portable subset"
    elif kind not in ALIKE and kind not in TRANSLATED:
        yield f"{kind} ({node.sql('duckdb')[:60]}) is not in the portable subset"
    yield from _half_portable(node)


def _half_portable(node: exp.Expression) -> Iterator[str]:
    """Forms of allowed nodes whose meaning differs."""
    if isinstance(node, exp.DateDiff) and node.text("unit").upper() not in _UNITS:
        yield f"date_diff('{node.text('unit').lower()}') counts boundaries in DuckDB, whole units in Spark"
    if isinstance(node, exp.Join) and node.args.get("method"):
        yield f"{node.args['method']} join is not in the portable subset"
    if isinstance(node, exp.Group) and (node.args.get("all") or not node.expressions):
        yield "group by all is not in the portable subset: list the columns"
    if isinstance(node, exp.Select | exp.Union) and node.args.get("limit"):
        yield "limit without a total order picks other rows: number them and filter"
    if isinstance(node, exp.Distinct) and node.args.get("on"):
        yield "distinct on is not in the portable subset: number the rows and filter"
    if isinstance(node, exp.TimeToStr) and node.text("format") != "%Y-%m":
        yield f"strftime with {node.text('format')} is not in the portable subset"
    if isinstance(node, exp.Round) and node.args.get("decimals"):
        yield "round to decimals is not in the portable subset: halves are cut elsewhere"
    if isinstance(node, exp.Cast) and str(node.to.this.name) in _INTEGERS and isinstance(node.this.unnest(), exp.Div):
        yield f"{node.sql('duckdb')[:60]} rounds in DuckDB and cuts off in Spark"
