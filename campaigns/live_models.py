"""Which live models a change of records reaches, and which of those a query needs: only these are computed anew.

A statement that does not say a column's name does not read it, and one that does not say a model's name does not read
that. Words are looked for, not meanings: too many models may be found, never too few.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from campaigns import model_checks
from campaigns.catalogue import Model
from campaigns.select_list import bare

_WORD = re.compile(r"[a-z_][a-z0-9_]*")
_EVERY_COLUMN = re.compile(r"(?:\bselect|\bdistinct|,|\.|\bfrom)\s*\*|\bnatural\b|\bcolumns\s*\(", re.IGNORECASE)


@dataclass(frozen=True)
class TableChange:
    """What a change did to a record table: the columns whose values differ, and whether rows came or went."""

    columns: frozenset[str] = frozenset()
    are_rows_other: bool = True


def reached(changes: Mapping[str, TableChange]) -> set[str]:
    """The live models that may say something else after these changes, by name."""
    found: set[str] = set()
    for model in model_checks.that_run("live"):
        words = _words(model.sql)
        if found & words or any(_is_read(model, name, change) for name, change in changes.items()):
            found.add(model.name)
    return found


def needed(sql: str, stale: Collection[str]) -> list[Model]:
    """Those of the stale models that the statement reads, directly or through others, in build order."""
    if not stale:
        return []
    live = model_checks.that_run("live")
    wanted = set(_words(sql))
    for model in reversed(live):
        if model.name in wanted:
            wanted |= _words(model.sql)
    return [model for model in live if model.name in wanted and model.name in stale]


def named(names: Iterable[str]) -> list[Model]:
    """The live models of these names, in build order."""
    asked = set(names)
    return [model for model in model_checks.that_run("live") if model.name in asked]


def _is_read(model: Model, table: str, change: TableChange) -> bool:
    words = _words(model.sql)
    if table not in words:
        return False
    return change.are_rows_other or bool(_EVERY_COLUMN.search(bare(model.sql))) or not words.isdisjoint(change.columns)


@cache
def _words(sql: str) -> frozenset[str]:
    return frozenset(_WORD.findall(bare(sql).lower()))
