"""千帆 open API afterSale.listAfterSaleInfos, getAfterSaleInfo and the old listAfterSaleApi. Evidence A, official docs.

Amounts are yuan here, although the order API of the same platform says fen. Times are milliseconds. Money has moved
where `refundStatus` is 2; the new list has no `refundStatus`: there, where the case is done and no exchange. A case
that has moved nothing is kept with 0 fen, so that a later answer replaces it; an unknown state is refused.

The detail says what was paid back (`refundAmountYuan`) and parts goods from freight in what was applied for; where
these add up, the refund is exact. A list only has the amount that was expected: `is_estimated`. `line_no` 0 is the
whole order, as in the export.
"""

from __future__ import annotations

import polars as pl

from ingest.instants import EPOCH_MS
from ingest.numbers import YUAN
from ingest.sources.api_answers import unfolding
from ingest.sources.qianfan_orders import SHOP
from ingest.sources.reading import Reading
from ingest.sources.source import Context, Source, Typed
from ingest.sources.statuses import AFTER_SALE_CODE, REFUND_CODE
from ingest.values import MISSING, Fault
from ingest.words import AFTER_SALE_ID, ORDER_ID, words

_EXPECTED = ("expectedrefundamountyuan", "expectedrefundamount")
_TIMES = ("refundtime", "updatedat", "updatetime", "applytime", "createdtime")
_EXCHANGE = "2"
_UNKNOWN_STATE = Fault(
    "E-STATUS", "a state of an after-sale case that says whether money moved", "report the code so that it can be added"
)
_NEGATIVE = Fault("E-MONEY-SIGN", "an amount of zero or more", "fetch the case again")


def _has_moved(reading: Reading) -> pl.Series:
    case = reading.column("status", words(AFTER_SALE_CODE, fault=_UNKNOWN_STATE), is_required=True)
    refund = reading.column("refundstatus", words(REFUND_CODE, fault=_UNKNOWN_STATE))
    is_exchange = (reading.raw("returntype").cast(pl.String()).str.strip_chars() == _EXCHANGE).fill_null(False)
    by_case = (case == "done").fill_null(False) & ~is_exchange
    return (refund == "done").fill_null(False).zip_with(refund.is_not_null(), by_case)


def _refunded_at(reading: Reading) -> pl.Series:
    """When the money went back, else when the case last changed, else when it was opened."""
    found = reading.constant(None, reading.column(_TIMES[0], EPOCH_MS).dtype)
    for name in _TIMES:
        found = found.zip_with(found.is_not_null(), reading.column(name, EPOCH_MS))
    reading.refuse_missing(found, "applytime" if reading.has("applytime") else "createdtime")
    return found


def _money(reading: Reading, has_moved: pl.Series) -> dict[str, pl.Series]:
    """Goods and freight that went back, exact where the paid-back amount is the applied goods and freight together."""
    expected, back = reading.column(_EXPECTED, YUAN), reading.column("refundamountyuan", YUAN)
    goods, freight = reading.column("appliedskusamountyuan", YUAN), reading.column("appliedshipfeeamountyuan", YUAN)
    whole = back.zip_with(back.is_not_null() & has_moved, expected)
    reading.refuse(has_moved & whole.is_null(), _EXPECTED[0], MISSING)
    for amount, name in ((expected, _EXPECTED[0]), (back, "refundamountyuan"), (freight, "appliedshipfeeamountyuan")):
        reading.refuse(amount < 0, name, _NEGATIVE, amount)
    adds_up = (goods + freight.fill_null(0) == whole).fill_null(False)
    nothing = reading.constant(0, pl.Int64())
    return {
        "goods_fen": goods.zip_with(adds_up, whole).zip_with(has_moved, nothing),
        "shipping_fen": freight.fill_null(0).zip_with(adds_up & has_moved, nothing),
        "is_estimated": ~(adds_up & back.is_not_null() & has_moved),
    }


def _type_rows(frame: pl.DataFrame, _context: Context) -> tuple[Typed, ...]:
    reading = Reading("refunds", frame, "returnsid")
    has_moved = _has_moved(reading)
    return (
        reading.typed(
            {
                "refund_id": reading.column("returnsid", AFTER_SALE_ID, is_required=True),
                "line_no": reading.constant(0, pl.Int64()),
                "shop_id": reading.constant(SHOP, pl.String()),
                "order_id": reading.column("orderid", ORDER_ID, is_required=True),
                "refunded_at": _refunded_at(reading),
                "time_precision": reading.constant("second", pl.String()),
                "currency": reading.constant("CNY", pl.String()),
                **_money(reading, has_moved),
            }
        ),
    )


_PERSONAL = frozenset({"userid", "openaddressid", "desc", "note", "proofphotos", "returnaddress"}) | frozenset(
    f"returnaddress.{name}" for name in ("province", "city", "county", "town", "street", "phone", "name", "fulladdress")
)
QIANFAN_API_AFTER_SALES = Source(
    key="qianfan_api_after_sales",
    title="千帆 afterSale API (after-sale cases)",
    required=(
        frozenset({"returnsid"}),
        frozenset({"orderid"}),
        frozenset({"status"}),
        frozenset(_EXPECTED),
        frozenset({"applytime", "createdtime"}),
    ),
    known=frozenset({"returnsid", "orderid", "returntype", "status", "refundstatus", "refunded", "reasonid", "reason"})
    | frozenset({"reasonnamezh", "expiretime", "appliedskusamountyuan", "appliedshipfeeamountyuan", "refundamountyuan"})
    | frozenset({"returnexpressno", "returnexpresscompany", "substatus", "returnstag", "skus", *_EXPECTED, *_TIMES}),
    type_rows=_type_rows,
    personal=_PERSONAL,
    unfold=unfolding("returnsId", "orderId", "status"),
)
