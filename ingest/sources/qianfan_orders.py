"""千帆 订单导出: 72 to 75 columns, one row per SKU of an order. Receiver and ID-card columns are not kept.
Evidence C: two independent parsers and their tests; no real file is public.

What the money columns mean, per row and in yuan:

| column | meaning | becomes |
| --- | --- | --- |
| 商品总价 | list price × quantity | list_fen |
| 店铺优惠, and SKU商家改价 where the checks show that it counts | borne by the brand | brand_discount_fen |
| 平台优惠 | borne by the platform | platform_discount_fen |
| 用户应付金额 or 用户实付金额 | what the buyer owes, freight perhaps included | checks paid_fen |
| 商家应收金额（支付金额） | what the merchant receives = buyer paid + platform discount | checks paid_fen |
| 支付渠道优惠 | borne by the payment channel: the merchant still receives it | only in the check |
| 包裹总运费 | freight of the parcel, repeated on its rows | shipping_fen of the parcel's first row |

paid_fen = list − brand discount − platform discount, goods alone. A row on which 用户应付 or 商家应收 contradicts that,
with and without freight and channel discount, per row and per order (an export may repeat the order's sum on each row),
is refused: one of its columns does not mean what it says. A gift costs nothing whatever its list price.

line_no is the rank of the SKU within its order over the whole sheet, so that the order of rows cannot matter; a gift of
the same SKU and a second parcel of it are lines of their own. `shop_id` is `xiaohongshu` for every 千帆 file: order ids
are unique on the platform, and the after-sale and settlement exports do not name the shop. An order marked 拿样 has the
state `sample` and is no sale.
"""

from __future__ import annotations

import polars as pl

from ingest.instants import SHANGHAI_TIME
from ingest.numbers import WHOLE
from ingest.sources import order_lines, order_money
from ingest.sources.precise_times import read_times
from ingest.sources.reading import Reading
from ingest.sources.source import Context, Source, Typed
from ingest.sources.statuses import ORDER, SAMPLE
from ingest.words import BOOLEAN, BUYER_KEY, ID, KOL_ID, ORDER_ID, TEXT, words

SHOP = "xiaohongshu"
_SKUS = ("规格id", "小红书编码", "商家编码", "条形码")
_PRODUCTS = ("商品id",)
_TIMES = {"ordered_at": "订单创建时间", "paid_at": "支付时间", "completed_at": "订单完成时间"}
_PERSONAL = frozenset(
    {"收件人姓名", "收件人电话", "收件人地址", "区", "区域编码", "订购人身份证姓名/id name", "订购人身份证号/id number"}
    | {"收件人身份证姓名", "收件人身份证号", "用户备注", "支付渠道订单号", "发票/invoice"}
)
_OTHER = frozenset(
    {
        "售后状态",
        "订单类型",
        "订单标记",
        "省",
        "市",
        "达人名称",
        "sku名称",
        "sku规格",
        "支付方式",
        "支付期数",
        "利息费用",
    }
    | {"手续费承担方", "sku净重(kg)", "包裹总净重(kg)", "快递公司", "发货链接", "大头笔/paint marker", "店铺名称"}
    | {"集包地/express extend 1", "三段码/express extend 2", "预售订单开始发货时间", "预售订单截止发货时间"}
    | {"承诺发货时间", "订单发货时间", "发货仓库", "确认收货类型", "是否延迟收货", "包裹备注标记", "包裹备注信息"}
    | {"异常原因", "运费模版名称", "物流方案名称", "第三方机构订单号", "国补模式", "供应商id", "供应商名称", "商品名称"}
)


def _states(reading: Reading) -> pl.Series:
    states = reading.column("订单状态", words(ORDER), is_required=True)
    is_sample = reading.column("订单标记", TEXT).str.contains("拿样").fill_null(False)
    return reading.constant(SAMPLE, pl.String()).zip_with(is_sample, states)


def _type_rows(frame: pl.DataFrame, _context: Context) -> tuple[Typed, ...]:
    reading = Reading("orders", frame, "订单号")
    order_ids = reading.column("订单号", ORDER_ID, is_required=True)
    skus = reading.column(_SKUS, ID, is_required=True)
    is_gift = reading.column("是否为赠品", BOOLEAN).fill_null(False)
    parcels = reading.column("快递单号", ID)
    money = order_money.read_money(reading, order_ids, parcels, is_gift)
    return (
        reading.typed(
            {
                "shop_id": reading.constant(SHOP, pl.String()),
                "order_id": order_ids,
                "line_no": order_lines.line_numbers(order_ids, skus, is_gift, parcels),
                "channel": reading.constant("xiaohongshu", pl.String()),
                "product_id": reading.column(_PRODUCTS, ID),
                "sku": skus,
                "buyer_key": reading.column("用户编号", BUYER_KEY),
                **read_times(reading, _TIMES, SHANGHAI_TIME, required="ordered_at"),
                "quantity": reading.column("sku件数", WHOLE, is_required=True),
                "currency": reading.constant("CNY", pl.String()),
                **money,
                "source_kol_id": reading.column("达人id", KOL_ID),
                "status": _states(reading),
            }
        ),
    )


QIANFAN_ORDERS = Source(
    key="qianfan_orders",
    title="千帆 订单导出 (orders)",
    required=(
        frozenset({"订单号"}),
        frozenset({"订单状态"}),
        frozenset(_SKUS),
        frozenset({"sku件数"}),
        frozenset({"商品总价"}),
        frozenset({*order_money.PAYABLE, *order_money.RECEIVABLE}),
        frozenset({"订单创建时间"}),
    ),
    known=frozenset(
        {"订单号", "订单状态", *_SKUS, *_PRODUCTS, "是否为赠品", "快递单号", "用户编号", "订单创建时间", "支付时间"}
    )
    | frozenset({"订单完成时间", "sku件数", "达人id", *order_money.COLUMNS})
    | _OTHER,
    type_rows=_type_rows,
    personal=_PERSONAL,
    buyers=frozenset({"用户编号"}),
    is_whole=True,
)
