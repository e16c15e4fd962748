"""千帆 售后单: one row per after-sale case, with the amount that was applied for; the export has no refunded amount.
Evidence C: one parser.

A case moves money once it is done: its goods_fen is then the applied amount, `is_estimated` because the export says
nothing better, at the time the merchant received the goods, or else the time of the application. A case that is open,
refused, withdrawn or an exchange is kept with 0 fen, so that a later export that finds it done, or undone, replaces it.
A state that is not known is refused: whether money moved cannot be guessed.

The export has neither SKU nor line: `line_no` 0 means "the whole order". The model `line_refunds` splits such a row
over the order's lines by what is left of each, largest remainder, ties to the lowest line. Freight is inside the
applied amount where the buyer asked for it; the export does not part it, so shipping_fen is 0.
"""

from __future__ import annotations

import polars as pl

from ingest.instants import SHANGHAI_TIME
from ingest.numbers import YUAN
from ingest.sources.precise_times import precision
from ingest.sources.qianfan_orders import SHOP
from ingest.sources.reading import Reading
from ingest.sources.source import Context, Source, Typed
from ingest.sources.statuses import AFTER_SALE
from ingest.values import MISSING, Fault, first_of
from ingest.words import AFTER_SALE_ID, ORDER_ID, TEXT, words

_APPLIED = ("申请售后金额", "申请退款金额")
_STATES = ("状态", "售后状态")
_UNKNOWN_STATE = Fault(
    "E-STATUS", "a state of an after-sale case that says whether money moved", "report the word so that it can be added"
)
_NEGATIVE = Fault("E-MONEY-SIGN", "an applied amount of zero or more", "write the amount without sign and load again")


def _type_rows(frame: pl.DataFrame, _context: Context) -> tuple[Typed, ...]:
    reading = Reading("refunds", frame, "售后单号")
    applied = reading.column(_APPLIED, YUAN, is_required=True)
    reading.refuse(applied < 0, _APPLIED[0], _NEGATIVE, reading.raw(_APPLIED))
    state = reading.column(_STATES, words(AFTER_SALE, fault=_UNKNOWN_STATE), is_required=True)
    is_exchange = reading.column("售后类型", TEXT).str.contains("换货").fill_null(False)
    has_moved = (state == "done").fill_null(False) & ~is_exchange
    received, opened = (reading.parsed(name, SHANGHAI_TIME) for name in ("商家确认收货时间", "退货创建时间"))
    refunded = first_of(received, opened)
    reading.refuse(refunded.values.is_null(), "退货创建时间", MISSING)
    return (
        reading.typed(
            {
                "refund_id": reading.column("售后单号", AFTER_SALE_ID, is_required=True),
                "line_no": reading.constant(0, pl.Int64()),
                "shop_id": reading.constant(SHOP, pl.String()),
                "order_id": reading.column("订单号", ORDER_ID, is_required=True),
                "refunded_at": refunded.values,
                "time_precision": precision(reading, refunded),
                "currency": reading.constant("CNY", pl.String()),
                "goods_fen": applied.zip_with(has_moved, reading.constant(0, pl.Int64())),
                "shipping_fen": reading.constant(0, pl.Int64()),
                "is_estimated": reading.constant(True, pl.Boolean()),
            }
        ),
    )


QIANFAN_AFTER_SALES = Source(
    key="qianfan_after_sales",
    title="千帆 售后单 (after-sale cases)",
    required=(
        frozenset({"售后单号"}),
        frozenset({"订单号"}),
        frozenset(_STATES),
        frozenset(_APPLIED),
        frozenset({"退货创建时间", "商家确认收货时间"}),
    ),
    known=frozenset({"售后单号", "订单号", "商品名称", "售后类型", "原因", "售后原因", *_STATES, *_APPLIED})
    | frozenset({"退货创建时间", "商家确认收货时间", "订单支付时间"}),
    type_rows=_type_rows,
)
