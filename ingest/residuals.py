"""What the audits of a settlement file found, as a sentence: do the parts of its rows make the amounts that moved?"""

from __future__ import annotations

from collections.abc import Mapping

from campaigns.money import yuan

_FEES = ("settlements.residual_fees_subtracted_fen", "settlements.residual_fees_added_fen")
_AUDITS = {
    "settlements.residual_base_fen": "bases and paid less refunded less tax",
    "settlements.residual_commission_fen": "commissions and base × rate",
    "settlements.residual_balance_fen": "balances and movements",
}


def residuals_of(totals: Mapping[str, int]) -> list[str]:
    """Sentences about the control totals of a load; none where it has nothing to audit."""
    said = [
        f"{what} agree" if not totals[name] else f"{what} differ by {yuan(totals[name])}"
        for name, what in _AUDITS.items()
        if name in totals
    ]
    return [*_of_fees(totals), *said]


def _of_fees(totals: Mapping[str, int]) -> list[str]:
    if not all(name in totals for name in _FEES):
        return []
    subtracted, added = (totals[name] for name in _FEES)
    if not subtracted or not added:
        reading = "costs to subtract" if not subtracted else "signed parts to add"
        return [f"the parts make the amounts that moved: fees are {reading}"]
    return [
        f"the parts do not make the amounts that moved: {yuan(subtracted)} is left with fees subtracted, "
        f"{yuan(added)} with fees added"
    ]
