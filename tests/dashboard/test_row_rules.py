"""The Chinese page says in Chinese why a row was refused."""

from __future__ import annotations

import polars as pl

from dashboard.formats import Voice
from dashboard.row_rules import CHINESE, in_language
from ingest import error_guide

OF_FILES = ("E-FILE", "E-SHEET", "E-DISK", "E-FIX")


def test_every_reason_of_a_refused_row_has_its_chinese() -> None:
    said = {
        text
        for code, meanings in error_guide.codes().items()
        if not code.startswith(OF_FILES)
        for meaning in meanings
        for text in meaning
    }
    assert sorted(said - CHINESE.keys() - {"…"}) == []


def test_the_words_change_with_the_language_and_unknown_ones_stay() -> None:
    frame = pl.DataFrame({"rule": ["one of unit, plan", "a value in this column", "new"], "remedy": ["x", "x", "x"]})
    assert in_language(frame, Voice("en")).equals(frame)
    assert in_language(frame, Voice("zh"))["rule"].to_list() == ["应为其中之一：unit, plan", "此列应有值", "new"]
