"""Answers of an open API, saved as they came: `{"code": 0, "success": true, "data": {"orderList": […]}}`, one or a list
of them, or the bare records.

The records are found by the keys that they must have, not by the names of what wraps them. An answer that says that it
failed has none.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ingest.sources.nesting import Record, flat

DEEPEST = 3
PLACE = "#"
"""Of the column `lines.#`: where in its record a line stands, from 1, so that a record can be told from the next."""


def unfolding(*marks: str, lines: str = "") -> Callable[[Record], list[Record] | None]:
    """An `unfold` for records that have all `marks`; with `lines`, every object in that list is a row of its own as
    `lines.name`, beside the record's cells. A record without lines stays one row, to be rejected by its address."""
    wanted = frozenset(marks)

    def unfold(record: Record) -> list[Record] | None:
        found = None if record.get("success") is False else _records(record, wanted, DEEPEST)
        return None if found is None else [row for one in found for row in _rows(one, lines)]

    return unfold


def _records(value: Any, marks: frozenset[str], depth: int) -> list[Any] | None:
    if isinstance(value, list):
        return value if any(isinstance(one, dict) and marks <= one.keys() for one in value) else None
    if not isinstance(value, dict):
        return None
    if marks <= value.keys():
        return [value]
    inside = (_records(part, marks, depth - 1) for part in value.values()) if depth else iter(())
    return next((found for found in inside if found is not None), None)


def _rows(record: Any, lines: str) -> list[Record]:
    if not isinstance(record, dict):
        return [{"record": record}]
    inside = record.get(lines)
    if not lines or not isinstance(inside, list) or not inside:
        return [flat(record)]
    own = flat({name: value for name, value in record.items() if name != lines})
    return [
        {**own, f"{lines}.{PLACE}": place, **flat(one if isinstance(one, dict) else {"line": one}, f"{lines}.")}
        for place, one in enumerate(inside, 1)
    ]
