"""The dashboard's one door to the warehouse: a cached reader that follows new builds and new records.

Each frame is cached under the build it was read from, the state of the records that its query reads, and what its
reader may see: a load or an edit shows at the next rerun, nothing older is ever served for it, and nobody is served a
frame that was made for another scope.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import polars as pl
import streamlit as st

from campaigns.errors import KolbookError, NotFound
from campaigns.narrowing import ADMIN, Viewer
from campaigns.row_changes import Changes
from campaigns.store import Store
from campaigns.warehouse import open_reader
from campaigns.what_if import Change, compare
from dashboard import viewer
from dashboard.place import records, root, store_in, warehouse_path

__all__ = [
    "NothingLoaded",
    "Scope",
    "records",
    "release",
    "root",
    "rows",
    "scope",
    "stamped",
    "store_of",
    "warehouse_path",
    "what_if",
    "whole",
]

Parameters = tuple[tuple[str, str | int | None], ...]
"""Named parameters of a query, sorted by name, so that they can be a cache key."""

DRAIN_SECONDS = 30
_draining: list[threading.Timer] = []
_QUERIES = Path(__file__).parent / "sql"


class NothingLoaded(KolbookError):
    """There is no warehouse yet; the dashboard says what to do instead of showing zeros."""


@dataclass(frozen=True)
class Scope:
    """What a cached frame depends on besides its parameters."""

    root: str
    build: str
    version: str
    viewer: Viewer


class _Source:
    """A reader of one build, the store beside it, and the lock that lets records change once at a time."""

    def __init__(self, root: Path, store: Store) -> None:
        self.path = warehouse_path(root).resolve()
        self.reader = open_reader(root)
        self.store = store
        self._lock = threading.Lock()
        self._present: Changes | None = None

    def follow_records(self) -> str:
        """Bring the records of the reader up to date, by what changed since the last time; returns their version."""
        with self._lock:
            if self._present is None or self.store.version() != self._present.version:
                changes = self.store.changes(self._present.moment if self._present else None)
                self.reader.change_records(changes)
                self._present = replace(changes, tables={}, rows={})
            return self._present.version


def scope() -> Scope:
    """The present build and version, as the person of this session may see them; raises NothingLoaded before a load."""
    return _scope(viewer.viewer())


def whole() -> Scope:
    """The same with nothing narrowed: for the server itself, which looks whether it can read. Never for a page."""
    return _scope(ADMIN)


def _scope(looks: Viewer) -> Scope:
    folder = root()
    if not warehouse_path(folder).exists():
        raise NothingLoaded
    source = _source(str(folder))
    return Scope(str(folder), source.reader.build, source.follow_records(), looks)


def rows(name: str, present: Scope, **parameters: str | int | None) -> pl.DataFrame:
    """The rows of `sql/<name>.sql`, cached; the frame is shared between people and must not be changed."""
    stamp = _source(present.root).reader.stamp(_sql(name), present.viewer)
    return _rows(name, replace(present, version=stamp), tuple(sorted(parameters.items())))


def stamped(names: Sequence[str], present: Scope) -> Scope:
    """The scope under the state of what these queries read: what is made of all of them is kept under it."""
    reader = _source(present.root).reader
    return replace(present, version=" ".join(reader.stamp(_sql(name), present.viewer) for name in names))


@cache
def _sql(name: str) -> str:
    return (_QUERIES / f"{name}.sql").read_text(encoding="utf-8")


@st.cache_data(max_entries=512, ttl="1h", show_spinner=False)
def _rows(name: str, present: Scope, parameters: Parameters) -> pl.DataFrame:
    return _source(present.root).reader.query(_sql(name), dict(parameters), present.viewer)


def asking(present: Scope) -> Callable[..., pl.DataFrame]:
    """A way to ask more than a page's own queries, past the cache and as narrow as they are."""
    return lambda sql, params: _source(present.root).reader.query(sql, params, present.viewer)


def what_if(present: Scope, changes: Sequence[Change]) -> pl.DataFrame:
    """What other terms would have brought, by party and month, as far as this viewer sees it. Raises NotFound."""
    reader, viewed = _source(present.root).reader, present.viewer
    seen = set(reader.query("select id from records.terms", viewer=viewed)["id"])
    hidden = [change["id"] for change in changes if change["id"] not in seen]
    if hidden:
        raise NotFound("terms", str(hidden[0]))
    own = None if viewed.sees_everything else reader.query("select id from records.collaboration", viewer=viewed)["id"]
    terms = reader.query("select * from records.terms order by id").to_arrow()
    return compare(reader, terms, changes, None if own is None else own.to_list())


def store_of(present: Scope) -> Store:
    """The records beside that warehouse, for an action."""
    return store_in(present.root)


def _is_current(source: _Source) -> bool:
    return source.path == warehouse_path(root()).resolve()


def _close_when_drained(source: _Source) -> None:
    timer = threading.Timer(DRAIN_SECONDS, source.reader.close)
    timer.daemon = True
    timer.start()
    _draining.append(timer)


@st.cache_resource(show_spinner=False, validate=_is_current, on_release=_close_when_drained)
def _source(folder: str) -> _Source:
    return _Source(Path(folder), store_in(folder))


def release() -> None:
    """Let go of every build and frame at once: when the server stops, and between tests."""
    _rows.clear()
    _source.clear()
    store_in.clear()
    while _draining:
        timer = _draining.pop()
        timer.cancel()
        timer.function()
