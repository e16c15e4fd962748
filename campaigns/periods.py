"""Periods are months in Asia/Shanghai, half open; business dates are Shanghai dates."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


def business_date(instant: datetime) -> date:
    """The Shanghai date of an aware instant."""
    if instant.tzinfo is None:
        raise ValueError(f"{instant} has no zone; a business date needs an instant.")
    return instant.astimezone(SHANGHAI).date()


def period_of(instant: datetime) -> str:
    """The month an instant belongs to, `2026-05`: 2026-05-31T16:00:00Z is already June in Shanghai."""
    return business_date(instant).strftime("%Y-%m")


def period_bounds(period: str) -> tuple[datetime, datetime]:
    """First instant of a month and first instant after it, in UTC."""
    since = datetime.strptime(period, "%Y-%m").replace(tzinfo=SHANGHAI)
    before = (since + timedelta(days=32)).replace(day=1)
    return since.astimezone(UTC), before.astimezone(UTC)


def next_period(period: str) -> str:
    """The month after `period`."""
    return period_of(period_bounds(period)[1])
