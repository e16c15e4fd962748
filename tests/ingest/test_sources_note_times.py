"""The second in a note id: it fills, it sharpens, it shows a crawler's zone, and it never overrules a stated time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from ingest.instants import SHANGHAI_TIME
from ingest.sources.note_times import END_OF_DAY, id_times, in_zone_of_ids, published
from ingest.values import read

SECOND = datetime(2026, 4, 17, 4, 37, 20, tzinfo=UTC)


def note_id(moment: datetime, number: int = 1) -> str:
    return f"{int(moment.timestamp()):08x}00000000{number:08x}"


def of(text: str | None, moment: datetime = SECOND) -> tuple[object, object]:
    found = published(read(pl.Series([text], dtype=pl.String), SHANGHAI_TIME), pl.Series([note_id(moment)]))
    return found["published_at"][0], found["time_precision"][0]


def test_the_id_fills_a_missing_time_and_sharpens_a_coarse_one() -> None:
    assert of(None) == (SECOND, "second")
    assert of("2026-04-17") == (SECOND, "second")
    assert of("2026-04-17 12:37") == (SECOND, "second")


def test_a_stated_time_that_contradicts_the_id_stands() -> None:
    assert of("2026-04-18") == (datetime(2026, 4, 17, 16, tzinfo=UTC), "day")
    assert of("2026-04-17 12:38") == (datetime(2026, 4, 17, 4, 38, tzinfo=UTC), "minute")
    assert of("2026-04-17 20:00:00") == (datetime(2026, 4, 17, 12, tzinfo=UTC), "second")


def test_an_id_from_before_the_platform_says_nothing() -> None:
    assert id_times(pl.Series(["12345678e123456789012345", None])).to_list() == [None, None]


@given(st.integers(-48, 56), st.lists(st.integers(0, 10**8), min_size=1, max_size=20, unique=True))
def test_a_crawl_from_any_zone_gives_the_same_instants(quarters: int, seconds: list[int]) -> None:
    moments = [SECOND + timedelta(seconds=second) for second in seconds]
    zone = timezone(timedelta(minutes=15 * quarters))
    texts = pl.Series([moment.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S") for moment in moments])
    ids = pl.Series([note_id(moment) for moment in moments])
    assert in_zone_of_ids(read(texts, SHANGHAI_TIME), ids).values.to_list() == moments


def test_scheduled_notes_take_the_zone_of_the_others() -> None:
    texts = pl.Series(["2026-04-17 04:37:20", "2026-04-18 01:02:03"])
    ids = pl.Series([note_id(SECOND), note_id(SECOND, 2)])
    moved = in_zone_of_ids(read(texts, SHANGHAI_TIME), ids).values.to_list()
    assert moved == [SECOND, datetime(2026, 4, 18, 1, 2, 3, tzinfo=UTC)]


def test_figures_of_a_day_are_those_of_its_last_second() -> None:
    found = read(pl.Series(["20260430", "2026-04-30"]), END_OF_DAY).values.to_list()
    assert found == [datetime(2026, 4, 30, 15, 59, 59, tzinfo=UTC)] * 2
