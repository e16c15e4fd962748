"""京东 orders, one row per SKU, cells with `'` before and a TAB behind them; and the refund sheet, whose header
stands below a group row 申请信息. Evidence C for order id, amount, SKU and times; the number of pieces, the unit
price and the columns of the refund sheet are general knowledge (D).

A refund counts once its state says that it is done. What was applied for is not what was paid back: without a column
for the latter the row is `is_estimated`.
"""

from __future__ import annotations

import polars as pl

from ingest.instants import SHANGHAI_TIME
from ingest.numbers import YUAN
from ingest.sources import shop_orders
from ingest.sources.precise_times import read_times
from ingest.sources.reading import Reading
from ingest.sources.shop_orders import PERSONAL, Shop
from ingest.sources.source import Context, Source, Typed
from ingest.sources.statuses import AFTER_SALE
from ingest.values import Fault
from ingest.words import ID, words

_SHOP = Shop(
    channel="jd",
    orders=("订单号",),
    quantity=("订购数量", "商品数量", "购买数量", "数量"),
    unit_price=("京东价", "商品单价", "单价"),
    payable=("应付金额",),
    created=("下单时间",),
    paid=("付款确认时间",),
    skus=("商家skuid", "商品id", "sku"),
)
_CASES = ("服务单号", "退款单号", "售后服务单号")
_BACK, _APPLIED = ("实际退款金额", "实退金额"), ("退款金额", "申请退款金额", "应退金额")
_TIMES = ("退款完成时间", "退款时间", "完成时间", "审核时间", "申请时间")
_STATES = ("退款状态", "服务单状态", "审核状态", "状态")
_UNKNOWN_STATE = Fault("E-STATUS", "a state that says whether money moved", "report the word so that it can be added")
_NEGATIVE = Fault("E-MONEY-SIGN", "an amount of zero or more", "write the amount without sign and load again")


def _type_orders(frame: pl.DataFrame, _context: Context) -> tuple[Typed, ...]:
    return (shop_orders.type_lines(frame, _SHOP),)


def _type_refunds(frame: pl.DataFrame, _context: Context) -> tuple[Typed, ...]:
    reading = Reading("refunds", frame, _CASES)
    state = reading.column(_STATES, words(AFTER_SALE, fault=_UNKNOWN_STATE), is_required=True)
    has_moved = (state == "done").fill_null(False)
    back, applied = reading.column(_BACK, YUAN), reading.column(_APPLIED, YUAN)
    amount = back.zip_with(back.is_not_null(), applied)
    reading.refuse_missing(amount, (_BACK if reading.has(*_BACK) else _APPLIED)[0])
    reading.refuse(amount < 0, _BACK[0], _NEGATIVE, amount)
    return (
        reading.typed(
            {
                "refund_id": reading.column(_CASES, ID, is_required=True),
                "line_no": reading.constant(0, pl.Int64()),
                "shop_id": reading.constant(_SHOP.channel, pl.String()),
                "order_id": reading.column(_SHOP.orders, ID, is_required=True),
                **read_times(reading, {"refunded_at": _TIMES}, SHANGHAI_TIME, required="refunded_at"),
                "currency": reading.constant("CNY", pl.String()),
                "goods_fen": amount.zip_with(has_moved, reading.constant(0, pl.Int64())),
                "shipping_fen": reading.constant(0, pl.Int64()),
                "is_estimated": ~(back.is_not_null() & has_moved),
            }
        ),
    )


JD_ORDERS = Source(
    key="jd_orders",
    title="京东 (orders)",
    required=tuple(
        frozenset(names) for names in (_SHOP.orders, _SHOP.quantity, _SHOP.payable, _SHOP.created, _SHOP.skus[:1])
    ),
    known=_SHOP.columns
    | frozenset({"商品名称", "订单状态", "订单完成时间", "订单类型", "支付方式", "订单备注", "订单金额"}),
    type_rows=_type_orders,
    personal=PERSONAL,
    is_whole=True,
)
JD_REFUNDS = Source(
    key="jd_refunds",
    title="京东 退款 (refunds)",
    required=tuple(frozenset(names) for names in (_CASES, _SHOP.orders, (*_BACK, *_APPLIED), _TIMES, _STATES)),
    known=frozenset({*_CASES, *_SHOP.orders, *_BACK, *_APPLIED, *_TIMES, *_STATES, "申请原因", "商品名称", "商品编号"}),
    type_rows=_type_refunds,
    personal=PERSONAL,
)
