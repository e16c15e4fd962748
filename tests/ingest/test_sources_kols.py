"""KOL lists from many hands: which list is whose, and what a price is."""

from __future__ import annotations

import polars as pl
import pytest

from ingest.contract import recognise
from ingest.sources.kol_sheet import PRICE
from ingest.values import read

COLLECTOR = ["昵称", "主页链接", "小红书号", "粉丝数", "图文报价", "视频报价", "阅读中位数", "女粉占比"]


@pytest.mark.parametrize(
    ("more", "source"),
    [
        ([], "pgy_collector"),
        (["图文报备价"], "rate_card"),
        (["预估报价", "爆文率"], "xinhong"),
        (["博主昵称", "小红书主页", "千瓜指数"], "qiangua"),
        (["平台等级"], "pgy_collector"),
    ],
)
def test_a_list_with_columns_of_two_kinds_fits_one_of_them(more: list[str], source: str) -> None:
    match = recognise([[*COLLECTOR, *more]], "")
    assert match is not None
    assert match.source_key == source


@pytest.mark.parametrize(
    ("text", "fen"),
    [("1.5w", 1_500_000), ("8k", 800_000), ("0.8万", 800_000), ("¥1,204.50", 120_450), ("1200元", 120_000)],
)
def test_a_price_is_yuan_with_or_without_a_unit(text: str, fen: int) -> None:
    assert read(pl.Series([text]), PRICE).values.to_list() == [fen]


@pytest.mark.parametrize("text", ["0", "0.00", "面议", "不接", "/", "--", "无"])
def test_no_offer_is_no_price(text: str) -> None:
    parsed = read(pl.Series([text]), PRICE)
    assert (parsed.values.to_list(), parsed.has_faults) == ([None], False)


@pytest.mark.parametrize("text", ["800-1000", "100.005", "10万+", "约1200"])
def test_a_price_that_can_be_read_two_ways_is_refused(text: str) -> None:
    assert read(pl.Series([text]), PRICE).has_faults
