"""`kol samples`: what stands where, who owes a note, sheets entered, states moved, the last bulk change taken back."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import polars as pl
import typer
from rich.console import Console
from rich.table import Table

from campaigns import actions
from campaigns.actions import Actor
from campaigns.actions.sample_changes import SamplesChanged, last_change
from campaigns.errors import KolbookError, Refused
from campaigns.records import SAMPLE_STATES, Sample
from campaigns.store import Store, open_store
from campaigns.warehouse import open_reader
from dashboard.formats import Voice
from dashboard.sample_reminders import reminders

SQL = Path(__file__).resolve().parent.parent / "sql"
STATES = ("open", "overdue", "trouble", *SAMPLE_STATES, "all")
MOST = 1_000_000

RootOption = Annotated[Path, typer.Option(envvar="KOL_ROOT", help="Folder of campaigns.db and warehouse.")]
CampaignOption = Annotated[str, typer.Option(help="Code of a campaign; all of them by default.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]
WhoOption = Annotated[str, typer.Option(help="Who does it, for the audit.")]


def register(app: typer.Typer) -> None:
    """Add `kol samples`."""
    group = typer.Typer(no_args_is_help=True, help="Samples: who owes a note, sheets entered, states moved.")
    for command, name in ((list_samples, "list"), (overdue, "overdue"), (move, "move"), (undo, "undo")):
        group.command(name)(command)
    group.command("import")(import_sheet)
    app.add_typer(group, name="samples")


def list_samples(
    root: RootOption = Path(),
    campaign: CampaignOption = "",
    state: Annotated[str, typer.Option(help=f"One of {', '.join(STATES)}.")] = "open",
    search: Annotated[str, typer.Option(help="Part of a KOL's name or tracking number, or a sample's number.")] = "",
    as_json: JsonOption = False,
) -> None:
    """The samples and where they stand, the overdue first."""
    if state not in STATES:
        raise typer.BadParameter(f"expected one of {', '.join(STATES)}", param_hint="--state")
    asked = {"campaign": campaign, "state": state, "search": search, "rows": MOST, "skipped": 0}
    with _refused_is_one_line():
        frame = _read(root, "samples", asked).drop("found", "name_zh", "product_name_zh", "entered_delivered_date")
    if as_json:
        typer.echo(frame.write_json())
        return
    columns = ("sample_id", "kol_name", "product", "state", "days_late", "due_date", "carrier", "tracking_no")
    _show(_named(frame).select(columns), f"{frame.height} samples")


def overdue(
    root: RootOption = Path(),
    campaign: CampaignOption = "",
    remind: Annotated[bool, typer.Option("--remind", help="A message per KOL, ready to paste.")] = False,
    lang: Annotated[str, typer.Option(help="Language of the messages: zh or en.")] = "zh",
    as_json: JsonOption = False,
) -> None:
    """Samples whose note is overdue, the longest first."""
    if lang not in ("zh", "en"):
        raise typer.BadParameter("expected zh or en", param_hint="--lang")
    with _refused_is_one_line():
        frame = _read(root, "overdue_samples", {"campaign": campaign})
    found = reminders(frame, Voice("zh" if lang == "zh" else "en"))
    if as_json:
        listed = [one._asdict() for one in found] if remind else json.loads(frame.write_json())
        typer.echo(json.dumps(listed, ensure_ascii=False))
    elif remind:
        typer.echo("\n\n".join(one.text for one in found))
    else:
        _show(
            _named(frame).select("sample_id", "kol_name", "product", "days_late", "due_date"), f"{frame.height} overdue"
        )


def import_sheet(
    file: Annotated[Path, typer.Argument(help="Cells with their header, separated by tabs or commas, UTF-8.")],
    root: RootOption = Path(),
    campaign: Annotated[str, typer.Option(help="Code of the campaign of rows that name none.")] = "",
    who: WhoOption = "local",
    as_json: JsonOption = False,
) -> None:
    """Enter samples from a sheet: a row with a number changes that sample, any other makes one. All rows or none."""
    with _refused_is_one_line(), _store(root) as store:
        text = _text(file)
        number = _campaign_id(store, campaign)
        done = actions.import_samples(store, Actor(who), _key(), text=text, campaign_id=number)
    _tell(done, as_json)


def move(
    to: Annotated[str, typer.Option("--to", help=f"One of {', '.join(SAMPLE_STATES)}.")],
    ids: Annotated[str, typer.Option(help="Numbers of samples, separated by commas.")],
    root: RootOption = Path(),
    carrier: Annotated[str, typer.Option(help="The carrier, where it is new.")] = "",
    reason: Annotated[str, typer.Option(help="Why; needed to waive.")] = "",
    who: WhoOption = "local",
    as_json: JsonOption = False,
) -> None:
    """Bring samples into a state, all of them or none."""
    if to not in SAMPLE_STATES:
        raise typer.BadParameter(f"expected one of {', '.join(SAMPLE_STATES)}", param_hint="--to")
    numbers = [part.strip() for part in ids.split(",") if part.strip()]
    if not numbers or not all(part.isascii() and part.isdigit() for part in numbers):
        raise typer.BadParameter("expected numbers of samples, such as 3,4,9", param_hint="--ids")
    with _refused_is_one_line(), _store(root) as store:
        lines = [_line(store, int(number), to, carrier, reason) for number in dict.fromkeys(numbers)]
        done = actions.change_samples(store, Actor(who), _key(), lines=lines, reason=reason)
    _tell(done, as_json)


def undo(root: RootOption = Path(), who: WhoOption = "local", as_json: JsonOption = False) -> None:
    """Take back the last sheet or bulk change that this person made."""
    with _refused_is_one_line(), _store(root) as store:
        last = last_change(store, Actor(who))
        if last is None:
            raise Refused(f"There is no bulk change by {who} that can be taken back.")
        done = actions.undo_samples(store, Actor(who), f"undo {last.key}", of=last.key)
    _tell(done, as_json)


def _read(root: Path, name: str, parameters: dict[str, Any]) -> pl.DataFrame:
    reader = open_reader(root)
    try:
        with _store(root) as store:
            snapshot = store.snapshot()
        reader.put_records(snapshot.tables, snapshot.version)
        return reader.query((SQL / f"{name}.sql").read_text(encoding="utf-8"), parameters)
    finally:
        reader.close()


def _line(store: Store, number: int, to: str, carrier: str, reason: str) -> dict[str, Any]:
    with store.reading() as session:
        row = session.get(Sample, number)
    line: dict[str, Any] = {"id": number, "version": row.version if row else 0, "state": to}
    line |= {"carrier": carrier} if carrier else {}
    return line | ({"waiver_reason": reason} if to == "waived" else {})


def _campaign_id(store: Store, code: str) -> int | None:
    if not code:
        return None
    found = {row["code"]: row["id"] for row in store.record_tables()["campaign"].to_pylist()}
    if code not in found:
        raise Refused(f"There is no campaign {code}.")
    return int(found[code])


def _text(file: Path) -> str:
    try:
        return file.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise Refused(f"E-FILE-MISSING  {file}: {error.strerror}. Check the path.") from error
    except UnicodeDecodeError as error:
        raise Refused(f"E-ENCODING  {file}: not UTF-8 at byte {error.start}. Save it as CSV UTF-8.") from error


def _key() -> str:
    return f"cli {uuid.uuid4().hex}"


@contextmanager
def _store(root: Path) -> Iterator[Store]:
    store = open_store(root)
    try:
        yield store
    finally:
        store.close()


@contextmanager
def _refused_is_one_line() -> Iterator[None]:
    try:
        yield
    except KolbookError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error


def _tell(done: SamplesChanged, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(done._asdict()))
    else:
        typer.echo(f"{len(done.made)} samples made, {len(done.changed)} changed.")


def _named(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.rename({"product_name": "product"})


def _show(frame: pl.DataFrame, title: str) -> None:
    voice = Voice("en")
    table = Table(*(voice(f"sample.column.{name}") for name in frame.columns), title=title)
    for row in frame.iter_rows():
        table.add_row(*("" if value is None else str(value) for value in row))
    Console().print(table)
