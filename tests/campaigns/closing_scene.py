"""A month that is drawn up and closed by a process of its own, which tests kill: `closing_scene.py ROOT make|close`.

The lines are made up, so that nothing has to be loaded first; they lie in May 2025.
"""

from __future__ import annotations

import sys
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
from sqlmodel import select

from campaigns import actions
from campaigns.actions import Actor
from campaigns.ledger import AccrualLine
from campaigns.statement_facts import MonthFacts
from campaigns.statement_records import Statement
from campaigns.store import Store, open_store

MONTH = "2025-05"
MAKER, CHECKER = Actor("maker"), Actor("checker")
RATE_PPM = 100_000


def facts(lines: int, parties: int) -> MonthFacts:
    """As many sales at 10 %, dealt out to as many KOLs; every seventh is still within its return window."""
    made = [_line(number, parties) for number in range(lines)]
    explained = pl.DataFrame(
        {
            "line_id": [line.line_id for line in made], "party": [line.party for line in made],
            "order_id": [f"P{number:019d}" for number in range(lines)],
            "base_after_fen": [10 * line.amount_fen for line in made], "amount_fen": [line.amount_fen for line in made],
        }
    ).with_columns(
        pl.lit("kol").alias("part"), pl.lit("sale").alias("kind"), pl.lit("MAY").alias("campaign_code"),
        pl.lit(1).alias("collaboration_id"), pl.col("party").str.slice(4).alias("kol_id"),
        pl.col("party").alias("kol_name"), pl.lit(None, pl.String).alias("note_id"), pl.lit("shop").alias("shop_id"),
        pl.lit(1).alias("line_no"), pl.lit(None, pl.String).alias("refund_id"), pl.lit("last_click").alias("evidence"),
        pl.lit(1).alias("terms_id"), pl.lit("buyer_paid").alias("base_name"), pl.lit("CNY").alias("currency"),
        pl.lit(0).alias("base_before_fen"), pl.lit(RATE_PPM * 1_000_000).alias("rate_ppt"),
        pl.lit(MONTH).alias("period"), pl.lit(MONTH).alias("of_period"),
        (pl.int_range(pl.len()) % 7 == 0).alias("is_pending"), pl.lit(date(2025, 5, 3)).alias("event_date"),
        pl.lit(date(2025, 5, 20)).alias("payable_date"), pl.lit(datetime(2025, 5, 3, tzinfo=UTC)).alias("event_at"),
    )  # fmt: skip
    return MonthFacts(MONTH, {MONTH: made}, explained, {line.party: line.party[4:] for line in made[:parties]})


def _line(number: int, parties: int) -> AccrualLine:
    party = f"kol/k{number % parties}"
    return AccrualLine(f"l{number:07d}", "kol", "sale", party, "CNY", 100 + number, date(2025, 5, 3))


def make(store: Store, root: Path, lines: int, parties: int, key: str = "make") -> None:
    """Post the month and draw up its statements."""
    actions.make_statements(store, MAKER, key, root=root, facts=facts(lines, parties))


def approve(store: Store) -> None:
    """Bring all drafts of the month to where they can be closed."""
    actions.submit_statements(store, MAKER, "submit", versions=versions(store))
    actions.approve_statements(store, CHECKER, "approve", versions=versions(store))


def close(store: Store, root: Path, key: str = "close") -> None:
    """Close what is approved; the unpaid rest is carried forward."""
    actions.close_statements(store, MAKER, key, root=root, versions=versions(store), carry_forward=True)


def versions(store: Store) -> dict[int, int]:
    """Every statement with its version."""
    with store.reading() as session:
        return {row.id or 0: row.version for row in session.exec(select(Statement))}


if __name__ == "__main__":
    with closing(open_store(Path(sys.argv[1]))) as opened:
        if sys.argv[2] == "make":
            make(opened, Path(sys.argv[1]), 60, 4)
        else:
            close(opened, Path(sys.argv[1]))
