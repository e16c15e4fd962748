"""Money is whole fen. This module owns rounding, splitting and reading amounts; its SQL twin is `models/macros.sql`.

Python's `round`, `//` and DuckDB's own rounding disagree on halves and on negatives (`-7 // 2` is -4 in Python and -3
in DuckDB), so everything goes through `round_half_up`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from campaigns.errors import BadValue

PPM = 1_000_000
"""Parts per million: the finest rate that terms can hold, 0.0001 %."""

MAX_FEN = 2**63 - 1

_YUAN = re.compile(r"(-?)(\d{1,15})(?:\.(\d{1,2}))?\Z", re.ASCII)
_RATE = re.compile(r"(?:0(?:\.\d{1,6})?|1(?:\.0{1,6})?)\Z", re.ASCII)


def round_half_up(numerator: int, denominator: int) -> int:
    """Divide two integers, halves away from zero: `round_half_up(-5, 2)` is -3.

    Works on absolute values and puts the sign back, so that rounding -x gives minus the rounding of x.
    Raises ZeroDivisionError for a zero denominator.
    """
    negative = (numerator < 0) != (denominator < 0)
    quotient = (2 * abs(numerator) + abs(denominator)) // (2 * abs(denominator))
    return -quotient if negative else quotient


def share_of(base_fen: int, rate_ppm: int) -> int:
    """The part of `base_fen` that `rate_ppm` gives, in fen, rounded once, half up."""
    return round_half_up(base_fen * rate_ppm, PPM)


def split(total: int, weights: Sequence[int]) -> list[int]:
    """Split `total` by `weights` so that the parts sum to it: largest remainder, ties to the lowest index.

    A negative total mirrors the positive one: `split(-5, [7, 3])` is `[-4, -1]`. All weights zero, or none,
    raises ValueError, unless the total is zero too.
    """
    if any(weight < 0 for weight in weights):
        raise ValueError(f"Weights must not be negative: {list(weights)}.")
    whole = sum(weights)
    if whole == 0:
        if total == 0:
            return [0] * len(weights)
        raise ValueError(f"Cannot split {total} fen: all {len(weights)} weights are zero.")
    sign, size = (-1, -total) if total < 0 else (1, total)
    floors = [size * weight // whole for weight in weights]
    remainders = [size * weight % whole for weight in weights]
    order = sorted(range(len(weights)), key=lambda index: (-remainders[index], index))
    for index in order[: size - sum(floors)]:
        floors[index] += 1
    return [sign * part for part in floors]


def parse_yuan(text: str, where: str) -> int:
    """Read an amount in yuan (`1204.50`, at most two decimals, no separators) as fen; raises BadValue."""
    found = _YUAN.match(text.strip())
    if not found:
        raise BadValue(where, text, "an amount in yuan with at most two decimals, such as 1204.50", "E-MONEY")
    sign, yuan, cents = found.groups()
    fen = int(yuan) * 100 + int((cents or "").ljust(2, "0"))
    return -fen if sign else fen


def parse_rate(text: str, where: str) -> int:
    """Read a rate between 0 and 1 with at most six decimals (`0.15`) as parts per million; raises BadValue.

    `15` and `15%` are refused: a guess here would pay someone a hundred times too much.
    """
    if not isinstance(text, str) or not _RATE.match(text):
        raise BadValue(
            where, str(text), "a rate as text between 0 and 1 with at most six decimals, such as 0.15", "E-RATE"
        )
    return int(Decimal(text) * PPM)


def yuan(fen: int) -> str:
    """Fen as plain yuan text for files and JSON: `-5` is `-0.05`."""
    sign, size = ("-", -fen) if fen < 0 else ("", fen)
    return f"{sign}{size // 100}.{size % 100:02d}"
