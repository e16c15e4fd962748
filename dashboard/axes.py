"""Axes whose ticks are written in the reader's language: Plotly knows k and M, not 万 and 亿."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any


def nice_ticks(low: float, high: float, count: int = 5) -> list[float]:
    """About `count` round values that cover [low, high]: steps of 1, 2, 2.5 or 5 times a power of ten."""
    if high <= low:
        high = low + 1
    rough = (high - low) / count
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * factor for factor in (1, 2, 2.5, 5, 10) if power * factor >= rough)
    first = math.floor(low / step)
    last = math.ceil(high / step)
    return [index * step for index in range(first, last + 1)]


def value_axis(low: float, high: float, write: Callable[[float], str], title: str = "") -> dict[str, Any]:
    """A linear axis over [low, high] with written ticks; zero is always on it."""
    ticks = nice_ticks(min(0.0, low), max(0.0, high))
    return {
        "tickvals": ticks, "ticktext": [write(tick) for tick in ticks], "range": [ticks[0], ticks[-1]],
        "title": {"text": title}, "zeroline": True, "automargin": True,
    }  # fmt: skip


def log_axis(low: float, high: float, write: Callable[[float], str], title: str = "") -> dict[str, Any]:
    """A logarithmic axis whose gridlines are ten times apart; both bounds must be positive."""
    first, last = math.floor(math.log10(low)), math.ceil(math.log10(high))
    powers = list(range(first, last + 1))
    return {
        "type": "log", "tickvals": [10.0**power for power in powers], "ticktext": [write(10.0**power) for power in powers],
        "range": [first, last + 0.35], "title": {"text": title}, "automargin": True,
    }  # fmt: skip


def date_axis(lang: str, title: str = "") -> dict[str, Any]:
    """A date axis with the reader's order of month and day."""
    return {
        "type": "date",
        "tickformat": "%-m月%-d日" if lang == "zh" else "%-d %b",
        "title": {"text": title},
        "automargin": True,
    }
