"""One importer per kind of file; the registry that the contract looks through."""

from __future__ import annotations

from ingest.sources.account_days import ACCOUNT_DAYS, ACCOUNT_SUMS
from ingest.sources.aftership import AFTERSHIP
from ingest.sources.creator_center import CREATOR_CENTER
from ingest.sources.dub_clicks import DUB_CLICKS
from ingest.sources.feishu_bitable import FEISHU_BITABLE
from ingest.sources.ga4_events import GA4_EVENTS
from ingest.sources.handmade_kols import HANDMADE_KOLS
from ingest.sources.juguang import JUGUANG
from ingest.sources.kuaidi100 import KUAIDI100
from ingest.sources.mediacrawler import MEDIACRAWLER_CREATORS, MEDIACRAWLER_NOTES
from ingest.sources.mediacrawler_comments import MEDIACRAWLER_COMMENTS
from ingest.sources.own_columns import OWN_SOURCES
from ingest.sources.pgy_api import PGY_API
from ingest.sources.pgy_collector import PGY_COLLECTOR
from ingest.sources.pgy_core_data import PGY_CORE_DATA
from ingest.sources.pgy_notes import PGY_NOTES
from ingest.sources.pgy_open_kols import PGY_OPEN_KOLS
from ingest.sources.pgy_post import PGY_POST
from ingest.sources.qianfan_tracking import QIANFAN_TRACKING
from ingest.sources.qiangua_api import QIANGUA_API
from ingest.sources.rate_card import RATE_CARD
from ingest.sources.raw_notes import RAW_NOTES
from ingest.sources.sample_lists import SAMPLE_LISTS
from ingest.sources.sample_plans import SAMPLE_PLANS
from ingest.sources.sf_bills import SF_BILLS
from ingest.sources.sf_routes import SF_ROUTES
from ingest.sources.short_links import SHORT_LINKS
from ingest.sources.snowplow_events import SNOWPLOW_EVENTS
from ingest.sources.source import Source
from ingest.sources.spider_xhs import SPIDER_XHS
from ingest.sources.trade import TRADE_SOURCES
from ingest.sources.vendor_kols import HUITUN, QIANGUA, XINHONG
from ingest.sources.xhs_downloader import XHS_DOWNLOADER
from ingest.sources.xhs_users import XHS_USERS

SOURCES: tuple[Source, ...] = (
    CREATOR_CENTER,
    ACCOUNT_DAYS,
    ACCOUNT_SUMS,
    MEDIACRAWLER_NOTES,
    MEDIACRAWLER_CREATORS,
    MEDIACRAWLER_COMMENTS,
    PGY_COLLECTOR,
    PGY_POST,
    *PGY_API,
    PGY_CORE_DATA,
    PGY_OPEN_KOLS,
    PGY_NOTES,
    FEISHU_BITABLE,
    XHS_DOWNLOADER,
    *SPIDER_XHS,
    *RAW_NOTES,
    XHS_USERS,
    HANDMADE_KOLS,
    QIANGUA,
    QIANGUA_API,
    XINHONG,
    HUITUN,
    RATE_CARD,
    JUGUANG,
    SAMPLE_LISTS,
    SAMPLE_PLANS,
    KUAIDI100,
    SF_ROUTES,
    SF_BILLS,
    AFTERSHIP,
    QIANFAN_TRACKING,
    *TRADE_SOURCES,
    SHORT_LINKS,
    DUB_CLICKS,
    GA4_EVENTS,
    SNOWPLOW_EVENTS,
    *OWN_SOURCES,
)
