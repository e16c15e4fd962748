"""The components of a match and how much each counts as long as a brand has said nothing else."""

from __future__ import annotations

from collections.abc import Mapping

COMPONENTS = (
    "audience", "content", "performance", "conversion", "net_sales", "price", "authenticity", "reliability", "cadence",
    "saturation",
)  # fmt: skip

DEFAULT_WEIGHTS: Mapping[str, int] = {
    "audience": 14, "content": 12, "performance": 12, "conversion": 14, "net_sales": 14, "price": 12,
    "authenticity": 10, "reliability": 6, "cadence": 3, "saturation": 3,
}  # fmt: skip
"""Parts of 100, set before any backtest was run and not fitted to one."""

MOST = 100
