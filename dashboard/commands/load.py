"""Commands of the group `load`: bring files in, see what became of them, make the warehouse again, check it."""

# Imports stand inside the commands: records and warehouse take a second to import, other commands need not wait.
# ruff: noqa: PLC0415

from __future__ import annotations

import getpass
import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from campaigns.errors import KolbookError

Root = Annotated[Path, typer.Option(envvar="KOL_ROOT", help="Folder of warehouse.duckdb, campaigns.db and archive.")]
OldRoot = Annotated[
    Path,
    typer.Option(
        "--root",
        envvar="KOL_ROOT",
        exists=True,
        file_okay=False,
        readable=False,
        help="Folder that files were loaded to.",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Answer as JSON on standard output.")]
STANDS = "The last warehouse stands; the next `kol load` finishes what was accepted."
STOPPED = f"Stopped. {STANDS}"


def register(app: typer.Typer) -> None:
    """Add this group's commands to `app`."""
    for command in (load, loads, rejects, rebuild, check):
        app.command()(command)


def load(
    paths: Annotated[
        list[Path], typer.Argument(help="Files, or folders of files.", metavar="FILE|FOLDER...", readable=False)
    ],
    root: Root = Path(),
    account: Annotated[str | None, typer.Option(help="Account of exports that do not name it.")] = None,
    as_json: AsJson = False,
) -> None:
    """Load export files: notes, clicks, orders, refunds, settlements and the rest. The same file twice loads once."""
    from dashboard.load_report import show_outcomes, shown_progress

    with _refusals(), shown_progress() as on_progress:
        from ingest.load import load_files
        from ingest.outcome import REFUSED

        outcomes = load_files(root, paths, who=_user(), account=account, on_progress=on_progress)
    if as_json:
        _say([outcome.stated() for outcome in outcomes])
    else:
        show_outcomes(outcomes)
    refused = [outcome for outcome in outcomes if outcome.status == REFUSED]
    for outcome in refused:
        typer.echo(f"{outcome.code}  {outcome.file}: {outcome.reason}", err=True)
    if refused:
        raise typer.Exit(1)


def loads(root: OldRoot = Path(), as_json: AsJson = False) -> None:
    """List what was loaded."""
    with _refusals():
        from campaigns.store import open_store
        from dashboard.load_report import show_loads
        from ingest import register as accepted

        with closing(open_store(root)) as store:
            found = accepted.loads(store)
    if as_json:
        _say([one.model_dump(mode="json") for one in found])
    else:
        show_loads(found)


def rejects(
    root: OldRoot = Path(),
    load_id: Annotated[int | None, typer.Option("--load", help="Of this load only.")] = None,
    csv: Annotated[Path | None, typer.Option(help="Write them to this file instead.")] = None,
    as_json: AsJson = False,
) -> None:
    """List refused rows with their address and what to do about them."""
    with _refusals():
        from ingest.reject import address, write_csv
        from ingest.reject import rejects as refused_rows

        frame = refused_rows(root, load_id)
        if csv:
            write_csv(frame, csv)
    if as_json:
        _say(frame.to_dicts())
    elif csv:
        typer.echo(f"{frame.height} refused rows written to {csv}.")
    else:
        for row in frame.iter_rows(named=True):
            typer.echo(address(row))


def rebuild(root: OldRoot = Path(), as_json: AsJson = False) -> None:
    """Make the warehouse again from the archive, and print its canonical hash."""
    from dashboard.load_report import shown_progress

    with _refusals(), shown_progress() as on_progress:
        from ingest.load import rebuild as build_again

        found = build_again(root, on_progress)
    if as_json:
        _say({"hash": found})
    else:
        typer.echo(found)


def check(root: OldRoot = Path(), as_json: AsJson = False) -> None:
    """Print the canonical hash, compare archive, register and warehouse, and say what the checks of the models find."""
    with _refusals():
        from ingest import check as checking

        findings = checking.check(root)
        found = checking.hash_of(root, findings)
        broken, warnings = checking.remarks(root, findings)
        findings += broken
    if as_json:
        _say({"hash": found, "findings": [vars(finding) for finding in findings], "warnings": warnings})
    elif found:
        typer.echo(found)
    for finding in findings:
        typer.echo(f"{finding.code}  {finding.text}", err=True)
    for warning in [] if as_json else warnings:
        typer.echo(f"warning  {warning}", err=True)
    if findings:
        raise typer.Exit(1)


@contextmanager
def _refusals() -> Iterator[None]:
    """A broken rule, or Ctrl-C, is one line on standard error and exit code 1."""
    try:
        yield
    except KolbookError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error
    except OSError as error:
        typer.echo(f"The system says: {error}. {STANDS}", err=True)
        raise typer.Exit(1) from error
    except KeyboardInterrupt as error:
        typer.echo(STOPPED, err=True)
        raise typer.Exit(1) from error


def _say(answer: Any) -> None:
    typer.echo(json.dumps(answer, ensure_ascii=False, indent=2, default=str))


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "local"
