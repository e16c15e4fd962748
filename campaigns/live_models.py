"""Which live models a change of records reaches, and which of those a query needs: only these are computed anew.

A model that a change reaches through others alone is spared when none of those turned out different.

A statement that does not say a column's name does not read it, nor does one that says it of other tables alone; one
that does not say a model's name does not read that. Words are looked for, not meanings: too many may be found, never
too few.
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
_PLACED = re.compile(r"(?:\b([a-z_][a-z0-9_]*)\s*\.\s*)?\b([a-z_][a-z0-9_]*)")
_MADE = re.compile(r"\bas\s+[a-z_][a-z0-9_]*")
_EVERY_COLUMN = re.compile(r"(?:\bselect|\bdistinct|,|\.|\bfrom)\s*\*|\bnatural\b|\bcolumns\s*\(", re.IGNORECASE)


@dataclass(frozen=True)
class TableChange:
    """What a change did to a record table: the columns whose values differ, and whether rows came or went."""

    columns: frozenset[str] = frozenset()
    are_rows_other: bool = True


@dataclass(frozen=True)
class Standing:
    """The live models that may not show the present records: `stale` are all of them; those in `certain` read what did
    change, the others only read models of which it is not known yet."""

    stale: frozenset[str] = frozenset()
    certain: frozenset[str] = frozenset()

    def after(self, changes: Mapping[str, TableChange]) -> Standing:
        """How they stand once these tables have changed too."""
        stale, certain = set(self.stale), set(self.certain)
        for model in model_checks.that_run("live"):
            said = words(model.sql)
            if any(_is_read(model, name, change) for name, change in changes.items()):
                certain.add(model.name)
            if model.name in certain or stale & said:
                stale.add(model.name)
        return Standing(frozenset(stale), frozenset(certain))

    def computed(self, name: str, *, is_different: bool) -> Standing:
        """How they stand once this one shows the present: the models that read it are certain if it is different."""
        readers = {model.name for model in model_checks.that_run("live") if name in words(model.sql)}
        certain = self.certain | (readers & self.stale) if is_different else self.certain
        return Standing(self.stale - {name}, certain - {name})


def needed(sql: str, stale: Collection[str]) -> list[Model]:
    """Those of the stale models that the statement reads, directly or through others, in build order."""
    if not stale:
        return []
    live = model_checks.that_run("live")
    wanted = set(words(sql))
    for model in reversed(live):
        if model.name in wanted:
            wanted |= words(model.sql)
    return [model for model in live if model.name in wanted and model.name in stale]


def named(names: Iterable[str]) -> list[Model]:
    """The live models of these names, in build order."""
    asked = set(names)
    return [model for model in model_checks.that_run("live") if model.name in asked]


def _is_read(model: Model, table: str, change: TableChange) -> bool:
    if table not in words(model.sql):
        return False
    if change.are_rows_other or _EVERY_COLUMN.search(bare(model.sql)):
        return True
    return not _columns(model.sql, table).isdisjoint(change.columns)


@cache
def _columns(sql: str, table: str) -> frozenset[str]:
    """The words that may be columns of a table: those that stand alone, or after its name or one of its aliases.

    What stands after the alias of a chapter came into that chapter under one of these; what `as` names is made here.
    """
    text = bare(sql).lower()
    own = {table, *re.findall(rf"\b{table}\s+(?:as\s+)?([a-z_][a-z0-9_]*)", text)}
    return frozenset(word for before, word in _PLACED.findall(_MADE.sub(" ", text)) if not before or before in own)


@cache
def words(sql: str) -> frozenset[str]:
    """The words of a statement, texts and remarks left out."""
    return frozenset(_WORD.findall(bare(sql).lower()))
