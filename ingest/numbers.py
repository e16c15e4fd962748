"""Numbers as files write them: counts with 万, money in yuan or fen, fractions, percentages. No float holds money."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

import polars as pl

from campaigns.errors import BadValue
from campaigns.money import MAX_FEN, parse_yuan, round_half_up
from ingest.values import Fault, Good, Grammar, Outcome, is_missing

COUNT_FAULT = Fault(
    "E-COUNT",
    "a count such as 181, 1,204 or 2.3万, zero or more",
    "write the whole number without a unit and load again",
)
WHOLE_FAULT = Fault("E-INTEGER", "a whole number of at most 18 digits", "write the whole number and load again")
YUAN_FAULT = Fault(
    "E-MONEY", "an amount in yuan such as 1204.50, (12.30) or ¥1,204.50", "write the amount in yuan and load again"
)
HALF_FEN_FAULT = Fault(
    "E-MONEY-PRECISION",
    "at most two decimals, for a fen cannot be halved",
    "round the amount at its source and load again",
)
FEN_FAULT = Fault(
    "E-FEN",
    "whole fen as an integer, 120450 for 1,204.50 yuan",
    "multiply yuan by 100 before export, and drop the decimals",
)
NUMBER_FAULT = Fault("E-NUMBER", "a plain decimal number such as 12.5", "write the number without words and load again")
SHARE_FAULT = Fault("E-SHARE", "a fraction between 0 and 1 such as 0.246", "write 24.6 % as 0.246 and load again")
PERCENT_FAULT = Fault(
    "E-PERCENT", "a percentage between 0 and 100 such as 24.6 or 24.6%", "write the percentage and load again"
)

_MULTIPLIERS = {"": 1, "k": 1_000, "千": 1_000, "w": 10_000, "万": 10_000, "亿": 100_000_000}
_COUNT = re.compile(r"(\d+|\d{1,3}(?:,\d{3})+)(?:\.(\d+))?(千|万|亿|k|w)?(\+)?\Z", re.ASCII | re.IGNORECASE)
_WHOLE = re.compile(r"(-?\d{1,18})(?:\.0+)?\Z", re.ASCII)
_FEN = re.compile(r"-?\d{1,19}\Z", re.ASCII)
_NUMBER = re.compile(r"-?\d{1,15}(?:\.\d+)?\Z", re.ASCII)
_LONG_NUMBER = re.compile(r"-?\d{1,15}(?:\.\d{1,30})?\Z", re.ASCII)
_YUAN = re.compile(r"(-?)(\d+|\d{1,3}(?:,\d{3})+)(?:\.(\d*?)0*)?\Z", re.ASCII)
_YUAN_SIGNS = re.compile(r"¥|元|rmb|cny", re.IGNORECASE)
_FAST_YUAN = r"^-?[0-9]{1,15}(\.[0-9]{1,2})?$"


def counts(*, minus_one_is_missing: bool = False) -> Grammar:
    """Whole numbers from 0; `2.3万` is marked `rounded`, `10万+` `capped`; words for "no value" are missing."""
    return Grammar(pl.Int64(), _fast_count, lambda text: _count(text, minus_one_is_missing))


def ten_thousands() -> Grammar:
    """Counts of a column whose header says （万）: `1.52w` and `1.52` are both 15,200."""

    def slow(text: str) -> Outcome:
        return _count(text if text[-1:].lower() in {"w", "万"} else f"{text}万", minus_one_is_missing=False)

    return Grammar(
        pl.Int64(), lambda text: text.cast(pl.Int64, strict=False).clear(text.len()), slow, takes_typed=False
    )


def count_of(text: str) -> Outcome:
    """A cleaned count, `Good(23000, "rounded")` for `2.3万`."""
    return _count(text, minus_one_is_missing=False)


def _fast_count(text: pl.Series) -> pl.Series:
    values = text.cast(pl.Int64, strict=False)
    return values.set(values < 0, None)


def _count(text: str, minus_one_is_missing: bool) -> Outcome:
    if is_missing(text) or (minus_one_is_missing and text in {"-1", "-1.0"}):
        return None
    found = _COUNT.match(text)
    if not found:
        return COUNT_FAULT
    whole, decimals, unit, plus = found.groups()
    value = Decimal(f"{whole.replace(',', '')}.{decimals or 0}") * _MULTIPLIERS[(unit or "").lower()]
    if value != value.to_integral_value() or value >= 10**18:
        return COUNT_FAULT
    return Good(int(value), "capped" if plus else "rounded" if unit else None)


def _whole(text: str) -> Outcome:
    found = _WHOLE.match(text)
    return Good(int(found.group(1))) if found else WHOLE_FAULT


WHOLE = Grammar(pl.Int64(), lambda text: text.cast(pl.Int64, strict=False), _whole)
"""Whole numbers with sign; `12.0` is 12."""


def yuan_to_fen(text: str) -> Outcome:
    """A cleaned amount in yuan as fen: `¥1,204.50`, `(12.30)`, `12.30-`, `-12.30`; half a fen is a fault."""
    if is_missing(text):
        return None
    bare = _YUAN_SIGNS.sub("", text.replace("−", "-")).replace(" ", "")
    if bare.startswith("(") and bare.endswith(")") and "-" not in bare:
        bare = f"-{bare[1:-1]}"
    elif bare.endswith("-") and not bare.startswith("-"):
        bare = f"-{bare[:-1]}"
    found = _YUAN.match(bare)
    if not found:
        return YUAN_FAULT
    sign, whole, decimals = found.groups()
    if len(decimals or "") > 2:
        return HALF_FEN_FAULT
    try:
        return Good(parse_yuan(f"{sign}{whole.replace(',', '')}.{(decimals or '0')}", "amount"))
    except BadValue:
        return YUAN_FAULT


def _fast_yuan(text: pl.Series) -> pl.Series:
    plain = text.set(~text.str.contains(_FAST_YUAN), None)
    return (plain.cast(pl.Decimal(20, 2), strict=False) * 100).cast(pl.Int64)


YUAN = Grammar(pl.Int64(), _fast_yuan, yuan_to_fen, takes_typed=False)
"""Amounts in yuan, as fen."""


def _unit_cost(text: str, fen_per_unit: int) -> Outcome:
    if is_missing(text):
        return None
    if not _LONG_NUMBER.match(text) or text.startswith("-"):
        return NUMBER_FAULT
    exact = Fraction(text) * fen_per_unit
    fen = round_half_up(exact.numerator, exact.denominator)
    if exact == 0:
        return None
    return Good(fen, None if exact == fen else "rounded") if fen <= MAX_FEN else NUMBER_FAULT


def unit_costs(fen_per_unit: int) -> Grammar:
    """What one read or one engagement costs, 100 for a column in yuan and 1 for one in fen. Platforms divide and do not
    round: the nearest fen, marked `rounded`. 0 is "none"."""
    return Grammar(pl.Int64(), _no_fast_integer, lambda text: _unit_cost(text, fen_per_unit), takes_typed=False)


def _fen(text: str) -> Outcome:
    if not _FEN.match(text) or abs(int(text)) > MAX_FEN:
        return FEN_FAULT
    return Good(int(text))


FEN = Grammar(pl.Int64(), lambda text: text.cast(pl.Int64, strict=False), _fen)
"""Amounts that are whole fen already; yuan with decimals are refused, never multiplied by guess."""


def _fast_float(text: pl.Series) -> pl.Series:
    values = text.cast(pl.Float64, strict=False)
    return values.set(~values.is_finite(), None)


def _number(text: str) -> Outcome:
    if is_missing(text):
        return None
    bare = text[:-1].strip() if text.endswith(("秒", "s")) else text
    return Good(float(bare)) if _NUMBER.match(bare) else NUMBER_FAULT


NUMBER = Grammar(pl.Float64(), _fast_float, _number)
"""Plain decimals; `24秒` is 24."""


def _fast_share(text: pl.Series) -> pl.Series:
    values = _fast_float(text)
    return values.set((values < 0) | (values > 1), None)


def _share(text: str) -> Outcome:
    if is_missing(text):
        return None
    return Good(float(text)) if _NUMBER.match(text) and 0 <= float(text) <= 1 else SHARE_FAULT


SHARE = Grammar(pl.Float64(), _fast_share, _share)
"""Fractions, where the source's dictionary says that a fraction is what it writes."""


def _fast_percent(text: pl.Series) -> pl.Series:
    values = _fast_float(text)
    return (values.set((values < 0) | (values > 100), None) / 100).round(10)


def _percent(text: str) -> Outcome:
    if is_missing(text):
        return None
    bare = text.removesuffix("%").strip()
    return Good(float(Decimal(bare) / 100)) if _NUMBER.match(bare) and 0 <= float(bare) <= 100 else PERCENT_FAULT


PERCENT = Grammar(pl.Float64(), _fast_percent, _percent)
"""Percentages as a fraction: `10.8` and `10.8%` are 0.108, `0.9` is 0.009, for the scale is the source's."""


def _rate(text: str, per_unit: int, fault: Fault) -> Outcome:
    """A rate as parts per million, `per_unit` for each 1 that is written."""
    if is_missing(text):
        return None
    bare = text.removesuffix("%").strip()
    ppm = Decimal(bare) * per_unit if _NUMBER.match(bare) else None
    if ppm is None or ppm != ppm.to_integral_value() or not 0 <= ppm <= 1_000_000:
        return fault
    return Good(int(ppm))


def _no_fast_integer(text: pl.Series) -> pl.Series:
    return pl.Series(text.name, [None], dtype=pl.Int64()).new_from_index(0, text.len())


PERCENT_PPM = Grammar(pl.Int64(), _no_fast_integer, lambda text: _rate(text, 10_000, PERCENT_FAULT), takes_typed=False)
"""Percentages as parts per million: `15`, `15%` and `15.00` are 150,000."""

BASIS_POINT_FAULT = Fault("E-RATE", "basis points between 0 and 10000 such as 1200 for 12 %", "report the rate")
BASIS_POINTS = Grammar(
    pl.Int64(),
    _no_fast_integer,
    lambda text: BASIS_POINT_FAULT if "%" in text else _rate(text, 100, BASIS_POINT_FAULT),
    takes_typed=False,
)
"""Basis points as parts per million: `1200` is 120,000."""
