"""How a text cell becomes a value: strict grammars that answer with a value, with "missing", or with a fault.

Reading is in two gears. The fast gear is one strict vectorised cast of the whole column; what it leaves open goes, once
per distinct text, through a Python function that knows every written form. Nothing is guessed: a text that fits no form
is a fault with a code, the rule it breaks and what to do about it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import polars as pl

NULL_WORDS = frozenset({"null", "none", "nan", "-", "--", "—", "——", "无", "未知", "n/a", "暂无"})
"""Words that platforms and hand-made sheets write for "no value"."""

TOTAL_WORDS = frozenset({"合计", "总计", "小计", "汇总", "total", "grand total", "subtotal"})


@dataclass(frozen=True)
class Fault:
    """A broken rule of a value: `rule` says what was expected, `remedy` what to do."""

    code: str
    rule: str
    remedy: str


class Good(NamedTuple):
    """A value and, where it is not exact, how: `rounded`, `capped`, or the precision of a time."""

    value: object
    mark: str | None = None


Outcome = Good | Fault | None


@dataclass(frozen=True)
class Grammar:
    """`fast` gives null wherever it is not certain; `slow` decides about one cleaned, non-blank text.

    `takes_typed`: a column that has the type already (from Parquet) is what it says; integers are not yuan, though.
    """

    dtype: pl.DataType
    fast: Callable[[pl.Series], pl.Series]
    slow: Callable[[str], Outcome]
    takes_typed: bool = True


@dataclass(frozen=True)
class Parsed:
    """A column read by a grammar. `fault` is the position in `faults` of what broke, null where nothing did."""

    values: pl.Series
    marks: pl.Series
    fault: pl.Series
    faults: tuple[Fault, ...]

    @property
    def has_faults(self) -> bool:
        return bool(self.faults)


MISSING = Fault(
    "E-MISSING", "a value in this column", "fill in the cell, or leave the row out, and load the file again"
)
_HIDDEN = re.compile(
    r"[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]"
)
_FORMULA_TEXT = re.compile(r'="(.*)"\Z', re.DOTALL)


def read(column: pl.Series, grammar: Grammar) -> Parsed:
    """Read a text column; a column that already has the grammar's type is only held to its bounds."""
    is_typed = column.dtype == grammar.dtype and grammar.takes_typed and column.dtype != pl.String()
    given = column if is_typed or column.dtype == pl.String() else column.cast(pl.String(), strict=False)
    values = given if is_typed and not given.dtype.is_numeric() else grammar.fast(given)
    is_open = given.is_not_null() & values.is_null()
    if not is_open.any():
        return Parsed(values, _nothing(values.len(), pl.String()), _nothing(values.len(), pl.Int32()), ())
    return _read_slowly(given.cast(pl.String(), strict=False), values, is_open, grammar)


def first_of(wanted: Parsed, other: Parsed) -> Parsed:
    """The one value with its mark, or the other where the first is missing."""
    has = wanted.values.is_not_null()
    return Parsed(
        wanted.values.zip_with(has, other.values), wanted.marks.zip_with(has, other.marks), wanted.fault, wanted.faults
    )


def clean(text: str) -> str:
    """Without what programs put around a value: blanks, invisible characters, `'123`, `="123"`; full width as NFKC."""
    bare = unicodedata.normalize("NFKC", _HIDDEN.sub("", text)).strip()
    wrapped = _FORMULA_TEXT.match(bare)
    bare = wrapped.group(1).strip() if wrapped else bare
    return bare[1:].strip() if bare.startswith("'") else bare


def is_missing(text: str) -> bool:
    """Whether a cleaned text is one of the words for "no value"."""
    return text.casefold() in NULL_WORDS


def _read_slowly(text: pl.Series, values: pl.Series, is_open: pl.Series, grammar: Grammar) -> Parsed:
    distinct = text.filter(is_open).unique(maintain_order=True)
    faults: dict[Fault, int] = {}
    answers = [_answer(raw, grammar, faults) for raw in distinct.to_list()]
    found = pl.DataFrame(
        {
            "text": distinct,
            "slow": pl.Series([one[0] for one in answers], dtype=grammar.dtype, strict=True),
            "mark": pl.Series([one[1] for one in answers], dtype=pl.String()),
            "fault": pl.Series([one[2] for one in answers], dtype=pl.Int32()),
        }
    )
    joined = pl.DataFrame({"text": text.set(~is_open, None), "fast": values}).join(
        found, on="text", how="left", maintain_order="left"
    )
    merged = joined.select(pl.coalesce("fast", "slow").alias(text.name)).to_series()
    return Parsed(merged, joined["mark"], joined["fault"], tuple(faults))


def _answer(raw: str, grammar: Grammar, faults: dict[Fault, int]) -> tuple[object, str | None, int | None]:
    cleaned = clean(raw)
    outcome = grammar.slow(cleaned) if cleaned else None
    if isinstance(outcome, Fault):
        return None, None, faults.setdefault(outcome, len(faults))
    return (None, None, None) if outcome is None else (outcome.value, outcome.mark, None)


def _nothing(length: int, dtype: pl.DataType) -> pl.Series:
    return pl.Series([None], dtype=dtype).new_from_index(0, length)
