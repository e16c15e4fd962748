"""拼多多 orders, one row each, cells with a TAB behind them; and the 收支 sheet, whose header stands on row 4 or 5.
Evidence C for order id, 商家实收金额, SKU and 订单成交时间, evidence D for the rest.

The merchant receives what the buyer paid and what the platform bore: where no column says what the buyer paid, it is
商家实收金额 less the platform's discount. Only the time of the deal is known, so an order was placed and paid then.

The 收支 sheet writes income with + and outcome with −; both are added as they stand. Its kinds begin with `ledger`,
because they repeat what orders and statements say in detail. A row has one amount and no balance: nothing audits it.
"""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from ingest.instants import SHANGHAI_TIME
from ingest.numbers import YUAN
from ingest.sources import settlement_lines, shop_orders
from ingest.sources.reading import Reading
from ingest.sources.shop_orders import PERSONAL, Shop
from ingest.sources.source import Context, Source, Typed
from ingest.values import Fault
from ingest.words import ID, words

_PLATFORM, _RECEIVED, _BUYER = "平台优惠折扣", "商家实收金额", "用户实付金额"
_SHOP = Shop(
    channel="pinduoduo",
    orders=("订单号",),
    quantity=("商品数量(件)", "商品数量"),
    list_price=("商品总价",),
    payable=(_BUYER,),
    freight=("邮费",),
    platform_discount=(_PLATFORM,),
    created=("订单成交时间",),
    paid=("订单成交时间",),
    skus=("商家编码-规格维度", "样式id"),
    done=("确认收货时间",),
)
_RECEIVING_SHOP = replace(_SHOP, payable=(_RECEIVED,), is_received=True)
_TIME, _IN, _OUT, _KIND, _NUMBER = "发生时间", "收入金额(+元)", "支出金额(-元)", "账务类型", "商户订单号"
_KINDS = {
    "交易收入": "ledger_settlement",
    "退款": "ledger_refund",
    "提现": "ledger_withdrawal",
    "技术服务费": "ledger_service_fee",
    "扣款": "ledger_fine",
    "转账": "ledger_transfer_out",
    "其他": "ledger_other",
}
_SIGN = Fault("E-MONEY-SIGN", "income of zero or more, outcome of zero or less", "export the sheet again")


def _type_orders(frame: pl.DataFrame, _context: Context) -> tuple[Typed, ...]:
    return (shop_orders.type_lines(frame, _SHOP if _BUYER in frame.columns else _RECEIVING_SHOP),)


def _type_ledger(frame: pl.DataFrame, _context: Context) -> tuple[Typed, ...]:
    reading = Reading("settlements", frame, _KIND)
    moment = reading.column(_TIME, SHANGHAI_TIME, is_required=True)
    kinds = reading.column(_KIND, words(_KINDS), is_required=True).str.replace("^unknown", "ledger_unknown")
    numbers = reading.column(_NUMBER, ID)
    income, outcome = reading.column(_IN, YUAN), reading.column(_OUT, YUAN)
    reading.refuse((income < 0) | (outcome > 0), _OUT, _SIGN, reading.raw(_OUT))
    moved = (income.fill_null(0) + outcome.fill_null(0)).set(income.is_null() & outcome.is_null(), None)
    reading.refuse_missing(moved, _IN)
    ids = settlement_lines.ids("p", settlement_lines.seconds(moment), numbers, kinds, moved)
    return (
        reading.typed(
            {
                "statement_id": ids,
                "line_no": settlement_lines.line_numbers(ids, {"moved_fen": moved}),
                "shop_id": reading.constant(_SHOP.channel, pl.String()),
                "order_id": numbers,
                "kind": kinds,
                "status": reading.constant("settled", pl.String()),
                "settled_at": moment,
                "currency": reading.constant("CNY", pl.String()),
                "moved_fen": moved,
            }
        ),
    )


PINDUODUO_ORDERS = Source(
    key="pinduoduo_orders",
    title="拼多多 (orders)",
    required=tuple(frozenset(names) for names in (_SHOP.orders, _SHOP.quantity, (_RECEIVED,), _SHOP.created)),
    known=_SHOP.columns
    | frozenset({_RECEIVED, "商品", "订单状态", "店铺优惠折扣", "商品id", "商品规格", "商家编码-商品维度", "快递单号"}),
    type_rows=_type_orders,
    personal=PERSONAL,
    is_whole=True,
)
PINDUODUO_LEDGER = Source(
    key="pinduoduo_ledger",
    title="拼多多 收支 (account movements)",
    required=tuple(frozenset({name}) for name in (_NUMBER, _TIME, _IN, _OUT, _KIND)),
    known=frozenset({_NUMBER, _TIME, _IN, _OUT, _KIND, "备注", "业务描述"}),
    type_rows=_type_ledger,
    is_whole=True,
)
