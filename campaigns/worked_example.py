"""What terms would pay for a few orders made up for the purpose: computed by the engine that pays real ones.

One order with both coupons, one that stands at the first border of the tiers if there are any, one of 3,000.00 across
it, 1,000.00 of that refunded, one note; then the end of the month.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from campaigns.commission import Line, compute
from campaigns.events import NOTE_PUBLISHED, ORDER, REFUND, Event
from campaigns.money import share_of
from campaigns.terms import KOL, NEEDS, PLATFORM_FEE, PartTerms, Terms, flat
from campaigns.terms_rows import part_terms

START = datetime(2026, 5, 4, 2, tzinfo=UTC)
ASSUMED_PPM = {PLATFORM_FEE: 150_000, KOL: 100_000}
"""Rates of the part that a base rests on, where nobody says which terms stand beside these."""

QUOTE_FEN = 1_000_000
REBATE = "rebate"
_COUPONS = Event(
    "e1", ORDER, START, "A", 1, list_fen=30_000, brand_discount_fen=4_000, platform_discount_fen=3_000, paid_fen=23_000
)


class Example(NamedTuple):
    """The lines of the part, what they come to, and the part whose rate was assumed, if its base needs one."""

    lines: list[Line]
    total_fen: int
    assumed: str | None


def example(row: Mapping[str, Any]) -> Example:
    """The example under the terms of a row, as it is entered. Raises ValueError where they cannot be computed."""
    part = row["part"]
    if part == REBATE:
        return Example([], share_of(QUOTE_FEN, row["rate_ppm"] or 0), None)
    own = part_terms(row)
    needed = NEEDS.get(own.base)
    parts = {part: own}
    if needed is not None and needed != part:
        parts[needed] = PartTerms(flat(ASSUMED_PPM[needed]))
    lines = [line for line in compute(Terms(**parts), _events(own)).lines if line.part == part]
    return Example(lines, sum(line.amount_fen for line in lines), needed)


def _events(terms: PartTerms) -> list[Event]:
    border_fen = terms.schedule.tiers[0].up_to_fen
    filling_fen = 500_000 if border_fen is None else max(100, border_fen - _COUPONS.list_fen - 100_000)
    orders = [_COUPONS, _order("e2", "B", 1, filling_fen), _order("e3", "C", 2, 300_000)]
    refund = Event("e4", REFUND, START + timedelta(days=3), "C", 1, refund_goods_fen=100_000)
    note = [] if terms.fixed_fee_fen is None else [Event("e5", NOTE_PUBLISHED, START + timedelta(days=4))]
    return [*orders, refund, *note]


def _order(event_id: str, order_id: str, days: int, paid_fen: int) -> Event:
    return Event(event_id, ORDER, START + timedelta(days=days), order_id, 1, list_fen=paid_fen, paid_fen=paid_fen)
