"""JSON that nests, as flat rows under dotted names: `{"click": {"id": 1}}` is the column `click.id`.

A source whose records nest, or hold a list of what is one row each, says so with `unfold`. All that a record states is
kept, so that the archive holds what came, but for keys inside lists that speak of a person.
"""

from __future__ import annotations

import re
from typing import Any

from ingest.personal import is_personal

Record = dict[str, Any]
DEEPEST = 4
_FACE = re.compile(r"avatar|head_?photo|nick_?name|gender|signed_?by", re.IGNORECASE)
"""Of people, but not in the name of a column: there it may be the KOL's own."""


def flat(record: Record, prefix: str = "", depth: int = DEEPEST) -> Record:
    """The record with objects inside it as dotted columns; lists stay lists, less personal keys."""
    row: Record = {}
    for key, value in record.items():
        if isinstance(value, dict) and value and depth:
            row.update(flat(value, f"{prefix}{key}.", depth - 1))
        else:
            row[f"{prefix}{key}"] = without_people(value)
    return row


def without_people(value: Any) -> Any:
    """Lists and objects without the keys whose name speaks of a person, however deep."""
    if isinstance(value, list):
        return [without_people(one) for one in value]
    if isinstance(value, dict):
        return {key: without_people(one) for key, one in value.items() if not (is_personal(key) or _FACE.search(key))}
    return value


def each(record: Record, lists: str, prefix: str = "") -> list[Record]:
    """One row per object in the list at the dotted place `lists`, each with what the record itself states."""
    inside = at(record, lists)
    own = {name: value for name, value in flat(record).items() if name != lists}
    return [{**own, **flat(one, prefix)} for one in inside if isinstance(one, dict)] if isinstance(inside, list) else []


def at(record: Any, place: str) -> Any:
    """What stands at a dotted place, or None."""
    for key in place.split("."):
        record = record.get(key) if isinstance(record, dict) else None
    return record


def objects(record: Any, place: str, *keys: str) -> list[Record]:
    """The objects of the list at a dotted place, where at least one of them has all of the keys; else none."""
    found = at(record, place) if place else record
    inside = [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
    return inside if any(all(key in one for key in keys) for one in inside) else []
