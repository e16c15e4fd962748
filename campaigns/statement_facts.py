"""What the statements of a month are drawn up from: the lines to accrue, and what explains each of them.

Besides the month's own lines, earlier months whose lines have changed since they were posted are read again: late data
are adjustments of the month that is drawn up.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl
import sqlalchemy as sa
from sqlmodel import Session, col, select

from campaigns import ledger
from campaigns.catalogue import FOLDER
from campaigns.ledger import ACCRUAL, AccrualLine
from campaigns.ledger_lines import read_lines
from campaigns.ledger_records import LedgerEntry, LedgerPosting
from campaigns.periods import period_bounds
from campaigns.reader import Reader
from campaigns.records import Setting
from campaigns.statement_totals import WINDOW_DAYS
from campaigns.store import Store

WINDOW_SETTING = "statement.window_days"


@dataclass(frozen=True)
class MonthFacts:
    """`lines`: what the ledger has to hold, by month. `names`: what parties are called.

    `explained`: a row per line, as in models/statements/party_lines.sql.
    """

    period: str
    lines: dict[str, list[AccrualLine]]
    explained: pl.DataFrame
    names: dict[str, str]


def read_facts(reader: Reader, store: Store, period: str) -> MonthFacts:
    """Read a month's lines, and those of earlier months that changed; raises BadValue for what is no month."""
    month = ledger.check_period("period", period)
    lines = {month: read_lines(reader, store, month)}
    with store.reading() as session:
        posted, adjusting = _posted_sums(session, month), _adjusting_months(session, month)
        window_days = _window_days(session)
    sums = {row[:3]: row[3] for row in reader.query(_sql("month_sums"), {"period": month}).iter_rows()}
    changed = {key[0] for key in sums.keys() | posted.keys() if sums.get(key, 0) != posted.get(key, 0)}
    for earlier in sorted(changed):
        lines[earlier] = read_lines(reader, store, earlier)
    asked: dict[str, Any] = {
        "period": month, "months": sorted({*lines, *adjusting}), "window_days": window_days,
        "until": period_bounds(month)[1],
    }  # fmt: skip
    names = dict(reader.query(_sql("party_names")).iter_rows())
    return MonthFacts(month, lines, reader.query(_sql("party_lines"), asked), names)


def _posted_sums(session: Session, period: str) -> dict[tuple[str, str, str], int]:
    """What was accrued for each earlier month, party and currency, in the words of month_sums.sql."""
    party = sa.case((col(LedgerPosting.party).startswith("platform/"), "platform"), else_=col(LedgerPosting.party))
    chosen = (
        sa.select(
            col(LedgerEntry.of_period), party, col(LedgerPosting.currency),
            sa.cast(-sa.func.sum(col(LedgerPosting.amount_fen)), sa.BigInteger),
        )
        .join(LedgerEntry, col(LedgerEntry.id) == LedgerPosting.entry_id)
        .where(
            col(LedgerEntry.event_kind) == ACCRUAL, col(LedgerEntry.of_period) < period,
            col(LedgerPosting.account) == "payable",
        )
        .group_by(col(LedgerEntry.of_period), party, col(LedgerPosting.currency))
    )  # fmt: skip
    return {(month, whose, unit): int(fen) for month, whose, unit, fen in session.execute(chosen) if fen}


def _adjusting_months(session: Session, period: str) -> set[str]:
    """The months that the entries posted in `period` belong to."""
    return set(session.exec(select(LedgerEntry.of_period).where(LedgerEntry.period == period).distinct()))


def _window_days(session: Session) -> int:
    found = session.get(Setting, WINDOW_SETTING)
    return WINDOW_DAYS if found is None else int(found.value)


def _sql(name: str) -> str:
    return (FOLDER / "statements" / f"{name}.sql").read_text(encoding="utf-8")
