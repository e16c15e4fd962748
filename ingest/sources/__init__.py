"""One importer per kind of file; the registry that the contract looks through."""

from __future__ import annotations

from ingest.sources.creator_center import CREATOR_CENTER
from ingest.sources.mediacrawler import MEDIACRAWLER_CREATORS, MEDIACRAWLER_NOTES
from ingest.sources.own_columns import OWN_SOURCES
from ingest.sources.pgy_collector import PGY_COLLECTOR
from ingest.sources.pgy_post import PGY_POST
from ingest.sources.qianfan_after_sales import QIANFAN_AFTER_SALES
from ingest.sources.qianfan_orders import QIANFAN_ORDERS
from ingest.sources.qianfan_settlements import QIANFAN_SETTLEMENTS
from ingest.sources.short_links import SHORT_LINKS
from ingest.sources.source import Source

SOURCES: tuple[Source, ...] = (
    CREATOR_CENTER,
    MEDIACRAWLER_NOTES,
    MEDIACRAWLER_CREATORS,
    PGY_COLLECTOR,
    PGY_POST,
    QIANFAN_ORDERS,
    QIANFAN_AFTER_SALES,
    QIANFAN_SETTLEMENTS,
    SHORT_LINKS,
    *OWN_SOURCES,
)
