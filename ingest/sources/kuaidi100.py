"""快递100: answers to queries and pushes of subscriptions, as JSON; one row per event of a parcel.

Evidence A: the vendor's SDK (kuaidi100-api/java-demo). Events come newest first and are numbered from the oldest on, so
that of two in the same second the later one stands. `status` of the answer is that of the transport and says nothing
about the parcel; `state` is of its newest event. Where a push corrects the carrier (`comNew`), the correction counts.
Finer codes than the documented ones begin with theirs (general knowledge). `context` and `courierInfo` name couriers
and their telephones: neither is kept.
"""

from __future__ import annotations

from typing import Any

import polars as pl

from ingest.sources.nesting import each, objects
from ingest.sources.parcels import parcel_events
from ingest.sources.source import Context, Source, Typed
from ingest.sources.statuses import PARCEL

STATES = {
    **dict.fromkeys(["0", "7", "1001", "1002", "1003"], "in_transit"),
    **dict.fromkeys(["1", "103"], "picked_up"),
    **dict.fromkeys(["101", "102"], "created"),
    **dict.fromkeys(
        ["2", "13", "14", "201", "202", "203", "204", "205", "206", "207", "208", "209", "210"], "exception"
    ),
    **dict.fromkeys(["3", "301", "302", "303", "304"], "delivered"),
    **dict.fromkeys(["4", "401"], "returned"),
    **dict.fromkeys(["5", "501"], "out_for_delivery"),
    "6": "returning",
    **dict.fromkeys(["8", "10", "11", "12"], "customs"),
}
_REQUIRED = ("nu", "com", "event.time")


def _type_rows(frame: pl.DataFrame, _context: Context) -> tuple[Typed, ...]:
    typed = parcel_events(
        frame,
        number="nu",
        carrier=("comnew", "com"),
        at=("event.ftime", "event.time"),
        states=[("event.statuscode", STATES), ("event.status", PARCEL), ("newest.state", STATES)],
    )
    return (typed,)


def _unfold(document: dict[str, Any]) -> list[dict[str, Any]] | None:
    """The events of an answer, or of a push's `lastResult` and `destResult`."""
    results = [result for name in ("lastResult", "destResult") if isinstance(result := document.get(name), dict)]
    if not results and not ("nu" in document and "com" in document and isinstance(document.get("data"), list)):
        return None
    corrected = {"comNew": document.get("comNew")} if results else {}
    return [{**corrected, **event} for result in results or [document] for event in _events(result)]


def _events(result: dict[str, Any]) -> list[dict[str, Any]]:
    if not objects(result, "data", "time"):
        return []
    events = each(result, "data", "event.")
    return [*events[:0:-1], {**events[0], "newest.state": result.get("state")}]


KUAIDI100 = Source(
    key="kuaidi100",
    title="快递100 query or push",
    required=tuple(frozenset({name}) for name in _REQUIRED),
    known=frozenset({*_REQUIRED, "comnew", "event.ftime", "event.status", "event.statuscode", "newest.state", "state"})
    | {"ischeck", "status", "condition", "message", "event.areacode", "event.areaname", "event.location"},
    type_rows=_type_rows,
    personal=frozenset({"event.context", "courierinfo", "courierinfo.name", "courierinfo.phone"}),
    unfold=_unfold,
)
