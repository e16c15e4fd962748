"""Events of parcels, whatever system reports them: who carries, which parcel, when, and what happened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from ingest.instants import SHANGHAI_TIME
from ingest.sources.carriers import CARRIER
from ingest.sources.reading import Reading
from ingest.sources.source import Typed
from ingest.words import ID, TEXT, words

UNSTATED = "unknown: unstated"
"""An event whose state nobody says; it still shows that the parcel moved."""

Names = str | Sequence[str]


def parcel_events(
    frame: pl.DataFrame,
    *,
    number: Names,
    at: Names,
    states: Sequence[tuple[Names, Mapping[str, str]]],
    carrier: Names = (),
    carried_by: str | None = None,
) -> Typed:
    """Typed shipments. `states` are columns with the meaning of their words, the most certain one first: a word that a
    later column knows is taken before one that no column knows. Times are wall clocks in Shanghai unless they say their
    offset."""
    reading = Reading("shipments", frame, number)
    status, raw = _status(reading, states)
    carriers = (
        reading.column(carrier, CARRIER, is_required=True)
        if carried_by is None
        else reading.constant(carried_by, pl.String())
    )
    return reading.typed(
        {
            "carrier": carriers,
            "tracking_no": reading.column(number, ID, is_required=True),
            "event_at": reading.column(at, SHANGHAI_TIME, is_required=True),
            "status": status,
            "raw_status": raw,
        }
    )


def _status(reading: Reading, states: Sequence[tuple[Names, Mapping[str, str]]]) -> tuple[pl.Series, pl.Series]:
    read = [reading.column(names, words(meanings)) for names, meanings in states]
    raw = [reading.column(names, TEXT) for names, _ in states]
    known = [one.set(one.str.starts_with("unknown: ").fill_null(False), None) for one in read]
    frame = pl.DataFrame([one.alias(str(place)) for place, one in enumerate([*known, *read])])
    texts = pl.DataFrame([one.alias(str(place)) for place, one in enumerate(raw)])
    return (
        frame.select(pl.coalesce(pl.all()).fill_null(UNSTATED)).to_series(),
        texts.select(pl.coalesce(pl.all())).to_series(),
    )
