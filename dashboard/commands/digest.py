"""`kol digest`: what a role has to do now, ready to be sent as an e-mail."""

# Imports stand inside the command: records and warehouse take a second to import, other commands need not wait.
# ruff: noqa: PLC0415

from __future__ import annotations

import json
from contextlib import closing
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from campaigns.errors import KolbookError

if TYPE_CHECKING:
    import polars as pl

    from campaigns.narrowing import Viewer
    from campaigns.store import Store

SQL = Path(__file__).parents[1] / "sql"


class Role(StrEnum):
    """For whom the digest is."""

    admin = "admin"
    marketer = "marketer"
    agency = "agency"
    finance = "finance"


class Language(StrEnum):
    """In which language."""

    en = "en"
    zh = "zh"


def register(app: typer.Typer) -> None:
    """Add `kol digest`."""
    app.command("digest")(digest)


def digest(
    root: Annotated[
        Path, typer.Option(envvar="KOL_ROOT", help="Folder of warehouse.duckdb and campaigns.db.")
    ] = Path(),
    role: Annotated[Role, typer.Option(help="Whose tasks.")] = Role.admin,
    lang: Annotated[Language, typer.Option(help="Language of the e-mail.")] = Language.en,
    brand: Annotated[str, typer.Option(help="Code of one brand; all without it.")] = "",
    agency: Annotated[str, typer.Option(help="Code of the agency, for --role agency: it sees its own alone.")] = "",
    address: Annotated[str, typer.Option(help="Where the dashboard is, for links, such as https://kol.example.")] = "",
    as_html: Annotated[bool, typer.Option("--html", help="The HTML part, its look inside it.")] = False,
    as_text: Annotated[bool, typer.Option("--text", help="The plain part (the default).")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="For a program: money in fen.")] = False,
) -> None:
    """Say what to do now, in order of the money at stake: the Today page as an e-mail."""
    from campaigns.records import utc_now
    from dashboard import digest as mail
    from dashboard.formats import Voice
    from dashboard.tasks import tasks_of, today

    if as_html + as_text + as_json > 1:
        raise typer.BadParameter("Choose one of --html, --text and --json.")
    if (role is Role.agency) != bool(agency):
        raise typer.BadParameter("Give --agency CODE together with --role agency: each agency has a digest of its own.")
    now, voice = utc_now(), Voice(lang.value)
    try:
        rows, newest = _read(root, role.value, brand, agency, today(now).isoformat())
    except KolbookError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error
    found = tasks_of(rows, role.value, newest, now, voice)
    if as_json:
        typer.echo(json.dumps(mail.answer(found, role.value, newest, now, voice), ensure_ascii=False, indent=2))
    else:
        typer.echo((mail.html if as_html else mail.text)(found, role.value, newest, now, voice, address), nl=False)


def _read(root: Path, role: str, brand: str, agency: str, day: str) -> tuple[pl.DataFrame, datetime | None]:
    """The rows of the tasks as the role sees them, and the newest event that people act on."""
    import polars as pl

    from campaigns.store import open_store
    from campaigns.warehouse import open_reader

    with closing(open_reader(root)) as reader, closing(open_store(root)) as store:
        snapshot = store.snapshot()
        reader.put_records(snapshot.tables, snapshot.version)
        looks = _viewer(store, role, brand, agency)
        rows = reader.query((SQL / "tasks.sql").read_text(encoding="utf-8"), {"brand": brand, "today": day}, looks)
        facts = reader.query((SQL / "freshness.sql").read_text(encoding="utf-8"))
    newest = facts.filter(pl.col("fact").is_in(["clicks", "orders", "note_metrics"]))["newest_at"].max()
    return rows, newest if isinstance(newest, datetime) else None


def _viewer(store: Store, role: str, brand: str, agency: str) -> Viewer:
    """Somebody of the role: of one agency, of one brand or all of them. Raises NotFound."""
    from sqlmodel import select

    from campaigns.errors import NotFound
    from campaigns.narrowing import ADMIN, Viewer
    from campaigns.records import Agency, Brand

    with store.reading() as session:
        if role == "agency":
            found = session.exec(select(Agency).where(Agency.code == agency)).first()
            if found is None:
                raise NotFound("agency", agency)
            return Viewer(role, agency_id=found.id)
        brands = [row.id for row in session.exec(select(Brand)) if not brand or row.code == brand]
    if not brands and brand:
        raise NotFound("brand", brand)
    if role == "marketer":
        return Viewer(role, tuple(sorted(number for number in brands if number is not None)))
    return Viewer(role) if role == "finance" else ADMIN
