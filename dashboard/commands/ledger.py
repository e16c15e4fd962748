"""Commands of the group `ledger`: what is posted, where the accounts stand, whether it holds, and a copy for an outside
tool. Months are locked here too, by two people.
"""

# Imports stand inside the commands: the records take a second to import, other commands need not wait.
# ruff: noqa: PLC0415

from __future__ import annotations

import getpass
import json
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from campaigns.errors import KolbookError

if TYPE_CHECKING:
    from campaigns.store import Store

Root = Annotated[Path, typer.Option(envvar="KOL_ROOT", help="Folder of warehouse.duckdb, campaigns.db and archive.")]
AsJson = Annotated[bool, typer.Option("--json", help="Answer as JSON on standard output.")]
Period = Annotated[str, typer.Argument(help="A month, such as 2026-05.")]


class LedgerFormat(StrEnum):
    """What `kol export --ledger` writes."""

    beancount = "beancount"


def register(app: typer.Typer) -> None:
    """Add this group's commands to `app`."""
    group = typer.Typer(no_args_is_help=True, help="The ledger: entries, balances, locks, and whether it holds.")
    for name, command in (
        ("list", list_entries), ("balances", balances), ("verify", verify), ("accrue", accrue), ("lock", lock),
        ("approve-lock", approve),
    ):  # fmt: skip
        group.command(name)(command)
    app.add_typer(group, name="ledger")
    app.command("export")(export)


def list_entries(
    root: Root = Path(),
    period: Annotated[str | None, typer.Option(help="Posted in this month only.")] = None,
    party: Annotated[str | None, typer.Option(help="That touch this party only, such as kol/5f3a….")] = None,
    as_json: AsJson = False,
) -> None:
    """List what is posted."""
    from dashboard import ledger_report

    with _open(root) as store:
        found = ledger_report.entries(store, period, party)
        (ledger_report.say_entries if as_json else ledger_report.show_entries)(found)


def balances(
    root: Root = Path(),
    since: Annotated[str | None, typer.Option(help="First month of the movement, such as 2026-05.")] = None,
    through: Annotated[str | None, typer.Option(help="Last month; later entries are left out.")] = None,
    as_json: AsJson = False,
) -> None:
    """Show where every account stands: opening, debit, credit, closing. Debit is positive; what we owe is negative."""
    from campaigns import ledger, ledger_chain
    from dashboard import ledger_report

    with _open(root) as store, store.reading() as session:
        for name, month in (("--since", since), ("--through", through)):
            if month is not None:
                ledger.check_period(name, month)
        found = ledger_chain.balances(session, since, through)
        (ledger_report.say_balances if as_json else ledger_report.show_balances)(found, ledger_chain.head(session))


def verify(
    root: Root = Path(),
    head: Annotated[str | None, typer.Option(help="A head printed on a statement: it must be in the ledger.")] = None,
    as_json: AsJson = False,
) -> None:
    """Look for entries that were edited, removed, added, reordered or do not balance; exit code 1 if there are any."""
    from campaigns import ledger_chain, ledger_verify

    with _open(root) as store:
        findings = ledger_verify.verify(store, head)
        with store.reading() as session:
            end = ledger_chain.head(session)
    if as_json:
        _say({**end._asdict(), "findings": [vars(finding) for finding in findings]})
    elif not findings:
        typer.echo(f"{end.entries} entries hold. Head {end.hash}")
    for finding in findings:
        typer.echo(f"E-LEDGER  {finding.problem}", err=True)
    if findings:
        raise typer.Exit(1)


def accrue(period: Period, root: Root = Path(), as_json: AsJson = False) -> None:
    """Post a month's commission lines from what is loaded; run again after late data, it posts the differences only."""
    from campaigns import actions, ledger
    from campaigns.ledger_lines import read_lines
    from campaigns.warehouse import open_reader

    with _open(root) as store, closing(open_reader(root)) as reader:
        lines = read_lines(reader, store, ledger.check_period("PERIOD", period))
        done = actions.post_accruals(store, actions.Actor(_user()), str(uuid.uuid4()), period, lines)
    if as_json:
        _say({"lines": len(lines), "entries": done.entries, "period": done.period, "head": done.head._asdict()})
    else:
        typer.echo(f"{len(lines)} lines of {period}: {done.entries} entries posted. Head {done.head.hash}")


def lock(period: Period, root: Root = Path(), as_json: AsJson = False) -> None:
    """Ask to lock a month and all before it; somebody else approves with `kol ledger approve-lock`."""
    from campaigns import actions

    with _open(root) as store:
        row = actions.request_lock(store, actions.Actor(_user()), str(uuid.uuid4()), period=period)
    if as_json:
        _say(row.model_dump(mode="json"))
    else:
        typer.echo(f"{row.requested_by} asked to lock {period}. Somebody else runs `kol ledger approve-lock {period}`.")


def approve(period: Period, root: Root = Path(), as_json: AsJson = False) -> None:
    """Lock a month that somebody else asked to lock: late changes go into the open month from now on."""
    from campaigns import actions

    with _open(root) as store:
        row = actions.approve_lock(store, actions.Actor(_user()), str(uuid.uuid4()), period=period)
    if as_json:
        _say(row.model_dump(mode="json"))
    else:
        typer.echo(f"{period} is locked at entry {row.entries}. Head {row.hash}")


def export(
    ledger: Annotated[LedgerFormat, typer.Option(help="Write the ledger in this format.")],
    out: Annotated[Path, typer.Option(help="Where it goes.")],
    root: Root = Path(),
    as_json: AsJson = False,
) -> None:
    """Write the ledger for an outside tool: `bean-check FILE` verifies every entry and every balance to the fen."""
    from dashboard import ledger_report

    with _open(root) as store:
        count, head = ledger_report.write_beancount(store, out)
    if as_json:
        _say({"format": ledger.value, "out": str(out), "entries": count, "head": head})
    else:
        typer.echo(f"{count} entries written to {out}. Head {head}")


@contextmanager
def _open(root: Path) -> Iterator[Store]:
    """The store; a broken rule is one line on standard error and exit code 1."""
    try:
        from campaigns.store import open_store

        store = open_store(root)
        try:
            yield store
        finally:
            store.close()
    except KolbookError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error
    except OSError as error:
        typer.echo(f"{error.filename}: cannot be written ({error.strerror}). Choose another file.", err=True)
        raise typer.Exit(1) from error


def _say(answer: Any) -> None:
    typer.echo(json.dumps(answer, ensure_ascii=False, indent=2, default=str))


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "local"
