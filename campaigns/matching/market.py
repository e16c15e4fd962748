"""The market as it was known on a day: everybody's numbers in arrays, and the index of what they write."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import polars as pl

from campaigns.matching import wording
from campaigns.matching.arrays import NORMAL_MAD, Floats, Ints, missing
from campaigns.matching.wording import WordIndex

Read = Callable[..., pl.DataFrame]
"""Gives the rows of `match_<name>.sql` with the parameters by name, as far as the reader may see them."""

TIERS = ("koc", "tail", "waist", "head")
TIER_BORDERS = (10_000, 50_000, 500_000)
UNKNOWN_TIER = len(TIERS)

SCOPES = ("cooperation_90_all", "cooperation_30_all", "daily_90_all", "daily_30_all", "unstated")
"""Of which scope the medians are taken: the first that a KOL has. Scopes are never mixed."""

SOURCES = ("notes", "sales", "samples", "talks")


class Component(NamedTuple):
    """`value` 0 to 1, `strength` 0 to 1 how much it rests on, `age_days` how old the newest of that is; NaN unknown."""

    value: Floats
    strength: Floats
    age_days: Floats


@dataclass(frozen=True)
class Market:
    """One place per KOL in every array, in the order of `kol_ids`."""

    as_of: date
    kol_ids: Sequence[str]
    names: Sequence[str]
    agencies: Sequence[str | None]
    cities: Sequence[str | None]
    scopes: Sequence[str | None]
    tier: Ints
    numbers: Mapping[str, Floats]
    words: WordIndex
    kept: dict[str, dict[str, Component]] = field(default_factory=dict)
    signs: dict[str, Floats] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """How many KOLs there are."""
        return len(self.kol_ids)

    def number(self, name: str) -> Floats:
        """One number of everybody; NaN for all where no source gives it."""
        found = self.numbers.get(name)
        return missing(self.size) if found is None else found

    @cached_property
    def places(self) -> dict[str, int]:
        """The place of each KOL."""
        return {kol_id: place for place, kol_id in enumerate(self.kol_ids)}

    def spread(self, values: Floats) -> Floats:
        """Everybody's tier's robust deviation of `values`."""
        wide = missing(self.size)
        for tier in np.unique(self.tier):
            inside = self.tier == tier
            known = values[inside][np.isfinite(values[inside])]
            if len(known):
                wide[inside] = np.median(np.abs(known - np.median(known))) * NORMAL_MAD
        return wide

    def tier_of(self, place: int) -> str | None:
        """The name of a KOL's tier."""
        tier = int(self.tier[place])
        return None if tier == UNKNOWN_TIER else TIERS[tier]


def load(read: Read, as_of: date) -> Market:
    """The market as known at the beginning of `as_of`: nothing of that day or later is read."""
    day = as_of.isoformat()
    kols = read("kols", as_of=day)
    joined = _profiles(kols, read("profiles", as_of=day))
    for name in SOURCES:
        joined = joined.join(read(name, as_of=day), on="kol_id", how="left", maintain_order="left")
    texts = kols.select("kol_id").join(read("texts", as_of=day), on="kol_id", how="left", maintain_order="left")
    numbers = {
        column: joined[column].cast(pl.Float32).fill_null(float("nan")).to_numpy()
        for column, kind in joined.schema.items()
        if kind.is_numeric()
    }
    return Market(
        as_of=as_of,
        kol_ids=kols["kol_id"].to_list(),
        names=kols["kol_name"].to_list(),
        agencies=kols["agency_name"].to_list(),
        cities=kols["home_city"].to_list(),
        scopes=joined["scope"].to_list(),
        tier=tiers_of(numbers["followers"]),
        numbers=numbers,
        words=wording.index(texts["text"].fill_null("").to_list()),
    )


def tiers_of(followers: Floats) -> Ints:
    """The tier of each by followers; UNKNOWN_TIER where nobody counted them."""
    tiers = np.searchsorted(np.array(TIER_BORDERS), np.nan_to_num(followers), side="right")
    return np.where(np.isnan(followers), UNKNOWN_TIER, tiers).astype(np.int8)


def _profiles(kols: pl.DataFrame, profiles: pl.DataFrame) -> pl.DataFrame:
    """One row per KOL: medians of the best scope, prices and audience of whichever row has them, the newest first."""
    order = pl.col("scope").replace_strict({scope: rank for rank, scope in enumerate(SCOPES)}, default=len(SCOPES))
    ranked = profiles.with_columns(order.alias("rank")).sort("kol_id", "rank", "source")
    medians = ranked.filter(pl.col("reads").is_not_null()).group_by("kol_id", maintain_order=True).first()
    newest = ranked.sort("kol_id", "age_days", "rank", maintain_order=True).group_by("kol_id", maintain_order=True)
    rest = [name for name in profiles.columns if name not in (*_MEDIANS, "kol_id", "source")]
    filled = newest.agg(pl.col(rest).drop_nulls().first(), _age("image_price").alias("profile_age_days"),
                        _age("female_share").alias("audience_age_days"))  # fmt: skip
    chosen = medians.select("kol_id", *_MEDIANS)
    return (
        kols.select("kol_id")
        .join(filled, on="kol_id", how="left", maintain_order="left")
        .join(chosen, on="kol_id", how="left", maintain_order="left")
    )


_MEDIANS = ("scope", "reads", "engagement", "impressions")


def _age(column: str) -> Any:
    return pl.col("age_days").filter(pl.col(column).is_not_null()).min()
