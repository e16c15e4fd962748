"""千帆 open API order.getOrderDetail: an order with its `skuList`, one row per SKU. Evidence A, official docs.

Amounts are fen and sums of their line, times are milliseconds with 0 for "not yet". `order.getOrderList` has neither
lines nor amounts: save the details of its orders. paid_fen is a line's `totalPaidAmount`; its list price is that plus
what the merchant and the platform bore. An order whose lines and freight do not add up to `totalPayAmount`, with tax
inside or beside the lines and with the payment channel's discount taken off or not, is refused: nothing says then what
was paid for which line.

Orders and lines meet those of the console's export: same order id, same rank of the SKU. `kolId` is only there for
orders from a live room or a KOL's shelf. An order tagged SAMPLE (拿样) has the state `sample` and is no sale.
"""

from __future__ import annotations

import polars as pl

from ingest.instants import EPOCH_MS
from ingest.numbers import FEN, WHOLE
from ingest.sources import order_lines
from ingest.sources.api_answers import PLACE, unfolding
from ingest.sources.precise_times import read_times
from ingest.sources.qianfan_orders import SHOP
from ingest.sources.reading import Reading
from ingest.sources.source import Context, Source, Typed
from ingest.sources.statuses import ORDER_CODE, SAMPLE
from ingest.values import Fault
from ingest.words import BOOLEAN, BUYER_KEY, ID, KOL_ID, ORDER_ID, TOPICS, words

_LINE = "skulist"
_PLACE = f"{_LINE}.{PLACE}"
_TIMES = {"ordered_at": "createdtime", "paid_at": "paidtime", "completed_at": "finishtime"}
_LINE_AMOUNTS = ("totalpaidamount", "totalmerchantdiscount", "totalreddiscount", "totaltaxamount")
_CONTRADICTION = Fault(
    "E-AMOUNTS",
    "skuList.totalPaidAmount of all lines + totalShippingFree = totalPayAmount",
    "fetch the order's detail again; if it stays so, load the console's export",
)
_NEGATIVE = Fault("E-AMOUNTS", "amounts of an order of zero or more", "fetch the order's detail again")


def _record_numbers(reading: Reading) -> pl.Series:
    """Which record of the file a row belongs to: an order may be in it twice, as it was and as it is."""
    if not reading.has(_PLACE):
        return reading.constant(0, pl.Int64())
    return (reading.raw(_PLACE).fill_null("1") == "1").cast(pl.Int64()).cum_sum()


def _money(reading: Reading, order_ids: pl.Series) -> dict[str, pl.Series]:
    """The `_fen` columns of `orders`; the lines of an order that does not add up are refused."""
    paid, merchant, platform, tax = (
        reading.column(f"{_LINE}.{name}", FEN, is_required=name == "totalpaidamount") for name in _LINE_AMOUNTS
    )
    amounts = pl.DataFrame(
        {
            "order": order_ids,
            "record": _record_numbers(reading),
            "paid": paid,
            "tax": tax.fill_null(0),
            "payable": reading.column("totalpayamount", FEN),
            "freight": reading.column("totalshippingfree", FEN).fill_null(0),
            "channel": reading.column("outpromotionamount", FEN).fill_null(0),
        }
    )
    goods = amounts.select(_goods().alias("goods"), _freight_once().alias("freight"))
    reading.refuse(paid.is_not_null() & goods["goods"].is_null(), "totalpayamount", _CONTRADICTION, amounts["payable"])
    reading.refuse(
        (paid < 0) | (tax < 0) | (merchant < 0) | (platform < 0), f"{_LINE}.totalpaidamount", _NEGATIVE, paid
    )
    return {
        "list_fen": goods["goods"] + merchant.fill_null(0) + platform.fill_null(0),
        "brand_discount_fen": merchant.fill_null(0),
        "platform_discount_fen": platform.fill_null(0),
        "shipping_fen": goods["freight"],
        "tax_fen": amounts["tax"],
        "paid_fen": goods["goods"],
    }


def _goods() -> pl.Expr:
    """What was paid for the line, tax included: the first reading with which the order adds up, or null."""
    order = ["order", "record"]
    candidates = []
    for line in (pl.col("paid"), pl.col("paid") + pl.col("tax")):
        lines = pl.when(line.is_not_null().all().over(order)).then(line.sum().over(order))
        whole = lines + pl.col("freight")
        agrees = (pl.col("payable") == whole) | (pl.col("payable") == whole - pl.col("channel"))
        candidates.append(pl.when(agrees | pl.col("payable").is_null()).then(line))
    return pl.coalesce(candidates)


def _freight_once() -> pl.Expr:
    """The order's freight on its first line."""
    is_first = pl.int_range(pl.len()).over(["order", "record"]) == 0
    return pl.when(is_first).then(pl.col("freight")).otherwise(0)


def _states(reading: Reading) -> pl.Series:
    states = reading.column("orderstatus", words(ORDER_CODE), is_required=True)
    is_sample = reading.column("ordertaglist", TOPICS).list.contains("SAMPLE").fill_null(False)
    return reading.constant(SAMPLE, pl.String()).zip_with(is_sample, states)


def _type_rows(frame: pl.DataFrame, _context: Context) -> tuple[Typed, ...]:
    reading = Reading("orders", frame, "orderid")
    order_ids = reading.column("orderid", ORDER_ID, is_required=True)
    skus = reading.column(f"{_LINE}.skuid", ID, is_required=True)
    is_gift = reading.column(f"{_LINE}.skutag", BOOLEAN).fill_null(False)
    no_parcel = reading.constant(None, pl.String())
    return (
        reading.typed(
            {
                "shop_id": reading.constant(SHOP, pl.String()),
                "order_id": order_ids,
                "line_no": order_lines.line_numbers(order_ids, skus, is_gift, no_parcel),
                "channel": reading.constant("xiaohongshu", pl.String()),
                "product_id": reading.column(f"{_LINE}.itemid", ID),
                "sku": skus,
                "buyer_key": reading.column("userid", BUYER_KEY),
                **read_times(reading, _TIMES, EPOCH_MS, required="ordered_at"),
                "quantity": reading.column(f"{_LINE}.skuquantity", WHOLE, is_required=True),
                "currency": reading.constant("CNY", pl.String()),
                **_money(reading, order_ids),
                "source_kol_id": reading.column(f"{_LINE}.kolid", KOL_ID),
                "status": _states(reading),
            }
        ),
    )


_PERSONAL = frozenset({"openaddressid", "customerremark", "outtradeno", "boundextendinfo.payno"}) | frozenset(
    f"receiver{name}"
    for name in ("name", "phone", "address", "districtid", "districtname", "townname", "townid", "detailaddress")
)
_SERIALS = frozenset(f"{_LINE}.skuidentifycodeinfo.{name}" for name in ("sncode", "barcode", "imei1code", "imei2code"))
QIANFAN_API_ORDERS = Source(
    key="qianfan_api_orders",
    title="千帆 order.getOrderDetail (orders)",
    required=tuple(
        frozenset({name})
        for name in (
            *("orderid", "orderstatus", "createdtime"),
            *(f"{_LINE}.skuid", f"{_LINE}.skuquantity", f"{_LINE}.totalpaidamount"),
        )
    ),
    known=frozenset({"orderid", "ordertype", "orderstatus", "orderaftersalesstatus", "cancelstatus", "createdtime"})
    | frozenset({"paidtime", "updatetime", "deliverytime", "canceltime", "finishtime", "promiselastdeliverytime"})
    | frozenset({"totalpayamount", "totalshippingfree", "totaltaxamount", "totaldepositamount", "totalreddiscount"})
    | frozenset(
        {"totalmerchantdiscount", "totalchangepriceamount", "outpromotionamount", "merchantactualreceiveamount"}
    )
    | frozenset({"expresstrackingno", "expresscompanycode", "simpledeliveryorderlist", "paymenttype", "ordertaglist"})
    | frozenset({"originalorderid", "userid", "logistics", "shopid", "shopname", "sellerremark", _PLACE})
    | frozenset(f"{_LINE}.{name}" for name in _LINE_AMOUNTS)
    | frozenset(f"{_LINE}.{name}" for name in ("skuid", "skuname", "erpcode", "skuspec", "skuquantity", "skutag"))
    | frozenset(f"{_LINE}.{name}" for name in ("itemid", "itemname", "kolid", "kolname", "skuaftersalestatus")),
    type_rows=_type_rows,
    personal=_PERSONAL | _SERIALS,
    buyers=frozenset({"userid"}),
    is_whole=True,
    unfold=unfolding("orderId", "skuList", lines="skuList"),
)
