"""What a note of a KOL may bring: shrunk towards her tier, with an interval that the past bears out. Pure.

Size first: the reads a profile states, or the mean of the tier. Each figure is size × the rate of all notes, drawn
towards the KOL's own by credibility (H. Bühlmann, 1967, Experience rating and credibility, ASTIN Bulletin 4). The 80 %
interval is that of the ratios of actual to forecast, each note forecast without itself (J. Lei et al., 2018,
Distribution-free predictive inference for regression, JASA 113): it assumes no distribution, only that notes to come
are like notes that were. Set totals are drawn from the same ratios, KOLs independent of each other.
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


@dataclass(frozen=True)
class Forecaster:
    """What the past notes say; made by `learn`."""

    sizes: Mapping[str, Size]
    tier_reads: Mapping[str, float]
    rates: Mapping[str, float]
    strength: Mapping[str, float]
    own: Mapping[str, Mapping[str, tuple[float, float, int]]]
    ratios: Mapping[str, Floats]

    def expect(self, kol_id: str, figure: str, without: tuple[float, float] | None = None) -> Expected | None:
        """The forecast of one figure; None where nothing at all is known. `without` leaves out one note of hers, by its
        figure and its size."""
        if figure not in self.rates:
            return None
        base = self._base(kol_id) * self.rates[figure]
        told, of, notes = self.own.get(figure, {}).get(kol_id, (0.0, 0.0, 0))
        if without is not None:
            told, of, notes = told - without[0], of - without[1] * self.rates[figure], notes - 1
        prior = self.strength[figure] * base
        mean = base * (told + prior) / (of + prior) if of + prior > 0 else 0.0
        low, high = self._interval(mean, figure)
        return Expected(mean, low, high, notes)

    def _base(self, kol_id: str) -> float:
        return size_of(self.sizes.get(kol_id, Size()), self.tier_reads)

    def _interval(self, mean: float, figure: str) -> tuple[float | None, float | None]:
        ratios = self.ratios.get(figure)
        if ratios is None or ratios.size < LEAST_NOTES:
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
    bases = {note.kol_id: size_of(sizes.get(note.kol_id, Size()), tier_reads) for note in notes}
    rates: dict[str, float] = {}
    strength: dict[str, float] = {}
    own: dict[str, dict[str, tuple[float, float, int]]] = {}
    for figure in FIGURES:
        known = sorted((n.kol_id, float(y)) for n in notes if (y := n.figures.get(figure)) is not None)
        whole = sum(bases[kol_id] for kol_id, _ in known)
        if whole <= 0:
            continue
        rates[figure] = sum(y for _, y in known) / whole
        by_kol: dict[str, list[float]] = {}
        for kol_id, y in known:
            by_kol.setdefault(kol_id, []).append(y)
        own[figure] = {
            kol_id: (sum(told), bases[kol_id] * rates[figure] * len(told), len(told)) for kol_id, told in by_kol.items()
        }
        scaled = {k: [y / (bases[k] * rates[figure] or 1.0) for y in told] for k, told in by_kol.items()}
        strength[figure] = credibility(list(scaled.values()))
    bare = Forecaster(sizes, tier_reads, rates, strength, own, {})
    ratios = {figure: _ratios(bare, notes, figure, bases) for figure in rates}
    return Forecaster(sizes, tier_reads, rates, strength, own, ratios)


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


def _ratios(bare: Forecaster, notes: Sequence[PastNote], figure: str, bases: Mapping[str, float]) -> Floats:
    """Actual ÷ forecast of every note, ascending; each is forecast without itself."""
    found = []
    for note in notes:
        actual = note.figures.get(figure)
        if actual is None:
            continue
        expected = bare.expect(note.kol_id, figure, (float(actual), bases[note.kol_id]))
        if expected is not None and expected.mean > 0:
            found.append(float(actual) / expected.mean)
    return np.sort(np.array(found))


class Total(NamedTuple):
    """A figure of a whole set, appearing or not taken into account."""

    mean: float
    low: float | None
    high: float | None


def total(means: Sequence[float], chances: Sequence[float], ratios: Floats) -> Total:
    """The sum over a set of single notes: who does not post brings nothing. Drawn with a fixed seed."""
    mean = float(np.dot(means, chances)) if means else 0.0
    if ratios.size < LEAST_NOTES or not means:
        return Total(mean, None, None)
    dice = np.random.default_rng(SEED)
    drawn = np.zeros(DRAWS)
    for each, chance in zip(means, chances, strict=True):
        drawn += each * ratios[dice.integers(0, ratios.size, DRAWS)] * (dice.random(DRAWS) < chance)
    tail = (1 - COVERED) / 2
    low, high = np.quantile(drawn, [tail, 1 - tail])
    return Total(mean, float(low), float(high))
