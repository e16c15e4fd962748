"""The register of loads: which files were accepted, how far each got, and what it brought. One row per file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl
from sqlmodel import col, select

from campaigns.records import Link, Load, utc_now
from campaigns.store import Store
from ingest.archive import ArchivedFile


def find(store: Store, sha256: str) -> Load | None:
    """The load of the file with that hash."""
    with store.reading() as session:
        return session.exec(select(Load).where(Load.sha256 == sha256)).first()


def loads(store: Store) -> list[Load]:
    """All loads, in the order in which they were accepted."""
    with store.reading() as session:
        return list(session.exec(select(Load).order_by(col(Load.id))).all())


def accept(store: Store, file: ArchivedFile, who: str) -> Load:
    """Enter a file as pending; one that is there keeps its id, and one that had failed is tried again."""
    with store.transaction() as session:
        load = session.exec(select(Load).where(Load.sha256 == file.sha256)).first()
        if load is None:
            load = Load(sha256=file.sha256, name=file.name, size_bytes=file.size_bytes, captured_at=file.captured_at)
        elif load.state != "failed":
            return load
        load.state, load.loaded_by = "pending", who
        load.captured_at, load.sheets = file.captured_at, _sheets(file)
        session.add(load)
        session.flush()
        return load


def finish(store: Store, results: Mapping[int, tuple[dict[str, Any], dict[str, int]]]) -> None:
    """Mark loads as done, with the counts per table and the control totals of each."""
    with store.transaction() as session:
        for load_id, (counts, totals) in results.items():
            load = session.get_one(Load, load_id)
            load.state, load.counts, load.totals = "done", counts, totals
            load.done_at = load.done_at or utc_now()
            session.add(load)


def fail(store: Store, load_id: int) -> None:
    """Mark a load as failed: what it brought cannot stand in the warehouse."""
    with store.transaction() as session:
        load = session.get_one(Load, load_id)
        load.state = "failed"
        session.add(load)


def mendings(store: Store, file: ArchivedFile) -> int:
    """How many files with mended rows of the same file were accepted before this one."""
    mine = {sheet.corrects["sha256"] for sheet in file.sheets if sheet.corrects}
    return sum(bool(mine & {of["sha256"] for of in corrected(load)}) for load in loads(store)) if mine else 0


def corrected(load: Load) -> list[dict[str, Any]]:
    """What a load mends: sha256 and name of the file, sheet, rows; empty for all but files of mended rows."""
    return [sheet["corrects"] for sheet in load.sheets if sheet.get("corrects")]


def files_of(load: Load) -> set[str]:
    """The files that a load's rows are of: its own, and the one that it mends."""
    return {load.sha256, *(of["sha256"] for of in corrected(load))}


def links(store: Store) -> pl.DataFrame:
    """The short links of the records (slug, note_id, product_id): they place clicks that came with a slug alone."""
    with store.reading() as session:
        found = session.exec(select(Link.slug, Link.note_id, Link.product_id)).all()
    return pl.DataFrame(found, schema=dict.fromkeys(("slug", "note_id", "product_id"), pl.String()), orient="row")


def _sheets(file: ArchivedFile) -> list[dict[str, Any]]:
    return [
        {
            "sheet": sheet.sheet,
            "source": sheet.source,
            "rows": sheet.rows,
            "archive": sheet.archive,
            "captured_at": file.captured_at.isoformat(),
            "account": file.account,
            **({"corrects": sheet.corrects} if sheet.corrects else {}),
        }
        for sheet in file.sheets
    ]
