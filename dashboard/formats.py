"""Numbers, money and dates as the reader's language writes them: 万 and 亿 in Chinese, k and M in English.

A missing value is a dash, never a zero. Money comes in fen and leaves as text.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from babel.dates import format_skeleton
from babel.numbers import format_compact_decimal, format_decimal

from campaigns.money import yuan
from campaigns.periods import SHANGHAI
from dashboard.words import Lang, say

MISSING = "–"
MINUS = "−"
_LOCALES: dict[Lang, str] = {"en": "en_GB", "zh": "zh_CN"}
_COMPACT_FROM: dict[Lang, int] = {"en": 10_000, "zh": 10_000}


@dataclass(frozen=True)
class Voice:
    """One language and everything that is written in it."""

    lang: Lang

    def __call__(self, key: str, **facts: object) -> str:
        """The phrase `key`, filled in."""
        return say(self.lang, key, **facts)

    @property
    def locale(self) -> str:
        return _LOCALES[self.lang]

    def count(self, number: float | None) -> str:
        """A count with three figures that matter: `1,204`, `12.3k`, `1.23万`."""
        if number is None:
            return MISSING
        size = abs(number)
        if size < _COMPACT_FROM[self.lang]:
            text = format_decimal(size, format="#,##0", locale=self.locale)
        else:
            text = format_compact_decimal(
                size, locale="en" if self.lang == "en" else "zh", fraction_digits=self._digits(size)
            )
            text = text.replace("K", "k")
        return (MINUS if number < 0 else "") + str(text)

    def tick(self, number: float) -> str:
        """A round number beside an axis: `500`, `2.5k`, `1.5万`."""
        whole = format_compact_decimal(number, locale="en" if self.lang == "en" else "zh", fraction_digits=2)
        return str(whole).replace("K", "k")

    def share_tick(self, share: float) -> str:
        """A round share beside an axis: `5%`, `2.5%`."""
        return f"{share * 100:.1f}".removesuffix(".0") + "%"

    def exact(self, number: int | None) -> str:
        """A count to the last one, grouped: `1,204,331`."""
        return MISSING if number is None else self._signed(format_decimal(number, format="#,##0", locale=self.locale))

    def money(self, fen: int | None) -> str:
        """Fen as yuan with three figures that matter: `¥1.24M`, `¥124万`."""
        if fen is None:
            return MISSING
        text = self.count(abs(float(yuan(fen))))
        return (MINUS if fen < 0 else "") + "¥" + text

    def money_exact(self, fen: int | None) -> str:
        """Fen as yuan to the fen: `¥1,204.50`."""
        if fen is None:
            return MISSING
        whole, cents = yuan(abs(fen)).split(".")
        grouped = format_decimal(int(whole), format="#,##0", locale=self.locale)
        return f"{MINUS if fen < 0 else ''}¥{grouped}.{cents}"

    def percent(self, share: float | None) -> str:
        """A share between 0 and 1 with one decimal: `8.1%`."""
        return MISSING if share is None else self._signed(f"{share * 100:.1f}%")

    def points(self, difference: float) -> str:
        """A difference of two shares in percentage points, signed: `+0.4`."""
        return ("+" if difference >= 0 else MINUS) + f"{abs(difference) * 100:.1f}"

    def ratio(self, number: float | None) -> str:
        """A multiple: `2.4×`."""
        return MISSING if number is None else self._signed(f"{number:.2f}×")

    def date(self, day: dt.date | None) -> str:
        """A Shanghai business date with its year."""
        return MISSING if day is None else str(format_skeleton("yMMMd", day, locale=self.locale))

    def day(self, day: dt.date | None) -> str:
        """A Shanghai business date without its year."""
        return MISSING if day is None else str(format_skeleton("MMMd", day, locale=self.locale))

    def span(self, since: dt.date, last: dt.date) -> str:
        """Two dates, both included."""
        return f"{self.day(since)} – {self.date(last)}"

    def moment(self, instant: dt.datetime | None) -> str:
        """An instant on a Shanghai clock, to the minute."""
        if instant is None:
            return MISSING
        local = instant.astimezone(SHANGHAI)
        return f"{self.date(local.date())} {local:%H:%M}"

    def _digits(self, size: float) -> int:
        steps = (10_000, 100_000_000) if self.lang == "zh" else (1_000, 1_000_000, 1_000_000_000)
        mantissa = size / max(step for step in steps if step <= size)
        return 2 if mantissa < 10 else 1 if mantissa < 100 else 0

    @staticmethod
    def _signed(text: str) -> str:
        return text.replace("-", MINUS)
