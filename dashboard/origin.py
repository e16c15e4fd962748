"""From a figure to its rows: which rows of which files add up to it, read only once somebody asks.

A table says what its rows rest on by an Origin. Each kind of figure has one query, `sql/behind_<kind>.sql`: it lists
what adds to the figure, with file and row, and what all of it adds up to.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl
import streamlit as st

from dashboard import blocks, viewer
from dashboard.blocks import Column
from dashboard.data import fact_name, href
from dashboard.formats import Voice
from dashboard.reading import Scope, rows

ROWS = 50
_PARAMETER = re.compile(r"\$([a-z_]+)")


@dataclass(frozen=True)
class Origin:
    """What the rows of a table rest on.

    `figures`: column → kind, the kind with a query of its own. `keys`: filter of the queries → column that narrows them
    to one row; `narrowed`: filters that hold for all rows.
    """

    present: Scope
    rows: pl.DataFrame
    figures: Mapping[str, str]
    keys: Mapping[str, str] = field(default_factory=dict)
    narrowed: Mapping[str, str] = field(default_factory=dict)
    label: str = "label"

    def filters(self, place: int) -> dict[str, str]:
        """What the queries are narrowed by for one row."""
        row = self.rows.row(place, named=True)
        return {**self.narrowed, **{name: str(row[column]) for name, column in self.keys.items()}}


def behind(origin: Origin, place: int, figure: str, skipped: int = 0, most: int = ROWS) -> pl.DataFrame:
    """event_at, what, adds, fact, key, load_id, file, source_row of each row behind a figure of a row; found, total."""
    name = f"behind_{origin.figures[figure]}"
    given = {"figure": figure, "rows": most, "skipped": skipped, **origin.filters(place)}
    known = _parameters(name)
    unknown = given.keys() - known
    if unknown:
        raise LookupError(f"sql/{name}.sql narrows by {', '.join(sorted(known))}, got {', '.join(sorted(unknown))}")
    return rows(name, origin.present, **{**dict.fromkeys(known, ""), **given})  # type: ignore[arg-type]


@cache
def _parameters(name: str) -> frozenset[str]:
    sql = (Path(__file__).parent / "sql" / f"{name}.sql").read_text(encoding="utf-8")
    return frozenset(_PARAMETER.findall(sql))


def offer(origin: Origin | None, name: str, voice: Voice) -> None:
    """The switch under a table that leads to the rows of its figures."""
    if origin is not None and origin.rows.height:
        st.toggle(voice("lineage.behind"), key=f"behind.{name}")


def show(origin: Origin | None, name: str, voice: Voice) -> None:
    """Where the switch is on: which row and figure, and what adds up to it."""
    if origin is None or not st.session_state.get(f"behind.{name}"):
        return
    place, figure = _asked(origin, name, voice)
    found = behind(origin, place, figure)
    count, total = (found["found"][0], found["total"][0]) if found.height else (0, 0)
    pages = -(-count // ROWS)
    shown = origin.rows[figure][place]
    st.html(blocks.panel_head(_sum(figure, total, count, voice), _compared(figure, total, shown, voice)))
    if pages > 1:
        label = voice("lineage.page", pages=voice.exact(pages))
        turn = st.number_input(label, 1, pages, key=f"behind.page.{name}.{place}.{figure}", width=220)
        found = behind(origin, place, figure, (int(turn) - 1) * ROWS)
    if count:
        st.html(_listed(found, figure, voice))


def _asked(origin: Origin, name: str, voice: Voice) -> tuple[int, str]:
    place = 0
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        if origin.rows.height > 1:
            labels = [_label(value, voice) for value in origin.rows[origin.label]]
            place = st.selectbox(
                voice("lineage.of"), range(len(labels)), key=f"behind.row.{name}",
                format_func=lambda index: f"{index + 1} · {labels[index]}", width=360,
            )  # fmt: skip
        figure = st.segmented_control(
            voice("lineage.figure"), list(origin.figures), key=f"behind.figure.{name}", required=True,
            default=next(iter(origin.figures)), format_func=lambda each: voice(f"column.{each}"),
        )  # fmt: skip
    return int(place or 0), str(figure or next(iter(origin.figures)))


def _label(value: Any, voice: Voice) -> str:
    return str(value) if isinstance(value, str) and value else voice.date(value) if value else voice("label.untitled")


def amount(figure: str, number: int | None, voice: Voice) -> str:
    """A figure to the last fen or the last one."""
    return voice.money_exact(number) if figure.endswith("_fen") else voice.exact(number)


def _sum(figure: str, total: int, count: int, voice: Voice) -> str:
    facts = {"figure": voice(f"column.{figure}"), "amount": amount(figure, total, voice)}
    return voice("lineage.sum", count=voice.exact(count), **facts) if count else voice("lineage.no_rows")


def _compared(figure: str, total: int, shown: int | None, voice: Voice) -> str:
    if (shown or 0) == total:
        return voice("lineage.equal")
    return voice("lineage.differs", amount=amount(figure, shown, voice))


def _listed(found: pl.DataFrame, figure: str, voice: Voice) -> str:
    columns = (
        Column(voice("lineage.what")), Column(voice("lineage.when"), wide=True), Column(voice("lineage.place")),
        Column(voice(f"column.{figure}"), is_number=True),
    )  # fmt: skip
    leads = viewer.may("load_files")
    lines = [
        [
            blocks.cell(row["what"] or "–", fact_name(row["fact"], voice) if row["fact"] else voice("lineage.decided")),
            blocks.cell(voice.moment(row["event_at"])),
            _place(row, leads, voice),
            blocks.cell(amount(figure, row["adds"], voice)),
        ]
        for row in found.iter_rows(named=True)
    ]
    return blocks.table(columns, lines)


def _place(row: dict[str, Any], leads: bool, voice: Voice) -> str:
    """File and row, leading to the Data page for whoever may trace there; what was decided stands in no file."""
    if row["load_id"] is None:
        return blocks.cell("–")
    file = row["file"] or voice("lineage.load", load=row["load_id"])
    below = voice("lineage.at", row=voice.exact(row["source_row"]), load=row["load_id"])
    if not leads:
        return blocks.cell(file, below)
    key = dict(part.split("=", 1) for part in row["key"].split(","))
    return blocks.linked(file, href(row["fact"], **key), below)
