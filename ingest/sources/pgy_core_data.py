"""蒲公英 web API core_data: the medians of a KOL as they stood on each day of the last month.

Evidence B: a saved answer of a public project. Each day of `dailyData` is a row; `sumData` repeats the newest. `imp`
and `read` are the medians that notes_rate calls impMedian and readMedian; `engage` counts shares and follows too, like
`mEngagementNum`, and is not taken. Unit costs depend on the kind of note that was asked for and are in cost_effective.
"""

from __future__ import annotations

from typing import Any

import polars as pl

from ingest.numbers import counts
from ingest.sources.nesting import Record, flat, objects
from ingest.sources.pgy_answers import ASKED, common, needed, scope_of
from ingest.sources.reading import Reading
from ingest.sources.source import Context, Source, Typed

KEY = "pgy_core_data"
_MEDIANS = {"impression_median": "imp", "read_median": "read"}


def _type_rows(frame: pl.DataFrame, context: Context) -> tuple[Typed, ...]:
    reading = Reading("kol_profiles", frame, "datekey")
    scope, is_part = scope_of(reading)
    medians = reading.counts(_MEDIANS, counts())
    return (
        reading.typed(
            {
                **common(reading, context, KEY),
                "scope": scope,
                **{name: one.set(is_part, None) if name in _MEDIANS else one for name, one in medians.items()},
            }
        ),
    )


def _unfold(document: dict[str, Any]) -> list[Record] | None:
    """The days, each with what stands beside the data of the answer."""
    days = objects(document, "data.dailyData", "imp", "read", "dateKey")
    beside = flat({key: value for key, value in document.items() if key not in {"data", "code", "message"}})
    return [{**beside, **flat(day)} for day in days] or None


PGY_CORE_DATA = Source(
    key=KEY,
    title="蒲公英 API core_data (a KOL's medians by day)",
    required=needed("datekey", "imp", "read", "engage"),
    known=ASKED | {*_MEDIANS.values(), "engage", "cpv", "cpe", "cpm", "cpuv", "thirdusernum"},
    type_rows=_type_rows,
    unfold=_unfold,
)
