"""A pasted shortlist is read as people write it; what cannot be read is named as the spreadsheet names it."""

from __future__ import annotations

from datetime import date

import pytest

from campaigns import pasted_sheet, shortlist_sheet
from campaigns.errors import CellsRefused


def test_a_sheet_is_read_by_its_chinese_or_english_headers() -> None:
    found = shortlist_sheet.read(
        "\ufeff达人ID\t昵称\t粉丝\t机构\t报价（元）\t形式\t负责人\t跟进日期\t标签\n"
        "u1\t 小鹿 \t12万\t林间\t¥1,200.50\t视频\t林薇\t2026/11/5\t礼盒，重点\n"
        "\n"
        "u2\t木木\n"
    )
    places = [line.pop("places") for line in found]
    assert found == [
        {"row": 2, "kol_id": "u1", "kol_name": "小鹿", "agency": "林间", "quote_fen": 120_050, "kind": "video",
         "owner": "林薇", "next_date": date(2026, 11, 5), "tags": ["礼盒", "重点"]},
        {"row": 4, "kol_id": "u2", "kol_name": "木木"},
    ]  # fmt: skip
    assert places[0]["quote_fen"] == "cell E2 (报价（元）)"
    assert shortlist_sheet.read('KOL id,Name\nu1,"A, B"\n')[0]["kol_name"] == "A, B"


@pytest.mark.parametrize(
    ("sheet", "where", "expected"),
    [
        ("达人ID\t昵称\n", "the sheet", "at least one row"),
        ("", "the sheet", "a header row"),
        ("达人\t粉丝\na\t1\n", "the header", "the columns 达人id"),
        ("达人ID\t昵称\tKOL\na\tb\tc\n", "cell C1", "each column once"),
        ("达人ID\t昵称\t报价\na\tb\t12.345\n", "cell C2 (报价)", "at most two decimals"),
        ("达人ID\t昵称\n6.64E+23\tb\n", "cell A2 (达人ID)", "has lost digits"),
        ("达人ID\t昵称\t跟进日期\na\tb\t11/05\n", "cell C2 (跟进日期)", "a date such as"),
        ("达人ID\t昵称\t跟进日期\na\tb\t2026-02-30\n", "cell C2 (跟进日期)", "a date such as"),
        ("达人ID\t昵称\t形式\na\tb\t直播\n", "cell C2 (形式)", "图文"),
    ],
)
def test_what_cannot_be_read_is_named_by_its_cell(sheet: str, where: str, expected: str) -> None:
    with pytest.raises(CellsRefused) as refused:
        shortlist_sheet.read(sheet)
    assert refused.value.cells[0].where == where
    assert expected in refused.value.cells[0].expected


def test_every_bad_cell_is_named_not_only_the_first() -> None:
    with pytest.raises(CellsRefused) as refused:
        shortlist_sheet.read("达人ID\t昵称\t报价\t形式\na\tb\tx\ty\nc\td\tz\t图文\n")
    assert [cell.where for cell in refused.value.cells] == ["cell C2 (报价)", "cell D2 (形式)", "cell C3 (报价)"]


def test_columns_are_named_like_a_spreadsheet_names_them() -> None:
    assert [pasted_sheet.place(column, 3) for column in (0, 25, 26, 701, 702)] == [
        "cell A3", "cell Z3", "cell AA3", "cell ZZ3", "cell AAA3",
    ]  # fmt: skip
