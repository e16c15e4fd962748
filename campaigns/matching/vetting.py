"""What looks odd about one KOL, sign by sign: the value, the band of peers, and a word for it. No single score."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from campaigns.matching.arrays import NORMAL_MAD, Flags, Floats
from campaigns.matching.components import BAND, growth_per_month
from campaigns.matching.market import Market

SIGNS = ("engagement", "jump", "likes", "collects", "sameness", "topics", "sponsored")
LIMITS = {
    "jump": (-0.2, 0.25), "likes": (0.0, 0.25), "sameness": (0.0, 0.3), "topics": (0.0, 0.6), "sponsored": (0.0, 0.5)
}  # fmt: skip
"""Bands that are set; the others are the tier's median and two robust deviations, of logarithms."""

FEWEST_PEERS = 5
CALM, ASK, DOUBT, UNKNOWN = "calm", "ask", "doubt", "unknown"
FAR = 2.0
"""A value this many times as far from the middle of the band as its edge is plain, not just odd."""


@dataclass(frozen=True)
class Sign:
    """One thing looked at. `value` and the band are None where nobody knows; `peers` are the values of the tier."""

    name: str
    value: float | None
    low: float | None
    high: float | None
    middle: float | None
    peers: Floats
    word: str


def signs(market: Market, place: int) -> list[Sign]:
    """Every sign of the KOL at `place`, beside the KOLs of the same tier."""
    same = market.tier == market.tier[place]
    same[place] = False
    return [_sign(name, values(market, name), same, place) for name in SIGNS]


def verdict(found: list[Sign]) -> str:
    """`doubt` for a plain sign or two odd ones, `ask` for one, `unknown` where hardly any is known, else `calm`."""
    words = [sign.word for sign in found]
    if DOUBT in words or words.count(ASK) > 1:
        return DOUBT
    if ASK in words:
        return ASK
    return UNKNOWN if words.count(UNKNOWN) > len(words) - 2 else CALM


def values(market: Market, name: str) -> Floats:
    """What a sign looks at, of everybody."""
    with np.errstate(invalid="ignore", divide="ignore"):
        if name == "engagement":
            return (market.number("engagement") / market.number("reads")).astype(np.float32)
        if name == "jump":
            return growth_per_month(market)
        if name == "sponsored":
            notes = market.number("notes_90")
            return np.where(notes >= 2, market.number("sponsored_90") / notes, np.float32(np.nan)).astype(np.float32)
    columns = {
        "likes": "likes_per_read", "collects": "collects_per_like", "sameness": "comment_sameness",
        "topics": "new_topics",
    }  # fmt: skip
    return market.number(columns[name])


def _sign(name: str, everybody: Floats, same: Flags, place: int) -> Sign:
    peers = everybody[same & np.isfinite(everybody)]
    value = float(everybody[place]) if np.isfinite(everybody[place]) else None
    middle = float(np.median(peers)) if len(peers) else None
    low, high = LIMITS.get(name) or _band(peers)
    return Sign(name, value, low, high, middle, peers, _word(value, low, high))


def _band(peers: Floats) -> tuple[float | None, float | None]:
    """Median and two robust deviations of the logarithms; none for a handful of peers."""
    known = np.log(peers[peers > 0])
    if len(known) < FEWEST_PEERS:
        return None, None
    middle = float(np.median(known))
    width = max(float(np.median(np.abs(known - middle))) * NORMAL_MAD, 0.05) * BAND
    return float(np.exp(middle - width)), float(np.exp(middle + width))


def _word(value: float | None, low: float | None, high: float | None) -> str:
    if value is None or low is None or high is None:
        return UNKNOWN
    if low <= value <= high:
        return CALM
    middle, half = (low + high) / 2, (high - low) / 2
    return DOUBT if abs(value - middle) > FAR * half else ASK
