"""What sheets look like that nothing recognises: columns, first cells, header. Runs in the child, writes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl

from ingest.contract import UNKNOWN, learn
from ingest.guesses import header_place
from ingest.headers import normalise
from ingest.mapped import fingerprint
from ingest.reading import read_sheets
from ingest.refusal import FileRefused
from ingest.sheet import Found
from ingest.typed import shorten

SAMPLES = 3
LOOKED_AT = 200
"""Rows whose cells are looked at for samples."""


def look(path: Path, header_row: int | None) -> list[dict[str, Any]]:
    """The unknown sheets of a file. `header_row` counts from 0 and is guessed where it is None."""
    known = _recognised(path)
    learn(
        [], header=header_place if header_row is None else lambda rows: header_row if header_row < len(rows) else None
    )
    found = [sheet for sheet in read_sheets(path) if isinstance(sheet, Found)]
    return [_stated(sheet) for sheet in found if sheet.match.source_key == UNKNOWN.key and sheet.sheet not in known]


def _given(header_row: int, rows: Sequence[Sequence[str]]) -> int | None:
    return header_row if header_row < len(rows) else None


def _recognised(path: Path) -> set[str]:
    """Sheets that need no person; of a file that two sources fit alike there is none."""
    try:
        return {sheet.sheet for sheet in read_sheets(path) if isinstance(sheet, Found)}
    except FileRefused as refusal:
        if refusal.code != "E-FILE-AMBIGUOUS":
            raise
        return set()


def _stated(sheet: Found) -> dict[str, Any]:
    match = sheet.match
    frame = next(sheet.batches(), pl.DataFrame(schema=dict.fromkeys(match.columns, pl.String()))).head(LOOKED_AT)
    titles = [*match.titles, *[""] * len(match.columns)]
    return {
        "sheet": sheet.sheet,
        "fingerprint": fingerprint([normalise(title) for title in match.titles]),
        "header_row": match.header_row,
        "rows": sheet.total,
        "columns": [
            {
                "column": name,
                "title": title.strip() or name,
                "is_personal": name in match.personal,
                "samples": [] if name in match.personal else _samples(frame[name]),
            }
            for name, title in zip(match.columns, titles, strict=False)
        ],
    }


def _samples(cells: pl.Series) -> list[str]:
    texts = cells.cast(pl.String, strict=False) if not isinstance(cells.dtype, pl.List) else cells.list.join(", ")
    filled = texts.drop_nulls().str.strip_chars()
    return [shorten(text) for text in filled.filter(filled != "").unique(maintain_order=True).head(SAMPLES).to_list()]
