"""What commands on records share: the store, a query of the dashboard, who acts, and how the answer is said."""

# Imports stand inside: records and warehouse take a second to import, other commands need not wait.
# ruff: noqa: PLC0415

from __future__ import annotations

import getpass
import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from campaigns.errors import KolbookError

if TYPE_CHECKING:
    from campaigns.actions import Actor
    from campaigns.store import Store

SQL = Path(__file__).parents[1] / "sql"


@contextmanager
def opened(root: Path) -> Iterator[Store]:
    """The store; a broken rule is one line on standard error and exit code 1."""
    try:
        from campaigns.store import open_store

        with closing(open_store(root)) as store:
            yield store
    except KolbookError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error


def reading(root: Path, store: Store, name: str, **parameters: str | int) -> list[dict[str, Any]]:
    """The rows of `dashboard/sql/<name>.sql`, with the records as they stand now."""
    from campaigns.warehouse import open_reader

    with closing(open_reader(root)) as reader:
        snapshot = store.snapshot()
        reader.put_records(snapshot.tables, snapshot.version)
        return reader.query((SQL / f"{name}.sql").read_text(encoding="utf-8"), parameters).to_dicts()


def actor() -> Actor:
    """Who types the command."""
    from campaigns.actions import Actor

    try:
        return Actor(getpass.getuser())
    except (KeyError, OSError):
        return Actor("local")


def done(answer: Any, sentence: str, as_json: bool) -> None:
    """What was done, as a sentence or for a program."""
    if as_json:
        say(answer)
    else:
        typer.echo(sentence)


def say(answer: Any) -> None:
    """An answer for a program."""
    typer.echo(json.dumps(answer, ensure_ascii=False, indent=2, default=str))
