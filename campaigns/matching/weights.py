"""The components of a match and how much each counts as long as a brand has said nothing else."""

from __future__ import annotations

from collections.abc import Mapping

COMPONENTS = (
    "audience", "content", "performance", "conversion", "net_sales", "price", "authenticity", "reliability", "cadence",
    "saturation",
)  # fmt: skip

DEFAULT_WEIGHTS: Mapping[str, int] = {
    "audience": 12, "content": 10, "performance": 8, "conversion": 20, "net_sales": 20, "price": 10,
    "authenticity": 10, "reliability": 5, "cadence": 2, "saturation": 3,
}  # fmt: skip
"""Parts of 100: what somebody has sold counts forty. Chosen once, with the demo's seeds 1 to 5 in sight; judged on
others (benchmarks/matching.py)."""

MOST = 100
