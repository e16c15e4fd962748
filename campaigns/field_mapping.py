"""What a person may declare about the columns of an unknown file: which field each is, and how its cells are written.

A unit is never told by the size of a number and a zone never by the clock: where a field can be written in several ways
that look alike (yuan or fen, Shanghai or UTC, percent or fraction), the mapping must say which.

A field is placed by `{"column": "实付", "format": "yuan"}`, by `{"value": "tmall"}` for all rows, or, for `line_no`
alone, by `{"format": "by_sku"}`: lines of an order are then numbered by what they are.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from typing import Any

from campaigns import facts
from campaigns.errors import BadValue
from campaigns.facts import Column, Fact
from campaigns.spelling import canonical_json

Fields = Mapping[str, Mapping[str, str]]

BY_SKU = "by_sku"
GIVEN = frozenset(
    {"source", "currency", "is_provisional", "is_estimated", "captured_at", "as_of_date", "account", "raw_status"}
    | {"time_precision", "is_rounded", "is_capped"}
)
"""Needed fields that a mapping may leave out: they have the defaults of our own column names, come with the file, or
follow from how other cells are written."""

_COUNTED = {"note_metrics", "kol_profiles", "account_days"}
_BY_TYPE = {
    "TIMESTAMPTZ": ("shanghai", "utc", "offset", "epoch_ms"),
    "DATE": ("date",),
    "BOOLEAN": ("yes_no",),
    "UBIGINT": ("buyer_id", "buyer_key"),
    "VARCHAR[]": ("list",),
    "VARCHAR": ("text",),
}
_ALIKE = {"yuan", "shanghai", "fraction", "percent", "buyer_id"}
"""First formats of fields whose other formats look the same: which one it is has to be said."""


def formats_of(table: str, column: Column) -> tuple[str, ...]:
    """How a cell of that field may be written; the first is usual."""
    if column.name.endswith("_fen"):
        return ("yuan", "fen")
    if column.name.endswith("_ppm"):
        return ("percent", "basis_points", "ppm")
    if column.type == "DOUBLE":
        return ("fraction", "percent") if column.name.endswith("_share") or column.name == "cover_ctr" else ("number",)
    if column.type == "BIGINT":
        return ("count", "ten_thousands") if table in _COUNTED or column.name == "clicks" else ("whole",)
    return _BY_TYPE[column.type]


def must_declare(formats: tuple[str, ...]) -> bool:
    """Whether a person has to say which of the formats it is."""
    return len(formats) > 1 and formats[0] in _ALIKE


def is_needed(column: Column) -> bool:
    """Whether a mapping must place this field."""
    return column.is_required and column.name not in GIVEN


def checked(table: str, columns: Collection[str], fields: Fields) -> dict[str, dict[str, str]]:
    """The fields with every format filled in; raises BadValue naming the field that breaks a rule."""
    fact = _fact(table)
    known = {column.name: column for column in fact.business}
    for name in fields:
        if name not in known:
            raise BadValue(f"mapping.{name}", name, f"a field of {table}: {', '.join(known)}")
    missing = [column.name for column in fact.business if is_needed(column) and column.name not in fields]
    if missing:
        raise BadValue(f"mapping of {table}", "", f"a column or a value for {', '.join(missing)}")
    if not any("column" in place for place in fields.values()):
        raise BadValue(f"mapping of {table}", "", "at least one field that is read from a column")
    return {name: _placed(table, known[name], columns, place) for name, place in fields.items()}


def content_key(table: str, fields: Fields) -> str:
    """Names what a mapping says: the key of the source that it makes."""
    return f"mapped_{hashlib.sha256(canonical_json([table, fields]).encode()).hexdigest()[:16]}"


def _fact(table: str) -> Fact:
    try:
        return facts.fact(table)
    except LookupError as error:
        names = sorted(fact.contract_name for fact in facts.facts().values())
        raise BadValue("mapping.table", table, f"one of {', '.join(names)}") from error


def _placed(table: str, column: Column, columns: Collection[str], place: Mapping[str, Any]) -> dict[str, str]:
    where = f"mapping.{column.name}"
    if set(place) - {"column", "value", "format"} or not all(isinstance(part, str) for part in place.values()):
        raise BadValue(where, str(dict(place))[:80], "a column or a value, and a format")
    if place == {"format": BY_SKU}:
        if (table, column.name) != ("orders", "line_no"):
            raise BadValue(where, BY_SKU, "this for line_no of orders alone")
        return dict(place)
    if ("column" in place) == ("value" in place):
        raise BadValue(where, str(dict(place))[:80], "either a column or a value")
    if "column" in place and place["column"] not in columns:
        raise BadValue(where, place["column"], f"a column of the file: {', '.join(sorted(columns))}")
    return {**place, "format": _format(table, column, place)}


def _format(table: str, column: Column, place: Mapping[str, str]) -> str:
    formats = formats_of(table, column)
    given = place.get("format", "")
    if not given and must_declare(formats) and place.get("value") != "0":
        raise BadValue(f"mapping.{column.name}", "", f"how it is written: {', '.join(formats)}")
    if given and given not in formats:
        raise BadValue(f"mapping.{column.name}", given, f"one of {', '.join(formats)}")
    return given or formats[0]
