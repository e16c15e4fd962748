"""Orders, refunds and settlements from open APIs and other shops: two files that tell of one thing make one fact."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.money import yuan
from ingest.contract import Context, Match, Typed, recognise, type_rows
from ingest.reading import read_sheets
from ingest.refusal import FileRefused
from ingest.sheet import Found

CONTEXT = Context("file", "sheet", datetime(2026, 6, 1, tzinfo=UTC), "")
ORDER = "P700000000000000001"


def typed(header: list[str], *rows: list[str]) -> tuple[Match, tuple[Typed, ...]]:
    match = recognise([header, *rows], "")
    assert match is not None, header
    frame = pl.DataFrame(list(rows), schema=dict.fromkeys(match.columns, pl.String), orient="row")
    numbered = frame.with_columns(pl.Series("source_row", range(2, 2 + len(rows)), dtype=pl.Int64))
    return match, type_rows(match.source_key, numbered.drop(match.personal), CONTEXT)


def load(path: Path, content: Any) -> tuple[Match, tuple[Typed, ...]]:
    path.write_text(content if isinstance(content, str) else json.dumps(content, ensure_ascii=False), encoding="utf-8")
    (sheet,) = read_sheets(path)
    assert isinstance(sheet, Found), sheet
    frame = pl.concat(list(sheet.batches()))
    return sheet.match, type_rows(sheet.match.source_key, frame.drop(sheet.match.personal), CONTEXT)


def order(**cells: Any) -> dict[str, Any]:
    sku = {"skuId": "61a000000000000000000001", "skuQuantity": 1, "totalPaidAmount": 5000, "itemId": "61b1"}
    return {
        "orderId": ORDER, "orderStatus": 7, "createdTime": 1777600740000, "paidTime": 1777600800000,
        "totalPayAmount": 5000, "totalShippingFree": 0, "skuList": [sku],
    } | cells  # fmt: skip


SKU_COLUMNS = ["skuList.skuId", "skuList.skuQuantity", "skuList.totalPaidAmount"]
TWO_PAGES = [{"code": 0, "data": {"orderList": [order(orderId=f"{ORDER[:-1]}{digit}")]}} for digit in "12"]
ENVELOPES = {
    "detail": order(),
    "answer": {"code": 0, "success": True, "data": order()},
    "list": {"code": 0, "success": True, "data": {"total": 1, "orderList": [order()]}},
    "array": [order()],
    "answers": [{"code": 0, "data": order()}],
    "lines": "\n".join(map(json.dumps, TWO_PAGES)),
}


@pytest.mark.parametrize("content", ENVELOPES.values(), ids=ENVELOPES)
def test_records_are_found_in_whatever_wraps_them(tmp_path: Path, content: Any) -> None:
    match, (orders,) = load(tmp_path / "answer.json", content)
    assert match.source_key == "qianfan_api_orders"
    assert orders.rows.row(0, named=True)["order_id"] == ORDER
    assert orders.rows["paid_fen"].unique().to_list() == [5000]
    assert orders.read == orders.rows.height


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ({"code": 301, "data": None, "message": "FAILED, RETRY"}, "E-FILE-ERROR-BODY"),
        ({"code": 0, "success": False, "msg": "签名错误", "data": {"orderList": [order()]}}, "E-FILE-ERROR-BODY"),
        ({"code": 0, "success": True, "data": {"orderList": [], "total": 0}}, "E-FILE-EMPTY"),
    ],
)
def test_answers_without_records_are_refused(tmp_path: Path, content: Any, code: str) -> None:
    with pytest.raises(FileRefused) as refusal:
        load(tmp_path / "answer.json", content)
    assert refusal.value.code == code


def test_an_error_among_answers_is_a_fault_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "answers.json"
    path.write_text(json.dumps([{"code": 0, "data": order()}, {"code": -1, "msg": "限流", "data": None}]))
    (sheet,) = read_sheets(path)
    assert isinstance(sheet, Found)
    assert pl.concat(list(sheet.batches())).height == 1
    assert [(fault.source_row, fault.code) for fault in sheet.faults] == [(2, "E-ROW-JSON")]


def test_an_order_list_without_lines_is_told_back(tmp_path: Path) -> None:
    path = tmp_path / "list.json"
    bare = {key: value for key, value in order().items() if key not in ("skuList", "totalPayAmount")}
    path.write_text(json.dumps({"code": 0, "data": {"orderList": [bare]}}))
    (sheet,) = read_sheets(path)
    assert not isinstance(sheet, Found)


def test_receivers_and_payment_numbers_of_an_api_order_are_dropped(tmp_path: Path) -> None:
    people = {
        "receiverName": "林某", "receiverPhone": "19900000000", "receiverAddress": "某路1号", "customerRemark": "电话",
        "openAddressId": "a1", "outTradeNo": "2026", "boundExtendInfo": {"payNo": "2026"},
    }  # fmt: skip
    match, _ = load(tmp_path / "order.json", order(**people))
    dropped = {"receivername", "receiverphone", "receiveraddress", "customerremark", "openaddressid", "outtradeno"}
    assert dropped | {"boundextendinfo.payno"} <= match.personal
    assert recognise([["orderId", "orderStatus", "createdTime", "userId", *SKU_COLUMNS]], "").buyers == {"userid"}  # type: ignore[union-attr]


def export(kind: str, *rows: list[str]) -> pl.DataFrame:
    headers = {
        "orders": [
            "订单号",
            "订单状态",
            "规格ID",
            "SKU件数",
            "商品总价(元)",
            "用户应付金额(元)",
            "订单创建时间",
            "订单标记",
        ],
        "settlements": ["订单号", "售后单号", "结算时间", "交易类型", "动账金额", "佣金"],
        "expenses": ["业务款项", "订单号", "业务单据号", "结算时间", "交易类型", "动账金额"],
        "ledger": ["创建时间", "交易类型描述", "收入（元）", "支出（元）", "账户余额（元）", "业务单号"],
    }
    return typed(headers[kind], *rows)[1][0].rows


def test_an_order_has_one_key_in_export_and_api(tmp_path: Path) -> None:
    _, (api,) = load(tmp_path / "order.json", order())
    row = [ORDER, "已完成", "61a000000000000000000001", "1", "50.00", "50.00", "2026-05-01 09:59:00", ""]
    exported = export("orders", row)
    shared = ["shop_id", "order_id", "line_no", "sku", "ordered_at", "paid_fen", "list_fen", "status"]
    assert exported.select(shared).rows() == api.rows.select(shared).rows()


def test_an_order_marked_as_a_sample_is_one_in_the_export_too() -> None:
    row = [ORDER, "已完成", "61a000000000000000000001", "1", "50.00", "0.00", "2026-05-01 09:59:00", "拿样,催发货"]
    match, (orders,) = typed(
        ["订单号", "订单状态", "规格ID", "SKU件数", "商品总价(元)", "商家应收金额(元)", "订单创建时间", "订单标记"],
        [*row[:5], "50.00", *row[6:]],
    )
    assert match.source_key == "qianfan_orders"
    assert orders.rows["status"].to_list() == ["sample"]


def test_a_settled_movement_has_one_id_in_export_and_api(tmp_path: Path) -> None:
    exported = export("settlements", [ORDER, "", "2026-05-20 02:00:00", "结算入账", "203.90", "39.00"])
    record = {"transactionId": 1, "packageId": ORDER, "settleBizType": 0, "settledTime": 1779213600999}
    amounts = {"transactionSettleStatus": 4, "amount": "203.90", "commissionAmount": "39.00", "payAmount": "242.90"}
    _, (api,) = load(tmp_path / "page.json", {"code": 0, "data": {"total": 1, "transactions": [record | amounts]}})
    keys = ["statement_id", "line_no", "kind", "moved_fen", "platform_fee_fen"]
    assert exported.select(keys).rows() == api.rows.select(keys).rows()
    assert api.totals["settlements.residual_fees_subtracted_fen"] == 0


def test_other_services_and_account_movements_have_one_id_in_export_and_api(tmp_path: Path) -> None:
    expense = {"expenseId": 5, "baseBizType": "7", "packageId": ORDER, "bizNo": "XE1", "settledTime": 1779242400000}
    states = {"settleBizType": 1, "transactionSettleStatus": 4, "amount": "-5.00"}
    _, (api,) = load(tmp_path / "e.json", {"code": 0, "data": {"total": 1, "expenses": [expense | states]}})
    exported = export("expenses", ["小额打款", ORDER, "XE1", "2026-05-20 10:00:00", "退款", "-5"])
    keys = ["statement_id", "line_no", "kind", "moved_fen", "order_id"]
    assert exported.select(keys).rows() == api.rows.select(keys).rows()

    record = {"tradeNo": "T1", "incomeAmount": "203.90", "outcomeAmount": "", "balanceAmount": "1198.90"}
    more = {"businessNo": "JS1", "type": "STATEMENT_IN", "createdTime": 1779213600000, "balanceBefore": "995"}
    _, (api,) = load(tmp_path / "l.json", {"error_code": 0, "success": True, "data": {"records": [record | more]}})
    exported = export("ledger", ["2026-05-20 02:00:00", "结算入账", "203.9", "", "1,198.90", "JS1"])
    assert exported.select(keys).rows() == api.rows.select(keys).rows()
    assert api.totals == {"settlements.residual_balance_fen": 0}


def test_amounts_whose_unit_nothing_shows_are_refused_and_zeros_are_not(tmp_path: Path) -> None:
    record = {"transactionId": 1, "packageId": ORDER, "settleBizType": 0, "settledTime": 1779213600000}
    rows = [record | {"transactionSettleStatus": 4, "amount": amount} for amount in ("20390", "0")]
    _, (api,) = load(tmp_path / "page.json", rows)
    assert api.rejects["code"].to_list() == ["E-MONEY-UNIT"]
    assert api.rows["moved_fen"].to_list() == [0]
    _, (api,) = load(tmp_path / "more.json", [*rows, record | {"transactionSettleStatus": 4, "amount": "0.50"}])
    assert api.rows["moved_fen"].to_list() == [2_039_000, 0, 50]


HEADER = [
    "订单编号",
    "总金额",
    "买家应付邮费",
    "买家实际支付金额",
    "订单状态",
    "订单创建时间",
    "订单付款时间",
    "宝贝总数量",
]


@settings(max_examples=60, deadline=None)
@given(goods=st.integers(0, 10**7), freight=st.integers(0, 10**4), refund=st.integers(0, 10**7))
def test_tmalls_gross_less_implied_refunds_is_its_net(goods: int, freight: int, refund: int) -> None:
    refund = min(refund, goods + freight)
    net = goods + freight - refund
    cells = [
        yuan(goods + freight),
        yuan(freight),
        yuan(net),
        "交易成功",
        "2026-05-01 10:00:00",
        "2026-05-01 10:01:00",
        "1",
    ]
    _, (orders, refunds) = typed(HEADER, ["1234567890123456789", *cells])
    assert (orders.rows["paid_fen"][0], orders.rows["shipping_fen"][0]) == (goods, freight)
    back = refunds.rows["goods_fen"][0] + refunds.rows["shipping_fen"][0]
    assert orders.rows["paid_fen"][0] + freight - back == net
    assert refunds.rows["goods_fen"][0] <= goods


def test_an_unpaid_tmall_order_implies_no_refund() -> None:
    _, (orders, refunds) = typed(
        HEADER, ["1234567890123456789", "100", "0", "0", "等待买家付款", "2026-05-01 10:00:00", "", "1"]
    )
    assert (orders.rows.height, refunds.read) == (1, 0)


SHOPIFY = [
    *("Name", "Financial Status", "Paid at", "Currency", "Subtotal", "Shipping", "Taxes", "Total", "Created at"),
    *("Lineitem quantity", "Lineitem name", "Lineitem price", "Lineitem sku", "Lineitem discount", "Id"),
]


@settings(max_examples=60, deadline=None)
@given(
    prices=st.lists(st.integers(1, 50_000), min_size=1, max_size=6),
    share=st.integers(0, 100),
    taxes=st.integers(0, 9_999),
    shipping=st.integers(0, 2_000),
    is_beside=st.booleans(),
)
def test_shopify_lines_add_up_to_their_order(
    prices: list[int], share: int, taxes: int, shipping: int, is_beside: bool
) -> None:
    """Discounts and taxes of an order are split over its lines without losing a cent."""
    subtotal = sum(prices) * share // 100
    total = subtotal + shipping + (taxes if is_beside else 0)
    time = "2026-04-01 12:39:28 -0400"
    head = ["#1001", "paid", time, "USD", yuan(subtotal), yuan(shipping), yuan(taxes), yuan(total), time]
    rows = [
        [
            *(head if place == 0 else ["#1001", *[""] * 8]),
            "1",
            f"item {place}",
            yuan(price),
            "",
            "",
            "5" if not place else "",
        ]
        for place, price in enumerate(prices)
    ]
    _, (orders, _) = typed(SHOPIFY, *rows)
    got = orders.rows
    assert got.height == len(prices)
    assert got["paid_fen"].sum() == subtotal + (taxes if is_beside and taxes else 0)
    assert got["tax_fen"].sum() == taxes
    assert got["shipping_fen"].sum() == shipping
    assert (got["list_fen"] - got["brand_discount_fen"]).to_list() == got["paid_fen"].to_list()
    assert sorted(got["line_no"]) == list(range(1, len(prices) + 1))


def test_a_shopify_order_counts_in_the_account_it_was_loaded_for() -> None:
    time = "2026-04-01 12:39:28 -0400"
    row = ["#1001", "paid", time, "USD", "1", "0", "0", "1", time, "1", "a", "1", "", "", "5"]
    match, (orders, _) = typed(SHOPIFY, row)
    assert orders.rows["shop_id"].to_list() == ["shopify"]
    frame = pl.DataFrame([row], schema=dict.fromkeys(match.columns, pl.String), orient="row")
    account = Context("f", "s", CONTEXT.captured_at, "lin-us")
    orders, _ = type_rows("shopify_orders", frame.with_columns(source_row=pl.lit(2, pl.Int64)), account)
    assert orders.rows["shop_id"].to_list() == ["lin-us"]


def test_a_refund_is_exact_only_where_the_api_says_what_went_back(tmp_path: Path) -> None:
    case = {"returnsId": "R1", "orderId": ORDER, "status": 4, "returnType": 1, "applyTime": 1778700000000}
    applied = {"expectedRefundAmountYuan": 108, "appliedSkusAmountYuan": 100, "appliedShipFeeAmountYuan": 8}
    back = {"refundAmountYuan": 108.00, "refundStatus": 2}
    exact = load(tmp_path / "1.json", {"data": {"afterSaleInfo": case | applied | back}})[1][0].rows
    listed = load(tmp_path / "2.json", {"data": {"afterSaleBasicInfos": [case | {"expectedRefundAmountYuan": 108}]}})[
        1
    ][0]
    columns = ["goods_fen", "shipping_fen", "is_estimated"]
    assert exact.select(columns).rows() == [(10_000, 800, False)]
    assert listed.rows.select(columns).rows() == [(10_800, 0, True)]
