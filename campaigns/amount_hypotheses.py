"""Why two amounts for the same order differ: the rate or the base that makes theirs to the fen, or `unexplained`.

Where the statement says its base, that decides: the same base means another rate, another base means another base.
Where it does not, a rate is looked for first: one that our terms know, then whole, half and tenth per cents.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from campaigns.money import PPM, round_half_up, yuan
from campaigns.statement_record import LineBase, Record, sum_fen

RATE_DIFFERS, BASE_DIFFERS = "rate_differs", "base_differs"
UNEXPLAINED = "unexplained"
PPT = PPM * PPM
GRIDS_PPM = (10_000, 5_000, 1_000)

CHARGED = {"platform_fee": "fee", "third_party": "cut", "kol": "commission"}
BASE_WORDS = {
    "buyer_paid": "what the buyer paid",
    "merchant_receives": "what the merchant receives (platform coupon in the base)",
    "list_price": "the list price",
    "after_platform_fee": "what the platform fee leaves",
    "kol_fee": "the KOL's fee",
}


class Hypothesis(NamedTuple):
    """A kind of break, its cause without amounts (lines of one cause form a cluster), and the reason to the fen."""

    kind: str
    cause: str
    explanation: str


def explain_amount(ours: Sequence[Record], theirs: Sequence[Record], known_ppm: Iterable[int]) -> Hypothesis:
    """What makes their amount out of our order lines; says `unexplained` rather than guess."""
    lines = [line for record in ours for line in record.lines]
    said_fen, part = sum_fen(list(theirs)), CHARGED.get(ours[0].part, "sum")
    stated = [record.base_fen for record in theirs]
    stated_fen = None if None in stated else sum(base or 0 for base in stated)
    base_fen = sum(line.base_fen for line in lines)
    rate = _rate(lines, said_fen, known_ppm, part)
    if stated_fen is None:
        found = rate or _named_base(lines, said_fen, part)
        return found or Hypothesis(RATE_DIFFERS, UNEXPLAINED, UNEXPLAINED)
    if stated_fen == base_fen:
        return rate or _named_base(lines, said_fen, part) or Hypothesis(RATE_DIFFERS, UNEXPLAINED, UNEXPLAINED)
    base = _named_base(lines, said_fen, part) or _stated_base(lines, said_fen, stated_fen, part)
    return base or rate or Hypothesis(BASE_DIFFERS, UNEXPLAINED, UNEXPLAINED)


def percent(ppm: int) -> str:
    """A rate as people write it: `18 %`, `7.5 %`."""
    return f"{(Decimal(ppm) / 10_000).normalize():f} %"


def _rate(lines: Sequence[LineBase], said_fen: int, known_ppm: Iterable[int], part: str) -> Hypothesis | None:
    base_fen = sum(line.base_fen for line in lines)
    own = {line.rate_ppt for line in lines}
    if base_fen == 0:
        return None
    bases = [line.base_fen for line in lines]
    for ppm in _candidates(base_fen, said_fen, known_ppm):
        if {ppm * PPM} != own and _makes(bases, [ppm * PPM] * len(bases), said_fen):
            ours = _rate_words(own)
            why = f"{percent(ppm)} of {yuan(base_fen)} is {yuan(said_fen)}; ours is {ours}"
            return Hypothesis(RATE_DIFFERS, f"{part} charged at {percent(ppm)}, ours {ours}", why)
    return None


def _candidates(base_fen: int, said_fen: int, known_ppm: Iterable[int]) -> Iterator[int]:
    yield from sorted(set(known_ppm))
    for grid in GRIDS_PPM:
        ppm = round_half_up(said_fen * PPM, base_fen * grid) * grid
        if 0 <= ppm <= PPM:
            yield ppm


def _named_base(lines: Sequence[LineBase], said_fen: int, part: str) -> Hypothesis | None:
    rates = [line.rate_ppt for line in lines]
    for name, words in _base_names(lines):
        bases = [_base(line, name) for line in lines]
        if bases != [line.base_fen for line in lines] and _makes(bases, rates, said_fen):
            ours = BASE_WORDS.get(lines[0].base_name, lines[0].base_name)
            why = f"{_rate_words(set(rates))} of {yuan(sum(bases))} is {yuan(said_fen)}"
            why += f"; our base is {yuan(sum(line.base_fen for line in lines))}"
            return Hypothesis(BASE_DIFFERS, f"{part} charged on {words}, ours on {ours}", f"{words}: {why}")
    return None


def _stated_base(lines: Sequence[LineBase], said_fen: int, stated_fen: int, part: str) -> Hypothesis | None:
    rates = {line.rate_ppt for line in lines}
    if len(rates) != 1 or not _makes([stated_fen], list(rates), said_fen):
        return None
    base_fen = sum(line.base_fen for line in lines)
    why = f"{_rate_words(rates)} of {yuan(stated_fen)} is {yuan(said_fen)}; our base is {yuan(base_fen)}"
    return Hypothesis(BASE_DIFFERS, f"{part} charged on a base that the statement alone knows", why)


def _base_names(lines: Sequence[LineBase]) -> Iterator[tuple[str, str]]:
    if not any(line.paid_fen or line.list_fen for line in lines):
        return
    ours = BASE_WORDS.get(lines[0].base_name, lines[0].base_name)
    for name in ("buyer_paid", "merchant_receives", "list_price"):
        yield name, BASE_WORDS[name]
    if any(line.platform_fee_fen for line in lines):
        yield "after_platform_fee", BASE_WORDS["after_platform_fee"]
    yield "tax", f"{ours} with tax"
    yield "shipping", f"{ours} with shipping"
    yield "tax+shipping", f"{ours} with tax and shipping"
    yield "brand_discount", f"{ours} with the brand's coupon"
    yield "platform_discount", f"{ours} with the platform's coupon"


def _base(line: LineBase, name: str) -> int:
    goods_fen = line.paid_fen - line.tax_fen
    added = {
        "tax": line.tax_fen,
        "shipping": line.shipping_fen,
        "tax+shipping": line.tax_fen + line.shipping_fen,
        "brand_discount": line.brand_discount_fen,
        "platform_discount": line.platform_discount_fen,
    }
    if name in added:
        return line.base_fen + added[name]
    named = {
        "buyer_paid": goods_fen,
        "merchant_receives": goods_fen + line.platform_discount_fen,
        "list_price": line.list_fen - line.tax_fen,
        "after_platform_fee": goods_fen - line.platform_fee_fen,
    }
    return max(0, named[name])


def _makes(bases: Sequence[int], rates_ppt: Sequence[int], said_fen: int) -> bool:
    """Whether the rates on the bases make the amount: rounded line by line, or once for the order."""
    products = [base * rate for base, rate in zip(bases, rates_ppt, strict=True)]
    return said_fen in {sum(round_half_up(product, PPT) for product in products), round_half_up(sum(products), PPT)}


def _rate_words(rates_ppt: set[int]) -> str:
    return " and ".join(percent_of(rate) for rate in sorted(rates_ppt))


def percent_of(rate_ppt: int) -> str:
    """A rate in parts per 10^12 as people write it."""
    return f"{(Decimal(rate_ppt) / 10_000_000_000).normalize():f} %"
