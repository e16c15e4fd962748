"""How the ledger is written out: JSON for programs, tables in yuan for people, beancount for an outside judge."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer
from rich.console import Console
from rich.table import Table
from sqlmodel import Session

from campaigns import beancount_text, ledger, ledger_chain, ledger_verify
from campaigns.errors import Refused
from campaigns.ledger import Entry
from campaigns.ledger_chain import Balance, Head
from campaigns.money import yuan
from campaigns.store import Store

SHOWN_ENTRIES = 200


def entries(store: Store, period: str | None, party: str | None) -> Iterator[Entry]:
    """Entries in order, of one month or all, that touch a party or any."""
    month = period if period is None else ledger.check_period("--period", period)
    with store.reading() as session:
        yield from ledger_chain.entries(session, period=month, party=party)


def say_entries(found: Iterator[Entry]) -> None:
    """One JSON array, an entry a line."""
    typer.echo("[", nl=False)
    for number, entry in enumerate(found):
        typer.echo((",\n" if number else "\n") + json.dumps(_spelled(entry), ensure_ascii=False), nl=False)
    typer.echo("\n]")


def show_entries(found: Iterator[Entry]) -> None:
    """The first entries with their postings, and a word on the rest."""
    table = Table(title="Ledger: debit positive, credit negative")
    for heading in ("entry", "date", "event"):
        table.add_column(heading, no_wrap=True)
    table.add_column("account, party", overflow="fold")
    table.add_column("amount", justify="right", no_wrap=True)
    rest = 0
    for number, entry in enumerate(found):
        if number >= SHOWN_ENTRIES:
            rest += 1
            continue
        draft = entry.draft
        first = [str(entry.id), str(draft.business_date), draft.event_kind]
        for posting in draft.postings:
            where = f"{posting.account} {posting.party}".rstrip()
            table.add_row(*first, where, f"{_grouped(posting.amount_fen)} {posting.currency}")
            first = ["", "", ""]
    console = _console()
    console.print(table)
    if rest:
        console.print(f"… and {rest:,} entries more; --json prints all of them, with their events and lines.")


def say_balances(found: list[Balance], head: Head) -> None:
    """Balances and the head they belong to."""
    rows = [{**one._asdict(), "closing_fen": one.closing_fen} for one in found]
    typer.echo(json.dumps({"head": head._asdict(), "balances": rows}, ensure_ascii=False, indent=2))


def show_balances(found: list[Balance], head: Head) -> None:
    """A row per account, party and currency."""
    table = Table(title="Balances: debit positive, credit negative")
    for heading in ("account", "party", "currency"):
        table.add_column(heading)
    for heading in ("opening", "debit", "credit", "closing"):
        table.add_column(heading, justify="right", no_wrap=True)
    for one in found:
        amounts = (one.opening_fen, one.debit_fen, one.credit_fen, one.closing_fen)
        table.add_row(one.account, one.party, one.currency, *(_grouped(fen) for fen in amounts))
    console = _console()
    console.print(table)
    console.print(f"{head.entries} entries, head {head.hash}")


def write_beancount(store: Store, path: Path) -> tuple[int, str]:
    """Write the ledger, if it holds, as a whole file or not at all; gives the number of entries and the head."""
    findings = ledger_verify.verify(store)
    if findings:
        raise Refused(f"The ledger is damaged, so it was not exported: {findings[0].problem} Run `kol ledger verify`.")
    beside = path.with_name(f".{path.name}.tmp")
    try:
        with store.reading() as session, beside.open("w", encoding="utf-8", newline="\n") as file:
            head = ledger_chain.head(session)
            file.writelines(f"{line}\n" for line in _beancount_lines(session, head.hash))
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    return head


def _beancount_lines(session: Session, head: str) -> Iterator[str]:
    months = [(period, ledger_chain.entries(session, period=period)) for period in ledger_chain.periods(session)]
    standings = [beancount_text.Standing(*one[:3]) for one in ledger_chain.balances(session)]
    yield from beancount_text.write(months, standings, head)


def _spelled(entry: Entry) -> dict[str, Any]:
    draft = entry.draft
    return {
        "id": entry.id, "at": entry.at.isoformat(), "who": entry.who, "event_kind": draft.event_kind,
        "external_id": draft.external_id, "period": draft.period, "of_period": draft.of_period,
        "business_date": draft.business_date.isoformat(), "description": draft.description,
        "reverses": draft.reverses, "reason": draft.reason,
        "postings": [posting._asdict() for posting in draft.postings],
    }  # fmt: skip


def _console() -> Console:
    """Ids come from files: square brackets in them are text, not markup."""
    return Console(markup=False, highlight=False)


def _grouped(fen: int) -> str:
    whole, cents = yuan(abs(fen)).split(".")
    return f"{'-' if fen < 0 else ''}{int(whole):,}.{cents}"
