"""The process that touches foreign bytes: reads a file or an archived one, and leaves typed Parquet files behind.

It works under limits of memory and processor time and may die of a hostile file; whoever started it may not. Jobs come
as one JSON object per line on standard input, answers go to standard output in the same way: `progress` while a job
runs, then `done` or `refused`. Raw text and raw ids never leave this process's memory.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any, TextIO

import polars as pl
from polars.io.plugins import register_io_source

from ingest.archive import ArchivedSheet
from ingest.buyers import BuyerKeys
from ingest.contract import Match
from ingest.personal import is_personal
from ingest.reading import read_sheets
from ingest.refusal import EMPTY, FileRefused, over_limit, unknown, unreadable
from ingest.sheet import Found, Skipped
from ingest.typed import context_of, type_sheet

MEMORY_BYTES = 2 * 2**30
"""Of address space, beyond what the process has before its first job."""

Say = Callable[[str, int, int | None], None]
Job = dict[str, Any]


def main() -> None:
    """Work off jobs until there are no more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
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
        return {"refused": asdict(_defect(f"{type(error).__name__}: {str(error)[:300]}"))}


def _defect(what: str) -> FileRefused:
    return unreadable(
        f"reading it failed ({what})", "save it again as .xlsx or .csv; if that fails too, report this line"
    )


def _read(job: Job, say: Say) -> dict[str, Any]:
    """Read a file, archive its sheets into the folder `archive`, and type them into the folder `typed`."""
    keys = BuyerKeys(bytes.fromhex(job["key"]))
    archive = Path(job["archive"])
    archive.mkdir(parents=True)
    read = read_sheets(Path(job["path"]))
    found = [sheet for sheet in read if isinstance(sheet, Found)]
    skipped = [sheet for sheet in read if isinstance(sheet, Skipped)]
    if not found:
        raise _nothing_found(skipped)
    sheets = [_archive(sheet, number, archive, keys, say) for number, sheet in enumerate(found)]
    return {
        "sheets": [asdict(sheet) for sheet in sheets],
        "skipped": [asdict(sheet) for sheet in skipped],
        "typed": _typed(job, sheets, say),
    }


def _type(job: Job, say: Say) -> dict[str, Any]:
    """Type the sheets of an archived file."""
    return {"typed": _typed(job, [ArchivedSheet(**sheet) for sheet in job["sheets"]], say)}


_JOBS: dict[str, Callable[[Job, Say], dict[str, Any]]] = {"read": _read, "type": _type}


def _nothing_found(skipped: list[Skipped]) -> FileRefused:
    unrecognised = [sheet for sheet in skipped if sheet.code == "E-SHEET-UNKNOWN"]
    if not unrecognised:
        return FileRefused(*EMPTY)
    reason, _, remedy = unrecognised[0].reason.rstrip(".").partition("; ")
    place = f"sheet {unrecognised[0].sheet!r}: " if unrecognised[0].sheet else ""
    return unknown(place + reason, remedy)


def _archive(sheet: Found, number: int, folder: Path, keys: BuyerKeys, say: Say) -> ArchivedSheet:
    names = [f"{number}.parquet", f"{number}.faults.parquet"]
    rows = _write(_kept(sheet, keys, say), sheet, folder / names[0])
    if sheet.faults:
        faults = [asdict(fault) for fault in sheet.faults]
        pl.DataFrame(faults, schema={"source_row": pl.Int64, "code": pl.String, "value": pl.String}).write_parquet(
            folder / names[1]
        )
    match, personal = sheet.match, _personal(sheet.match)
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


def _write(batches: Iterator[pl.DataFrame], sheet: Found, path: Path) -> int:
    """Write batches as one Parquet file, one in memory at a time; return how many rows there were."""
    first = next(batches, None)
    if first is None:
        kept = [name for name in sheet.match.columns if name not in _personal(sheet.match)]
        schema = dict.fromkeys(kept, pl.String()) | {"source_row": pl.Int64()}
        pl.DataFrame(schema=schema).write_parquet(path)
        return 0
    rows = 0

    def all_batches(columns: list[str] | None, *_: object) -> Iterator[pl.DataFrame]:
        nonlocal rows
        batch: pl.DataFrame | None = first
        while batch is not None:
            rows += batch.height
            yield batch if columns is None else batch.select(columns)
            batch = next(batches, None)

    lazy = register_io_source(all_batches, schema=first.schema)
    lazy.sink_parquet(path, compression="lz4", statistics=False, maintain_order=True)
    return rows


def _typed(job: Job, sheets: list[ArchivedSheet], say: Say) -> list[dict[str, Any]]:
    captured_at = datetime.fromisoformat(job["captured_at"])
    total = sum(sheet.rows for sheet in sheets)
    rows = 0

    def on_rows(more: int) -> None:
        nonlocal rows
        rows += more
        say("typing", rows, total)

    typed = []
    for sheet in sheets:
        context = context_of(job["name"], sheet.sheet, captured_at, job["account"])
        typed.append(type_sheet(Path(job["archive"]), sheet, context, Path(job["typed"]), on_rows).stated())
    return typed


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
    answers.write(json.dumps(message, ensure_ascii=False) + "\n")
    answers.flush()


if __name__ == "__main__":
    main()
