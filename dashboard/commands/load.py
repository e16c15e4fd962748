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
        list[Path] | None, typer.Argument(help="Files, or folders of files.", metavar="FILE|FOLDER...", readable=False)
    ] = None,
    root: Root = Path(),
    account: Annotated[str | None, typer.Option(help="Account of exports that do not name it.")] = None,
    watch: Annotated[Path | None, typer.Option(metavar="FOLDER", help="Load what lands there, until Ctrl-C.")] = None,
    is_mapping: Annotated[bool, typer.Option("--map", help="Show a file that nothing recognises, and map it.")] = False,
    table: Annotated[str | None, typer.Option(help="With --map: the fact table of its rows.")] = None,
    column: Annotated[list[str] | None, typer.Option(metavar="COLUMN=FIELD[:FORMAT]", help="With --map.")] = None,
    value: Annotated[list[str] | None, typer.Option(metavar="FIELD=VALUE", help="With --map: for all rows.")] = None,
    mapping: Annotated[Path | None, typer.Option(metavar="JSON", help="With --map: table and fields.")] = None,
    sheet: Annotated[str | None, typer.Option(help="With --map: which sheet.")] = None,
    header_row: Annotated[int | None, typer.Option(min=1, help="With --map: the row of the header.")] = None,
    name: Annotated[str | None, typer.Option(help="With --map: what the mapping is called.")] = None,
    whole_list: Annotated[bool, typer.Option("--whole-list", help="With --map: such files are complete.")] = False,
    guess: Annotated[bool, typer.Option("--guess", help="With --map: take the guesses that are shown.")] = False,
    save: Annotated[bool, typer.Option("--save", help="With --map: use it from now on, and load the file.")] = False,
    as_json: AsJson = False,
) -> None:
    """Load export files: notes, clicks, orders, refunds, settlements and the rest. The same file twice loads once."""
    if watch is not None and not paths:
        from dashboard.commands.watch import run as keep_loading

        with refusals():
            keep_loading(root, watch, user(), account, as_json=as_json)
        return
    if not paths or (is_mapping and len(paths) > 1):
        raise typer.BadParameter("expected one FILE with --map, --watch FOLDER alone, or FILE and FOLDER")
    if is_mapping:
        from campaigns.actions import Actor
        from dashboard.commands import mapping as mapping_command

        wish = mapping_command.Wish(
            table, column or [], value or [], mapping, sheet, header_row, name, whole_list, guess, save
        )
        with refusals(str(paths[0])):
            is_saved = mapping_command.run(root, paths[0], wish, Actor(user()), as_json)
        if not is_saved:
            return
    _load(root, paths, account, as_json=as_json and not is_mapping)


def _load(root: Path, paths: list[Path], account: str | None, *, as_json: bool) -> None:
    from dashboard.load_report import show_outcomes, shown_progress

    with refusals(), shown_progress() as on_progress:
        from ingest.load import load_files
        from ingest.outcome import REFUSED

        outcomes = load_files(root, paths, who=user(), account=account, on_progress=on_progress)
    if as_json:
        say([outcome.stated() for outcome in outcomes])
    else:
        show_outcomes(outcomes)
    refused = [outcome for outcome in outcomes if outcome.status == REFUSED]
    for outcome in refused:
        typer.echo(f"{outcome.code}  {outcome.file}: {outcome.reason}", err=True)
    if refused:
        raise typer.Exit(1)


def loads(
    root: OldRoot = Path(),
    gone: Annotated[bool, typer.Option("--vanished", help="Rows that a later whole file lacks.")] = False,
    as_json: AsJson = False,
) -> None:
    """List what was loaded, or what vanished: rows of an earlier file that a later one should have and has not."""
    if gone:
        _vanished(root, as_json=as_json)
        return
    with refusals():
        from campaigns.store import open_store
        from dashboard.load_report import show_loads
        from ingest import register as accepted

        with closing(open_store(root)) as store:
            found = accepted.loads(store)
    if as_json:
        say([one.model_dump(mode="json") for one in found])
    else:
        show_loads(found)


def _vanished(root: Path, *, as_json: bool) -> None:
    with refusals():
        from dashboard.load_report import show_vanished
        from ingest.vanished import vanished

        found = vanished(root)
    say(found.to_dicts()) if as_json else show_vanished(found)


def rejects(
    root: OldRoot = Path(),
    load_id: Annotated[int | None, typer.Option("--load", help="Of this load only.")] = None,
    csv: Annotated[Path | None, typer.Option(help="Write them to this file instead.")] = None,
    fix: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="With --load: write the rows to be edited (.xlsx, .csv). Else: take them back."
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """List refused rows with their address and what to do about them; or mend them in a file of their own."""
    if fix is not None:
        _fix(root, load_id, fix, as_json=as_json)
        return
    with refusals():
        from ingest.reject import address, write_csv
        from ingest.reject import rejects as refused_rows

        frame = refused_rows(root, load_id)
        if csv:
            write_csv(frame, csv)
    if as_json:
        say(frame.to_dicts())
    elif csv:
        typer.echo(f"{frame.height} refused rows written to {csv}.")
    else:
        for row in frame.iter_rows(named=True):
            typer.echo(address(row))


def _fix(root: Path, load_id: int | None, path: Path, *, as_json: bool) -> None:
    """Out with the number of a load, back in without; a file that is there is not written over."""
    if load_id is None:
        _load(root, [path], None, as_json=as_json)
        return
    with refusals():
        from campaigns.errors import Refused
        from ingest.fix_file import write_fix_file

        if path.exists():
            raise Refused(
                f"{path} exists already. To take it back, leave out --load; to write anew, name another file."
            )
        rows = write_fix_file(root, load_id, path)
    if as_json:
        say({"file": str(path), "rows": rows})
    else:
        typer.echo(f"{rows} refused rows written to {path}. Edit them there, then: kol rejects --fix {path}")


def rebuild(root: OldRoot = Path(), as_json: AsJson = False) -> None:
    """Make the warehouse again from the archive, and print its canonical hash."""
    from dashboard.load_report import shown_progress

    with refusals(), shown_progress() as on_progress:
        from ingest.load import rebuild as build_again

        found = build_again(root, on_progress)
    if as_json:
        say({"hash": found})
    else:
        typer.echo(found)


def check(root: OldRoot = Path(), as_json: AsJson = False) -> None:
    """Print the canonical hash, compare archive, register and warehouse, and say what the checks of the models find."""
    with refusals():
        from ingest import check as checking

        findings = checking.check(root)
        found = checking.hash_of(root, findings)
        broken, warnings = checking.remarks(root, findings)
        findings += broken
    if as_json:
        say({"hash": found, "findings": [vars(finding) for finding in findings], "warnings": warnings})
    elif found:
        typer.echo(found)
    for finding in findings:
        typer.echo(f"{finding.code}  {finding.text}", err=True)
    for warning in [] if as_json else warnings:
        typer.echo(f"warning  {warning}", err=True)
    if findings:
        raise typer.Exit(1)


@contextmanager
def refusals(place: str = "") -> Iterator[None]:
    """A broken rule, or Ctrl-C, is one line on standard error and exit code 1: code and `place` before a refusal."""
    try:
        yield
    except KolbookError as error:
        code, text = getattr(error, "code", ""), str(error)
        is_bare = code and not text.startswith(code)
        typer.echo(f"{code}  {place}{': ' if place else ''}{text}" if is_bare else text, err=True)
        raise typer.Exit(1) from error
    except OSError as error:
        typer.echo(f"The system says: {error}. {STANDS}", err=True)
        raise typer.Exit(1) from error
    except KeyboardInterrupt as error:
        typer.echo(STOPPED, err=True)
        raise typer.Exit(1) from error


def say(answer: Any) -> None:
    typer.echo(json.dumps(answer, ensure_ascii=False, indent=2, default=str))


def user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "local"
