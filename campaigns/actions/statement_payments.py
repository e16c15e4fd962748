"""Paying statements, in whole or in part: one ledger entry per payment, taken back by a reversal with a reason."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session, col, select

from campaigns import ledger_chain, rights
from campaigns.actions import checks, rows, statement_steps
from campaigns.actions.ledger import reversal
from campaigns.actions.request import Actor, Change, perform
from campaigns.errors import BadValue, NotFound, Refused
from campaigns.ledger import Draft, Posting
from campaigns.money import yuan
from campaigns.periods import business_date
from campaigns.records import utc_now
from campaigns.statement_records import Statement, StatementPayment
from campaigns.store import Store

PAYMENT = "payment"
"""The kind of event that a payment is in the ledger."""


def pay_statement(
    store: Store, actor: Actor, key: str, *, id: int, version: int, amount_fen: int, paid_date: date,  # noqa: A002
    reference: str, withheld_fen: int = 0,
) -> Statement:  # fmt: skip
    """Record what was paid on an approved statement, at most what is left of it.

    `withheld_fen` of the amount went to the tax office instead of the party; `reference` is the bank's.
    """

    def work(session: Session) -> Change:
        rights.allow(session, actor, "pay_statement")
        row = statement_steps.find(session, "pay_statement", id, version)
        if row.state not in ("approved", "part_paid"):
            raise Refused(f"The statement is {row.state.replace('_', ' ')}; only an approved one with a rest is paid.")
        before, payment = rows.content(row), _checked(row, amount_fen, withheld_fen, paid_date, reference)
        payment.number = _next_number(session, row)
        draft = _draft(row, payment, withheld_fen)
        (entry,) = ledger_chain.append(session, actor.who.strip(), [draft])
        payment.entry_id, payment.paid_by = entry.id, actor.who.strip()
        session.add(payment)
        session.flush()
        return _settle(session, row, before)

    request = {
        "id": id, "version": version, "amount_fen": amount_fen, "paid_date": paid_date, "reference": reference,
        "withheld_fen": withheld_fen,
    }  # fmt: skip
    return _statement(perform(store, actor, key, "pay_statement", request, work))


def reverse_payment(
    store: Store, actor: Actor, key: str, *, id: int, version: int, number: int, reason: str,  # noqa: A002
) -> Statement:  # fmt: skip
    """Take back a payment that was recorded by mistake or came back from the bank, before its statement is closed."""

    def work(session: Session) -> Change:
        rights.allow(session, actor, "reverse_payment")
        row = statement_steps.find(session, "reverse_payment", id, version)
        payment = session.get(StatementPayment, (row.id, checks.row_id("reverse_payment.number", number)))
        if payment is None:
            raise NotFound("payment", f"{number} of statement {id}")
        if payment.reversal_id is not None or row.state == "closed":
            raise Refused(f"Payment {number} was reversed already, or its statement is closed: it stays as it is.")
        before, why = rows.content(row), checks.text("reverse_payment.reason", reason)
        draft = reversal(session, payment.entry_id, why)
        (entry,) = ledger_chain.append(session, actor.who.strip(), [draft])
        payment.reversal_id, payment.reason = entry.id, why
        session.add(payment)
        session.flush()
        return _settle(session, row, before)

    request = {"id": id, "version": version, "number": number, "reason": reason}
    return _statement(perform(store, actor, key, "reverse_payment", request, work))


def _checked(row: Statement, amount_fen: int, withheld_fen: int, paid_date: date, reference: str) -> StatementPayment:
    fen = checks.fen("pay_statement.amount_fen", amount_fen)
    left_fen = row.due_fen - row.paid_fen
    if not 0 < fen <= left_fen:
        raise BadValue("pay_statement.amount_fen", yuan(fen), f"more than 0 and at most the {yuan(left_fen)} left")
    if checks.fen("pay_statement.withheld_fen", withheld_fen) > fen:
        raise BadValue("pay_statement.withheld_fen", yuan(withheld_fen), f"at most the {yuan(fen)} paid")
    if checks.day("pay_statement.paid_date", paid_date) > business_date(utc_now()):
        raise BadValue("pay_statement.paid_date", str(paid_date), "today or a day before")
    return StatementPayment(
        statement_id=row.id or 0, number=0, paid_date=paid_date, amount_fen=fen, entry_id=0, paid_by="",
        reference=checks.text("pay_statement.reference", reference),
    )  # fmt: skip


def _next_number(session: Session, row: Statement) -> int:
    chosen = select(StatementPayment.number).where(StatementPayment.statement_id == row.id)
    return (session.exec(chosen.order_by(col(StatementPayment.number).desc())).first() or 0) + 1


def _draft(row: Statement, payment: StatementPayment, withheld_fen: int) -> Draft:
    cash_fen = payment.amount_fen - withheld_fen
    postings = [
        Posting("payable", row.currency, payment.amount_fen, row.party),
        *([Posting("cash", row.currency, -cash_fen)] if cash_fen else []),
        *([Posting("tax", row.currency, -withheld_fen)] if withheld_fen else []),
    ]
    return Draft(
        PAYMENT, f"{row.party}/{row.period}/{row.currency}#{payment.number}", payment.paid_date,
        payment.paid_date.strftime("%Y-%m"), f"Paid on statement {row.period}: {payment.reference}", tuple(postings),
    )  # fmt: skip


def _settle(session: Session, row: Statement, before: dict[str, object]) -> Change:
    """Bring the statement's state up to what its payments say now."""
    chosen = select(StatementPayment.amount_fen).where(
        StatementPayment.statement_id == row.id, col(StatementPayment.reversal_id).is_(None)
    )
    row.paid_fen = sum(session.exec(chosen))
    row.state = "approved" if not row.paid_fen else "paid" if row.paid_fen == row.due_fen else "part_paid"
    row.version += 1
    session.add(row)
    session.flush()
    after = {**rows.content(row), "ledger": ledger_chain.head(session)._asdict()}
    return Change(f"statement {row.id}", before, after)


def _statement(change: Change) -> Statement:
    return Statement.model_validate({name: value for name, value in (change.after or {}).items() if name != "ledger"})
