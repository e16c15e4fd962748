"""Drawing up the statements of a month: accruals posted, lines kept, drafts written, all of it in one transaction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl
from sqlmodel import Session, col, select

from campaigns import ledger_chain, rights, statement_archive, statement_lines
from campaigns.actions.ledger import accruals
from campaigns.actions.request import Actor, Change, perform
from campaigns.errors import Refused
from campaigns.ledger import check_period
from campaigns.ledger_chain import Head
from campaigns.periods import period_bounds
from campaigns.records import Setting, utc_now
from campaigns.statement_facts import MonthFacts
from campaigns.statement_records import Statement
from campaigns.statement_totals import total
from campaigns.store import Store

Tell = Callable[[str, int, int], None]
"""Hears how far it has come: what is being done (`posting`, `writing`), how many are done, of how many."""

MINIMUM_SETTING = "statement.minimum."
"""Followed by kol, agency or platform: the minimum payout of such a party, in fen."""

_PIECE = 5_000


@dataclass(frozen=True)
class Made:
    """What was drawn up: drafts by number, how many entries the ledger took, and its head."""

    statements: list[int]
    entries: int
    head: Head


@dataclass(frozen=True)
class _Month:
    """What the statements of one month share."""

    period: str
    who: str
    head: Head
    minimums: dict[str, int]
    names: dict[str, str]


def make_statements(
    store: Store, actor: Actor, key: str, *, root: Path, facts: MonthFacts, tell: Tell = lambda _what, _done, _all: None
) -> Made:
    """Post what the month has come to and draw up a draft for every party with a balance or a line.

    Drafts are made anew as often as wanted; a statement that was submitted stays as it is, and what came later for its
    party goes into the next month. The lines are kept under `root` before the records name them.
    """

    def work(session: Session) -> Change:
        rights.allow(session, actor, "make_statements")
        month = check_period("make_statements.period", facts.period)
        if utc_now() < period_bounds(month)[1]:
            raise Refused(f"The month {month} is not over. Its statements can be made when it is.")
        statement_archive.sweep(root, set(session.exec(select(Statement.lines_hash))))
        posted = _post(session, actor, facts, tell)
        shared = _Month(month, actor.who.strip(), ledger_chain.head(session), _minimums(session), facts.names)
        made = _write(session, root, shared, facts, tell)
        statement_archive.flush(root)
        after = {"posted": posted, "statements": made, "ledger": shared.head._asdict()}
        return Change(f"statements {month}", None, after)

    done: dict[str, Any] = perform(store, actor, key, "make_statements", {"period": facts.period}, work).after or {}
    return Made(done["statements"], done["posted"], Head(**done["ledger"]))


def _post(session: Session, actor: Actor, facts: MonthFacts, tell: Tell) -> int:
    drafts = [draft for month in sorted(facts.lines) for draft in accruals(session, month, facts.lines[month])]
    for start in range(0, len(drafts), _PIECE):
        tell("posting", start, len(drafts))
        ledger_chain.append(session, actor.who.strip(), drafts[start : start + _PIECE])
    tell("posting", len(drafts), len(drafts))
    return len(drafts)


def _write(session: Session, root: Path, month: _Month, facts: MonthFacts, tell: Tell) -> list[int]:
    lines, pending = statement_lines.by_party(session, facts), statement_lines.pending(facts)
    balances = _balances(session, month.period)
    standing = _standing(session, month.period)
    parties = sorted({*lines, *(key for key, (opening, rebate) in balances.items() if opening or rebate)})
    made = []
    for number, key in enumerate(parties):
        tell("writing", number, len(parties))
        found, is_shut = standing.get(key, (None, False))
        if is_shut:
            continue
        own = lines.get(key, pl.DataFrame(schema=statement_lines.SCHEMA))
        opening_fen, rebate_fen = balances.get(key, (0, 0))
        movements = zip(own["section"].to_list(), own["amount_fen"].to_list(), strict=True)
        figures = total(
            opening_fen, movements, pending_fen=pending.get(key, 0),
            minimum_fen=month.minimums.get(key[0].partition("/")[0], 0), rebate_fen=rebate_fen,
        )  # fmt: skip
        says = {**figures._asdict(), "line_count": own.height, "lines_hash": statement_archive.keep(root, own)}
        made.append(_save(session, month, key, found, says))
    tell("writing", len(parties), len(parties))
    return made


def _save(session: Session, month: _Month, key: tuple[str, str], found: Statement | None, says: dict[str, Any]) -> int:
    party, currency = key
    says["party_name"] = month.names.get(party) or party.partition("/")[2]
    if found is not None and found.id is not None and all(getattr(found, field) == says[field] for field in says):
        return found.id
    row = found or Statement(
        party=party, currency=currency, period=month.period, made_by=month.who, **says,
        ledger_entries=month.head.entries, ledger_hash=month.head.hash,
    )  # fmt: skip
    if found is not None:
        says |= {"ledger_entries": month.head.entries, "ledger_hash": month.head.hash, "version": found.version + 1}
        for field, value in {**says, "made_by": month.who, "made_at": utc_now(), "remark": ""}.items():
            setattr(row, field, value)
    session.add(row)
    session.flush()
    if row.id is None:
        raise ValueError("A stored statement has a number.")
    return row.id


def _balances(session: Session, period: str) -> dict[tuple[str, str], tuple[int, int]]:
    """Party and currency → what we owed when the month began, and what they owe us when it ends."""
    sums: dict[tuple[str, str], tuple[int, int]] = {}
    for one in ledger_chain.balances(session, period, period):
        if one.party:
            opening, rebate = sums.get((one.party, one.currency), (0, 0))
            if one.account == "receivable":
                rebate += one.closing_fen
            else:
                opening -= one.opening_fen
            sums[one.party, one.currency] = opening, rebate
    return sums


def _standing(session: Session, period: str) -> dict[tuple[str, str], tuple[Statement | None, bool]]:
    """Party and currency → the draft that is there, and whether the month is shut for the party."""
    found: dict[tuple[str, str], tuple[Statement | None, bool]] = {}
    for row in session.exec(select(Statement).where(col(Statement.period) >= period)):
        draft, is_shut = found.get((row.party, row.currency), (None, False))
        is_draft_of_month = row.period == period and row.state == "draft"
        found[row.party, row.currency] = (row if is_draft_of_month else draft, is_shut or row.state != "draft")
    return found


def _minimums(session: Session) -> dict[str, int]:
    chosen = select(Setting).where(col(Setting.key).startswith(MINIMUM_SETTING))
    return {row.key.removeprefix(MINIMUM_SETTING): int(row.value) for row in session.exec(chosen)}
