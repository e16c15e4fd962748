"""The importers of orders, refunds and settlements, in one list."""

from __future__ import annotations

from ingest.sources.distribution_orders import DISTRIBUTION_ORDERS
from ingest.sources.douyin import DOUYIN_ORDERS
from ingest.sources.jd import JD_ORDERS, JD_REFUNDS
from ingest.sources.party_statements import PARTY_STATEMENTS
from ingest.sources.pinduoduo import PINDUODUO_LEDGER, PINDUODUO_ORDERS
from ingest.sources.qianfan_after_sales import QIANFAN_AFTER_SALES
from ingest.sources.qianfan_api_after_sales import QIANFAN_API_AFTER_SALES
from ingest.sources.qianfan_api_orders import QIANFAN_API_ORDERS
from ingest.sources.qianfan_cps import QIANFAN_CPS
from ingest.sources.qianfan_expenses import QIANFAN_EXPENSES, QIANFAN_EXPENSES_API
from ingest.sources.qianfan_kos import QIANFAN_KOS
from ingest.sources.qianfan_ledger import QIANFAN_LEDGER, QIANFAN_LEDGER_API
from ingest.sources.qianfan_orders import QIANFAN_ORDERS
from ingest.sources.qianfan_settlements import QIANFAN_SETTLEMENTS
from ingest.sources.qianfan_transactions import QIANFAN_TRANSACTIONS
from ingest.sources.shopify import SHOPIFY_ORDERS
from ingest.sources.source import Source
from ingest.sources.tmall import TMALL_LINES, TMALL_ORDERS, TMALL_REFUNDS

TRADE_SOURCES: tuple[Source, ...] = (
    QIANFAN_ORDERS,
    QIANFAN_API_ORDERS,
    QIANFAN_KOS,
    DISTRIBUTION_ORDERS,
    QIANFAN_AFTER_SALES,
    QIANFAN_API_AFTER_SALES,
    QIANFAN_SETTLEMENTS,
    QIANFAN_TRANSACTIONS,
    QIANFAN_EXPENSES,
    QIANFAN_EXPENSES_API,
    QIANFAN_LEDGER,
    QIANFAN_LEDGER_API,
    QIANFAN_CPS,
    PARTY_STATEMENTS,
    TMALL_ORDERS,
    TMALL_LINES,
    TMALL_REFUNDS,
    DOUYIN_ORDERS,
    JD_ORDERS,
    JD_REFUNDS,
    PINDUODUO_ORDERS,
    PINDUODUO_LEDGER,
    SHOPIFY_ORDERS,
)
