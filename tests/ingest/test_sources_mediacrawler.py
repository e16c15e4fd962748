"""MediaCrawler's workbook and database, whole: three kinds of sheet, and no author anywhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import xlsxwriter

CANARY = "路人甲"
CONTENTS = {
    "note_id": "65a1b2c30000000011012345", "type": "normal", "title": "面膜", "desc": "正文", "video_url": "",
    "time": "1705095875000", "last_update_time": "0", "user_id": "5f3c0000000000000101aaaa", "nickname": "小鹿",
    "avatar": "https://img.example/a.jpg", "liked_count": "2.3万", "collected_count": "1", "comment_count": "1",
    "share_count": "0", "ip_location": "上海", "image_list": "", "tag_list": "面膜,护肤",
    "last_modify_ts": "1708000000000", "note_url": "", "source_keyword": "面膜", "xsec_token": "T",
}  # fmt: skip
COMMENTS = {
    "comment_id": "65a2b2c30000000011012399", "create_time": "1705123456000", "ip_location": "上海",
    "note_id": "65a1b2c30000000011012345", "content": "求链接", "user_id": "5f3c0000000000000101ffff",
    "nickname": CANARY, "avatar": "https://img.example/b.jpg", "sub_comment_count": "0", "pictures": "",
    "parent_comment_id": "0", "last_modify_ts": "1708000000000", "like_count": "3",
}  # fmt: skip
CREATORS = {
    "user_id": "5f3c0000000000000101aaaa", "nickname": "小鹿", "gender": "Female", "avatar": "", "desc": "简介",
    "ip_location": "上海", "follows": "120", "fans": "5.2万", "interaction": "31.4万", "tag_list": "{}",
    "last_modify_ts": "1708000000000",
}  # fmt: skip


def write_workbook(path: Path) -> Path:
    """Sheets, as `store/excel_store_base.py` names and fills them: every cell a text."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with xlsxwriter.Workbook(path) as book:
        for name, row in {"Contents": CONTENTS, "Comments": COMMENTS, "Creators": CREATORS}.items():
            sheet = book.add_worksheet(name)
            for column, (title, cell) in enumerate(row.items()):
                sheet.write_string(0, column, title)
                sheet.write_string(1, column, cell)
    return path


def test_the_workbook_gives_notes_comments_and_creators(loading: Any) -> None:
    outcomes = loading.load(write_workbook(loading.files / "xhs_search_20240215_202640.xlsx"))
    assert [(one.sheet, one.source, one.status) for one in outcomes] == [
        ("Contents", "mediacrawler_notes", "loaded"),
        ("Comments", "mediacrawler_comments", "loaded"),
        ("Creators", "mediacrawler_creators", "loaded"),
    ]
    assert loading.rows("select note_id, body from comments") == [(CONTENTS["note_id"], "求链接")]
    assert loading.rows("select kol_id, followers from kols") == [("5f3c0000000000000101aaaa", 52_000)]


def test_who_commented_is_stored_nowhere(loading: Any) -> None:
    loading.load(write_workbook(loading.files / "xhs_search_20240215_202640.xlsx"))
    everything = loading.all_bytes()
    assert CANARY.encode() not in everything
    assert b"5f3c0000000000000101ffff" not in everything
