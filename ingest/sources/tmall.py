"""淘宝 / 天猫: the order list (ExportOrderList, 37 columns, GBK CSV), the lines (明细) and the refunds. Evidence B/C.

`买家实际支付金额` of the order list is already net of refunds: with the refunds it made 总金额 in 24,087 of 24,087 paid
orders. So paid_fen is gross, 总金额 less freight, and what is missing to it is a refund that the list implies: a row of
`refunds` named `net-tmall-<order>`, at the time of payment because the list says no better, `is_estimated`. Refunds
that the refund export names are taken off it where both are loaded (the model `refund_claims`), so that nothing counts
twice. In the lines the column of the same name is what was paid for the line.

An order of the list is line 1 without SKU; lines are numbered by 子订单编号. Where both are loaded, the lines count and
the order as a whole does not (the model `order_credits`). The list names no discounts and no prices: list_fen is
paid_fen. Buyers' names are dropped.
"""

from __future__ import annotations

import polars as pl

from ingest.instants import SHANGHAI_TIME
from ingest.numbers import WHOLE, YUAN
from ingest.sources import shop_orders
from ingest.sources.precise_times import read_times
from ingest.sources.reading import Reading
from ingest.sources.shop_orders import PERSONAL, Shop
from ingest.sources.source import Context, Source, Typed
from ingest.sources.statuses import AFTER_SALE, ORDER
from ingest.values import Fault
from ingest.words import ID, words

SHOP = "tmall"
_GROSS, _NET, _FREIGHT = "总金额", "买家实际支付金额", "买家应付邮费"
_ORDER, _CREATED, _PAID, _STATE, _PIECES = "订单编号", "订单创建时间", "订单付款时间", "订单状态", "宝贝总数量"
_NO_GROSS = Fault(
    "E-AMOUNTS",
    "总金额 of zero or more, at least the freight and what was paid less refunds",
    "compare the row with the order's page, correct the amounts and load the file again",
)
_UNKNOWN_STATE = Fault("E-STATUS", "a state that says whether money moved", "report the word so that it can be added")


def _amounts(reading: Reading) -> tuple[pl.Series, pl.Series, pl.Series]:
    """总金额, freight and 买家实际支付金额; rows in which they cannot all be true are refused."""
    gross, net = reading.column(_GROSS, YUAN, is_required=True), reading.column(_NET, YUAN)
    freight = reading.column(_FREIGHT, YUAN).fill_null(0)
    reading.refuse(
        (gross < freight) | (net > gross) | (net < 0) | (freight < 0), _GROSS, _NO_GROSS, reading.raw(_GROSS)
    )
    return gross, freight, net


def _orders(frame: pl.DataFrame) -> Typed:
    reading = Reading("orders", frame, _ORDER)
    gross, freight, _ = _amounts(reading)
    zero = reading.constant(0, pl.Int64())
    return reading.typed(
        {
            "shop_id": reading.constant(SHOP, pl.String()),
            "order_id": reading.column(_ORDER, ID, is_required=True),
            "line_no": reading.constant(1, pl.Int64()),
            "channel": reading.constant(SHOP, pl.String()),
            **read_times(reading, {"ordered_at": _CREATED, "paid_at": _PAID}, SHANGHAI_TIME, required="ordered_at"),
            "quantity": reading.column(_PIECES, WHOLE, is_required=True),
            "currency": reading.constant("CNY", pl.String()),
            "list_fen": gross - freight,
            "brand_discount_fen": zero,
            "platform_discount_fen": zero,
            "shipping_fen": freight,
            "tax_fen": zero,
            "paid_fen": gross - freight,
            "status": reading.column(_STATE, words(ORDER), is_required=True),
        }
    )


def _implied_refunds(frame: pl.DataFrame) -> Typed:
    """Of every paid order what is missing to its gross amount, 0 where nothing is."""
    is_paid = pl.col(_PAID).cast(pl.String).str.strip_chars().fill_null("") != ""
    reading = Reading("refunds", frame.filter(is_paid) if _PAID in frame.columns else frame.clear(), _ORDER)
    orders = reading.column(_ORDER, ID, is_required=True)
    gross, freight, net = _amounts(reading)
    implied = (gross - net).fill_null(0)
    goods = implied.zip_with(implied <= gross - freight, gross - freight)
    return reading.typed(
        {
            "refund_id": "net-tmall-" + orders,
            "line_no": reading.constant(0, pl.Int64()),
            "shop_id": reading.constant(SHOP, pl.String()),
            "order_id": orders,
            **read_times(reading, {"refunded_at": _PAID}, SHANGHAI_TIME, required="refunded_at"),
            "currency": reading.constant("CNY", pl.String()),
            "goods_fen": goods,
            "shipping_fen": implied - goods,
            "is_estimated": reading.constant(True, pl.Boolean()),
        }
    )


def _type_list(frame: pl.DataFrame, _context: Context) -> tuple[Typed, ...]:
    return _orders(frame), _implied_refunds(frame)


def _type_lines(frame: pl.DataFrame, _context: Context) -> tuple[Typed, ...]:
    return (shop_orders.type_lines(frame, _LINES),)


def _type_refunds(frame: pl.DataFrame, _context: Context) -> tuple[Typed, ...]:
    reading = Reading("refunds", frame, "退款编号")
    state = reading.column("退款状态", words(AFTER_SALE, fault=_UNKNOWN_STATE), is_required=True)
    has_moved = (state == "done").fill_null(False)
    amount = reading.column(_REFUNDED, YUAN, is_required=True)
    reading.refuse(amount < 0, _REFUNDED[0], _NO_GROSS, reading.raw(_REFUNDED))
    ended = {"refunded_at": ("退款完结时间", "退款申请时间", "申请时间")}
    return (
        reading.typed(
            {
                "refund_id": reading.column("退款编号", ID, is_required=True),
                "line_no": reading.constant(0, pl.Int64()),
                "shop_id": reading.constant(SHOP, pl.String()),
                "order_id": reading.column(_ORDER, ID, is_required=True),
                **read_times(reading, ended, SHANGHAI_TIME, required="refunded_at"),
                "currency": reading.constant("CNY", pl.String()),
                "goods_fen": amount.zip_with(has_moved, reading.constant(0, pl.Int64())),
                "shipping_fen": reading.constant(0, pl.Int64()),
                "is_estimated": reading.constant(False, pl.Boolean()),
            }
        ),
    )


_REFUNDED = ("退款总额", "退款金额")
_LINES = Shop(
    channel=SHOP,
    orders=("主订单编号",),
    lines=("子订单编号",),
    quantity=("购买数量",),
    unit_price=("商品价格", "价格"),
    payable=("买家实付金额", "买家实际支付金额"),
    created=("订单创建时间",),
    paid=("订单付款时间",),
    skus=("商家编码", "外部系统编号"),
    products=("商品id", "宝贝id"),
)
_LIST = (_ORDER, _GROSS, _NET, _STATE, _CREATED, _PAID, _PIECES)
TMALL_ORDERS = Source(
    key="tmall_orders",
    title="淘宝 / 天猫 ExportOrderList (orders)",
    required=tuple(frozenset({name}) for name in _LIST),
    known=frozenset({*_LIST, _FREIGHT, "买家应付货款", "买家支付积分", "返点积分", "买家实际支付积分", "运送方式"})
    | frozenset({"宝贝标题", "宝贝种类", "物流单号", "物流公司", "订单备注", "店铺id", "店铺名称", "订单关闭原因"})
    | frozenset({"卖家服务费", "买家服务费", "是否手机订单", "分阶段订单信息", "定金排名", "修改后的sku", "异常信息"}),
    type_rows=_type_list,
    personal=PERSONAL,
)
TMALL_LINES = Source(
    key="tmall_lines",
    title="天猫 明细 (order lines)",
    required=tuple(
        frozenset(names) for names in (_LINES.orders, _LINES.lines, _LINES.quantity, _LINES.payable, _LINES.created)
    ),
    known=_LINES.columns | frozenset({"商品标题", "标题", "商品属性", "退款状态", "订单状态"}),
    type_rows=_type_lines,
    personal=PERSONAL,
)
TMALL_REFUNDS = Source(
    key="tmall_refunds",
    title="天猫 退款 (refunds)",
    required=(
        *(frozenset({name}) for name in ("退款编号", _ORDER, "退款状态", "退款完结时间")),
        frozenset(_REFUNDED),
    ),
    known=frozenset({"退款编号", _ORDER, *_REFUNDED, "退款状态", "退款完结时间", "退给买家金额", "退给平台金额"})
    | frozenset({"退款申请时间", "申请时间", "商品标题", "宝贝标题", "退款原因"}),
    type_rows=_type_refunds,
    personal=PERSONAL,
)
