"""Shopify orders_export: 79 columns by name, in the shop's own currency and with the offset in every time. Evidence B.

The lines of an order after its first are continuation rows, blank in the columns of the order: those are filled from
the row above that has the same Name. An order is told by its Name (`#1001`); two shops both have one, so a second
shop's export is loaded with its account, which is then the shop.

Prices are of one piece before discounts. What is missing to `Subtotal` is the brand's discount: each line's own
`Lineitem discount` first, the rest split over the lines by what is left of them, largest remainder. Taxes are inside or
beside the prices: whichever makes `Subtotal` + `Shipping` (+ `Taxes`, + `Duties`) the `Total`; an order that neither
does is refused. Taxes are split like goods and belong to paid_fen.

`Refunded Amount` is the order's refunds so far: a row of `refunds` named after the order, `is_estimated`, at the time
of payment because the export says no better; goods first, then freight. Names, e-mail and addresses are dropped.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from campaigns.money import split
from ingest.instants import OFFSET_TIME
from ingest.numbers import WHOLE, YUAN
from ingest.sources.precise_times import precision, read_times
from ingest.sources.reading import Reading
from ingest.sources.source import Context, Source, Typed
from ingest.sources.statuses import SHOPIFY
from ingest.values import Fault, first_of
from ingest.words import CURRENCY, ID, TEXT, words

_ORDER_LEVEL = (
    *("id", "financial status", "paid at", "fulfillment status", "currency", "subtotal", "shipping", "taxes", "total"),
    *("discount code", "created at", "cancelled at", "refunded amount", "duties"),
)
_CONTRADICTION = Fault(
    "E-AMOUNTS",
    "Subtotal + Shipping + Taxes = Total, with taxes inside the prices or beside them, and lines that reach Subtotal",
    "export the order again; if it has tips or gift cards, load it by our own columns",
)
_NEGATIVE = Fault("E-AMOUNTS", "amounts of zero or more", "export the order again")


@dataclass(frozen=True)
class _Line:
    """Of one line: list price, own discount; and what the order says, the same on each of its lines."""

    listed: int | None
    discount: int
    subtotal: int | None
    shipping: int
    taxes: int
    total: int | None
    duties: int


def _filled(frame: pl.DataFrame) -> pl.DataFrame:
    """Continuation rows with the cells of their order, and `block`: the rows that one order-level row heads."""
    if "name" not in frame.columns:
        return frame.with_columns(block=pl.int_range(pl.len()))
    order_level = [name for name in _ORDER_LEVEL if name in frame.columns]
    texts = [pl.when(pl.col(name).str.strip_chars() != "").then(pl.col(name)).alias(name) for name in order_level]
    heads = [name for name in ("total", "subtotal", "financial status", "created at") if name in frame.columns]
    bare = frame.with_columns(texts)
    is_head = pl.any_horizontal([pl.col(name).is_not_null() for name in heads]) if heads else pl.lit(value=True)
    is_new = is_head | (pl.col("name") != pl.col("name").shift()).fill_null(True)
    blocks = bare.with_columns(block=is_new.cast(pl.Int64).cum_sum())
    return blocks.with_columns(pl.col(name).forward_fill().over("block") for name in order_level)


def _line_numbers(reading: Reading, blocks: pl.Series) -> pl.Series:
    """Rank of (SKU, name, price, discount, pieces) within the order; equal lines are lines of their own."""
    columns = ("lineitem sku", "lineitem name", "lineitem price", "lineitem discount", "lineitem quantity")
    line = pl.DataFrame({name: reading.raw(name).cast(pl.String()).fill_null("") for name in columns})
    ranked = pl.struct(*columns).rank("ordinal").over("block").cast(pl.Int64).alias("line_no")
    return line.with_columns(block=blocks).select(ranked).to_series()


def _money(reading: Reading, blocks: pl.Series, quantity: pl.Series) -> dict[str, pl.Series]:
    amounts = {
        "listed": reading.column("lineitem price", YUAN, is_required=True) * quantity,
        "discount": reading.column("lineitem discount", YUAN).fill_null(0),
        "subtotal": reading.column("subtotal", YUAN),
        "shipping": reading.column("shipping", YUAN).fill_null(0),
        "taxes": reading.column("taxes", YUAN).fill_null(0),
        "total": reading.column("total", YUAN),
        "duties": reading.column("duties", YUAN).fill_null(0),
    }
    for name, values in amounts.items():
        reading.refuse(values < 0, "lineitem price" if name == "listed" else name, _NEGATIVE, values)
    lines = [_Line(*row) for row in pl.DataFrame(amounts).rows()]
    parts = [part for start, end in _spans(blocks) for part in _shared(lines[start:end])]
    names = ("list_fen", "brand_discount_fen", "shipping_fen", "tax_fen", "paid_fen")
    found = pl.DataFrame(parts, schema=dict.fromkeys(names, pl.Int64), orient="row")
    reading.refuse(found["paid_fen"].is_null(), "total", _CONTRADICTION, reading.raw("total"))
    return {**found.to_dict(), "platform_discount_fen": reading.constant(0, pl.Int64())}


def _spans(blocks: pl.Series) -> Iterator[tuple[int, int]]:
    """Start and end of each order's rows, which stand together."""
    start = 0
    for place, (one, following) in enumerate(zip(blocks, [*blocks[1:], None], strict=True), 1) if len(blocks) else ():
        if one != following:
            yield start, place
            start = place


def _shared(lines: list[_Line]) -> list[tuple[int | None, ...]]:
    """List price, discount, shipping, tax and paid of each line of one order; nulls where it does not add up."""
    goods = _goods(lines)
    tax_beside = None if goods is None else _tax_beside(lines[0])
    if goods is None or tax_beside is None:
        return [(None,) * 5] * len(lines)
    has_goods = sum(goods) > 0
    taxes = split(lines[0].taxes, goods if has_goods else [1] * len(lines))
    rows: list[tuple[int | None, ...]] = []
    for place, (line, paid, tax) in enumerate(zip(lines, goods, taxes, strict=True)):
        beside = tax if tax_beside else 0
        listed = (line.listed or 0) + beside
        rows.append((listed, listed - paid - beside, lines[0].shipping if place == 0 else 0, tax, paid + beside))
    return rows


def _goods(lines: list[_Line]) -> list[int] | None:
    """What each line comes to after discounts; together they are the subtotal."""
    left = [None if line.listed is None else line.listed - line.discount for line in lines]
    subtotal = lines[0].subtotal
    if subtotal is None or any(part is None or part < 0 for part in left):
        return None
    parts = [part for part in left if part is not None]
    rest = sum(parts) - subtotal
    if rest < 0:
        return None
    return [part - off for part, off in zip(parts, split(rest, parts) if rest else [0] * len(parts), strict=True)]


def _tax_beside(line: _Line) -> bool | None:
    """Whether taxes come on top of the prices, or are inside; None where the order adds up neither way."""
    goods = (line.subtotal or 0) + line.shipping
    inside, beside = (goods, goods + line.duties), (goods + line.taxes, goods + line.taxes + line.duties)
    if line.total in inside:
        return False
    return True if line.total in beside else None


def _states(reading: Reading) -> pl.Series:
    """Paid or not, then cancelled, then shipped."""
    state = reading.column("financial status", words(SHOPIFY), is_required=True)
    is_shipped = (reading.raw("fulfillment status").cast(pl.String()).str.to_lowercase() == "fulfilled").fill_null(
        False
    )
    shipped = reading.constant("shipped", pl.String()).zip_with(is_shipped & (state == "paid"), state)
    is_cancelled = reading.column("cancelled at", OFFSET_TIME).is_not_null()
    return reading.constant("cancelled", pl.String()).zip_with(is_cancelled, shipped)


def _orders(frame: pl.DataFrame, shop: str) -> Typed:
    reading = Reading("orders", frame, "name")
    blocks = reading.frame["block"]
    quantity = reading.column("lineitem quantity", WHOLE, is_required=True)
    return reading.typed(
        {
            "shop_id": reading.constant(shop, pl.String()),
            "order_id": reading.column("name", ID, is_required=True),
            "line_no": _line_numbers(reading, blocks),
            "channel": reading.constant("shopify", pl.String()),
            "sku": reading.column("lineitem sku", ID),
            **read_times(reading, _TIMES, OFFSET_TIME, required="ordered_at"),
            "quantity": quantity,
            "currency": reading.column("currency", CURRENCY, is_required=True),
            **_money(reading, blocks, quantity),
            "promo_code": reading.column("discount code", TEXT),
            "status": _states(reading),
        }
    )


def _refunds(frame: pl.DataFrame, shop: str) -> Typed:
    """Of every order with `Refunded Amount` what it states, 0 included, so that a later export replaces it."""
    is_head = pl.col("block") != pl.col("block").shift()
    has_refund = pl.col("refunded amount").is_not_null() if "refunded amount" in frame.columns else pl.lit(value=False)
    reading = Reading("refunds", frame.filter(is_head.fill_null(True) & has_refund), "name")
    orders = reading.column("name", ID, is_required=True)
    back = reading.column("refunded amount", YUAN, is_required=True)
    shipping = reading.column("shipping", YUAN).fill_null(0)
    goods_paid = reading.column("total", YUAN, is_required=True) - shipping
    goods = back.zip_with(back <= goods_paid, goods_paid)
    reading.refuse((back < 0) | (back > goods_paid + shipping), "refunded amount", _NEGATIVE, back)
    created = reading.parsed("created at", OFFSET_TIME, is_required=True)
    known = first_of(reading.parsed("paid at", OFFSET_TIME), created)
    return reading.typed(
        {
            "refund_id": f"net-{shop}-" + orders,
            "line_no": reading.constant(0, pl.Int64()),
            "shop_id": reading.constant(shop, pl.String()),
            "order_id": orders,
            "refunded_at": known.values,
            "time_precision": precision(reading, known),
            "currency": reading.column("currency", CURRENCY, is_required=True),
            "goods_fen": goods,
            "shipping_fen": back - goods,
            "is_estimated": reading.constant(True, pl.Boolean()),
        }
    )


def _type_rows(frame: pl.DataFrame, context: Context) -> tuple[Typed, ...]:
    shop = context.account or "shopify"
    filled = _filled(Reading("orders", frame).frame)
    return _orders(filled, shop), _refunds(filled, shop)


_TIMES = {"ordered_at": "created at", "paid_at": "paid at"}
_REQUIRED = ("name", "financial status", "currency", "subtotal", "total", "created at")
_LINE = ("lineitem quantity", "lineitem name", "lineitem price")
_PERSON = ("name", "street", "address1", "address2", "company", "city", "zip", "province", "country", "phone")
SHOPIFY_ORDERS = Source(
    key="shopify_orders",
    title="Shopify orders_export (orders)",
    required=tuple(frozenset({name}) for name in (*_REQUIRED, *_LINE)),
    known=frozenset(
        {*_REQUIRED, *_LINE, *_ORDER_LEVEL, "lineitem sku", "lineitem discount", "lineitem compare at price"}
    )
    | frozenset(
        {"fulfilled at", "discount amount", "shipping method", "lineitem requires shipping", "lineitem taxable"}
    )
    | frozenset(
        {"lineitem fulfillment status", "payment method", "vendor", "outstanding balance", "tags", "risk level"}
    )
    | frozenset({"source", "location", "accepts marketing", "payment terms name", "next payment due at"})
    | frozenset(f"tax {place} {what}" for place in range(1, 6) for what in ("name", "value")),
    type_rows=_type_rows,
    personal=frozenset({"email", "phone", "notes", "note attributes", "employee", "device id", "receipt number"})
    | frozenset({"payment reference", "payment references", "payment id", "billing province name"})
    | frozenset({"shipping province name"})
    | frozenset(f"{kind} {what}" for kind in ("billing", "shipping") for what in _PERSON),
    is_whole=True,
)
