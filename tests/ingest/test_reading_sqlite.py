"""SQLite databases of crawlers: every table a sheet, read-only, and nothing of a hostile schema is run."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import polars as pl
import pytest

from ingest.reading import read_sheets
from ingest.refusal import FileRefused
from ingest.sheet import Found, Skipped

NOTE = "65a1b2c30000000011012345"


def database(path: Path, *statements: str) -> Path:
    with closing(sqlite3.connect(path)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()
    return path


def crawl(path: Path) -> Path:
    """As MediaCrawler leaves it: tables of other platforms beside its own, text ids, integer times."""
    return database(
        path,
        "create table douyin_aweme (id integer primary key, aweme_id varchar(64))",
        "create table xhs_note (id integer primary key, user_id text, nickname text, avatar text, ip_location text,"
        " add_ts bigint, last_modify_ts bigint, note_id text, type text, title text, desc text, video_url text,"
        " time bigint, last_update_time bigint, liked_count text, collected_count text, comment_count text,"
        " share_count text, image_list text, tag_list text, note_url text, source_keyword text, xsec_token text)",
        "create table xhs_note_comment (id integer primary key, comment_id text, create_time bigint, note_id text,"
        " content text, user_id text, nickname text, add_ts bigint, last_modify_ts bigint, sub_comment_count integer,"
        " like_count text)",
        "insert into xhs_note (user_id, nickname, last_modify_ts, note_id, type, title, time, liked_count) values"
        f" ('5f3c0000000000000101aaaa', '小鹿', 1708000000000, '{NOTE}', 'normal', '面膜', 1705095875000, '2.3万'),"
        " (null, '', 1708000000000, '12345678e123456789012345', 'video', '', 0, '3')",
        "insert into xhs_note_comment values"
        f" (1, 'c1', 1705095875000, '{NOTE}', '好', 'u', 'n', 1, 1708000000000, 0, '1')",
    )


def test_every_table_is_a_sheet_and_ids_stay_text(tmp_path: Path) -> None:
    other, notes, comments = read_sheets(crawl(tmp_path / "crawl.db"))
    assert isinstance(other, Skipped)
    assert isinstance(notes, Found)
    assert isinstance(comments, Found)
    assert (other.sheet, other.code) == ("douyin_aweme", "E-SHEET-EMPTY")
    assert (notes.sheet, notes.match.source_key, notes.total) == ("xhs_note", "mediacrawler_notes", 2)
    assert comments.match.source_key == "mediacrawler_comments"
    rows = pl.concat(notes.batches())
    assert rows["note_id"].to_list() == [NOTE, "12345678e123456789012345"]
    assert rows["time"].to_list() == ["1705095875000", "0"]
    assert rows["source_row"].to_list() == [1, 2]


def test_what_a_downloader_recorded_is_read_beside_its_other_databases(tmp_path: Path) -> None:
    path = database(
        tmp_path / "ExploreData.db",
        "create table explore_data"
        " (采集时间 text, 作品ID text primary key, 作品类型 text, 作品标题 text, 点赞数量 text)",
        f"insert into explore_data values ('2026-04-20_00:00:00', '{NOTE}', '图文', '面膜', '-1')",
    )
    (notes,) = read_sheets(path)
    assert isinstance(notes, Found)
    assert notes.match.source_key == "xhs_downloader"
    ids = database(
        tmp_path / "ExploreID.db", "create table explore_id (ID text)", "insert into explore_id values ('1')"
    )
    (listed,) = read_sheets(ids)
    assert isinstance(listed, Skipped)


def test_the_database_is_not_written_to(tmp_path: Path) -> None:
    path = crawl(tmp_path / "crawl.db")
    before = path.read_bytes()
    path.chmod(0o400)
    for sheet in read_sheets(path):
        if isinstance(sheet, Found):
            assert list(sheet.batches())
    assert path.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == ["crawl.db"]


def test_rows_that_still_stand_in_the_log_are_not_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "open.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("pragma journal_mode = wal")
        connection.execute("create table explore_id (ID text primary key)")
        connection.commit()
        with pytest.raises(FileRefused) as refusal:
            read_sheets(path)
    assert refusal.value.code == "E-FILE-UNREADABLE"
    assert "close the program" in str(refusal.value)


def test_views_virtual_tables_and_hostile_names_are_harmless(tmp_path: Path) -> None:
    path = database(
        tmp_path / "hostile.db",
        'create table "a""b; drop table c" ("x"" from c; --" text)',
        'insert into "a""b; drop table c" values (\'1\')',
        "create table c (apple text)",
        "create view v as select load_extension('/tmp/evil.so')",
    )
    sheets = read_sheets(path)
    assert [sheet.sheet for sheet in sheets] == ['a"b; drop table c', "c"]
    assert all(isinstance(sheet, Skipped) for sheet in sheets)


@pytest.mark.parametrize("keep", [100, 4096, 6000])
def test_a_damaged_database_is_refused(tmp_path: Path, keep: int) -> None:
    path = crawl(tmp_path / "crawl.db")
    path.write_bytes(path.read_bytes()[:keep])
    with pytest.raises(FileRefused) as refusal:
        [list(sheet.batches()) for sheet in read_sheets(path) if isinstance(sheet, Found)]
    assert refusal.value.code == "E-FILE-UNREADABLE"
