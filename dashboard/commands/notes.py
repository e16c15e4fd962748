"""`kol notes`: published notes and the collaborations they were written for."""

# Imports stand inside the commands: records and warehouse take a second to import, other commands need not wait.
# ruff: noqa: PLC0415

from __future__ import annotations

import uuid
from pathlib import Path
from typing import Annotated, Any

import typer

from dashboard.commands.record_command import actor, done, opened, reading, say

REASONS = ("linking_product", "as_drafted", "naming_product", "naming_brand", "sponsored", "in_period")

Root = Annotated[Path, typer.Option(envvar="KOL_ROOT", help="Folder of warehouse and records.")]
AsJson = Annotated[bool, typer.Option("--json", help="Answer as JSON on standard output.")]
Note = Annotated[str, typer.Argument(help="Id of the note.")]
Owner = Annotated[int, typer.Option("--collaboration", help="Number of the collaboration.")]


def register(app: typer.Typer) -> None:
    """Add this group's commands to `app`."""
    group = typer.Typer(no_args_is_help=True, help="Published notes find their collaboration.")
    for name, command in (("proposals", proposals), ("confirm", confirm), ("dismiss", dismiss), ("undo", undo)):
        group.command(name)(command)
    app.add_typer(group, name="notes")


def proposals(
    root: Root = Path(),
    campaign: Annotated[str, typer.Option(help="Code of a campaign; all without it.")] = "",
    as_json: AsJson = False,
) -> None:
    """List published notes that may belong to a collaboration, the surest first, each with its reasons."""
    from campaigns.money import yuan

    with opened(root) as store:
        found = reading(root, store, "note_proposals", campaign=campaign)
    answer = [_proposal(row) for row in found]
    if as_json:
        say(answer)
        return
    for row in answer:
        reasons = ", ".join(row["reasons"])
        sold = yuan(row["net_sales_fen"] or 0)
        typer.echo(
            f"{row['note_id']}  {row['strength']:6}  {row['campaign']} {row['collaboration_id']} {row['kol_name']}  "
            f"{row['title']}  {sold} CNY  ({reasons})"
        )
    typer.echo(f"{len(answer)} proposals. Confirm one with `kol notes confirm NOTE --collaboration NUMBER`.")


def confirm(note_id: Note, collaboration: Owner, root: Root = Path(), as_json: AsJson = False) -> None:
    """Link a note to a collaboration."""
    from campaigns import actions

    with opened(root) as store:
        row = actions.link_note(store, actor(), uuid.uuid4().hex, note_id=note_id, collaboration_id=collaboration)
    done(row.model_dump(mode="json"), f"Note {note_id} belongs to collaboration {collaboration}.", as_json)


def dismiss(note_id: Note, collaboration: Owner, root: Root = Path(), as_json: AsJson = False) -> None:
    """Say that a note is not the collaboration's: it is not proposed for it again."""
    from campaigns import actions

    with opened(root) as store:
        row = actions.dismiss_note(store, actor(), uuid.uuid4().hex, note_id=note_id, collaboration_id=collaboration)
    done(row.model_dump(mode="json"), f"Note {note_id} is not proposed for collaboration {collaboration}.", as_json)


def undo(note_id: Note, collaboration: Owner, root: Root = Path(), as_json: AsJson = False) -> None:
    """Take back what was said about a note and a collaboration, whichever it was: the note is proposed again."""
    from campaigns import actions
    from campaigns.draft_records import NoteDismissal

    with opened(root) as store:
        with store.reading() as session:
            is_dismissed = session.get(NoteDismissal, (note_id, collaboration)) is not None
        take_back = actions.restore_note if is_dismissed else actions.unlink_note
        row = take_back(store, actor(), uuid.uuid4().hex, note_id=note_id, collaboration_id=collaboration)
    done(row.model_dump(mode="json"), f"Undone for note {note_id} and collaboration {collaboration}.", as_json)


def _proposal(row: dict[str, Any]) -> dict[str, Any]:
    reasons = [name.replace("_", " ") for name in REASONS if row[f"is_{name}"]]
    names = (
        "note_id",
        "collaboration_id",
        "campaign",
        "kol_name",
        "title",
        "url",
        "strength",
        "net_sales_fen",
        "clicks",
    )
    return {name: row[name] for name in names} | {"published_at": row["published_at"].isoformat(), "reasons": reasons}
