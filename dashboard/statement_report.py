"""How `kol statement` tells statements: JSON for programs, a table for people, and how far long work has come."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table
from sqlmodel import col, select

from campaigns.ledger import check_period
from campaigns.statement_records import Statement
from campaigns.store import Store
from dashboard.statement_words import amount

Tell = Callable[[str, int, int], None]
STAGES = {
    "reading": "Reading the month's lines", "posting": "Posting", "writing": "Writing statements", "closing": "Closing",
}  # fmt: skip
SHOWN = 300


def read(store: Store, period: str | None = None, party: str | None = None) -> list[Statement]:
    """Statements by month, party and currency, of one month or party, or all; raises BadValue for what is no month."""
    chosen = select(Statement).order_by(col(Statement.period), col(Statement.party), col(Statement.currency))
    if period is not None:
        chosen = chosen.where(Statement.period == check_period("PERIOD", period))
    if party is not None:
        chosen = chosen.where(Statement.party == party)
    with store.reading() as session:
        return list(session.exec(chosen))


def say(found: Sequence[Statement]) -> None:
    """All of them as JSON."""
    typer.echo(json.dumps([row.model_dump(mode="json") for row in found], ensure_ascii=False, indent=2))


def show(found: Sequence[Statement]) -> None:
    """A row per statement."""
    table = Table(title="Statements: what we owe is positive")
    table.add_column("month", no_wrap=True)
    table.add_column("party", overflow="fold", min_width=16)
    table.add_column("state")
    for heading in ("opening", "closing", "to pay", "paid"):
        table.add_column(heading, justify="right", no_wrap=True)
    for row in found[:SHOWN]:
        who = f"{row.party_name}, {row.party}" + ("" if row.currency == "CNY" else f", {row.currency}")
        fen = (row.opening_fen, row.closing_fen, row.due_fen, row.paid_fen)
        table.add_row(row.period, who, row.state.replace("_", " "), *(amount(one) for one in fen))
    console = Console(markup=False, highlight=False)
    console.print(table)
    if len(found) > SHOWN:
        console.print(f"… and {len(found) - SHOWN:,} more; --json prints all of them, --period narrows.")


@contextmanager
def progress(*, as_json: bool) -> Iterator[Tell]:
    """Shows on a terminal what is being done and how far it is; on standard error, so that answers stay clean."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True, disable=as_json) as bar:
        task = bar.add_task("")
        yield lambda what, done, all_: bar.update(task, description=STAGES[what], completed=done, total=all_ or None)
