"""A downloaded table is inert, readable by Excel, and loses nothing."""

from __future__ import annotations

import csv
import io

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from dashboard.downloads import BOM, inert_csv


def _read(data: bytes) -> list[list[str]]:
    assert data.startswith(BOM)
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


def test_a_formula_in_a_title_is_only_text() -> None:
    frame = pl.DataFrame({"title": ["=1+1", "@SUM(A1)", "\t=2", "-3 off", "面膜"], "net": [-1.5, 2, 3, 4, 5]})
    rows = _read(inert_csv(frame))
    assert [row[0] for row in rows[1:]] == ["'=1+1", "'@SUM(A1)", "'\t=2", "'-3 off", "面膜"]
    assert rows[1][1] == "-1.5"


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\0"), max_size=30), min_size=1))
def test_no_text_starts_a_formula_and_none_is_lost(texts: list[str]) -> None:
    rows = _read(inert_csv(pl.DataFrame({"text": texts})))
    cells = [row[0] if row else "" for row in rows[1:]]
    assert len(cells) == len(texts)
    for cell, text in zip(cells, texts, strict=True):
        assert cell in (text, "'" + text)
        assert not cell.lstrip().startswith(("=", "+", "-", "@"))
