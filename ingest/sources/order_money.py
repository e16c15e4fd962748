"""The money of an order row: what was paid for goods, and whether the other columns agree."""

from __future__ import annotations

import polars as pl

from campaigns.money import yuan
from ingest.numbers import YUAN
from ingest.sources.reading import Reading
from ingest.values import Fault

LIST = "商品总价"
PAYABLE = ("用户应付金额", "用户实付金额")
RECEIVABLE = ("商家应收金额(支付金额)", "商家应收金额", "商家实收金额")
SHOP_DISCOUNT, PLATFORM_DISCOUNT, CHANNEL_DISCOUNT = "店铺优惠", "平台优惠", "支付渠道优惠"
PRICE_CHANGE, FREIGHT = "sku商家改价", "包裹总运费"
COLUMNS = (LIST, *PAYABLE, *RECEIVABLE, SHOP_DISCOUNT, PLATFORM_DISCOUNT, CHANNEL_DISCOUNT, PRICE_CHANGE, FREIGHT)

CONTRADICTION = Fault(
    "E-AMOUNTS",
    "商品总价 − 店铺优惠 − 平台优惠 = 用户应付 (with or without freight), and 商家应收 = that + 平台优惠",
    "compare the row with the order page of 千帆, correct the amounts and load again",
)
_NEGATIVE = Fault("E-AMOUNTS", "amounts of an order of zero or more", "correct the amounts and load again")


def read_money(reading: Reading, order_ids: pl.Series, parcels: pl.Series, is_gift: pl.Series) -> dict[str, pl.Series]:
    """The `_fen` columns of `orders`; rows whose columns contradict each other are refused."""
    amounts = pl.DataFrame(
        {
            "order": order_ids,
            "parcel": parcels,
            "is_gift": is_gift,
            "list": reading.column(LIST, YUAN, is_required=True),
            "payable": reading.column(PAYABLE, YUAN),
            "receivable": reading.column(RECEIVABLE, YUAN),
            "shop": reading.column(SHOP_DISCOUNT, YUAN).fill_null(0),
            "platform": reading.column(PLATFORM_DISCOUNT, YUAN).fill_null(0),
            "channel": reading.column(CHANNEL_DISCOUNT, YUAN).fill_null(0),
            "change": reading.column(PRICE_CHANGE, YUAN).fill_null(0),
            "freight": reading.column(FREIGHT, YUAN).fill_null(0),
        }
    )
    paid = _with_paid(amounts)
    refused = paid["list"].is_not_null() & paid["paid"].is_null()
    reading.refuse(refused, PAYABLE[0], CONTRADICTION, _shown(paid, refused))
    is_negative = (paid["paid"] < 0) | (paid["list"] < 0)
    reading.refuse(is_negative, LIST, _NEGATIVE, reading.raw(LIST))
    zero = reading.constant(0, pl.Int64())
    return {
        "list_fen": paid["list"],
        "brand_discount_fen": paid["list"] - paid["platform"] - paid["paid"],
        "platform_discount_fen": paid["platform"],
        "shipping_fen": _freight_once(paid),
        "tax_fen": zero,
        "paid_fen": paid["paid"],
    }


def _with_paid(amounts: pl.DataFrame) -> pl.DataFrame:
    """Adds `paid`: the first reading of the price change with which the other columns agree, or null."""
    is_several = amounts["order"].is_duplicated()
    numbered = amounts.with_row_index("place")
    alone, several = numbered.filter(~is_several), numbered.filter(is_several)
    paid = [part.with_columns(_paid(is_alone).alias("paid")) for part, is_alone in ((alone, True), (several, False))]
    return pl.concat(paid).sort("place").drop("place")


def _paid(is_alone: bool) -> pl.Expr:
    net = pl.col("list") - pl.col("shop") - pl.col("platform")
    candidates = [net, net - pl.col("change"), net + pl.col("change")]
    gift = pl.col("is_gift") & (pl.col("payable").fill_null(0) == 0)
    agreed = [pl.when(_agrees(candidate, is_alone)).then(candidate) for candidate in candidates]
    return pl.when(gift).then(0).otherwise(pl.coalesce(agreed))


def _agrees(goods: pl.Expr, is_alone: bool) -> pl.Expr:
    payable, receivable = pl.col("payable"), pl.col("receivable")
    received = goods + pl.col("platform")
    return (payable.is_null() | _matches(payable, goods, is_alone)) & (
        receivable.is_null() | _matches(receivable, received, is_alone)
    )


def _matches(stated: pl.Expr, expected: pl.Expr, is_alone: bool) -> pl.Expr:
    """Whether the stated amount is the expected one: with or without freight or channel discount, per row; in
    orders of several rows also as their sum, repeated on each."""
    freight, channel = pl.col("freight"), pl.col("channel")
    is_of_row = pl.any_horizontal(stated == expected + plus for plus in (0, freight, -channel, freight - channel))
    if is_alone:
        return is_of_row
    order_sum = expected.sum().over("order")
    is_repeated = stated.n_unique().over("order") == 1
    is_of_order = pl.any_horizontal(stated == order_sum + plus for plus in (0, freight.max().over("order")))
    return is_of_row | (is_repeated & is_of_order)


def _freight_once(amounts: pl.DataFrame) -> pl.Series:
    """Freight on the first row of each parcel of an order, where all its rows repeat the same; else as it stands."""
    parcel = ["order", "parcel"]
    is_same = pl.col("freight").n_unique().over(parcel) == 1
    is_first = pl.int_range(pl.len()).over(parcel) == 0
    once = pl.when(~is_same | is_first).then(pl.col("freight")).otherwise(0)
    return amounts.select(once.alias("shipping_fen")).to_series()


def _shown(amounts: pl.DataFrame, refused: pl.Series) -> pl.Series:
    """What a person needs to see of a contradiction, only for the rows that have one."""
    texts: list[str | None] = [None] * amounts.height
    for index in refused.fill_null(False).arg_true().to_list():
        row = amounts.row(index, named=True)
        names = {"list": "总价", "shop": "店铺", "platform": "平台", "payable": "应付", "receivable": "应收"}
        texts[index] = " ".join(f"{name} {yuan(row[key])}" for key, name in names.items() if row[key] is not None)
    return pl.Series(texts, dtype=pl.String())
