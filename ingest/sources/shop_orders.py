"""Orders of other shops, one row per line: the columns differ, what becomes of them does not.

paid_fen is what the buyer paid for the goods, freight taken off; what is missing to the list price is the platform's
where a column says so and the brand's otherwise. A line that cost more than its list price is refused: its amount is
then the whole order's, or not what its column says. So are several lines of one order that all state the same amount
and no list price.

Order ids are unique on a platform, so the shop is the platform. Buyers of other platforms are not kept: their names
meet nobody's clicks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from ingest.instants import SHANGHAI_TIME
from ingest.numbers import WHOLE, YUAN
from ingest.sources import order_lines
from ingest.sources.precise_times import read_times
from ingest.sources.reading import Reading
from ingest.sources.source import Typed
from ingest.sources.statuses import ORDER
from ingest.values import Fault, Good, Grammar, Outcome
from ingest.words import ID, has_lost_digits, words

Names = tuple[str, ...]

PERSONAL = frozenset(
    {
        "收件人",
        "收件人姓名",
        "收件人电话",
        "收件人手机号",
        "收件人手机",
        "收件人地址",
        "收货人",
        "收货人姓名",
        "收货地址",
    }
    | {
        "收货人电话",
        "收货人手机",
        "手机",
        "手机号",
        "电话",
        "联系电话",
        "联系手机",
        "详细地址",
        "街道",
        "区",
        "买家会员名",
    }
    | {
        "买家支付宝账号",
        "买家留言",
        "客户姓名",
        "客户地址",
        "客户电话",
        "下单帐号",
        "下单账号",
        "身份证姓名",
        "身份证号码",
    }
    | {"发票抬头", "发票内容", "修改后的收货地址", "支付单号", "用户备注", "买家备注", "邮编", "买家昵称", "买家id"}
)
"""Of people who bought: dropped while reading, wherever they stand."""

_AMOUNTS = Fault(
    "E-AMOUNTS",
    "a line that costs no more than its list price, and amounts of zero or more",
    "export with one amount per line, or correct the row, and load the file again",
)
_REPEATED = Fault(
    "E-AMOUNTS",
    "an amount of its own on each line of an order",
    "export with the price of each line: the same amount on every line may be the whole order's",
)
_LINE = Fault("E-LINE-ID", "the number of the line: digits below 2^63", "export the id as text and load the file again")


@dataclass(frozen=True)
class Shop:
    """A platform and what its export calls things. `list_price` is the line's; `unit_price` times the quantity else.

    `lines` are ids of lines; without them a line is told by its SKU, and the sheet must be whole. `is_received`: the
    payable amount is what the merchant receives, platform discount included.
    """

    channel: str
    orders: Names
    quantity: Names
    payable: Names
    created: Names
    paid: Names
    skus: Names
    lines: Names = ()
    list_price: Names = ()
    unit_price: Names = ()
    freight: Names = ()
    platform_discount: Names = ()
    products: Names = ()
    done: Names = ()
    state: Names = ()
    is_received: bool = False

    @property
    def columns(self) -> frozenset[str]:
        """All the names."""
        groups = (
            self.orders,
            self.quantity,
            self.payable,
            self.created,
            self.paid,
            self.skus,
            self.lines,
            self.freight,
        )
        more = (self.list_price, self.unit_price, self.platform_discount, self.products, self.done, self.state)
        return frozenset(name for group in (*groups, *more) for name in group)


def _line(text: str) -> Outcome:
    if has_lost_digits(text) or not text.isascii() or not text.isdigit() or int(text) >= 2**63:
        return _LINE
    return Good(int(text))


LINE_ID = Grammar(pl.Int64(), lambda text: text.clear(text.len()).cast(pl.Int64), _line, takes_typed=False)
"""Numbers of lines that are ids: what the line is, wherever it stands."""


def type_lines(frame: pl.DataFrame, shop: Shop) -> Typed:
    """The lines of a sheet as `orders`."""
    reading = Reading("orders", frame, shop.orders)
    orders = reading.column(shop.orders, ID, is_required=True)
    skus = reading.column(shop.skus, ID)
    names = {"ordered_at": shop.created, "paid_at": shop.paid, "completed_at": shop.done or ("订单完成时间",)}
    times = read_times(reading, names, SHANGHAI_TIME, required="ordered_at")
    quantity = reading.column(shop.quantity, WHOLE, is_required=True)
    return reading.typed(
        {
            "shop_id": reading.constant(shop.channel, pl.String()),
            "order_id": orders,
            "line_no": _line_numbers(reading, shop, orders, skus),
            "channel": reading.constant(shop.channel, pl.String()),
            "product_id": reading.column(shop.products or ("商品id",), ID),
            "sku": skus,
            **times,
            "quantity": quantity,
            "currency": reading.constant("CNY", pl.String()),
            **_money(reading, shop, orders, quantity),
            "status": states(reading, shop.state or ("订单状态",), times["paid_at"], ORDER),
        }
    )


def states(reading: Reading, columns: Names, paid_at: pl.Series, meanings: Mapping[str, str]) -> pl.Series:
    """The stated state; a sheet without that column knows only whether an order was paid."""
    if reading.has(*columns):
        return reading.column(columns, words(meanings), is_required=True)
    is_paid = paid_at.is_not_null()
    return reading.constant("paid", pl.String()).zip_with(is_paid, reading.constant("pending", pl.String()))


def _line_numbers(reading: Reading, shop: Shop, orders: pl.Series, skus: pl.Series) -> pl.Series:
    if shop.lines:
        return reading.column(shop.lines, LINE_ID, is_required=True)
    no_gift, no_parcel = reading.constant(False, pl.Boolean()), reading.constant(None, pl.String())
    return order_lines.line_numbers(orders, skus, no_gift, no_parcel)


def _money(reading: Reading, shop: Shop, orders: pl.Series, quantity: pl.Series) -> dict[str, pl.Series]:
    payable = reading.column(shop.payable, YUAN, is_required=True)
    freight = _optional(reading, shop.freight)
    platform = _optional(reading, shop.platform_discount)
    paid = payable - freight - platform if shop.is_received else payable - freight
    listed = reading.column(shop.list_price, YUAN) if shop.list_price else reading.constant(None, pl.Int64())
    if shop.unit_price:
        listed = listed.zip_with(listed.is_not_null(), reading.column(shop.unit_price, YUAN) * quantity)
    _refuse_repeated(reading, shop, orders, payable, listed)
    listed = listed.zip_with(listed.is_not_null(), paid + platform)
    brand = listed - platform - paid
    is_odd = (brand < 0) | (paid < 0) | (platform < 0) | (freight < 0)
    reading.refuse(is_odd, shop.payable[0], _AMOUNTS, reading.raw(shop.payable))
    return {
        "list_fen": listed,
        "brand_discount_fen": brand,
        "platform_discount_fen": platform,
        "shipping_fen": freight,
        "tax_fen": reading.constant(0, pl.Int64()),
        "paid_fen": paid,
    }


def _optional(reading: Reading, names: Names) -> pl.Series:
    return reading.column(names, YUAN).fill_null(0) if names else reading.constant(0, pl.Int64())


def _refuse_repeated(reading: Reading, shop: Shop, orders: pl.Series, payable: pl.Series, listed: pl.Series) -> None:
    """Lines of one order with one amount on all of them, where no list price bears it out."""
    frame = pl.DataFrame({"order": orders, "payable": payable, "is_bare": listed.is_null()})
    is_repeated = (
        (pl.len().over("order") > 1)
        & (pl.col("payable").n_unique().over("order") == 1)
        & pl.col("is_bare")
        & (pl.col("payable") != 0)
        & pl.col("order").is_not_null()
    )
    reading.refuse(frame.select(is_repeated).to_series(), shop.payable[0], _REPEATED, reading.raw(shop.payable))
