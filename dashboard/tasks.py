"""What to do now: the tasks of a role in order of the money at stake, each with its amount and the way to act. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import polars as pl

from campaigns.periods import business_date
from dashboard.blocks import Concern
from dashboard.formats import Voice
from dashboard.labels import in_language

ROLES = ("admin", "marketer", "agency", "finance")

STALE = timedelta(days=7)
"""How old the newest event may be before reading on means reading yesterday's news."""

VIEWS = Path(__file__).parent / "views"


@dataclass(frozen=True)
class Kind:
    """Who does tasks of a kind, on which page with which filters; `shows` stands at the right: money, or a count."""

    roles: tuple[str, ...]
    page: str
    shows: str = "money"
    filters: tuple[tuple[str, str], ...] = ()


KINDS: Mapping[str, Kind] = {
    "stale": Kind(ROLES, "data", "days"),
    "over_budget": Kind(("admin", "marketer"), "campaign"),
    "loss": Kind(("admin", "marketer", "finance"), "campaign"),
    "draft_waiting": Kind(("admin", "marketer"), "drafts"),
    "draft_returned": Kind(("admin", "agency"), "drafts"),
    "note_overdue": Kind(("admin", "marketer", "agency"), "samples", filters=(("show", "remind"),)),
    "sample_to_approve": Kind(("admin", "marketer"), "samples", filters=(("show", "parcels"), ("state", "requested"))),
    "sample_to_ship": Kind(
        ("admin", "marketer", "agency"), "samples", filters=(("show", "parcels"), ("state", "approved"))
    ),
    "step_due": Kind(("admin", "marketer", "agency"), "pipeline"),
    "proposal": Kind(("admin", "marketer"), "notes"),
    "sold_out": Kind(("admin", "marketer"), "celebrity"),
    "break_open": Kind(("admin", "finance"), "reconcile"),
    "month_to_approve": Kind(("admin", "finance"), "statements"),
    "month_open": Kind(("admin", "finance"), "statements"),
    "refused": Kind(("admin", "marketer"), "data", "items"),
}
"""Every kind of task of the model `tasks`, and `stale`, which only a clock can tell."""

COSTS = frozenset({"note_overdue", "sample_to_approve", "sample_to_ship"})
"""Kinds whose money is what products cost the brand: agencies see how many there are instead."""


@dataclass(frozen=True)
class Task:
    """One line: what, at stake, why and what to do, and where (`path` below the dashboard's address, may be empty)."""

    kind: str
    what: str
    amount: str
    why: str
    path: str
    amount_fen: int | None


def tasks_of(rows: pl.DataFrame, role: str, newest: datetime | None, now: datetime, voice: Voice) -> list[Task]:
    """The role's tasks: first whether the data can be trusted at all, then by money, then what has no price."""
    found = [_task(row, role, voice) for row in rows.iter_rows(named=True) if role in KINDS[row["kind"]].roles]
    found.sort(key=lambda task: (task.amount_fen is None, -(task.amount_fen or 0)))
    if newest is not None and now - newest > STALE:
        found.insert(0, _stale(newest, now, voice))
    return found


def offered(role: str) -> tuple[str, ...]:
    """Whose tasks somebody of this role may look at: administrators everybody's, others their own."""
    return ROLES if role == "admin" else (role,)


def today(now: datetime) -> date:
    """The business date of `now`."""
    return business_date(now)


def concerns(tasks: Sequence[Task]) -> list[Concern]:
    """The tasks as lines of a page."""
    return [Concern(task.what, task.amount, task.why, task.path) for task in tasks]


def headline(tasks: Sequence[Task], voice: Voice) -> str:
    """How many, and the first."""
    if not tasks:
        return voice("today.nothing")
    return voice("today.title", count=voice.exact(len(tasks)), first=tasks[0].what)


def _task(row: dict[str, Any], role: str, voice: Voice) -> Task:
    kind, how = row["kind"], KINDS[row["kind"]]
    is_counted = how.shows == "items" or row["amount_fen"] is None or (role == "agency" and kind in COSTS)
    name = in_language({**row, "name": row["name"] or "", "name_zh": row["name_zh"] or ""}, voice)
    if row["who"] and kind not in ("sold_out", "month_to_approve", "break_open"):
        name = voice("task.of", name=name, who=row["who"])
    if kind.startswith("month_"):
        name = _months(row, voice)
    elif kind == "break_open":
        name = voice("task.break", period=row["code"].partition("/")[0], kind=voice(f"break.{row['name']}"))
    facts = {
        "items": voice.exact(row["items"]),
        "day": voice.date(row["since_date"]),
        "who": row["who"] or "",
    }
    phrase = f"task.{kind}"
    is_over = kind == "sold_out" and row["who"] == "over"
    return Task(
        kind,
        voice(phrase, name=name),
        voice("task.items", count=voice.exact(row["items"])) if is_counted else voice.money(row["amount_fen"]),
        voice(f"{phrase}.over" if is_over else f"{phrase}.why", **facts),
        _path(how.page, row["code"], kind, voice),
        None if is_counted else row["amount_fen"],
    )


def _months(row: dict[str, Any], voice: Voice) -> str:
    since, until = (month.replace("-", "\u2011") for month in (row["name"], row["last_code"]))
    return since if row["rows"] == 1 else voice("task.months", since=since, until=until)


def _stale(newest: datetime, now: datetime, voice: Voice) -> Task:
    days = (business_date(now) - business_date(newest)).days
    return Task(
        "stale",
        voice("task.stale"),
        voice("attention.stale.days", count=days),
        voice("task.stale.why", day=voice.date(business_date(newest))),
        _path("data", "", "stale", voice),
        None,
    )


def _path(page: str, code: str, kind: str, voice: Voice) -> str:
    """The page where it is done, its filters set; the campaign's own page while that page is not there."""
    has_campaign = kind not in ("stale", "refused", "sold_out", "month_open", "month_to_approve", "break_open")
    if not (VIEWS / f"{page}.py").exists():
        page = "campaign" if has_campaign else ""
    if not page:
        return ""
    query = {"lang": voice.lang} | ({"campaign": code} if has_campaign and code else {})
    if kind == "break_open":
        query |= dict(zip(("period", "kind"), code.split("/"), strict=True))
    return f"{page}?{urlencode(query | dict(KINDS[kind].filters))}"
