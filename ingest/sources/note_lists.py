"""Lists of topics as crawlers write them into one cell."""

from __future__ import annotations

import ast
import json

import polars as pl

from ingest.values import Good, Grammar, Outcome
from ingest.words import TOPICS_FAULT


def _unread(text: pl.Series) -> pl.Series:
    return pl.Series(text.name, [None], dtype=pl.List(pl.String())).new_from_index(0, text.len())


def _spaced(text: str) -> Outcome:
    return Good(list(dict.fromkeys(text.split())))


def _repr(text: str) -> Outcome:
    if text == "None":
        return None
    try:
        parts = ast.literal_eval(text)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return TOPICS_FAULT
    return _listed(parts)


def _named(text: str) -> Outcome:
    try:
        parts = json.loads(text)
    except (json.JSONDecodeError, RecursionError):
        return TOPICS_FAULT
    if not isinstance(parts, list):
        return TOPICS_FAULT
    return _listed([part.get("name") if isinstance(part, dict) else part for part in parts])


def _listed(parts: object) -> Outcome:
    if not isinstance(parts, list) or not all(isinstance(part, str) for part in parts):
        return TOPICS_FAULT
    return Good(list(dict.fromkeys(part.strip() for part in parts if part.strip())))


SPACED = Grammar(pl.List(pl.String()), _unread, _spaced)
"""`面膜 护肤`."""

PYTHON_REPR = Grammar(pl.List(pl.String()), _unread, _repr)
"""`['面膜', '护肤']`, read as a literal and never run."""

NAMED = Grammar(pl.List(pl.String()), _unread, _named)
"""`[{"name": "面膜", "type": "topic"}]`."""
