"""Tax and exchange on what a party is due, in whole fen. The rules are in docs/money.md.

Both are taken of what a line has come to so far, and a line posts the difference to what it had posted: so a refund of
everything takes back exactly what the sale brought.
"""

from __future__ import annotations

from typing import NamedTuple

from campaigns.money import PPM, round_half_up, share_of


class Vat(NamedTuple):
    """A rate of VAT; `is_included` says whether the amount holds it already or it comes on top."""

    rate_ppm: int
    is_included: bool


NO_VAT = Vat(0, is_included=True)


def vat_fen(amount_fen: int, vat: Vat) -> int:
    """The VAT in an amount, or on top of it: 106.00 holds 6.00 at 6 %, 100.00 has 6.00 on top."""
    if vat.is_included:
        return amount_fen - round_half_up(amount_fen * PPM, PPM + vat.rate_ppm)
    return share_of(amount_fen, vat.rate_ppm)


def vat_of_change(before_fen: int, change_fen: int, vat: Vat) -> int:
    """The VAT that a change brings to what a line has come to."""
    return vat_fen(before_fen + change_fen, vat) - vat_fen(before_fen, vat)


def withheld_fen(net_fen: int, withholding_ppm: int) -> int:
    """What is kept back for the tax office when a party is paid: a share of what is due without VAT."""
    return share_of(net_fen, withholding_ppm)


def in_cny(amount_fen: int, cny_ppm: int) -> int:
    """An amount of another currency in fen, at what one unit is worth in millionths of a yuan."""
    return round_half_up(amount_fen * cny_ppm, PPM)


def change_in_cny(before_fen: int, change_fen: int, cny_ppm: int) -> int:
    """What a change brings to the CNY value of what a line has come to."""
    return in_cny(before_fen + change_fen, cny_ppm) - in_cny(before_fen, cny_ppm)
