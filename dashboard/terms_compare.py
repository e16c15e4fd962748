"""Two versions of terms side by side: what changed, and what the example pays under each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl
import streamlit as st

from campaigns.actions.terms import TARGET
from campaigns.worked_example import Example, example
from dashboard import blocks, filters, terms_form, terms_words
from dashboard.blocks import Column
from dashboard.formats import MISSING, Voice
from dashboard.reading import Scope


def show(frame: pl.DataFrame, _present: Scope, voice: Voice) -> None:
    """Choose terms and one of their other versions; the one before is offered first."""
    if frame.is_empty():
        st.html(blocks.guide(voice("terms.nothing"), [voice("terms.nothing_step")], ""))
        return
    labels = {str(row["id"]): terms_words.label(row, voice) for row in frame.iter_rows(named=True)}
    chosen = filters.pick("terms", voice("terms.choose"), labels)
    after = frame.row(by_predicate=pl.col("id") == int(chosen), named=True)
    others = versions(frame, after)
    if not others:
        st.html(blocks.panel_head(terms_words.label(after, voice), voice("terms.only_version")))
        _one(after, voice)
        return
    earlier = {str(row["id"]): terms_words.label(row, voice) for row in others}
    picked = filters.pick("with", voice("terms.compare_with"), earlier)
    before = next(row for row in others if str(row["id"]) == picked)
    st.html(blocks.panel_head(voice("terms.changed"), voice("terms.changed_note")))
    st.html(_differences(before, after, voice))
    st.html(blocks.panel_head(voice("terms.on_example"), voice("terms.example_note")))
    st.html(_examples(before, after, voice))


def versions(frame: pl.DataFrame, row: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The other terms of the same target and part, the one before first, then the latest."""
    found = [
        one for one in frame.iter_rows(named=True) if all(one[name] == row[name] for name in ("scope", "part", *TARGET))
    ]
    others = [one for one in found if one["id"] != row["id"]]
    return sorted(others, key=lambda one: (one["since_date"] > row["since_date"], -one["since_date"].toordinal()))


def _one(row: Mapping[str, Any], voice: Voice) -> None:
    st.html(blocks.facts((voice(f"terms.field.{name}"), terms_words.field(name, row[name], voice))
                         for name in terms_words.COMPARED if row[name] not in (None, 0)))  # fmt: skip
    try:
        st.html(terms_form.example_table(example(row), voice))
    except ValueError as problem:
        st.html(blocks.banner(str(problem)))


def _differences(before: Mapping[str, Any], after: Mapping[str, Any], voice: Voice) -> str:
    columns = [Column(voice("terms.column.field")), *_sides(before, after, voice)]
    lines = []
    for name in terms_words.COMPARED:
        if before[name] is None and after[name] is None:
            continue
        is_other = before[name] != after[name]
        told = [terms_words.field(name, side[name], voice) for side in (before, after)]
        lines.append(
            [blocks.cell(voice(f"terms.field.{name}")), blocks.cell(told[0]), blocks.cell(told[1], is_bad=is_other)]
        )
    return blocks.table(columns, lines)


def _examples(before: Mapping[str, Any], after: Mapping[str, Any], voice: Voice) -> str:
    columns = [Column(voice("terms.column.what")), *_sides(before, after, voice, is_number=True)]
    columns.append(Column(voice("terms.column.difference"), is_number=True))
    pair = _amounts(before), _amounts(after)
    keys = list(dict.fromkeys([*pair[0][0], *pair[1][0]]))
    lines = [_compared(terms_form.event(*key, voice), pair[0][0].get(key), pair[1][0].get(key), voice) for key in keys]
    return blocks.table(columns, [*lines, _compared(voice("terms.example_total"), pair[0][1], pair[1][1], voice)])


def _compared(name: str, before_fen: int | None, after_fen: int | None, voice: Voice) -> list[str]:
    difference_fen = (after_fen or 0) - (before_fen or 0)
    told = voice.money_exact(difference_fen) if difference_fen else MISSING
    sides = [blocks.cell(voice.money_exact(fen)) for fen in (before_fen, after_fen)]
    return [blocks.cell(name), *sides, blocks.cell(told, is_bad=difference_fen > 0)]


def _amounts(row: Mapping[str, Any]) -> tuple[dict[tuple[str | None, str], int], int]:
    found: Example = example(row)
    amounts: dict[tuple[str | None, str], int] = {}
    for line in found.lines:
        key = (line.event_id, line.kind)
        amounts[key] = amounts.get(key, 0) + line.amount_fen
    return amounts, found.total_fen


def _sides(
    before: Mapping[str, Any], after: Mapping[str, Any], voice: Voice, *, is_number: bool = False
) -> list[Column]:
    return [
        Column(voice("terms.version_of", number=side["id"], since=voice.date(side["since_date"])), is_number=is_number)
        for side in (before, after)
    ]
