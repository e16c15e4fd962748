"""A pasted sheet of samples: which column is what, and what each cell says. Pure; names are looked up by the action.

Chinese and English headers and words are read. What identifies a receiver (name, telephone, address) is left out and
kept nowhere. Every cell that cannot be read is named as the spreadsheet names it.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

from campaigns.errors import BadValue, CellsRefused
from campaigns.money import parse_yuan
from campaigns.records import SAMPLE_STATES

MOST_ROWS = 5_000

HEADERS = {
    "id": ("编号", "样品编号", "sample", "sample id", "id", "no.", "no"),
    "campaign": ("活动", "活动名称", "活动编码", "campaign", "campaign code"),
    "kol": ("达人", "达人昵称", "达人名称", "昵称", "达人id", "kol", "kol name", "kol id", "kol_id"),
    "product": ("产品", "商品", "产品名称", "商品名称", "产品id", "商品id", "product", "product name", "product_id"),
    "units": ("数量", "件数", "units", "qty", "quantity"),
    "shipping_fen": ("运费", "运费（元）", "运费(元)", "快递费", "shipping", "shipping cost", "shipping (yuan)"),
    "carrier": ("承运商", "快递", "快递公司", "物流公司", "carrier", "courier"),
    "tracking_no": ("运单号", "快递单号", "物流单号", "单号", "tracking", "tracking no", "tracking number"),
    "state": ("状态", "state", "status"),
    "requested_date": ("申请日期", "requested", "requested on"),
    "approved_date": ("批准日期", "审批日期", "approved", "approved on"),
    "shipped_date": ("寄出日期", "发货日期", "shipped", "shipped on"),
    "delivered_date": ("签收日期", "delivered", "delivered on"),
    "extended_until_date": ("延期至", "extended until"),
    "waiver_reason": ("免发原因", "不发原因", "reason", "waiver reason"),
    "feedback": ("反馈", "达人反馈", "feedback"),
    "rating": ("评分", "打分", "rating"),
}  # fmt: skip
"""What a column may be called, by the field it fills."""

PERSONAL = ("收件人", "收货人", "电话", "手机", "手机号", "收件电话", "地址", "收件地址", "收货地址", "备注",
            "receiver", "phone", "telephone", "address", "remark", "remarks")  # fmt: skip
"""Columns that are passed over."""

STATES = {
    "requested": ("申请中", "待审核", "已申请"),
    "approved": ("已批准", "待寄出", "待发货"),
    "shipped": ("已寄出", "运输中", "已发货"),
    "delivered": ("已签收", "已送达"),
    "note_owed": ("待发笔记", "待交作业", "note owed"),
    "posted": ("已发布", "已完成"),
    "waived": ("免发", "已免除", "已关闭"),
    "returned": ("已退回",),
    "lost": ("已丢失", "丢件"),
}
"""Words for a state, besides its own."""

_FIELD_OF = {name: field for field, names in HEADERS.items() for name in (field, *names)}
_STATE_OF = {word: state for state in SAMPLE_STATES for word in (state, *STATES[state])}
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?\Z", re.ASCII)
_LOST_DIGITS = re.compile(r"\d(?:\.\d+)?e\+?\d+\Z", re.IGNORECASE | re.ASCII)


class Cell(NamedTuple):
    """One cell: how the spreadsheet calls it, and the text in it."""

    place: str
    text: str


class Line(NamedTuple):
    """A row of the sheet: the number people see, its cells by field, and what those say that need no looking up."""

    row: int
    cells: dict[str, Cell]
    values: dict[str, Any]


def read(text: str) -> list[Line]:
    """The rows under the header. Raises CellsRefused with every cell that cannot be read."""
    rows = [(number, row) for number, row in enumerate(_table(text), start=1) if any(cell.strip() for cell in row)]
    if len(rows) < 2:
        raise CellsRefused([BadValue("the sheet", text[:40], "a header row and at least one row under it", "E-SHEET")])
    if len(rows) > MOST_ROWS + 1:
        raise CellsRefused([BadValue("the sheet", f"{len(rows) - 1} rows", f"at most {MOST_ROWS} rows", "E-SHEET")])
    bad: list[BadValue] = []
    fields = _fields(rows[0][1], bad)
    lines = [] if bad else [_line(number, row, fields, bad) for number, row in rows[1:]]
    if bad:
        raise CellsRefused(bad)
    return lines


def _table(text: str) -> list[list[str]]:
    header = text.lstrip("\ufeff\r\n").partition("\n")[0]
    delimiter = "\t" if "\t" in header else ","
    return list(csv.reader(io.StringIO(text.lstrip("\ufeff")), delimiter=delimiter))


def _fields(header: list[str], bad: list[BadValue]) -> dict[int, tuple[str, str]]:
    """Field and title by position."""
    fields: dict[int, tuple[str, str]] = {}
    for place, title in enumerate(header):
        name = " ".join(unicodedata.normalize("NFKC", title).casefold().split())
        field = _FIELD_OF.get(name)
        if not name or name in PERSONAL:
            continue
        if field is None or field in (taken for taken, _ in fields.values()):
            expected = ", ".join(names[0] for names in HEADERS.values())
            bad.append(BadValue(f"cell {letters(place)}1", title, f"a column once, of: {expected}", "E-HEADER"))
        fields[place] = (field or "", title.strip())
    present = {field for field, _ in fields.values()}
    if not bad and "id" not in present and not {"kol", "product"} <= present:
        bad.append(
            BadValue("the header", ", ".join(header)[:80], "a column 编号, or the columns 达人 and 产品", "E-HEADER")
        )
    return fields


def _line(number: int, row: list[str], fields: dict[int, tuple[str, str]], bad: list[BadValue]) -> Line:
    cells: dict[str, Cell] = {}
    values: dict[str, Any] = {}
    for place, (field, title) in fields.items():
        text = unicodedata.normalize("NFKC", row[place] if place < len(row) else "").strip()
        cell = cells[field] = Cell(f"cell {letters(place)}{number} ({title})", text)
        if not text or field not in _READ:
            continue
        try:
            values[field] = _READ[field](cell.place, text)
        except BadValue as problem:
            bad.append(problem)
    return Line(number, cells, values)


def letters(place: int) -> str:
    """How a spreadsheet calls the column at `place`, counted from 0."""
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def _whole(where: str, text: str) -> int:
    if not re.fullmatch(r"\d{1,9}", text, re.ASCII):
        raise BadValue(where, text, "a whole number", "E-NUMBER")
    return int(text)


def _yuan(where: str, text: str) -> int:
    return parse_yuan(text.removeprefix("¥").replace(",", ""), where)


def _number(where: str, text: str) -> str:
    if _LOST_DIGITS.match(text):
        raise BadValue(
            where,
            text,
            "a tracking number as text; this one has lost digits, format the column as text",
            "E-ID-PRECISION",
        )
    return text.replace(" ", "")


def _state(where: str, text: str) -> str:
    found = _STATE_OF.get(text.casefold())
    if found is None:
        raise BadValue(where, text, f"one of {', '.join(STATES[state][0] for state in SAMPLE_STATES)}", "E-STATE")
    return found


def _day(where: str, text: str) -> date:
    found = _DAY.match(text)
    try:
        return date(*(int(part) for part in found.groups())) if found else _no_day(where, text)
    except ValueError as error:
        raise BadValue(where, text, "a date that exists", "E-DATE") from error


def _no_day(where: str, text: str) -> date:
    raise BadValue(where, text, "a date such as 2026-11-05", "E-DATE")


def _words(where: str, text: str) -> str:
    if len(text) > 500:
        raise BadValue(where, text[:80], "at most 500 characters", "E-TEXT")
    return " ".join(text.split())


_READ: dict[str, Callable[[str, str], Any]] = {
    "id": _whole, "units": _whole, "rating": _whole, "shipping_fen": _yuan, "tracking_no": _number, "state": _state,
    "carrier": _words, "waiver_reason": _words, "feedback": _words,
    **dict.fromkeys(
        ("requested_date", "approved_date", "shipped_date", "delivered_date", "extended_until_date"), _day
    ),
}  # fmt: skip
