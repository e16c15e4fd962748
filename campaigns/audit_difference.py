"""What an entry of the audit changed: its fields before and after, one by one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from campaigns.records import AuditEntry

UNSAID = ("id", "version", "versions", "text_hash", "fingerprint", "start", "end")
"""Fields that tell people nothing: the row is named by the entry, versions rise with every save."""


@dataclass(frozen=True)
class Difference:
    """One field; None where there was no row, or the field held nothing."""

    field: str
    before: Any
    after: Any


def differences(entry: AuditEntry) -> list[Difference]:
    """The fields that differ, in the order of the row; of a new or removed row those that hold something.

    Several rows in one entry (`{"rows": […]}` or lists) differ field by field under their place: `rows.3.state`.
    """
    before, after = _flat(entry.before), _flat(entry.after)
    names = [*after, *(name for name in before if name not in after)]
    found = [
        Difference(name, before.get(name), after.get(name)) for name in names if not set(name.split(".")) & set(UNSAID)
    ]
    return [
        one for one in found if one.before != one.after and not (_is_nothing(one.before) and _is_nothing(one.after))
    ]


def reason(entry: AuditEntry) -> str:
    """Why a refused entry was refused."""
    return str((entry.after or {}).get("reason", ""))


def _flat(value: Any, place: str = "") -> dict[str, Any]:
    """Nested rows as fields named by their place; lists of plain values stay whole."""
    if isinstance(value, dict):
        found: dict[str, Any] = {}
        for name, item in value.items():
            found |= _flat(item, f"{place}.{name}" if place else str(name))
        return found
    if isinstance(value, list) and any(isinstance(item, dict | list) for item in value):
        return _flat({str(number): item for number, item in enumerate(value, start=1)}, place)
    return {place: value} if place else {}


def _is_nothing(value: Any) -> bool:
    return value in (None, "", [], {}, False)
