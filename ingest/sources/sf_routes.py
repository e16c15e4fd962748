"""顺丰 routes: the answer of the route query, the push, or a bare list of scans; one row per scan.

Evidence B/C: a route in a public project and the meaning of its `opCode`s; the envelopes are general knowledge. A bare
list says nothing of the parcel: the number must stand in the file's name (`SF1234567890123.json`). `remark` names
couriers and their telephones and is not kept.
"""

from __future__ import annotations

import re
from typing import Any

import polars as pl

from ingest.sources.nesting import each, objects
from ingest.sources.parcels import parcel_events
from ingest.sources.source import Context, Source, Typed

STATES = {
    **dict.fromkeys(["50", "54"], "picked_up"),
    **dict.fromkeys(["30", "31", "36", "407", "501"], "in_transit"),
    **dict.fromkeys(["44", "204"], "out_for_delivery"),
    "80": "delivered",
}
_MESSAGES = {"已揽收": "picked_up", "运送中": "in_transit", "派送中": "out_for_delivery", "已签收": "delivered"}
_NUMBERS = ("mailno", "waybillno", "tracking_no")
_TIMES = ("accepttime", "scandatetime")
_NUMBER = re.compile(r"SF\d{12,13}", re.ASCII)


def _type_rows(frame: pl.DataFrame, context: Context) -> tuple[Typed, ...]:
    if not any(name in frame.columns for name in _NUMBERS):
        named = _NUMBER.search(context.name)
        frame = frame.with_columns(pl.lit(named.group() if named else None, pl.String).alias("mailno"))
    states = [("opcode", STATES), ("cxpackagemessage", _MESSAGES)]
    return (parcel_events(frame, number=_NUMBERS, at=_TIMES, states=states, carried_by="shunfeng"),)


def _unfold(document: dict[str, Any]) -> list[dict[str, Any]] | None:
    for place in ("msgData.routeResps", "apiResultData.msgData.routeResps", "routeResps"):
        parcels = objects(document, place, "routes")
        if parcels:
            return [scan for parcel in parcels for scan in each(parcel, "routes")]
    if objects(document, "routes", "opCode"):
        return each(document, "routes")
    return objects(document, "Body.WaybillRoute", "opCode") or None


SF_ROUTES = Source(
    key="sf_routes",
    title="顺丰 routes",
    required=(frozenset({"opcode"}), frozenset(_TIMES)),
    known=frozenset({*_NUMBERS, *_TIMES, "opcode", "cxpackagemessage", "cxpackagestatus", "zonecode", "staywhycode"})
    | {"acceptaddress", "orderid", "reasoncode", "reasonname", "id"},
    type_rows=_type_rows,
    personal=frozenset({"remark"}),
    unfold=_unfold,
)
