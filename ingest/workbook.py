"""Excel workbooks: every sheet as text from its row 1 on, numbers as a person sees them.

Excel keeps numbers as doubles: an id of 16 digits or more that was not formatted as text has lost its last digits in
the file itself. Such cells are shown as Excel shows them (`6.891234567890124E+18`), so that no grammar takes them for
an id.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import IO
from xml.etree import ElementTree

import fastexcel
import polars as pl

from ingest.contract import HEADER_WITHIN, Match
from ingest.refusal import over_limit, says_disk, unreadable
from ingest.sheet import Found, Skipped, not_recognised, recognised, rows_at_once, unused, without_blank_rows

MOST_BYTES = 2**30
"""Of all parts of a workbook together, unpacked: as its directory states them, and then as they are."""

MOST_PARTS = 10_000

EXACT_BELOW = 1e15
_BIG_NUMBER = re.compile(
    rb"<(?:\w+:)?c\b([^<>]*)>\s*(?:<(?:\w+:)?f\b[^<>]*?(?:/>|>[^<]*</(?:\w+:)?f>)\s*)?"
    rb"<(?:\w+:)?v>\s*(-?[0-9.]{16,}|-?[0-9.]+[eE]\+?[0-9]+)\s*</"
)
_LONG_VALUE = re.compile(rb"<v>\s*-?(?:[0-9.]{16,}|[0-9.]+[eE]\+?[0-9]+)\s*</")
"""Finds what may be one, ten times as fast: it begins with letters that stand in every such cell."""

_REFERENCE = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
_NOISY_NUMBER = r"^-?\d{6,}\.\d{9}$"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"

Cells = dict[tuple[int, int], str]


def read_workbook(path: Path) -> list[Found | Skipped]:
    """Every sheet of the workbook, in its order."""
    parts, cells, book = _opened(path)
    return [_sheet(book, name, cells.get(parts.get(name, ""))) for name in book.sheet_names]


def first_cells(path: Path, most_rows: int) -> list[list[str]]:
    """The cells of the first sheet as text, row by row from row 1 on, whatever they are about."""
    parts, cells, book = _opened(path)
    name = book.sheet_names[0]
    frame, damaged = _text(book, name), cells.get(parts.get(name, ""))
    frame = _with_suspects_damaged(frame) if damaged is None else _shown_as_damaged(frame, damaged)
    if frame.height > most_rows:
        raise over_limit(f"the sheet has {frame.height} rows, more than {most_rows}")
    return [["" if cell is None else cell for cell in row] for row in frame.rows()]


def _opened(path: Path) -> tuple[dict[str, str], dict[str, Cells], fastexcel.ExcelReader]:
    parts, cells = _unpacked(path) if zipfile.is_zipfile(path) else ({}, {})
    try:
        return parts, cells, fastexcel.read_excel(path)
    except fastexcel.FastExcelError as error:
        raise unreadable(
            "the workbook is damaged or protected by a password", "open it in Excel and save it as .xlsx without one"
        ) from error


def _unpacked(path: Path) -> tuple[dict[str, str], dict[str, Cells]]:
    """The part of each sheet, and the damaged numbers of each part. Whatever will be unpacked later is unpacked once
    here, piece by piece and counted: a part that is longer than the directory says does not pass."""
    try:
        with zipfile.ZipFile(path) as archive:
            _check_sizes(archive.infolist())
            parts = _sheet_parts(archive)
            sheets = set(parts.values())
            if not sheets <= set(archive.namelist()):
                raise zipfile.BadZipFile
            return parts, {
                part.filename: cells
                for part in archive.infolist()
                if (cells := _passed(archive, part, part.filename in sheets)) is not None
            }
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError) as error:
        if says_disk(error):
            raise
        raise unreadable(
            "the workbook is cut off, damaged, or other than its directory says", "open it in Excel and save it again"
        ) from error


def _check_sizes(parts: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(part.file_size for part in parts)
    if unpacked > MOST_BYTES:
        raise over_limit(f"the workbook unpacks to {unpacked // 2**20} MiB, more than {MOST_BYTES // 2**20} MiB")
    if len(parts) > MOST_PARTS or len({part.filename for part in parts}) < len(parts):
        raise unreadable("the workbook holds a part twice, or too many", "open it in Excel and save it again")


def _passed(archive: zipfile.ZipFile, part: zipfile.ZipInfo, is_sheet: bool) -> Cells | None:
    """Unpack a part without keeping it; of a sheet, its damaged numbers."""
    with archive.open(part) as file:
        if is_sheet:
            return _damaged_in(file)
        while file.read(2**20):
            continue
    return None


def _sheet(book: fastexcel.ExcelReader, name: str, damaged: Cells | None) -> Found | Skipped:
    frame = _text(book, name)
    if frame.height == 0:
        return Skipped(name, "E-SHEET-EMPTY", "the sheet is empty")
    frame = _with_suspects_damaged(frame) if damaged is None else _shown_as_damaged(frame, damaged)
    head = [["" if cell is None else cell for cell in row] for row in frame.head(HEADER_WITHIN).rows()]
    match = recognised(head, name)
    if match is None:
        return not_recognised(head, name)
    return unused(match, name) or Found(name, match, partial(_batches, frame, match), frame.height - match.data_row)


def _text(book: fastexcel.ExcelReader, name: str) -> pl.DataFrame:
    try:
        frame: pl.DataFrame = book.load_sheet(name, header_row=None, skip_rows=0, dtypes="string").to_polars()
    except fastexcel.FastExcelError as error:
        raise unreadable(f"sheet {name!r} is damaged", "open the workbook in Excel and save it again") from error
    frame = frame.rename(dict(zip(frame.columns, map(str, range(frame.width)), strict=True)))
    noisy = pl.all().str.contains(_NOISY_NUMBER)
    return frame.with_columns(
        pl.when(noisy).then(pl.all().cast(pl.Float64, strict=False).cast(pl.String)).otherwise(pl.all())
    )


def _batches(frame: pl.DataFrame, match: Match) -> Iterator[pl.DataFrame]:
    width = min(frame.width, len(match.columns))
    named = frame[:, :width].rename(dict(zip(frame.columns[:width], match.columns[:width], strict=True)))
    missing = [pl.lit(None, pl.String).alias(name) for name in match.columns[width:]]
    numbered = named.with_columns(*missing, (pl.int_range(pl.len(), dtype=pl.Int64) + 1).alias("source_row"))
    yield from without_blank_rows(numbered[match.data_row :]).iter_slices(rows_at_once(width))


def _sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """The part of the package that holds each sheet, by the sheet's name."""
    if "xl/workbook.xml" not in archive.namelist():
        return {}
    try:
        relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314 - in the child
        targets = {one.get("Id"): one.get("Target", "") for one in relations}
        book = ElementTree.fromstring(archive.read("xl/workbook.xml"))  # noqa: S314 - in the child
        sheets = [one for one in book.iter() if one.tag.endswith("}sheet")]
        return {one.get("name", ""): _part(targets[one.get(_RELATION)]) for one in sheets}
    except (KeyError, ElementTree.ParseError) as error:
        raise unreadable(
            "the workbook's own table of contents is damaged", "open it in Excel and save it again"
        ) from error


def _part(target: str) -> str:
    return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"


def _damaged_in(sheet: IO[bytes]) -> Cells:
    """Numbers of a sheet that are too long to be exact, by row and column from 0, written as Excel shows them."""
    found: Cells = {}
    window = b""
    while block := sheet.read(2**20):
        window = window[-(2**16) :] + block
        found.update(_damaged(window))
    return found


def _damaged(xml: bytes) -> Iterator[tuple[tuple[int, int], str]]:
    for attributes, digits in _big_numbers(xml):
        is_text = b't="s' in attributes or b't="i' in attributes
        if is_text or abs(float(digits)) < EXACT_BELOW:
            continue
        place = _REFERENCE.search(attributes)
        if not place:
            raise unreadable("a number of 16 digits or more stands in a cell without address", "save it again in Excel")
        yield (int(place[2]) - 1, _column(place[1].decode())), f"{float(digits):.15E}"


def _big_numbers(xml: bytes) -> list[tuple[bytes, bytes]]:
    """Attributes and digits of their cells. Cells that are not written as nearly all programs do are looked for one by
    one."""
    if b":v>" in xml:
        return _BIG_NUMBER.findall(xml)
    found = []
    for hit in _LONG_VALUE.finditer(xml):
        cell = _BIG_NUMBER.match(xml, max(0, xml.rfind(b"<c ", 0, hit.start())))
        if cell is None or cell.end() != hit.end():
            return _BIG_NUMBER.findall(xml)
        found.append((cell[1], cell[2]))
    return found


def _column(letters: str) -> int:
    position = 0
    for letter in letters:
        position = position * 26 + ord(letter) - ord("A") + 1
    return position - 1


def _shown_as_damaged(frame: pl.DataFrame, cells: Cells) -> pl.DataFrame:
    by_column: dict[int, dict[int, str]] = {}
    for (row, column), shown in cells.items():
        if row < frame.height and column < frame.width:
            by_column.setdefault(column, {})[row] = shown
    for column, shown_rows in by_column.items():
        series = frame.to_series(column).scatter(list(shown_rows), list(shown_rows.values()))
        frame = frame.with_columns(series)
    return frame


def _with_suspects_damaged(frame: pl.DataFrame) -> pl.DataFrame:
    """Other formats do not let us see a cell's kind: a column whose long numbers are all exact doubles was numeric."""
    for series in frame.get_columns():
        long = series.filter(series.str.contains(r"^\d{16,}$")).unique().to_list()
        if long and all(int(float(digits)) == int(digits) for digits in long):
            shown = {digits: f"{float(digits):.15E}" for digits in long}
            frame = frame.with_columns(series.replace(shown))
    return frame
