"""`kol drafts`: hold the draft of a note against its campaign's rules."""

# Imports stand inside the command: the records take a second to import, other commands need not wait.
# ruff: noqa: PLC0415

from __future__ import annotations

import json
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from campaigns.errors import KolbookError, Refused

if TYPE_CHECKING:
    from campaigns.draft_check import Draft, Finding

EXPECTED = 'a text whose first line is the title, or JSON such as {"title": "…", "body": "…", "product_links": ["…"]}'


def register(app: typer.Typer) -> None:
    """Add this group's commands to `app`."""
    group = typer.Typer(no_args_is_help=True, help="Drafts of notes: checked against brief, law, disclosure and links.")
    group.callback()(lambda: None)
    group.command("check")(check)
    app.add_typer(group, name="drafts")


def check(
    file: Annotated[Path, typer.Argument(help="The draft: text or JSON; - reads standard input.")],
    campaign: Annotated[str, typer.Option(help="Code of the campaign it is for.")],
    root: Annotated[Path, typer.Option(envvar="KOL_ROOT", help="Folder of the records.")] = Path(),
    link: Annotated[list[str] | None, typer.Option(help="A product link that goes with it; may be repeated.")] = None,
    is_reported: Annotated[bool, typer.Option("--reported", help="The platform marks the cooperation.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Check a draft: exit code 0 when nothing must be answered, 1 when something must."""
    try:
        from campaigns.draft_book import house
        from campaigns.draft_check import check as check_draft
        from campaigns.store import open_store

        draft = _read(file, tuple(link or ()), is_reported)
        with closing(open_store(root)) as store:
            found = check_draft(draft, house(store, campaign).rules)
    except KolbookError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error
    if as_json:
        answer = [{**vars(finding), "must_be_answered": finding.must_be_answered} for finding in found]
        typer.echo(json.dumps({"campaign": campaign, "findings": answer}, ensure_ascii=False, indent=2))
    else:
        for finding in found:
            typer.echo(_line(finding))
        typer.echo(f"{len(found)} findings, {sum(finding.must_be_answered for finding in found)} must be answered.")
    if any(finding.must_be_answered for finding in found):
        raise typer.Exit(1)


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
