"""dub.co events: clicks on short links, as its webhooks send them or its API lists them.

Evidence A: the vendor's sample events and documentation. `link.clicks` and its neighbours are running totals at the
time of the event, not of it. A click knows its link (`link.key`); which note and product that is for stands in the
records. Leads and sales repeat the click they came from, without its time: they are refused here, they are no clicks.
Addresses, and whatever names a customer, are not kept.
"""

from __future__ import annotations

import polars as pl

from ingest.instants import OFFSET_TIME
from ingest.sources.nesting import Record, flat
from ingest.sources.reading import Reading
from ingest.sources.source import Context, Source, Typed
from ingest.values import Fault
from ingest.words import ID, NAME

_NO_CLICK = Fault(
    "E-EVENT", "a click (link.clicked); leads and sales are none", "nothing to do: orders come from shops"
)


def _type_rows(frame: pl.DataFrame, _context: Context) -> tuple[Typed, ...]:
    reading = Reading("clicks", frame, "click.id")
    events = reading.column("event", NAME)
    is_other = (events != "link.clicked").fill_null(False)
    reading.refuse(is_other, "event", _NO_CLICK, reading.raw("event"))
    clicked = reading.column("click.timestamp", OFFSET_TIME)
    reading.refuse_missing(clicked, "click.timestamp")
    return (
        reading.typed(
            {
                "click_id": reading.column("click.id", ID, is_required=True),
                "link_slug": reading.column("link.key", ID, is_required=True),
                "clicked_at": clicked,
            }
        ),
    )


def _unfold(document: Record) -> list[Record] | None:
    body = document.get("data", document)
    if not (isinstance(body, dict) and isinstance(body.get("click"), dict) and isinstance(body.get("link"), dict)):
        return None
    envelope = {name: document.get(name) for name in ("id", "event", "createdAt") if "data" in document}
    return [{**envelope, **flat(body)}]


DUB_CLICKS = Source(
    key="dub_clicks",
    title="dub events",
    required=tuple(frozenset({name}) for name in ("click.id", "click.timestamp", "link.key")),
    known=frozenset({"id", "event", "createdat", "click.id", "click.timestamp", "click.url", "link.id", "link.domain"})
    | {"link.key", "link.url", "link.shortlink", "link.externalid", "link.tenantid", "link.utm_source", "click.qr"},
    type_rows=_type_rows,
    personal=frozenset(
        {"click.ip", "customer", "customer.name", "customer.email", "customer.avatar", "customer.externalid"}
        | {"customer.id", "link.password"}
    ),
    unfold=_unfold,
)
