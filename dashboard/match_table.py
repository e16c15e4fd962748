"""The ranked table: places, scores, components as small bars, and the sentence; the head of the page above it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl
import streamlit as st

from campaigns.matching.brief import Brief
from campaigns.matching.ranking import Rank
from campaigns.matching.weights import COMPONENTS
from dashboard import blocks
from dashboard.blocks import Column, KeyFigure
from dashboard.formats import Voice
from dashboard.match_sentence import sentence
from dashboard.matching import Ranking


def headline(found: Ranking, name: str, voice: Voice) -> tuple[str, str, str]:
    """Eyebrow, who comes first, and how to read the page."""
    if not found.ranks:
        return voice("page.match"), voice("match.title_none", name=name), voice("match.note")
    first = found.market.names[found.ranks[0].place]
    title = voice("match.title", kol=first, of=voice.exact(found.ranks[0].of), name=name)
    return voice("page.match"), title, voice("match.note")


def key_figures(found: Ranking, asked: Brief, voice: Voice) -> list[KeyFigure]:
    """How many were ranked and left out, how sure the first ten are, and as of when."""
    first = found.ranks[:10]
    sure = sum(rank.confidence for rank in first) / len(first) if first else 0.0
    rules = found.out.group_by("rule").len().sort("len", descending=True).iter_rows()
    told = voice("list.separator").join(f"{voice(f'match.rule.{rule}')} {count}" for rule, count in rules)
    return [
        KeyFigure(voice("match.ranked"), voice.exact(first[0].of if first else 0), voice("match.ranked_note")),
        KeyFigure(voice("match.out"), voice.exact(found.out["kol_id"].n_unique()), told),
        KeyFigure(voice("match.sure"), voice.percent(sure), voice("match.sure_note"), filled=sure, more_is_better=True),
        KeyFigure(voice("match.as_of"), voice.date(asked.as_of), voice("match.as_of_note")),
    ]


def choose(found: Ranking, voice: Voice) -> list[Rank]:
    """The table; gives the rows that are chosen in it."""
    frame = pl.DataFrame([_row(rank, found, voice) for rank in found.ranks])
    picked = st.dataframe(
        frame, column_config=_columns(voice), hide_index=True, on_select="rerun", selection_mode="multi-row",
        key=f"match.rows.{hash(tuple(frame['kol_id'][:20]))}", placeholder="–", height=36 + 35 * min(frame.height, 20),
        column_order=[name for name in frame.columns if name != "kol_id"], alt=voice("match.table"),
    )  # fmt: skip
    return [found.ranks[number] for number in picked["selection"]["rows"]]


def _row(rank: Rank, found: Ranking, voice: Voice) -> dict[str, Any]:
    tier = found.market.tier_of(rank.place)
    parts = {name: rank.values.get(name) for name in COMPONENTS}
    return {
        "number": rank.number, "kol_name": found.market.names[rank.place],
        "tier": voice(f"tier.{tier}") if tier else None, "score": rank.score, "confidence": rank.confidence,
        **parts, "why": sentence(rank, voice), "kol_id": rank.kol_id,
    }  # fmt: skip


def _columns(voice: Voice) -> dict[str, Any]:
    config = st.column_config
    bars = {
        name: config.ProgressColumn(
            voice(f"match.part.{name}"), min_value=0, max_value=1, format="%.2f", width=92, color="gray",
            help=voice(f"meaning.match_{name}"),
        )
        for name in COMPONENTS
    }  # fmt: skip
    return {
        "number": config.NumberColumn(voice("match.column.number"), format="%d", width=52, pinned=True),
        "kol_name": config.TextColumn(voice("column.kol_name"), width=130, pinned=True),
        "tier": config.TextColumn(voice("column.tier"), width=70),
        "score": config.NumberColumn(voice("match.column.score"), format="%.2f", width=64),
        "confidence": config.ProgressColumn(voice("match.column.confidence"), min_value=0, max_value=1, format="%.2f",
                                            width=92, help=voice("meaning.match_confidence")),
        **bars,
        "why": config.TextColumn(voice("match.column.why"), width=640),
    }  # fmt: skip


def reasons(first: Sequence[Rank], found: Ranking, voice: Voice) -> str:
    """The first few, each in a sentence."""
    return "".join(
        blocks.line(f"{found.market.names[rank.place]}: {sentence(rank, voice)}",
                    voice("match.confidence_is", share=voice.percent(rank.confidence)))
        for rank in first
    )  # fmt: skip


def out_table(found: Ranking, voice: Voice) -> str:
    """Who is out, and why."""
    columns = (
        Column(voice("column.kol_name")), Column(voice("match.column.rule")),
        Column(voice("match.column.until"), is_number=True), Column(voice("match.column.detail"), wide=True),
    )  # fmt: skip
    names = found.market.names
    places = found.market.places
    lines = [
        [
            blocks.cell(names[places[row["kol_id"]]] if row["kol_id"] in places else row["kol_id"]),
            blocks.cell(voice(f"match.rule.{row['rule']}")),
            blocks.cell(voice.date(row["until_date"]) if row["until_date"] else "–"),
            blocks.cell(_detail(row, voice)),
        ]
        for row in found.out.iter_rows(named=True)
    ]
    return blocks.table(columns, lines)


def _detail(row: dict[str, Any], voice: Voice) -> str:
    return voice(f"state.{row['detail']}") if row["rule"] == "in_pipeline" else row["detail"] or "–"
