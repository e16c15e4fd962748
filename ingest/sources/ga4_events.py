"""GA4's export to BigQuery, saved as JSON lines or JSON: visits that came through a tagged link, as clicks.

Evidence A: the vendor's schema of the export. A click is a `page_view` whose `collected_traffic_source` has tags; all
other events (scrolls, engagement, visits from elsewhere) are put among the rejects. `event_timestamp` is microseconds
UTC. An event has no id: it is told by its microsecond, session, place in its batch and page, so that a daily table that
late events have rewritten meets itself. The visitor's cookie is replaced by its keyed hash; addresses, places, devices
and free parameters are not kept.
"""

from __future__ import annotations

from typing import Any

import polars as pl

from ingest.instants import EPOCH_US
from ingest.sources.nesting import Record, flat
from ingest.sources.reading import Reading
from ingest.sources.settlement_lines import ids
from ingest.sources.source import Context, Source, Typed
from ingest.sources.tagged_visits import link_of, refuse_others
from ingest.words import BUYER_KEY, NAME

_TAGS = "collected_traffic_source."
_CONTENT, _CAMPAIGN, _SOURCE = f"{_TAGS}manual_content", f"{_TAGS}manual_campaign_name", f"{_TAGS}manual_source"
_TOLD_BY = ("event_timestamp", "param.ga_session_id", "event_bundle_sequence_id", "batch_event_index", "page")


def _type_rows(frame: pl.DataFrame, _context: Context) -> tuple[Typed, ...]:
    reading = Reading("clicks", frame, "event_timestamp")
    refuse_others(reading, "event_name", (_CONTENT, _CAMPAIGN, _SOURCE))
    clicked = reading.column("event_timestamp", EPOCH_US, is_required=True)
    return (
        reading.typed(
            {
                "click_id": ids("ga4", *(reading.column(name, NAME) for name in _TOLD_BY)),
                **link_of(reading, _CONTENT, _CAMPAIGN, _SOURCE),
                "buyer_key": reading.column("user_pseudo_id", BUYER_KEY),
                "clicked_at": clicked,
            }
        ),
    )


def _unfold(document: dict[str, Any]) -> list[Record] | None:
    """An event with the parameters that tell it apart as columns; the address of the page without its query."""
    if not {"event_timestamp", "event_name", "user_pseudo_id"} <= document.keys():
        return None
    given = document.get("event_params")
    parameters = {
        str(one.get("key")): next((v for v in one["value"].values() if v is not None), None)
        for one in (given if isinstance(given, list) else [])
        if isinstance(one, dict) and isinstance(one.get("value"), dict)
    }
    own = flat({name: value for name, value in document.items() if name != "event_params"})
    page = str(parameters.get("page_location") or "").partition("?")[0].partition("#")[0]
    return [{**own, "param.ga_session_id": parameters.get("ga_session_id"), "page": page}]


_PERSONAL = frozenset(
    {
        "user_id",
        "event_params",
        "user_properties",
        "user_dimensions",
        "items",
        "privacy_info",
        "user_first_touch_timestamp",
    }
)
GA4_EVENTS = Source(
    key="ga4_events",
    title="GA4 export (visits by tagged links)",
    required=(
        *(frozenset({name}) for name in ("event_timestamp", "event_name", "user_pseudo_id", "page")),
        frozenset({_CONTENT, _CAMPAIGN, _SOURCE}),
    ),
    known=frozenset(
        {"event_date", "event_timestamp", "event_name", "user_pseudo_id", "platform", "stream_id", *_TOLD_BY}
    )
    | {_CONTENT, _CAMPAIGN, _SOURCE, f"{_TAGS}manual_medium", f"{_TAGS}manual_term", f"{_TAGS}manual_campaign_id"}
    | {f"{_TAGS}gclid", f"{_TAGS}dclid", f"{_TAGS}srsltid", "traffic_source.name", "traffic_source.medium"}
    | {
        "traffic_source.source",
        "event_server_timestamp_offset",
        "is_active_user",
        "batch_page_id",
        "batch_ordering_id",
    },
    type_rows=_type_rows,
    personal=_PERSONAL
    | {f"geo.{name}" for name in ("city", "country", "continent", "region", "sub_continent", "metro")}
    | {f"device.{name}" for name in ("advertising_id", "vendor_id", "mobile_model_name", "mobile_marketing_name")}
    | {f"device.{name}" for name in ("mobile_brand_name", "mobile_os_hardware_model", "language", "web_info.hostname")},
    buyers=frozenset({"user_pseudo_id"}),
    unfold=_unfold,
)
