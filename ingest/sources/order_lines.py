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
    if parcels.null_count():
        frame = frame.with_columns(pl.col("parcel").fill_null(pl.col("parcel").min().over(line)).fill_null(""))
    ranked = frame.with_row_index("place").sort(*line, "parcel").with_columns(number=_counted([*line, "parcel"]))
    before_order = pl.when(_differs(["order"])).then(pl.col("number") - 1).forward_fill()
    numbers = ranked.select("place", (pl.col("number") - before_order).cast(pl.Int64).alias("line_no"))
    return numbers.sort("place")["line_no"]


def _counted(key: list[str]) -> pl.Expr:
    """The number of the key among those of the sorted rows, from 1."""
    return _differs(key).cast(pl.Int64).cum_sum()


def _differs(key: list[str]) -> pl.Expr:
    """Whether the row is the first of its key."""
    is_first = pl.int_range(pl.len()) == 0
    return is_first | pl.any_horizontal(pl.col(name).ne_missing(pl.col(name).shift()) for name in key)
