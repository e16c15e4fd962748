"""How near a KOL's audience is to the one a brief asks for: 1 − Jensen–Shannon distance over gender × age × city tier.

J. Lin (1991), Divergence measures based on the Shannon entropy, IEEE Trans. Inf. Theory 37, p. 145-151; the distance is
the square root of the divergence to base 2. Sources give margins, so the joint shares are their products. A dimension
that a source leaves out drops out for that KOL. Shares that a brief leaves open are held against the rest as one.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product

import numpy as np

from campaigns.matching.arrays import Floats, missing
from campaigns.matching.market import Component, Market

DIMENSIONS: Mapping[str, Mapping[str, str]] = {
    "gender": {"female": "female_share", "male": "male_share"},
    "age": {
        "<18": "age_under_18_share", "18-24": "age_18_24_share", "25-34": "age_25_34_share",
        "35-44": "age_35_44_share", ">44": "age_over_44_share",
    },
    "city_tier": {"1": "tier1_city_share", "2": "tier2_city_share", "3": "tier3_city_share"},
}  # fmt: skip
"""By dimension of a brief: its values and the column of the profiles that holds the share of each."""

AT_ONCE = 65_536
WHOLE = 0.995


def audience_fit(market: Market, target: Mapping[str, Mapping[str, float]]) -> Component:
    """The component; its strength is the share of the asked dimensions that the KOL's sources give."""
    margins = {
        name: _margin(market, name, shares) for name, shares in target.items() if DIMENSIONS.get(name) and shares
    }
    value = missing(market.size)
    if not margins:
        return Component(value, np.zeros(market.size, dtype=np.float32), market.number("audience_age_days"))
    known = np.stack([~np.isnan(theirs).any(axis=1) for _, theirs in margins.values()])
    for pattern in product((False, True), repeat=len(margins)):
        places = np.flatnonzero((known == np.array(pattern)[:, None]).all(axis=0))
        chosen = [margin for margin, is_given in zip(margins.values(), pattern, strict=True) if is_given]
        if chosen:
            for start in range(0, len(places), AT_ONCE):
                part = places[start : start + AT_ONCE]
                value[part] = _nearness([(wanted, theirs[part]) for wanted, theirs in chosen])
    strength = known.mean(axis=0).astype(np.float32)
    return Component(value, strength, market.number("audience_age_days"))


def _margin(market: Market, name: str, shares: Mapping[str, float]) -> tuple[Floats, Floats]:
    """The wanted shares and everybody's, over the same values; what the brief leaves open is one value more."""
    columns = DIMENSIONS[name]
    is_open = sum(shares.values()) < WHOLE
    listed = [value for value in columns if value in shares or not is_open]
    wanted = [shares.get(value, 0.0) for value in listed]
    theirs = [market.number(columns[value]) for value in listed]
    rest = [market.number(column) for value, column in columns.items() if value not in listed]
    if rest:
        wanted.append(1 - sum(wanted))
        theirs.append(np.sum(rest, axis=0))
    matrix = np.stack(theirs, axis=1)
    whole = matrix.sum(axis=1, keepdims=True)
    aim = np.array(wanted, dtype=np.float32)
    with np.errstate(invalid="ignore", divide="ignore"):
        return aim / aim.sum(), (matrix / np.where(whole > 0, whole, np.nan)).astype(np.float32)


def _nearness(margins: list[tuple[Floats, Floats]]) -> Floats:
    """1 − distance of rows of joint shares. Entropies of products of margins are sums of entropies."""
    wanted, theirs = margins[0]
    for aim, share in margins[1:]:
        wanted = np.multiply.outer(wanted, aim).ravel()
        theirs = (theirs[:, :, None] * share[:, None, :]).reshape(len(theirs), -1)
    mixed = _entropy((theirs + wanted) * np.float32(0.5))
    own = np.sum([_entropy(share) for _, share in margins], axis=0)
    aimed = sum(float(_entropy(aim[None, :])[0]) for aim, _ in margins)
    near: Floats = (1 - np.sqrt(np.clip(mixed - (own + aimed) / 2, 0, 1))).astype(np.float32)
    return near


def _entropy(shares: Floats) -> Floats:
    safe = np.where(shares > 0, shares, np.float32(1))
    bits: Floats = -(safe * np.log2(safe)).sum(axis=1)
    return bits
