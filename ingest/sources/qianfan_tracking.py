"""千帆 order.getOrderTracking: what became of an order's parcel; one row per record of its track.

Evidence A: the platform's open API documentation. Steps of trade, fulfilment and warehouse (nodes 5, 6 and 8) come
before the carrier has the parcel; only node 35 is the carrier's. An order that has no parcel yet gives no rows.
`eventDesc` is text for the buyer that may name couriers and is not kept.
"""

from __future__ import annotations

from typing import Any

import polars as pl

from ingest.sources.nesting import each, objects
from ingest.sources.parcels import parcel_events
from ingest.sources.source import Context, Source, Typed
from ingest.sources.statuses import PARCEL

_NODES = dict.fromkeys(["5", "6", "8"], "created")
_STEPS = {
    **dict.fromkeys(["1010", "1015", "2010", "2011", "2012", "2013", "2014", "2015"], "created"),
    "6020": "in_transit",
}
_REQUIRED = ("expressno", "record.eventat", "record.nodeid")


def _type_rows(frame: pl.DataFrame, _context: Context) -> tuple[Typed, ...]:
    typed = parcel_events(
        frame,
        number="expressno",
        carrier=("expresscompanyname", "expresscompanycode"),
        at="record.eventat",
        states=[("record.trackingstatus", PARCEL), ("record.subnodeid", _STEPS), ("record.nodeid", _NODES)],
    )
    return (typed,)


def _unfold(document: dict[str, Any]) -> list[dict[str, Any]] | None:
    for place in ("data.orderTrackInfos", "orderTrackInfos"):
        orders = objects(document, place, "records")
        if orders:
            return [event for order in orders if order.get("expressNo") for event in each(order, "records", "record.")]
    return None


QIANFAN_TRACKING = Source(
    key="qianfan_tracking",
    title="千帆 order tracking",
    required=tuple(frozenset({name}) for name in _REQUIRED),
    known=frozenset({*_REQUIRED, "orderid", "deliveryorderid", "expresscompanycode", "expresscompanyname"})
    | {"currentstatusdesc", "record.subnodeid", "record.trackingstatus"},
    type_rows=_type_rows,
    personal=frozenset({"record.eventdesc"}),
    unfold=_unfold,
)
