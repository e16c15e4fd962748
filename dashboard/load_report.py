"""What `kol load` shows while it works and when it is done."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import PurePath
from typing import TYPE_CHECKING

from rich.box import SIMPLE
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bars
from rich.table import Table
from rich.text import Text

from campaigns.facts import fact
from campaigns.field_mapping import formats_of, is_needed
from campaigns.money import yuan
from campaigns.periods import SHANGHAI, business_date
from ingest.progress import Listener, Progress

if TYPE_CHECKING:
    import polars as pl

    from campaigns.records import Load
    from ingest.mapped import MappedHeader
    from ingest.outcome import SheetOutcome
    from ingest.unknown import Preview, UnknownSheet

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
        task, shown = bars.add_task("starting", total=None), ("", "")

        def show(progress: Progress) -> None:
            nonlocal shown
            if shown != (progress.file, progress.step):  # the time left is that of this step
                shown = (progress.file, progress.step)
                bars.reset(task)
                bars.tasks[task].total = progress.total  # a step may not know how much there is
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
        for remark in outcome.remarks:
            console.print(Text(f"{_name(outcome)}: {remark}."))
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


def show_vanished(rows: pl.DataFrame) -> None:
    """One row per thing that a later file lacks."""
    table = Table("table", "key", "was in", "row", "captured", "missing in", "refused there", box=SIMPLE)
    for row in rows.iter_rows(named=True):
        captured = business_date(row["captured_at"]).isoformat()
        cells = [
            row["table"],
            row["key"],
            row["file"],
            row["source_row"],
            captured,
            row["missing_file"],
            row["refused"],
        ]
        table.add_row(*(Text(str(cell), overflow="fold") for cell in cells))
    _console().print(table if rows.height else "No row of a whole file is missing in a later one.", highlight=False)


def show_unknown(sheet: UnknownSheet) -> None:
    """The columns of an unknown sheet, what they may be, and how to say so."""
    likely = sheet.tables[0]
    fields = {place["column"]: field for field, place in sheet.guess(likely).items()}
    by_name = {column.name: column for column in fact(likely).business}
    table = Table("column", "cells", f"perhaps, of {likely}", "written as", box=SIMPLE)
    for column in sheet.columns:
        field = fields.get(column.column, "")
        formats = "|".join(formats_of(likely, by_name[field])) if field else ""
        cells = "of people: dropped" if column.is_personal else " · ".join(column.samples)
        table.add_row(*(Text(cell, overflow="fold") for cell in (column.title, cells, field, formats)))
    console = _console()
    place = f"sheet {sheet.sheet!r}, " if sheet.sheet else ""
    console.print(Text(f"{place}header in row {sheet.header_row + 1}; may be: {', '.join(sheet.tables[:4])}"))
    console.print(table)
    needed = ", ".join(column.name for column in by_name.values() if is_needed(column))
    console.print(
        Text(f"{likely} needs {needed}. Say: kol load --map FILE --table {likely} --column 'COLUMN=FIELD:FORMAT' …")
    )


def show_preview(mapping: MappedHeader, seen: Preview) -> None:
    """What a mapping would make of the file."""
    console = _console()
    console.print(
        Text(f"{seen.read} rows for {mapping.table}: {seen.read - seen.rejected} typed, {seen.rejected} refused")
    )
    if seen.repeated:
        console.print(Text(f"{seen.repeated} rows have the key of a later row: only the later one would stand."))
    for name, fen in seen.sums_fen.items():
        console.print(Text(f"  sum of {name}: {yuan(fen)} yuan"))
    names = [name for name in seen.rows.columns if "column" in mapping.fields.get(name, {})]
    table = Table("row", *names, box=SIMPLE)
    for row in seen.rows.iter_rows(named=True):
        cells = [_shown(name, row[name]) for name in names]
        table.add_row(
            *(Text("" if cell is None else str(cell), overflow="fold") for cell in [row["source_row"], *cells])
        )
    console.print(table)
    for row in seen.rejects.iter_rows(named=True):
        place = f"row {row['source_row']}, {row['column_name']}"
        console.print(Text(f"{row['code']}  {place}: {row['value']!r} – expected {row['rule']}; {row['remedy']}."))


def _shown(name: str, value: object) -> object:
    if isinstance(value, datetime):
        return f"{value.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S} Shanghai"
    return yuan(value) if name.endswith("_fen") and isinstance(value, int) else value


def show_lineage(rows: pl.DataFrame) -> None:
    """One line per row of a file, then its cells."""
    console = _console()
    if rows.is_empty():
        console.print("No file has such a row.")
    for row in rows.iter_rows(named=True):
        place = " › ".join(part for part in (row["file"], row["sheet"], f"row {row['source_row']}") if part)
        mended = f", mended in {row['mended_in']}" if row["mended_in"] else ""
        state = "stands" if row["stands"] else "gave way"
        console.print(
            Text(f"{place}{mended} – captured {row['captured_at']:%Y-%m-%d %H:%M}Z, {state} (load {row['load_id']})")
        )
        cells = "  ".join(f"{name}: {cell}" for name, cell in json.loads(row["cells"]).items())
        console.print(Text(f"    {cells}"))


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
