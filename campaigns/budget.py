"""The parts of a campaign's budget, and how a plan by part meets what was spent. Pure."""

from __future__ import annotations

from collections.abc import Mapping

SPEND_PARTS = ("fixed_fee", "kol_commission", "third_party", "samples", "ads")
"""What spend is made of (docs/metrics.md): together they may not exceed the campaign's budget."""

PARTS = (*SPEND_PARTS, "platform_fee")
"""The platform's fee is planned beside the budget: it is taken off sales, not spent."""


def planned_fen(parts: Mapping[str, int]) -> int:
    """What the parts of spend allot together, in fen."""
    return sum(fen for part, fen in parts.items() if part in SPEND_PARTS)


def open_fen(budget_fen: int, parts: Mapping[str, int]) -> int:
    """What of the budget no part has been given, in fen; negative where the parts exceed it."""
    return budget_fen - planned_fen(parts)
