"""What the ledger says was paid to parties and what differences of exchange came to, by month: cash beside accruals."""

from __future__ import annotations

import polars as pl
import sqlalchemy as sa
from sqlmodel import Session, col

from campaigns.ledger import ACCRUAL
from campaigns.ledger_records import LedgerEntry, LedgerPosting

PAID, ADJUSTED, FX = "paid", "adjusted", "fx"
"""Kinds of movement: paid lowers what is owed; adjusted is what else moved it beside accruals; fx stands apart."""

_SCHEMA = {"kind": pl.String, "party": pl.String, "currency": pl.String, "period": pl.String, "amount_fen": pl.Int64}


def movements(session: Session) -> pl.DataFrame:
    """kind, party (empty for fx), currency, period, amount_fen of all that is no accrual; paid and fx cost are
    positive, an adjustment is positive where more is owed."""
    paid_entries = sa.select(col(LedgerPosting.entry_id)).where(col(LedgerPosting.account) == "cash").distinct()
    is_paid = col(LedgerPosting.entry_id).in_(paid_entries)
    on_payable = _sums("payable").where(col(LedgerEntry.event_kind) != ACCRUAL)
    rows = [
        *((PAID, *row) for row in session.execute(on_payable.where(is_paid))),
        *((ADJUSTED, *row[:-1], -row[-1]) for row in session.execute(on_payable.where(~is_paid))),
        *((FX, *row) for row in session.execute(_sums("fx"))),
    ]
    return pl.DataFrame([(*row[:4], int(row[4])) for row in rows], schema=_SCHEMA, orient="row")


def _sums(account: str) -> sa.Select[str, str, str, int]:
    columns = (col(LedgerPosting.party), col(LedgerPosting.currency), col(LedgerEntry.period))
    return (
        sa.select(*columns, sa.func.sum(col(LedgerPosting.amount_fen)))
        .join(LedgerEntry, col(LedgerEntry.id) == LedgerPosting.entry_id)
        .where(col(LedgerPosting.account) == account)
        .group_by(*columns)
    )
