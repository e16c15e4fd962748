"""What a note id says about time: its first 8 hexadecimal digits are the Unix second in which the note was made.

Of 16,005 real notes 98.8 % were published within 5 seconds of it; drafts and scheduled posts come later. So the id
fills a missing time and sharpens one that says only the day or the minute; a stated time that contradicts it stands.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import polars as pl

from campaigns.periods import SHANGHAI
from ingest.instants import DATE, INSTANT
from ingest.values import Good, Grammar, Outcome, Parsed

_FIRST_SECOND = 1_356_998_400
"""2013: no note is older than the platform."""

_QUARTER = 900
_FARTHEST_ZONE = 26 * 3600
_SLACK = 5
_LAST_SECOND = time(23, 59, 59)


def id_times(note_ids: pl.Series) -> pl.Series:
    """The instant in each id, null where the id is missing or older than the platform."""
    seconds = note_ids.str.slice(0, 8).str.to_integer(base=16, strict=False, dtype=pl.Int64)
    seconds = seconds.set((seconds < _FIRST_SECOND).fill_null(False), None)
    return (seconds * 1_000_000).cast(INSTANT)


def published(stated: Parsed, note_ids: pl.Series) -> dict[str, pl.Series]:
    """Columns `published_at` and `time_precision`: the stated time, sharpened or replaced by the id's second."""
    from_id = id_times(note_ids)
    frame = pl.DataFrame({"stated": stated.values, "mark": stated.marks, "id": from_id}).with_columns(
        day=pl.col("stated").dt.convert_time_zone("Asia/Shanghai").dt.date(),
        id_day=pl.col("id").dt.convert_time_zone("Asia/Shanghai").dt.date(),
        is_same_minute=pl.col("stated").dt.truncate("1m") == pl.col("id").dt.truncate("1m"),
    )
    is_same_day = (pl.col("mark") == "day") & (pl.col("day") == pl.col("id_day"))
    takes_id = pl.col("stated").is_null() | is_same_day | ((pl.col("mark") == "minute") & pl.col("is_same_minute"))
    takes_id = (takes_id & pl.col("id").is_not_null()).fill_null(False)
    made = frame.select(
        published_at=pl.when(takes_id).then("id").otherwise("stated"),
        time_precision=pl.when(takes_id).then(pl.lit("second")).otherwise(pl.col("mark").fill_null("second")),
    )
    return {name: made[name] for name in made.columns}


def zone_behind(stated: Parsed, note_ids: pl.Series) -> int:
    """By how many seconds a crawler's clock, read as Shanghai's, runs ahead of the instants that the ids show.

    A row whose clock differs from its id by whole quarters of an hour shows a zone; the zone that most rows show holds
    for all of them, and where none is shown the clock is taken for Asia/Shanghai.
    """
    apart = (stated.values - id_times(note_ids)).dt.total_seconds()
    quarters = (apart / _QUARTER).round().cast(pl.Int64) * _QUARTER
    shown = quarters.filter(((apart - quarters).abs() <= _SLACK) & (quarters.abs() <= _FARTHEST_ZONE))
    return 0 if shown.is_empty() else int(shown.mode().sort()[0])


def in_zone_of_ids(stated: Parsed, note_ids: pl.Series) -> Parsed:
    """Times that a crawler wrote in its machine's own zone, moved to the zone that the ids of the sheet show."""
    behind = zone_behind(stated, note_ids)
    return Parsed(stated.values.dt.offset_by(f"{-behind}s"), stated.marks, stated.fault, stated.faults)


def _end_of_day(text: str) -> Outcome:
    outcome = DATE.slow(text)
    if not isinstance(outcome, Good) or not isinstance(outcome.value, date):
        return outcome
    return Good(datetime.combine(outcome.value, _LAST_SECOND, SHANGHAI).astimezone(UTC))


def _not_fast(text: pl.Series) -> pl.Series:
    return pl.Series(text.name, [None], dtype=INSTANT).new_from_index(0, text.len())


END_OF_DAY = Grammar(INSTANT, _not_fast, _end_of_day)
"""A day whose figures are meant as they stood when it ended: its last second in Shanghai."""
