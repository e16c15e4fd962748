"""What somebody may see of a reader: a catalogue of their own in which every relation is narrowed to their scope.

A statement names relations without a catalogue; with this one alone on the search path it can only mean the narrowed
ones, whoever wrote it. `campaigns/scopes/<role>.sql` says what each role sees. A relation that is not named there is
there, with its columns, and empty. Models that count over everybody are computed again over what is left.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from campaigns import catalogue
from campaigns.connection import Connection, rows_of

SCOPES = Path(__file__).with_name("scopes")
COMPUTED = ("click_counts", "conversion_counts", "conversion", "kol_reliability")
"""Models that sum over brands and agencies: computed over their own rows for whoever sees a part."""

_COUNTED = COMPUTED[:2]
_KEPT = COMPUTED[:3]
_SEES_WHOLE_MONEY = "finance"
_WORD = re.compile(r"[a-z_]+")

_RELATIONS = """
    select distinct database_name, schema_name, table_name
    from duckdb_columns()
    where not internal and (database_name, schema_name) in (('wh', 'main'), ('memory', 'main'), ('memory', 'records'))
        and table_name <> 'standing'
    order by database_name, schema_name, table_name
"""

_FINGERPRINT = """
    select
        (select bit_xor(hash(note_id)) from scope.note), (select count(*) from scope.note),
        (select bit_xor(hash(product_id)) from scope.product), (select count(*) from scope.product)
"""


@dataclass(frozen=True)
class Viewer:
    """Who looks, as far as it decides what is to be seen; two people of one scope are one viewer."""

    role: str
    brand_ids: tuple[int, ...] = ()
    agency_id: int | None = None

    @property
    def sees_everything(self) -> bool:
        """Whether nothing is narrowed."""
        return self.role == "admin"


ADMIN = Viewer("admin")


def relations(cursor: Connection) -> list[tuple[str, str]]:
    """Schema (`main`, `records`) and name of every relation that a statement may name."""
    return [(schema, name) for _, schema, name in rows_of(cursor, _RELATIONS)]


class Narrowed:
    """The catalogue of one viewer, attached in memory; all of it or nothing."""

    def __init__(self, cursor: Connection, name: str, viewer: Viewer) -> None:
        self.search_path = f"{name}.main"
        self._name = name
        self._computes = viewer.role != _SEES_WHOLE_MONEY
        self._counted: tuple[object, ...] = ()
        self._converted: tuple[object, ...] = ()
        cursor.execute(f"attach ':memory:' as {name}")
        try:
            _fill(cursor, name, viewer, COMPUTED if self._computes else ())
        except BaseException:
            cursor.execute("set search_path = 'memory.main'")
            cursor.execute(f"detach {name}")
            raise

    def refresh(self, cursor: Connection, sql: str, version: str | None) -> None:
        """Compute anew what `sql` needs and no longer shows the scope, or the records of this version.

        Counting clicks takes longest; it depends on the notes and products of the scope alone.
        """
        if not self._computes or not set(_KEPT).intersection(_WORD.findall(sql)):
            return
        cursor.execute(f"set search_path = '{self.search_path}'")
        scope = tuple(rows_of(cursor, _FINGERPRINT)[0])
        if scope != self._counted:
            self._compute(cursor, *_COUNTED)
            self._counted = scope
        if (*scope, version) != self._converted:
            self._compute(cursor, "conversion")
            self._converted = (*scope, version)

    def _compute(self, cursor: Connection, *names: str) -> None:
        models = {model.name: model.sql for model in catalogue.models()}
        for name in names:
            cursor.execute(f"create or replace table {self._name}.main.{name} as {models[name]}")


def _fill(cursor: Connection, name: str, viewer: Viewer, computed: Sequence[str]) -> None:
    cursor.execute(f"set search_path = '{name}.main'")
    for schema in ("records", "scope"):
        cursor.execute(f"create schema {name}.{schema}")
    cursor.execute(catalogue.macros())
    cursor.execute("create table scope.brand as select unnest($1::bigint[]) as id", [list(viewer.brand_ids)])
    agencies = [] if viewer.agency_id is None else [viewer.agency_id]
    cursor.execute("create table scope.agency as select unnest($1::bigint[]) as id", [agencies])
    cursor.execute((SCOPES / f"{viewer.role}.sql").read_text(encoding="utf-8"))
    _empty_rest(cursor, name, computed)
    for model in catalogue.models():
        if model.name in computed:
            kind = "table" if model.name in _KEPT else "view"
            limit = "limit 0" if model.name in _KEPT else ""
            cursor.execute(f"create {kind} {name}.main.{model.name} as select * from ({model.sql}) {limit}")


def _empty_rest(cursor: Connection, name: str, computed: Sequence[str]) -> None:
    named = rows_of(cursor, "select schema_name, view_name from duckdb_views() where database_name = $1", [name])
    known = {*named, *(("main", model) for model in computed)}
    for catalog, schema, relation in rows_of(cursor, _RELATIONS):
        if (schema, relation) not in known:
            source = f'{catalog}.{schema}."{relation}"'
            cursor.execute(f'create view {name}.{schema}."{relation}" as select * from {source} where false')
