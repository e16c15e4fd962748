"""How rows of a file join the rows that are there, so that the order of files cannot matter.

A row's version is (captured_at of its load, sha256 of its file, source_row); of each key the highest version stands.
Rows that tie even there, which takes one source row with two contents, are ordered by their columns.

| the row meets                              | it counts as | and the stored row                                |
| ------------------------------------------ | ------------ | ------------------------------------------------- |
| no row of its key                          | loaded       | is this one                                       |
| an equal row                               | unchanged    | takes its address when this one is newer          |
| a different, older row                     | loaded       | is replaced                                       |
| a different, newer row                     | superseded   | stays                                             |
| a higher row of its own file, equal or not | unchanged or superseded | is decided by that higher row          |

Ten million rows without a clash cost one pass for the hashes of their keys and one to insert them: windows and joins
run only over rows whose 64-bit key hash was seen twice. The hash finds candidates; keys themselves decide.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from campaigns.errors import Refused
from campaigns.facts import Column, Fact

Run = Callable[[str], list[tuple[Any, ...]]]
"""Executes one statement and returns its rows."""

_FAMILIES = {
    "VARCHAR": "text", "BOOLEAN": "truth", "DATE": "date", "TIMESTAMP WITH TIME ZONE": "instant",
    "TIMESTAMPTZ": "instant", "VARCHAR[]": "texts", "DOUBLE": "real", "FLOAT": "real",
}  # fmt: skip
_WHOLE = {f"{sign}{size}INT" for sign in ("", "U") for size in ("TINY", "SMALL", "BIG", "HUGE")} | {
    "INTEGER",
    "UINTEGER",
}
_WIDER = {("whole", "real")}


class Counts(NamedTuple):
    """What became of the rows of one table: read = loaded + unchanged + superseded + rejected."""

    read: int
    loaded: int
    unchanged: int
    superseded: int
    rejected: int

    def plus(self, other: Counts) -> Counts:
        """Both together, column by column."""
        return Counts(*(mine + theirs for mine, theirs in zip(self, other, strict=True)))


@dataclass(frozen=True)
class LoadStamp:
    """The load that rows came with; `captured_at` (aware) and `sha256` order it among other loads."""

    load_id: int
    sha256: str
    name: str
    captured_at: datetime


@dataclass(frozen=True)
class Merge:
    """One file's rows for one table. Needs a temp table `versions` (load_id, captured_at, sha256)."""

    run: Run
    fact: Fact
    stamp: LoadStamp

    def apply(self, source: str, given: Mapping[str, str]) -> Counts:
        """Merge the rows of `source` (text of a `from` clause); `given` maps its columns to DuckDB types."""
        self.run(f"create or replace temp view incoming as {self._select(source, given)}")
        self.run(f"create or replace temp table incoming_keys as select {self._hash()} as key_hash from incoming")
        read = self._count("incoming_keys")
        repeats = self._keep_one_per_key()
        met = self._meet_stored_rows() if self._has_clashes() else NOBODY
        unchanged, superseded = repeats.equal + met.equal, repeats.different + met.older
        counts = Counts(read, read - unchanged - superseded, unchanged, superseded, 0)
        inserted = self._insert(met)
        if inserted != counts.loaded + met.readdressed:
            raise RuntimeError(
                f"{self.fact.name}: {inserted} rows were inserted instead of {counts.loaded + met.readdressed} "
                f"({counts}). This is a defect of the merge; the load was not kept."
            )
        return counts

    def _select(self, source: str, given: Mapping[str, str]) -> str:
        known = {column.name for column in self.fact.columns} - {"load_id"}
        unknown = sorted(set(given) - known - {"load_id"})
        missing = [c.name for c in self.fact.columns if c.is_required and c.name in known and c.name not in given]
        if unknown or missing:
            raise Refused(
                f"Rows for {self.fact.name} do not have its columns: unknown {unknown}, missing {missing}. "
                f"Expected {sorted(known)}."
            )
        columns = [_value(self.fact, column, given) for column in self.fact.columns if column.name != "load_id"]
        return f"select {', '.join(columns)}, {self.stamp.load_id:d}::bigint as load_id from {source}"

    def _keep_one_per_key(self) -> _Repeats:
        """Make `arriving`, one row per key."""
        self.run(
            "create or replace temp table repeated as "
            "select key_hash from incoming_keys group by key_hash having count(*) > 1"
        )
        if not self._count("repeated"):
            self.run("create or replace temp view arriving as select * from incoming")
            return _Repeats(0, 0)
        row, key = self._row(), ", ".join(self.fact.key)
        self.run(
            "create or replace temp table ranked as select *, row_number() over newest = 1 as is_newest, "
            f"{row} is not distinct from first_value({row}) over newest as is_equal "
            f"from incoming where {self._hash()} in (select key_hash from repeated) "
            f"window newest as (partition by {key} order by source_row desc, {row} desc)"
        )
        self.run(
            "create or replace temp view arriving as "
            f"select * from incoming where {self._hash()} not in (select key_hash from repeated) "
            "union all by name select * exclude (is_newest, is_equal) from ranked where is_newest"
        )
        totals = "count(*) filter (is_equal), count(*) filter (not is_equal)"
        return _Repeats(*self.run(f"select {totals} from ranked where not is_newest")[0])

    def _has_clashes(self) -> bool:
        """Make `clashing`, the hashes of keys that arrive and are stored. The range of the first key column lets the
        scan skip row groups of other times."""
        if not self.run(f"select 1 from {self.fact.name} limit 1"):
            return False
        first = self.fact.key[0]
        self.run(f"set variable first_key = (select min({first}) from incoming)")
        self.run(f"set variable last_key = (select max({first}) from incoming)")
        self.run(
            f"create or replace temp table clashing as select distinct {self._hash()} as key_hash "
            f"from {self.fact.name} where {first} between getvariable('first_key') and getvariable('last_key') "
            f"and {self._hash()} in (select key_hash from incoming_keys)"
        )
        return self._count("clashing") > 0

    def _meet_stored_rows(self) -> _Met:
        """Settle the arrivals whose key is stored, and delete the stored rows that they push out."""
        self.run(f"create or replace temp table met as {self._pairs()}")
        met = _Met(
            *self.run(
                "select count(*) filter (is_equal), count(*) filter (not is_equal and not is_newer), "
                "count(*) filter (not is_equal and is_newer), count(*) filter (is_equal and is_newer) from met"
            )[0]
        )
        self.run(f"delete from {self.fact.name} where rowid in (select stored_row from met where is_newer)")
        return met

    def _pairs(self) -> str:
        """Arrivals beside the stored row of their key. A stored row whose load is unknown has no version: refused."""
        stamp = f"'{self.stamp.captured_at.isoformat()}'::timestamptz, '{self.stamp.sha256}'"
        same_key = " and ".join(f"a.{name} = s.{name}" for name in self.fact.key)
        return (
            f"select a.*, s.rowid as stored_row, {self._row('a')} is not distinct from {self._row('s')} as is_equal, "
            f"row({stamp}, a.source_row, {self._row('a')}) > row(case when v.sha256 is null then "
            "error('a stored row is of load ' || s.load_id || ', which the table loads does not have') "
            f"else v.captured_at end, v.sha256, s.source_row, {self._row('s')}) as is_newer "
            f"from arriving a join {self.fact.name} s on {same_key} left join versions v on v.load_id = s.load_id "
            f"where {self._hash('a')} in (select key_hash from clashing)"
        )

    def _insert(self, met: _Met) -> int:
        """Insert the arrivals of new keys and those that pushed a stored row out; return how many."""
        names = ", ".join(column.name for column in self.fact.columns)
        arrivals = f"select {names} from arriving"
        if met != NOBODY:
            key = ", ".join(self.fact.key)
            arrivals += f" anti join met using ({key}) union all select {names} from met where is_newer"
        return int(self.run(f"insert into {self.fact.name} ({names}) {arrivals}")[0][0])

    def _row(self, alias: str = "") -> str:
        prefix = f"{alias}." if alias else ""
        return f"row({', '.join(prefix + column.name for column in self.fact.business)})"

    def _hash(self, alias: str = "") -> str:
        prefix = f"{alias}." if alias else ""
        return f"hash({', '.join(prefix + name for name in self.fact.key)})"

    def _count(self, table: str) -> int:
        return int(self.run(f"select count(*) from {table}")[0][0])


class _Repeats(NamedTuple):
    """Rows that give way to a later row of their own file, equal to it or not."""

    equal: int
    different: int


class _Met(NamedTuple):
    """Arrivals whose key is stored: equal ones, different older ones, different newer ones, and how many of the
    equal ones give the stored row a newer address."""

    equal: int
    older: int
    newer: int
    readdressed: int


NOBODY = _Met(0, 0, 0, 0)


def _value(fact: Fact, column: Column, given: Mapping[str, str]) -> str:
    if column.name not in given:
        return f"null::{column.type} as {column.name}"
    came, wanted = _family(given[column.name]), _family(column.type)
    if came not in {wanted, "nothing"} and (came, wanted) not in _WIDER:
        raise Refused(
            f"{fact.name}.{column.name} is {column.type}, the rows bring {given[column.name]}. "
            "Cast it where its meaning is known: a cast here would guess zones, ids and units."
        )
    return f"{column.name}::{column.type} as {column.name}"


def _family(kind: str) -> str:
    if kind in _WHOLE:
        return "whole"
    if kind.startswith("ENUM"):
        return "text"
    return "nothing" if kind == '"NULL"' else _FAMILIES.get(kind, kind)
