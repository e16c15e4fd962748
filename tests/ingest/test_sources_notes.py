"""Notes without ids, notes with them, and the workbook that the creator center really writes."""

from __future__ import annotations

import hashlib
import os
from datetime import UTC, datetime
from pathlib import Path

import fastexcel
import polars as pl
import pytest
import xlsxwriter

from ingest.contract import Context, Match, Typed, recognise, type_rows
from ingest.sources.creator_center import provisional_id
from ingest.sources.mediacrawler import creator_hash
from ingest.sources.pgy_collector import label_of, scope_of

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = Path(os.environ.get("KOL_SHARED", ROOT.parent / "shared")) / "samples/creator_center/笔记列表明细表.xlsx"
CONTEXT = Context("笔记列表明细表.xlsx", "Sheet1", datetime(2026, 7, 12, tzinfo=UTC), "brand-lin")
HEADER = [
    "笔记标题",
    "首次发布时间",
    "体裁",
    "曝光",
    "观看量",
    "封面点击率",
    "点赞",
    "评论",
    "收藏",
    "涨粉",
    "分享",
    "人均观看时长",
    "弹幕",
]
BANNER = "最多导出排序后前1000条笔记"


def read_workbook(path: Path) -> tuple[Match, tuple[Typed, ...]]:
    sheet = fastexcel.read_excel(path).load_sheet(0, header_row=None, dtypes="string").to_polars()
    match = recognise([["" if cell is None else cell for cell in row] for row in sheet.head(20).rows()], "Sheet1")
    assert match is not None
    frame = sheet.slice(match.data_row)
    frame.columns = list(match.columns)
    numbered = frame.with_columns(pl.int_range(pl.len(), dtype=pl.Int64).alias("source_row") + match.data_row + 1)
    return match, type_rows(match.source_key, numbered, CONTEXT)


def write_workbook(path: Path, rows: list[list[str | float]]) -> Path:
    """As the creator center writes it: the banner is merged and repeated in every cell, counts are float cells."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Sheet1")
        sheet.merge_range(0, 0, 0, len(HEADER) - 1, BANNER)
        for column in range(len(HEADER)):
            sheet.write_string(0, column, BANNER)
        for row, cells in enumerate([HEADER, *rows], start=1):
            for column, cell in enumerate(cells):
                (sheet.write_string if isinstance(cell, str) else sheet.write_number)(row, column, cell)
    return path


def test_a_workbook_of_the_creator_center_types_whole(tmp_path: Path) -> None:
    first: list[str | float] = [
        "空瓶记",
        "2026年03月16日08时00分29秒",
        "图文",
        181.0,
        57.0,
        0.246,
        3.0,
        1.0,
        2.0,
        0.0,
        0.0,
        9.0,
        0.0,
    ]
    blank: list[str | float] = [
        "",
        "2026年03月15日21时10分02秒",
        "视频",
        0.0,
        126.0,
        0.0,
        3.0,
        1.0,
        1.0,
        0.0,
        0.0,
        0.0,
        0.0,
    ]
    match, (notes, metrics) = read_workbook(write_workbook(tmp_path / "notes.xlsx", [first, blank]))
    assert match.source_key == "creator_center"
    assert notes.rows.select("title", "kind", "is_provisional").rows() == [
        ("空瓶记", "image", True),
        (None, "video", True),
    ]
    assert metrics.rows.select("impressions", "reads", "cover_ctr").rows() == [(181, 57, 0.246), (0, 126, 0.0)]
    assert metrics.rows["source_row"].to_list() == [3, 4]


@pytest.mark.skipif(not SAMPLE.exists(), reason="the real sample lies outside the project")
def test_the_real_creator_center_sample_types_whole_with_41_notes() -> None:
    match, (notes, metrics) = read_workbook(SAMPLE)
    assert (match.header_row, match.data_row, match.unknown) == (1, 2, ())
    assert (notes.read, notes.rows.height, notes.rejects.height) == (41, 41, 0)
    assert (metrics.read, metrics.rows.height, metrics.rejects.height) == (41, 41, 0)
    assert notes.rows["title"].null_count() == 2
    assert notes.rows["note_id"].n_unique() == 41
    first = metrics.rows.row(0, named=True)
    assert (first["impressions"], first["reads"], first["cover_ctr"]) == (0, 126, 0.0)
    assert notes.rows["published_at"][0] == datetime(2026, 7, 10, 19, 9, 5, tzinfo=UTC)


def test_a_provisional_id_is_of_account_second_and_title() -> None:
    same = provisional_id("brand-lin", 1_773_619_229, "空瓶记")
    assert same == provisional_id("brand-lin", 1_773_619_229, "空瓶记")
    others = {
        provisional_id("b", 1, "t"),
        provisional_id("a", 2, "t"),
        provisional_id("a", 1, "u"),
        provisional_id("a", 1, "t"),
    }
    assert len(others) == 4
    assert not same.isalnum(), "it can never be taken for a real id"


def test_the_next_export_of_the_same_notes_finds_the_same_ids(tmp_path: Path) -> None:
    row: list[str | float] = [
        "空瓶记",
        "2026年03月16日08时00分29秒",
        "图文",
        181.0,
        57.0,
        0.2,
        3.0,
        1.0,
        2.0,
        0.0,
        0.0,
        9.0,
        0.0,
    ]
    later = [*row[:3], 500.0, *row[4:]]
    _, (before, _) = read_workbook(write_workbook(tmp_path / "a.xlsx", [row]))
    _, (after, metrics) = read_workbook(write_workbook(tmp_path / "b.xlsx", [later]))
    assert before.rows["note_id"].to_list() == after.rows["note_id"].to_list() == metrics.rows["note_id"].to_list()


def test_the_hash_of_a_creator_is_that_of_newer_crawls() -> None:
    kol_id = "5f3c0000000000000101aaaa"
    assert creator_hash(kol_id) == hashlib.sha256(kol_id.encode()).hexdigest()[:16]


@pytest.mark.parametrize(
    ("name", "label", "scope"),
    [
        ("日常30天-阅读中位数", "阅读中位数", "daily_30_all"),
        ("合作90天自然流量-互动中位数", "互动中位数", "cooperation_90_natural"),
        ("日常_阅读中位数", "阅读中位数", "daily_unstated_all"),
        ("30天阅读中位数", "阅读中位数", "unstated_30_all"),
        ("阅读中位数", "阅读中位数", "unstated"),
        ("数据概览-笔记数据-日常笔记-阅读中位数", "阅读中位数", "daily_unstated_all"),
        ("数据表现-合作笔记-图文+视频-近30天-全流量-互动中位数", "互动中位数", "cooperation_30_all"),
        ("数据表现-合作笔记-图文-近30天-全流量-互动中位数", "互动中位数", None),
    ],
)
def test_a_median_keeps_the_scope_that_its_name_states(name: str, label: str, scope: str | None) -> None:
    assert label_of(name) == label
    assert scope_of(name) == scope


def test_an_age_band_is_not_cut_at_its_hyphen() -> None:
    assert label_of("粉丝画像-18-24岁") == "18-24岁"
    assert label_of("报价数据-图文报价") == "图文报价"
    assert label_of("报价数据-图文报价含服务费") == "报价数据-图文报价含服务费"
