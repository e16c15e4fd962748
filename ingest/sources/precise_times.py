"""Times of orders and refunds with how precise they are: a spreadsheet that saves a file again drops the seconds."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from ingest.sources.reading import Names, Reading
from ingest.values import Grammar, Parsed

_COARSE = ("day", "minute")


def read_times(
    reading: Reading, columns: Mapping[str, Names], grammar: Grammar, *, required: str = ""
) -> dict[str, pl.Series]:
    """Times by fact name, the one named `required` must be there; and `time_precision` of them together."""
    parsed = {
        name: reading.parsed(names, grammar, is_required=name == required) if names else None
        for name, names in columns.items()
    }
    stated = {name: one for name, one in parsed.items() if one is not None}
    return {
        **{name: reading.constant(None, grammar.dtype) for name in parsed.keys() - stated.keys()},
        **{name: one.values for name, one in stated.items()},
        "time_precision": precision(reading, *stated.values()),
    }


def precision(reading: Reading, *times: Parsed) -> pl.Series:
    """Of the coarsest of these times: `second`, `minute` or `day`."""
    found = reading.constant("second", pl.String())
    for coarse in reversed(_COARSE):
        for one in times:
            is_so = (one.marks == coarse).fill_null(False)
            found = reading.constant(coarse, pl.String()).zip_with(is_so, found)
    return found
