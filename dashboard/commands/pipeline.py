"""`kol pipeline`: list, show, move, arrange collaborations; quotes, comments, exclusivity; a shortlist from a file."""

# Imports stand inside the commands: the records take a second to import, other commands need not wait.
# ruff: noqa: PLC0415

from __future__ import annotations

import sys
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any

import typer

from campaigns.errors import BadValue, NotFound
from dashboard.commands import record_access as records
from dashboard.commands.record_access import AsJson, Root

One = Annotated[int, typer.Argument(help="Number of the collaboration.")]
Many = Annotated[list[int], typer.Argument(help="Numbers of the collaborations.")]


def register(app: typer.Typer) -> None:
    """Add this group's commands to `app`."""
    group = typer.Typer(no_args_is_help=True, help="Collaborations on their way from shortlist to settlement.")
    for name, command in (
        ("list", list_collaborations), ("show", show), ("move", move), ("arrange", arrange), ("quote", quote),
        ("accept", accept), ("comment", comment), ("exclusive", exclusive), ("import", import_sheet),
    ):  # fmt: skip
        group.command(name)(command)
    app.add_typer(group, name="pipeline")


def list_collaborations(
    root: Root = Path(),
    campaign: Annotated[str, typer.Option(help="Code of a campaign.")] = "",
    state: Annotated[str, typer.Option(help="A state, such as negotiating.")] = "",
    owner: Annotated[str, typer.Option(help="Who looks after them.")] = "",
    is_overdue: Annotated[bool, typer.Option("--overdue", help="Overdue ones only.")] = False,
    as_json: AsJson = False,
) -> None:
    """List collaborations, the overdue first."""
    from campaigns import pipeline_list
    from campaigns.periods import business_date
    from campaigns.records import utc_now

    with records.opened(root) as store, store.reading() as session:
        found = pipeline_list.collaborations(
            session, business_date(utc_now()), campaign_code=campaign, state=state, owner=owner, is_overdue=is_overdue
        )
    lines = [
        f"{row['id']:6}  {row['state']:12}  {row['next_date'] or '–'!s:10} {'!' if row['is_overdue'] else ' '} "
        f"{row['campaign']}  {row['kol_name']}  {row['owner']}  {row['next_step']}"
        for row in found
    ]
    records.say(found, "\n".join([*lines, f"{len(found)} collaborations."]), as_json=as_json)


def show(number: One, root: Root = Path(), as_json: AsJson = False) -> None:
    """Show one collaboration: where it stands, its steps, quotes, comments, exclusivity, and what conflicts with it."""
    from campaigns import conflicts, pipeline_list
    from campaigns.records import Collaboration

    with records.opened(root) as store, store.reading() as session:
        row = session.get(Collaboration, number)
        if row is None:
            raise NotFound("collaboration", str(number))
        told: dict[str, Any] = pipeline_list.history(session, number)
        warned = conflicts.of(session, [number])
    answer = {**row.model_dump(), **told, "conflicts": conflicts.as_json(warned)}
    lines = [f"{number}  {row.kol_name}  {row.state}  {row.owner}  {row.next_step}  {row.next_date or ''}".rstrip()]
    lines += [
        f"  {step['at']:%Y-%m-%d %H:%M}  {step['who']}: {step['to_state']} {step['reason']}" for step in told["steps"]
    ]
    records.say(answer, "\n".join([*lines, *map(str, warned)]), as_json=as_json)


def move(
    numbers: Many,
    to_state: Annotated[str, typer.Option("--to", help="The state to bring them into.")],
    reason: Annotated[str, typer.Option(help="Why.")] = "",
    root: Root = Path(),
    as_json: AsJson = False,
) -> None:
    """Move collaborations into a state: all of them, or none."""
    from campaigns import actions

    with records.opened(root) as store:
        done = actions.move_collaborations(
            store, records.actor(), records.key(), versions=_versions(store, numbers), to_state=to_state, reason=reason
        )
    _say_warned({"to_state": to_state, "versions": done.versions}, done.conflicts,
                f"{len(done.versions)} moved to {to_state}.", as_json=as_json)  # fmt: skip


def arrange(
    numbers: Many,
    owner: Annotated[str | None, typer.Option(help="Who looks after them.")] = None,
    next_step: Annotated[str | None, typer.Option(help="What comes next.")] = None,
    next_date: Annotated[str | None, typer.Option(help="By which day; `none` takes it away.")] = None,
    tag: Annotated[str | None, typer.Option(help="Add a tag.")] = None,
    untag: Annotated[str | None, typer.Option(help="Take a tag away.")] = None,
    root: Root = Path(),
    as_json: AsJson = False,
) -> None:
    """Set owner, next step, its day or a tag: on all of them, or none."""
    from campaigns import actions

    with records.opened(root) as store:
        given = {"owner": owner, "next_step": next_step, "tag": tag, "untag": untag}
        fields: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
        if next_date is not None:
            fields["next_date"] = None if next_date == "none" else records.day(next_date, "--next-date")
        versions = actions.arrange_collaborations(
            store, records.actor(), records.key(), versions=_versions(store, numbers), **fields
        )
    records.say({"versions": versions}, f"{len(versions)} saved.", as_json=as_json)


def quote(
    number: One,
    amount: Annotated[str, typer.Argument(help="In yuan, such as 4200.00.")],
    kind: Annotated[str, typer.Option(help="image or video.")] = "image",
    remark: Annotated[str, typer.Option(help="Anything to remember.")] = "",
    root: Root = Path(),
    as_json: AsJson = False,
) -> None:
    """Write down what a KOL or an agency asks for one note."""
    from campaigns import actions
    from campaigns.money import parse_yuan

    with records.opened(root) as store:
        row = actions.add_quote(
            store, records.actor(), records.key(), collaboration_id=number, quote_fen=parse_yuan(amount, "AMOUNT"),
            kind=kind, remark=remark,
        )  # fmt: skip
    records.say(row.model_dump(), f"Quote {row.id}: {amount} CNY. Accept it with `kol pipeline accept {row.id}`.",
                as_json=as_json)  # fmt: skip


def accept(
    quote_id: Annotated[int, typer.Argument(help="Number of the quote.")], root: Root = Path(), as_json: AsJson = False
) -> None:
    """Make a quote the price that is agreed on."""
    from campaigns import actions
    from campaigns.pipeline_records import CollaborationQuote

    with records.opened(root) as store:
        with store.reading() as session:
            found = session.get(CollaborationQuote, quote_id)
        if found is None:
            raise NotFound("quote", str(quote_id))
        version = _versions(store, [found.collaboration_id])[found.collaboration_id]
        row = actions.accept_quote(store, records.actor(), records.key(), quote_id=quote_id, version=version)
    records.say(row.model_dump(), f"Quote {quote_id} is accepted for {row.kol_name}.", as_json=as_json)


def comment(
    number: One,
    body: Annotated[str, typer.Argument(help="What to say.")],
    root: Root = Path(),
    as_json: AsJson = False,
) -> None:
    """Comment on a collaboration."""
    from campaigns import actions

    with records.opened(root) as store:
        row = actions.comment_collaboration(store, records.actor(), records.key(), collaboration_id=number, body=body)
    records.say(row.model_dump(), "Commented.", as_json=as_json)


def exclusive(
    number: One,
    category: Annotated[str, typer.Option(help="The product category the KOL keeps to us.")],
    since: Annotated[str, typer.Option(help="First day.")],
    last: Annotated[str, typer.Option(help="Last day, included.")],
    remark: Annotated[str, typer.Option(help="Where it is agreed.")] = "",
    root: Root = Path(),
    as_json: AsJson = False,
) -> None:
    """Write down that the KOL works for no other brand in a category for some days."""
    from campaigns import actions

    with records.opened(root) as store:
        first, end = records.day(since, "--since"), records.day(last, "--last")
        if first is None or end is None:
            raise BadValue("--since, --last", "", "two dates")
        done = actions.save_exclusivity(
            store, records.actor(), records.key(), collaboration_id=number, category=category, since_date=first,
            before_date=end + timedelta(days=1), remark=remark,
        )  # fmt: skip
    _say_warned(done.exclusivity.model_dump(), done.conflicts, f"Exclusivity {done.exclusivity.id} is saved.",
                as_json=as_json)  # fmt: skip


def import_sheet(
    campaign: Annotated[str, typer.Argument(help="Code of the campaign.")],
    sheet: Annotated[Path, typer.Argument(help="CSV or tab-separated text with a header; - reads standard input.")],
    root: Root = Path(),
    as_json: AsJson = False,
) -> None:
    """Shortlist the KOLs of a sheet: all of them, or none and every cell that must be mended."""
    from campaigns import actions, pipeline_list, shortlist_sheet

    with records.opened(root) as store:
        lines = shortlist_sheet.read(_text(sheet))
        with store.reading() as session:
            found = pipeline_list.campaign(session, campaign)
        done = actions.import_shortlist(store, records.actor(), records.key(), campaign_id=found.id or 0, lines=lines)
    _say_warned({"collaboration_ids": done.collaboration_ids}, done.conflicts,
                f"{len(done.collaboration_ids)} KOLs shortlisted for {campaign}.", as_json=as_json)  # fmt: skip


def _versions(store: Any, numbers: list[int]) -> dict[int, int]:
    """The present versions: a command works on what stands now."""
    from sqlmodel import col, select

    from campaigns.records import Collaboration

    with store.reading() as session:
        found = session.exec(
            select(Collaboration.id, Collaboration.version).where(col(Collaboration.id).in_(numbers))
        ).all()
    present = {identity: version for identity, version in found if identity is not None}
    return {number: present.get(number, 0) for number in numbers}


def _say_warned(answer: dict[str, Any], warned: list[Any], sentence: str, *, as_json: bool) -> None:
    from campaigns import conflicts

    lines = "\n".join([sentence, *(f"Warning: {one}" for one in warned)])
    records.say({**answer, "conflicts": conflicts.as_json(warned)}, lines, as_json=as_json)


def _text(path: Path) -> str:
    try:
        given = sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
        return given.decode("utf-8-sig")
    except OSError as error:
        raise BadValue("SHEET", str(path), f"a file that can be read ({error.strerror})", "E-FILE") from error
    except UnicodeDecodeError as error:
        raise BadValue("SHEET", str(path), "text in UTF-8", "E-ENCODING") from error
