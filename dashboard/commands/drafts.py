"""`kol drafts`: check the draft of a note, hand it in, approve or return it, compare it with what was published."""

# Imports stand inside the command: the records take a second to import, other commands need not wait.
# ruff: noqa: PLC0415

from __future__ import annotations

import json
import sys
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from campaigns.errors import Refused
from dashboard.commands.record_command import actor, done, opened, reading, say

if TYPE_CHECKING:
    from campaigns.draft_check import Draft, Finding
    from campaigns.draft_diff import Comparison

EXPECTED = 'a text whose first line is the title, or JSON such as {"title": "…", "body": "…", "product_links": ["…"]}'


def register(app: typer.Typer) -> None:
    """Add this group's commands to `app`."""
    group = typer.Typer(no_args_is_help=True, help="Drafts of notes: checked against brief, law, disclosure and links.")
    for name, command in (
        ("check", check), ("list", list_drafts), ("submit", submit), ("approve", approve), ("return", send_back),
        ("compare", compare),
    ):  # fmt: skip
        group.command(name)(command)
    app.add_typer(group, name="drafts")


Root = Annotated[Path, typer.Option(envvar="KOL_ROOT", help="Folder of warehouse and records.")]
AsJson = Annotated[bool, typer.Option("--json", help="Answer as JSON on standard output.")]
Name = Annotated[str, typer.Option(help="The person who decides; the name of this account without it.")]
File = Annotated[Path, typer.Argument(help="The draft: text or JSON; - reads standard input.")]
Links = Annotated[list[str] | None, typer.Option("--link", help="A product link of it; may be repeated.")]
Reported = Annotated[bool, typer.Option("--reported", help="The platform marks the cooperation.")]


def check(
    file: File,
    campaign: Annotated[str, typer.Option(help="Code of the campaign it is for.")],
    root: Root = Path(),
    link: Links = None,
    is_reported: Reported = False,
    as_json: AsJson = False,
) -> None:
    """Check a draft: exit code 0 when nothing must be answered, 1 when something must."""
    from campaigns.draft_book import house
    from campaigns.draft_check import check as check_draft

    with opened(root) as store:
        found = check_draft(_read(file, tuple(link or ()), is_reported), house(store, campaign).rules)
    if as_json:
        answer = [{**vars(finding), "must_be_answered": finding.must_be_answered} for finding in found]
        say({"campaign": campaign, "findings": answer})
    else:
        for finding in found:
            typer.echo(_line(finding))
        typer.echo(f"{len(found)} findings, {sum(finding.must_be_answered for finding in found)} must be answered.")
    if any(finding.must_be_answered for finding in found):
        raise typer.Exit(1)


def list_drafts(
    campaign: Annotated[str, typer.Option(help="Code of a campaign.")], root: Root = Path(), as_json: AsJson = False
) -> None:
    """List the newest draft of every collaboration of a campaign, those that wait first."""
    with opened(root) as store:
        found = [row for row in reading(root, store, "drafts", campaign=campaign) if row["draft_id"]]
    if as_json:
        say(found)
        return
    for row in found:
        decided = f", {row['decided_name']}: {row['comment']}" if row["decided_name"] else ""
        typer.echo(
            f"{row['draft_id']}  collaboration {row['collaboration_id']} {row['kol_name']}  draft {row['number']} "
            f"{row['state']}  {row['title']}{decided}"
        )
    typer.echo(f"{len(found)} drafts.")


def submit(
    file: File,
    collaboration: Annotated[int, typer.Option(help="Number of the collaboration.")],
    root: Root = Path(),
    link: Links = None,
    is_reported: Reported = False,
    as_json: AsJson = False,
) -> None:
    """Hand in the next draft of a collaboration."""
    from campaigns import actions

    with opened(root) as store:
        draft = _read(file, tuple(link or ()), is_reported)
        row = actions.submit_draft(
            store, actor(), uuid.uuid4().hex, collaboration_id=collaboration, title=draft.title, body=draft.body,
            product_links=draft.product_links, is_reported=draft.is_reported,
        )  # fmt: skip
    done(row.model_dump(mode="json"), f"Draft {row.number} handed in; its id is {row.id}.", as_json)


def approve(
    draft_id: Annotated[int, typer.Argument(help="Id of the draft.")],
    root: Root = Path(),
    name: Name = "",
    comment: Annotated[str, typer.Option(help="Why it may be published in spite of findings.")] = "",
    as_json: AsJson = False,
) -> None:
    """Approve a draft: its text is frozen."""
    _decide(root, draft_id, "approved", name, comment, as_json)


def send_back(
    draft_id: Annotated[int, typer.Argument(help="Id of the draft.")],
    comment: Annotated[str, typer.Option(help="What to change.")],
    root: Root = Path(),
    name: Name = "",
    as_json: AsJson = False,
) -> None:
    """Return a draft with what to change."""
    _decide(root, draft_id, "returned", name, comment, as_json)


def compare(
    collaboration: Annotated[int, typer.Option(help="Number of the collaboration.")],
    root: Root = Path(),
    as_json: AsJson = False,
) -> None:
    """Show how each published note differs from the approved draft: [-gone-] and {+new+}; exit code 1 if any does."""
    from campaigns.draft_book import published_against

    with opened(root) as store:
        notes = reading(root, store, "published_notes", collaboration=collaboration)
        done_ = [(note, published_against(store, collaboration, note)) for note in notes]
    if as_json:
        say([{"note_id": note["note_id"], **(found.as_json() if found else {})} for note, found in done_])
    else:
        for note, found in done_:
            typer.echo(f"{note['note_id']}  {_told(found)}")
    if any(found is None or not found.is_same for _, found in done_):
        raise typer.Exit(1)


def _told(found: Comparison | None) -> str:
    if found is None:
        return "no approved draft that it was written from"
    marks = {"equal": "{}", "gone": "[-{}-]", "new": "{{+{}+}}"}
    text = "".join(marks[kind].format(piece) for kind, piece in (*found.title, ("equal", "\n"), *found.body))
    gained = "".join(f"\n  {_line(finding)}" for finding in found.gained)
    return f"{found.share_kept:.1%} of the approved text{'' if found.is_same else chr(10) + text}{gained}"


def _decide(root: Path, draft_id: int, decision: str, name: str, comment: str, as_json: bool) -> None:
    from campaigns import actions
    from campaigns.draft_book import version_of

    with opened(root) as store:
        row = actions.decide_draft(
            store, actor(), uuid.uuid4().hex, id=draft_id, version=version_of(store, draft_id), decision=decision,
            comment=comment, name=name,
        )  # fmt: skip
    done(row.model_dump(mode="json"), f"Draft {row.number} {row.state} by {row.decided_name}.", as_json)


def _read(file: Path, links: tuple[str, ...], is_reported: bool) -> Draft:
    from campaigns.draft_check import Draft

    try:
        text = sys.stdin.read() if str(file) == "-" else file.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise Refused(f"E-FILE-MISSING  {file}: {error.strerror}. Check the path.") from error
    except UnicodeDecodeError as error:
        raise Refused(f"E-ENCODING  {file}: not UTF-8 at byte {error.start}. Save it as UTF-8.") from error
    if not text.lstrip().startswith("{"):
        title, _, body = text.strip().partition("\n")
        return Draft(title.strip(), body.strip(), links, is_reported)
    try:
        given: dict[str, Any] = json.loads(text)
    except json.JSONDecodeError as error:
        raise Refused(f"E-JSON  {file}, line {error.lineno}: {error.msg}. Expected {EXPECTED}.") from error
    told = given.get("product_links", [])
    if not all(isinstance(given.get(name, ""), str) for name in ("title", "body")) or not isinstance(told, list):
        raise Refused(f"E-JSON  {file}: expected {EXPECTED}.")
    listed = (*map(str, told), *links)
    return Draft(given.get("title", ""), given.get("body", ""), listed, is_reported or given.get("is_reported") is True)


def _line(finding: Finding) -> str:
    weight = "must be answered" if finding.must_be_answered else "look at it"
    place = f"{finding.part} {finding.start + 1}–{finding.end}: …{finding.before}[{finding.quote}]{finding.after}…"
    parts = (
        finding.kind.replace("_", " "),
        finding.word,
        place if finding.quote else "nowhere",
        finding.source,
        weight,
    )
    return "  ".join(part for part in parts if part).replace("\n", "⏎")
