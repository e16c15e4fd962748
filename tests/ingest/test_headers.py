"""Header cells of real exports become names that can be compared."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.headers import flatten, normalise, unique


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("商家应收金额(元)（支付金额）", "商家应收金额(支付金额)"),
        ("商家应收金额（元）", "商家应收金额"),
        ("收入（元）", "收入"),
        ("粉丝数量（万）", "粉丝数量(万)"),
        ("biz_title\t", "biz_title"),
        ("收货地址 ", "收货地址"),
        ("\ufeff订单号", "订单号"),
        ("规格\u200bID", "规格id"),
        ("订单　号", "订单 号"),
        ("ＳＫＵ件数", "sku件数"),
        ("订购人身份证号/ID\u00a0Number", "订购人身份证号/id number"),
        ("＜18岁", "<18岁"),
    ],
)
def test_brackets_blanks_and_units_do_not_make_another_name(cell: str, name: str) -> None:
    assert normalise(cell) == name


@given(st.text(max_size=40))
def test_a_normalised_name_stays_as_it_is(cell: str) -> None:
    assert normalise(normalise(cell)) == normalise(cell)


def test_a_group_reaches_over_the_columns_that_have_a_label() -> None:
    groups = ["昵称", "日常30天", "", "合作90天", "", "更新至"]
    labels = ["", "阅读中位数", "互动中位数", "阅读中位数", "互动中位数", ""]
    assert flatten(groups, labels) == [
        "昵称",
        "日常30天-阅读中位数",
        "日常30天-互动中位数",
        "合作90天-阅读中位数",
        "合作90天-互动中位数",
        "更新至",
    ]


def test_a_label_below_its_own_name_is_not_doubled() -> None:
    assert flatten(["昵称", "报价"], ["昵称", "图文"]) == ["昵称", "报价-图文"]


@given(st.lists(st.sampled_from(["", "a", "b", "a#2", "column_1"]), max_size=12))
def test_every_column_gets_a_name_of_its_own(names: list[str]) -> None:
    columns = unique(names)
    assert len(columns) == len(names) == len(set(columns))
    assert all(columns)
