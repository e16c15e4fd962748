"""Snowplow's enriched events, 131 columns without header: visits that came through a tagged link, as clicks.

Evidence A: the order of the columns in the vendor's analytics SDK. A file is recognised by the shape of its first row:
so many cells, a platform, times of collection and a kind of event where they belong. A click is a `page_view` with
marketing tags; all other events are put among the rejects. Times are UTC. The visitor's cookie is replaced by its keyed
hash; addresses, places, pages, referrers and free contexts are not kept.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import polars as pl

from ingest.instants import UTC_TIME
from ingest.sources.reading import Reading
from ingest.sources.source import Context, Source, Typed
from ingest.sources.tagged_visits import link_of, refuse_others
from ingest.words import BUYER_KEY, ID

_NAMES = """
app_id platform etl_tstamp collector_tstamp dvce_created_tstamp event event_id txn_id name_tracker v_tracker
v_collector v_etl user_id user_ipaddress user_fingerprint domain_userid domain_sessionidx network_userid geo_country
geo_region geo_city geo_zipcode geo_latitude geo_longitude geo_region_name ip_isp ip_organization ip_domain
ip_netspeed page_url page_title page_referrer page_urlscheme page_urlhost page_urlport page_urlpath page_urlquery
page_urlfragment refr_urlscheme refr_urlhost refr_urlport refr_urlpath refr_urlquery refr_urlfragment refr_medium
refr_source refr_term mkt_medium mkt_source mkt_term mkt_content mkt_campaign contexts se_category se_action se_label
se_property se_value unstruct_event tr_orderid tr_affiliation tr_total tr_tax tr_shipping tr_city tr_state tr_country
ti_orderid ti_sku ti_name ti_category ti_price ti_quantity pp_xoffset_min pp_xoffset_max pp_yoffset_min pp_yoffset_max
useragent br_name br_family br_version br_type br_renderengine br_lang br_features_pdf br_features_flash
br_features_java br_features_director br_features_quicktime br_features_realplayer br_features_windowsmedia
br_features_gears br_features_silverlight br_cookies br_colordepth br_viewwidth br_viewheight os_name os_family
os_manufacturer os_timezone dvce_type dvce_ismobile dvce_screenwidth dvce_screenheight doc_charset doc_width
doc_height tr_currency tr_total_base tr_tax_base tr_shipping_base ti_currency ti_price_base base_currency geo_timezone
mkt_clickid mkt_network etl_tags dvce_sent_tstamp refr_domain_userid refr_device_tstamp derived_contexts
domain_sessionid derived_tstamp event_vendor event_name event_format event_version event_fingerprint true_tstamp
"""
COLUMNS = tuple(_NAMES.split())
_PLATFORMS = {"web", "mob", "pc", "srv", "app", "tv", "cnsl", "iot", "headset"}
_TIME = re.compile(r"\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}(\.\d{1,6})?\Z", re.ASCII)
_TAGS = ("mkt_content", "mkt_campaign", "mkt_source", "mkt_clickid")


def is_enriched(cells: Sequence[str]) -> bool:
    """Whether a row is an event of this shape."""
    return len(cells) == len(COLUMNS) and cells[1] in _PLATFORMS and bool(_TIME.match(cells[3])) and bool(cells[6])


def _type_rows(frame: pl.DataFrame, _context: Context) -> tuple[Typed, ...]:
    reading = Reading("clicks", frame, "event_id")
    refuse_others(reading, "event", _TAGS)
    return (
        reading.typed(
            {
                "click_id": reading.column("event_id", ID, is_required=True),
                **link_of(reading, "mkt_content", "mkt_campaign", ("mkt_source", "mkt_network")),
                "buyer_key": reading.column("domain_userid", BUYER_KEY),
                "clicked_at": reading.column(("derived_tstamp", "collector_tstamp"), UTC_TIME, is_required=True),
            }
        ),
    )


SNOWPLOW_EVENTS = Source(
    key="snowplow_events",
    title="Snowplow enriched events (visits by tagged links)",
    required=tuple(frozenset({name}) for name in COLUMNS),
    known=frozenset(COLUMNS),
    type_rows=_type_rows,
    personal=frozenset(
        {"user_id", "user_ipaddress", "user_fingerprint", "network_userid", "contexts", "unstruct_event"}
    )
    | frozenset({"derived_contexts", "useragent", "domain_sessionid", "refr_domain_userid", "refr_term", "tr_city"})
    | frozenset(name for name in COLUMNS if name.startswith(("geo_", "ip_", "page_", "refr_url", "se_"))),
    buyers=frozenset({"domain_userid"}),
    headless=is_enriched,
    order=COLUMNS,
)
