"""When a file was captured, if its rows do not say: the date in its name, else its modification time."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

from campaigns.periods import SHANGHAI

_DATE = re.compile(r"(?<!\d)(20\d\d)([-_.]?)(\d\d)\2(\d\d)(?:[-_ T](\d\d)[-_:.]?(\d\d)[-_:.]?(\d\d))?(?!\d)", re.ASCII)


def captured_at(path: Path) -> datetime:
    """An instant in UTC. A name with a date alone means the first moment of that day in Shanghai; dates that do not
    exist or lie in the future are no dates."""
    return named_in(path.name) or datetime.fromtimestamp(path.stat().st_mtime, UTC)


def named_in(name: str) -> datetime | None:
    """The moment that a file's name states, if it does; a modification time is no proof of when a page was seen."""
    latest = datetime.now(UTC) + timedelta(days=1)
    moments = (_moment(found) for found in _DATE.finditer(name))
    return next((moment for moment in moments if moment and moment < latest), None)


def _moment(found: re.Match[str]) -> datetime | None:
    year, _, month, day, *clock = found.groups()
    try:
        hour, minute, second = (int(part or 0) for part in clock)
        return datetime(int(year), int(month), int(day), hour, minute, second, tzinfo=SHANGHAI).astimezone(UTC)
    except ValueError:
        return None
