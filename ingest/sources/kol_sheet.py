"""KOLs and their profiles out of a sheet of one row per KOL, by a list of which column holds what.

A KOL is known by the 24 hexadecimal digits of the user id, in a column of its own or inside a link; 小红书号 and the
numbers of vendors are other keys. Prices are yuan, `1.5w` and `8k` too, and 0 means "not offered". Followers, prices
and shares belong to the day and stand under the scope `unstated`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from campaigns.money import MAX_FEN
from ingest.instants import DATE
from ingest.numbers import PERCENT, count_of, counts, ten_thousands, yuan_to_fen
from ingest.sources.mediacrawler import creator_hashes
from ingest.sources.reading import Reading
from ingest.sources.source import Context, Typed
from ingest.values import Fault, Good, Grammar, Outcome
from ingest.words import KOL_ID, KOL_ID_FAULT, KOL_LINK, NAME, RED_ID, TEXT

Names = tuple[str, ...]
_NO_PRICE = frozenset({"面议", "不接", "不接单", "暂不接单", "待定", "私聊", "/", "x"})
EXACT = counts()


def _price(text: str) -> Outcome:
    """Yuan as fen, or with a unit: `1.5w` is 15,000 yuan."""
    if text.casefold() in _NO_PRICE:
        return None
    plain = yuan_to_fen(text)
    if not isinstance(plain, Fault):
        return None if isinstance(plain, Good) and plain.value == 0 else plain
    counted = count_of(text)
    if not isinstance(counted, Good) or not isinstance(counted.value, int) or counted.mark != "rounded":
        return plain
    fen = counted.value * 100
    return Good(fen, counted.mark) if fen <= MAX_FEN else plain


def _unread(text: pl.Series) -> pl.Series:
    return pl.Series(text.name, [None], dtype=pl.Int64()).new_from_index(0, text.len())


PRICE = Grammar(pl.Int64(), _unread, _price, takes_typed=False)
"""What a KOL asks for, as fen; missing where it is 0, 面议 or 不接."""


@dataclass(frozen=True)
class KolSheet:
    """Which columns a source's KOLs have. `shares` maps facts to columns of percentages."""

    source: str
    names: Names
    ids: Names = ()
    links: Names = ()
    red_ids: Names = ()
    homes: Names = ()
    agencies: Names = ()
    as_of: Names = ()
    followers: Names = ()
    followers_in_wan: Names = ()
    image_prices: Names = ()
    video_prices: Names = ()
    read_medians: Names = ()
    engagement_medians: Names = ()
    shares: Mapping[str, Names] = field(default_factory=dict)

    def typed(self, frame: pl.DataFrame, context: Context) -> tuple[Typed, Typed]:
        """Both tables."""
        return self._kols(frame), self._profiles(frame, context)

    @property
    def columns(self) -> frozenset[str]:
        """Every column that is read."""
        of_kols = (self.names, self.ids, self.links, self.red_ids, self.homes, self.agencies, self.as_of)
        of_days = (self.followers, self.followers_in_wan, self.image_prices, self.video_prices)
        medians = (self.read_medians, self.engagement_medians)
        return frozenset(name for names in (*of_kols, *of_days, *medians, *self.shares.values()) for name in names)

    @property
    def _numbers(self) -> dict[str, tuple[Names, Grammar]]:
        return {
            "followers": (self.followers, EXACT),
            "followers_in_wan": (self.followers_in_wan, ten_thousands()),
            "image_price_fen": (self.image_prices, PRICE),
            "video_price_fen": (self.video_prices, PRICE),
            "read_median": (self.read_medians, EXACT),
            "engagement_median": (self.engagement_medians, EXACT),
        }

    def _kols(self, frame: pl.DataFrame) -> Typed:
        reading = Reading("kols", frame, (*self.ids, *self.links))
        ids = self._ids(reading)
        return reading.typed(
            {
                "kol_id": ids,
                "source": reading.constant(self.source, pl.String()),
                "nickname": reading.column(self.names, TEXT),
                "red_id": _optional(reading, self.red_ids, RED_ID),
                "creator_hash": creator_hashes(ids),
                "home_city": _optional(reading, self.homes, NAME),
                "agency_name": _optional(reading, self.agencies, NAME),
            }
        )

    def _profiles(self, frame: pl.DataFrame, context: Context) -> Typed:
        reading = Reading("kol_profiles", frame, (*self.ids, *self.links))
        dates = _optional(reading, self.as_of, DATE)
        numbers = {name: reading.parsed(names, grammar) for name, (names, grammar) in self._numbers.items() if names}
        values = {name: one.values for name, one in numbers.items()}
        in_wan = values.pop("followers_in_wan", reading.constant(None, pl.Int64()))
        exact = values.pop("followers", reading.constant(None, pl.Int64()))
        return reading.typed(
            {
                "kol_id": self._ids(reading),
                "as_of_date": dates.zip_with(dates.is_not_null(), reading.business_date(context.captured_at)),
                "source": reading.constant(self.source, pl.String()),
                "scope": reading.constant("unstated", pl.String()),
                "followers": exact.zip_with(exact.is_not_null(), in_wan),
                **values,
                **reading.flags(*numbers.values()),
                **{fact: reading.column(names, PERCENT) for fact, names in self.shares.items()},
            }
        )

    def _ids(self, reading: Reading) -> pl.Series:
        ids = reading.parsed(self.ids, KOL_ID) if self.ids else None
        linked = _optional(reading, self.links, KOL_LINK)
        merged = linked if ids is None else ids.values.zip_with(ids.values.is_not_null(), linked)
        columns = (*self.ids, *self.links)
        shown = next((name for name in columns if reading.has(name)), columns[0])
        is_new = merged.is_null() if ids is None else merged.is_null() & ids.fault.is_null()
        reading.refuse(is_new, shown, KOL_ID_FAULT, reading.raw(columns))
        return merged


def _optional(reading: Reading, names: Names, grammar: Grammar) -> pl.Series:
    return reading.column(names, grammar) if names else reading.constant(None, grammar.dtype)
