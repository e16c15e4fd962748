"""Our own column names: every fact table loads from CSV, NDJSON or Parquet as `campaigns/models/schema.sql` names it.

Grammars follow from the name and the type of a column: `_fen` is whole fen, `_at` needs an offset, `_date` is a
Shanghai date, `_share` and `cover_ctr` are fractions. `buyer_key` is taken as it is; `buyer_id` is keyed while reading.
What a file may leave out has one default each: `source` is `own`, `currency` is CNY (its unit is fen), `raw_status` is
`status`, `is_provisional` and `is_estimated` are false, `level` is `unit`, `span` is `day`; `time_precision`,
`is_rounded` and `is_capped` are what times and counts show.

Money must add up: `paid_fen` of an order is its list price less both discounts, and no amount of an order, a refund or
advertising is below zero.
"""

from __future__ import annotations

import polars as pl

from campaigns import facts
from campaigns.facts import Column, Fact
from ingest.instants import DATE, OFFSET_TIME
from ingest.numbers import FEN, NUMBER, SHARE, WHOLE, counts
from ingest.sources import statuses
from ingest.sources.precise_times import precision
from ingest.sources.reading import Reading
from ingest.sources.source import Context, Source, Typed
from ingest.values import Fault, Grammar, Parsed
from ingest.words import BOOLEAN, BUYER_KEY, CODE, CURRENCY, ID, RED_ID, TEXT, TOPICS, words

LEAST_SHARE = 0.5
"""At least this share of a sheet's columns must be ours: two familiar names in a foreign sheet are a coincidence."""

_DEFAULTS: dict[str, object] = {
    "source": "own", "is_provisional": False, "currency": "CNY", "is_estimated": False, "level": "unit", "span": "day",
}  # fmt: skip
_LEVELS = {name: name for name in ("keyword", "creativity", "note", "unit", "campaign", "advertiser")}
WORDS = {
    "currency": CURRENCY,
    "sku": CODE,
    "red_id": RED_ID,
    "level": words(_LEVELS, fault=Fault("E-LEVEL", f"one of {', '.join(_LEVELS)}", "write one of these words")),
    "span": words(
        {"day": "day", "running": "running"},
        fault=Fault("E-SPAN", "day (clicks of the date) or running (until its end)", "write one of these words"),
    ),
    "time_precision": words(
        {"second": "second", "minute": "minute", "day": "day"},
        fault=Fault("E-PRECISION", "second, minute or day", "write one of these words, or leave the column out"),
    ),
}
_COUNT_TABLES = {"note_metrics", "kol_profiles", "comments"}
_FREE_TEXT = {"title", "body", "nickname", "url", "section", "raw_status", "home_city", "agency_name", "scope"}
_PARTS = ("list_fen", "brand_discount_fen", "platform_discount_fen")
_NOT_NEGATIVE = {
    "orders": (*_PARTS, "shipping_fen", "tax_fen", "paid_fen", "quantity"),
    "refunds": ("goods_fen", "shipping_fen"),
    "ad_spend": ("spend_fen",),
}
_NEGATIVE = Fault("E-MONEY-SIGN", "an amount of zero or more", "correct the row; what goes back is a refund of its own")
_DOES_NOT_ADD_UP = Fault(
    "E-AMOUNTS",
    "paid_fen = list_fen − brand_discount_fen − platform_discount_fen",
    "correct the amounts of the line and load the file again",
)
_STATES = {"orders": statuses.ORDER, "shipments": statuses.PARCEL}


def is_required(column: Column) -> bool:
    """Whether a file must have that column: what a fact needs and no default gives."""
    return column.is_required and column.name not in {*_DEFAULTS, "time_precision"}


def _grammar(table: str, column: Column) -> Grammar:
    by_type = {
        "TIMESTAMPTZ": OFFSET_TIME, "DATE": DATE, "BOOLEAN": BOOLEAN, "UBIGINT": BUYER_KEY, "VARCHAR[]": TOPICS,
    }  # fmt: skip
    if column.type in by_type:
        return by_type[column.type]
    if column.type == "DOUBLE":
        return SHARE if column.name.endswith("_share") or column.name == "cover_ctr" else NUMBER
    if column.type == "BIGINT":
        is_count = table in _COUNT_TABLES or column.name == "clicks"
        return FEN if column.name.endswith("_fen") else counts() if is_count else WHOLE
    if column.name == "status" and table in _STATES:
        return words(_STATES[table])
    if column.name in WORDS:
        return WORDS[column.name]
    return TEXT if column.name in _FREE_TEXT else ID


def _names(column: Column) -> tuple[str, ...]:
    return ("buyer_key", "buyer_id") if column.name == "buyer_key" else (column.name,)


def _type_table(table: Fact, frame: pl.DataFrame) -> tuple[Typed, ...]:
    reading = Reading(table.contract_name, frame, table.key[0])
    parsed = {
        column.name: reading.parsed(
            _names(column), _grammar(table.contract_name, column), is_required=is_required(column)
        )
        for column in table.business
    }
    typed = {name: one.values for name, one in parsed.items()}
    for name, default in _defaults(reading, table, parsed).items():
        typed[name] = typed[name].zip_with(typed[name].is_not_null(), default)
    refuse_odd_money(reading, table.contract_name, typed)
    return (reading.typed(typed),)


def _defaults(reading: Reading, table: Fact, parsed: dict[str, Parsed]) -> dict[str, pl.Series]:
    """What stands where a file leaves a column out: fixed values, and what its other columns show."""
    found = {name: reading.constant(_DEFAULTS[name], parsed[name].values.dtype) for name in parsed if name in _DEFAULTS}
    if "time_precision" in parsed:
        times = [parsed[column.name] for column in table.business if column.type == "TIMESTAMPTZ"]
        has_time = pl.DataFrame([one.values.is_not_null().alias(str(place)) for place, one in enumerate(times)])
        shown = precision(reading, *times)
        found["time_precision"] = shown.set(~has_time.select(pl.any_horizontal(pl.all())).to_series(), None)
    if "is_rounded" in parsed:
        found |= reading.flags(*(one for one in parsed.values() if one.values.dtype == pl.Int64()))
    if table.contract_name == "shipments":
        found["raw_status"] = reading.column("status", TEXT)
    return found


def refuse_odd_money(reading: Reading, table: str, typed: dict[str, pl.Series]) -> None:
    """Amounts below zero, and order lines whose parts do not make what was paid."""
    for name in _NOT_NEGATIVE.get(table, ()):
        reading.refuse(typed[name] < 0, name, _NEGATIVE, typed[name])
    if table != "orders":
        return
    rest = typed["list_fen"] - typed["brand_discount_fen"] - typed["platform_discount_fen"] - typed["paid_fen"]
    reading.refuse(rest != 0, "paid_fen", _DOES_NOT_ADD_UP, typed["paid_fen"])


def _source(table: Fact) -> Source:
    def type_rows(frame: pl.DataFrame, _context: Context) -> tuple[Typed, ...]:
        return _type_table(table, frame)

    names = frozenset(name for column in table.business for name in _names(column))
    return Source(
        key=f"own_{table.contract_name}",
        title=f"our own columns of {table.contract_name}",
        required=tuple(frozenset({column.name}) for column in table.business if is_required(column)),
        known=names,
        type_rows=type_rows,
        buyers=frozenset({"buyer_id"}) & names,
        least_share=LEAST_SHARE,
    )


OWN_SOURCES: tuple[Source, ...] = tuple(_source(table) for table in facts.facts().values())
