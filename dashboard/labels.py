"""What rows are called on screen: names in the reader's language, channels and sections by their word."""

from __future__ import annotations

import re
from datetime import date

import polars as pl

from dashboard.formats import Voice
from dashboard.words import WORDS

_PLATFORM_ID = re.compile(r"[0-9a-f]{24}")


def in_language(row: dict[str, object], voice: Voice, name: str = "name") -> str:
    """`name_zh` for Chinese readers where it is filled in, else `name`."""
    chinese = row.get(f"{name}_zh")
    return str(chinese if voice.lang == "zh" and chinese else row[name])


def named(frame: pl.DataFrame, voice: Voice) -> pl.DataFrame:
    """The frame with `label` as people say it: campaigns by name, codes by their word, unknown ones as such."""
    if "label" not in frame.columns:
        labels = [in_language(row, voice) for row in frame.iter_rows(named=True)]
        return frame.with_columns(pl.Series("label", labels, dtype=pl.String))
    chosen = "label_zh" if voice.lang == "zh" and "label_zh" in frame.columns else "label"
    spoken_of = frame.select(pl.coalesce(chosen, "label")).to_series()
    labels = [spoken(label, voice) for label in spoken_of]
    return frame.with_columns(pl.Series("label", labels, dtype=pl.String))


def spoken(label: str | None, voice: Voice) -> str:
    """A channel or section by its word; an id without a name says so; other names as they are."""
    if label is None or label in {"", "unknown"}:
        return voice("label.unknown")
    if _PLATFORM_ID.fullmatch(label):
        return voice("label.no_name", tail=label[-6:])
    key = f"label.{label}"
    return voice(key) if key in WORDS else label


def member(dimension: str, key: str, label: str, voice: Voice) -> str:
    """A member of a dimension: weeks, tiers and methods by their key, which no title can be taken for."""
    if key == "unknown":
        return voice("label.unknown")
    if dimension == "cohort":
        return voice("chart.week_of", day=voice.date(date.fromisoformat(key)))
    return voice(f"{dimension}.{key}") if dimension in ("tier", "method") else label
