"""What each part is paid: base, rate or tiers, cap, minimum, guarantee, fixed fee. The rules are in docs/money.md."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from campaigns.errors import BadValue
from campaigns.tiers import MARGINAL, Schedule, Tier

PLATFORM_FEE, THIRD_PARTY, KOL = "platform_fee", "third_party", "kol"
PARTS = (PLATFORM_FEE, THIRD_PARTY, KOL)

BUYER_PAID, MERCHANT_RECEIVES, LIST_PRICE = "buyer_paid", "merchant_receives", "list_price"
AFTER_PLATFORM_FEE, KOL_FEE = "after_platform_fee", "kol_fee"
BASES = (BUYER_PAID, MERCHANT_RECEIVES, LIST_PRICE, AFTER_PLATFORM_FEE, KOL_FEE)

GREATER_OF, FEE_PLUS_COMMISSION = "greater_of", "fee_plus_commission"
GUARANTEE_KINDS = (GREATER_OF, FEE_PLUS_COMMISSION)

BASES_OF = {
    PLATFORM_FEE: (BUYER_PAID, MERCHANT_RECEIVES, LIST_PRICE),
    THIRD_PARTY: BASES,
    KOL: (BUYER_PAID, MERCHANT_RECEIVES, LIST_PRICE, AFTER_PLATFORM_FEE),
}
"""Bases each part may use: none may rest on itself, directly or through another part."""

NEEDS = {AFTER_PLATFORM_FEE: PLATFORM_FEE, KOL_FEE: KOL}
"""The part whose line a base is made from."""


class Guarantee(NamedTuple):
    """`greater_of` tops a period's commission up to the amount; `fee_plus_commission` pays the amount on top."""

    kind: str
    amount_fen: int


@dataclass(frozen=True)
class PartTerms:
    """The terms of one part; `cap_fen`, `minimum_fen` and `guarantee` hold per period of the orders."""

    schedule: Schedule
    base: str = BUYER_PAID
    cap_fen: int | None = None
    minimum_fen: int | None = None
    guarantee: Guarantee | None = None
    fixed_fee_fen: int | None = None


@dataclass(frozen=True)
class Terms:
    """The terms of one collaboration; absent parts are paid nothing. Raises BadValue for a base that cannot be made."""

    platform_fee: PartTerms | None = None
    third_party: PartTerms | None = None
    kol: PartTerms | None = None

    def __post_init__(self) -> None:
        present = dict(self.parts())
        for part, terms in present.items():
            where = f"{part}.base"
            if terms.base not in BASES_OF[part]:
                raise BadValue(where, terms.base, f"one of {', '.join(BASES_OF[part])}", "E-BASE")
            needed = NEEDS.get(terms.base)
            if needed is not None and needed not in present:
                raise BadValue(where, terms.base, f"terms of {needed} beside it, whose line this base needs", "E-BASE")

    def parts(self) -> Iterator[tuple[str, PartTerms]]:
        """The agreed parts in the order of statements."""
        for part in PARTS:
            terms: PartTerms | None = getattr(self, part)
            if terms is not None:
                yield part, terms


def flat(rate_ppm: int, *, share_ppm: int | None = None) -> Schedule:
    """One rate for all volume."""
    return Schedule((Tier(None, rate_ppm),), MARGINAL, share_ppm)
