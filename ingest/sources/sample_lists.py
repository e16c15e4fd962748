"""寄样 lists: which sample of which product went to whom, and how far it is.

Evidence C: the writer of such a list in a public project, and its states. The list says how things stand when it is
exported, not when they came about: events carry the time of capture. Every sample is an event under its own number
(carrier `sample_list`); one that is on its way or arrived is also an event of its parcel. Receiver, telephone, address
and remarks are not kept.
"""

from __future__ import annotations

import polars as pl

from ingest.sources.carriers import CARRIER, CARRIER_OF_NUMBER
from ingest.sources.reading import Reading, rows_with
from ingest.sources.source import Context, Source, Typed
from ingest.words import ID, TEXT, words

STATES = {
    **dict.fromkeys(["PENDING_AUDIT", "待审核"], "requested"),
    **dict.fromkeys(["PENDING_SHIP", "待发货"], "approved"),
    **dict.fromkeys(["SHIPPING", "运输中", "已发货"], "in_transit"),
    **dict.fromkeys(["DELIVERED", "已签收"], "delivered"),
    **dict.fromkeys(["PENDING_HOMEWORK", "待交作业"], "post_owed"),
    **dict.fromkeys(["COMPLETED", "已完成"], "completed"),
    **dict.fromkeys(["REJECTED", "已驳回"], "rejected"),
    **dict.fromkeys(["CLOSED", "已关闭"], "closed"),
}
_PARCEL_STATES = {"post_owed": "delivered", "completed": "delivered", "approved": "created", "requested": "created"}
_NUMBERS = ("寄样单号",)
_TRACKING = ("物流单号", "快递单号")
_CARRIERS = ("物流公司", "快递公司")
_NULL_WORDS = ("-", "--", "无", "null", "none", "nan")


def _samples(frame: pl.DataFrame, context: Context) -> Typed:
    reading = Reading("shipments", frame, _NUMBERS)
    return reading.typed(
        {
            "carrier": reading.constant("sample_list", pl.String()),
            "tracking_no": reading.column(_NUMBERS, ID, is_required=True),
            "event_at": reading.instant(context.captured_at),
            "status": reading.column("状态", words(STATES), is_required=True),
            "raw_status": reading.column("状态", TEXT),
        }
    )


def _parcels(frame: pl.DataFrame, context: Context) -> Typed:
    reading = Reading("shipments", rows_with(frame, *_TRACKING, beside=_NULL_WORDS), _NUMBERS)
    stated = reading.column(_CARRIERS, CARRIER)
    status = reading.column("状态", words(STATES), is_required=True)
    return reading.typed(
        {
            "carrier": stated.zip_with(stated.is_not_null(), reading.column(_TRACKING, CARRIER_OF_NUMBER)),
            "tracking_no": reading.column(_TRACKING, ID, is_required=True),
            "event_at": reading.instant(context.captured_at),
            "status": status.replace(_PARCEL_STATES),
            "raw_status": reading.column("状态", TEXT),
        }
    )


def _type_rows(frame: pl.DataFrame, context: Context) -> tuple[Typed, ...]:
    return _samples(frame, context), _parcels(frame, context)


SAMPLE_LISTS = Source(
    key="sample_lists",
    title="寄样 list",
    required=(frozenset(_NUMBERS), frozenset({"状态"}), frozenset(_TRACKING)),
    known=frozenset({*_NUMBERS, *_TRACKING, *_CARRIERS, "状态", "达人昵称", "商品名称", "招商负责人", "驳回原因"})
    | {"创建时间"},
    type_rows=_type_rows,
    personal=frozenset({"收件人", "收件电话", "收件地址", "备注"}),
)
