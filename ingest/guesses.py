"""What the columns of an unknown sheet probably are, by the names that other exports use for them.

`field_aliases.csv` lists names as they stand in exports (normalised), the field each of them is, and in how many kinds
of export it was seen. A guess is shown to a person and never used without one; units and zones are not guessed.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from campaigns import facts
from ingest.headers import normalise

_ALIASES = Path(__file__).with_name("field_aliases.csv")
_BRACKETS = re.compile(r"[(\[].*?[)\]]|[/:_\s-]+")
_LEAST_LIKENESS = 0.75
_NEEDED_WEIGHT = 3


@dataclass(frozen=True)
class Guess:
    """A field that a column may be; `seen` is how many kinds of export call it so, 0 for a name that is only alike."""

    table: str
    field: str
    seen: int


def guesses(column: str) -> list[Guess]:
    """All fields that a column of that normalised name may be, best first."""
    known = _names()
    for name in (column, _bare(column)):
        if name in known:
            return list(known[name])
    alike = get_close_matches(_bare(column), list(known), n=1, cutoff=_LEAST_LIKENESS) if len(column) > 1 else []
    return [Guess(guess.table, guess.field, 0) for name in alike for guess in known[name]]


def likely_tables(columns: Sequence[str]) -> list[str]:
    """The fact tables that the columns speak of, the likeliest first; needed fields weigh more."""
    needed = {fact.contract_name: {c.name for c in fact.business if c.is_required} for fact in facts.facts().values()}
    fields: dict[str, set[str]] = {}
    for column in columns:
        for guess in guesses(column):
            fields.setdefault(guess.table, set()).add(guess.field)

    def weight(table: str) -> int:
        return sum(_NEEDED_WEIGHT if field in needed[table] else 1 for field in fields[table])

    return sorted(fields, key=lambda table: (-weight(table), table))


def proposal(table: str, columns: Sequence[str]) -> dict[str, str]:
    """A field for each column that has one in that table; every field once, the surer column first."""
    offers = [
        (-guess.seen, position, column, guess.field)
        for position, column in enumerate(columns)
        for guess in guesses(column)
        if guess.table == table
    ]
    found: dict[str, str] = {}
    for _, _, column, field in sorted(offers):
        if column not in found and field not in found.values():
            found[column] = field
    return found


def header_place(rows: Sequence[Sequence[str]]) -> int | None:
    """Which of the first rows is most likely the header: the one with most known names, then with most cells."""
    known = _names()

    def weight(place: int) -> tuple[int, int, int]:
        names = {normalise(cell or "") for cell in rows[place]} - {""}
        return sum(name in known or _bare(name) in known for name in names), len(names), -place

    filled = [place for place, row in enumerate(rows) if any(cell and cell.strip() for cell in row)]
    return max(filled, key=weight, default=None)


def _bare(name: str) -> str:
    """Without brackets, blanks and joints: `实付(已减优惠)` and `order_no` as `实付` and `orderno`."""
    return _BRACKETS.sub("", name)


@cache
def _names() -> Mapping[str, tuple[Guess, ...]]:
    """The guesses for each name; our own column names are among them."""
    found: dict[str, dict[tuple[str, str], int]] = {}
    with _ALIASES.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for name in (row["column"], _bare(row["column"])):
                found.setdefault(name, {}).setdefault((row["table"], row["field"]), int(row["seen"]))
    for fact in facts.facts().values():
        for column in fact.business:
            found.setdefault(column.name, {})[fact.contract_name, column.name] = 1
    ordered = {name: sorted(places.items(), key=lambda one: (-one[1], one[0])) for name, places in found.items()}
    return {name: tuple(Guess(*place, seen) for place, seen in places) for name, places in ordered.items() if name}
