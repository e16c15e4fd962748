"""达人分销 / 合作订单 export: which KOL an order belongs to, and what commission is to be expected. Evidence C: the
columns of one parser that was written against a real file.

Amounts are yuan, rates percentages (`15` is 15 %). An estimate settles nothing: kind `cps_estimate`, state `unsettled`,
nothing moved. The order itself comes in the shop's order export; this adds the KOL. Σ of estimate less base × rate is
kept with the load, 0 when the columns mean what they say.

A line is told by order, KOL and SKU or product, where the sheet has one; lines that are equal in this are numbered by
their amounts over the whole sheet.
"""

from __future__ import annotations

import polars as pl

from campaigns.money import share_of
from ingest.instants import SHANGHAI_TIME
from ingest.numbers import PERCENT_PPM, YUAN
from ingest.sources import settlement_lines
from ingest.sources.qianfan_orders import SHOP
from ingest.sources.reading import Reading
from ingest.sources.source import Context, Source, Typed
from ingest.values import Fault
from ingest.words import ID, KOL_ID, ORDER_ID

_BASES = ("有效销售金额(计佣金额)", "计佣金额", "有效销售金额")
_RATES = ("佣金率", "佣金比例")
_ESTIMATES = ("预估支出佣金", "预估佣金")
_GOODS = ("规格id", "小红书编码", "商家编码", "商品id")
_TIMES = ("订单创建时间", "下单时间")

_NO_KOL = Fault("E-NO-KOL", "an order with its KOL", "nothing to do: no KOL is owed anything for this order")


def _residual(rows: pl.DataFrame) -> dict[str, int]:
    lines = rows.select("base_fen", "kol_rate_ppm", "kol_commission_fen").rows()
    rest = sum(paid - share_of(base, rate) for base, rate, paid in lines if None not in (base, rate, paid))
    return {"settlements.residual_commission_fen": rest}


def _type_rows(frame: pl.DataFrame, _context: Context) -> tuple[Typed, ...]:
    reading = Reading("settlements", frame, "订单号")
    order_ids = reading.column("订单号", ORDER_ID, is_required=True)
    named = reading.parsed("达人id", KOL_ID)
    kols = named.values
    reading.refuse(kols.is_null() & named.fault.is_null(), "达人id", _NO_KOL)
    ids = settlement_lines.ids("d", order_ids, kols, reading.column(_GOODS, ID))
    amounts = {
        "base_fen": reading.column(_BASES, YUAN, is_required=True),
        "kol_commission_fen": reading.column(_ESTIMATES, YUAN),
    }
    typed = reading.typed(
        {
            "statement_id": ids,
            "line_no": settlement_lines.line_numbers(ids, amounts),
            "shop_id": reading.constant(SHOP, pl.String()),
            "order_id": order_ids,
            "kol_id": kols,
            "kind": reading.constant("cps_estimate", pl.String()),
            "status": reading.constant("unsettled", pl.String()),
            "ordered_at": reading.column(_TIMES, SHANGHAI_TIME),
            "currency": reading.constant("CNY", pl.String()),
            **amounts,
            "kol_rate_ppm": reading.column(_RATES, PERCENT_PPM),
        }
    )
    return (Typed(typed.table, typed.read, typed.rows, typed.rejects, _residual(typed.rows)),)


DISTRIBUTION_ORDERS = Source(
    key="distribution_orders",
    title="达人分销 / 合作订单 (orders with their KOL)",
    required=(frozenset({"订单号"}), frozenset({"达人id"}), frozenset(_BASES), frozenset({*_RATES, *_ESTIMATES})),
    known=frozenset({"订单号", "达人id", "达人名称", *_BASES, *_RATES, *_ESTIMATES, *_GOODS, *_TIMES})
    | frozenset({"推广渠道", "投放渠道", "渠道", "合作类型", "合作方式", "业务类型", "订单状态", "商品名称"}),
    type_rows=_type_rows,
    is_whole=True,
)
