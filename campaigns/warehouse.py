"""The warehouse: facts that arrived in files and the models computed from them, in one DuckDB file per load.

`open_writer` makes the next build from a private copy and publishes it whole; `open_reader` reads the published one,
locked down, from any number of threads. The only module that imports duckdb. docs/decisions/0003-publish-by-symlink.md
says why it is done this way.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pyarrow as pa

from campaigns import books, canonical, catalogue, facts, model_checks, publish
from campaigns.connection import Connection, quoted, rows_of, source_of
from campaigns.errors import (
    ModelChecksFailed,
    Refused,
    WarehouseDamaged,
    WarehouseFault,
    WarehouseFromOtherVersion,
    WarehouseMissing,
    WarehouseWriteFailed,
)
from campaigns.merge import Counts, LoadStamp, Merge
from campaigns.reader import Reader
from campaigns.records import utc_now

__all__ = [
    "Counts", "LoadStamp", "Reader", "Writer", "canonical_hash", "inspect", "open_reader", "open_scratch",
    "open_writer",
]  # fmt: skip

_OPENING_ATTEMPTS = 20


@contextmanager
def open_writer(root: Path, *, fresh: bool = False, on_wait: Callable[[str], None] | None = None) -> Iterator[Writer]:
    """Write the next build: a copy of the current one, or an empty one when there is none or `fresh` is asked for.

    Leaving the block publishes it; an exception discards it and the build before it stands. Other writers wait, and
    are told so through `on_wait`. Raises WarehouseDamaged or WarehouseFromOtherVersion when the current build cannot be
    the basis: rebuild with `fresh`. Models of another version are no hindrance, a refresh replaces them.
    """
    with publish.writer_lock(root, on_wait):
        publish.clean(root)
        source = None if fresh else publish.current_build(root)
        draft = publish.draft(root)
        try:
            with _telling(root, duckdb.Error), _writing(root, source, draft) as writer:
                yield writer
                writer.seal()
            with _telling(root, OSError):
                publish.publish(root, draft)
        finally:
            publish.clean(root)


def open_reader(root: Path, *, every_byte: bool = False) -> Reader:
    """Read the published build. Raises WarehouseMissing, WarehouseDamaged or WarehouseFromOtherVersion; `every_byte`
    finds flipped bits too, for the price of reading the file once."""
    connection, path = _open_published(root, every_byte=every_byte)
    try:
        _require_version(connection, root, "models", model_checks.version(model_checks.that_run("warehouse")))
    except WarehouseFault:
        connection.close()
        raise
    return Reader(path, connection)


def inspect(root: Path, *, every_byte: bool = False) -> WarehouseFault | None:
    """What keeps the warehouse from being read, or None."""
    try:
        open_reader(root, every_byte=every_byte).close()
    except WarehouseFault as fault:
        return fault
    return None


def open_scratch(folder: Path) -> Connection:
    """A database in memory for files that belong to no warehouse; what does not fit spills under this folder."""
    return _connect(folder, os.environ.get("KOL_MEMORY", "3GB"))


def canonical_hash(root: Path) -> str:
    """A SHA-256 over what all facts say, independent of the order of loads, of where rows stand, and of `buyer.key`."""
    known = facts.facts().values()
    connection, _ = _open_published(root)
    try:
        connection.execute("use wh")
        lines = [canonical.line(fact, rows_of(connection, canonical.sums(fact))[0]) for fact in known]
        lines.append(canonical.buyer_line(rows_of(connection, canonical.buyer_sums(known))[0]))
    finally:
        connection.close()
    return canonical.digest(lines)


class Writer:
    """The next build, open for writing. One per process and moment; made by `open_writer`.

    A load is whole or not at all: `record_load` ends it. When one of its rows is refused, everything since the load
    before is taken back, and the session goes on with the next load.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._open: set[int] = set()
        self._taken_back: set[int] = set()
        self._run("create or replace temp table versions as select load_id, captured_at, sha256 from loads")
        self._commit()

    def apply(self, table: str, rows: Path | pa.Table | pl.DataFrame, stamp: LoadStamp) -> Counts:
        """Merge typed rows into a fact table (campaigns.merge states the rule).

        `table` is the contract name: `notes` is raw.notes. `rows` (a Parquet file, an Arrow table or a frame) has the
        table's columns and source_row; nullable columns may be missing. Raises Refused when columns or types differ.
        """
        fact = facts.fact(table)
        self._know(stamp)
        with source_of(self._connection, rows) as source:
            try:
                given = {name: kind for name, kind, *_ in self._run(f"describe select * from {source}")}
                counts = Merge(self._run, fact, stamp).apply(source, given)
                books.write_version(self._run, "models", "")
            except BaseException as error:
                self._take_back()
                if isinstance(error, duckdb.ConstraintException | duckdb.ConversionException):
                    raise Refused(f"Rows of {stamp.name} for {fact.name} break its columns: {error}") from error
                raise
        return counts

    def add_rejects(self, rejects: pl.DataFrame) -> None:
        """Keep refused rows; one that is there already (same load, sheet, row, column and code) is kept once."""
        table = facts.tables()["rejects"]
        names, key = ", ".join(column.name for column in table.columns), ", ".join(table.key)
        with source_of(self._connection, rejects) as source:
            self._run(
                f"insert into rejects ({names}) select distinct on ({key}) {names} "
                f"from {source} anti join rejects using ({key})"
            )

    def drop_rejects(self, load_ids: Sequence[int], sheet: str, rows: Sequence[int]) -> None:
        """Forget refused rows of these loads: they came again, mended."""
        self._run(
            "delete from rejects where list_contains(?, load_id) and sheet = ? and list_contains(?, source_row)",
            (list(load_ids), sheet, list(rows)),
        )

    def record_load(self, stamp: LoadStamp, counts: Mapping[str, Counts], totals: Mapping[str, int]) -> None:
        """Write the load's own row: without it the rows of the load have no version and the build is not published."""
        self._know(stamp)
        told = {table: count._asdict() for table, count in counts.items()}
        self._run("delete from loads where load_id = $1", [stamp.load_id])
        self._run(
            "insert into loads values ($1, $2, $3, $4::timestamptz, $5::timestamptz, $6, $7)",
            [
                stamp.load_id, stamp.sha256, stamp.name, stamp.captured_at.isoformat(), utc_now().isoformat(),
                json.dumps(told), json.dumps(dict(totals)),
            ],
        )  # fmt: skip
        self._open.discard(stamp.load_id)
        if not self._open:
            self._commit()

    def control_totals(self, load_id: int) -> dict[str, int]:
        """Rows and sums of money that stand under this load now, as `raw.orders.rows` and `raw.orders.paid_fen`; money
        of other currencies has sums of its own, as `raw.orders.paid_fen.USD`."""
        totals: dict[str, int] = {}
        for name, fact in facts.facts().items():
            currency = "currency" if any(column.name == "currency" for column in fact.columns) else "'CNY'"
            sums = "".join(f", coalesce(sum({column}), 0)::bigint" for column in fact.money)
            found = self._run(f"select {currency}, count(*){sums} from {name} where load_id = $1 group by 1", [load_id])
            for unit, count, *money in found:
                totals[f"{name}.rows"] = totals.get(f"{name}.rows", 0) + int(count)
                end = "" if unit == "CNY" else f".{unit}"
                totals |= {f"{name}.{label}{end}": int(fen) for label, fen in zip(fact.money, money, strict=True)}
        return totals

    def refresh_models(self, on_step: Callable[[str], None] | None = None, *, links: pa.Table | None = None) -> None:
        """Compute all models that live in the warehouse, in order; `on_step` is told each name before it runs.

        `links` are the short links of the records (slug, note_id, product_id): they place clicks that came with a slug
        alone. Raises ModelChecksFailed when a key or a `-- fail:` check does not hold.
        """
        models = model_checks.that_run("warehouse")
        self._drop_models()
        self._keep_links(links)
        self._run(catalogue.macros())
        for model in models:
            if on_step:
                on_step(model.name)
            kind = "view" if model.runs == "view" else "table"
            self._run(f"create or replace {kind} wh.main.{model.name} as {model.sql}")
            self._run(f"comment on {kind} wh.main.{model.name} is {quoted(model.sentence)}")
        if on_step:
            on_step("checks")
        findings = model_checks.broken(self._run, models, "fail")
        if findings:
            raise ModelChecksFailed(findings)
        books.write_version(self._run, "models", model_checks.version(models))

    def _drop_models(self) -> None:
        """Drop what the last refresh made: a model may have gone, or have become a view."""
        made = "where database_name = 'wh' and schema_name = 'main' and not internal"
        for (name,) in self._run(f"select view_name from duckdb_views() {made}"):
            self._run(f'drop view wh.main."{name}"')
        for (name,) in self._run(f"select table_name from duckdb_tables() {made}"):
            if name not in facts.tables():
                self._run(f'drop table wh.main."{name}"')

    def _keep_links(self, links: pa.Table | None) -> None:
        if links is not None:
            self._run("delete from links")
            with source_of(self._connection, links) as source:
                self._run(f"insert into links select slug, note_id, product_id from {source}")

    def loaded_ids(self) -> dict[int, str]:
        """The loads that this warehouse holds: load_id → sha256 of the file."""
        return dict(self._run("select load_id, sha256 from loads"))

    def seal(self) -> None:
        """Commit, checkpoint, then open the file anew and count: what cannot be read is not published."""
        if self._open:
            raise RuntimeError(f"Loads {sorted(self._open)} had no record_load; the build is not published.")
        books.write_counts(self._run)
        path = self._run("select path from duckdb_databases() where database_name = 'wh'")[0][0]
        self._run("commit")
        self._run("checkpoint wh")
        self._run("use memory")
        self._run("detach wh")
        self._run(f"attach {quoted(path)} as wh (read_only)")
        faults = books.miscounts(self._run)
        self._run("detach wh")
        if faults:
            raise WarehouseWriteFailed(path, " ".join(faults))

    def _know(self, stamp: LoadStamp) -> None:
        if stamp.load_id in self._taken_back:
            raise RuntimeError(f"Load {stamp.load_id} was taken back in this session; load its file again in another.")
        if stamp.captured_at.tzinfo is None:
            raise ValueError(
                f"Load {stamp.load_id}: captured_at {stamp.captured_at} has no zone; loads are ordered by instants."
            )
        known = self._run(
            "select captured_at = $2::timestamptz and sha256 = $3 from versions where load_id = $1",
            [stamp.load_id, stamp.captured_at.isoformat(), stamp.sha256],
        )
        if known and not known[0][0]:
            raise ValueError(f"Load {stamp.load_id} is known with another file or another captured_at than {stamp}.")
        if not known:
            self._run(
                "insert into versions values ($1, $2::timestamptz, $3)",
                [stamp.load_id, stamp.captured_at.isoformat(), stamp.sha256],
            )
        self._open.add(stamp.load_id)

    def _commit(self) -> None:
        self._run("commit")
        self._run("begin")

    def _take_back(self) -> None:
        """Undo all that is not committed: the open load, or several when loads were applied interleaved."""
        self._run("rollback")
        self._run("begin")
        self._taken_back |= self._open
        self._open.clear()

    def _run(self, sql: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        return rows_of(self._connection, sql, values)


@contextmanager
def _telling(root: Path, failure: type[Exception]) -> Iterator[None]:
    """Say of a failure below that the build before still stands."""
    try:
        yield
    except failure as error:
        raise WarehouseWriteFailed(str(root / publish.LINK), str(error)) from error


@contextmanager
def _writing(root: Path, source: Path | None, draft: Path) -> Iterator[Writer]:
    if source is not None:
        _open_published(root)[0].close()
        with _telling(root, OSError):
            publish.copy_build(source, draft)
    connection = _connect(root, os.environ.get("KOL_MEMORY", "3GB"))
    try:
        connection.execute(
            f"attach {quoted(str(draft))} as wh (storage_version 'v1.5.0', recovery_mode 'no_wal_writes')"
        )
        connection.execute("use wh")
        connection.execute("begin")
        if source is None:
            connection.execute(facts.schema_sql())
            books.open_books(partial(rows_of, connection))
            books.write_version(partial(rows_of, connection), "schema", facts.schema_version())
        yield Writer(connection)
    finally:
        connection.close()


def _open_published(root: Path, *, every_byte: bool = False) -> tuple[Connection, Path]:
    """The current build, attached as `wh` and found whole. A build that is replaced meanwhile is looked up again."""
    for _ in range(_OPENING_ATTEMPTS):
        path = publish.current_build(root)
        if path is None:
            raise WarehouseMissing(str(root / publish.LINK))
        connection = _connect(root, os.environ.get("KOL_READER_MEMORY", "1GB"))
        try:
            connection.execute(f"attach {quoted(str(path))} as wh (read_only)")
            _require_version(connection, root, "schema", facts.schema_version())
            faults = books.damage(partial(rows_of, connection), path, every_byte=every_byte)
            if faults:
                raise WarehouseDamaged(str(root / publish.LINK), " ".join(faults))
        except (duckdb.Error, FileNotFoundError) as error:
            connection.close()
            if path.exists():
                raise WarehouseDamaged(str(root / publish.LINK), str(error)) from error
            continue
        except WarehouseFault:
            connection.close()
            raise
        return connection, path
    raise WarehouseMissing(str(root / publish.LINK), "Builds were replaced faster than they could be opened.")


def _require_version(connection: Connection, root: Path, part: str, version: str) -> None:
    if not books.has_version(partial(rows_of, connection), part, version):
        raise WarehouseFromOtherVersion(str(root / publish.LINK), what=part)


def _connect(root: Path, memory: str) -> Connection:
    free = shutil.disk_usage(root).free
    connection: Connection = duckdb.connect(
        ":memory:",
        config={
            "memory_limit": memory,
            "threads": len(os.sched_getaffinity(0)),
            "temp_directory": str(publish.spill_folder(root)),
            "max_temp_directory_size": f"{free * 4 // 5 // 2**20}MiB",
            "autoload_known_extensions": False,
            "autoinstall_known_extensions": False,
        },
    )
    connection.execute("set global TimeZone = 'UTC'")
    connection.execute("set enable_progress_bar = false")
    return connection
