"""Reading one published build: locked down, from any number of threads, with the records beside the facts."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import polars as pl
import pyarrow as pa

from campaigns import catalogue, live_models, model_checks, record_copy, supposition
from campaigns.catalogue import Model
from campaigns.connection import Connection, rows_of
from campaigns.live_models import Standing
from campaigns.narrowing import ADMIN, Narrowed, Viewer
from campaigns.row_changes import Changes

SEARCH_PATH = "memory.main,wh.main"


class Reader:
    """One published build, read-only, with the records beside it. Safe to use from many threads at once."""

    def __init__(self, path: Path, connection: Connection) -> None:
        self.path = path
        self.build = path.stem
        self.connection = connection
        self._version: str | None = None
        self._putting = threading.Lock()
        self._whole: str | None = None
        self._changed: dict[str, int] = {}
        self._fingerprints: dict[str, object] = {}
        self._narrowed: dict[Viewer, Narrowed] = {}
        connection.execute("create schema memory.records")
        connection.execute(
            "create table memory.main.standing as select []::varchar[] as stale, []::varchar[] as certain"
        )
        connection.execute(catalogue.macros())
        connection.execute("set enable_external_access = false")
        connection.execute("set lock_configuration = true")

    def put_records(self, tables: Mapping[str, pa.Table], version: str) -> None:
        """Take the records as `records.<name>` and compute the live models from them, but those that wait to be asked
        for; nothing when `version` is known.

        All of it is one transaction: queries that run meanwhile see the old set, later ones the new, none a mixture.
        """
        with self._changing(version) as cursor:
            if cursor is not None:
                record_copy.replace_all(cursor, tables)
                self._fingerprints.clear()
                for model in model_checks.that_run("live"):
                    _compute(cursor, model, is_empty=model.is_asked_for)
                asked = frozenset(model.name for model in model_checks.that_run("live") if model.is_asked_for)
                _stand(cursor, Standing(asked, asked))
                self._whole, self._changed = version, {}

    def change_records(self, changes: Changes) -> None:
        """Take over what changed since the records that are here; live models that it reaches are computed when read.

        A query sees records and models of one moment: it computes what it needs of them before it begins.
        """
        if changes.is_everything:
            self.put_records(changes.tables, changes.version)
            return
        with self._changing(changes.version) as cursor:
            if cursor is not None:
                tables = record_copy.change(cursor, changes)
                _stand(cursor, _standing(cursor).after(tables))
                reached = Standing().after(tables).stale
                number = 1 + max(self._changed.values(), default=0)
                self._changed = self._changed | dict.fromkeys((*tables, *reached), number)

    def query(
        self, sql: str, params: Sequence[object] | Mapping[str, object] = (), viewer: Viewer = ADMIN
    ) -> pl.DataFrame:
        """The rows of one `select`; sums of BIGINT come as Decimal unless cast. Parameters are `$1` or `$name`.

        Relations that are named without a catalogue are those that `viewer` may see; there must be records before.
        """
        cursor = self._cursor(self._path_of(viewer, sql))
        try:
            self._begin(cursor, sql)
            values = dict(params) if isinstance(params, Mapping) else list(params)
            frame: pl.DataFrame = (cursor.sql(sql, params=values) if values else cursor.sql(sql)).pl()
            return frame
        finally:
            cursor.close()

    def suppose(
        self, tables: Mapping[str, pa.Table], sql: str, params: Sequence[object] | Mapping[str, object] = ()
    ) -> pl.DataFrame:
        """The rows of one `select` as they would be if these record tables stood instead. Nothing of it is kept."""
        live = {model.name for model in model_checks.that_run("live")}
        self._compute_stale({model.name for model in live_models.needed(sql, live)})
        with self._putting:
            cursor = self._cursor()
            try:
                return supposition.read(cursor, tables, sql, params)
            finally:
                cursor.close()

    def stamp(self, sql: str, viewer: Viewer = ADMIN) -> str:
        """Names what a statement reads as it stands now: as long as it is the same, so are the rows.

        For a narrowed viewer it is the version of all records, because what is narrowed away depends on many of them.
        """
        if not viewer.sees_everything:
            return str(self._version)
        changed = self._changed
        return f"{self._whole} {max((changed.get(word, 0) for word in live_models.words(sql)), default=0)}"

    def broken_checks(self, severity: str) -> list[str]:
        """The checks of all models, `fail` or `warn`, that do not hold; live models need `put_records` before."""
        self._compute_stale({model.name for model in model_checks.that_run("live")})
        found = self._broken("wh.main", "warehouse", severity)
        return found if self._version is None else found + self._broken(SEARCH_PATH, "live", severity)

    def close(self) -> None:
        """Let the build go; queries that run in other threads end in an error."""
        self.connection.close()

    def _broken(self, search_path: str, where: str, severity: str) -> list[str]:
        cursor = self._cursor(search_path)
        try:
            return model_checks.broken(partial(rows_of, cursor), model_checks.that_run(where), severity)
        finally:
            cursor.close()

    @contextmanager
    def _changing(self, version: str) -> Iterator[Connection | None]:
        """A transaction that leads to this version, one after the other; None where it has been reached already."""
        with self._putting:
            if version == self._version:
                yield None
                return
            cursor = self._cursor()
            try:
                cursor.execute("begin")
                yield cursor
                cursor.execute("commit")
            finally:
                cursor.close()
            self._version = version

    def _begin(self, cursor: Connection, sql: str) -> None:
        """Begin to read, in a moment in which every live model that the statement needs is computed."""
        while True:
            cursor.execute("begin transaction read only")
            models = live_models.needed(sql, _standing(cursor).stale)
            if not models:
                return
            cursor.execute("rollback")
            self._compute_stale({model.name for model in models})

    def _compute_stale(self, names: set[str]) -> None:
        with self._putting:
            cursor = self._cursor()
            try:
                cursor.execute("begin")
                standing = _standing(cursor)  # another query may have been faster
                found: dict[str, object] = {}
                for model in live_models.named(standing.stale & names):
                    is_different = False
                    if model.name in standing.certain:
                        before = self._fingerprints.get(model.name) or _fingerprint(cursor, model)
                        _compute(cursor, model)
                        found[model.name] = _fingerprint(cursor, model)
                        is_different = found[model.name] != before
                    standing = standing.computed(model.name, is_different=is_different)
                _stand(cursor, standing)
                cursor.execute("commit")
                self._fingerprints |= found
            finally:
                cursor.close()

    def _path_of(self, viewer: Viewer, sql: str) -> str:
        """The search path on which this viewer's relations are found, and no others."""
        if viewer.sees_everything:
            return SEARCH_PATH
        with self._putting:
            cursor = self._cursor()
            try:
                if viewer not in self._narrowed:
                    self._narrowed[viewer] = Narrowed(cursor, f"viewer_{len(self._narrowed) + 1}", viewer)
                self._narrowed[viewer].refresh(cursor, sql, self._version)
            finally:
                cursor.close()
            return self._narrowed[viewer].search_path

    def _cursor(self, search_path: str = SEARCH_PATH) -> Connection:
        cursor = self.connection.cursor()
        cursor.execute(f"set search_path = '{search_path}'")
        return cursor


def _standing(cursor: Connection) -> Standing:
    ((stale, certain),) = rows_of(cursor, "select stale, certain from memory.main.standing")
    return Standing(frozenset(stale), frozenset(certain))


def _stand(cursor: Connection, standing: Standing) -> None:
    cursor.execute(
        "update memory.main.standing set stale = $1::varchar[], certain = $2::varchar[]",
        [sorted(standing.stale), sorted(standing.certain)],
    )


def _compute(cursor: Connection, model: Model, *, is_empty: bool = False) -> None:
    sql = f"select * from ({model.sql}) limit 0" if is_empty else model.sql
    cursor.execute(f"create or replace table memory.main.{model.name} as {sql}")


def _fingerprint(cursor: Connection, model: Model) -> object:
    """Tells two contents of a model apart, whatever the order of their rows."""
    return rows_of(cursor, f"select count(*), bit_xor(hash(t)), sum(hash(t)) from memory.main.{model.name} as t")[0]
