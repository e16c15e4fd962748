"""What a volume earns: the tiers of one part, marginal or over the whole volume, and its lines computed afresh.

Rates are integers over `Schedule.per`, so an amount is one exact sum and one rounding. A flat rate is one open tier.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import NamedTuple

from campaigns.money import PPM, round_half_up

MARGINAL = "marginal"
WHOLE_VOLUME = "whole_volume"
TIER_MODES = (MARGINAL, WHOLE_VOLUME)

BLOCK = 256
"""Lines that share one cached sum: large enough to skip quickly, small enough to recompute quickly."""


class Tier(NamedTuple):
    """Volume up to and including `up_to_fen` (None: open) earns `rate_ppm`."""

    up_to_fen: int | None
    rate_ppm: int


class Slice(NamedTuple):
    """A part of a line's base inside one tier; the rate stands over `Schedule.per`."""

    base_fen: int
    rate: int


@dataclass(frozen=True)
class Schedule:
    """Ascending tiers, the last one open; `share_ppm` is the KOL's share of the seller's rate (CPS), if agreed.

    A line is anchored when it arrives: at the volume before it (marginal), or at the tier that the volume with it
    reaches (whole volume). The anchor stays; a refund keeps the lower part of the base, which drops the slices from
    the top tier down.
    """

    tiers: tuple[Tier, ...]
    mode: str = MARGINAL
    share_ppm: int | None = None
    per: int = field(init=False)
    _ends: tuple[int, ...] = field(init=False)
    _starts: tuple[int, ...] = field(init=False)
    _rates: tuple[int, ...] = field(init=False)
    _earned: tuple[int, ...] = field(init=False)

    def __post_init__(self) -> None:
        ends = _checked_ends(self.tiers)
        if self.mode not in TIER_MODES:
            raise ValueError(f"Unknown tier mode {self.mode!r}; expected one of {', '.join(TIER_MODES)}.")
        share = 1 if self.share_ppm is None else self.share_ppm
        rates = tuple(tier.rate_ppm * share for tier in self.tiers)
        starts = (0, *ends)
        inside = ((end - start) * rate for start, end, rate in zip(starts, ends, rates, strict=False))
        derived = {
            "per": PPM if self.share_ppm is None else PPM * PPM,
            "_ends": ends,
            "_starts": starts,
            "_rates": rates,
            "_earned": (0, *accumulate(inside)),
        }
        for name, value in derived.items():
            object.__setattr__(self, name, value)

    @property
    def is_flat(self) -> bool:
        """One rate for all volume: lines never need a true-up."""
        return not self._ends

    def tier_at(self, volume_fen: int) -> int:
        """The tier whose upper bound, included, holds the volume."""
        return bisect_left(self._ends, volume_fen)

    def anchor(self, volume_fen: int, base_fen: int) -> int:
        """Where a line of `base_fen` arriving after `volume_fen` stands from now on."""
        return volume_fen if self.mode == MARGINAL else self.tier_at(volume_fen + base_fen)

    def amount(self, anchor: int, base_fen: int) -> int:
        """What an anchored line earns on its base as it is now, in fen, rounded once, half up."""
        if not self._ends:
            return round_half_up(base_fen * self._rates[0], self.per)
        if self.mode == WHOLE_VOLUME:
            return self.amount_in(anchor, base_fen)
        return round_half_up(self._earned_at(anchor + base_fen) - self._earned_at(anchor), self.per)

    def amount_in(self, tier: int, base_fen: int) -> int:
        """What a base earns when all of it lies in one tier."""
        return round_half_up(base_fen * self._rates[tier], self.per)

    def slices(self, anchor: int, base_fen: int) -> list[Slice]:
        """The parts of an anchored line's base by tier, lowest first; empty for a base of zero."""
        if self.mode == WHOLE_VOLUME:
            return [Slice(base_fen, self._rates[anchor])] if base_fen else []
        found, low, high = [], anchor, anchor + base_fen
        for end, rate in zip((*self._ends, high), self._rates, strict=True):
            top = min(end, high)
            if top > low:
                found.append(Slice(top - low, rate))
                low = top
        return found

    def tier_holding(self, since_fen: int, until_fen: int) -> int | None:
        """The one tier that holds everything from one volume to another, or None where a border lies between."""
        tier = self.tier_at(until_fen)
        return tier if since_fen >= self._starts[tier] else None

    def _earned_at(self, volume_fen: int) -> int:
        tier = bisect_left(self._ends, volume_fen)
        return self._earned[tier] + (volume_fen - self._starts[tier]) * self._rates[tier]


def _checked_ends(tiers: Sequence[Tier]) -> tuple[int, ...]:
    """Upper bounds of the closed tiers; raises ValueError unless they ascend from above zero to an open last one."""
    if not tiers or tiers[-1].up_to_fen is not None:
        raise ValueError("The last tier must be open (up_to null).")
    ends = tuple(tier.up_to_fen for tier in tiers[:-1] if tier.up_to_fen is not None)
    if len(ends) != len(tiers) - 1:
        raise ValueError("Only the last tier may be open.")
    if any(high <= low for low, high in zip((0, *ends), ends, strict=False)):
        raise ValueError("Upper bounds of tiers must ascend from above zero.")
    return ends


@dataclass(slots=True)
class _Block:
    """Some lines in order of events, and what they earn when all lie in `tier` (None: not computed)."""

    bases: list[int]
    volume_fen: int = 0
    tier: int | None = None
    amount_fen: int = 0


class Volume:
    """The lines of one part and period of orders, in order of events, with their bases as they are now."""

    def __init__(self, schedule: Schedule) -> None:
        self._schedule = schedule
        self._blocks: list[_Block] = []
        self._count = 0
        self.total_fen = 0

    def add(self, base_fen: int) -> int:
        """Append a line; returns its place."""
        if self._count % BLOCK == 0:
            self._blocks.append(_Block([]))
        self._blocks[-1].bases.append(0)
        self._count += 1
        self.change(self._count - 1, base_fen)
        return self._count - 1

    def change(self, place: int, base_fen: int) -> None:
        """Set the base of a line; only its block is computed again."""
        block = self._blocks[place // BLOCK]
        difference = base_fen - block.bases[place % BLOCK]
        block.bases[place % BLOCK] = base_fen
        block.volume_fen += difference
        self.total_fen += difference
        block.tier = None

    def fresh_fen(self) -> int:
        """What the lines give when computed from nothing: re-sliced, or all at the rate of the final volume.

        Costs one step per block, plus the lines of blocks that changed, moved to another tier or lie on a border.
        """
        whole = self._schedule.tier_at(self.total_fen) if self._schedule.mode == WHOLE_VOLUME else None
        fresh_fen = before_fen = 0
        for block in self._blocks:
            until_fen = before_fen + block.volume_fen
            tier = self._schedule.tier_holding(before_fen, until_fen) if whole is None else whole
            fresh_fen += self._resliced(block, before_fen) if tier is None else self._inside(block, tier)
            before_fen = until_fen
        return fresh_fen

    def _inside(self, block: _Block, tier: int) -> int:
        if block.tier != tier:
            block.amount_fen = sum(self._schedule.amount_in(tier, base_fen) for base_fen in block.bases)
            block.tier = tier
        return block.amount_fen

    def _resliced(self, block: _Block, before_fen: int) -> int:
        amount_fen = 0
        for base_fen in block.bases:
            amount_fen += self._schedule.amount(before_fen, base_fen)
            before_fen += base_fen
        return amount_fen
