"""Commands of the group `statement`: made from the ledger by month, submitted, approved, paid, closed, printed."""

# Imports stand inside the commands: the records take a second to import, other commands need not wait.
# ruff: noqa: PLC0415

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dashboard.commands.record_access import AsJson, Root, actor, day, key, opened, say

if TYPE_CHECKING:
    from campaigns.statement_records import Statement
    from campaigns.store import Store

Period = Annotated[str, typer.Argument(help="A month, such as 2026-05.")]
Party = Annotated[str | None, typer.Option(help="One party only, such as kol/5f3a…, agency/3, platform/xiaohongshu.")]
OneParty = Annotated[str, typer.Option("--party", help="Whose statement, such as kol/5f3a…")]
Currency = Annotated[str, typer.Option(help="The statement's currency.")]


class PrintFormat(StrEnum):
    """What `kol statement print` writes."""

    xlsx = "xlsx"
    pdf = "pdf"
    csv = "csv"


class PartyKind(StrEnum):
    """Whom statements are for."""

    kol = "kol"
    agency = "agency"
    platform = "platform"


class PrintLanguage(StrEnum):
    """In which language."""

    en = "en"
    zh = "zh"


def register(app: typer.Typer) -> None:
    """Add this group's commands to `app`."""
    group = typer.Typer(no_args_is_help=True, help="Statements: what each party is due, month by month.")
    for name, command in (
        ("list", list_statements), ("make", make), ("submit", submit), ("approve", approve), ("return", send_back),
        ("pay", pay), ("reverse-payment", reverse), ("close", close), ("print", print_one),
        ("minimum", minimum),
    ):  # fmt: skip
        group.command(name)(command)
    app.add_typer(group, name="statement")


def list_statements(
    root: Root = Path(),
    period: Annotated[str | None, typer.Option(help="Of this month only.")] = None,
    party: Party = None,
    as_json: AsJson = False,
) -> None:
    """List statements with their state and balances."""
    from dashboard import statement_report

    with opened(root) as store:
        found = statement_report.read(store, period, party)
        (statement_report.say if as_json else statement_report.show)(found)


def make(period: Period, root: Root = Path(), as_json: AsJson = False) -> None:
    """Post what a month has come to and draw up a draft for every party; all of it, or nothing."""
    from contextlib import closing

    from campaigns import actions
    from campaigns.statement_facts import read_facts
    from campaigns.warehouse import open_reader
    from dashboard import statement_report

    with opened(root) as store, statement_report.progress(as_json=as_json) as tell:
        tell("reading", 0, 0)
        with closing(open_reader(root)) as reader:
            facts = read_facts(reader, store, period)
        made = actions.make_statements(store, actor(), key(), root=root, facts=facts, tell=tell)
    answer = {"statements": made.statements, "entries": made.entries, "head": made.head._asdict()}
    sentence = f"{len(made.statements)} statements of {period}, {made.entries} entries posted. Head {made.head.hash}"
    say(answer, sentence, as_json=as_json)


def submit(period: Period, root: Root = Path(), party: Party = None, as_json: AsJson = False) -> None:
    """Hand a month's drafts in for approval by somebody else."""
    from campaigns import actions

    _move(root, period, party, ("draft",), actions.submit_statements, "submitted", as_json=as_json)


def approve(period: Period, root: Root = Path(), party: Party = None, as_json: AsJson = False) -> None:
    """Approve what somebody else made and submitted."""
    from campaigns import actions

    _move(root, period, party, ("submitted",), actions.approve_statements, "approved", as_json=as_json)


def send_back(
    period: Period, reason: Annotated[str, typer.Option(help="Why.")], root: Root = Path(), party: Party = None,
    as_json: AsJson = False,
) -> None:  # fmt: skip
    """Return submitted statements to drafts, with a reason."""
    from campaigns import actions

    _move(root, period, party, ("submitted",), actions.return_statements, "returned", as_json=as_json, reason=reason)


def pay(
    period: Period,
    party: OneParty,
    reference: Annotated[str, typer.Option(help="The bank's reference.")],
    amount: Annotated[str | None, typer.Option(help="In yuan, such as 1204.50; all that is left without it.")] = None,
    withheld: Annotated[str, typer.Option(help="Tax kept back, in yuan, out of the amount.")] = "0",
    paid_on: Annotated[str | None, typer.Option("--date", help="Such as 2026-06-10; today without it.")] = None,
    currency: Currency = "CNY",
    root: Root = Path(),
    as_json: AsJson = False,
) -> None:
    """Record a payment, in whole or in part, and post it to the ledger."""
    from campaigns import actions
    from campaigns.money import parse_yuan, yuan

    with opened(root) as store:
        row = _one(store, period, party, currency)
        fen = row.due_fen - row.paid_fen if amount is None else parse_yuan(amount, "--amount")
        done = actions.pay_statement(
            store, actor(), key(), id=row.id or 0, version=row.version, amount_fen=fen, reference=reference,
            paid_date=day(paid_on, "--date") or _today(), withheld_fen=parse_yuan(withheld, "--withheld"),
        )  # fmt: skip
    left = yuan(done.due_fen - done.paid_fen)
    say(done.model_dump(mode="json"), f"{yuan(fen)} {currency} posted; {left} left to pay.", as_json=as_json)


def reverse(
    period: Period,
    party: OneParty,
    number: Annotated[int, typer.Option(help="The number of the payment on the statement.")],
    reason: Annotated[str, typer.Option(help="Why.")],
    currency: Currency = "CNY",
    root: Root = Path(),
    as_json: AsJson = False,
) -> None:
    """Take back a payment that was recorded by mistake, with a reason."""
    from campaigns import actions

    with opened(root) as store:
        row = _one(store, period, party, currency)
        done = actions.reverse_payment(
            store, actor(), key(), id=row.id or 0, version=row.version, number=number, reason=reason
        )
    say(done.model_dump(mode="json"), f"Payment {number} is reversed; the statement is {done.state}.", as_json=as_json)


def close(
    period: Period,
    root: Root = Path(),
    party: Party = None,
    carry_forward: Annotated[
        bool, typer.Option("--carry-forward", help="Also those not paid in whole: the rest opens the next month.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Freeze a month's settled statements with their lines; all of them, or none."""
    from campaigns import actions
    from dashboard import statement_report

    def is_meant(row: Statement) -> bool:
        return carry_forward or party is not None or row.due_fen == row.paid_fen

    with statement_report.progress(as_json=as_json) as tell:
        _move(
            root, period, party, ("approved", "part_paid", "paid"), actions.close_statements, "closed", as_json=as_json,
            keep=is_meant, root=root, carry_forward=carry_forward, tell=tell,
        )  # fmt: skip


def print_one(
    period: Period,
    party: OneParty,
    out: Annotated[Path | None, typer.Option(help="Where it goes; beside, under its own name, without it.")] = None,
    kind: Annotated[PrintFormat, typer.Option("--format", help="Workbook with formulas, paper, plain table.")] = (
        PrintFormat.xlsx
    ),
    lang: Annotated[PrintLanguage, typer.Option(help="In which language.")] = PrintLanguage.en,
    currency: Currency = "CNY",
    root: Root = Path(),
    as_json: AsJson = False,
) -> None:
    """Write a statement as XLSX, PDF or CSV; the same statement gives the same bytes again."""
    from campaigns import statement_archive
    from dashboard.formats import Voice
    from dashboard.statement_print import print_statement

    with opened(root) as store:
        row = _one(store, period, party, currency)
        lines = statement_archive.read(root, row.lines_hash)
        printed = print_statement(row.model_dump(), lines, kind.value, Voice("zh" if lang.value == "zh" else "en"))
    place = out or Path(printed.name)
    try:
        place.write_bytes(printed.data)
    except OSError as error:
        typer.echo(f"{place}: cannot be written ({error.strerror}). Choose another file.", err=True)
        raise typer.Exit(1) from error
    say({"out": str(place), "lines": row.line_count}, f"{row.line_count} lines written to {place}.", as_json=as_json)


def minimum(
    kind: Annotated[PartyKind, typer.Argument(help="Of which parties.")],
    yuan: Annotated[str, typer.Argument(help="In yuan, such as 100.00; 0 pays everything.")],
    root: Root = Path(),
    as_json: AsJson = False,
) -> None:
    """Say below which amount a party is not paid yet: it is carried forward instead."""
    from campaigns import actions
    from campaigns.actions.statements import MINIMUM_SETTING
    from campaigns.money import parse_yuan
    from campaigns.records import Setting

    name = f"{MINIMUM_SETTING}{kind.value}"
    with opened(root) as store:
        with store.reading() as session:
            found = session.get(Setting, name)
        version = None if found is None else found.version
        fen = parse_yuan(yuan, "YUAN")
        row = actions.save_setting(store, actor(), key(), name=name, version=version, value=fen)
    say(
        row.model_dump(mode="json"), f"A {kind.value} is paid from {yuan} on; less is carried forward.", as_json=as_json
    )


def _move(
    where: Path, period: str, party: str | None, states: tuple[str, ...], action: Callable[..., list[int]], what: str,
    *, as_json: bool, keep: Callable[[Statement], bool] = lambda _row: True, **more: Any,
) -> None:  # fmt: skip
    from campaigns.errors import NotFound
    from dashboard import statement_report

    with opened(where) as store:
        found = statement_report.read(store, period, party)
        versions = {row.id: row.version for row in found if (party or row.state in states) and keep(row)}
        if not versions:
            raise NotFound("statement to be", f"{what} in {period}")
        done = action(store, actor(), key(), versions=versions, **more)
    say({what: done}, f"{len(done)} statements of {period} are {what}.", as_json=as_json)


def _one(store: Store, period: str, party: str, currency: str) -> Statement:
    from campaigns.errors import NotFound
    from dashboard import statement_report

    for row in statement_report.read(store, period, party):
        if row.currency == currency:
            return row
    raise NotFound("statement", f"of {party} for {period} in {currency}")


def _today() -> date:
    from campaigns.periods import business_date
    from campaigns.records import utc_now

    return business_date(utc_now())
