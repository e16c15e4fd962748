"""Reads path tables (CSV or Parquet) as `kol credit` takes them; every refusal names its column and row."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import polars as pl

from campaigns.attribution import Journey
from campaigns.errors import BadValue

PATH, CONVERSIONS, VALUE, NULL, HOURS = "path", "conversions", "value", "null", "hours"

_NUMBER = re.compile(r"-?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,2})?\Z", re.ASCII)


def read_journeys(path: Path, *, with_hours: bool = False) -> list[Journey]:
    """Journeys of a path table; `value` is None where the column is missing. Raises BadValue.

    Columns: path (`A > B > C`), conversions, optional value and null, and for time decay hours (`48 > 2.5 > 0`).
    Others are left alone, so that any tool's export will do. Rows are numbered with the header as row 1.
    """
    columns = _parquet(path) if path.suffix.lower() == ".parquet" else _csv(path)
    needed = (PATH, CONVERSIONS, HOURS) if with_hours else (PATH, CONVERSIONS)
    for name in needed:
        if name not in columns:
            raise BadValue(f"{path.name}, header", ", ".join(columns), f"a column {name}", "E-HEADER")
    read = (PATH, CONVERSIONS, VALUE, NULL, *((HOURS,) if with_hours else ()))
    present = [name for name in read if name in columns]
    rows = zip(*(columns[name] for name in present), strict=True)
    return [
        _journey(dict(zip(present, cells, strict=True)), f"{path.name}, row {row}")
        for row, cells in enumerate(rows, start=2)
    ]


def _journey(cells: Mapping[str, str], where: str) -> Journey:
    touches = _listed(cells[PATH], f"{where}, column {PATH}")
    value = _number(cells[VALUE], f"{where}, column {VALUE}") if VALUE in cells else None
    hours: tuple[float, ...] = ()
    if HOURS in cells:
        column = f"{where}, column {HOURS}"
        hours = tuple(_count(text, column) for text in _listed(cells[HOURS], column))
        if len(hours) != len(touches):
            raise BadValue(column, cells[HOURS], f"one number per touch, {len(touches)}", "E-HOURS")
    conversions = _count(cells[CONVERSIONS], f"{where}, column {CONVERSIONS}")
    nulls = _count(cells.get(NULL, ""), f"{where}, column {NULL}")
    return Journey(touches, conversions, value, nulls, hours)


def _listed(text: str, where: str) -> tuple[str, ...]:
    if not text.strip():
        return ()
    names = tuple(name.strip() for name in text.split(">"))
    if not all(names):
        raise BadValue(where, text, "a name before and after every >", "E-PATH")
    return names


def _number(text: str, where: str) -> float:
    cell = text.strip()
    if not cell:
        return 0.0
    if not _NUMBER.match(cell):
        raise BadValue(where, text, "a number, such as 12 or 12.5", "E-NUMBER")
    return float(cell)


def _count(text: str, where: str) -> float:
    number = _number(text, where)
    if number < 0:
        raise BadValue(where, text, "a number that is not negative", "E-NUMBER")
    return number


def _csv(path: Path) -> dict[str, Sequence[str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = [cells for cells in csv.reader(file, strict=True) if cells]
    except csv.Error as error:
        raise BadValue(path.name, "", f"CSV ({error})", "E-CSV") from error
    except UnicodeDecodeError as error:
        raise BadValue(path.name, repr(error.object[error.start : error.end]), "text in UTF-8", "E-ENCODING") from error
    if not rows:
        raise BadValue(path.name, "", f"a header with the columns {PATH} and {CONVERSIONS}", "E-HEADER")
    header = [name.strip() for name in rows[0]]
    _check_header(header, path)
    for row, cells in enumerate(rows, start=1):
        if len(cells) != len(header):
            raise BadValue(f"{path.name}, row {row}", f"{len(cells)} cells", f"{len(header)} cells", "E-RAGGED")
    columns = zip(*rows[1:], strict=True) if len(rows) > 1 else ((),) * len(header)
    return dict(zip(header, columns, strict=True))


def _parquet(path: Path) -> dict[str, Sequence[str]]:
    try:
        frame = pl.read_parquet(path)
    except pl.exceptions.PolarsError as error:
        raise BadValue(path.name, "", f"a Parquet file ({error})", "E-PARQUET") from error
    known = [name for name in frame.columns if name in (PATH, CONVERSIONS, VALUE, NULL, HOURS)]
    return {name: [_cell(value) for value in frame[name].to_list()] for name in known}


def _cell(value: object) -> str:
    return "" if value is None else str(value)


def _check_header(header: Iterable[str], path: Path) -> None:
    names = list(header)
    for name in names:
        if names.count(name) > 1:
            raise BadValue(f"{path.name}, header", name, "each column once", "E-HEADER")
