"""Recognition by headers alone, and the promise that every row read is kept or rejected."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns import facts
from campaigns.errors import Refused
from ingest import contract
from ingest.contract import REJECT_COLUMNS, Context, Typed, closest, recognise, type_rows
from ingest.sources import SOURCES

CONTEXT = Context("file", "sheet", datetime(2026, 6, 1, tzinfo=UTC), "")
FACTS = (
    "account_days ad_spend click_totals clicks comments kol_profiles kols note_metrics note_products notes "
    "orders refunds settlements shipments shipping_bills stock_levels"
)


def test_every_fact_table_can_be_loaded_by_our_own_columns() -> None:
    assert " ".join(sorted(table.contract_name for table in facts.facts().values())) == FACTS
    for table in facts.facts().values():
        match = recognise([[column.name for column in table.business]], "")
        assert match is not None
        assert match.source_key == f"own_{table.contract_name}"
        assert set(table.key) <= {column.name for column in table.columns}


def test_a_header_stands_below_a_banner() -> None:
    banner = ["最多导出排序后前1000条笔记"] * 5
    match = recognise([banner, ["笔记标题", "首次发布时间", "体裁", "曝光", "观看量"], ["a", "b", "c", "1", "2"]], "")
    assert match is not None
    assert (match.source_key, match.header_row, match.data_row) == ("creator_center", 1, 2)


def test_a_header_further_down_than_twenty_rows_is_not_looked_for() -> None:
    rows = [["x"]] * 20 + [["product_id", "captured_at", "available"]]
    assert recognise(rows, "") is None
    assert recognise(rows[1:], "") is not None


def test_two_header_rows_become_one() -> None:
    groups = ["昵称", "蒲公英链接", "粉丝数", "日常30天", "", "合作90天"]
    labels = ["", "", "", "阅读中位数", "互动中位数", "阅读中位数"]
    match = recognise([groups, labels, ["a"] * 6], "")
    assert match is not None
    assert match.data_row == 2
    assert match.columns == (
        "昵称",
        "蒲公英链接",
        "粉丝数",
        "日常30天-阅读中位数",
        "日常30天-互动中位数",
        "合作90天-阅读中位数",
    )
    assert match.unknown == ()


def test_unknown_columns_are_listed_and_personal_ones_are_named() -> None:
    columns = ["click_id", "slug", "clicked_at", "note_id", "Buyer_ID", "", "ua", "ua"]
    match = recognise([columns], "")
    assert match is not None
    assert match.buyers == {"buyer_id"}
    assert match.unknown == ("column_6", "ua", "ua#2")


def test_two_familiar_names_in_a_foreign_sheet_are_a_coincidence() -> None:
    foreign = ["comment_id", "note_id", "create_time", "content", "nickname", "pictures", "like_count"]
    assert recognise([foreign], "") is None


def test_a_sheet_that_fits_two_sources_is_refused_with_both_names(monkeypatch: pytest.MonkeyPatch) -> None:
    stock = next(source for source in SOURCES if source.key == "own_stock_levels")
    twin = replace(stock, key="twin", title="the twin of stock")
    monkeypatch.setattr(contract, "SOURCES", (*SOURCES, twin))
    with pytest.raises(Refused, match=r"stock_levels and the twin of stock"):
        recognise([["product_id", "captured_at", "available"]], "Sheet1")


def test_a_sheet_that_is_almost_known_says_what_it_lacks() -> None:
    said = closest([["订单号", "订单状态", "规格ID", "SKU件数", "商品总价(元)"]])
    assert said is not None
    assert "千帆 订单导出" in said
    assert "订单创建时间" in said
    assert closest([["a", "b"]]) is None


def test_names_of_files_and_sheets_decide_nothing() -> None:
    assert recognise([["a", "b"], ["1", "2"]], "笔记列表明细表") is None
    assert recognise([], "") is None
    assert recognise([[], [""]], "") is None


def _keeps_every_row(frame: pl.DataFrame, tables: tuple[Typed, ...]) -> None:
    assert tables
    for typed in tables:
        assert dict(typed.rejects.schema) == REJECT_COLUMNS
        rejected = set(typed.rejects["source_row"])
        assert typed.read == typed.rows.height + len(rejected)
        assert not rejected & set(typed.rows["source_row"])
        assert rejected | set(typed.rows["source_row"]) <= set(frame["source_row"])
        assert typed.rejects.select(pl.col("code", "rule", "remedy").is_null().any()).row(0) == (False,) * 3


CELLS = st.one_of(
    st.none(),
    st.sampled_from(
        ["", " ", "0", "-1", "1", "1.5", "2.3万", "100.00", "0.005", "合计", "未知", "是", "R1", "[1", "\x00"]
    ),
    st.sampled_from(["P700000000000000001", "65a1b2c30000000011012345", "6.89E+18", "9" * 25, "'1", "CNY", "已完成"]),
    st.sampled_from(["2026-05-01 10:00:00", "2026-05-01T10:00:00+08:00", "1708000000000", "03/04/2026", "2026-05-01"]),
    st.sampled_from(['{"location": 1}', "结算入账", "完成"]),
    st.text(max_size=12),
)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_any_table_of_text_is_read_without_losing_a_row(data: st.DataObject) -> None:
    source = data.draw(st.sampled_from(SOURCES))
    named = sorted(source.known - source.personal)
    columns = data.draw(st.lists(st.sampled_from(named), unique=True, min_size=1, max_size=len(named)))
    rows = data.draw(st.lists(st.lists(CELLS, min_size=len(columns), max_size=len(columns)), max_size=6))
    frame = pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.String), orient="row")
    frame = frame.with_columns(pl.Series("source_row", range(2, 2 + len(rows)), dtype=pl.Int64))
    tables = type_rows(source.key, frame, CONTEXT)
    _keeps_every_row(frame, tables)
    blank = frame.select(pl.all_horizontal(pl.exclude("source_row").fill_null("").str.strip_chars() == "")).to_series()
    assert tables[0].read == frame.height - int(blank.sum())


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.key)
def test_a_header_without_rows_gives_empty_tables(source: contract.Source) -> None:
    frame = pl.DataFrame(schema={**dict.fromkeys(sorted(source.known), pl.String), "source_row": pl.Int64})
    for typed in type_rows(source.key, frame, CONTEXT):
        assert (typed.read, typed.rows.height, typed.rejects.height) == (0, 0, 0)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.lists(st.text(max_size=8), max_size=6), max_size=22))
def test_no_sheet_makes_recognition_raise(rows: list[list[str]]) -> None:
    match = recognise(rows, "")
    assert match is None or match.source_key in {source.key for source in SOURCES}
    assert closest(rows) is None or isinstance(closest(rows), str)


def test_totals_and_repeated_headers_are_rejected_by_name() -> None:
    frame = pl.DataFrame(
        {
            "product_id": ["p1", "product_id", "合计", "", None],
            "captured_at": ["2026-05-01T10:00:00Z", "captured_at", "", "", None],
            "available": ["1", "available", "1", " ", None],
            "source_row": [2, 3, 4, 5, 6],
        }
    )
    (typed,) = type_rows("own_stock_levels", frame, CONTEXT)
    assert (typed.read, typed.rows.height) == (3, 1)
    assert typed.rejects.select("source_row", "code").rows() == [(3, "E-HEADER-REPEATED"), (4, "E-TOTALS-ROW")]


def test_typed_columns_of_a_parquet_file_pass_without_a_detour() -> None:
    when = datetime(2026, 5, 1, 2, tzinfo=UTC)
    frame = pl.DataFrame(
        {
            "click_id": ["c1", "c2"],
            "clicked_at": pl.Series([when, when], dtype=pl.Datetime("us", "UTC")),
            "buyer_key": pl.Series([2**64 - 1, None], dtype=pl.UInt64),
            "source_row": [1, 2],
        }
    )
    (typed,) = type_rows("own_clicks", frame, CONTEXT)
    assert typed.rows.select("click_id", "clicked_at", "buyer_key").rows() == [
        ("c1", when, 2**64 - 1),
        ("c2", when, None),
    ]


def test_rows_come_in_batches_and_give_the_same_facts() -> None:
    rows = [[f"c{i}", f"2026-05-01T10:00:{i % 60:02d}+08:00" if i % 7 else "bad"] for i in range(100)]
    frame = pl.DataFrame(rows, schema=["click_id", "clicked_at"], orient="row").with_columns(
        pl.Series("source_row", range(2, 102), dtype=pl.Int64)
    )
    (whole,) = type_rows("own_clicks", frame, CONTEXT)
    parts = [type_rows("own_clicks", frame.slice(start, 33), CONTEXT)[0] for start in range(0, 100, 33)]
    assert pl.concat([part.rows for part in parts]).equals(whole.rows)
    assert pl.concat([part.rejects for part in parts]).equals(whole.rejects)
