"""`kol reconcile`: what the platform's, a KOL's or an agency's statement says, against what we accrued."""

# Imports stand inside the commands: records and warehouse take a second to import, other commands need not wait.
# ruff: noqa: PLC0415

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from campaigns.errors import KolbookError, Refused
from campaigns.money import yuan
from campaigns.periods import period_bounds

if TYPE_CHECKING:
    from campaigns.statement_sides import Reconciled
    from campaigns.store import Store

SHOWN_BREAKS = 20


def register(app: typer.Typer) -> None:
    """Add `kol reconcile` to `app`."""
    app.command("reconcile")(reconcile)


def reconcile(
    period: Annotated[str, typer.Option(help="Month of settlement, such as 2026-05.")],
    statements: Annotated[
        list[Path] | None,
        typer.Argument(
            help="Statement files; for the months they settle in they stand for what is loaded.",
            metavar="[STATEMENT]...",
        ),
    ] = None,
    as_of: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Compare as on this day; decides what is timing.")
    ] = None,
    party: Annotated[str | None, typer.Option(help="platform, a KOL's id or an agency's code; all by default.")] = None,
    root: Annotated[
        Path, typer.Option(envvar="KOL_ROOT", help="Folder of warehouse.duckdb and campaigns.db.")
    ] = Path(),
    record: Annotated[
        bool, typer.Option("--record", help="Keep the breaks as cases, for people to assign and resolve.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of tables.")] = False,
) -> None:
    """Match a month's statement with our accruals; every difference is named and explained to the fen, or left open."""
    _check_period(period)
    if record and statements:
        raise typer.BadParameter("only what is loaded can be kept: load the statement first", param_hint="--record")
    try:
        found = _reconcile(root, statements or [], period, as_of, party, record=record)
    except KolbookError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error
    if as_json:
        typer.echo(json.dumps(stated(found), ensure_ascii=False, indent=2))
    else:
        _show(found)


def _check_period(period: str) -> None:
    try:
        is_month = len(period) == 7 and bool(period_bounds(period))
    except ValueError:
        is_month = False
    if not is_month:
        raise typer.BadParameter(f"{period!r} is no month, such as 2026-05", param_hint="--period")


def _reconcile(
    root: Path, statements: Sequence[Path], period: str, as_of: datetime | None, party: str | None, *, record: bool
) -> Reconciled:
    from campaigns.reconciliation_cases import hand_matches
    from campaigns.statement_sides import read_sides, reconcile_period
    from campaigns.store import open_store
    from campaigns.warehouse import open_reader
    from ingest.statements import digest, read_statements

    lines = read_statements(statements)
    with closing(open_reader(root)) as reader, closing(open_store(root)) as store:
        snapshot = store.snapshot()
        tables = {**snapshot.tables, "statement_line": lines.to_arrow()}
        reader.put_records(tables, f"{snapshot.version}/{digest(lines)}")
        sides = read_sides(reader.query, has_named_lines=True)
        day = as_of.date() if as_of else None
        found = reconcile_period(sides, period, day, party, hand_matches(store))
        if record:
            _record(store, found, party, reader.build)
    return found


def _record(store: Store, found: Reconciled, party: str | None, build: str) -> None:
    from campaigns.actions import record_reconciliation
    from campaigns.reconciliation_cases import comparison
    from dashboard.commands.record_access import actor, key

    if party is not None and not found.sender:
        raise Refused(
            f"{party} sent no statement for {found.period}. Load it, or leave --party out: what the platform's "
            "statement says about everybody is kept together."
        )
    done = record_reconciliation(store, actor(), key(), comparison(found, build))
    typer.echo(
        f"Cases: {done.opened} opened, {done.changed} changed, {done.reopened} opened again, {done.gone} gone.",
        err=True,
    )


def stated(found: Reconciled) -> dict[str, Any]:
    """The outcome as plain JSON; sums are fen, `matched_fen` in CNY, all currencies in `matched_by_currency`.

    `roll_forward` has a party per key; one in another currency than CNY as `party/USD`.
    """
    from campaigns.reconcile import cluster
    from campaigns.reconciliation_cases import matched

    sums, lines = matched(found)
    return {
        "period": found.period,
        "as_of": found.moment.at.isoformat(),
        "statement_of": found.sender or "platform",
        "matched": lines,
        "matched_fen": sums.get("CNY", 0),
        "matched_by_currency": sums,
        "breaks": [
            {
                "kind": one.kind,
                "order_id": one.order_id or None,
                "part": one.part,
                "currency": one.currency,
                "ours_fen": one.ours_fen,
                "theirs_fen": one.theirs_fen,
                "difference_fen": one.difference_fen,
                "platform_fen": found.platform_fen.get((one.part, one.order_id)),
                "explanation": one.explanation,
                "age_days": max(0, (found.moment.at - one.since).days) if one.since else 0,
                "statement_lines": [record.record_id for record in one.theirs],
            }
            for one in found.books.breaks
        ],
        "clusters": [{**one._asdict(), "text": str(one)} for one in cluster(found.books.breaks)],
        "roll_forward": {
            roll.party if roll.currency == "CNY" else f"{roll.party}/{roll.currency}": {
                name: value for name, value in roll._asdict().items() if name != "party"
            }
            for roll in found.rolls
        },
    }


def _show(found: Reconciled) -> None:
    from rich.console import Console
    from rich.table import Column, Table

    from campaigns.reconcile import cluster
    from campaigns.reconciliation_cases import matched

    console = Console()
    sums, lines = matched(found)
    agreed = ", ".join(f"{yuan(fen)} {currency}" for currency, fen in sorted(sums.items())) or "nothing"
    console.print(f"{found.period}: {lines} statement lines agree ({agreed}), {len(found.books.breaks)} breaks.")
    for one in cluster(found.books.breaks):
        console.print(f"  {one.kind}  {one}", soft_wrap=True, highlight=False)
    largest = sorted(found.books.breaks, key=lambda one: (one.kind == "timing", -abs(one.difference_fen)))
    if largest:
        console.print("The largest breaks (theirs − ours):")
    for found_break in largest[:SHOWN_BREAKS]:
        where = f"{found_break.kind}  {found_break.order_id or 'no order'}  {found_break.part}"
        amount = f"{yuan(found_break.difference_fen)} {found_break.currency}"
        console.print(f"  {where}  {amount}  {found_break.explanation}", soft_wrap=True, highlight=False)
    if len(largest) > SHOWN_BREAKS:
        console.print(f"… and {len(largest) - SHOWN_BREAKS} more; --json lists all.")
    columns = (
        Column("party", no_wrap=True),
        "currency",
        "opening",
        "+ accrued",
        "− settled",
        "− clawback",
        "= closing",
    )
    rolls = Table(*columns, title="Roll-forward")
    for roll in found.rolls:
        balances_fen = (roll.opening_fen, roll.accrued_fen, roll.settled_fen, roll.clawback_fen, roll.closing_fen)
        rolls.add_row(roll.party, roll.currency, *map(yuan, balances_fen))
    console.print(rolls)
