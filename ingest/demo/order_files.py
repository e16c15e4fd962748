"""千帆 订单导出: 72 columns, one row per SKU, ids as text, personal columns full of invented people.

Each brand's shop has two files: August and September, then October and November. Every 400th order carries the
canaries of `words.CANARIES`; nothing of the personal columns may be found anywhere after a load.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import polars as pl

from campaigns.money import yuan
from ingest.demo import moments, story, words
from ingest.demo.spreadsheet import Cell, write_workbook
from ingest.demo.world import World

HEADER = (
    "订单号",
    "订单状态",
    "售后状态",
    "订单类型",
    "订单标记",
    "收件人姓名",
    "收件人电话",
    "收件人地址",
    "省",
    "市",
    "区",
    "区域编码",
    "小红书编码",
    "条形码",
    "规格ID",
    "达人ID",
    "达人名称",
    "SKU名称",
    "SKU规格",
    "SKU件数",
    "是否为赠品",
    "发票/Invoice",
    "商品总价(元)",
    "用户应付金额(元)",
    "平台优惠(元)",
    "店铺优惠(元)",
    "支付渠道优惠(元)",
    "SKU商家改价(元)",
    "商家应收金额(元)（支付金额）",
    "支付方式",
    "支付渠道订单号",
    "支付期数",
    "利息费用",
    "手续费承担方",
    "支付时间",
    "sku净重(kg)",
    "包裹总净重(kg)",
    "包裹总运费(元)",
    "快递公司",
    "快递单号",
    "发货链接",
    "大头笔/Paint Marker",
    "集包地/Express Extend 1",
    "三段码/Express Extend 2",
    "订购人身份证姓名/ID Name",
    "订购人身份证号/ID Number",
    "收件人身份证姓名",
    "收件人身份证号",
    "订单创建时间",
    "预售订单开始发货时间",
    "预售订单截止发货时间",
    "承诺发货时间",
    "订单发货时间",
    "订单完成时间",
    "发货仓库",
    "确认收货类型",
    "是否延迟收货",
    "用户备注",
    "包裹备注标记",
    "包裹备注信息",
    "异常原因",
    "店铺名称",
    "用户编号",
    "运费模版名称",
    "物流方案名称",
    "第三方机构订单号",
    "国补模式",
    "供应商id",
    "供应商名称",
    "商家编码",
    "商品ID",
    "商品名称",
)
STATUS_WORDS = {"paid": "待配货", "shipped": "配货中", "completed": "已完成", "cancelled": "已取消"}
CASE_WORDS = {"done": "售后完成", "open": "售后中", "rejected": "售后拒绝", "exchange": "售后完成"}
SPLIT_AT = story.instant("2026-10-01 00:00")
CANARY_EVERY = 400


def write_orders(world: World, folder: Path) -> list[Path]:
    """Two workbooks per shop, in a folder named after the shop."""
    written = []
    for brand in story.BRANDS:
        lines = _lines_of(world, brand.shop)
        for name, part in (
            ("2026年8-9月", lines.filter(pl.col("ordered") < SPLIT_AT)),
            ("2026年10-11月", lines.filter(pl.col("ordered") >= SPLIT_AT)),
        ):
            path = folder / brand.shop / f"订单信息_{name}.xlsx"
            path.parent.mkdir(parents=True, exist_ok=True)
            write_workbook(path, "订单信息", [list(HEADER), *_rows(world, part)])
            written.append(path)
    return written


def _lines_of(world: World, shop: str) -> pl.DataFrame:
    cases = world.returns.group_by("order_no").agg(pl.col("state").last().alias("case"))
    lines = world.lines.filter(pl.col("shop") == shop).join(cases, on="order_no", how="left")
    lines = lines.sort("ordered", "order_no", "line_no", descending=[True, True, False])
    texts = {name: moments.shanghai_text(lines[name]) for name in ("ordered", "paid_at", "shipped", "completed")}
    return lines.with_columns(**{f"{name}_text": text for name, text in texts.items()})


def _rows(world: World, lines: pl.DataFrame) -> Iterator[list[Cell]]:
    names = {kol.kol_id: kol.nickname for kol in world.cast.kols}
    products = {product.index: product for product in story.PRODUCTS}
    people = _People(world.seed)
    for row in lines.iter_rows(named=True):
        product = products[row["product"]]
        cells = _fixed(product, row["pack"]) | _order_cells(row, names) | _money_cells(row)
        cells |= people.cells(row["order_no"], row["shipped"] is not None)
        cells["用户编号"] = world.buyer_ids[row["buyer"]]
        yield [cells.get(column) for column in HEADER]


def _fixed(product: story.Product, pack: int) -> dict[str, str]:
    box = "礼盒装" if pack else "标准装"
    return {
        "订单类型": "现货",
        "小红书编码": product.barcode[-8:] + str(pack),
        "条形码": product.barcode,
        "规格ID": product.sku_ids[pack],
        "SKU名称": f"{product.name_zh} {box}",
        "SKU规格": box,
        "是否为赠品": "否",
        "支付方式": "支付宝" if pack else "微信支付",
        "发货仓库": "宁波保税仓",
        "确认收货类型": "自动确认",
        "是否延迟收货": "否",
        "运费模版名称": "全国包邮",
        "物流方案名称": "保税备货",
        "商品ID": product.product_id,
        "商品名称": product.name_zh,
        "商家编码": f"{product.brand[:3].upper()}-{product.index:02d}-{pack}",
        "sku净重(kg)": "0.32",
        "包裹总净重(kg)": "0.45",
        "店铺名称": story.brand_of(product.brand).shop,
        "国补模式": "无",
    }


def _order_cells(row: dict[str, object], names: dict[str, str]) -> dict[str, Cell]:
    kol_id = row["source_kol_id"]
    return {
        "订单号": str(row["order_id"]),
        "订单状态": STATUS_WORDS[str(row["status"])],
        "售后状态": CASE_WORDS[str(row["case"])] if row["case"] else "无售后",
        "达人ID": str(kol_id) if kol_id else None,
        "达人名称": names[str(kol_id)] if kol_id else None,
        "SKU件数": str(row["quantity"]),
        "支付时间": _text(row["paid_at_text"]),
        "订单创建时间": _text(row["ordered_text"]),
        "订单发货时间": _text(row["shipped_text"]),
        "订单完成时间": _text(row["completed_text"]),
    }


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _money_cells(row: dict[str, int]) -> dict[str, str]:
    return {
        "商品总价(元)": yuan(row["list_fen"]),
        "用户应付金额(元)": yuan(row["paid_fen"]),
        "平台优惠(元)": yuan(row["platform_discount_fen"]),
        "店铺优惠(元)": yuan(row["brand_discount_fen"]),
        "支付渠道优惠(元)": "0.00",
        "SKU商家改价(元)": "0.00",
        "商家应收金额(元)（支付金额）": yuan(row["paid_fen"] + row["platform_discount_fen"]),
        "包裹总运费(元)": "0.00",
    }


class _People:
    """The invented buyer of each order, the same for all its lines."""

    def __init__(self, seed: int) -> None:
        self._seed = seed

    def cells(self, order_no: int, is_shipped: bool) -> dict[str, str | None]:
        """The personal columns of an order; every 400th carries the canaries."""
        draw = np.random.default_rng([self._seed, 12, order_no]).integers(0, 2**31, size=6).tolist()
        if order_no % CANARY_EVERY == 0:
            name, phone, address = (words.CANARIES[key] for key in ("name", "phone", "address"))
            id_name, id_number, remark = (words.CANARIES[key] for key in ("id_name", "id_number", "remark"))
        else:
            name = id_name = words.SURNAMES[draw[0] % len(words.SURNAMES)] + words.GIVEN[draw[1] % len(words.GIVEN)]
            phone = f"1{3 + draw[2] % 6}{draw[2] % 10**9:09d}"
            address = f"{words.STREETS[draw[3] % len(words.STREETS)]}{draw[3] % 300 + 1}号{draw[4] % 28 + 1}室"
            id_number, remark = f"{110000 + draw[4] % 540000}19{60 + draw[5] % 45}{draw[5] % 10**8:08d}", None
        province, city, district = words.PLACES[draw[5] % len(words.PLACES)]
        return {
            "收件人姓名": name,
            "收件人电话": phone,
            "收件人地址": province + city + district + address,
            "省": province,
            "市": city,
            "区": district,
            "区域编码": str(310000 + draw[5] % 9999),
            "支付渠道订单号": f"42000{draw[0]:010d}{draw[1]:010d}",
            "订购人身份证姓名/ID Name": id_name,
            "订购人身份证号/ID Number": id_number,
            "收件人身份证姓名": id_name,
            "收件人身份证号": id_number,
            "用户备注": remark,
            "快递公司": "中通快递" if is_shipped else None,
            "快递单号": f"78{draw[2]:010d}{draw[3] % 1000:03d}" if is_shipped else None,
        }
