"""Commands of the group `audit`: who did what, before and after, and whether the chain of entries holds."""

# Imports stand inside the commands: the records take a second to import, other commands need not wait.
# ruff: noqa: PLC0415

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from campaigns.errors import KolbookError

if TYPE_CHECKING:
    from campaigns.audit_search import Search
    from campaigns.records import AuditEntry
    from campaigns.store import Store

Root = Annotated[Path, typer.Option(envvar="KOL_ROOT", help="Folder of warehouse.duckdb, campaigns.db and archive.")]
AsJson = Annotated[bool, typer.Option("--json", help="Answer as JSON on standard output.")]
Who = Annotated[str, typer.Option(help="By this person only: an e-mail, or the name on this machine.")]
Action = Annotated[str, typer.Option(help="This action only, such as save_terms.")]
Target = Annotated[str, typer.Option(help="A kind of row (sample) or one row (sample 12).")]
Outcome = Annotated[str, typer.Option(help="accepted or refused.")]
Day = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="A Shanghai date; the last is not included.")]
Limit = Annotated[int, typer.Option(min=1, max=100_000, help="How many entries, the newest first.")]


def register(app: typer.Typer) -> None:
    """Add this group's commands to `app`."""
    group = typer.Typer(no_args_is_help=True, help="Who did what, before and after; and whether the chain holds.")
    for name, command in (("verify", verify), ("list", list_entries), ("search", search)):
        group.command(name)(command)
    app.add_typer(group, name="audit")


def verify(root: Root = Path(), as_json: AsJson = False) -> None:
    """Walk the whole chain; exit code 1 where it does not hold, with the place."""
    from campaigns import audit, audit_search

    with _open(root) as store:
        findings, entries = audit.verify(store), audit_search.count(store, audit_search.Search())
    if as_json:
        found = [{"entry": finding.entry, "problem": finding.problem} for finding in findings]
        typer.echo(json.dumps({"entries": entries, "findings": found}, ensure_ascii=False, indent=2))
    elif not findings:
        typer.echo(f"The chain holds: {entries} entries.")
    for finding in [] if as_json else findings:
        typer.echo(f"Entry {finding.entry}: {finding.problem}", err=True)
    if findings:
        raise typer.Exit(1)


def list_entries(
    root: Root = Path(),
    who: Who = "",
    action: Action = "",
    target: Target = "",
    outcome: Outcome = "",
    since: Day = None,
    before: Day = None,
    limit: Limit = 50,
    as_json: AsJson = False,
) -> None:
    """List entries, the newest first."""
    _say(root, limit, as_json, who=who, action=action, target=target, outcome=outcome, since=since, before=before)


def search(
    text: Annotated[str, typer.Argument(help="What stands somewhere in the entry, values included.")],
    root: Root = Path(),
    who: Who = "",
    action: Action = "",
    target: Target = "",
    outcome: Outcome = "",
    since: Day = None,
    before: Day = None,
    limit: Limit = 50,
    as_json: AsJson = False,
) -> None:
    """List the entries in which these words stand, the newest first."""
    _say(
        root, limit, as_json, text=text, who=who, action=action, target=target, outcome=outcome, since=since,
        before=before,
    )  # fmt: skip


def _say(root: Path, limit: int, as_json: bool, **asked: Any) -> None:
    from campaigns import audit_search

    with _open(root) as store:
        found = list(audit_search.every(store, _search(asked), limit))
    if as_json:
        typer.echo(json.dumps([entry.model_dump(mode="json") for entry in found], ensure_ascii=False, indent=2))
    else:
        _show(found)


def _search(asked: dict[str, Any]) -> Search:
    from campaigns.audit_search import Search

    if asked["outcome"] not in ("", "accepted", "refused"):
        raise typer.BadParameter(f"{asked['outcome']!r} is neither accepted nor refused", param_hint="--outcome")
    days = {name: asked[name].date() if asked[name] else None for name in ("since", "before")}
    return Search(**{**asked, **days})


def _show(found: list[AuditEntry]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from dashboard import audit_list
    from dashboard.formats import Voice

    voice = Voice("en")
    table = Table(title="Audit, the newest first; times of Shanghai")
    for heading in ("entry", "when", "who", "what", "what is different"):
        table.add_column(heading, overflow="fold")
    for entry in found:
        did = audit_list.action(entry.action, voice)
        what = f"{'refused: ' if entry.outcome == 'refused' else ''}{did}\n{audit_list.about(entry, voice)}"
        lines = "\n".join(audit_list.said(entry, voice)[: audit_list.SHOWN_LINES])
        cells = (str(entry.id), voice.moment(entry.at), entry.who, what.strip(), lines)
        table.add_row(*(Text(cell) for cell in cells))
    Console().print(table)


@contextmanager
def _open(root: Path) -> Iterator[Store]:
    from campaigns.store import open_store

    if not root.is_dir():
        typer.echo(f"{root} is no folder. Name the one of your records with --root.", err=True)
        raise typer.Exit(1)
    try:
        with closing(open_store(root)) as store:
            yield store
    except KolbookError as refusal:
        typer.echo(str(refusal), err=True)
        raise typer.Exit(1) from refusal
