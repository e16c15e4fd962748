"""The four 近30日 workbooks of an own account: figures from many sheets meet on their day, nothing is passed over."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

DAYS = ("2026年03月16日", "2026年03月15日")


def workbook(path: Path, sums: str, trends: Mapping[str, tuple[object, object]]) -> Path:
    """As the creator center writes it: a snapshot sheet, then a sheet per figure, newest day first."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with xlsxwriter.Workbook(path) as book:
        snapshot = book.add_worksheet(f"账号总体{sums}数据")
        for row, cells in enumerate([("指标", "数值"), ("曝光", 120.0), ("封面点击率(%)", 10.8)]):
            snapshot.write_row(row, 0, cells)
        for name, values in trends.items():
            sheet = book.add_worksheet(f"{name}趋势")
            for row, cells in enumerate([("日期", "数值"), *zip(DAYS, values, strict=True)]):
                sheet.write_row(row, 0, cells)
    return path


def views(folder: Path, newest: object = 181.0) -> Path:
    return workbook(folder / "近30日观看数据.xlsx", "观看", {"观看": (newest, 57.0), "封面点击率": ("19%", "21%")})


def engagement(folder: Path) -> Path:
    figures = {"点赞": (30.0, 3.0), "收藏": (8.0, 1.0), "评论": (2.0, 0.0), "分享": (1.0, 0.0)}
    return workbook(folder / "近30日互动数据.xlsx", "互动", figures)


def follows(folder: Path) -> Path:
    return workbook(folder / "近30日涨粉数据.xlsx", "涨粉", {"净涨粉": (-2.0, 5.0), "主页转粉率": ("4%", "1%")})


DAY_SQL = "select account, date::varchar, views, engagement, follows from account_days order by date desc"


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 0, 2)])
def test_figures_of_different_files_meet_on_their_day_in_any_order(loading: Any, order: tuple[int, ...]) -> None:
    files = [views(loading.files), engagement(loading.files), follows(loading.files)]
    for place in order:
        loading.load(files[place], account="brand-lin")
    assert loading.rows(DAY_SQL) == [
        ("brand-lin", "2026-03-16", 181, 41, -2),
        ("brand-lin", "2026-03-15", 57, 4, 5),
    ]


def test_sheets_that_are_not_used_are_listed_with_the_reason(loading: Any) -> None:
    outcomes = loading.load(views(loading.files), account="brand-lin")
    assert [(one.sheet, one.status, one.code) for one in outcomes] == [
        ("观看趋势", "loaded", None),
        ("账号总体观看数据", "skipped", "E-SHEET-UNUSED"),
        ("封面点击率趋势", "skipped", "E-SHEET-UNUSED"),
    ]
    assert "sums over 30 days" in outcomes[1].reason
    assert "no fact holds" in outcomes[2].reason


def test_a_workbook_of_nothing_that_is_used_is_refused_with_the_reason(loading: Any) -> None:
    path = workbook(loading.files / "近30日发布数据.xlsx", "发布", {"总发布": (1.0, 0.0)})
    (outcome,) = loading.load(path, account="brand-lin")
    assert outcome.status == "refused"
    assert "30 days" in outcome.reason


def test_engagement_waits_for_all_four_of_its_parts(loading: Any) -> None:
    loading.load(workbook(loading.files / "likes.xlsx", "互动", {"点赞": (30.0, 3.0)}), account="brand-lin")
    assert loading.rows(DAY_SQL)[0] == ("brand-lin", "2026-03-16", None, None, None)


def test_a_figure_that_is_no_count_is_refused_by_its_row(loading: Any) -> None:
    (outcome, *_) = loading.load(views(loading.files, "24秒"), account="brand-lin")
    assert outcome.tables["account_days"].rejected == 1
    rejects = loading.rows("select sheet, source_row, column_name, code, value from rejects")
    assert rejects == [("观看趋势", 2, "数值", "E-COUNT", "24秒")]
