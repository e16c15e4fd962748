"""Why an amount is what it is: facts kept beside each line, put into words only when somebody asks."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from campaigns import terms as bases
from campaigns.events import Event
from campaigns.money import yuan
from campaigns.terms import GREATER_OF, PartTerms

BASE_FORMULA = {
    bases.BUYER_PAID: "paid − tax",
    bases.MERCHANT_RECEIVES: "paid − tax + platform discount",
    bases.LIST_PRICE: "list − tax",
    bases.AFTER_PLATFORM_FEE: "paid − tax − platform fee of the line",
    bases.KOL_FEE: "what the KOL is due for the line, before cap",
}


class SaleReason(NamedTuple):
    """A line that arrived: its base, where it stands in the tiers, and what the cap left of it."""

    terms: PartTerms
    event: Event
    anchor: int
    base_fen: int
    uncapped_fen: int
    posted_fen: int

    def __str__(self) -> str:
        formula = f"{self.terms.base} ({BASE_FORMULA[self.terms.base]}) = {yuan(self.base_fen)}"
        sliced = _slices(self.terms, self.anchor, self.base_fen, self.uncapped_fen)
        return f"{_line_name(self.event)}: {formula}; {sliced}{_capped(self.terms, self.uncapped_fen, self.posted_fen)}"


class RefundReason(NamedTuple):
    """A line that shrank: what was refunded so far, what is left of the base, and what is due on it now."""

    terms: PartTerms
    order: Event
    period: str
    refunded_fen: int
    anchor: int
    base_fen: int
    due_fen: int
    before_fen: int
    posted_fen: int

    def __str__(self) -> str:
        left = f"{yuan(self.refunded_fen)} of {yuan(self.order.paid_fen)} refunded leaves {self.terms.base} "
        sliced = _slices(self.terms, self.anchor, self.base_fen, self.due_fen)
        due = f"{yuan(self.base_fen)}; {sliced}; {yuan(self.before_fen)} before"
        change_fen = self.due_fen - self.before_fen
        return (
            f"{_line_name(self.order)} of {self.period}: {left}{due}{_capped(self.terms, change_fen, self.posted_fen)}"
        )


class FixedFeeReason(NamedTuple):
    """A fee agreed per published note."""

    event: Event

    def __str__(self) -> str:
        return f"fixed fee for the note published, event {self.event.event_id}"


class TrueUpReason(NamedTuple):
    """The end of a period: what its remaining lines give afresh against what they gave so far."""

    terms: PartTerms
    of_period: str
    volume_fen: int
    fresh_fen: int
    before_fen: int
    posted_fen: int

    def __str__(self) -> str:
        schedule = self.terms.schedule
        fresh = (
            f"remaining lines of {self.of_period} (volume {yuan(self.volume_fen)}) give {yuan(self.fresh_fen)} afresh"
        )
        change_fen = self.fresh_fen - self.before_fen
        capped = _capped(self.terms, change_fen, self.posted_fen)
        return f"{fresh}, {schedule.mode}; {yuan(self.before_fen)} before{capped}"


class TopUpReason(NamedTuple):
    """The end of a period that had sales: what is missing to the minimum, or what the guarantee gives."""

    kind: str
    of_period: str
    agreed_fen: int
    commission_fen: int
    due_fen: int
    before_fen: int

    def __str__(self) -> str:
        earned = f"commission of {self.of_period} is {yuan(self.commission_fen)}"
        rule = f"{self.kind} {yuan(self.agreed_fen)} gives {yuan(self.due_fen)} on top"
        return f"{earned}; {rule}; {yuan(self.before_fen)} before"


Reason = SaleReason | RefundReason | FixedFeeReason | TrueUpReason | TopUpReason


def top_up_fen(kind: str, agreed_fen: int, commission_fen: int) -> int:
    """What is paid on top of a period's commission: up to the agreed amount, or all of it beside the commission."""
    return max(0, agreed_fen - commission_fen) if kind == GREATER_OF else agreed_fen


def _line_name(event: Event) -> str:
    return f"order {event.order_id} line {event.line_no}"


def _slices(terms: PartTerms, anchor: int, base_fen: int, amount_fen: int) -> str:
    schedule = terms.schedule
    parts = [
        f"{yuan(part.base_fen)} × {_percent(part.rate, schedule.per)}" for part in schedule.slices(anchor, base_fen)
    ]
    share = "" if schedule.share_ppm is None else " (the KOL's share of the seller's rate)"
    return f"{' + '.join(parts) or '0.00'}{share} = {yuan(amount_fen)}, rounded half up once"


def _percent(rate: int, per: int) -> str:
    text = f"{Decimal(rate * 100) / Decimal(per):f}"
    return f"{text.rstrip('0').rstrip('.') if '.' in text else text} %"


def _capped(terms: PartTerms, uncapped_fen: int, posted_fen: int) -> str:
    if terms.cap_fen is None or uncapped_fen == posted_fen:
        return ""
    return f"; cap {yuan(terms.cap_fen)} per period: {yuan(posted_fen)} posted instead of {yuan(uncapped_fen)}"
