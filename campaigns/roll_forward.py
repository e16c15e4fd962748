"""What a party was owed when the period began, what came on top, what was settled, and what is owed at its end."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from campaigns.errors import KolbookError
from campaigns.money import yuan

ACCRUED, CLAWBACK, SETTLED = "accrued", "clawback", "settled"


@dataclass
class RollForwardDoesNotBalance(KolbookError):
    """Opening, movements and closing were summed apart and disagree: a defect, never shown as an answer."""

    party: str
    expected_fen: int
    found_fen: int

    def __str__(self) -> str:
        return (
            f"The roll-forward of {self.party} does not balance: opening and movements make {yuan(self.expected_fen)}, "
            f"the closing balance is {yuan(self.found_fen)} ({yuan(self.found_fen - self.expected_fen)} apart)."
        )


class Movement(NamedTuple):
    """Money that moved at an instant, in fen: `accrued` and `settled` as they are, `clawback` positive."""

    party: str
    currency: str
    kind: str
    at: datetime
    amount_fen: int


class RollForward(NamedTuple):
    """One party and currency over a period, in fen: opening + accrued − settled − clawback = closing."""

    party: str
    currency: str
    opening_fen: int
    accrued_fen: int
    settled_fen: int
    clawback_fen: int
    closing_fen: int


def roll_forward(movements: Iterable[Movement], since: datetime, before: datetime) -> list[RollForward]:
    """Per party and currency, by name. Opening and closing are sums of their own; raises when they disagree."""
    sums: dict[tuple[str, str], list[int]] = {}
    for one in movements:
        if one.at >= before:
            continue
        opening, accrued, settled, clawback, closing = range(5)
        found = sums.setdefault((one.party, one.currency), [0] * 5)
        signed_fen = one.amount_fen if one.kind == ACCRUED else -one.amount_fen
        found[closing] += signed_fen
        if one.at < since:
            found[opening] += signed_fen
        else:
            found[{ACCRUED: accrued, SETTLED: settled, CLAWBACK: clawback}[one.kind]] += one.amount_fen
    rolls = [RollForward(*key, *found) for key, found in sorted(sums.items())]
    for roll in rolls:
        expected_fen = roll.opening_fen + roll.accrued_fen - roll.settled_fen - roll.clawback_fen
        if expected_fen != roll.closing_fen:
            raise RollForwardDoesNotBalance(roll.party, expected_fen, roll.closing_fen)
    return rolls
