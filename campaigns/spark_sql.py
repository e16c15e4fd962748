"""A model's SQL in the dialect of Spark, with the meaning that DuckDB gives it.

Macros are put in place first; then every node whose meaning differs is rewritten; sqlglot writes the rest
(campaigns.portable_sql says which may occur). The session runs in UTC and in ANSI mode.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlglot import exp, parse_one

from campaigns import catalogue

_MACRO = re.compile(r"^create or replace macro (\w+)\(([^)]*)\) as( table)?\s(.*?);$", re.MULTILINE | re.DOTALL)
_TYPES = {
    exp.DType.INT128: "DECIMAL(38, 0)",
    exp.DType.UBIGINT: "DECIMAL(20, 0)",
    exp.DType.TIMESTAMPNTZ: "TIMESTAMP",
    exp.DType.TIMESTAMPTZ: "TIMESTAMP",
}


@dataclass(frozen=True)
class Macro:
    """A macro of models/macros.sql: the names of its parameters, and what stands for it."""

    parameters: tuple[str, ...]
    is_table: bool
    body: str


@cache
def macros() -> Mapping[str, Macro]:
    """The macros of the models by name."""
    found = _MACRO.findall(catalogue.macros())
    return {
        name: Macro(tuple(part.strip() for part in parameters.split(",")), bool(table), _statement(body, bool(table)))
        for name, parameters, table, body in found
    }


@dataclass(frozen=True)
class Recursion:
    """A chapter that reads itself: how it begins, and what each round makes of the rows of the round before."""

    name: str
    first: str
    again: str


def to_spark(sql: str, now: datetime) -> tuple[Recursion | None, str]:
    """The statement for Spark; `now` stands for the current time, so that all models of a run see the same one.

    Spark knows no recursion with windows, so one comes apart: its rounds are run before, until one is empty; the
    statement then reads all of them as a view of the chapter's name.
    """
    tree = _translated(_expanded(parse_one(sql, read="duckdb")), now)
    recursion = _recursion(tree)
    return recursion, str(tree.sql(dialect="spark", identify=True))


def _recursion(tree: exp.Expression) -> Recursion | None:
    """Take the chapter that reads itself out of the statement."""
    chapters = tree.args.get("with_")
    if chapters is None or not chapters.recursive:
        return None
    chapters.set("recursive", False)
    for place, chapter in enumerate(chapters.expressions):
        if any(table.name == chapter.alias for table in chapter.this.find_all(exp.Table)):
            before = [other.copy() for other in chapters.expressions[:place]]
            parts = [chapter.this.this.copy(), chapter.this.expression.copy()]
            for part in parts:
                part.set("with_", exp.With(expressions=[other.copy() for other in before]))
            chapters.set("expressions", [other for other in chapters.expressions if other is not chapter])
            first, again = (part.sql(dialect="spark", identify=True) for part in parts)
            return Recursion(chapter.alias, first, again)
    return None


def _translated(tree: exp.Expression, now: datetime) -> exp.Expression:
    for kind, rewrite in _REWRITES.items():
        for node in reversed(list(tree.find_all(kind))):
            other = rewrite(node)
            if other is not node:
                node.replace(other)
    moment = _call("timestamp_micros", exp.Literal.number(round(now.timestamp() * 1_000_000)))
    for node in list(tree.find_all(exp.CurrentTimestamp)):
        node.replace(moment.copy())
    return tree


def view_name(table: str) -> str:
    """What a table is called in Spark, whose temporary views have no schema: `raw.clicks` is `raw_clicks`."""
    return table.replace(".", "_")


def _statement(body: str, is_table: bool) -> str:
    """A table macro stands in brackets; a scalar is one expression."""
    return body.strip().removeprefix("(").removesuffix(")") if is_table else f"select {body}"


def _expanded(tree: exp.Expression) -> exp.Expression:
    """Every macro replaced by its body, until none is left."""
    while True:
        calls = [node for node in tree.find_all(exp.Anonymous) if node.name.lower() in macros()]
        if not calls:
            return tree
        for call in calls:
            macro = macros()[call.name.lower()]
            body = _filled(macro, call)
            if macro.is_table:
                table = call.parent
                alias = table.args.get("alias") if table is not None else None
                (table or call).replace(exp.Subquery(this=body, alias=alias))
            else:
                call.replace(exp.Paren(this=body))


def _filled(macro: Macro, call: exp.Anonymous) -> exp.Expression:
    tree = parse_one(macro.body, read="duckdb")
    given = dict(zip(macro.parameters, call.expressions, strict=True))
    for table in list(tree.find_all(exp.Table)):
        inner = table.this
        if isinstance(inner, exp.Anonymous) and inner.name.lower() == "query_table":
            table.replace(exp.to_table(given[inner.expressions[0].name].name))
    tree = tree if macro.is_table else tree.expressions[0]
    holder = exp.Paren(this=tree)
    for column in list(holder.find_all(exp.Column)):
        if not column.table and column.name in given:
            column.replace(exp.Paren(this=given[column.name].copy()))
    return holder.this


def _call(name: str, *arguments: exp.Expression) -> exp.Anonymous:
    return exp.Anonymous(this=name, expressions=list(arguments))


def _number(text: object) -> exp.Literal:
    return exp.Literal.number(str(text))


def _as(node: exp.Expression, kind: str) -> exp.Cast:
    return exp.cast(node, exp.DataType.build(kind, dialect="spark"))


def _table(node: exp.Table) -> exp.Expression:
    """`records.terms` is the view records_terms."""
    if node.db:
        node.set("this", exp.to_identifier(view_name(f"{node.db}.{node.name}")))
        node.set("db", None)
    return node


def _literal(node: exp.Literal) -> exp.Expression:
    """A number with a point counts as a fraction: Spark's decimals have other scales than DuckDB's."""
    is_fraction = not node.is_string and "." in node.name and not isinstance(node.parent, exp.Cast)
    return _as(node.copy(), "double") if is_fraction else node


def _div(node: exp.Div) -> exp.Expression:
    """`/` of whole numbers is a fraction in DuckDB, and a decimal in Spark where one of them is."""
    node.set("this", _as(node.this.copy(), "double"))
    node.set("expression", _as(node.expression.copy(), "double"))
    return node


def _cast(node: exp.Cast) -> exp.Expression:
    spark = _TYPES.get(node.to.this)
    if spark:
        node.set("to", exp.DataType.build(spark, dialect="spark"))
    inner = node.this
    if isinstance(inner, exp.DPipe) and inner.this.is_string and inner.this.name == "0x":
        node.set("this", _call("conv", inner.expression.copy(), _number(16), _number(10)))
    return node


def _arg_best(name: str) -> Callable[[exp.ArgMax | exp.ArgMin], exp.Expression]:
    """DuckDB passes over rows whose value is null, Spark does not."""

    def rewrite(node: exp.ArgMax | exp.ArgMin) -> exp.Expression:
        value, order = node.this.copy(), node.expression.copy()
        known = exp.Case().when(exp.not_(exp.Is(this=value.copy(), expression=exp.Null())), order)
        return _call(name, value, known)

    return rewrite


def _window(node: exp.Window) -> exp.Expression:
    """Spark has no `filter` over a window."""
    inner = node.this
    if isinstance(inner, exp.Filter):
        counted, condition = inner.this.copy(), inner.expression.this.copy()
        counted.set("this", exp.Case().when(condition, counted.this.copy()))
        node.set("this", counted)
    return node


def _any_value(node: exp.IgnoreNulls) -> exp.Expression:
    """Models take any value only where there is one; the least of them is the same in every engine."""
    return exp.Min(this=node.this.this.copy()) if isinstance(node.this, exp.AnyValue) else node


def _trim(node: exp.Trim) -> exp.Expression:
    """DuckDB trims every space of Unicode, such as the full-width one; Spark the ASCII one alone."""
    if node.expression:
        return node
    pattern = exp.Literal.string("^[\\p{Zs}]+|[\\p{Zs}]+$")
    return _call("regexp_replace", node.this.copy(), pattern, exp.Literal.string(""))


def _date_diff(node: exp.DateDiff) -> exp.Expression:
    until, since = node.this.copy(), node.expression.copy()
    if node.text("unit").upper() == "DAY":
        return _call("date_diff", until, since)
    return exp.Paren(this=exp.Sub(this=_call("unix_seconds", until), expression=_call("unix_seconds", since)))


def _epoch(node: exp.TimeToUnix) -> exp.Expression:
    micros = _as(_call("unix_micros", node.this.copy()), "double")
    return exp.Paren(this=exp.Div(this=micros, expression=_as(_number(1_000_000), "double")))


def _sign(node: exp.Sign) -> exp.Expression:
    """Spark's sign is a fraction, which would make one of the fen it is multiplied with."""
    found = exp.Case()
    for compare, result in ((exp.GT, 1), (exp.LT, -1), (exp.EQ, 0)):
        found = found.when(compare(this=exp.Paren(this=node.this.copy()), expression=_number(0)), _number(result))
    return exp.Paren(this=found)


def _bracket(node: exp.Bracket) -> exp.Expression:
    """Lists begin at 1 in DuckDB, at 0 in Spark; outside is null. sqlglot counts literals from 0 already."""
    place = node.expressions[0].copy()
    if not place.is_number:
        place = exp.Sub(this=exp.Paren(this=place), expression=_number(1))
    return _call("get", node.this.copy(), place)


def _transform(node: exp.Transform) -> exp.Expression:
    """The place that a lambda is told counts from 1 in DuckDB, from 0 in Spark."""
    told = node.expression
    if len(told.expressions) > 1:
        place = told.expressions[1].name
        body = exp.Paren(this=told.this)
        for name in list(body.find_all(exp.Identifier)):
            if name.name == place and not isinstance(name.parent, exp.PropertyEQ):
                counted = exp.Paren(this=exp.Add(this=exp.to_identifier(place), expression=_number(1)))
                target = name.parent if isinstance(name.parent, exp.Column) else name
                target.replace(counted)
        told.set("this", body.this)
    return node


def _from_json(node: exp.FromJson) -> exp.Expression:
    shape = json.loads(node.expression.name)
    return _call("from_json", node.this.copy(), exp.Literal.string(_shape(shape)))


def _shape(shape: object) -> str:
    """DuckDB's shape of a JSON text as Spark writes a type."""
    if isinstance(shape, list):
        return f"array<{_shape(shape[0])}>"
    if isinstance(shape, dict):
        return f"struct<{','.join(f'{name}:{_shape(kind)}' for name, kind in shape.items())}>"
    return str(shape).lower()


def _anonymous(node: exp.Anonymous) -> exp.Expression:
    name, given = node.name.lower(), [part.copy() for part in node.expressions]
    match name:
        case "timezone":
            is_local = _is_local(given[1])
            return _call("to_utc_timestamp" if is_local else "from_utc_timestamp", given[1], given[0])
        case "to_days":
            return _call("make_dt_interval", given[0])
        case "to_months":
            return _call("make_ym_interval", _number(0), given[0])
        case "to_seconds":
            return _call("make_dt_interval", _number(0), _number(0), _number(0), given[0])
        case "list_sum":
            zero = _as(_number(0), "decimal(38, 0)")
            added = _as(
                exp.Add(this=exp.to_identifier("so_far"), expression=exp.to_identifier("part")), "decimal(38, 0)"
            )
            adding = exp.Lambda(this=added, expressions=[exp.to_identifier("so_far"), exp.to_identifier("part")])
            return _call("aggregate", given[0], zero, adding)
    return node


def _is_local(node: exp.Expression) -> bool:
    """Whether this is a time without a zone, as far as it says so: a cast to timestamp, or one moved by an interval."""
    while isinstance(node, exp.Paren | exp.Add | exp.Sub):
        node = node.this
    return isinstance(node, exp.Cast) and node.to.this in (exp.DType.TIMESTAMPNTZ, exp.DType.TIMESTAMP)


_REWRITES: Mapping[type[exp.Expression], Callable[..., exp.Expression]] = {
    exp.Anonymous: _anonymous,
    exp.FromJson: _from_json,
    exp.Transform: _transform,
    exp.Bracket: _bracket,
    exp.Window: _window,
    exp.IgnoreNulls: _any_value,
    exp.ArgMax: _arg_best("max_by"),
    exp.ArgMin: _arg_best("min_by"),
    exp.TimeToUnix: _epoch,
    exp.DateDiff: _date_diff,
    exp.Sign: _sign,
    exp.Trim: _trim,
    exp.Length: lambda node: _call("size", node.this.copy()),
    exp.Table: _table,
    exp.Cast: _cast,
    exp.Literal: _literal,
    exp.Div: _div,
}
"""In this order: what looks at the types of casts comes before these are changed."""
