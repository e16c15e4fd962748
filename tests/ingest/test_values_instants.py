"""Times and dates: the forms that files hold, their precision and zone, and the ambiguous ones that are refused."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.instants import DATE, EPOCH_MS, INSTANT, OFFSET_TIME, SHANGHAI_TIME
from ingest.values import Grammar, read

EIGHT = datetime(2026, 3, 16, 0, 0, 29, tzinfo=UTC)


def one(text: str | None, grammar: Grammar) -> tuple[object, str | None, str | None]:
    parsed = read(pl.Series("c", [text], dtype=pl.String), grammar)
    position = parsed.fault[0]
    return parsed.values[0], parsed.marks[0], None if position is None else parsed.faults[position].code


@pytest.mark.parametrize(
    ("text", "instant", "mark"),
    [
        ("2026年03月16日08时00分29秒", EIGHT, None),
        ("2026-03-16 08:00:29", EIGHT, None),
        ("2026/3/16 08:00:29", EIGHT, None),
        ("2026-03-16_08:00:29", EIGHT, None),
        ("2026-03-16T00:00:29Z", EIGHT, None),
        ("2026-03-15 20:00:29 -0400", EIGHT, None),
        ("２０２６-03-16 08:00:29", EIGHT, None),
        ("2025-12-08T18:39:41.073475428", datetime(2025, 12, 8, 10, 39, 41, 73475, tzinfo=UTC), None),
        ("2026/3/16 8:00", datetime(2026, 3, 16, tzinfo=UTC), "minute"),
        ("2026.04.02", datetime(2026, 4, 1, 16, tzinfo=UTC), "day"),
        ("2026年03月16日", datetime(2026, 3, 15, 16, tzinfo=UTC), "day"),
        ("20260316", datetime(2026, 3, 15, 16, tzinfo=UTC), "day"),
        ("46097.5", datetime(2026, 3, 16, 4, tzinfo=UTC), None),
        ("0", None, None),
        ("未知", None, None),
        ("0000-00-00 00:00:00", None, None),
        ("", None, None),
    ],
)
def test_wall_clock_text_is_shanghai_time(text: str, instant: datetime | None, mark: str | None) -> None:
    assert one(text, SHANGHAI_TIME) == (instant, mark, None)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("03/04/2026", "E-TIME-AMBIGUOUS"),
        ("3-4-26 10:00", "E-TIME-AMBIGUOUS"),
        ("11-05", "E-TIME-AMBIGUOUS"),
        ("昨天 12:30", "E-TIME-RELATIVE"),
        ("9天前", "E-TIME-RELATIVE"),
        ("刚刚", "E-TIME-RELATIVE"),
        ("2026-02-30 10:00:00", "E-TIME-RANGE"),
        ("2026-03-16 25:00:00", "E-TIME-RANGE"),
        ("1999-12-31 10:00:00", "E-TIME-RANGE"),
        ("2126-03-16 08:00:29", "E-TIME-RANGE"),
        ("1745485824000", "E-TIME"),
        ("tomorrow", "E-TIME"),
    ],
)
def test_what_is_no_time_is_refused(text: str, code: str) -> None:
    assert one(text, SHANGHAI_TIME) == (None, None, code)


def test_our_own_columns_must_say_their_offset() -> None:
    assert one("2026-03-16T08:00:29+08:00", OFFSET_TIME) == (EIGHT, None, None)
    assert one("2026-03-16 00:00:29+00", OFFSET_TIME) == (EIGHT, None, None)
    assert one("2026-03-16 08:00:29", OFFSET_TIME)[2] == "E-TIME-ZONE"
    assert one("46097.5", OFFSET_TIME)[2] == "E-TIME"


def test_one_bad_time_does_not_spoil_its_column() -> None:
    texts = ["2026-03-16T08:00:29+08:00", "bad", "2026-03-16T00:00:29Z", "2026-03-16 00:00:29.000 UTC", None]
    parsed = read(pl.Series("c", texts), OFFSET_TIME)
    assert parsed.values.to_list() == [EIGHT, None, EIGHT, EIGHT, None]
    assert parsed.fault.to_list() == [None, 0, None, None, None]


def test_milliseconds_are_not_seconds_and_not_microseconds() -> None:
    assert one("1773619229000", EPOCH_MS) == (EIGHT, None, None)
    assert one("1773619229000.0", EPOCH_MS) == (EIGHT, None, None)
    assert one("0", EPOCH_MS) == (None, None, None)
    for text in ("1773619229", "1773619229000000", "-1", "x"):
        assert one(text, EPOCH_MS)[2] == "E-TIME-EPOCH"


def test_a_date_is_the_shanghai_date_of_a_time() -> None:
    for text in ("2026-03-16", "2026/3/16", "2026年03月16日", "2026/3/16 0:05:33", "2026-03-15T16:05:00Z"):
        assert one(text, DATE) == (date(2026, 3, 16), None, None)
    assert one("16.3.2026", DATE)[2] == "E-TIME-AMBIGUOUS"
    assert one("soon", DATE)[2] == "E-DATE"


@given(st.integers(0, 3_155_000_000))
def test_both_gears_read_the_same_instant(seconds: int) -> None:
    expected = datetime(2000, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    local = expected + timedelta(hours=8)
    for text in (f"{local:%Y-%m-%d %H:%M:%S}", f"{local:%Y/%m/%d %H:%M:%S}", f"{local:%Y年%m月%d日%H时%M分%S秒}"):
        assert one(text, SHANGHAI_TIME)[0] == expected
    assert one(f"{local:%Y-%m-%dT%H:%M:%S}+08:00", OFFSET_TIME)[0] == expected


@given(st.text(alphabet="0123456789-/:.年月日时分秒T +Z前天", max_size=24))
def test_no_text_makes_a_time_grammar_raise(text: str) -> None:
    for grammar in (SHANGHAI_TIME, OFFSET_TIME, EPOCH_MS, DATE):
        value, _, code = one(text, grammar)
        assert value is None or code is None


def test_instants_from_parquet_pass_as_they_are() -> None:
    typed = pl.Series("c", [EIGHT, None], dtype=INSTANT)
    assert read(typed, OFFSET_TIME).values.to_list() == [EIGHT, None]
