"""AfterShip trackings with their checkpoints, from the API or a webhook; one row per checkpoint.

Evidence A: the vendor's documentation of tags and subtags. A checkpoint's time is local to it and seldom says its zone;
it is read as Asia/Shanghai then. Messages, signatures, and names, e-mails and telephones of customers are not kept.
"""

from __future__ import annotations

from typing import Any

import polars as pl

from ingest.sources.nesting import at, each, objects
from ingest.sources.parcels import parcel_events
from ingest.sources.source import Context, Source, Typed

TAGS = {
    **dict.fromkeys(["Pending", "InfoReceived"], "created"),
    "InTransit": "in_transit",
    **dict.fromkeys(["OutForDelivery", "AvailableForPickup"], "out_for_delivery"),
    "Delivered": "delivered",
    **dict.fromkeys(["AttemptFail", "Exception", "Expired"], "exception"),
}
_REQUIRED = ("slug", "tracking_number", "checkpoint.checkpoint_time", "checkpoint.tag")


def _type_rows(frame: pl.DataFrame, _context: Context) -> tuple[Typed, ...]:
    typed = parcel_events(
        frame,
        number="tracking_number",
        carrier="slug",
        at="checkpoint.checkpoint_time",
        states=[("checkpoint.tag", TAGS)],
    )
    return (typed,)


def _unfold(document: dict[str, Any]) -> list[dict[str, Any]] | None:
    for place in ("data.trackings", "trackings"):
        trackings = objects(document, place, "checkpoints")
        if trackings:
            return [event for tracking in trackings for event in each(tracking, "checkpoints", "checkpoint.")]
    for tracking in (document, at(document, "data.tracking"), at(document, "data"), at(document, "msg")):
        if isinstance(tracking, dict) and "tracking_number" in tracking and "checkpoints" in tracking:
            return each(tracking, "checkpoints", "checkpoint.")
    return None


AFTERSHIP = Source(
    key="aftership",
    title="AfterShip checkpoints",
    required=tuple(frozenset({name}) for name in _REQUIRED),
    known=frozenset({*_REQUIRED, "id", "tag", "subtag", "created_at", "updated_at", "order_id", "checkpoint.subtag"})
    | {"checkpoint.slug", "checkpoint.created_at", "checkpoint.city", "checkpoint.location", "checkpoint.raw_tag"},
    type_rows=_type_rows,
    personal=frozenset(
        {"checkpoint.message", "customer_name", "emails", "smses", "customers", "signed_by", "note", "title"}
        | {"delivery_location_type", "destination_raw_location", "shipment_delivery_address", "custom_fields"}
    ),
    unfold=_unfold,
)
