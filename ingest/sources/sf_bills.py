"""顺丰 monthly bill (账单明细): what each parcel cost, a row per parcel or service on it.

Evidence B/C for the layout (a merged title on row 1, the header below it, dates without a year such as `04-01`),
general knowledge for the names of the columns. A date is of the year of the capture, or of the year before where it is
still to come. A bill may correct itself: amounts keep their sign. Couriers, senders and receivers are not kept.
"""

from __future__ import annotations

import polars as pl

from ingest.instants import dates_until
from ingest.numbers import YUAN
from ingest.sources.reading import Reading
from ingest.sources.source import Context, Source, Typed
from ingest.words import ID, NAME

_NUMBERS = ("运单号码", "运单号", "运单编号")
_DAYS = ("日期", "寄件日期", "收寄日期", "寄件时间")
_COSTS = ("应付金额", "应付费用", "费用", "金额")
_KINDS = ("服务", "增值服务", "费用类型", "产品类型", "业务类型")


def _type_rows(frame: pl.DataFrame, context: Context) -> tuple[Typed, ...]:
    reading = Reading("shipping_bills", frame, _NUMBERS)
    numbers = reading.column(_NUMBERS, ID, is_required=True)
    days = reading.column(_DAYS, dates_until(context.captured_at), is_required=True)
    kinds, costs = reading.column(_KINDS, NAME), reading.column(_COSTS, YUAN, is_required=True)
    lines = pl.DataFrame({"number": numbers, "day": days, "kind": kinds.fill_null(""), "cost": costs})
    ranked = pl.struct("kind", "cost").rank("ordinal").over("number", "day").cast(pl.Int64)
    return (
        reading.typed(
            {
                "carrier": reading.constant("shunfeng", pl.String()),
                "tracking_no": numbers,
                "billed_date": days,
                "line_no": lines.select(ranked.alias("line_no")).to_series(),
                "kind": kinds,
                "currency": reading.constant("CNY", pl.String()),
                "cost_fen": costs,
            }
        ),
    )


SF_BILLS = Source(
    key="sf_bills",
    title="顺丰 monthly bill (what parcels cost)",
    required=(frozenset(_NUMBERS), frozenset(_DAYS), frozenset(_COSTS), frozenset({"计费重量", "付款方式", *_KINDS})),
    known=frozenset(
        {*_NUMBERS, *_DAYS, *_COSTS, *_KINDS, "序号", "寄件地区", "到件地区", "计费重量", "付款方式", "折扣"}
    )
    | {"折扣/促销", "始发地", "目的地", "件数", "备注"},
    type_rows=_type_rows,
    personal=frozenset(
        {"经手人", "收件员", "寄件人", "收件人", "对方公司名称", "联系人", "寄方姓名", "收方姓名", "寄方公司"}
    )
    | {"收方公司", "寄件客户", "寄方电话", "收方电话"},
    is_whole=True,
)
