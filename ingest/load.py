"""`load_files`: from files that users have to a published warehouse. The story is told in docs/architecture.md.

A kill at any moment loses nothing: what entered archive and register is finished by the next load, and what had not
entered is still with the user.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

from campaigns.errors import WarehouseMissing
from campaigns.publish import tidy
from campaigns.store import Store, open_store
from campaigns.warehouse import canonical_hash
from ingest import erasure
from ingest.buyers import open_key
from ingest.intake import Intake, Taken, adopt_orphans, files_of
from ingest.outcome import ALREADY_LOADED, LOADED, SKIPPED, SheetOutcome
from ingest.progress import Listener, Progress, nobody
from ingest.publication import Publication, Published
from ingest.remarks import remarks_of
from ingest.residuals import residuals_of
from ingest.standing import Standing, look, settle
from ingest.typed import TypedSheet
from ingest.worker import Worker
from ingest.workspace import open_workspace

__all__ = ["SheetOutcome", "load_files", "mend", "rebuild"]


def load_files(
    root: Path,
    paths: Sequence[Path],
    *,
    who: str,
    account: str | None = None,
    on_progress: Listener | None = None,
) -> list[SheetOutcome]:
    """Load files and folders, and finish what an earlier run left; one outcome per sheet, in the order of the files.

    A file that is refused does not stop the others. All of them are published at once, or none. Raises KolbookError
    when nothing could be published; the accepted files are then finished by the next load.
    """
    tell = on_progress or nobody
    if erasure.finish_in_archive(root):
        rebuild(root, tell)
    with _means(root, tell) as (store, publication):
        adopt_orphans(root, store, who)
        key = open_key(root)
        intake = Intake(root, publication.work, store, publication.worker, key, who, account, tell)
        taken = [intake.take(path) for path in files_of(paths)]
        typed = {one.load.id: one.typed for one in taken if one.load and one.load.id and one.typed is not None}
        published = _bring_up(root, store, publication, typed)
    return _outcomes(root, taken, published)


def rebuild(root: Path, on_progress: Listener | None = None) -> str:
    """Make the warehouse again from archive and register alone; return its canonical hash."""
    has_erased = erasure.finish_in_archive(root)
    with _means(root, on_progress or nobody) as (store, publication):
        adopt_orphans(root, store, "rebuild")
        publication.run({}, fresh=True)
        settle(store, look(root, store))
    if has_erased:
        erasure.forget(root)
    return canonical_hash(root)


def mend(root: Path, on_progress: Listener) -> None:
    """What every load does first, alone: a warehouse that is missing, damaged or of another version is made again, and
    what an earlier run left is finished. Nothing is made where nothing was loaded."""
    if not (root / "archive").is_dir():
        return
    with closing(open_store(root)) as store:
        standing = look(root, store, every_byte=True)
    if not standing.is_level:
        load_files(root, [], who="mend", on_progress=on_progress)


@contextmanager
def _means(root: Path, tell: Listener) -> Iterator[tuple[Store, Publication]]:
    root.mkdir(parents=True, exist_ok=True)
    with closing(Worker()) as worker, closing(open_store(root)) as store, open_workspace(root) as work:
        yield store, Publication(root, work, store, worker, tell)


def _bring_up(root: Path, store: Store, publication: Publication, typed: dict[int, list[TypedSheet]]) -> Published:
    """Publish what is missing; a warehouse that cannot be built upon is said to be so and made anew."""
    standing = look(root, store, every_byte=True)
    if standing.is_level or not standing.accepted:
        settle(store, standing)
        tidy(root)
        return Published()
    if standing.needs_rebuild or (standing.fault and _was_loaded(standing)):
        text = str(standing.fault or "The warehouse holds loads that the register does not know.")
        publication.tell(
            Progress("", "rebuilding", text=f"{text.partition(' Run ')[0]} It is made again from the archive.")
        )
    published = publication.run(typed, fresh=standing.needs_rebuild)
    settle(store, replace(standing, held={**standing.held, **published.held}))
    return published


def _was_loaded(standing: Standing) -> bool:
    return isinstance(standing.fault, WarehouseMissing) and any(load.state == "done" for load in standing.accepted)


def _outcomes(root: Path, taken: list[Taken], published: Published) -> list[SheetOutcome]:
    """Of the files that were asked for, then of those that an earlier run had left."""
    told: set[int] = set()
    outcomes = [outcome for one in taken for outcome in _of_file(root, one, published, told)]
    left = [Taken(load.name, load) for load_id, load in published.loads.items() if load_id not in told]
    return outcomes + [outcome for one in left for outcome in _of_file(root, one, published, told)]


def _of_file(root: Path, one: Taken, published: Published, told: set[int]) -> Iterator[SheetOutcome]:
    load = one.load
    if one.refusal:
        yield SheetOutcome(one.path, code=one.refusal.code, reason=str(one.refusal))
    if one.refusal or load is None or load.id is None:
        return
    if load.id in published.failed:
        yield SheetOutcome(one.path, load_id=load.id, code="E-FILE-FACTS", reason=published.failed[load.id])
        return
    counts = published.counts.get(load.id) if load.id not in told else None
    told.add(load.id)
    totals = published.held[load.id].totals if load.id in published.held else load.totals
    for number, sheet in enumerate(load.sheets):
        tables = counts[number] if counts else {}
        status = LOADED if counts is not None else ALREADY_LOADED
        remarks = [*remarks_of(root, load, number), *(residuals_of(totals) if number == 0 else [])]
        yield SheetOutcome(one.path, sheet["sheet"], sheet["source"], load.id, status, tables, remarks=remarks)
    for sheet in one.skipped if counts is not None else []:
        yield SheetOutcome(one.path, sheet["sheet"], None, load.id, SKIPPED, {}, sheet["code"], sheet["reason"])
