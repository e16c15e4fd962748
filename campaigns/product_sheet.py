"""A pasted list of products: which columns it may have and how they are read."""

from __future__ import annotations

from typing import Any

from campaigns import pasted_sheet
from campaigns.pasted_sheet import Layout

LAYOUT = Layout(
    {
        "product_id": ("商品id", "商品编号", "产品id", "spu id", "product id", "id"),
        "name": ("英文名称", "name", "product", "product name"),
        "name_zh": ("商品名称", "中文名称", "名称", "产品名称", "商品", "name in chinese"),
        "category": ("类目", "品类", "商品类目", "category"),
        "cost_fen": ("成本", "成本价", "单位成本", "成本（元）", "成本(元)", "cost", "unit cost"),
    },
    ("product_id", "category", "cost_fen"),
    {"product_id": pasted_sheet.identifier, "cost_fen": pasted_sheet.fen},
)


def read(text: str) -> list[dict[str, Any]]:
    """The lines that `import_products` takes, each with its `row`. Raises CellsRefused with every unreadable cell.

    A product without an English name is called by its Chinese one.
    """
    lines = pasted_sheet.read(text, LAYOUT)
    for line in lines:
        line.setdefault("name", line.get("name_zh", ""))
    return lines
