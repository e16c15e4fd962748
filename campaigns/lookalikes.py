"""KOLs like one who worked: whose followers are alike, and who write about the same things."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from campaigns.matching.arrays import Floats, missing
from campaigns.matching.audience import DIMENSIONS, audience_fit
from campaigns.matching.market import Component, Market


class Lookalike(NamedTuple):
    """Another KOL. `audience` is 1 − Jensen–Shannon distance, `content` the cosine of words, None where a side says
    nothing; `likeness` is the mean of what is known, `confidence` the share of what could be compared that is."""

    kol_id: str
    kol_name: str
    tier: str | None
    likeness: float
    confidence: float
    audience: float | None
    content: float | None


def of(market: Market, kol_id: str, most: int = 10) -> list[Lookalike]:
    """The KOLs most like her by likeness × confidence: being like her in the little that is known ranks low."""
    place = market.places.get(kol_id)
    if place is None:
        return []
    alike, content = _audience(market, place), _content(market, place)
    audience = alike.value
    both = np.stack([audience, content])
    known = np.isfinite(both).sum(axis=0)
    likeness = np.nansum(both, axis=0) / np.maximum(known, 1)
    confidence = (alike.strength + np.isfinite(content)) / 2
    weight = likeness * confidence
    weight[place] = 0.0
    order = sorted(np.flatnonzero(weight > 0).tolist(), key=lambda i: (-weight[i], market.kol_ids[i]))
    return [
        Lookalike(
            market.kol_ids[i], market.names[i], market.tier_of(i), float(likeness[i]), float(confidence[i]),
            _told(audience[i]), _told(content[i]),
        )
        for i in order[:most]
    ]  # fmt: skip


def _told(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None


def _audience(market: Market, place: int) -> Component:
    """Nearness of everybody's audience to hers, over the dimensions that her sources give."""
    target = {}
    for name, columns in DIMENSIONS.items():
        shares = {value: float(market.number(column)[place]) for value, column in columns.items()}
        if all(np.isfinite(share) for share in shares.values()) and sum(shares.values()) > 0:
            whole = sum(shares.values())
            target[name] = {value: share / whole for value, share in shares.items()}
    if not target:
        nothing = missing(market.size)
        return Component(nothing, np.zeros(market.size, dtype=np.float32), nothing)
    return audience_fit(market, target)


def _content(market: Market, place: int) -> Floats:
    words = market.words
    if not words.has_words[place] or not words.matrix.shape[1]:
        return missing(market.size)
    cosine = np.asarray((words.matrix @ words.matrix[place].T).todense()).ravel().astype(np.float32)
    return np.where(words.has_words, cosine, np.float32(np.nan)).astype(np.float32)
