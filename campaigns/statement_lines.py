"""The lines of a month's statements: every posting that concerns a party, with what explains it.

One line per commission line, payment, reversal or other posting, and one for each commission line of 0 fen, so that
nothing is silently missing. Amounts are what we owe, positive; of a rebate, what the party owes us. `rate_ppm` is
there where `commission_fen` is exactly the rounded share of `base_after_fen` less that of `base_before_fen`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import polars as pl
import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from campaigns.ledger import ACCRUAL
from campaigns.ledger_records import LedgerEntry, LedgerPosting
from campaigns.money import PPM, share_of
from campaigns.statement_facts import MonthFacts
from campaigns.statement_totals import SECTIONS, section_of

SCHEMA: dict[str, Any] = {
    "no": pl.Int64, "section": pl.String, "kind": pl.String, "part": pl.String, "line_id": pl.String,
    "entry_id": pl.Int64, "campaign_code": pl.String, "kol_id": pl.String, "kol_name": pl.String, "note_id": pl.String,
    "shop_id": pl.String, "order_id": pl.String, "line_no": pl.Int64, "refund_id": pl.String, "evidence": pl.String,
    "terms_id": pl.Int64, "base_name": pl.String, "base_before_fen": pl.Int64, "base_after_fen": pl.Int64,
    "rate_ppm": pl.Int64, "commission_fen": pl.Int64, "vat_fen": pl.Int64, "amount_fen": pl.Int64,
    "is_pending": pl.Boolean, "of_period": pl.String, "description": pl.String, "business_date": pl.Date,
    "payable_date": pl.Date, "event_at": pl.Datetime("us", "UTC"),
}  # fmt: skip
"""The columns of a statement's lines, as they are kept."""

PARTY = ("party", "currency")
_EXPLAINED = (
    "campaign_code", "kol_id", "kol_name", "note_id", "shop_id", "order_id", "line_no", "refund_id", "evidence",
    "terms_id", "base_name", "base_before_fen", "base_after_fen", "event_at", "payable_date",
)  # fmt: skip


def by_party(session: Session, facts: MonthFacts) -> dict[tuple[str, str], pl.DataFrame]:
    """Party and currency → the lines of the month, in order, as SCHEMA says; `session` sees what was posted."""
    posted = [dict(row._mapping) for row in session.execute(_postings(facts.period))]
    explained = {row["line_id"]: row for row in facts.explained.iter_rows(named=True)}
    vat = {line.line_id: line.due_fen - line.amount_fen for line in facts.lines[facts.period]}
    found: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in _merged(posted):
        found.setdefault((row["party"], row["currency"]), []).append(_line(row, explained, vat, facts.period))
    here = {row["line_id"] for row in posted}
    for row in explained.values():
        if row["period"] == facts.period and not row["amount_fen"] and row["line_id"] not in here and row["party"]:
            found.setdefault((row["party"], row["currency"]), []).append(_zero_line(row))
    return {key: _frame(lines) for key, lines in sorted(found.items())}


def pending(facts: MonthFacts) -> dict[tuple[str, str], int]:
    """Party and currency → what of the lines so far is still within the return window when the month ends."""
    vat = {line.line_id: line.due_fen - line.amount_fen for lines in facts.lines.values() for line in lines}
    sums: dict[tuple[str, str], int] = {}
    for row in facts.explained.filter("is_pending").iter_rows(named=True):
        key = (row["party"], row["currency"])
        sums[key] = sums.get(key, 0) + row["amount_fen"] + vat.get(row["line_id"], 0)
    return sums


def _postings(period: str) -> sa.Executable:
    original = aliased(LedgerEntry)
    return (
        sa.select(
            col(LedgerPosting.party), col(LedgerPosting.currency), col(LedgerPosting.account),
            col(LedgerPosting.amount_fen), col(LedgerPosting.line_id), col(LedgerPosting.entry_id),
            col(LedgerEntry.event_kind), col(LedgerEntry.business_date), col(LedgerEntry.of_period),
            col(LedgerEntry.description), col(LedgerEntry.reason),
            col(original.event_kind).label("reversed_kind"),
        )
        .join(LedgerEntry, col(LedgerEntry.id) == LedgerPosting.entry_id)
        .outerjoin(original, col(original.id) == LedgerEntry.reverses)
        .where(col(LedgerEntry.period) == period, col(LedgerPosting.party) != "")
        .order_by(col(LedgerPosting.entry_id), col(LedgerPosting.posting_no))
    )  # fmt: skip


def _merged(posted: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """What a month accrued for a commission line in several runs is one line; everything else stands for itself."""
    lines: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row in posted:
        is_accrual = row["event_kind"] == ACCRUAL and row["line_id"]
        key = (row["party"], row["currency"], row["account"])
        key += (row["line_id"], row["of_period"]) if is_accrual else (row["entry_id"], len(lines))
        if key in lines:
            first = lines[key]
            lines[key] = {**row, "amount_fen": first["amount_fen"] + row["amount_fen"]}
        else:
            lines[key] = row
    yield from (row for row in lines.values() if row["amount_fen"])


def _line(
    row: dict[str, Any], explained: dict[str, dict[str, Any]], vat: dict[str, int], period: str
) -> dict[str, Any]:
    is_receivable = row["account"] == "receivable"
    amount_fen = row["amount_fen"] if is_receivable else -row["amount_fen"]
    origin = row["reversed_kind"] or row["event_kind"]
    section = section_of(
        origin if row["reversed_kind"] != ACCRUAL else "reversal", amount_fen,
        is_receivable=is_receivable, is_of_period=row["of_period"] == period,
    )  # fmt: skip
    why = explained.get(row["line_id"] or "", {}) if row["event_kind"] == ACCRUAL else {}
    is_whole = bool(why) and row["of_period"] == period
    vat_fen = vat.get(row["line_id"], 0) if is_whole else 0
    if not is_whole or amount_fen - vat_fen != why["amount_fen"]:
        vat_fen, is_whole = 0, False
    return {
        **{name: why.get(name) for name in _EXPLAINED},
        "section": section, "kind": why.get("kind") or row["event_kind"], "part": why.get("part"),
        "line_id": row["line_id"], "entry_id": row["entry_id"],
        "rate_ppm": _rate(why, amount_fen - vat_fen) if is_whole else None,
        "commission_fen": amount_fen - vat_fen, "vat_fen": vat_fen, "amount_fen": amount_fen,
        "is_pending": bool(why.get("is_pending")), "of_period": row["of_period"],
        "description": row["reason"] or row["description"], "business_date": row["business_date"],
    }  # fmt: skip


def _zero_line(why: dict[str, Any]) -> dict[str, Any]:
    return {
        **{name: why[name] for name in _EXPLAINED},
        "section": SECTIONS[0], "kind": why["kind"], "part": why["part"], "line_id": why["line_id"], "entry_id": None,
        "rate_ppm": _rate(why, 0), "commission_fen": 0, "vat_fen": 0, "amount_fen": 0,
        "is_pending": why["is_pending"], "of_period": why["period"], "description": "",
        "business_date": why["event_date"],
    }  # fmt: skip


def _rate(why: dict[str, Any], commission_fen: int) -> int | None:
    """The rate by which anybody can work the amount out again from the bases; None where more than a rate decided."""
    ppt, before, after = why["rate_ppt"], why["base_before_fen"], why["base_after_fen"]
    if ppt is None or before is None or ppt % PPM:
        return None
    rate_ppm: int = ppt // PPM
    return rate_ppm if share_of(after, rate_ppm) - share_of(before, rate_ppm) == commission_fen else None


def _frame(lines: list[dict[str, Any]]) -> pl.DataFrame:
    places = {section: number for number, section in enumerate(SECTIONS)}
    lines.sort(
        key=lambda line: (
            places[line["section"]], line["business_date"], line["line_id"] or "", line["entry_id"] or 0,
            line["amount_fen"],
        )
    )  # fmt: skip
    numbered = [{**line, "no": number} for number, line in enumerate(lines, 1)]
    return pl.DataFrame(numbered, schema=SCHEMA)
