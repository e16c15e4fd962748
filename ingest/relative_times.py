"""Times as people see them on a screen (`昨天 12:30`, `3天前`, `08-23 福建`), made absolute by the capture time.

The platform's words mean Shanghai's clock and calendar. How precise the result is shows in how it is written: a day
alone where only the day is known. `4小时前` and `刚刚` need the clock of the capture, the others its day. Without a
capture time such a text stays as it is, and the grammar of times refuses it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import polars as pl

from campaigns.periods import SHANGHAI
from ingest.instants import INSTANT
from ingest.values import clean

_MAY_BE_RELATIVE = r"(?i)前|昨天|今天|刚刚|于|ago|yesterday|today|^\s*\d{1,2}-\d{1,2}(?:\s|$)"
_AROUND = r"(?:(?:编辑于|发布于|更新于)\s*)?{}(?:\s+[^\d\s]+)?\Z"
_DAY = re.compile(
    _AROUND.format(r"(?:(今天|today)|(昨天|yesterday)|(前天)|(\d{1,4})\s*(?:天前|days? ago))\s*(\d{1,2}:\d{2})?"),
    re.IGNORECASE,
)
_SPAN = re.compile(
    _AROUND.format(r"(?:(?:(\d{1,4})\s*(小时|分钟|hours?|min(?:ute)?s?)\s*(?:前|ago))|刚刚|just now)"), re.IGNORECASE
)
_YEARLESS = re.compile(_AROUND.format(r"(\d{1,2})-(\d{1,2})(?:\s+(\d{1,2}:\d{2}))?"), re.ASCII)


@dataclass(frozen=True)
class Seen:
    """When each row was seen, null where nobody knows; `has_clock` where that is more than a day."""

    at: pl.Series
    has_clock: pl.Series


def made_absolute(texts: pl.Series, seen: Seen) -> pl.Series:
    """The texts, the relative ones rewritten as dates or times year first; what is no relative time is untouched."""
    if texts.dtype != pl.String():
        return texts
    is_open = (texts.str.contains(_MAY_BE_RELATIVE) & seen.at.is_not_null()).fill_null(False)
    if not is_open.any():
        return texts
    rows = zip(texts.filter(is_open), seen.at.filter(is_open), seen.has_clock.filter(is_open), strict=True)
    rewritten = [_absolute(clean(text), at.astimezone(SHANGHAI), has_clock) or text for text, at, has_clock in rows]
    places = is_open.arg_true()
    return texts.scatter(places, rewritten)


def known(at: datetime | None, height: int) -> Seen:
    """The same moment for every row; at midnight in Shanghai it is taken for a day."""
    moment = pl.Series([at], dtype=INSTANT).new_from_index(0, height)
    has_clock = at is not None and at.astimezone(SHANGHAI).time() != datetime.min.time()
    return Seen(moment, pl.Series([has_clock], dtype=pl.Boolean()).new_from_index(0, height))


def _absolute(text: str, at: datetime, has_clock: bool) -> str | None:
    for pattern, read in _READERS:
        found = pattern.match(text)
        if found:
            return read(found, at, has_clock)
    return None


def _of_day(found: re.Match[str], at: datetime, _has_clock: bool) -> str:
    today, yesterday, before, days, clock = found.groups()
    back = 0 if today else 1 if yesterday else 2 if before else int(days)
    return _written(at.date() - timedelta(days=back), clock)


def _of_span(found: re.Match[str], at: datetime, has_clock: bool) -> str | None:
    if not has_clock:
        return None
    count, unit = int(found.group(1) or 0), (found.group(2) or "").casefold()
    if unit.startswith(("小时", "hour")):
        return _written((at - timedelta(hours=count)).date(), None)
    moment = at - timedelta(minutes=count)
    return _written(moment.date(), f"{moment:%H:%M}")


def _of_year(found: re.Match[str], at: datetime, _has_clock: bool) -> str | None:
    month, day, clock = found.groups()
    for year in (at.year, at.year - 1):
        try:
            one = date(year, int(month), int(day))
        except ValueError:
            continue
        if one <= at.date():
            return _written(one, clock)
    return None


def _written(day: date, clock: str | None) -> str:
    return f"{day:%Y-%m-%d} {clock}" if clock else f"{day:%Y-%m-%d}"


_READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], datetime, bool], str | None]], ...] = (
    (_DAY, _of_day), (_SPAN, _of_span), (_YEARLESS, _of_year),
)  # fmt: skip
