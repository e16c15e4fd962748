"""Column mappings: how files with a header that no importer knows are read from now on."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, TypedDict, Unpack

from sqlmodel import Session

from campaigns import field_mapping, rights
from campaigns.actions import checks, rows
from campaigns.actions.request import Actor, Change, perform
from campaigns.errors import BadValue
from campaigns.mapping_records import ColumnMapping
from campaigns.store import Store

_FINGERPRINT = re.compile(r"[0-9a-f]{64}\Z")
_MOST_COLUMNS = 2_000


class MappingFields(TypedDict, total=False):
    fingerprint: str
    name: str
    table_name: str
    columns: list[str]
    fields: Mapping[str, Mapping[str, str]]
    is_whole_list: bool
    is_archived: bool


def save_mapping(
    store: Store, actor: Actor, key: str, *, version: int | None = None, **fields: Unpack[MappingFields]
) -> ColumnMapping:
    """Save how sheets of the header `fingerprint` are read, or replace what is saved if it still has `version`.

    What was loaded before keeps the mapping it was read with.
    """
    given: dict[str, Any] = {**fields, "entered_by": actor.who}

    def work(session: Session) -> Change:
        rights.allow(session, actor, "save_mapping")
        return rows.write(session, _KIND, version, given)

    change = perform(store, actor, key, "save_mapping", {"version": version, **given}, work)
    return ColumnMapping.model_validate(change.after)


def _fingerprint(where: str, value: Any) -> str:
    if not isinstance(value, str) or not _FINGERPRINT.match(value):
        raise BadValue(where, str(value)[:80], "64 hexadecimal digits")
    return value


def _columns(where: str, value: Any) -> list[str]:
    if not isinstance(value, list) or not 0 < len(value) <= _MOST_COLUMNS or len(set(value)) != len(value):
        raise BadValue(where, str(value)[:80], f"1 to {_MOST_COLUMNS} column names, each once")
    return [name if isinstance(name, str) else checks.text(where, name) for name in value]


def _check(_session: Session, mapping: ColumnMapping) -> None:
    mapping.fields = field_mapping.checked(mapping.table_name, mapping.columns, mapping.fields)


_KIND = rows.Kind(
    ColumnMapping,
    "mapping",
    "fingerprint",
    {
        "fingerprint": _fingerprint,
        "name": checks.text,
        "table_name": checks.code,
        "columns": _columns,
        "fields": checks.json_value,
        "is_whole_list": checks.flag,
        "is_archived": checks.flag,
        "entered_by": checks.text,
    },
    fixed=frozenset({"columns"}),
    rule=_check,
)
