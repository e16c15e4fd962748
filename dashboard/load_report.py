"""What `kol load` shows while it works and when it is done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import PurePath
from typing import TYPE_CHECKING

from rich.box import SIMPLE
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bars
from rich.table import Table
from rich.text import Text

from campaigns.periods import business_date
from ingest.progress import Listener, Progress

if TYPE_CHECKING:
    from campaigns.records import Load
    from ingest.outcome import SheetOutcome

STEPS = {
    "reading": "reading",
    "typing": "checking",
    "writing": "writing",
    "models": "computing models",
    "publishing": "publishing",
    "waiting": "waiting",
    "rebuilding": "rebuilding",
}
WIDTH_OF_FILES = 140
COUNTS = ("read", "loaded", "unchanged", "superseded", "rejected")


@contextmanager
def shown_progress() -> Iterator[Listener]:
    """A bar with rows and time left on standard error, where that is a terminal; sentences are shown in any case."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Bars(*columns, console=console, transient=True, disable=not console.is_terminal) as bars:
        task = bars.add_task("starting", total=None)

        def show(progress: Progress) -> None:
            if progress.step in {"waiting", "rebuilding"}:
                console.print(Text(progress.text))
            name = PurePath(progress.file).name or progress.text
            bars.update(
                task,
                description=f"{STEPS[progress.step]} {name}"[:60],
                completed=progress.rows,
                total=progress.total,
            )

        yield show


def show_outcomes(outcomes: Sequence[SheetOutcome]) -> None:
    """The closing table: one row per sheet and table, counts that add up, and what was refused or skipped."""
    table = _table("file", "load", "table")
    for outcome in outcomes:
        head = [_name(outcome), str(outcome.load_id or "")]
        lines = [
            [name, *(f"{getattr(counts, count):,}" for count in COUNTS)] for name, counts in outcome.tables.items()
        ]
        for line in lines or [[outcome.status.replace("_", " "), *[""] * len(COUNTS)]]:
            table.add_row(*(Text(cell, overflow="fold") for cell in [*head, *line]))
    console = _console()
    console.print(table)
    for outcome in outcomes:
        if outcome.status == "skipped":
            console.print(Text(f"{_name(outcome)}: skipped, {outcome.reason}"))
    if any(counts.rejected for outcome in outcomes for counts in outcome.tables.values()):
        console.print("See `kol rejects` for the refused rows and what to do about them.", highlight=False)


def show_loads(loads: Sequence[Load]) -> None:
    """One row per load."""
    table = _table("load", "file", "source", "captured", "state")
    for load in loads:
        sources = ", ".join(sorted({sheet["source"] for sheet in load.sheets}))
        sums = [f"{sum(counts[name] for counts in load.counts.values()):,}" for name in COUNTS]
        captured = business_date(load.captured_at).isoformat()
        cells = [str(load.id), load.name, sources, captured, load.state, *sums]
        table.add_row(*(Text(cell, overflow="fold") for cell in cells))
    _console().print(table)


def _console() -> Console:
    """As wide as the terminal; a pipe or a file has no width of its own."""
    console = Console()
    return console if console.is_terminal else Console(width=WIDTH_OF_FILES)


def _name(outcome: SheetOutcome) -> str:
    return " › ".join(part for part in (PurePath(outcome.file).name, outcome.sheet) if part)


def _table(*headers: str) -> Table:
    table = Table(*headers, box=SIMPLE, padding=(0, 1, 0, 0))
    for name in COUNTS:
        table.add_column(name, justify="right")
    return table
