"""What reading gives, whatever the file was: sheets of text cells under the names of their source."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import polars as pl

from campaigns.errors import Refused
from ingest.contract import HEADER_WITHIN, Match, closest, recognise, source_of
from ingest.refusal import FileRefused, unknown

BATCH_ROWS = 500_000
BATCH_CELLS = 5_000_000
SHOWN_COLUMNS = 8
MOST_COLUMNS = 5_000
"""A row with more cells is no header: looking for sources in it would take minutes."""


@dataclass(frozen=True)
class Fault:
    """A record that is no row: its cells cannot be told apart, so they are not kept. `value` says what came."""

    source_row: int
    code: str
    value: str


FAULTS = {
    "E-ROW-WIDTH": ("no more cells than the header has", "put quotes around cells that hold the separator"),
    "E-ROW-CUT": ("a complete last row", "the file ends in the middle of a row: export it again"),
    "E-ROW-QUOTE": ("quotes that are closed where the cell ends", "double the quotes inside the cell"),
    "E-ROW-JSON": ("one JSON object", "the line is damaged: export the file again"),
}
"""What a fault's code expects, and the remedy."""


@dataclass(frozen=True)
class Found:
    """A sheet whose source is known. `batches()` gives frames of the columns of `match` as read, and `source_row`, the
    row number as the user's editor shows it; blank rows are left out. Faults are collected while batches are read."""

    sheet: str
    match: Match
    batches: Callable[[], Iterator[pl.DataFrame]]
    total: int | None = None
    faults: list[Fault] = field(default_factory=list)


@dataclass(frozen=True)
class Skipped:
    """A sheet that is empty or that no source fits."""

    sheet: str
    code: str
    reason: str


def recognised(rows: Sequence[Sequence[str]], sheet: str) -> Match | None:
    """The match of the first rows of a sheet; two sources that fit alike refuse the file."""
    try:
        return recognise(_within(rows), sheet)
    except Refused as error:
        raise FileRefused("E-FILE-AMBIGUOUS", str(error).rstrip("."), "then load it again") from error


def unused(match: Match, sheet: str) -> Skipped | None:
    """A sheet whose source is known and of which nothing is a fact, with the reason."""
    of_source = source_of(match.source_key).unused
    reason = of_source(sheet) if of_source else ""
    return Skipped(sheet, "E-SHEET-UNUSED", reason) if reason else None


def not_recognised(rows: Sequence[Sequence[str]], sheet: str) -> Skipped:
    """Says which headers were seen and what the nearest export would need, so that a person can tell what this is."""
    widest = max(rows, key=lambda row: sum(bool(cell) for cell in row), default=[])
    named = [cell.strip()[:20] for cell in widest if cell and cell.strip()]
    shown = ", ".join(repr(name)[1:-1] for name in named[:SHOWN_COLUMNS]) + (
        ", …" if len(named) > SHOWN_COLUMNS else ""
    )
    nearest = closest(_within(rows))
    refusal = unknown(
        f"no known export has these columns: {shown}" + (f" ({nearest})" if nearest else ""),
        "export it from the platform again without changing the header, or say what its columns are: kol load --map",
    )
    return Skipped(sheet, "E-SHEET-UNKNOWN", str(refusal))


def _within(rows: Sequence[Sequence[str]]) -> list[Sequence[str]]:
    return [row if len(row) <= MOST_COLUMNS else () for row in rows[:HEADER_WITHIN]]


def rows_at_once(width: int) -> int:
    """How many rows of so many columns make a batch."""
    return max(1, min(BATCH_ROWS, BATCH_CELLS // max(1, width)))


def without_blank_rows(frame: pl.DataFrame) -> pl.DataFrame:
    """Empty cells as nulls; rows of nothing but blanks are no rows. What needs no change is not copied."""
    cells = [name for name in frame.columns if name != "source_row"]
    empty = [name for name in cells if frame.schema[name] == pl.String and (frame[name] == "").any()]
    if empty:
        frame = frame.with_columns(pl.when(pl.col(name) != "").then(pl.col(name)).alias(name) for name in empty)
    if not all(frame[name].null_count() for name in cells):
        return frame
    return frame.filter(pl.any_horizontal(pl.col(name).is_not_null() for name in cells))
