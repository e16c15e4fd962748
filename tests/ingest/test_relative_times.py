"""Times that were seen on a screen become absolute by the capture time, and stay refused without one."""

from __future__ import annotations

from datetime import UTC, datetime

import polars as pl
import pytest

from ingest import relative_times
from ingest.instants import SHANGHAI_TIME
from ingest.moment import named_in
from ingest.values import read

EVENING = datetime(2026, 3, 16, 10, 30, tzinfo=UTC)  # 18:30 in Shanghai
MIDNIGHT = datetime(2026, 3, 15, 16, tzinfo=UTC)  # the 16th begins in Shanghai


def _absolute(text: str, at: datetime | None) -> str:
    return str(relative_times.made_absolute(pl.Series([text]), relative_times.known(at, 1))[0])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("今天 09:05", "2026-03-16 09:05"),
        ("昨天18:20", "2026-03-15 18:20"),
        ("前天", "2026-03-14"),
        ("9天前", "2026-03-07"),
        ("编辑于 昨天 12:30 北京", "2026-03-15 12:30"),
        ("发布于 19小时前 河南", "2026-03-15"),
        ("5分钟前", "2026-03-16 18:25"),
        ("刚刚", "2026-03-16 18:30"),
        ("3 days ago", "2026-03-13"),
        ("yesterday", "2026-03-15"),
        ("03-16 福建", "2026-03-16"),
        ("03-17", "2025-03-17"),
        ("12-31", "2025-12-31"),
        ("02-29", "02-29"),
        ("2026-03-01 08:00:00", "2026-03-01 08:00:00"),
        ("3/4", "3/4"),
    ],
)
def test_what_was_seen_in_the_evening_is_written_with_its_date(text: str, expected: str) -> None:
    assert _absolute(text, EVENING) == expected


@pytest.mark.parametrize("text", ["4小时前", "5分钟前", "刚刚"])
def test_hours_and_minutes_take_a_clock_and_not_only_a_day(text: str) -> None:
    assert _absolute(text, MIDNIGHT) == text
    assert _absolute("昨天", MIDNIGHT) == "2026-03-15"


def test_without_a_capture_time_a_relative_time_is_refused() -> None:
    parsed = read(pl.Series([_absolute("昨天 12:30", None)]), SHANGHAI_TIME)
    assert [fault.code for fault in parsed.faults] == ["E-TIME-RELATIVE"]


def test_the_precision_is_that_of_what_was_written() -> None:
    texts = pl.Series(["昨天 12:30", "3天前", "4小时前"])
    parsed = read(relative_times.made_absolute(texts, relative_times.known(EVENING, 3)), SHANGHAI_TIME)
    assert parsed.marks.to_list() == ["minute", "day", "day"]
    assert not parsed.has_faults


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("notes_2026-03-16.csv", MIDNIGHT),
        ("notes_2026-03-16_183000.csv", EVENING),
        ("notes.csv", None),
        ("notes_2026-13-16.csv", None),
    ],
)
def test_only_a_name_with_a_date_says_when_a_page_was_seen(name: str, expected: datetime | None) -> None:
    assert named_in(name) == expected
