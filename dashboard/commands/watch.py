"""`kol load --watch FOLDER`: one line per file as it lands, until Ctrl-C."""

# ruff: noqa: PLC0415 - see dashboard.commands.load

from __future__ import annotations

import json
import signal
import time
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

import typer

from campaigns.errors import KolbookError

if TYPE_CHECKING:
    from ingest.outcome import SheetOutcome

RETRY_SECONDS = 10


def run(root: Path, folder: Path, who: str, account: str | None, *, as_json: bool) -> None:
    """Load what is in the folder and what lands there. What cannot be loaded now is tried again."""
    from ingest.load import load_files
    from ingest.watching import Watched

    signal.signal(signal.SIGTERM, signal.default_int_handler)
    watched, next_try = Watched(folder), 0.0
    try:
        for _ in watched.ticks():
            found = watched.whole() if time.monotonic() >= next_try else []
            if not found:
                continue
            try:
                outcomes = load_files(root, found, who=who, account=account)
            except (KolbookError, OSError) as error:
                next_try = time.monotonic() + RETRY_SECONDS
                typer.echo(f"Not loaded, tried again in {RETRY_SECONDS} seconds: {error}", err=True)
                continue
            watched.take(found)
            _tell(outcomes, as_json=as_json)
    except KeyboardInterrupt:
        typer.echo("Stopped. What was loaded stands.", err=True)


def _tell(outcomes: Sequence[SheetOutcome], *, as_json: bool) -> None:
    for file, sheets in groupby(outcomes, key=lambda outcome: outcome.file):
        if as_json:
            stated = {"file": file, "sheets": [sheet.stated() for sheet in sheets]}
            typer.echo(json.dumps(stated, ensure_ascii=False, default=str))
        else:
            typer.echo(f"{PurePath(file).name}: {'; '.join(map(_line, sheets))}")


def _line(outcome: SheetOutcome) -> str:
    place = f"{outcome.sheet}: " if outcome.sheet else ""
    if outcome.code:
        return f"{place}{outcome.status}, {outcome.code} {outcome.reason}"
    counts = [
        f"{name} {counts.loaded} loaded" + (f", {counts.rejected} refused" if counts.rejected else "")
        for name, counts in outcome.tables.items()
    ]
    return place + (", ".join(counts) or outcome.status.replace("_", " "))
