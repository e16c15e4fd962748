"""What a KOL or an agency says it is due: a sheet with a line per order, sent by mail or filled in from our template.

Evidence D: the layout is our own proposal (docs/money.md); parties have no common one. A line names who sends it
(结算方: the KOL's id, the agency's code), the order, the amount in yuan, and the day or month it is settled for; a
month counts as its last day. A line without an order is a sum over several. Without 类型 an amount below zero is a
refund, any other a sale. The kind is `party_sale`, `party_refund` or `party_adjustment`, and the statement's id begins
with `party/` and the sender, so that the platform's own lines are told apart.
"""

from __future__ import annotations

import calendar
import re

import polars as pl

from ingest.instants import INSTANT, SHANGHAI_TIME, shanghai_time
from ingest.numbers import YUAN
from ingest.sources import settlement_lines
from ingest.sources.reading import Reading
from ingest.sources.source import Context, Source, Typed
from ingest.values import Fault, Grammar, Outcome
from ingest.words import CODE, CURRENCY, ID, words

_PARTY = ("结算方", "party")
_ORDER = ("订单号", "order_id")
_KOL_AMOUNT = ("达人佣金", "kol_commission")
_AGENCY_AMOUNT = ("机构服务费", "agency_fee")
_SETTLED = ("结算日期", "结算月份", "settled_on")
_KIND = ("类型", "kind")
_KOL = ("达人id", "kol_id")
_CASE = ("售后单号", "refund_id")
_BASE = ("计佣基数", "base")
_SHOP = ("店铺", "shop_id")
_CURRENCY = ("币种", "currency")

_MONTH = re.compile(r"(20\d\d)[-/.年](0?[1-9]|1[0-2])月?\Z", re.ASCII)
_WORDS = {
    "party_sale": ("sale", "销售", "成交", "fixed_fee", "坑位费"),
    "party_refund": ("refund", "退款"),
    "party_adjustment": ("adjustment", "调账"),
}
_KINDS = words(
    {word: kind for kind, listed in _WORDS.items() for word in listed},
    fault=Fault(
        "E-STATEMENT-KIND",
        "销售, 退款, 调账 or 坑位费 (sale, refund, adjustment or fixed_fee)",
        "write one of these words, or leave the column out",
    ),
)
_NO_AMOUNT = Fault(
    "E-MISSING", "an amount in 达人佣金 or 机构服务费", "fill in what is due, 0 if nothing, and load the file again"
)


def _settled(text: str) -> Outcome:
    month = _MONTH.match(text)
    if month is None:
        return shanghai_time(text)
    year, number = int(month.group(1)), int(month.group(2))
    return shanghai_time(f"{year}-{number:02d}-{calendar.monthrange(year, number)[1]:02d}")


SETTLED_ON = Grammar(INSTANT, SHANGHAI_TIME.fast, _settled)
"""A day, a time or a month, which counts as its last day; Asia/Shanghai."""


def _type_rows(frame: pl.DataFrame, _context: Context) -> tuple[Typed, ...]:
    reading = Reading("settlements", frame, _PARTY)
    parties = reading.column(_PARTY, CODE, is_required=True)
    orders, cases = reading.column(_ORDER, ID), reading.column(_CASE, ID)
    amounts = {
        "kol_commission_fen": reading.column(_KOL_AMOUNT, YUAN),
        "third_party_fee_fen": reading.column(_AGENCY_AMOUNT, YUAN),
    }
    stated = pl.DataFrame(amounts).select(pl.sum_horizontal(pl.all(), ignore_nulls=True)).to_series()
    is_silent = amounts["kol_commission_fen"].is_null() & amounts["third_party_fee_fen"].is_null()
    reading.refuse(is_silent & ~reading.broken, _KOL_AMOUNT[0], _NO_AMOUNT)
    by_sign = (stated < 0).replace_strict({True: "party_refund", False: "party_sale"}, return_dtype=pl.String())
    kinds = reading.column(_KIND, _KINDS)
    kinds = kinds.zip_with(kinds.is_not_null(), by_sign)
    settled_at = reading.column(_SETTLED, SETTLED_ON, is_required=True)
    ids = settlement_lines.ids("p", parties, orders, cases, kinds, settlement_lines.seconds(settled_at))
    named = pl.DataFrame({"party": parties, "id": ids}).select(pl.format("party/{}/{}", "party", "id")).to_series()
    currency = reading.column(_CURRENCY, CURRENCY)
    return (
        reading.typed(
            {
                "statement_id": named,
                "line_no": settlement_lines.line_numbers(named, amounts),
                "shop_id": reading.column(_SHOP, CODE),
                "order_id": orders,
                "after_sale_id": cases,
                "kol_id": reading.column(_KOL, ID),
                "kind": kinds,
                "status": reading.constant("settled", pl.String()),
                "settled_at": settled_at,
                "currency": currency.zip_with(currency.is_not_null(), reading.constant("CNY", pl.String())),
                "base_fen": reading.column(_BASE, YUAN),
                **amounts,
            }
        ),
    )


PARTY_STATEMENTS = Source(
    key="party_statements",
    title="statement of a KOL or an agency (达人、机构对账单)",
    required=(
        frozenset(_PARTY),
        frozenset(_ORDER),
        frozenset({*_KOL_AMOUNT, *_AGENCY_AMOUNT}),
        frozenset(_SETTLED),
    ),
    known=frozenset(
        {*_PARTY, *_ORDER, *_KOL_AMOUNT, *_AGENCY_AMOUNT, *_SETTLED, *_KIND, *_KOL, *_CASE, *_BASE, *_SHOP, *_CURRENCY}
    ),
    type_rows=_type_rows,
    is_whole=True,
    least_share=0.5,
)
