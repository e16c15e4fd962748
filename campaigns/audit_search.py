"""Looking things up in the audit: by person, action, target, words, days and outcome; newest first, page by page."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

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
    """Entries, newest first; `older` is the number to ask on from, None at the end."""

    entries: list[AuditEntry]
    older: int | None


def page(store: Store, search: Search, *, below: int | None = None, limit: int = PAGE) -> Page:
    """The newest entries that fit, or those with a smaller number than `below`."""
    asked = _fitting(search)
    if below is not None:
        asked = asked.where(col(AuditEntry.id) < below)
    with store.reading() as session:
        found = list(session.exec(asked.order_by(col(AuditEntry.id).desc()).limit(limit + 1)))
    return Page(found[:limit], found[limit - 1].id if len(found) > limit else None)


def every(store: Store, search: Search, most: int) -> Iterator[AuditEntry]:
    """The newest `most` entries that fit, read a thousand at a time."""
    with store.reading() as session:
        newest_first = _fitting(search).order_by(col(AuditEntry.id).desc()).limit(most)
        for entry in session.exec(newest_first.execution_options(yield_per=1000)):
            session.expunge(entry)
            yield entry


def count(store: Store, search: Search) -> int:
    """How many entries fit."""
    with store.reading() as session:
        return int(session.exec(select(sa.func.count()).select_from(_fitting(search).subquery())).one())


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


def _fitting(search: Search) -> SelectOfScalar[AuditEntry]:
    asked = select(AuditEntry)
    for name in ("who", "action", "outcome"):
        if getattr(search, name):
            asked = asked.where(getattr(AuditEntry, name) == getattr(search, name))
    if search.target:
        kind = search.target.strip()
        asked = asked.where(sa.or_(col(AuditEntry.target) == kind, col(AuditEntry.target).startswith(f"{kind} ")))
    if search.since is not None:
        asked = asked.where(col(AuditEntry.at) >= _midnight(search.since))
    if search.before is not None:
        asked = asked.where(col(AuditEntry.at) < _midnight(search.before))
    return asked.where(_holds(search.text)) if search.text.strip() else asked


def _holds(text: str) -> sa.ColumnElement[bool]:
    """Somewhere in the entry; in its JSON the words stand as JSON spells them."""
    words = text.strip()
    spelled = json.dumps(words, ensure_ascii=False)[1:-1]
    names: tuple[Any, ...] = (col(AuditEntry.target), col(AuditEntry.who), col(AuditEntry.action))
    contents = (sa.type_coerce(col(AuditEntry.before), sa.Text), sa.type_coerce(col(AuditEntry.after), sa.Text))
    return sa.or_(
        *(column.icontains(words, autoescape=True) for column in names),
        *(column.icontains(spelled, autoescape=True) for column in contents),
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), SHANGHAI).astimezone(UTC)
