"""The cells of a small workbook that people fill in by hand, read by the child process that reads every file."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from campaigns.errors import Refused
from ingest.refusal import FileRefused
from ingest.worker import Worker

MOST_ROWS = 5_000


def workbook_cells(path: Path) -> list[list[str]]:
    """The first sheet as text, row by row from row 1 on. Raises Refused for a file that is no readable workbook."""
    job = {"job": "cells", "path": str(path), "most_rows": MOST_ROWS}
    try:
        with closing(Worker()) as worker:
            rows: list[list[str]] = worker.run(job, path.stat().st_size, lambda _step, _rows, _total: None)["rows"]
            return rows
    except FileRefused as refusal:
        raise Refused(f"{refusal.code}  {path.name}: {refusal}") from refusal
