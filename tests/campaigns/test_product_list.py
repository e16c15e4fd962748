"""A list of products comes in whole or not at all, and changes what is there."""

from __future__ import annotations

import pytest
from sqlmodel import select

from campaigns import actions, product_sheet
from campaigns.actions import Actor
from campaigns.errors import CellsRefused, NotFound
from campaigns.records import Product
from campaigns.store import Store

LIN = Actor("lin")
SHEET = "商品ID\t商品名称\t类目\t成本\n66a1\t晚安精华\t护肤\t38.50\n66a2\t泥膜\t护肤\t¥1,012\n"


@pytest.fixture
def brand(store: Store) -> int:
    actions.save_brand(store, LIN, "other", code="O", name="Other")
    return actions.save_brand(store, LIN, "brand", code="B", name="Brand").id or 0


def _products(store: Store) -> dict[str, Product]:
    with store.reading() as session:
        return {one.product_id: one for one in session.exec(select(Product))}


def test_a_list_is_entered_once_and_entered_again_it_changes_what_is_there(store: Store, brand: int) -> None:
    lines = product_sheet.read(SHEET)
    first = actions.import_products(store, LIN, "1", brand_id=brand, lines=lines)
    assert first == actions.import_products(store, LIN, "1", brand_id=brand, lines=lines)
    assert first == (["66a1", "66a2"], [])
    assert (_products(store)["66a1"].name, _products(store)["66a2"].cost_fen) == ("晚安精华", 101_200)
    again = product_sheet.read("product id,category,cost\n66a1,serum,40\n66a3,mask,1\n".replace("66a3,mask,1\n", ""))
    for line in again:
        del line["name"]
    assert actions.import_products(store, LIN, "2", brand_id=brand, lines=again) == ([], ["66a1"])
    changed = _products(store)["66a1"]
    assert (changed.name, changed.category, changed.cost_fen, changed.version) == ("晚安精华", "serum", 4_000, 2)


@pytest.mark.parametrize(
    ("sheet", "cell"),
    [
        ("商品ID\t商品名称\t类目\t成本\n1.2e+18\ta\tb\t1\n", "A2"),
        ("商品ID\t商品名称\t类目\t成本\nx\ta\tb\tabc\n", "D2"),
        ("商品ID\t商品名称\t类目\t成本\nx\ta\tb\t-1\n", "D2"),
        ("商品ID\t商品名称\t类目\t成本\nx\ta\tb\t1\nx\ta\tb\t1\n", "A3"),
        ("商品ID\t商品名称\n", "sheet"),
        ("商品ID\t商品名称\nx\ta\n", "header"),
    ],
)
def test_a_cell_that_cannot_be_taken_is_named_and_nothing_is_saved(
    store: Store, brand: int, sheet: str, cell: str
) -> None:
    with pytest.raises(CellsRefused) as refused:
        actions.import_products(store, LIN, "1", brand_id=brand, lines=product_sheet.read(sheet))
    assert cell in str(refused.value)
    assert _products(store) == {}


def test_a_product_of_another_brand_stays_theirs(store: Store, brand: int) -> None:
    actions.save_product(store, LIN, "p", product_id="66a2", brand_id=brand - 1, name="x", category="y", cost_fen=1)
    with pytest.raises(CellsRefused, match="a product of this brand"):
        actions.import_products(store, LIN, "1", brand_id=brand, lines=product_sheet.read(SHEET))
    assert set(_products(store)) == {"66a2"}
    with pytest.raises(NotFound):
        actions.import_products(store, LIN, "2", brand_id=99, lines=product_sheet.read(SHEET))
