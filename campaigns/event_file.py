"""Reads events as `kol commission` takes them: strict CSV, every refusal naming its column and row."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from campaigns.errors import BadValue, Refused
from campaigns.events import KINDS, NOTE_PUBLISHED, ORDER, REFUND, Event
from campaigns.money import parse_yuan, yuan

ORDER_AMOUNTS = ("list", "brand_discount", "platform_discount", "shipping", "tax", "paid")
REFUND_AMOUNTS = ("refund_goods", "refund_shipping")
AMOUNTS = (*ORDER_AMOUNTS, *REFUND_AMOUNTS)
COLUMNS = ("event_id", "kind", "at", "order_id", "line_no", *AMOUNTS)

OWN_AMOUNTS = {ORDER: ORDER_AMOUNTS, REFUND: REFUND_AMOUNTS, NOTE_PUBLISHED: ()}
"""The amounts an event of a kind may carry; elsewhere they would be dropped without a word, so they are refused."""

SHOWN_FAULTS = 20

_INSTANT = re.compile(
    r"[12]\d{3}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{1,6})?)?(?P<zone>Z|[+-]\d\d:?\d\d|[+-]\d\d)?\Z", re.ASCII
)
_LINE_NO = re.compile(r"\d{1,9}\Z", re.ASCII)
_LOST_DIGITS = re.compile(r"\d\.\d+[eE]\+\d+\Z", re.ASCII)


def read_events(path: Path) -> list[Event]:
    """Events of a CSV file (UTF-8, BOM allowed); raises Refused with all faults found, or BadValue for the file itself.

    Rows are numbered as an editor shows them: the header is row 1.
    """
    events: list[Event] = []
    faults: list[str] = []
    count = 0
    for row, cells in _rows(path):
        try:
            events.append(parse_event(cells, f"{path.name}, row {row}"))
        except BadValue as fault:
            count += 1
            if len(faults) < SHOWN_FAULTS:
                faults.append(str(fault))
    if count:
        more = [f"… and {count - len(faults)} rows more."] if count > len(faults) else []
        raise Refused("\n".join([*faults, *more]))
    return events


def parse_event(cells: Sequence[str], where: str) -> Event:
    """One row, its cells in the order of COLUMNS; raises BadValue naming the column."""
    event_id, kind, at, order_id, line_no = (cell.strip() for cell in cells[:5])
    if kind not in KINDS:
        raise BadValue(f"{where}, column kind", kind, f"one of {', '.join(KINDS)}", "E-KIND")
    _check_id(event_id, f"{where}, column event_id")
    if kind != NOTE_PUBLISHED:
        _check_id(order_id, f"{where}, column order_id")
    if line_no and not _LINE_NO.match(line_no):
        raise BadValue(f"{where}, column line_no", line_no, "a whole number, such as 1", "E-LINE-NO")
    instant = parse_instant(at, f"{where}, column at")
    fen = [_amount(cell, f"{where}, column {name}") for name, cell in zip(AMOUNTS, cells[5:], strict=True)]
    _check_amounts(kind, dict(zip(AMOUNTS, fen, strict=True)), where)
    facts: tuple[object, ...] = (event_id, kind, instant, order_id, int(line_no or 0), *fen, ",".join(cells))
    return Event._make(facts)


def parse_instant(text: str, where: str) -> datetime:
    """An ISO 8601 date and time with its offset; raises BadValue, also for a time without one."""
    found = _INSTANT.match(text)
    expected = "a date and time with its offset, such as 2026-05-31T23:59:59+08:00"
    if not found or not found["zone"]:
        without = " (the offset is missing)" if found else ""
        raise BadValue(where, text, f"{expected}{without}", "E-TIME")
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except ValueError as error:
        raise BadValue(where, text, f"{expected} ({error})", "E-TIME") from error


def _rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Row numbers and cells in the order of COLUMNS; rows without any text are left out."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, strict=True)
            places, width, row = None, 0, 1
            for cells in reader:
                if cells and places is None:
                    places, width = _places(cells, path.name), len(cells)
                elif cells and places is not None:
                    if len(cells) != width:
                        raise BadValue(f"{path.name}, row {row}", f"{len(cells)} cells", f"{width} cells", "E-RAGGED")
                    if any(cells):
                        yield row, [cells[place] for place in places]
                row = reader.line_num + 1
            if places is None:
                raise BadValue(path.name, "", f"a header with the columns {', '.join(COLUMNS)}", "E-HEADER")
    except csv.Error as error:
        raise BadValue(f"{path.name}, row {row}", "", f"CSV ({error})", "E-CSV") from error
    except UnicodeDecodeError as error:
        raise BadValue(path.name, repr(error.object[error.start : error.end]), "text in UTF-8", "E-ENCODING") from error


def _places(header: Sequence[str], name: str) -> list[int]:
    names = [cell.strip() for cell in header]
    for column in names:
        if column not in COLUMNS:
            raise BadValue(f"{name}, row 1", column, f"only the columns {', '.join(COLUMNS)}", "E-HEADER")
        if names.count(column) > 1:
            raise BadValue(f"{name}, row 1", column, "each column once", "E-HEADER")
    missing = [column for column in COLUMNS if column not in names]
    if missing:
        raise BadValue(f"{name}, row 1", ",".join(names), f"also the columns {', '.join(missing)}", "E-HEADER")
    return [names.index(column) for column in COLUMNS]


def _check_id(text: str, where: str) -> None:
    if not text:
        raise BadValue(where, text, "an id", "E-ID")
    if _LOST_DIGITS.match(text):
        expected = "an id with all its digits; format the column as text and export again"
        raise BadValue(where, text, expected, "E-ID-PRECISION")
    if "\x00" in text:
        raise BadValue(where, text, "an id without control characters", "E-ID")


def _amount(cell: str, where: str) -> int:
    if not cell:
        return 0
    fen = parse_yuan(cell, where) if cell.strip() else 0
    if fen < 0:
        raise BadValue(where, cell, "an amount that is not negative", "E-MONEY")
    return fen


def _check_amounts(kind: str, fen: dict[str, int], where: str) -> None:
    own = OWN_AMOUNTS[kind]
    for name, amount_fen in fen.items():
        if amount_fen and name not in own:
            raise BadValue(f"{where}, column {name}", yuan(amount_fen), f"nothing in an event of kind {kind}", "E-KIND")
    owed_fen = fen["list"] - fen["brand_discount"] - fen["platform_discount"]
    if fen["paid"] != owed_fen:
        expected = f"list less both discounts, {yuan(owed_fen)}"
        raise BadValue(f"{where}, column paid", yuan(fen["paid"]), expected, "E-PAID")
