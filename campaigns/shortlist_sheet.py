"""A pasted shortlist: which column is what, and what each cell says. Pure; agencies are looked up by the action.

Columns are separated by tabs, as a spreadsheet copies them, or by commas. Every cell that cannot be read is named as
the spreadsheet names it; columns that say nothing about a shortlist are passed over.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Callable
from datetime import date
from typing import Any

from campaigns.errors import BadValue, CellsRefused
from campaigns.money import parse_yuan

HEADERS = {
    "kol_id": ("达人id", "博主id", "小红书用户id", "用户id", "kol id", "user id"),
    "kol_name": ("达人昵称", "博主昵称", "达人名称", "昵称", "达人", "博主", "kol", "kol name", "name"),
    "agency": ("机构", "所属机构", "mcn", "mcn机构", "agency"),
    "quote_fen": ("报价", "报价（元）", "报价(元)", "价格", "quote", "quote (yuan)", "price"),
    "kind": ("形式", "笔记类型", "合作形式", "kind", "note kind"),
    "owner": ("负责人", "跟进人", "owner"),
    "next_step": ("下一步", "跟进事项", "next step"),
    "next_date": ("跟进日期", "下一步日期", "截止日期", "next date", "due"),
    "tags": ("标签", "tags"),
}
"""What a column may be called, by the field it fills."""

NEEDED = ("kol_id", "kol_name")
KINDS = {"图文": "image", "image": "image", "视频": "video", "video": "video"}
_FIELD_OF = {name: field for field, names in HEADERS.items() for name in (field, *names)}
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?\Z", re.ASCII)
_LOST_DIGITS = re.compile(r"\d(?:\.\d+)?e\+?\d+\Z", re.IGNORECASE | re.ASCII)


def read(text: str) -> list[dict[str, Any]]:
    """The lines that `import_shortlist` takes, each with its `row`. Raises CellsRefused with every unreadable cell."""
    table = [(number, row) for number, row in enumerate(_table(text), start=1) if any(cell.strip() for cell in row)]
    if len(table) < 2:
        raise CellsRefused([BadValue("the sheet", text[:40], "a header row and at least one row under it", "E-SHEET")])
    fields = _fields(table[0][1])
    bad: list[BadValue] = []
    lines = [_line(number, row, fields, bad) for number, row in table[1:]]
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


def _table(text: str) -> list[list[str]]:
    clean = text.lstrip("\ufeff")
    delimiter = "\t" if "\t" in clean.lstrip("\r\n").partition("\n")[0] else ","
    try:
        return list(csv.reader(io.StringIO(clean.replace("\0", "")), delimiter=delimiter))
    except csv.Error as error:
        raise CellsRefused([BadValue("the sheet", text[:40], f"a table ({error})", "E-SHEET")]) from error


def _fields(header: list[str]) -> dict[int, tuple[str, str]]:
    """Field and title of each column by its place; columns of other things are left out."""
    fields: dict[int, tuple[str, str]] = {}
    for column, title in enumerate(header):
        field = _FIELD_OF.get(" ".join(unicodedata.normalize("NFKC", title).casefold().split()))
        if field is not None and field in [taken for taken, _ in fields.values()]:
            raise CellsRefused([BadValue(place(column, 1), title, "each column once", "E-HEADER")])
        if field is not None:
            fields[column] = (field, title.strip())
    present = [field for field, _ in fields.values()]
    missing = [HEADERS[field][0] for field in NEEDED if field not in present]
    if missing:
        expected = f"the columns {' and '.join(missing)}; others may follow"
        raise CellsRefused([BadValue("the header", ", ".join(header)[:80], expected, "E-HEADER")])
    return fields


def _line(number: int, row: list[str], fields: dict[int, tuple[str, str]], bad: list[BadValue]) -> dict[str, Any]:
    line: dict[str, Any] = {"row": number, "places": {}}
    for column, (field, title) in fields.items():
        text = (row[column] if column < len(row) else "").strip()
        where = line["places"][field] = f"{place(column, number)} ({title})"
        if not text and field not in NEEDED:
            continue
        try:
            line[field] = _READ.get(field, _as_it_is)(where, text)
        except BadValue as problem:
            bad.append(problem)
    return line


def _as_it_is(_where: str, text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _identifier(where: str, text: str) -> str:
    if _LOST_DIGITS.match(text):
        raise BadValue(
            where, text, "an id as text; this one has lost digits, format the column as text", "E-ID-PRECISION"
        )
    return text


def _yuan(where: str, text: str) -> int:
    return parse_yuan(unicodedata.normalize("NFKC", text).removeprefix("¥").replace(",", "").strip(), where)


def _kind(where: str, text: str) -> str:
    found = KINDS.get(text.casefold())
    if found is None:
        raise BadValue(where, text, "图文 (image) or 视频 (video)")
    return found


def _day(where: str, text: str) -> date:
    found = _DAY.match(unicodedata.normalize("NFKC", text))
    try:
        year, month, day = (int(part) for part in found.groups()) if found else (0, 0, 0)
        return date(year, month, day)
    except ValueError as error:
        raise BadValue(where, text, "a date such as 2026-11-05", "E-DATE") from error


def _tags(_where: str, text: str) -> list[str]:
    return [tag.strip() for tag in re.split(r"[,，;；、]", text) if tag.strip()]


_READ: dict[str, Callable[[str, str], Any]] = {
    "kol_id": _identifier, "quote_fen": _yuan, "kind": _kind, "next_date": _day, "tags": _tags,
}  # fmt: skip
