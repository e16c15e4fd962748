"""When a file was captured, if its rows do not say: the date in its name, else its modification time."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

from campaigns.periods import SHANGHAI
from campaigns.records import utc_now

_DATE = re.compile(r"(?<!\d)(20\d\d)([-_.]?)(\d\d)\2(\d\d)(?:[-_ T](\d\d)[-_:.]?(\d\d)[-_:.]?(\d\d))?(?!\d)", re.ASCII)


def captured_at(path: Path) -> datetime:
    """An instant in UTC. A name with a date alone means the first moment of that day in Shanghai; dates that do not
    exist or lie in the future are no dates."""
    latest = utc_now() + timedelta(days=1)
    for found in _DATE.finditer(path.name):
        moment = _moment(found)
        if moment and moment < latest:
            return moment
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)


def _moment(found: re.Match[str]) -> datetime | None:
    year, _, month, day, *clock = found.groups()
    try:
        hour, minute, second = (int(part or 0) for part in clock)
        return datetime(int(year), int(month), int(day), hour, minute, second, tzinfo=SHANGHAI).astimezone(UTC)
    except ValueError:
        return None
