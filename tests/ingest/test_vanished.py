"""Rows that a later whole file lacks are listed, never deleted; and only where a file is known to be whole."""

from __future__ import annotations

from typing import Any

from ingest.sources import SOURCES
from ingest.vanished import WHOLE, vanished

KOLS = "KOL,博主ID,粉丝数,图文报备价"
NOTES = "笔记标题,首次发布时间,体裁,曝光,观看量,点赞,评论,收藏,分享"


def _kols(loading: Any, name: str, *numbers: int, price: int = 300) -> None:
    lines = [f"kol {number},{number:024x},{1000 + number},{price}" for number in numbers]
    loading.load(loading.write(name, "\n".join([KOLS, *lines, ""])))


def _notes(loading: Any, name: str, *days: int) -> None:
    lines = [f"note {day},2026年03月{day:02d}日10时00分00秒,图文,10,5,1,1,1,1" for day in days]
    loading.load(loading.write(name, "\n".join([NOTES, *lines, ""])), account="brand")


def test_a_kol_missing_in_a_later_list_of_that_name_is_listed_with_both_files(loading: Any) -> None:
    _kols(loading, "rates_2026-03-01.csv", 1, 2, 3)
    _kols(loading, "rates_2026-04-01.csv", 1, 3)
    row = vanished(loading.root).row(0, named=True)
    assert (row["file"], row["source_row"], row["missing_file"]) == ("rates_2026-03-01.csv", 3, "rates_2026-04-01.csv")
    assert f"{2:024x}" in row["key"]
    assert vanished(loading.root).height == 1
    assert loading.rows("select count(*) from wh.raw.kols") == [(3,)]


def test_the_order_of_loading_does_not_matter_and_what_came_back_is_not_listed(loading: Any) -> None:
    _kols(loading, "rates_2026-04-01.csv", 1, 3)
    _kols(loading, "rates_2026-03-01.csv", 1, 2, 3)
    assert vanished(loading.root)["source_row"].to_list() == [3]
    _kols(loading, "rates_2026-05-01.csv", 1, 2, 3, price=350)
    assert vanished(loading.root).is_empty()


def test_a_list_of_another_name_lacks_nothing(loading: Any) -> None:
    _kols(loading, "rates_2026-03-01.csv", 1, 2, 3)
    _kols(loading, "autumn_2026-04-01.csv", 1)
    assert vanished(loading.root).is_empty()


def test_of_an_export_over_a_period_only_what_lies_strictly_within_is_missed(loading: Any) -> None:
    _notes(loading, "notes_2026-03-20.csv", 1, 5, 9, 15)
    _notes(loading, "notes_2026-04-20.csv", 5, 12, 15)
    keys = vanished(loading.root)
    assert keys["source_row"].to_list() == [4], "the 9th lies between the 5th and the 15th, the 1st does not"


def test_crawls_pages_and_events_are_never_claimed_to_be_whole() -> None:
    partial = {"mediacrawler_notes", "pgy_bloggers", "qianfan_api_orders", "short_link_clicks", "own_orders"}
    assert not partial & set(WHOLE)
    assert set(WHOLE) <= {source.key for source in SOURCES}
