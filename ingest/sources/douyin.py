"""抖音 orders, one row per 子订单编号, cells with a TAB before them. Evidence C for the columns that must be there,
general knowledge for the others. 达人 of another platform are not KOLs of this one: their ids are not taken.
"""

from __future__ import annotations

import polars as pl

from ingest.sources import shop_orders
from ingest.sources.shop_orders import PERSONAL, Shop
from ingest.sources.source import Context, Source, Typed

_SHOP = Shop(
    channel="douyin",
    orders=("主订单编号",),
    lines=("子订单编号",),
    quantity=("商品数量",),
    list_price=("商品金额",),
    payable=("订单应付金额",),
    freight=("运费",),
    platform_discount=("平台优惠",),
    created=("订单提交时间",),
    paid=("支付完成时间",),
    skus=("商家编码", "sku编码"),
)


def _type_rows(frame: pl.DataFrame, _context: Context) -> tuple[Typed, ...]:
    return (shop_orders.type_lines(frame, _SHOP),)


DOUYIN_ORDERS = Source(
    key="douyin_orders",
    title="抖音 (orders)",
    required=tuple(
        frozenset(names)
        for names in (_SHOP.orders, _SHOP.lines, _SHOP.quantity, _SHOP.list_price, _SHOP.payable, _SHOP.created)
    ),
    known=_SHOP.columns
    | frozenset({"选购商品", "商品规格", "快递信息", "商品id", "订单状态", "订单完成时间", "商家优惠"}),
    type_rows=_type_rows,
    personal=PERSONAL,
)
