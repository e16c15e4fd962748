"""Looking things up in the audit: by person, action, target, words, days and outcome; newest first, page by page."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from campaigns.periods import SHANGHAI
from campaigns.records import Agency, AuditEntry, Brand, Campaign
from campaigns.store import Store

PAGE = 50


@dataclass(frozen=True)
class Search:
    """What to look for; an empty field asks for nothing. Days are Shanghai dates, `since` included, `before` not.

    `target` is a kind of row (`sample`) or a row (`sample 12`); `text` may stand anywhere in an entry, values included.
    """

    who: str = ""
    action: str = ""
    target: str = ""
    text: str = ""
    outcome: str = ""
    since: date | None = None
    before: date | None = None


@dataclass(frozen=True)
class Page:
    """Entries, newest first, of `count` that fit; `older` is the number to ask on from, None at the end."""

    entries: list[AuditEntry]
    older: int | None
    count: int


def page(store: Store, search: Search, *, below: int | None = None, limit: int = PAGE) -> Page:
    """The newest entries that fit, or those with a smaller number than `below`."""
    with store.reading() as session:
        fitting, number = _fitting(session, search), col(AuditEntry.id)
        if search.text.strip():  # every entry is looked through once: its number is all that is taken along
            numbers = sorted(session.scalars(sa.select(number).where(*fitting)), reverse=True)
            fits, wanted = len(numbers), [one for one in numbers if below is None or one < below][: limit + 1]
        else:
            fits = session.execute(sa.select(sa.func.count()).select_from(AuditEntry).where(*fitting)).scalar_one()
            older = [number < below] if below is not None else []
            newest_first = sa.select(number).where(*fitting, *older).order_by(number.desc())
            wanted = list(session.scalars(newest_first.limit(limit + 1)))
        shown = select(AuditEntry).where(number.in_(wanted[:limit])).order_by(number.desc())
        found = list(session.exec(shown))
    return Page(found, wanted[limit - 1] if len(wanted) > limit else None, fits)


def every(store: Store, search: Search, most: int) -> Iterator[AuditEntry]:
    """The newest `most` entries that fit, read a thousand at a time."""
    with store.reading() as session:
        newest_first = select(AuditEntry).where(*_fitting(session, search)).order_by(col(AuditEntry.id).desc())
        for entry in session.exec(newest_first.limit(most).execution_options(yield_per=1000)):
            session.expunge(entry)
            yield entry


def count(store: Store, search: Search) -> int:
    """How many entries fit."""
    with store.reading() as session:
        fitting = sa.select(sa.func.count()).select_from(AuditEntry).where(*_fitting(session, search))
        return int(session.execute(fitting).scalar_one())


def entry(store: Store, number: int) -> AuditEntry | None:
    """One entry by its number."""
    with store.reading() as session:
        return session.get(AuditEntry, number)


def people(store: Store) -> list[str]:
    """Everybody who ever did something, or tried to."""
    return _distinct(store, "who")


def actions(store: Store) -> list[str]:
    """Every action that was ever asked for."""
    return _distinct(store, "action")


def names(store: Store) -> dict[str, dict[int, str]]:
    """What brands, agencies and campaigns are called now, by the field that refers to them and their number."""
    kinds = {"brand_id": Brand, "agency_id": Agency, "campaign_id": Campaign}
    with store.reading() as session:
        return {field: dict(session.execute(sa.select(kind.id, kind.name)).all()) for field, kind in kinds.items()}  # type: ignore[attr-defined]


def _distinct(store: Store, name: str) -> list[str]:
    # One step through the index per value: `distinct` reads all of it, which at 200,000 entries is felt.
    column = getattr(AuditEntry, name)
    found: list[str] = []
    with store.reading() as session:
        while True:
            value = session.exec(select(sa.func.min(column)).where(column > found[-1] if found else sa.true())).one()
            if value is None:
                return found
            found.append(str(value))


def _fitting(session: Session, search: Search) -> list[sa.ColumnElement[bool]]:
    asked: list[sa.ColumnElement[bool]] = [
        getattr(AuditEntry, name) == getattr(search, name)
        for name in ("who", "action", "outcome")
        if getattr(search, name)
    ]
    if search.target:
        kind = search.target.strip()
        target = col(AuditEntry.target)
        asked.append(sa.or_(target == kind, target.startswith(f"{kind} ", autoescape=True)))
    if search.since is not None:
        asked.append(col(AuditEntry.at) >= _midnight(search.since))
    if search.before is not None:
        asked.append(col(AuditEntry.at) < _midnight(search.before))
    return [*asked, _holds(session, search.text.strip())] if search.text.strip() else asked


def _holds(session: Session, words: str) -> sa.ColumnElement[bool]:
    """Somewhere in the entry, in capitals or not; in its JSON the words stand as JSON spells them."""
    spelled = json.dumps(words, ensure_ascii=False)[1:-1]
    # SQLite's `like` minds no capitals by itself; to lower every value first takes twice as long.
    holds = "like" if session.get_bind().dialect.name == "sqlite" else "ilike"
    names: tuple[Any, ...] = (col(AuditEntry.target), col(AuditEntry.who), col(AuditEntry.action))
    contents = (sa.type_coerce(col(AuditEntry.before), sa.Text), sa.type_coerce(col(AuditEntry.after), sa.Text))
    return sa.or_(
        *(getattr(column, holds)(_pattern(words), escape="/") for column in names),
        *(getattr(column, holds)(_pattern(spelled), escape="/") for column in contents),
    )


def _pattern(words: str) -> str:
    for sign in "/%_":
        words = words.replace(sign, f"/{sign}")
    return f"%{words}%"


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), SHANGHAI).astimezone(UTC)
