"""Bringing the warehouse up to the register: everything that was accepted and is not there yet, in one writer session.

What this run has just typed goes in as it is; all else (left over by a run that was killed, lost with a damaged
warehouse) is typed again from the archive. Order does not matter to the facts; loads go by their id.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path

import polars as pl

from campaigns.errors import KolbookError, ModelChecksFailed, Refused, WarehouseWriteFailed
from campaigns.records import Load
from campaigns.store import Store
from campaigns.warehouse import Counts, LoadStamp, Writer, open_writer
from ingest import archive, register
from ingest.progress import Listener, Progress
from ingest.refusal import says_disk
from ingest.standing import WarehouseLoad
from ingest.typed import TypedSheet, TypedTable
from ingest.worker import Worker

NOTHING = Counts(0, 0, 0, 0, 0)

Typed = Mapping[int, list[TypedSheet]]
SheetCounts = list[dict[str, Counts]]
"""Per sheet of a load: its counts by table."""


@dataclass
class Published:
    """What one session wrote: the row in `loads` of each load. Of those that were pending: counts per sheet, and the
    loads themselves. And why others failed."""

    held: dict[int, WarehouseLoad] = field(default_factory=dict)
    counts: dict[int, SheetCounts] = field(default_factory=dict)
    loads: dict[int, Load] = field(default_factory=dict)
    failed: dict[int, str] = field(default_factory=dict)

    def add(self, other: Published) -> None:
        """What another session wrote, too."""
        self.held |= other.held
        self.counts |= other.counts
        self.loads |= other.loads


class LoadFailed(KolbookError):
    """A load whose rows cannot stand in the warehouse, for reasons of its own."""

    def __init__(self, load: Load, reason: str) -> None:
        super().__init__(reason)
        self.load = load


@dataclass(frozen=True)
class Publication:
    """One session's means: where it writes, and how it types what was archived."""

    root: Path
    work: Path
    store: Store
    worker: Worker
    tell: Listener

    def run(self, typed: Typed, *, fresh: bool = False) -> Published:
        """Publish all loads that the warehouse lacks. A load that cannot stand, or with which the models break their
        own rules, is marked as failed and left out; the others are tried again without it."""
        published = Published()
        waiting: list[int | None] = [None]
        while waiting:
            attempt = Published()
            try:
                self._attempt(typed, attempt, fresh=fresh, only=waiting[0])
            except LoadFailed as failure:
                self._fail(_id(failure.load), str(failure), published)
            except ModelChecksFailed as failure:
                suspects = sorted(attempt.loads)
                if not suspects:
                    raise
                if len(suspects) == 1:
                    self._fail(suspects[0], str(failure), published)
                else:
                    waiting = [*suspects]
            else:
                published.add(attempt)
                waiting, fresh = waiting[1:], False
        return published

    def _fail(self, load_id: int, reason: str, published: Published) -> None:
        register.fail(self.store, load_id)
        published.failed[load_id] = reason

    def _attempt(self, typed: Typed, attempt: Published, *, fresh: bool, only: int | None) -> None:
        """One session. Of the loads that were never published, only the one asked for goes in, if one is."""
        on_wait = lambda text: self.tell(Progress("", "waiting", text=text))  # noqa: E731 - one line, used once
        with open_writer(self.root, fresh=fresh, on_wait=on_wait) as writer:
            known = writer.loaded_ids()
            wanted = [load for load in register.loads(self.store) if _is_wanted(load, only)]
            missing = [load for load in wanted if load.id not in known]
            for number, load in enumerate(missing, 1):
                self.tell(Progress(load.name, "writing", number, len(missing)))
                attempt.held[_id(load)], counts = self._apply(writer, load, typed.get(_id(load)))
                if load.state == "pending":
                    attempt.counts[_id(load)], attempt.loads[_id(load)] = counts, load
            self.tell(Progress("", "models"))
            links = register.links(self.store)
            writer.refresh_models(lambda name: self.tell(Progress("", "models", text=name)), links=links)
            self.tell(Progress("", "publishing"))

    def _apply(self, writer: Writer, load: Load, typed: list[TypedSheet] | None) -> tuple[WarehouseLoad, SheetCounts]:
        fresh_folder = self.work / f"{_id(load)}-again"
        try:
            sheets = self._typed_again(load, fresh_folder) if typed is None else typed
            self._mend(writer, load)
            return _write(writer, load, sheets)
        except (WarehouseWriteFailed, OSError):
            raise
        except Exception as error:
            if says_disk(error):
                raise
            if load.state == "done":
                raise Refused(f"Load {load.id} ({load.name}) cannot be made again: {error}") from error
            raise LoadFailed(load, str(error)) from error
        finally:
            shutil.rmtree(fresh_folder, ignore_errors=True)

    def _mend(self, writer: Writer, load: Load) -> None:
        """What a file of mended rows brings is no longer refused in the files before it."""
        for of in register.corrected(load):
            before = [other for other in register.loads(self.store) if _id(other) < _id(load)]
            ids = [_id(other) for other in before if of["sha256"] in register.files_of(other)]
            writer.drop_rejects(ids, of["sheet"], of["rows"])

    def _typed_again(self, load: Load, folder: Path) -> list[TypedSheet]:
        damage = archive.damage(self.root, load.sha256)
        if damage:
            raise Refused(f"{damage}. Restore the folder archive from a backup, or load the file again.")
        file = archive.read(self.root, load.sha256)
        job = {
            "job": "type",
            "name": load.name,
            "captured_at": load.captured_at.isoformat(),
            "account": file.account,
            "archive": str(archive.folder_of(self.root, load.sha256).resolve()),
            "typed": str(folder.resolve()),
            "sheets": [asdict(sheet) for sheet in file.sheets],
        }
        answer = self.worker.run(job, load.size_bytes, partial(self._tell_of, load.name))
        return [TypedSheet.of(sheet) for sheet in answer["typed"]]

    def _tell_of(self, name: str, step: str, rows: int, total: int | None) -> None:
        self.tell(Progress(name, step, rows, total))


def _is_wanted(load: Load, only: int | None) -> bool:
    return load.state == "done" or (load.state == "pending" and only in {None, load.id})


def _write(writer: Writer, load: Load, sheets: list[TypedSheet]) -> tuple[WarehouseLoad, SheetCounts]:
    stamp = LoadStamp(_id(load), load.sha256, load.name, load.captured_at)
    per_sheet: SheetCounts = []
    whole: dict[str, Counts] = {}
    totals: dict[str, int] = {}
    for sheet in sheets:
        counts: dict[str, Counts] = {}
        for table in sheet.tables:
            found = _counts_of(writer, table, stamp)
            counts[table.table] = counts.get(table.table, NOTHING).plus(found)
            whole[table.table] = whole.get(table.table, NOTHING).plus(found)
        for path in sheet.rejects:
            writer.add_rejects(pl.read_parquet(path).with_columns(load_id=pl.lit(stamp.load_id, pl.Int64)))
        for name, fen in sheet.totals.items():
            totals[name] = totals.get(name, 0) + fen
        per_sheet.append(counts)
    totals = {**writer.control_totals(stamp.load_id), **totals}
    writer.record_load(stamp, whole, totals)
    return WarehouseLoad(load.sha256, {name: counts._asdict() for name, counts in whole.items()}, totals), per_sheet


def _counts_of(writer: Writer, table: TypedTable, stamp: LoadStamp) -> Counts:
    """Apply one table's rows; every row that was read has to be accounted for."""
    applied = writer.apply(table.table, Path(table.pattern), stamp) if table.pattern else NOTHING
    counts = applied.plus(Counts(table.rejected, 0, 0, 0, table.rejected))
    kept = counts.loaded + counts.unchanged + counts.superseded + counts.rejected
    if not table.read == counts.read == kept:
        raise RuntimeError(
            f"{table.table}: {table.read} rows were read from {stamp.name}, {counts.read} arrived and {kept} are "
            "accounted for. Nothing of the file was loaded; this is a defect of the load."
        )
    return counts


def _id(load: Load) -> int:
    if load.id is None:
        raise ValueError(f"{load.name} is not in the register yet.")
    return load.id
