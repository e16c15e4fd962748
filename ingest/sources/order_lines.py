"""The number of a line within its order, made from what the line is and not from where it stands in a file."""

from __future__ import annotations

import polars as pl


def line_numbers(order_ids: pl.Series, skus: pl.Series, is_gift: pl.Series, parcels: pl.Series) -> pl.Series:
    """Rank of (SKU, bought before given, parcel) within the order, from 1; rows that are the same line share a number.

    A parcel number only tells lines apart where an order sends one SKU in several parcels: a line keeps its number when
    the number of its only parcel becomes known.
    """
    line = ["order", "sku", "is_gift"]
    frame = pl.DataFrame({"order": order_ids, "sku": skus, "is_gift": is_gift, "parcel": parcels})
    first_parcel = pl.col("parcel").min().over(line)
    key = pl.struct("sku", "is_gift", pl.col("parcel").fill_null(first_parcel).fill_null(""))
    return frame.select(key.rank("dense").over("order").cast(pl.Int64).alias("line_no")).to_series()
