"""Commands of the group `people`: who may log in. The first administrator is invited here, on the machine."""

# Imports stand inside the commands: the records take a second to import, other commands need not wait.
# ruff: noqa: PLC0415

from __future__ import annotations

import getpass
import json
import uuid
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from campaigns.errors import KolbookError, Refused

if TYPE_CHECKING:
    from campaigns.people import Member
    from campaigns.store import Store

Root = Annotated[Path, typer.Option(envvar="KOL_ROOT", help="Folder of warehouse.duckdb, campaigns.db and archive.")]
AsJson = Annotated[bool, typer.Option("--json", help="Answer as JSON on standard output.")]
Email = Annotated[str, typer.Argument(help="The e-mail somebody logs in with.")]


def register(app: typer.Typer) -> None:
    """Add this group's commands to `app`."""
    group = typer.Typer(no_args_is_help=True, help="Who may log in, as what, and for whom.")
    for name, command in (("list", list_people), ("invite", invite), ("disable", disable), ("enable", enable)):
        group.command(name)(command)
    app.add_typer(group, name="people")


def list_people(root: Root = Path(), as_json: AsJson = False) -> None:
    """List everybody with role, scope, state and last login."""
    from campaigns import people

    with _open(root) as store:
        everybody = people.members(store)
    if as_json:
        typer.echo(json.dumps([_spelled(one) for one in everybody], ensure_ascii=False, indent=2))
    else:
        _show(everybody)


def invite(
    email: Email,
    role: Annotated[str, typer.Option(help="admin, marketer, agency or finance.")],
    root: Root = Path(),
    name: Annotated[str, typer.Option(help="What they are called; the e-mail's first part without it.")] = "",
    brand: Annotated[list[str] | None, typer.Option(help="Code of a brand a marketer works for; repeatable.")] = None,
    agency: Annotated[str, typer.Option(help="Code of the agency somebody is from.")] = "",
    as_json: AsJson = False,
) -> None:
    """Invite somebody: their first login with this e-mail lets them in."""
    from campaigns import actions

    with _open(root) as store:
        brand_ids, agency_id = _scope(store, brand or [], agency)
        person = actions.invite_person(
            store, _actor(), f"cli.{uuid.uuid4().hex}", email=email, name=name or email.partition("@")[0], role=role,
            brand_ids=brand_ids, agency_id=agency_id,
        )  # fmt: skip
    if as_json:
        typer.echo(json.dumps(person.model_dump(mode="json"), ensure_ascii=False, indent=2))
    else:
        typer.echo(f"{person.email} is invited as {person.role}; the first login lets them in.")


def disable(email: Email, root: Root = Path()) -> None:
    """Let somebody in no more, from their next click on."""
    _switch(root, email, "disable_person", "is not let in any more")


def enable(email: Email, root: Root = Path()) -> None:
    """Let somebody in again, with the role and the scope they had."""
    _switch(root, email, "enable_person", "is let in again")


def _switch(root: Path, email: str, action: str, told: str) -> None:
    from campaigns import actions, people

    with _open(root) as store:
        wanted = email.strip().lower()
        found = next((one.person for one in people.members(store) if one.person.email == wanted), None)
        if found is None or found.id is None:
            raise Refused(f"Nobody is invited as {wanted}. `kol people list` shows who is.")
        act = getattr(actions, action)
        act(store, _actor(), f"cli.{uuid.uuid4().hex}", id=found.id, version=found.version)
    typer.echo(f"{wanted} {told}.")


def _scope(store: Store, brands: Sequence[str], agency: str) -> tuple[list[int], int | None]:
    """The numbers behind the codes. Raises Refused with the codes that there are."""
    from sqlmodel import select

    from campaigns.records import Agency, Brand

    with store.reading() as session:
        known = {one.code: one.id or 0 for one in session.exec(select(Brand))}
        agencies = {one.code: one.id or 0 for one in session.exec(select(Agency))}
    for given, there, what in ((brands, known, "brand"), ([agency] if agency else [], agencies, "agency")):
        for code in given:
            if code not in there:
                raise Refused(f"There is no {what} {code}; there are {', '.join(sorted(there)) or 'none yet'}.")
    return [known[code] for code in brands], agencies.get(agency)


def _actor() -> Any:
    from campaigns.actions import Actor

    return Actor(getpass.getuser())


def _spelled(one: Member) -> dict[str, Any]:
    last = one.last_login_at.isoformat() if one.last_login_at else None
    return {
        "email": one.person.email, "name": one.person.name, "role": one.person.role, "state": one.person.state,
        "works_for": one.scope, "last_login_at": last,
    }  # fmt: skip


def _show(everybody: Sequence[Member]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from dashboard import people_list
    from dashboard.formats import Voice

    voice = Voice("en")
    table = Table(title=people_list.headline(everybody, voice))
    for heading in ("e-mail", "name", "role", "works for", "access", "last login"):
        table.add_column(heading, overflow="fold")
    for one in everybody:
        cells = (
            one.person.email, one.person.name, one.person.role, people_list.scope(one, voice), one.person.state,
            voice.moment(one.last_login_at),
        )  # fmt: skip
        table.add_row(*(Text(cell) for cell in cells))
    Console().print(table)


@contextmanager
def _open(root: Path) -> Iterator[Store]:
    from campaigns.store import open_store

    try:
        if not root.is_dir():
            raise Refused(f"{root} is no folder. Make it, or name the one of your records with --root.")
        with closing(open_store(root)) as store:
            yield store
    except KolbookError as refusal:
        typer.echo(str(refusal), err=True)
        raise typer.Exit(1) from refusal
