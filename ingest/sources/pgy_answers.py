"""What answers of 蒲公英's web API about one KOL have in common: whose they are, of which day, and what was asked.

Evidence B: saved answers of a public project; the meaning of the parameters is general knowledge. Most answers name
neither their KOL nor the question: the user id is then looked for in the file's name, and the scope comes from the
parameters saved with the answer (`business` 0 daily, 1 cooperation; `dateType` 1 of 30, 2 of 90 days; `advertiseSwitch`
0 natural traffic alone; `noteType` 1 images or 2 videos alone, whose medians are not taken), or is `unstated`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import polars as pl

from ingest.instants import DATE
from ingest.sources.nesting import Record, flat, objects
from ingest.sources.reading import Reading
from ingest.sources.source import Context
from ingest.values import Fault
from ingest.words import KOL_ID, NAME, words

_IDS = ("userid", "params.userid", "params.user_id", "kolid", "user_id")
_HEX24 = re.compile(r"(?<![0-9a-f])[0-9a-f]{24}(?![0-9a-f])")
_NO_KOL = Fault(
    "E-KOL-ID", "a user id of 24 hexadecimal digits in the answer or in the file's name", "name the file after the KOL"
)
_DATES = ("datekey", "recordtime")
_PARAMETERS = ("business", "datetype", "notetype", "advertiseswitch")
_KINDS = words({"0": "daily", "1": "cooperation"})
_WINDOWS = words({"1": "30", "2": "90", "30": "30", "90": "90"})
_TRAFFIC = words({"0": "natural", "1": "all"})
ASKED = frozenset({*_IDS, *_DATES, *_PARAMETERS, *(f"params.{name}" for name in _PARAMETERS)})


def kol_ids(reading: Reading, context: Context) -> pl.Series:
    """Whose each answer is; one that nobody says is refused."""
    stated = reading.column(_IDS, KOL_ID)
    named = set(_HEX24.findall(context.name))
    if len(named) == 1:
        stated = stated.fill_null(named.pop())
    reading.refuse(stated.is_null() & ~reading.broken, _IDS[0], _NO_KOL)
    return stated


def common(reading: Reading, context: Context, source: str) -> dict[str, pl.Series]:
    """Answers of different kinds are different sources: none replaces what another says of the same day."""
    dates = reading.column(_DATES, DATE)
    return {
        "kol_id": kol_ids(reading, context),
        "as_of_date": dates.zip_with(dates.is_not_null(), reading.business_date(context.captured_at)),
        "source": reading.constant(source, pl.String()),
    }


def _parameter(name: str) -> tuple[str, str]:
    return name, f"params.{name}"


def scope_of(reading: Reading) -> tuple[pl.Series, pl.Series]:
    """The scope of each row, and whether its medians are of one kind of note alone."""
    kind = reading.column(_parameter("business"), _KINDS).fill_null("unstated")
    window = reading.column(_parameter("datetype"), _WINDOWS).fill_null("unstated")
    traffic = reading.column(_parameter("advertiseswitch"), _TRAFFIC).fill_null("all")
    scope = kind + "_" + window + "_" + traffic
    is_part = reading.column(_parameter("notetype"), NAME).is_in(["1", "2"]).fill_null(False)
    return scope.replace({"unstated_unstated_all": "unstated"}), is_part


def answer(*keys: str) -> Callable[[dict[str, Any]], list[Record] | None]:
    """Unfolds an answer whose data have all of these keys, with what stands beside them."""

    def unfold(document: dict[str, Any]) -> list[Record] | None:
        data = document.get("data")
        if isinstance(data, dict) and all(key in data for key in keys):
            beside = {key: value for key, value in document.items() if key not in {"data", "code", "message"}}
            return [{**flat(beside), **_flat(data)}]
        return [_flat(document)] if all(key in document for key in keys) else None

    return unfold


def _flat(data: Record) -> Record:
    """Flat, with the bands of ages as columns."""
    ages = objects(data, "ages", "group", "percent")
    bands = {f"ages.{band.get('group')}": band.get("percent") for band in ages}
    return {**flat({key: value for key, value in data.items() if key != "ages"}), **bands}


def needed(*names: str) -> tuple[frozenset[str], ...]:
    """Columns that must all be there."""
    return tuple(frozenset({name}) for name in names)
