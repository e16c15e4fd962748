"""The demo's stock counts: what is left of each product, down to nothing for the mask in the middle of the countdown.

`make_stock` gives product_id, captured (epoch second) and available: every six hours, hourly for the mask around the
countdown.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from ingest.demo import story

HOUR = 3600
CLOSE_LOOK = (story.COUNTDOWN_SINCE - 24 * HOUR, story.RESTOCKED + 24 * HOUR)


def make_stock(lines: pl.DataFrame) -> pl.DataFrame:
    """Counts of every product; the mask's first stock is just what sells until the sell-out."""
    return pl.concat([_counts(lines, product) for product in story.PRODUCTS]).sort("captured", "product_id")


def _counts(lines: pl.DataFrame, product: story.Product) -> pl.DataFrame:
    units = lines.filter(pl.col("product") == product.index).sort("ordered")
    packs = units["quantity"].to_numpy()
    sold_at, sold = units["ordered"].to_numpy(), np.append(0, np.cumsum(packs))
    moments = np.arange(story.SINCE, story.BEFORE, 6 * HOUR)
    first, second = int(sold[-1] * 1.3) + 200, 0
    if product.product_id == story.MASK:
        moments = np.union1d(moments, np.arange(*CLOSE_LOOK, HOUR))
        first = int(sold[np.searchsorted(sold_at, story.SELL_OUT_AFTER, side="right")])
        second = int(sold[-1]) - first + 1_500
    gone = sold[np.searchsorted(sold_at, moments, side="right")]
    available = first + np.where(moments >= story.RESTOCKED, second, 0) - gone
    return pl.DataFrame(
        {"product_id": [product.product_id] * len(moments), "captured": moments, "available": available}
    )
