"""Axes whose ticks are written in the reader's language: Plotly knows k and M, not 万 and 亿."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

LEAST_SPAN = 1e-9
"""A span this small beside its bounds is a single value: floats cannot divide it any further."""


def nice_ticks(low: float, high: float, count: int = 5) -> list[float]:
    """About `count` round values that cover [low, high]: steps of 1, 2, 2.5 or 5 times a power of ten."""
    if high - low <= LEAST_SPAN * max(1.0, abs(low), abs(high)):
        high = low + max(1.0, abs(low))
    rough = (high - low) / count
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * factor for factor in (1, 2, 2.5, 5, 10) if power * factor >= rough)
    first = math.floor(low / step)
    last = math.ceil(high / step)
    return [index * step for index in range(first, last + 1)]


def value_axis(
    low: float, high: float, write: Callable[[float], str], title: str = "", count: int = 5
) -> dict[str, Any]:
    """A linear axis from `low` (zero where nothing is below it) to `high`, with written ticks; zero is always on it."""
    low, high = min(0.0, low), max(0.0, high) or 1.0
    ticks = [tick for tick in nice_ticks(low, high, count) if low <= tick <= high]
    floor = low - 0.06 * (high - low) if low < 0 else 0.0
    axis = {"tickvals": ticks, "ticktext": [write(tick) for tick in ticks], "range": [floor, high]}
    return {**axis, "zeroline": True, **_titled(title)}


def log_axis(low: float, high: float, write: Callable[[float], str], title: str = "") -> dict[str, Any]:
    """A logarithmic axis whose gridlines are ten times apart, with room for a label; both bounds must be positive."""
    first, last = math.log10(low), math.log10(high)
    powers = range(math.ceil(first), math.floor(last) + 1)
    axis = {"tickvals": [10.0**power for power in powers], "ticktext": [write(10.0**power) for power in powers]}
    return {**axis, "type": "log", "range": [first, last + (last - first) * 0.36], **_titled(title)}


def date_axis(lang: str) -> dict[str, Any]:
    """A date axis with the reader's order of month and day."""
    return {"type": "date", "tickformat": "%-m月%-d日" if lang == "zh" else "%-d %b", **_titled("")}


def _titled(title: str) -> dict[str, Any]:
    return {"automargin": True, "title": {"text": title, "standoff": 6}} if title else {"automargin": True}
