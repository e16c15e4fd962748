"""`kol backup`, `kol restore`, `kol erase`: keeping what people decided and what arrived, and forgetting a buyer."""

# Imports stand inside the commands: the records take a second to import, other commands need not wait.
# ruff: noqa: PLC0415

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from campaigns.errors import KolbookError, Refused

Root = Annotated[Path, typer.Option(envvar="KOL_ROOT", help="Folder of warehouse.duckdb, campaigns.db and archive.")]
AsJson = Annotated[bool, typer.Option("--json", help="Answer as JSON on standard output.")]


def register(app: typer.Typer) -> None:
    """Add this group's commands to `app`."""
    for command in (backup, restore, erase):
        app.command()(command)


def backup(
    into: Annotated[Path, typer.Option("--to", help="Folder of the backups, better on another disk.")],
    root: Root = Path(),
    as_json: AsJson = False,
) -> None:
    """Copy records and archive while people work; the copy counts once a restore of it compared equal."""
    from ingest.backup import read_manifest, take

    try:
        made = take(root, into, _say)
    except KolbookError as reason:
        _refuse(reason)
    if as_json:
        manifest = read_manifest(made)
        told = {"backup": str(made), "rows": sum(manifest.rows.values()), "files": len(manifest.files)}
        typer.echo(json.dumps(told))
    else:
        typer.echo(
            f"{made}\nThe buyers' key is not in it: keep {root / 'buyer.key'} somewhere else, apart from the backup."
        )


def restore(
    backup: Annotated[Path, typer.Argument(help="A backup, such as backups/kolbook-20261122T090000000000Z.")],
    root: Root = Path(),
    buyer_key: Annotated[Path | None, typer.Option(help="The copy of buyer.key that was kept apart.")] = None,
    as_json: AsJson = False,
) -> None:
    """Make a root again from a backup, its warehouse included. The folder must be new or empty."""
    from ingest.restoration import restore as make

    try:
        canonical = make(backup.resolve(), root.resolve(), _say, buyer_key=buyer_key)
    except KolbookError as reason:
        _refuse(reason)
    if as_json:
        typer.echo(json.dumps({"root": str(root), "hash": canonical}))
        return
    typer.echo(f"{root} stands again; its warehouse has the hash {canonical[:16] or 'of nothing'}.")
    if buyer_key is None:
        typer.echo("Before new files are loaded, put the buyers' key back as buyer.key; loading refuses until then.")


def erase(
    buyer: Annotated[list[str], typer.Option(help="The buyer's id as the files have it; `-` reads ids from stdin.")],
    root: Root = Path(),
    as_json: AsJson = False,
) -> None:
    """Take a buyer's key out of archive and warehouse; every total stays as it is."""
    from ingest.erasure import erase_from_archive, finish_in_archive
    from ingest.load import rebuild

    ids = [one.strip() for one in sys.stdin] if buyer == ["-"] else buyer
    try:
        if not any(ids):
            raise Refused("No buyer was named. Give --buyer ID, or `--buyer -` and the ids on standard input.")
        if finish_in_archive(root):
            _say("Finishing an erasure that was interrupted …")
            rebuild(root)
        rows = erase_from_archive(root, ids, _say)
        if rows:
            _say("Making the warehouse again …")
            rebuild(root)
    except KolbookError as reason:
        _refuse(reason)
    if as_json:
        typer.echo(json.dumps({"rows": rows}))
    else:
        typer.echo(
            f"{rows} rows no longer tell whose they are. Backups taken before still do: throw them away in time."
        )


def _say(text: str) -> None:
    typer.echo(text, err=True)


def _refuse(reason: KolbookError) -> None:
    typer.echo(str(reason), err=True)
    raise typer.Exit(1) from reason
