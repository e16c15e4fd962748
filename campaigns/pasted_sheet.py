"""A table pasted from a spreadsheet: which column is what, and what each cell says. Pure.

Columns are separated by tabs, as a spreadsheet copies them, or by commas. Every cell that cannot be read is named as
the spreadsheet names it; columns that the layout does not know are passed over.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from campaigns.errors import BadValue, CellsRefused
from campaigns.money import parse_yuan

Read = Callable[[str, str], Any]
"""Where a cell stands and what it says → its value; raises BadValue."""

_LOST_DIGITS = re.compile(r"\d(?:\.\d+)?e\+?\d+\Z", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True)
class Layout:
    """What the columns of a sheet may be called, by the field they fill; which must be there; how cells are read."""

    headers: Mapping[str, tuple[str, ...]]
    needed: tuple[str, ...]
    readers: Mapping[str, Read] = field(default_factory=dict)

    def field_of(self, title: str) -> str | None:
        """The field that a column of this title fills."""
        wanted = " ".join(unicodedata.normalize("NFKC", title).casefold().split())
        return next((name for name, titles in self.headers.items() if wanted in (name, *titles)), None)


def read(text: str, layout: Layout) -> list[dict[str, Any]]:
    """The lines of a sheet, each with its `row` and the `places` of its cells. Raises CellsRefused with every
    unreadable cell."""
    table = [(number, row) for number, row in enumerate(_table(text), start=1) if any(cell.strip() for cell in row)]
    if len(table) < 2:
        raise CellsRefused([BadValue("the sheet", text[:40], "a header row and at least one row under it", "E-SHEET")])
    fields = _fields(table[0][1], layout)
    bad: list[BadValue] = []
    lines = [_line(number, row, fields, layout, bad) for number, row in table[1:]]
    if bad:
        raise CellsRefused(bad)
    return lines


def place(column: int, row: int) -> str:
    """How a spreadsheet calls a cell; the column is counted from 0."""
    name, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return f"cell {name}{row}"


def as_it_is(_where: str, text: str) -> str:
    """A text."""
    return unicodedata.normalize("NFKC", text)


def identifier(where: str, text: str) -> str:
    """An id with all its digits."""
    if _LOST_DIGITS.match(text):
        raise BadValue(
            where, text, "an id as text; this one has lost digits, format the column as text", "E-ID-PRECISION"
        )
    return text


def fen(where: str, text: str) -> int:
    """An amount in yuan, in fen."""
    return parse_yuan(unicodedata.normalize("NFKC", text).removeprefix("¥").replace(",", "").strip(), where)


def _table(text: str) -> list[list[str]]:
    clean = text.lstrip("\ufeff")
    delimiter = "\t" if "\t" in clean.lstrip("\r\n").partition("\n")[0] else ","
    try:
        return list(csv.reader(io.StringIO(clean.replace("\0", "")), delimiter=delimiter))
    except csv.Error as error:
        raise CellsRefused([BadValue("the sheet", text[:40], f"a table ({error})", "E-SHEET")]) from error


def _fields(header: list[str], layout: Layout) -> dict[int, tuple[str, str]]:
    """Field and title of each column by its place; columns of other things are left out."""
    fields: dict[int, tuple[str, str]] = {}
    for column, title in enumerate(header):
        name = layout.field_of(title)
        if name is not None and name in [taken for taken, _ in fields.values()]:
            raise CellsRefused([BadValue(place(column, 1), title, "each column once", "E-HEADER")])
        if name is not None:
            fields[column] = (name, title.strip())
    present = [name for name, _ in fields.values()]
    missing = [layout.headers[name][0] for name in layout.needed if name not in present]
    if missing:
        expected = f"the columns {' and '.join(missing)}; others may follow"
        raise CellsRefused([BadValue("the header", ", ".join(header)[:80], expected, "E-HEADER")])
    return fields


def _line(
    number: int, row: list[str], fields: dict[int, tuple[str, str]], layout: Layout, bad: list[BadValue]
) -> dict[str, Any]:
    line: dict[str, Any] = {"row": number, "places": {}}
    for column, (name, title) in fields.items():
        text = (row[column] if column < len(row) else "").strip()
        where = line["places"][name] = f"{place(column, number)} ({title})"
        if not text and name not in layout.needed:
            continue
        try:
            line[name] = layout.readers.get(name, as_it_is)(where, text)
        except BadValue as problem:
            bad.append(problem)
    return line
