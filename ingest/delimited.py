"""CSV and its kin: records of cells, numbered as a spreadsheet shows them (the header of a plain file is row 1).

Two gears give the same rows. Files without quotes are cut into blocks of lines for Polars; all others, and blocks in
which a line is too long, go record by record through Python's strict reader, which can tell where a quote went wrong.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import polars as pl

from ingest.contract import HEADER_WITHIN
from ingest.encoding import HEAD, Text, examine
from ingest.sheet import Fault, Found, Skipped, not_recognised, recognised, rows_at_once, unused, without_blank_rows

DELIMITERS = ",\t;|"
LONGEST_RECORD = 500
"""A quote that is still open after so many lines was never meant to open."""

RECORDS_PER_FRAME = 50_000


@dataclass(frozen=True)
class Record:
    """One record: its cells, or the fault that hides them. `is_open` marks the last line of a file without an end."""

    number: int
    cells: list[str]
    fault: str = ""
    is_open: bool = False


def read_delimited(path: Path) -> list[Found | Skipped]:
    """The one sheet of a delimited file; the separator is the one under which its header is recognised."""
    text = examine(path)
    heads = [(delimiter, _head(text, delimiter)) for delimiter in DELIMITERS]
    heads.sort(key=lambda one: -max((len(row) for row in one[1]), default=0))
    for delimiter, head in heads:
        match = recognised(head, "")
        if match:
            faults: list[Fault] = []
            reader = _Reader(text, delimiter, match.columns, match.data_row, faults)
            return [unused(match, "") or Found("", match, reader.frames, text.lines, faults)]
    return [not_recognised(heads[0][1], "")]


def _head(text: Text, delimiter: str) -> list[list[str]]:
    return [record.cells for record in islice(records(text.physical_lines(HEAD), delimiter), HEADER_WITHIN)]


def records(lines: Iterator[str], delimiter: str, first: int = 1) -> Iterator[Record]:
    """Records of physical lines: a record goes on over line ends inside quotes. One with a quote that is never closed,
    or that closes inside a cell, is a fault of its first line alone."""
    waiting: list[str] = []
    number = first
    while line := (waiting.pop(0) if waiting else next(lines, "")):
        is_open = not line.endswith(("\n", "\r"))
        if '"' not in line:
            yield Record(number, _plain_cells(line, delimiter), is_open=is_open)
        else:
            taken, cells = _quoted_cells(line, waiting, lines, delimiter)
            del waiting[:taken]
            yield Record(number, cells or [], "" if cells else "E-ROW-QUOTE", is_open and not taken)
        number += 1


def _plain_cells(line: str, delimiter: str) -> list[str]:
    return line.rstrip("\r\n").split(delimiter)


def _quoted_cells(line: str, waiting: list[str], lines: Iterator[str], delimiter: str) -> tuple[int, list[str] | None]:
    """How many further lines the record takes, and its cells; no cells where its quotes are wrong.

    Lines that were read ahead stay in `waiting`.
    """
    joined, latest = line, line
    for taken in range(LONGEST_RECORD):
        try:
            if '"' in latest:
                return taken, next(csv.reader([joined], delimiter=delimiter, strict=True))
        except csv.Error as error:
            if "unexpected end" not in str(error):
                return 0, None
        if taken == len(waiting):
            following = next(lines, "")
            if not following:
                return 0, None
            waiting.append(following)
        latest = waiting[taken]
        joined += latest
    return 0, None


@dataclass(frozen=True)
class _Reader:
    text: Text
    delimiter: str
    columns: Sequence[str]
    data_row: int
    faults: list[Fault]

    def frames(self) -> Iterator[pl.DataFrame]:
        self.faults.clear()
        if self.text.has_quotes or self.text.has_lone_returns:
            yield from self._by_record(records(self.text.physical_lines(), self.delimiter))
            return
        number = 1
        for block in self.text.byte_blocks():
            yield from self._of_block(block, number)
            number += block.count(b"\n") + (not block.endswith(b"\n"))

    def _of_block(self, block: bytes, number: int) -> Iterator[pl.DataFrame]:
        heading = max(0, self.data_row + 1 - number)
        parts = block.split(b"\n", heading) if heading else [block]
        body = parts[-1] if len(parts) == heading + 1 else b""
        frame = self._by_polars(body, number + heading) if body else None
        if frame is not None:
            yield from frame.iter_slices(rows_at_once(frame.width))
        elif body:
            lines = re.findall(r"[^\n]*\n|[^\n]+", body.decode())
            yield from self._by_record(records(iter(lines), self.delimiter, number + heading))

    def _by_polars(self, body: bytes, number: int) -> pl.DataFrame | None:
        """The frame of lines without quotes; None where a line is longer than the header, or the last one is cut."""
        last = b"" if body.endswith(b"\n") else body.rpartition(b"\n")[2]
        is_cut = last and last.count(self.delimiter.encode()) + 1 < len(self.columns)
        if is_cut or body.startswith((b"\n", b"\r")):
            return None
        try:
            frame = pl.read_csv(
                body,
                has_header=False,
                schema=dict.fromkeys(self.columns, pl.String()),
                separator=self.delimiter,
                quote_char=None,
                missing_columns="insert",
            )
        except pl.exceptions.PolarsError:
            return None
        source_row = pl.int_range(number, number + frame.height, dtype=pl.Int64).alias("source_row")
        return without_blank_rows(frame.with_columns(source_row))

    def _by_record(self, found: Iterator[Record]) -> Iterator[pl.DataFrame]:
        width = len(self.columns)
        rows: list[list[str]] = []
        numbers: list[int] = []
        for record in found:
            cells = self._sound(record, width) if record.number > self.data_row else None
            if cells is not None:
                rows.append(cells)
                numbers.append(record.number)
            if len(rows) == RECORDS_PER_FRAME:
                yield self._frame(rows, numbers)
                rows, numbers = [], []
        if rows:
            yield self._frame(rows, numbers)

    def _sound(self, record: Record, width: int) -> list[str] | None:
        cells = record.cells
        if record.fault:
            self.faults.append(Fault(record.number, record.fault, "quotes do not match"))
        elif any(cells[width:]):
            self.faults.append(Fault(record.number, "E-ROW-WIDTH", f"{len(cells)} cells under {width} headers"))
        elif record.is_open and len(cells) < width:
            self.faults.append(Fault(record.number, "E-ROW-CUT", f"{len(cells)} cells under {width} headers"))
        else:
            return cells[:width] + [""] * (width - len(cells))
        return None

    def _frame(self, rows: list[list[str]], numbers: list[int]) -> pl.DataFrame:
        cells = dict(zip(self.columns, zip(*rows, strict=True), strict=True))
        frame = pl.DataFrame(cells, schema=dict.fromkeys(self.columns, pl.String()))
        return without_blank_rows(frame.with_columns(pl.Series("source_row", numbers, pl.Int64)))
