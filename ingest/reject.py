"""Refused rows as people read them: file, sheet, row, column, value, what was expected, what to do."""

from __future__ import annotations

import csv
from contextlib import closing
from pathlib import Path

import polars as pl

from campaigns.warehouse import open_reader

_REJECTS = Path(__file__).with_name("rejects.sql")
_LIVE = ("=", "+", "-", "@", "\t", "\r", "|", "%")
"""How a cell begins that a spreadsheet would run as a formula."""


def rejects(root: Path, load_id: int | None = None) -> pl.DataFrame:
    """load_id, file, sheet, source_row, column_name, table_name, code, value, rule, remedy; of one load or of all."""
    with closing(open_reader(root)) as reader:
        return reader.query(_REJECTS.read_text(encoding="utf-8"), {"load_id": load_id})


def address(row: dict[str, object]) -> str:
    """One refused row as a line: `E-ID-PRECISION  orders.xlsx › Sheet1 › row 18, 订单号: '6.8E+18' – expected …; …`."""
    place = " › ".join(str(part) for part in (row["file"], row["sheet"]) if part)
    column = f", {row['column_name']}" if row["column_name"] else ""
    value = "nothing" if row["value"] is None else repr(row["value"])
    return (
        f"{row['code']}  {place} › row {row['source_row']}{column}: {value} – expected {row['rule']}; {row['remedy']}."
    )


def write_csv(frame: pl.DataFrame, path: Path) -> None:
    """Write rejects for a spreadsheet: UTF-8 with its mark, and no cell that would be run."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(frame.columns)
        writer.writerows([inert(value) for value in row] for row in frame.iter_rows())


def inert(value: object) -> object:
    """A text that a spreadsheet shows and never runs."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_LIVE) else value
