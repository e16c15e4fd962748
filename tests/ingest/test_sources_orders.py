"""千帆 orders: what was paid, which line it is, and what is refused because the columns contradict each other."""

from __future__ import annotations

from datetime import UTC, datetime
from random import Random

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.money import yuan
from ingest.contract import Context, Typed, recognise, type_rows

CONTEXT = Context("file", "sheet", datetime(2026, 6, 1, tzinfo=UTC), "")
HEADER = [
    *("订单号", "订单状态", "规格ID", "SKU件数", "是否为赠品", "商品总价(元)", "用户应付金额(元)", "平台优惠(元)"),
    *("店铺优惠(元)", "支付渠道优惠(元)", "SKU商家改价(元)", "商家应收金额(元)（支付金额）", "包裹总运费(元)"),
    *("快递单号", "订单创建时间", "收件人电话"),
]
SKU = "61a00000000000000000000{}"


def order(number: int = 1, sku: int = 1, **cells: str) -> dict[str, str]:
    plain = {
        "订单号": f"P{700000000000000000 + number}",
        "订单状态": "已完成",
        "规格ID": SKU.format(sku),
        "SKU件数": "1",
        "是否为赠品": "否",
        "订单创建时间": "2026-05-01 10:00:00",
        "收件人电话": "19900000000",
    }
    return plain | {name: "0.00" for name in HEADER if name.endswith("(元)")} | cells


def type_orders(*rows: dict[str, str]) -> Typed:
    cells = [[row.get(name, "") for name in HEADER] for row in rows]
    match = recognise([HEADER, *cells], "订单信息")
    assert match is not None
    assert match.source_key == "qianfan_orders"
    frame = pl.DataFrame(cells, schema=dict.fromkeys(match.columns, pl.String), orient="row")
    frame = frame.with_columns(pl.Series("source_row", range(2, 2 + len(cells)), dtype=pl.Int64))
    (typed,) = type_rows("qianfan_orders", frame.drop(match.personal), CONTEXT)
    return typed


def money(typed: Typed) -> list[tuple[int, ...]]:
    columns = ["list_fen", "brand_discount_fen", "platform_discount_fen", "shipping_fen", "paid_fen"]
    return typed.rows.select(columns).rows()


def test_list_less_discounts_is_what_the_buyer_paid() -> None:
    """List 300, brand coupon 40, platform coupon 30: the buyer pays 230, the merchant receives 260."""
    cells = {"商品总价(元)": "300", "店铺优惠(元)": "40", "平台优惠(元)": "30", "用户应付金额(元)": "230"}
    typed = type_orders(order(**cells, **{"商家应收金额(元)（支付金额）": "260"}))
    assert money(typed) == [(30_000, 4_000, 3_000, 0, 23_000)]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"商品总价(元)": "99.90", "包裹总运费(元)": "10", "用户应付金额(元)": "109.90"}, (9990, 0, 0, 1000, 9990)),
        ({"商品总价(元)": "100", "支付渠道优惠(元)": "5", "用户应付金额(元)": "95"}, (10_000, 0, 0, 0, 10_000)),
        ({"商品总价(元)": "100", "SKU商家改价(元)": "-20", "用户应付金额(元)": "80"}, (10_000, 2_000, 0, 0, 8_000)),
        ({"商品总价(元)": "100", "SKU商家改价(元)": "20", "用户应付金额(元)": "80"}, (10_000, 2_000, 0, 0, 8_000)),
        ({"商品总价(元)": "80", "SKU商家改价(元)": "20", "用户应付金额(元)": "80"}, (8_000, 0, 0, 0, 8_000)),
        ({"商品总价(元)": "50", "用户应付金额(元)": "0", "是否为赠品": "是"}, (5_000, 5_000, 0, 0, 0)),
    ],
)
def test_freight_channel_and_price_changes_are_told_from_goods(
    cells: dict[str, str], expected: tuple[int, ...]
) -> None:
    assert money(type_orders(order(**cells))) == [expected]


def test_an_order_sum_repeated_on_each_row_is_not_what_each_row_cost() -> None:
    rows = [
        order(sku=sku, **{"商品总价(元)": price, "用户应付金额(元)": "100"}) for sku, price in ((1, "60"), (2, "40"))
    ]
    assert [row[-1] for row in money(type_orders(*rows))] == [6_000, 4_000]


def test_columns_that_contradict_each_other_are_refused_with_their_figures() -> None:
    typed = type_orders(order(**{"商品总价(元)": "100", "店铺优惠(元)": "10", "用户应付金额(元)": "80"}))
    assert typed.rows.height == 0
    (reject,) = typed.rejects.rows(named=True)
    assert reject["code"] == "E-AMOUNTS"
    assert "总价 100.00 店铺 10.00" in reject["value"]
    assert "应付 80.00" in reject["value"]


def test_freight_of_a_parcel_counts_once() -> None:
    cells = {"商品总价(元)": "10", "用户应付金额(元)": "10", "包裹总运费(元)": "8"}
    same = [order(sku=sku, **cells, 快递单号="SF1") for sku in (1, 2)]
    other = order(sku=3, **cells, 快递单号="SF2")
    assert [row[3] for row in money(type_orders(*same, other))] == [800, 0, 800]


def test_one_sku_in_two_parcels_is_two_lines_and_a_repeated_row_is_one() -> None:
    cells = {"商品总价(元)": "10", "用户应付金额(元)": "10"}
    two = [order(**cells, 快递单号=parcel) for parcel in ("SF2", "SF1")]
    assert type_orders(*two).rows["line_no"].to_list() == [2, 1]
    before_and_after = [order(**cells), order(**cells, 快递单号="SF1")]
    assert type_orders(*before_and_after).rows["line_no"].to_list() == [1, 1]


def test_a_gift_of_the_same_sku_is_a_line_of_its_own() -> None:
    bought = order(**{"商品总价(元)": "10", "用户应付金额(元)": "10"})
    gift = order(**{"商品总价(元)": "10", "用户应付金额(元)": "0", "是否为赠品": "是"})
    assert type_orders(gift, bought).rows["line_no"].to_list() == [2, 1]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 3), st.integers(1, 5), st.booleans()), min_size=1, max_size=12), st.integers())
def test_the_order_of_rows_changes_no_line_number(lines: list[tuple[int, int, bool]], seed: int) -> None:
    paid = {"商品总价(元)": "10", "用户应付金额(元)": "10"}
    free = {"商品总价(元)": "10", "用户应付金额(元)": "0", "是否为赠品": "是"}
    rows = [order(number, sku, **(free if is_gift else paid)) for number, sku, is_gift in lines]
    shuffled = Random(seed).sample(rows, len(rows))
    named = [
        set(type_orders(*some).rows.select("order_id", "sku", "paid_fen", "line_no").rows())
        for some in (rows, shuffled)
    ]
    assert named[0] == named[1]


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**9), st.integers(0, 10**6), st.integers(0, 10**6))
def test_paid_and_discounts_always_add_up_to_the_list_price(paid: int, brand: int, platform: int) -> None:
    cells = {
        "商品总价(元)": yuan(paid + brand + platform),
        "店铺优惠(元)": yuan(brand),
        "平台优惠(元)": yuan(platform),
        "用户应付金额(元)": yuan(paid),
        "商家应收金额(元)（支付金额）": yuan(paid + platform),
    }
    assert money(type_orders(order(**cells))) == [(paid + brand + platform, brand, platform, 0, paid)]


def test_personal_columns_are_named_for_removal() -> None:
    match = recognise([HEADER], "")
    assert match is not None
    assert "收件人电话" in match.personal
    assert "收件人电话" not in type_orders(order(**{"商品总价(元)": "1", "用户应付金额(元)": "1"})).rows.columns
