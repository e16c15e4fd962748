"""How commands reach the records: the store of a root, who acts, and answers for people or for programs."""

# Imports stand inside: the records take a second to import, `kol --help` need not wait.
# ruff: noqa: PLC0415

from __future__ import annotations

import getpass
import json
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from campaigns.errors import BadValue, CellsRefused, KolbookError

if TYPE_CHECKING:
    from campaigns.actions import Actor
    from campaigns.store import Store

Root = Annotated[Path, typer.Option(envvar="KOL_ROOT", help="Folder of warehouse and records.")]
AsJson = Annotated[bool, typer.Option("--json", help="Answer as JSON on standard output.")]


@contextmanager
def opened(root: Path) -> Iterator[Store]:
    """The store; a broken rule is one line on standard error (one per cell of a sheet) and exit code 1."""
    try:
        from campaigns.store import open_store

        with closing(open_store(root)) as store:
            yield store
    except CellsRefused as reason:
        for cell in reason.cells:
            typer.echo(str(cell), err=True)
        typer.echo(f"Nothing was saved: {len(reason.cells)} cells need mending.", err=True)
        raise typer.Exit(1) from reason
    except KolbookError as reason:
        typer.echo(str(reason), err=True)
        raise typer.Exit(1) from reason


def actor() -> Actor:
    """Whoever is logged in to this machine."""
    from campaigns.actions import Actor

    try:
        return Actor(getpass.getuser())
    except (KeyError, OSError):
        return Actor("local")


def key() -> str:
    """A key for one request: a command that is typed again is a new request."""
    return f"kol-{uuid.uuid4().hex}"


def say(answer: Any, sentence: str, *, as_json: bool) -> None:
    """The answer as JSON, or as one sentence."""
    typer.echo(json.dumps(answer, ensure_ascii=False, indent=2, default=str) if as_json else sentence)


def day(text: str | None, option: str) -> date | None:
    """A date as it was typed; raises BadValue."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise BadValue(option, text, "a date such as 2026-11-05", "E-DATE") from error
