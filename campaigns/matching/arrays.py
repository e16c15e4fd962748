"""Arrays with one place per KOL: float32, NaN where nothing is known; and where a KOL stands within a group."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int8]
Flags = npt.NDArray[np.bool_]

NORMAL_MAD = 1.4826
"""Makes the median absolute deviation of a normal variable its standard deviation."""

ENOUGH = 8
"""A group with fewer known values is measured by the whole market's spread, around its own median."""


def missing(size: int) -> Floats:
    """Nothing known of anybody."""
    return np.full(size, np.nan, dtype=np.float32)


def robust_z(values: Floats, groups: Ints, least: float = 0.05, centre: float | None = None) -> Floats:
    """Distance from the group's median (or from `centre`) in robust deviations, at least `least` wide; NaN stays."""
    found = missing(len(values))
    whole = deviation(values, least, centre)
    for group in np.unique(groups):
        inside = groups == group
        part = values[inside]
        known = int(np.isfinite(part).sum())
        if known:
            middle = _median(part) if centre is None else centre
            found[inside] = (part - middle) / (deviation(part, least, centre) if known >= ENOUGH else whole)
    found[~np.isfinite(found)] = np.nan
    return found


def deviation(values: Floats, least: float, centre: float | None = None) -> float:
    """The robust deviation of the known values; `least` where there are none."""
    known = values[np.isfinite(values)]
    if not len(known):
        return least
    middle = float(np.median(known)) if centre is None else centre
    return max(float(np.median(np.abs(known - middle))) * NORMAL_MAD, least)


def _median(values: Floats) -> float:
    return float(np.median(values[np.isfinite(values)]))
