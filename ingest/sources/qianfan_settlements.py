"""千帆 货款结算 › 结算账单: 23 columns, one row per movement of money for an order or a refund. Signs stay as given.
Evidence C: one parser and its tests.

No public file proves the sign of the fee columns, so nothing is turned round. The load keeps the residual of Σ parts
against 动账金额 under both readings (fees as costs to subtract, fees as signed parts to add): the reading whose rest
is 0 is the file's own. Fees of one kind are summed: 代运营 and 代开发 to the third party, 支付渠道费 and 花呗分期 to
the channel, both subsidies of the platform and 国补 to the subsidy.

`statement_id` is made from order id, after-sale id, 交易类型 and 结算时间, so that every export gives a movement the
same id; equal ones are numbered by their amounts over the whole sheet.
"""

from __future__ import annotations

import polars as pl

from ingest.instants import SHANGHAI_TIME
from ingest.numbers import YUAN
from ingest.sources import settlement_lines
from ingest.sources.qianfan_orders import SHOP
from ingest.sources.reading import Reading
from ingest.sources.source import Context, Source, Typed
from ingest.sources.statuses import SETTLEMENT_KIND
from ingest.words import AFTER_SALE_ID, ORDER_ID, words

_SUMS = {
    "base_fen": ("计佣基数",),
    "platform_fee_fen": ("佣金",),
    "third_party_fee_fen": ("代运营服务商佣金", "代开发服务商佣金"),
    "kol_commission_fen": ("分销佣金",),
    "freight_fen": ("运费实付/实退",),
    "tax_fen": ("跨境税代缴", "商品税金", "运费税金"),
    "subsidy_fen": ("平台优惠补贴", "平台运费补贴", "国补订单毛保金额"),
    "channel_fee_fen": ("支付渠道费", "花呗分期手续费"),
    "moved_fen": ("动账金额",),
}
_GOODS = "商品实付/实退"
_REQUIRED = ("订单号", "交易类型", "结算时间", "动账金额", "佣金")


def _type_rows(frame: pl.DataFrame, _context: Context) -> tuple[Typed, ...]:
    reading = Reading("settlements", frame, "订单号")
    order_ids = reading.column("订单号", ORDER_ID)
    cases = reading.column("售后单号", AFTER_SALE_ID)
    kinds = reading.column("交易类型", words(SETTLEMENT_KIND), is_required=True)
    settled = reading.column("结算时间", SHANGHAI_TIME, is_required=True)
    amounts = {fact: settlement_lines.summed(reading, columns, YUAN) for fact, columns in _SUMS.items()}
    reading.refuse_missing(amounts["moved_fen"], "动账金额")
    ids = settlement_lines.movement_ids(order_ids, cases, kinds, settled)
    facts = {
        "statement_id": ids,
        "line_no": settlement_lines.line_numbers(ids, amounts),
        "movement_id": settlement_lines.waiting_ids(order_ids, cases, kinds),
        "shop_id": reading.constant(SHOP, pl.String()),
        "order_id": order_ids,
        "after_sale_id": cases,
        "kind": kinds,
        "status": reading.constant("settled", pl.String()),
        "ordered_at": reading.column("下单时间", SHANGHAI_TIME),
        "settled_at": settled,
        "currency": reading.constant("CNY", pl.String()),
        **amounts,
    }
    goods = reading.column(_GOODS, YUAN)
    typed = reading.typed({**facts, "goods": goods})
    totals = settlement_lines.residuals(typed.rows, typed.rows["goods"])
    return (Typed(typed.table, typed.read, typed.rows.drop("goods"), typed.rejects, totals),)


QIANFAN_SETTLEMENTS = Source(
    key="qianfan_settlements",
    title="千帆 结算账单 (settlement statement)",
    required=tuple(frozenset({name}) for name in _REQUIRED),
    known=frozenset({*_REQUIRED, "售后单号", "下单时间", "结算账户", _GOODS, "备注"})
    | frozenset(name for names in _SUMS.values() for name in names),
    type_rows=_type_rows,
    is_whole=True,
)
