"""What a note of a KOL may bring: shrunk towards her tier, with an interval that the past bears out. Pure.

Size first: the reads a profile states, or the mean of the tier. Each figure is size × the rate of the tier, drawn
towards the KOL's own by credibility (H. Bühlmann, 1967, Experience rating and credibility, ASTIN Bulletin 4). The 80 %
interval is that of the ratios of actual to forecast, each note forecast without itself (J. Lei et al., 2018,
Distribution-free predictive inference for regression, JASA 113): it assumes no distribution, only that notes to come
are like notes that were. Whoever has no note yet gets the ratios of notes forecast without their KOL. Totals of sets
are drawn from the same ratios, KOLs independent of each other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

FIGURES = ("reads", "engagement", "clicks", "orders", "net_sales_fen")
LEAST_NOTES = 12
"""Fewer past notes than these give no interval: its ends would be the extremes."""
COVERED = 0.8
TIER_NOTES = 5.0
"""How many notes everybody's rate is worth beside a tier's own."""
DRAWS = 2_000
SEED = 20_261_122


class PastNote(NamedTuple):
    """A note whose figures are known; None where no source gives one."""

    kol_id: str
    figures: Mapping[str, float | None]


@dataclass(frozen=True)
class Size:
    """How large a KOL is: her tier, and the reads of a usual note as profiles state them."""

    tier: str = ""
    reads: float | None = None


class Expected(NamedTuple):
    """One figure of one note, given that it appears. `low` and `high` hold 80 %; None where too little is known."""

    mean: float
    low: float | None
    high: float | None
    notes: int


class Told(NamedTuple):
    """What the notes of a KOL or a tier came to: the sum of a figure, the sum of their sizes, how many."""

    total: float = 0.0
    size: float = 0.0
    notes: int = 0

    def without(self, other: Told) -> Told:
        """The same less some of the notes."""
        return Told(self.total - other.total, self.size - other.size, self.notes - other.notes)


NOTHING = Told()
_NONE: Floats = np.zeros(0)


@dataclass(frozen=True)
class Learned:
    """One figure: notes by tier (`""` is everybody) and by KOL, how many notes the tier's word is worth, and the
    ascending ratios of actual to forecast by whether she had other notes and by tier."""

    tiers: Mapping[str, Told]
    kols: Mapping[str, Told]
    strength: float
    ratios: Mapping[tuple[bool, str], Floats]

    def rate(self, tier: str, without: Told = NOTHING) -> float:
        """Figure per unit of size: the tier's, drawn towards everybody's as if by TIER_NOTES notes."""
        whole, inside = self.tiers[""].without(without), self.tiers.get(tier, NOTHING)
        common = whole.total / whole.size if whole.size > 0 else 0.0
        left = inside.without(without) if inside.notes else inside
        if left.notes <= 0 or left.size <= 0:
            return common
        usual = left.size / left.notes * TIER_NOTES
        return (left.total + common * usual) / (left.size + usual)

    def mean(self, kol_id: str, size: Size, reads: float, without: Told = NOTHING, *, is_new: bool = False) -> float:
        """The forecast of a note of hers; as of one whom nobody knows yet when `is_new`."""
        own = self.kols.get(kol_id, NOTHING)
        rate = self.rate(size.tier, own if is_new else without)
        left = NOTHING if is_new else own.without(without) if own.notes else own
        if left.notes <= 0:
            return reads * rate
        return (
            reads
            * rate
            * (left.total + self.strength * reads * rate)
            / (left.size * rate + self.strength * reads * rate)
        )

    def ratios_for(self, kol_id: str, tier: str) -> Floats:
        """The ratios of notes like hers: of known or new KOLs, of her tier where it has enough, else of everybody."""
        is_known = self.kols.get(kol_id, NOTHING).notes > 0
        for key in ((is_known, tier), (is_known, ""), (False, "")):
            if self.ratios.get(key, _NONE).size >= LEAST_NOTES:
                return self.ratios[key]
        return _NONE


@dataclass(frozen=True)
class Forecaster:
    """What the past notes say; made by `learn`."""

    sizes: Mapping[str, Size]
    tier_reads: Mapping[str, float]
    learned: Mapping[str, Learned]

    def expect(self, kol_id: str, figure: str) -> Expected | None:
        """The forecast of one figure of one note; None where nothing at all is known."""
        learned = self.learned.get(figure)
        if learned is None:
            return None
        size = self.sizes.get(kol_id, Size())
        mean = learned.mean(kol_id, size, size_of(size, self.tier_reads))
        low, high = _interval(mean, learned.ratios_for(kol_id, size.tier))
        return Expected(mean, low, high, learned.kols.get(kol_id, NOTHING).notes)

    def ratios(self, kol_id: str, figure: str) -> Floats:
        """The ratios behind the interval of one KOL."""
        return self.learned[figure].ratios_for(kol_id, self.sizes.get(kol_id, Size()).tier)


def _interval(mean: float, ratios: Floats) -> tuple[float | None, float | None]:
    if ratios.size < LEAST_NOTES:
        return None, None
    tail = (1 - COVERED) / 2
    low = max(floor(tail * (ratios.size + 1)), 1) - 1
    high = min(ceil((1 - tail) * (ratios.size + 1)), ratios.size) - 1
    return mean * float(ratios[low]), mean * float(ratios[high])


def size_of(size: Size, tier_reads: Mapping[str, float]) -> float:
    """The reads of a usual note: as stated, else the mean of the tier, else of everybody."""
    return size.reads if size.reads else tier_reads.get(size.tier, tier_reads.get("", 1.0))


def learn(notes: Sequence[PastNote], sizes: Mapping[str, Size]) -> Forecaster:
    """A forecaster from past notes and what profiles said at that time; the order of the notes does not matter."""
    tier_reads = _tier_reads(sizes)
    reads = {note.kol_id: size_of(sizes.get(note.kol_id, Size()), tier_reads) for note in notes}
    learned = {}
    for figure in FIGURES:
        known = sorted((n.kol_id, float(y)) for n in notes if (y := n.figures.get(figure)) is not None)
        if known and sum(y for _, y in known) > 0:
            learned[figure] = _learn(known, reads, sizes)
    return Forecaster(sizes, tier_reads, learned)


def _learn(known: Sequence[tuple[str, float]], reads: Mapping[str, float], sizes: Mapping[str, Size]) -> Learned:
    tiers: dict[str, Told] = {}
    by_kol: dict[str, list[float]] = {}
    for kol_id, y in known:
        by_kol.setdefault(kol_id, []).append(y)
        for tier in {"", sizes.get(kol_id, Size()).tier}:
            told = tiers.get(tier, NOTHING)
            tiers[tier] = Told(told.total + y, told.size + reads[kol_id], told.notes + 1)
    kols = {kol_id: Told(sum(told), reads[kol_id] * len(told), len(told)) for kol_id, told in by_kol.items()}
    bare = Learned(tiers, kols, 1.0, {})
    usual = {k: reads[k] * bare.rate(sizes.get(k, Size()).tier) or 1.0 for k in by_kol}
    strength = credibility([[y / usual[k] for y in told] for k, told in by_kol.items()])
    bare = Learned(tiers, kols, strength, {})
    return Learned(tiers, kols, strength, _ratios(bare, known, reads, sizes))


def _ratios(
    bare: Learned, known: Sequence[tuple[str, float]], reads: Mapping[str, float], sizes: Mapping[str, Size]
) -> dict[tuple[bool, str], Floats]:
    """Actual ÷ forecast of every note, twice: forecast without itself from the KOL's other notes where there are any,
    and as of a KOL whom nobody knows."""
    found: dict[tuple[bool, str], list[float]] = {}
    for kol_id, y in known:
        size, stated = sizes.get(kol_id, Size()), reads[kol_id]
        made = {False: bare.mean(kol_id, size, stated, is_new=True)}
        if bare.kols[kol_id].notes > 1:
            made[True] = bare.mean(kol_id, size, stated, Told(y, stated, 1))
        for is_known, mean in made.items():
            if mean > 0:
                for tier in {"", size.tier}:
                    found.setdefault((is_known, tier), []).append(y / mean)
    return {key: np.sort(np.array(ratios)) for key, ratios in found.items()}


def credibility(groups: Sequence[Sequence[float]]) -> float:
    """How many notes the tier's word is worth: variance within KOLs ÷ variance between them, from 0.5 to 50."""
    several = [np.array(group) for group in groups if len(group) > 1]
    if len(several) < 2:
        return 2.0
    within = sum(float(((g - g.mean()) ** 2).sum()) for g in several) / sum(g.size - 1 for g in several)
    means = np.array([g.mean() for g in several])
    between = float(means.var(ddof=1)) - within / float(np.mean([g.size for g in several]))
    return float(np.clip(within / between, 0.5, 50.0)) if between > 0 else 50.0


def _tier_reads(sizes: Mapping[str, Size]) -> dict[str, float]:
    told: dict[str, list[float]] = {}
    for size in sizes.values():
        if size.reads:
            told.setdefault("", []).append(size.reads)
            told.setdefault(size.tier, []).append(size.reads)
    return {tier: float(np.mean(sorted(reads))) for tier, reads in told.items()}


class Total(NamedTuple):
    """A figure of a whole set, appearing or not taken into account."""

    mean: float
    low: float | None
    high: float | None


def total(means: Sequence[float], chances: Sequence[float], ratios: Sequence[Floats]) -> Total:
    """The sum over a set of single notes: who does not post brings nothing. Drawn with a fixed seed."""
    mean = float(np.dot(means, chances)) if means else 0.0
    if not means or any(each.size < LEAST_NOTES for each in ratios):
        return Total(mean, None, None)
    dice = np.random.default_rng(SEED)
    drawn = np.zeros(DRAWS)
    for each, chance, told in zip(means, chances, ratios, strict=True):
        drawn += each * told[dice.integers(0, told.size, DRAWS)] * (dice.random(DRAWS) < chance)
    tail = (1 - COVERED) / 2
    low, high = np.quantile(drawn, [tail, 1 - tail])
    return Total(mean, float(low), float(high))
