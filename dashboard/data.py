"""The data page's own pieces: how far each kind of fact reaches, and what became of each file."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import polars as pl

from campaigns.periods import business_date
from dashboard import blocks
from dashboard.blocks import Column
from dashboard.formats import Voice
from dashboard.states import trailing
from dashboard.words import WORDS

SHOWN_LOADS = 8


def fact_name(fact: str, voice: Voice) -> str:
    """A kind of fact as people call it."""
    key = f"fact.{fact}"
    return voice(key) if key in WORDS else fact


def href(table: str, **key: object) -> str:
    """The address of the Data page with the rows behind a fact; a key may name some columns of the table's key only."""
    spelled = ",".join(f"{name}={value}" for name, value in key.items())
    return f"data?{urlencode({'lineage': table, 'key': spelled})}"


def reach_title(freshness: pl.DataFrame, voice: Voice) -> str:
    """Until when the data reaches, and from how many kinds of files."""
    newest = freshness.filter(pl.col("fact").is_in(["clicks", "orders"]))["newest_at"].max()
    if newest is None:
        return voice("data.title_notes", kinds=freshness.height)
    return voice("data.title", day=voice.date(business_date(newest)), rows=voice.count(int(freshness["rows"].sum())))  # type: ignore[arg-type]


def freshness_table(freshness: pl.DataFrame, voice: Voice) -> str:
    """One line per kind of fact: rows, and the newest event; late ones are marked."""
    late = set(trailing(freshness)["fact"])
    columns = (
        Column(voice("column.fact")),
        Column(voice("column.rows"), is_number=True),
        Column(voice("column.newest_at"), is_number=True),
    )
    lines = [
        [
            blocks.cell(fact_name(row["fact"], voice)),
            blocks.cell(voice.exact(row["rows"])),
            blocks.cell(voice.moment(row["newest_at"]), is_bad=row["fact"] in late),
        ]
        for row in freshness.iter_rows(named=True)
    ]
    return blocks.table(columns, lines)


def loads_table(loads: pl.DataFrame, voice: Voice) -> str:
    """The newest loads: what came, what of it counted, when."""
    columns = (
        Column(voice("column.file")), Column(voice("column.read"), is_number=True, wide=True),
        Column(voice("column.loaded"), is_number=True), Column(voice("column.rejected"), is_number=True),
        Column(voice("column.loaded_at"), is_number=True, wide=True),
    )  # fmt: skip
    return blocks.table(columns, [_load_line(row, voice) for row in loads.head(SHOWN_LOADS).iter_rows(named=True)])


def _load_line(row: dict[str, Any], voice: Voice) -> list[str]:
    tables = voice("list.separator").join(fact_name(name, voice) for name in row["tables"].split(",") if name)
    parts = [voice(f"data.{kind}", count=voice.exact(row[kind])) for kind in ("unchanged", "superseded") if row[kind]]
    return [
        blocks.cell(row["name"], tables),
        blocks.cell(voice.exact(row["read"])),
        blocks.cell(voice.exact(row["loaded"]), voice("list.separator").join(parts)),
        blocks.cell(voice.exact(row["rejected"]), is_bad=row["rejected"] > 0),
        blocks.cell(voice.moment(row["loaded_at"])),
    ]
