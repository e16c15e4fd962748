"""What a statement comes to: the balance carried forward, what the month moved, and what of it is to be paid now."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

ACCRUED, CLAWBACK, ADJUSTMENT, SETTLED, REBATE = "accrued", "clawback", "adjustment", "settled", "rebate"
SECTIONS = (ACCRUED, CLAWBACK, ADJUSTMENT, SETTLED, REBATE)
"""Where a line stands on a statement, in this order; rebates are what the party owes us and enter no balance here."""

SETTLING = ("payment", "settlement")
"""Kinds of ledger entries that settle what was due before."""

WINDOW_DAYS = 7
"""Days after completion in which goods may come back; what is due then is payable when they are over."""


class Totals(NamedTuple):
    """A statement's figures in fen: opening + accrued + clawback + adjustment + settled = closing.

    Of `closing_fen`, `pending_fen` is within the return window; `due_fen` is to be paid, the rest is carried forward.
    """

    opening_fen: int
    accrued_fen: int
    clawback_fen: int
    adjustment_fen: int
    settled_fen: int
    closing_fen: int
    pending_fen: int
    minimum_fen: int
    due_fen: int
    rebate_fen: int


def total(
    opening_fen: int, movements: Iterable[tuple[str, int]], *, pending_fen: int, minimum_fen: int, rebate_fen: int
) -> Totals:
    """Sum `movements` (section, fen). A negative balance and one below the minimum payout are carried forward whole."""
    sums = dict.fromkeys(SECTIONS, 0)
    for section, amount_fen in movements:
        sums[section] += amount_fen
    closing_fen = opening_fen + sum(sums[section] for section in (ACCRUED, CLAWBACK, ADJUSTMENT, SETTLED))
    payable_fen = closing_fen - max(pending_fen, 0)
    due_fen = payable_fen if payable_fen >= max(minimum_fen, 1) else 0
    return Totals(
        opening_fen, sums[ACCRUED], sums[CLAWBACK], sums[ADJUSTMENT], sums[SETTLED], closing_fen, pending_fen,
        minimum_fen, due_fen, rebate_fen,
    )  # fmt: skip


def section_of(event_kind: str, amount_fen: int, *, is_receivable: bool, is_of_period: bool) -> str:
    """Where a posting stands: an accrual of the month by its sign, one of an earlier month as an adjustment."""
    if is_receivable:
        return REBATE
    if event_kind in SETTLING:
        return SETTLED
    if event_kind != "accrual" or not is_of_period:
        return ADJUSTMENT
    return CLAWBACK if amount_fen < 0 else ACCRUED
