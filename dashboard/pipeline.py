"""The pipeline page's own pieces: what is chosen of all collaborations, the board, the table, the headline.

All collaborations are read once per change of the records; what is chosen is cut out of that frame.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Any

import polars as pl

from campaigns.periods import business_date
from campaigns.pipeline import LEFT, OVER
from campaigns.records import STATES, utc_now
from dashboard import blocks
from dashboard.formats import MISSING, Voice
from dashboard.labels import in_language
from dashboard.reading import Scope, rows

ON_BOARD = 6
"""How many cards a column of the board shows; the rest is one click away."""

ON_PAGE = 50
"""How many rows a page of the table shows."""


SOUGHT = ("kol_name", "kol_id", "next_step", "tags", "agency_name")
"""Where a searched text may stand."""


@dataclass(frozen=True)
class Choice:
    """What the reader chose; empty means all. `due` is `overdue`, `week` or `none`."""

    campaign: str = ""
    state: str = ""
    owner: str = ""
    agency: str = ""
    due: str = ""
    find: str = ""


def today() -> date:
    """The business date now."""
    return business_date(utc_now())


def collaborations(present: Scope) -> pl.DataFrame:
    """Every collaboration that may be seen, the overdue first; `tags` is a list."""
    return rows("pipeline", present, today=today().isoformat())


def chosen(frame: pl.DataFrame, choice: Choice) -> pl.DataFrame:
    """The rows of a choice, in their order."""
    for name in ("campaign", "state", "owner", "agency"):
        if getattr(choice, name):
            frame = frame.filter(pl.col(name) == getattr(choice, name))
    if choice.due == "overdue":
        frame = frame.filter(pl.col("is_overdue"))
    elif choice.due == "week":
        frame = frame.filter(pl.col("next_date").is_between(today(), pl.lit(today()).dt.offset_by("7d")), _is_open())
    elif choice.due == "none":
        frame = frame.filter(pl.col("next_date").is_null(), _is_open())
    if choice.find:
        sought = choice.find.casefold()
        places = [
            pl.col(name).str.to_lowercase() for name in ("kol_name", "kol_id", "next_step", "tags", "agency_name")
        ]
        frame = frame.filter(pl.any_horizontal(place.str.contains(sought, literal=True) for place in places))
    return frame


def _is_open() -> pl.Expr:
    return ~pl.col("state").is_in(OVER)


def headline(frame: pl.DataFrame, voice: Voice) -> tuple[str, str]:
    """The sentence with the number that matters, and what it rests on."""
    open_now = frame.filter(_is_open())
    late = int(open_now["is_overdue"].sum())
    key = "pipeline.title_overdue" if late else "pipeline.title"
    note = voice(
        "pipeline.note", agreed=voice.exact(frame.filter(pl.col("state").is_in(STATES[3:10])).height),
        asked=voice.exact(frame.filter(pl.col("state").is_in(STATES[:3])).height),
        left=voice.exact(frame.filter(pl.col("state").is_in(LEFT)).height),
    )  # fmt: skip
    return voice(key, open=voice.exact(open_now.height), overdue=voice.exact(late)), note


def options(frame: pl.DataFrame, name: str, everything: str, labels: dict[str, str] | None = None) -> dict[str, str]:
    """The values of a column for a select box, all of them first."""
    found = [value for value in frame[name].unique().sort() if value]
    return {"": everything, **{value: (labels or {}).get(value, value) for value in found}}


def campaign_labels(frame: pl.DataFrame, voice: Voice) -> dict[str, str]:
    """Campaign code → name in the reader's language."""
    unique = frame.unique("campaign", keep="first", maintain_order=True)
    return {row["campaign"]: in_language(row, voice) for row in unique.iter_rows(named=True)}


def board(frame: pl.DataFrame, voice: Voice) -> str:
    """One column per state that has cards, in the order of the way; what is overdue stands on top and in red."""
    counts = dict(frame.group_by("state").len().iter_rows())
    columns = [_board_column(frame, state, counts[state], voice) for state in STATES if state in counts]
    return f'<div class="kol kol-board">{"".join(columns)}</div>'


def _board_column(frame: pl.DataFrame, state: str, count: int, voice: Voice) -> str:
    cards = frame.filter(pl.col("state") == state).head(ON_BOARD)
    body = "".join(_card(row, voice) for row in cards.iter_rows(named=True))
    more = count - cards.height
    rest = f"pipeline?look=table&state={state}&lang={voice.lang}"
    tail = f'<a class="more" href="{rest}" target="_self">{voice("pipeline.more", count=voice.exact(more))}</a>'
    return (
        f"<section><h3>{escape(voice('state.' + state))}<span>{voice.exact(count)}</span></h3>{body}"
        f"{tail if more else ''}</section>"
    )


def _card(row: dict[str, Any], voice: Voice) -> str:
    due = due_text(row, voice)
    lines = [
        (" · ".join((in_language(row, voice), row["agency_name"] or voice("pipeline.direct"))), ""),
        (" · ".join(part for part in (row["next_step"], due) if part), "late" if row["is_overdue"] else ""),
        (" · ".join(part for part in (row["owner"], quote_text(row, voice)) if part), ""),
        (voice("pipeline.conflicts", count=row["conflicts"]) if row["conflicts"] else "", "late"),
    ]
    body = "".join(f'<p class="{mark}">{blocks.escape(text)}</p>' for text, mark in lines if text)
    href = f"pipeline?collaboration={row['id']}&lang={voice.lang}"
    return f'<article><a href="{href}" target="_self">{blocks.escape(row["kol_name"])}</a>{body}</article>'


def due_text(row: dict[str, Any], voice: Voice) -> str:
    """When the next step is due, and by how many days it is late."""
    if row["next_date"] is None:
        return ""
    if not row["is_overdue"]:
        return voice.day(row["next_date"])
    return voice("pipeline.late", day=voice.day(row["next_date"]), days=voice.exact((today() - row["next_date"]).days))


def quote_text(row: dict[str, Any], voice: Voice) -> str:
    """What was agreed, else what was asked; nothing where nobody has said a price."""
    if row["quote_fen"] is not None:
        return voice("pipeline.agreed_price", money=voice.money(row["quote_fen"]))
    return voice("pipeline.asked_price", money=voice.money(row["asked_fen"])) if row["asked_fen"] is not None else ""


def table(frame: pl.DataFrame, voice: Voice) -> pl.DataFrame:
    """A page of rows as people read them; `id` and `version` are left out, the order is kept."""
    return frame.select(
        "kol_name",
        pl.Series("campaign", [in_language(row, voice) for row in frame.iter_rows(named=True)], dtype=pl.String),
        pl.col("state").replace({state: voice(f"state.{state}") for state in STATES}),
        "is_overdue", "next_step", "next_date", "owner",
        pl.col("agency_name").replace("", voice("pipeline.direct")).alias("agency"),
        pl.coalesce("quote_fen", "asked_fen").alias("quote_fen"),
        pl.Series("tags", [spoken_tags(tags) for tags in frame["tags"]], dtype=pl.String),
        "conflicts", "stands_since_at",
    )  # fmt: skip


def spoken_tags(tags: str) -> str:
    """A stored list of tags as one line."""
    return " · ".join(json.loads(tags))


def page_of(frame: pl.DataFrame, number: int) -> pl.DataFrame:
    """The rows of a page, counted from 1."""
    return frame.slice((number - 1) * ON_PAGE, ON_PAGE)


def pages(frame: pl.DataFrame) -> int:
    """How many pages there are, at least one."""
    return max(1, -(-frame.height // ON_PAGE))


def facts(row: dict[str, Any], voice: Voice) -> Sequence[tuple[str, str]]:
    """What is known about one collaboration, as pairs of name and value."""
    since = voice.moment(row["stands_since_at"]) if row["stands_since_at"] else MISSING
    next_step = " · ".join(part for part in (row["next_step"], due_text(row, voice)) if part)
    return (
        (voice("column.state"), voice("state." + row["state"])),
        (voice("pipeline.since"), since),
        (voice("column.agency"), row["agency_name"] or voice("pipeline.direct")),
        (voice("column.quote_fen"), quote_text(row, voice) or MISSING),
        (voice("column.owner"), row["owner"] or MISSING),
        (voice("column.next_step"), next_step or MISSING),
        (voice("column.tags"), spoken_tags(row["tags"]) or MISSING),
        (voice("pipeline.promo_code"), row["promo_code"] or MISSING),
    )  # fmt: skip
