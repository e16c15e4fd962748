"""Sources that people made: a saved mapping as an importer, with the same grammars as all others.

A mapping holds for one header, whatever the file is called. Its columns may come in any order, unless a name is blank
or stands twice: then only the order tells them apart.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import polars as pl

from campaigns import facts, field_mapping
from campaigns.errors import BadValue
from campaigns.facts import Column
from campaigns.field_mapping import BY_SKU
from campaigns.spelling import canonical_json
from ingest import relative_times
from ingest.instants import DATE, EPOCH_MS, OFFSET_TIME, SHANGHAI_TIME, UTC_TIME
from ingest.moment import named_in
from ingest.numbers import BASIS_POINTS, FEN, NUMBER, PERCENT, PERCENT_PPM, SHARE, WHOLE, YUAN, counts, ten_thousands
from ingest.personal import is_personal
from ingest.sources import order_lines, own_columns, statuses
from ingest.sources.reading import Reading
from ingest.sources.source import Context, Source, Typed
from ingest.values import Fault, Grammar, clean
from ingest.words import BOOLEAN, BUYER_KEY, ID, KOL_ID, NOTE_ID, TEXT, TOPICS, words

_FORMATS: dict[str, Grammar] = {
    "yuan": YUAN, "fen": FEN, "percent": PERCENT, "fraction": SHARE, "basis_points": BASIS_POINTS, "ppm": WHOLE,
    "number": NUMBER, "count": counts(), "ten_thousands": ten_thousands(), "whole": WHOLE, "shanghai": SHANGHAI_TIME,
    "utc": UTC_TIME, "offset": OFFSET_TIME, "epoch_ms": EPOCH_MS, "date": DATE, "yes_no": BOOLEAN, "list": TOPICS,
    "buyer_id": BUYER_KEY, "buyer_key": BUYER_KEY,
}  # fmt: skip
_TEXTS = {"note_id": NOTE_ID, "kol_id": KOL_ID, "source_kol_id": KOL_ID, **own_columns.WORDS}
_FREE = frozenset(
    {"title", "body", "nickname", "url", "section", "raw_status", "home_city", "agency_name", "scope"}
    | {"channel", "shop_id", "account", "kind", "placement", "carrier"}
)
_STATES = {"orders": statuses.ORDER, "shipments": statuses.PARCEL}
_DEFAULTS: dict[str, object] = {"source": "own", "currency": "CNY", "is_provisional": False, "is_estimated": False}


@dataclass(frozen=True)
class MappedHeader:
    """A mapping as a file needs it: what the archive keeps with every sheet that was read by it."""

    fingerprint: str
    table: str
    fields: dict[str, dict[str, str]]
    name: str
    version: int
    is_whole_list: bool = False

    @property
    def key(self) -> str:
        """The key of its source; mappings that say the same have the same."""
        return field_mapping.content_key(self.table, self.fields)

    def stated(self) -> dict[str, Any]:
        """As plain values."""
        return asdict(self)

    def source(self) -> Source:
        """The importer that reads by it."""
        columns = {place["column"]: place["format"] for place in self.fields.values() if "column" in place}

        def type_rows(frame: pl.DataFrame, context: Context) -> tuple[Typed, ...]:
            return (_typed(self, frame, context),)

        return Source(
            key=self.key,
            title=f"mapping {self.name!r}",
            required=(),
            known=frozenset(columns),
            type_rows=type_rows,
            buyers=frozenset(name for name, written in columns.items() if written == "buyer_id"),
            is_whole=any(place.get("format") == BY_SKU for place in self.fields.values()),
        )


def fingerprint(names: Sequence[str]) -> str:
    """Names a header by its normalised cells; trailing blank ones do not count."""
    trimmed = list(names)
    while trimmed and not trimmed[-1]:
        trimmed.pop()
    has_order = len(set(trimmed)) < len(trimmed) or "" in trimmed
    spelled = canonical_json(trimmed if has_order else sorted(trimmed))
    return hashlib.sha256(spelled.encode()).hexdigest()


def check_places(table: str, fields: Mapping[str, Mapping[str, str]]) -> None:
    """Refuse columns that speak of people, and values that are none of their field; raises BadValue."""
    known = {column.name: column for column in facts.fact(table).business}
    for name, place in fields.items():
        where = f"mapping.{name}"
        if is_personal(place.get("column", "")):
            raise BadValue(
                where, place["column"], "a column that is not about people: this one is dropped while reading"
            )
        if "value" in place:
            outcome = _grammar(table, known[name], place["format"]).slow(clean(place["value"]))
            if outcome is None or isinstance(outcome, Fault):
                raise BadValue(where, place["value"], outcome.rule if outcome else "a value")


def _grammar(table: str, column: Column, written: str) -> Grammar:
    if column.name.endswith("_ppm") and written == "percent":
        return PERCENT_PPM
    if written != "text":
        return _FORMATS[written]
    if column.name == "status" and table in _STATES:
        return words(_STATES[table])
    return _TEXTS.get(column.name) or (TEXT if column.name in _FREE else ID)


def _typed(mapping: MappedHeader, frame: pl.DataFrame, context: Context) -> Typed:
    fact = facts.fact(mapping.table)
    key = mapping.fields.get(fact.key[0], {}).get("column", ())
    reading = Reading(mapping.table, frame, key)
    marks: dict[str, list[pl.Series]] = {}
    values = {column.name: _values(mapping, column, reading, context, marks) for column in fact.business}
    if mapping.fields.get("line_no") == {"format": BY_SKU}:
        no_gift, no_parcel = reading.constant(False, pl.Boolean()), reading.constant(None, pl.String())
        values["line_no"] = order_lines.line_numbers(values["order_id"], values["sku"], no_gift, no_parcel)
    if mapping.table == "shipments" and "raw_status" not in mapping.fields:
        status = mapping.fields["status"].get("column")
        values["raw_status"] = reading.column(status, TEXT) if status else values["status"]
    for name, flag in _flags(reading, marks).items():
        if name in values and name not in mapping.fields:
            values[name] = flag
    own_columns.refuse_odd_money(reading, mapping.table, values)
    return reading.typed(values)


def _values(
    mapping: MappedHeader, column: Column, reading: Reading, context: Context, marks: dict[str, list[pl.Series]]
) -> pl.Series:
    place = mapping.fields.get(column.name, {})
    usual = field_mapping.formats_of(mapping.table, column)[0]
    grammar = _grammar(mapping.table, column, place["format"] if {"column", "value"} & set(place) else usual)
    if "column" in place:
        is_filled = column.name in _DEFAULTS
        seen = relative_times.known(named_in(context.name), reading.height) if column.type == "TIMESTAMPTZ" else None
        found = reading.parsed(place["column"], grammar, is_required=column.is_required and not is_filled, seen=seen)
        marks.setdefault(column.type, []).append(found.marks)
        default = _default(column, grammar, reading, context)
        return found.values.zip_with(found.values.is_not_null(), default) if is_filled else found.values
    if "value" in place:
        outcome = grammar.slow(clean(place["value"]))
        return reading.constant(getattr(outcome, "value", None), grammar.dtype)
    return _default(column, grammar, reading, context)


def _flags(reading: Reading, marks: Mapping[str, Sequence[pl.Series]]) -> dict[str, pl.Series]:
    """What the cells of a row say about its exactness: the coarsest of its times, and whether a count is inexact."""

    def says(kind: str, mark: str) -> pl.Series:
        found = reading.constant(False, pl.Boolean())
        for one in marks.get(kind, ()):
            found = found | (one == mark).fill_null(False)
        return found

    precision = pl.DataFrame({"day": says("TIMESTAMPTZ", "day"), "minute": says("TIMESTAMPTZ", "minute")}).select(
        pl.when("day").then(pl.lit("day")).when("minute").then(pl.lit("minute")).otherwise(pl.lit("second"))
    )
    return {
        "time_precision": precision.to_series(),
        "is_rounded": says("BIGINT", "rounded"),
        "is_capped": says("BIGINT", "capped"),
    }


def _default(column: Column, grammar: Grammar, reading: Reading, context: Context) -> pl.Series:
    """What the file as a whole says where a row does not: when it was captured, and whose it is."""
    if column.name == "captured_at":
        return reading.instant(context.captured_at)
    if column.name == "as_of_date":
        return reading.business_date(context.captured_at)
    if column.name == "account" and column.is_required:
        return reading.constant(context.account, pl.String())
    return reading.constant(_DEFAULTS.get(column.name), grammar.dtype)
