"""Files that tell of one thing more or less precisely, waiting or settled, whole or in parts: what counts at last."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

ORDER = "P700000000000000001"
EXACT = ("2026-05-01 09:59:07", "2026-05-01 10:00:41", "")
MINUTE = ("2026/5/1 9:59", "2026/5/1 10:00", "2026/5/9 8:30")


def orders(loading: Any, name: str, times: Sequence[str], state: str = "已完成") -> Path:
    """An order export of one line; its moment of capture is the date in its name."""
    header = "订单号,订单状态,规格ID,SKU件数,商品总价(元),用户应付金额(元),订单创建时间,支付时间,订单完成时间"
    cells = [ORDER, state, "61a000000000000000000001", "1", "50.00", "50.00", *times]
    return loading.write(name, f"{header}\n{','.join(cells)}\n")


Ends = Callable[[Sequence[Path], str], list[Any]]


@pytest.fixture
def ends(typed_file: Any, apply_files: Any) -> Ends:
    """What a query answers after files were loaded; every order of them, with a repeat, must end alike."""

    def ask(files: Sequence[Path], sql: str) -> list[Any]:
        typed = [typed_file(path, load_id) for load_id, path in enumerate(files, 1)]
        found = {
            json.dumps(apply_files(order, sql), default=str) for order in itertools.permutations([*typed, typed[0]])
        }
        assert len(found) == 1, found
        return list(json.loads(found.pop())[1])

    return ask


TIMES = """
select epoch(ordered_at)::bigint % 60, epoch(paid_at)::bigint % 60, completed_at is not null, status, time_precision
from orders
"""


def test_a_file_saved_again_without_seconds_loses_none_and_brings_what_is_new(loading: Any, ends: Ends) -> None:
    exact = orders(loading, "orders_2026-05-02.csv", EXACT, "配货中")
    minute = orders(loading, "orders_2026-05-10.csv", MINUTE)
    day = orders(loading, "orders_2026-05-01.csv", ("2026-05-01", "", ""), "待配货")
    assert ends([exact, minute, day], TIMES) == [[7, 41, True, "completed", "second"]]


def test_a_correction_stands_though_it_is_less_precise(loading: Any, ends: Ends) -> None:
    exact = orders(loading, "orders_2026-05-02.csv", EXACT)
    moved = orders(loading, "orders_2026-05-10.csv", ("2026/5/1 9:59", "2026/5/3 7:15", ""))
    rows = ends([exact, moved], "select epoch(paid_at)::bigint % 60, paid_at::date::varchar from orders")
    assert rows == [[0, "2026-05-02"]]


def test_a_later_exact_export_corrects_an_exact_one(loading: Any, ends: Ends) -> None:
    exact = orders(loading, "orders_2026-05-02.csv", EXACT)
    corrected = orders(loading, "orders_2026-05-10.csv", ("2026-05-01 09:59:00", "2026-05-01 10:01:00", ""))
    assert ends([exact, corrected], TIMES) == [[0, 0, False, "completed", "second"]]


def refund_export(loading: Any, name: str, state: str = "完成") -> Path:
    header = "售后单号,订单号,售后类型,状态,申请售后金额(元),退货创建时间,商家确认收货时间"
    row = f"R1,{ORDER},退货退款,{state},48.00,2026-05-08 10:00:00,2026-05-09 10:00:00"
    return loading.write(name, f"{header}\n{row}\n")


def refund_answer(loading: Any, name: str) -> Path:
    case = {"returnsId": "R1", "orderId": ORDER, "status": 4, "returnType": 1, "applyTime": 1778700000000}
    money = {"expected": 48, "appliedSkus": 40, "appliedShipFee": 8}
    amounts = {f"{key}{'Refund' if key == 'expected' else ''}AmountYuan": yuan for key, yuan in money.items()}
    case |= amounts | {"refundStatus": 2, "refundAmountYuan": 48}
    return loading.write(name, json.dumps({"code": 0, "data": {"afterSaleInfo": case}}))


def test_what_the_api_says_went_back_outlasts_what_an_export_estimates(loading: Any, ends: Ends) -> None:
    files = [refund_answer(loading, "case_2026-05-10.json"), refund_export(loading, "cases_2026-05-20.csv")]
    rows = ends(files, "select goods_fen, shipping_fen, is_estimated from refunds")
    assert rows == [[4000, 800, False]]


def test_among_estimates_the_newest_counts(loading: Any, ends: Ends) -> None:
    files = [refund_export(loading, "cases_2026-05-20.csv", "取消"), refund_export(loading, "cases_2026-05-10.csv")]
    assert ends(files, "select goods_fen, is_estimated from refunds") == [[0, True]]


def transactions(loading: Any, name: str, *records: dict[str, Any]) -> Path:
    base = {"packageId": ORDER, "settleBizType": 0, "orderTime": 1777600740000, "commissionAmount": "2.50"}
    return loading.write(name, json.dumps({"code": 0, "data": {"transactions": [base | one for one in records]}}))


WAITING = {"transactionSettleStatus": 2, "settledTime": 0}
SETTLED = {"transactionSettleStatus": 4, "settledTime": 1779213600000}
EXPORTED = f"""订单号,售后单号,结算时间,交易类型,动账金额,佣金
{ORDER},,2026-05-20 02:00:00,结算入账,47.50,2.50
"""


@pytest.mark.parametrize("is_exported", [False, True])
def test_a_movement_that_settled_no_longer_waits(loading: Any, ends: Ends, is_exported: bool) -> None:
    one = {"transactionId": 1, "amount": "47.50"}
    settled = (
        loading.write("statement_2026-06-20.csv", EXPORTED)
        if is_exported
        else transactions(loading, "t_2026-05-21.json", one | SETTLED)
    )
    waiting = transactions(loading, "t_2026-05-10.json", one | WAITING)
    rows = ends([waiting, settled], "select status, moved_fen from settlements")
    assert rows == [["settled", 4750]]


def test_of_two_transactions_of_an_order_only_the_settled_one_stops_waiting(loading: Any, ends: Ends) -> None:
    two = [{"transactionId": number, "amount": amount} | WAITING for number, amount in ((1, "47.50"), (2, "9.90"))]
    files = [
        transactions(loading, "t_2026-05-10.json", *two),
        transactions(loading, "t_2026-05-21.json", two[1] | SETTLED),
    ]
    rows = ends(files, "select transaction_id, status from settlements order by 1")
    assert rows == [["1", "unsettled"], ["2", "settled"]]


def report(level: str, *rows: str) -> str:
    return f"时间,{level},笔记ID,消费,展现量,点击量\n" + "\n".join(rows) + "\n"


NOTE = "66a1b2c3d4e5f60718293a4b"


def test_reports_of_creatives_and_of_notes_count_their_spend_once(loading: Any, ends: Ends) -> None:
    shown = [f"2026-05-03,c1,{NOTE},70.00,10,1", f"2026-05-03,c2,{NOTE},50.00,10,1", "2026-05-04,c1,,5,1,0"]
    files = [
        loading.write("creatives.csv", report("创意ID", *shown)),
        loading.write("notes.csv", f"时间,笔记ID,消费,展现量,点击量\n2026-05-03,{NOTE},120.00,20,2\n"),
        loading.write("units.csv", report("单元ID", "2026-05-03,u1,,120.00,20,2", "2026-05-05,u1,,9,1,0")),
    ]
    sql = "select date::varchar, level, sum(spend_fen)::bigint from ad_spend group by all order by all"
    assert ends(files, sql) == [
        ["2026-05-03", "note", 12000],
        ["2026-05-04", "creativity", 500],
        ["2026-05-05", "unit", 900],
    ]


def test_running_totals_are_never_added_and_single_days_are(loading: Any, ends: Ends) -> None:
    lines = [f"pgy,{NOTE},p1,2026-05-0{day},running,{100 * day}" for day in (3, 4)]
    lines += [f"own,{NOTE},p1,2026-05-0{day},day,7" for day in (3, 4)]
    file = loading.write("t.csv", "\n".join(["source,note_id,product_id,click_date,span,clicks", *lines, ""]))
    rows = ends([file], "select source, clicks, until_date::varchar from click_totals order by source")
    assert rows == [["own", 14, "2026-05-04"], ["pgy", 400, "2026-05-04"]]


OWN = (
    "shop_id,order_id,line_no,channel,ordered_at,quantity,list_fen,brand_discount_fen,platform_discount_fen,shipping_fen,"
    "tax_fen,paid_fen,status"
)
OWN_ROW = "own,W-1,1,own_site,2026-05-01T10:00:00Z,1,10000,500,0,0,0,9500,paid"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"paid_fen": "9600"}, "paid_fen E-AMOUNTS"),
        ({"paid_fen": "-9500", "list_fen": "-9000"}, "list_fen E-MONEY-SIGN"),
        ({"brand_discount_fen": "-500", "paid_fen": "10500"}, "brand_discount_fen E-MONEY-SIGN"),
        ({"quantity": "-1"}, "quantity E-MONEY-SIGN"),
    ],
)
def test_an_own_order_whose_money_does_not_add_up_is_refused_by_its_address(
    loading: Any, typed_file: Any, change: dict[str, str], told: str
) -> None:
    row = dict(zip(OWN.split(","), OWN_ROW.split(","), strict=True)) | change
    file = typed_file(loading.write("own.csv", f"{OWN}\n{','.join(row.values())}\n"), 1)
    rejects = file.facts[0].rejects
    assert told in {f"{row[1]} {row[2]}" for row in rejects.rows()}
    assert set(rejects["source_row"]) == {2}
    assert file.facts[0].rows.is_empty()
