"""Refused rows as a file to edit: the cells as they came, the reasons beside, and the address that leads them back.

It comes back by `kol load` or the Data page, like any file (ingest.corrections). Personal columns are not in it, for
nothing keeps them, and buyers stand under their keys.
"""

from __future__ import annotations

import csv
import io
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import xlsxwriter

from campaigns.errors import NotFound, Refused
from campaigns.records import Load
from campaigns.store import open_store
from ingest import archive, register
from ingest.archive import ArchivedSheet
from ingest.contract import MARKS
from ingest.corrections import cell_texts
from ingest.headers import normalise
from ingest.reject import inert, rejects

MARK_WIDTHS = (14, 14, 12, 60)


@dataclass(frozen=True)
class FixSheet:
    """The refused rows of one sheet: its name, header, and rows of text."""

    name: str
    header: list[str]
    rows: list[list[str]]


def fix_sheets(root: Path, load_id: int) -> list[FixSheet]:
    """The refused rows of a load, sheet by sheet; raises Refused where there is none, NotFound for no such load."""
    frame = rejects(root, load_id)
    with closing(open_store(root)) as store:
        load = next((load for load in register.loads(store) if load.id == load_id), None)
    if load is None:
        raise NotFound("load", str(load_id))
    found = [
        _sheet(root, load, sheet, frame.filter(pl.col("sheet") == sheet.sheet))
        for sheet in archive.read(root, load.sha256).sheets
    ]
    kept = [sheet for sheet in found if sheet.rows]
    if not kept:
        raise Refused(f"Load {load_id} ({load.name}) has no refused rows.")
    return kept


def write_fix_file(root: Path, load_id: int, path: Path) -> int:
    """Write them as .xlsx, or .csv where they are of one sheet; returns how many rows there are."""
    sheets = fix_sheets(root, load_id)
    if path.suffix.lower() not in {".xlsx", ".csv"}:
        raise Refused(f"{path}: expected a name that ends in .xlsx or .csv.")
    if path.suffix.lower() == ".csv" and len(sheets) > 1:
        raise Refused(f"{path}: the rows are of {len(sheets)} sheets, which one CSV cannot hold. Name an .xlsx file.")
    path.write_bytes(as_workbook(sheets) if path.suffix.lower() == ".xlsx" else _as_csv(sheets[0]))
    return sum(len(sheet.rows) for sheet in sheets)


def as_workbook(sheets: list[FixSheet]) -> bytes:
    """As a workbook in which every cell is text: ids keep their digits, and nothing is run."""
    held = io.BytesIO()
    with xlsxwriter.Workbook(held, {"in_memory": True}) as book:
        text, head = book.add_format({"num_format": "@"}), book.add_format({"bold": True, "num_format": "@"})
        why = book.add_format({"num_format": "@", "text_wrap": True, "font_color": "#B00020"})
        for number, sheet in enumerate(sheets, 1):
            page = book.add_worksheet(f"{number} {_sheet_name(sheet.name)}".strip())
            page.freeze_panes(1, len(MARKS))
            for column, width in enumerate([*MARK_WIDTHS, *[18] * (len(sheet.header) - len(MARKS))]):
                page.set_column(column, column, width, text)
            for place, row in enumerate([sheet.header, *sheet.rows]):
                for column, cell in enumerate(row):
                    page.write_string(place, column, cell, head if not place else why if column == 3 else text)
    return held.getvalue()


def _as_csv(sheet: FixSheet) -> bytes:
    held = io.StringIO()
    writer = csv.writer(held)
    writer.writerows([inert(cell) for cell in row] for row in [sheet.header, *sheet.rows])
    return held.getvalue().encode("utf-8-sig")


def _sheet(root: Path, load: Load, sheet: ArchivedSheet, refused: pl.DataFrame) -> FixSheet:
    """The rows in their order; one that was no row at all has empty cells to be filled in."""
    sha256 = sheet.corrects["sha256"] if sheet.corrects else load.sha256
    frame = pl.read_parquet(archive.folder_of(root, load.sha256) / sheet.archive)
    columns = [name for name in frame.columns if name != "source_row"]
    titles = dict(zip(columns, sheet.titles, strict=False)) if len(sheet.titles) == len(columns) else {}
    header = [*MARKS, *(_header(name, titles.get(name, "")) for name in columns)]
    wanted = refused["source_row"].unique().sort().to_list()
    cells = {
        row["source_row"]: [row[name] for name in columns]
        for row in cell_texts(frame.filter(pl.col("source_row").is_in(wanted))).iter_rows(named=True)
    }
    rows = [
        [
            sha256,
            sheet.sheet,
            str(row),
            _why(refused.filter(pl.col("source_row") == row)),
            *cells.get(row, [""] * len(columns)),
        ]
        for row in wanted
    ]
    return FixSheet(sheet.sheet, header, rows)


def _header(name: str, title: str) -> str:
    """What the file itself calls the column, where that leads back to it."""
    return title if normalise(title) == name else name


def _why(refused: pl.DataFrame) -> str:
    return "\n".join(
        f"{row['column_name'] or 'row'}: {row['value'] or ''} – expected {row['rule']}; {row['remedy']}"
        for row in refused.unique(["column_name", "code"], maintain_order=True).iter_rows(named=True)
    )


def _sheet_name(name: str) -> str:
    return "".join(sign for sign in name if sign not in "[]:*?/\\'")[:24]
