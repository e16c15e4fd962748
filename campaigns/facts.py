"""Which fact tables there are, with their keys and columns, as `models/schema.sql` declares them.

The SQL file is the contract; this module only reads it, so that a column is written down once.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

SCHEMA = Path(__file__).parent / "models" / "schema.sql"
ADDRESS = ("load_id", "source_row")
"""The columns that say which row of which file a fact came from. They are no part of what the fact says."""

BOOKKEEPING = {"links", "loads", "rejects"}
"""Tables that are no facts: the short links of the records, the loads, the refused rows."""

_TABLE = re.compile(r"^-- key: (?P<key>[^\n]+)\ncreate table (?P<name>[\w.]+) \(\n(?P<body>.*?)\n\);", re.M | re.S)


@dataclass(frozen=True)
class Column:
    name: str
    type: str
    is_required: bool


@dataclass(frozen=True)
class Fact:
    """One table: its qualified name, the columns of its key, and all its columns in order."""

    name: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    @property
    def contract_name(self) -> str:
        """The name without its schema: what importers and files call it."""
        return self.name.removeprefix("raw.")

    @property
    def business(self) -> tuple[Column, ...]:
        """The columns that say something about the world: all but load_id and source_row."""
        return tuple(column for column in self.columns if column.name not in ADDRESS)

    @property
    def money(self) -> tuple[str, ...]:
        """The columns in fen."""
        return tuple(column.name for column in self.columns if column.name.endswith("_fen"))


def schema_sql() -> str:
    """The statements that make an empty warehouse."""
    return SCHEMA.read_text(encoding="utf-8")


def schema_version() -> str:
    """A hash of the statements without comments and layout: another version means another set of facts."""
    plain = re.sub(r"--[^\n]*", "", schema_sql())
    return hashlib.sha256(" ".join(plain.split()).encode()).hexdigest()


@cache
def tables() -> Mapping[str, Fact]:
    """Every table of the schema by qualified name, the bookkeeping included."""
    found = [_table(match) for match in _TABLE.finditer(schema_sql())]
    return {fact.name: fact for fact in found}


@cache
def facts() -> Mapping[str, Fact]:
    """The tables whose rows carry an address (load_id, source_row): all but the bookkeeping."""
    return {name: fact for name, fact in tables().items() if name not in BOOKKEEPING}


def fact(name: str) -> Fact:
    """The fact table with that contract name: `notes` is `raw.notes`, because `main.notes` is a model."""
    known = facts()
    if f"raw.{name}" in known:
        return known[f"raw.{name}"]
    if name not in known:
        raise LookupError(f"There is no fact table {name!r}; there are {', '.join(sorted(known))}.")
    return known[name]


def _table(match: re.Match[str]) -> Fact:
    key = tuple(part.strip() for part in match["key"].split(","))
    return Fact(match["name"], key, tuple(_column(text) for text in match["body"].split(",")))


def _column(text: str) -> Column:
    name, kind, *rest = text.split()
    return Column(name, kind.upper(), rest == ["not", "null"])
