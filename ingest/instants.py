"""Times and dates as files write them. Year first or refused: `03/04/2026` is March or April, and nobody can tell.

A time is an instant. Where the platform writes wall-clock text it is Asia/Shanghai (UTC+8 without change since 1992);
our own columns must say their offset. What is coarser than a second is marked `minute` or `day`.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import polars as pl

from ingest.values import Fault, Good, Grammar, Outcome, is_missing

TIME_FAULT = Fault("E-TIME", "a time such as 2026-03-16 08:00:29", "write the time year first and load again")
ZONE_FAULT = Fault(
    "E-TIME-ZONE",
    "a time with its offset, such as 2026-03-16T08:00:29+08:00",
    "add +08:00 (or Z for UTC) and load again",
)
AMBIGUOUS_FAULT = Fault(
    "E-TIME-AMBIGUOUS",
    "a date that starts with a four-digit year; this one can be read two ways",
    "write 2026-03-16 and load again",
)
RELATIVE_FAULT = Fault(
    "E-TIME-RELATIVE",
    "a time that does not depend on when the page was looked at",
    "put the day or time of the export into the file's name (notes_2026-03-16_183000.csv), or export absolute times",
)
RANGE_FAULT = Fault(
    "E-TIME-RANGE", "a time between 2000 and 2100 that the calendar has", "correct the time and load again"
)
EPOCH_FAULT = Fault("E-TIME-EPOCH", "13 digits: milliseconds since 1970", "export the time in milliseconds")
EPOCH_US_FAULT = Fault("E-TIME-EPOCH", "16 digits: microseconds since 1970", "export the time in microseconds")
DATE_FAULT = Fault("E-DATE", "a date such as 2026-03-16", "write the date year first and load again")

INSTANT = pl.Datetime("us", "UTC")
_SHANGHAI = timezone(timedelta(hours=8))
_SINCE = datetime(2000, 1, 1, tzinfo=UTC)
_BEFORE = datetime(2100, 1, 1, tzinfo=UTC)
_EXCEL_DAY_ZERO = datetime(1899, 12, 30, tzinfo=_SHANGHAI)
_FULL = re.compile(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?"
    r"(?:[ tT_]*(\d{1,2})(?:[:时点](\d{1,2})(?:[:分](\d{1,2})(?:\.(\d{1,9}))?秒?|分)?|时))?"
    r"\s*(z|utc|[+-]\d{2}(?::?\d{2})?)?\Z",
    re.ASCII | re.IGNORECASE,
)
_COMPACT = re.compile(r"(20\d{2})(\d{2})(\d{2})\Z", re.ASCII)
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?\Z", re.ASCII)
_AMBIGUOUS = re.compile(r"\d{1,2}[-/.月]\d{1,2}(?:[-/.日]|\b).*\Z", re.ASCII)
_YEARLESS = re.compile(r"(\d{1,2})[-/.月](\d{1,2})日?\Z", re.ASCII)
_RELATIVE = re.compile(r".*(?:前|昨天|今天|前天|刚刚|ago|yesterday)", re.IGNORECASE)
_OFFSET_TEXT = re.compile(r"(?:Z|[+-]\d{2}:\d{2})\Z", re.ASCII)
_CLOCK_WIDTH = len("2026-03-16T08:00:29")
_MOST_OFFSETS = 20
_NOT_YET = frozenset({"0", "0000-00-00", "0000-00-00 00:00:00"})


def shanghai_time(text: str) -> Outcome:
    """A cleaned wall-clock text as an instant, Asia/Shanghai unless it says its offset."""
    return _time(text, _SHANGHAI)


def offset_time(text: str) -> Outcome:
    """A cleaned text with an offset as an instant; without one it is a fault."""
    return _time(text, None)


def _time(text: str, zone: timezone | None) -> Outcome:
    if text in _NOT_YET or is_missing(text):
        return None
    found = _FULL.match(text)
    if found:
        return _from_parts(found, zone)
    if _COMPACT.match(text) and zone is not None:
        return _time(f"{text[:4]}-{text[4:6]}-{text[6:]}", zone)
    if _SERIAL.match(text) and zone is not None:
        return _from_serial(text)
    if _RELATIVE.match(text):
        return RELATIVE_FAULT
    return AMBIGUOUS_FAULT if _AMBIGUOUS.match(text) else TIME_FAULT


def _from_parts(found: re.Match[str], zone: timezone | None) -> Outcome:
    year, month, day, hour, minute, second, fraction, offset = found.groups()
    zone = _offset(offset) if offset else zone
    if zone is None:
        return ZONE_FAULT
    micros = int((fraction or "0").ljust(6, "0")[:6])
    try:
        local = datetime(
            int(year), int(month), int(day), int(hour or 0), int(minute or 0), int(second or 0), micros, tzinfo=zone
        )
    except ValueError:
        return RANGE_FAULT
    mark = None if second else "minute" if hour else "day"
    return Good(local.astimezone(UTC), mark) if _SINCE <= local < _BEFORE else RANGE_FAULT


def _offset(text: str) -> timezone | None:
    if text.casefold() in {"z", "utc"}:
        return UTC
    digits = text[1:].replace(":", "").ljust(4, "0")
    shift = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-shift if text[0] == "-" else shift) if shift < timedelta(hours=15) else None


def _from_serial(text: str) -> Outcome:
    local = _EXCEL_DAY_ZERO + timedelta(seconds=round(float(text) * 86_400))
    return Good(local.astimezone(UTC), None if "." in text else "day") if _SINCE <= local < _BEFORE else RANGE_FAULT


def _in_range(values: pl.Series) -> pl.Series:
    return values.set((values < _SINCE) | (values >= _BEFORE), None)


def _fast_shanghai(text: pl.Series) -> pl.Series:
    values = text.str.to_datetime("%Y-%m-%d %H:%M:%S", time_unit="us", strict=False)
    return _in_range(values.dt.offset_by("-8h").dt.replace_time_zone("UTC"))


def _fast_offset(text: pl.Series) -> pl.Series:
    """Times with seconds alone: what is coarser has a mark, which the slow way gives. A column of one width is split
    into clock and offset; anything else Arrow reads, all of it or none of it, and Polars what is left. Arrow is
    imported where it is needed: it takes longer than most files."""
    text = text.set((text.str.slice(_CLOCK_WIDTH - 3, 1) != ":").fill_null(False), None)
    read = _of_fixed_width(text)
    if read.null_count() == text.null_count():
        return _in_range(read)
    import pyarrow as pa  # noqa: PLC0415 - see above

    try:
        read = pl.Series(text.name, text.to_arrow().cast(pa.large_string()).cast(pa.timestamp("us", "UTC")))
    except pa.ArrowInvalid:
        read = text.str.to_datetime("%Y-%m-%dT%H:%M:%S%z", time_unit="us", strict=False)
    return _in_range(read)


def _of_fixed_width(text: pl.Series) -> pl.Series:
    """`2026-03-16T08:00:29+08:00` and with `Z`; null for every other form."""
    offsets = text.str.slice(_CLOCK_WIDTH)
    zones = [zone for zone in offsets.unique().head(_MOST_OFFSETS).to_list() if zone and _OFFSET_TEXT.match(zone)]
    shifts = {zone: found.utcoffset(None) for zone in zones if (found := _offset(zone))}
    if not shifts:
        return text.clear(text.len()).cast(INSTANT)
    clock = text.str.slice(0, _CLOCK_WIDTH).str.strptime(INSTANT, "%Y-%m-%dT%H:%M:%S", strict=False, cache=False)
    behind = offsets.replace_strict(list(shifts), list(shifts.values()), default=None, return_dtype=pl.Duration("us"))
    is_leap = text.str.slice(_CLOCK_WIDTH - 2, 2) == "60"  # Polars rolls a 60th second over; it is refused here
    return (clock - behind).set(is_leap.fill_null(False), None)


SHANGHAI_TIME = Grammar(INSTANT, _fast_shanghai, shanghai_time)
OFFSET_TIME = Grammar(INSTANT, _fast_offset, offset_time)


def _fast_epoch(text: pl.Series) -> pl.Series:
    values = text.cast(pl.Int64, strict=False)
    values = values.set((values < 946_684_800_000) | (values >= 4_102_444_800_000), None)
    return (values * 1000).cast(INSTANT)


def _epoch(text: str) -> Outcome:
    if text in {"0", "0.0"} or is_missing(text):
        return None
    found = re.fullmatch(r"(\d{13})(?:\.0+)?", text) or re.fullmatch(r"(\d\.\d{1,12})[eE]\+?12", text)
    millis = int(Decimal(found.group(1)).scaleb(12 if "." in found.group(1) else 0)) if found else 0
    if not 946_684_800_000 <= millis < 4_102_444_800_000:
        return EPOCH_FAULT
    return Good(datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=millis))


EPOCH_MS = Grammar(INSTANT, _fast_epoch, _epoch)
"""Milliseconds since 1970, also as a program writes a double (`1.7790624E12`); 0 is "none". Seconds, microseconds are
refused: the unit is the source's, not a guess."""


def _epoch_us(text: str) -> Outcome:
    if text == "0" or is_missing(text):
        return None
    if not re.fullmatch(r"\d{16}", text, re.ASCII) or not 946_684_800_000_000 <= int(text) < 4_102_444_800_000_000:
        return EPOCH_US_FAULT
    return Good(datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=int(text)))


def _unread_time(text: pl.Series) -> pl.Series:
    return text.clear(text.len()).cast(INSTANT)


EPOCH_US = Grammar(INSTANT, _unread_time, _epoch_us, takes_typed=False)
"""Microseconds since 1970, where a source counts in them."""

UTC_TIME = Grammar(INSTANT, _unread_time, lambda text: _time(text, UTC))
"""Wall-clock text of a source whose clocks show UTC."""


def dates_until(captured_at: datetime) -> Grammar:
    """Dates, also those without a year (`04-01`): of the year of the capture, or of the year before where that is still
    to come."""
    last = captured_at.astimezone(_SHANGHAI).date()

    def slow(text: str) -> Outcome:
        found = _YEARLESS.match(text)
        if not found:
            return _date(text)
        month, day = int(found.group(1)), int(found.group(2))
        try:
            days = [date(year, month, day) for year in (last.year, last.year - 1)]
        except ValueError:
            return RANGE_FAULT
        return Good(next(one for one in days if one <= last))

    return Grammar(pl.Date(), _fast_date, slow)


def _date(text: str) -> Outcome:
    outcome = _time(text, _SHANGHAI)
    if not isinstance(outcome, Good) or not isinstance(outcome.value, datetime):
        return DATE_FAULT if outcome is TIME_FAULT else outcome
    return Good(outcome.value.astimezone(_SHANGHAI).date())


def _fast_date(text: pl.Series) -> pl.Series:
    values = text.str.to_date("%Y-%m-%d", strict=False)
    return values.set((values < date(2000, 1, 1)) | (values >= date(2100, 1, 1)), None)


DATE = Grammar(pl.Date(), _fast_date, _date)
"""Business dates; a time is its Shanghai date."""
