"""The process that touches foreign bytes: reads a file or an archived one, and leaves typed Parquet files behind.

It works under limits of memory and processor time and may die of a hostile file; whoever started it may not. Jobs come
as one JSON object per line on standard input, answers go to standard output in the same way: `progress` while a job
runs, then `done` or `refused`. Raw text and raw ids never leave this process's memory.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, replace
from datetime import datetime
from pathlib import Path
from typing import Any, TextIO

import polars as pl

from ingest.archive import ArchivedSheet
from ingest.archived_rows import write_sheet
from ingest.buyers import BuyerKeys
from ingest.contract import Context, Match, learn, mapping_of, source_of
from ingest.corrections import is_correction, mended
from ingest.looking import look
from ingest.mapped import MappedHeader
from ingest.personal import is_personal
from ingest.reading import read_sheets
from ingest.refusal import DISK, EMPTY, FileRefused, over_limit, says_disk, unknown, unreadable
from ingest.sheet import Found, Skipped
from ingest.tracing import trace
from ingest.typed import SheetTyping, TypedSheet, stem_of, type_sheet
from ingest.workbook import first_cells

MEMORY_BYTES = 2 * 2**30
"""Of address space, beyond what the process has before its first job."""

MOST_BYTES, MOST_TIMES = 2**30, 100
"""Cells of one file may take so many bytes, and so many times its size: some formats write the same text once."""

_SENDING = threading.Lock()

Say = Callable[[str, int, int | None], None]
Job = dict[str, Any]


def main() -> None:
    """Work off jobs until there are no more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _die_with_parent()
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    baseline = _address_space()
    _send(answers, ready=True)
    for line in sys.stdin:
        job = json.loads(line)
        _limit(baseline + MEMORY_BYTES, int(job["cpu_seconds"]))
        _send(answers, **_answer(job, answers))


def _answer(job: Job, answers: TextIO) -> dict[str, Any]:
    def say(step: str, rows: int, total: int | None) -> None:
        _send(answers, progress=[step, rows, total])

    try:
        return {"done": _JOBS[job["job"]](job, say)}
    except FileRefused as refusal:
        return {"refused": asdict(refusal)}
    except MemoryError:
        return {"refused": asdict(over_limit("it takes more memory than one file may"))}
    except pl.exceptions.PanicException as panic:
        return {"refused": asdict(_defect(type(panic).__name__))}
    except Exception as error:  # noqa: BLE001 - a file we cannot read must not look like one we can
        if says_disk(error):
            return {"refused": asdict(FileRefused(*DISK))}
        return {"refused": asdict(_defect(f"{type(error).__name__}: {str(error)[:300]}"))}


def _defect(what: str) -> FileRefused:
    return unreadable(
        f"reading it failed ({what})", "save it again as .xlsx or .csv; if that fails too, report this line"
    )


def _read(job: Job, say: Say) -> dict[str, Any]:
    """Read a file, archive its sheets into the folder `archive`, and type them into the folder `typed`."""
    learn([MappedHeader(**mapping) for mapping in job.get("mappings", ())])
    keys = BuyerKeys(bytes.fromhex(job["key"]))
    archive = Path(job["archive"])
    archive.mkdir(parents=True)
    read = read_sheets(Path(job["path"]))
    found = [sheet for sheet in read if isinstance(sheet, Found)]
    skipped = [sheet for sheet in read if isinstance(sheet, Skipped)]
    if not found:
        raise _nothing_found(skipped)
    room = [MOST_BYTES + MOST_TIMES * Path(job["path"]).stat().st_size]
    sheets, typed = [], []
    for number, sheet in enumerate(found):
        archived, typed_sheet = _take_in(job, _measured(sheet, room), number, keys, say)
        sheets.append(asdict(archived))
        typed.append(typed_sheet.stated())
    return {"sheets": sheets, "skipped": [asdict(sheet) for sheet in skipped], "typed": typed}


def _type(job: Job, say: Say) -> dict[str, Any]:
    """Type the sheets of an archived file."""
    sheets = [ArchivedSheet(**sheet) for sheet in job["sheets"]]
    learn([MappedHeader(**sheet.mapping) for sheet in sheets if sheet.mapping])
    rows, total = 0, sum(sheet.rows for sheet in sheets)

    def on_rows(more: int) -> None:
        nonlocal rows
        rows += more
        say("typing", rows, total)

    folder, out = Path(job["archive"]), Path(job["typed"])
    typed = [type_sheet(folder, sheet, _context(job, sheet.sheet), out, on_rows) for sheet in sheets]
    return {"typed": [sheet.stated() for sheet in typed]}


def _cells(job: Job, _say: Say) -> dict[str, Any]:
    """The first sheet of a workbook as it stands, for what people enter by spreadsheet; nothing is written."""
    return {"rows": first_cells(Path(job["path"]), int(job["most_rows"]))}


def _look(job: Job, _say: Say) -> dict[str, Any]:
    """Show the sheets that nothing recognises, their columns and first cells; nothing is written."""
    learn([MappedHeader(**mapping) for mapping in job["mappings"]])
    return {"sheets": look(Path(job["path"]), job["header_row"])}


def _trace(job: Job, _say: Say) -> dict[str, Any]:
    """The rows of an archived file that have one of the keys."""
    sheets = [ArchivedSheet(**sheet) for sheet in job["sheets"]]
    learn([MappedHeader(**sheet.mapping) for sheet in sheets if sheet.mapping])
    folder, asked = Path(job["archive"]), (job["table"], job["keys"], job["most"])
    return {"rows": [row for sheet in sheets for row in trace(folder, sheet, _context(job, sheet.sheet), *asked)]}


_JOBS: dict[str, Callable[[Job, Say], dict[str, Any]]] = {
    "read": _read, "type": _type, "cells": _cells, "look": _look, "trace": _trace,
}  # fmt: skip


def _nothing_found(skipped: list[Skipped]) -> FileRefused:
    unrecognised = [sheet for sheet in skipped if sheet.code != "E-SHEET-EMPTY"]
    if not unrecognised:
        return FileRefused(*EMPTY)
    reason, _, remedy = unrecognised[0].reason.rstrip(".").partition("; ")
    place = f"sheet {unrecognised[0].sheet!r}: " if unrecognised[0].sheet else ""
    return unknown(place + reason, remedy)


def _take_in(job: Job, sheet: Found, number: int, keys: BuyerKeys, say: Say) -> tuple[ArchivedSheet, TypedSheet]:
    """Archive a sheet, and type it: while it is read, or out of the archive where it must be whole."""
    folder, out, context = Path(job["archive"]), Path(job["typed"]), _context(job, sheet.sheet)
    name = f"{number}.parquet"
    if is_correction(sheet):
        archived = _mend(job, sheet, folder / name, keys)
        return archived, type_sheet(folder, archived, context, out, lambda more: say("typing", more, archived.rows))
    source = source_of(sheet.match.source_key)
    typing = None if source.is_whole else SheetTyping(source.key, context, out, stem_of(name))
    rows = write_sheet(
        _ahead(_kept(sheet, keys, say)), folder / name, _schema(sheet.match), typing.add if typing else None
    )
    faults = _write_faults(sheet, folder / f"{number}.faults.parquet")
    archived = _archived(sheet, number, folder, rows)
    if typing is None:
        return archived, type_sheet(folder, archived, context, out, lambda more: say("typing", more, rows))
    return archived, typing.finish(faults)


def _mend(job: Job, sheet: Found, path: Path, keys: BuyerKeys) -> ArchivedSheet:
    if "root" not in job:
        raise unknown("these are refused rows of a file, mended", "load them with kol load")
    stands, frame = mended(sheet, Path(job["root"]), keys)
    frame.write_parquet(path, compression="lz4", statistics=False)
    return replace(stands, archive=path.name, sizes={path.name: path.stat().st_size})


def _measured(sheet: Found, room: list[int]) -> Found:
    """The same sheet; its batches take their bytes out of the room that all sheets of the file share."""

    def batches() -> Iterator[pl.DataFrame]:
        for batch in sheet.batches():
            room[0] -= int(batch.estimated_size())
            if room[0] < 0:
                raise over_limit("its cells take far more room than the file, which repeats itself")
            yield batch

    return replace(sheet, batches=batches)


def _context(job: Job, sheet: str) -> Context:
    return Context(job["name"], sheet, datetime.fromisoformat(job["captured_at"]), job["account"])


def _write_faults(sheet: Found, path: Path) -> pl.DataFrame | None:
    if not sheet.faults:
        return None
    schema = {"source_row": pl.Int64, "code": pl.String, "value": pl.String}
    faults = pl.DataFrame([asdict(fault) for fault in sheet.faults], schema=schema)
    faults.write_parquet(path)
    return faults


def _archived(sheet: Found, number: int, folder: Path, rows: int) -> ArchivedSheet:
    names = [f"{number}.parquet", f"{number}.faults.parquet"]
    match, personal = sheet.match, _personal(sheet.match)
    mapping = mapping_of(match.source_key)
    return ArchivedSheet(
        sheet=sheet.sheet,
        source=match.source_key,
        rows=rows + len(sheet.faults),
        archive=names[0],
        faults=names[1] if sheet.faults else "",
        header_row=match.header_row,
        data_row=match.data_row,
        titles=[title for name, title in zip(match.columns, match.titles, strict=False) if name not in personal],
        unknown=[name for name in match.unknown if name not in personal],
        sizes={name: (folder / name).stat().st_size for name in names if (folder / name).exists()},
        mapping=mapping.stated() if mapping else None,
    )


def _personal(match: Match) -> frozenset[str]:
    return match.personal | {name for name in match.unknown if is_personal(name)}


def _kept(sheet: Found, keys: BuyerKeys, say: Say) -> Iterator[pl.DataFrame]:
    """What may be kept of each batch: no personal columns, buyers under their keys."""
    rows = 0
    for batch in sheet.batches():
        kept = batch.drop(_personal(sheet.match))
        yield kept.with_columns(keys.of(kept[name]) for name in sorted(sheet.match.buyers & set(kept.columns)))
        rows += batch.height
        say("reading", rows, sheet.total)


def _ahead(batches: Iterator[pl.DataFrame]) -> Iterator[pl.DataFrame]:
    """The same, but the next one is being read while the last one is worked on."""
    with ThreadPoolExecutor(1) as reader:
        upcoming = reader.submit(next, batches, None)
        while (batch := upcoming.result()) is not None:
            upcoming = reader.submit(next, batches, None)
            yield batch


def _schema(match: Match) -> dict[str, pl.DataType]:
    """Of the frames of a sheet without rows."""
    kept = [name for name in match.columns if name not in _personal(match)]
    return dict.fromkeys(kept, pl.String()) | {"source_row": pl.Int64()}


def _die_with_parent() -> None:
    """A killed loader cannot end its child; one that waits for ever would stay."""
    set_parent_death_signal = 1  # linux/prctl.h: PR_SET_PDEATHSIG
    ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGKILL)


def _limit(address_space: int, cpu_seconds: int) -> None:
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (address_space, most))
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + cpu_seconds, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _address_space() -> int:
    pl.DataFrame({"warm": [1]}).lazy().select(pl.col("warm").sum()).collect()  # its threads and pools come to life
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    return pages * resource.getpagesize()


def _send(answers: TextIO, **message: Any) -> None:
    with _SENDING:
        answers.write(json.dumps(message, ensure_ascii=False) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
