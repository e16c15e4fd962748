"""`kol trace`: every row of every file behind a fact."""

# ruff: noqa: PLC0415 - see dashboard.commands.load

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from campaigns.errors import BadValue
from dashboard.commands import load as loading


def register(app: typer.Typer) -> None:
    """Add this group's commands to `app`."""
    app.command()(trace)


def trace(
    table: Annotated[str, typer.Argument(help="A fact table, such as orders.")],
    key: Annotated[list[str], typer.Argument(metavar="COLUMN=VALUE...", help="Columns of its key; some are enough.")],
    root: loading.OldRoot = Path(),
    as_json: loading.AsJson = False,
) -> None:
    """Show every row of every file that speaks of a thing: file, sheet, row, its cells, and which row stands."""
    with loading.refusals():
        from dashboard.load_report import show_lineage
        from ingest.lineage import rows_behind

        found = rows_behind(root, table, [_key(key)])
    loading.say(found.to_dicts()) if as_json else show_lineage(found)


def _key(parts: list[str]) -> dict[str, str]:
    for part in parts:
        if "=" not in part:
            raise BadValue("key", part, "COLUMN=VALUE, such as order_id=P123456789012345678")
    return {name.strip(): value for name, _, value in (part.partition("=") for part in parts)}
