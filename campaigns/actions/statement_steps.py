"""Statements on their way: submitted, approved by somebody else, returned to a draft, closed. Many at once, or none."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import polars as pl
from sqlmodel import Session, col, select

from campaigns import ledger_chain, rights, statement_archive
from campaigns.actions import checks
from campaigns.actions.request import Actor, Change, perform
from campaigns.errors import BadValue, NotFound, Refused, StaleVersion
from campaigns.money import yuan
from campaigns.records import utc_now
from campaigns.statement_records import Statement
from campaigns.statement_totals import REBATE
from campaigns.store import Store

MOST = 10_000
"""How many may be moved at once."""

Step = Callable[[Session, Statement], None]


def submit_statements(store: Store, actor: Actor, key: str, *, versions: Mapping[int, int]) -> list[int]:
    """Hand drafts in for approval; each must say what the ledger says now, and the month before must be closed."""
    balances: dict[tuple[str, str, str], tuple[int, int]] = {}

    def step(session: Session, row: Statement) -> None:
        _require(row, ("draft",), "submitted")
        if row.period not in {period for period, _, _ in balances}:
            balances.update(_balances(session, row.period))
        _refuse_outdated(row, balances.get((row.period, row.party, row.currency), (0, 0)))
        _refuse_open_months(session, row)
        row.state, row.submitted_by, row.submitted_at, row.remark = "submitted", actor.who.strip(), utc_now(), ""

    return _move(store, actor, key, "submit_statements", versions, {}, step)


def approve_statements(store: Store, actor: Actor, key: str, *, versions: Mapping[int, int]) -> list[int]:
    """Approve what somebody else made and submitted; the database refuses the same person, too."""

    def step(_session: Session, row: Statement) -> None:
        _require(row, ("submitted",), "approved")
        makers = {row.made_by.casefold(), (row.submitted_by or "").casefold()}
        if actor.who.strip().casefold() in makers:
            raise Refused(f"{actor.who} made or submitted {_named(row)}; somebody else has to approve it.")
        row.state, row.approved_by, row.approved_at = "approved", actor.who.strip(), utc_now()

    return _move(store, actor, key, "approve_statements", versions, {}, step)


def return_statements(store: Store, actor: Actor, key: str, *, versions: Mapping[int, int], reason: str) -> list[int]:
    """Give submitted statements back to whoever makes them, with a reason."""

    def step(_session: Session, row: Statement) -> None:
        _require(row, ("submitted",), "returned")
        row.remark = checks.text("return_statements.reason", reason)
        row.state, row.submitted_by, row.submitted_at = "draft", None, None

    return _move(store, actor, key, "return_statements", versions, {"reason": reason}, step)


def close_statements(
    store: Store, actor: Actor, key: str, *, root: Path, versions: Mapping[int, int], carry_forward: bool = False,
    tell: Callable[[str, int, int], None] = lambda _what, _done, _all: None,
) -> list[int]:  # fmt: skip
    """Freeze statements with their lines; what is left unpaid stands in the next month's opening balance.

    `carry_forward` says that an unpaid rest is meant. The kept lines are read back and must add up.
    """
    done = 0

    def step(_session: Session, row: Statement) -> None:
        nonlocal done
        tell("closing", done, len(versions))
        done += 1
        _require(row, ("approved", "part_paid", "paid"), "closed")
        left_fen = row.due_fen - row.paid_fen
        if left_fen and not carry_forward:
            raise Refused(
                f"{_named(row)} has {yuan(left_fen)} {row.currency} unpaid. Pay it, or close it so that the rest is "
                "carried forward."
            )
        _refuse_other_lines(row, statement_archive.read(root, row.lines_hash))
        row.state, row.closed_by, row.closed_at = "closed", actor.who.strip(), utc_now()

    return _move(store, actor, key, "close_statements", versions, {"carry_forward": carry_forward}, step)


def find(session: Session, action: str, identity: Any, version: int) -> Statement:
    """One statement with the version that was read; raises NotFound or StaleVersion."""
    row = session.get(Statement, checks.row_id(f"{action}.id", identity))
    if row is None:
        raise NotFound("statement", str(identity))
    if row.version != version:
        raise StaleVersion(_named(row), version, row.version)
    return row


def _move(
    store: Store, actor: Actor, key: str, action: str, versions: Mapping[int, int], more: Mapping[str, Any], step: Step
) -> list[int]:
    def work(session: Session) -> Change:
        rights.allow(session, actor, action)
        if not isinstance(versions, Mapping) or not 0 < len(versions) <= MOST:
            raise BadValue(f"{action}.versions", str(versions)[:80], f"1 to {MOST} statements, each with its version")
        chosen = _chosen(session, action, versions)
        before = {str(row.id): row.state for row in chosen}
        for row in chosen:
            step(session, row)
            row.version += 1
        session.flush()
        after = {str(row.id): row.state for row in chosen}
        target = f"statement {chosen[0].id}" if len(chosen) == 1 else f"{len(chosen)} statements"
        return Change(target, before, {**after, **more})

    request = {"versions": versions, **more}
    done = perform(store, actor, key, action, request, work).after or {}
    return sorted(int(identity) for identity in done if identity.isdigit())


def _chosen(session: Session, action: str, versions: Mapping[int, int]) -> list[Statement]:
    asked = {checks.row_id(f"{action}.versions", identity): version for identity, version in versions.items()}
    found = {row.id: row for row in session.exec(select(Statement).where(col(Statement.id).in_(sorted(asked))))}
    for identity, version in sorted(asked.items()):
        row = found.get(identity)
        if row is None:
            raise NotFound("statement", str(identity))
        if row.version != version:
            raise StaleVersion(_named(row), version, row.version)
    return sorted(found.values(), key=lambda row: (row.period, row.party, row.currency))


def _require(row: Statement, states: tuple[str, ...], what: str) -> None:
    if row.state not in states:
        told = " or ".join(state.replace("_", " ") for state in states)
        raise Refused(f"{_named(row)} is {row.state.replace('_', ' ')}; only what is {told} can be {what}.")


def _refuse_outdated(row: Statement, balance: tuple[int, int]) -> None:
    if (row.opening_fen, row.closing_fen) != balance:
        raise Refused(
            f"{_named(row)} opens with {yuan(row.opening_fen)} and closes with {yuan(row.closing_fen)} {row.currency}, "
            f"the ledger says {yuan(balance[0])} and {yuan(balance[1])}. Something was posted since: make it again."
        )


def _refuse_open_months(session: Session, row: Statement) -> None:
    earlier = select(Statement).where(
        Statement.party == row.party, Statement.currency == row.currency, Statement.period < row.period,
        Statement.state != "closed",
    )  # fmt: skip
    found = session.exec(earlier.order_by(col(Statement.period))).first()
    if found is not None:
        raise Refused(f"{_named(found)} is {found.state.replace('_', ' ')}. Close it before {row.period} is submitted.")


def _refuse_other_lines(row: Statement, lines: pl.DataFrame) -> None:
    moved_fen = int(lines.filter(pl.col("section") != REBATE)["amount_fen"].sum())
    if lines.height != row.line_count or row.opening_fen + moved_fen != row.closing_fen:
        raise Refused(
            f"{_named(row)} does not add up: {lines.height} lines move {yuan(moved_fen)}, but it opens with "
            f"{yuan(row.opening_fen)} and closes with {yuan(row.closing_fen)} on {row.line_count} lines."
        )


def _balances(session: Session, period: str) -> dict[tuple[str, str, str], tuple[int, int]]:
    return {
        (period, one.party, one.currency): (-one.opening_fen, -one.closing_fen)
        for one in ledger_chain.balances(session, period, period)
        if one.account == "payable"
    }


def _named(row: Statement) -> str:
    return f"Statement {row.period} for {row.party_name}"
