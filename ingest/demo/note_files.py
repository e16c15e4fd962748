"""Files with notes: the creator center's own list, two crawls, and the post-campaign figures an agency mails.

Own notes have no id in the creator center; most of them are crawled too, so that the models can bring the two together.
Brand accounts' counts in crawls are those of the same day, an older crawl of KOLs' notes shows fewer.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from pathlib import Path

import polars as pl

from ingest.demo import moments, story
from ingest.demo.cast import Person
from ingest.demo.notes import Note
from ingest.demo.spreadsheet import Cell, write_workbook
from ingest.demo.world import World

BANNER = "最多导出排序后前1000条笔记"
CREATOR_HEADER = (
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
)
ERA_2 = (
    "note_id",
    "type",
    "title",
    "desc",
    "video_url",
    "time",
    "last_update_time",
    "user_id",
    "nickname",
    "avatar",
    "liked_count",
    "collected_count",
    "comment_count",
    "share_count",
    "ip_location",
    "image_list",
    "tag_list",
    "last_modify_ts",
    "note_url",
    "source_keyword",
    "xsec_token",
)
ERA_3 = (
    "note_id",
    "type",
    "title",
    "desc",
    "video_url",
    "time",
    "last_update_time",
    "creator_hash",
    "nickname",
    "liked_count",
    "collected_count",
    "comment_count",
    "share_count",
    "image_list",
    "tag_list",
    "last_modify_ts",
    "note_url",
    "source_keyword",
    "xsec_token",
)
FIRST_CRAWL = story.instant("2026-10-12 03:10")
LAST_CRAWL = story.instant("2026-11-16 03:10")


def write_creator_center(world: World, folder: Path) -> list[Path]:
    """One `笔记列表明细表.xlsx` per brand account, newest note first, in a folder named after the account."""
    written = []
    for brand in story.BRANDS:
        own = [note for note in reversed(world.notes) if note.group == "own" and note.brand == brand.code]
        rows: list[list[Cell]] = [
            [BANNER] * len(CREATOR_HEADER),
            list(CREATOR_HEADER),
            *(_creator_row(note) for note in own),
        ]
        path = folder / brand.account / "笔记列表明细表.xlsx"
        path.parent.mkdir(parents=True, exist_ok=True)
        write_workbook(path, "Sheet1", rows, merges=["A1:M1"])
        written.append(path)
    return written


def _creator_row(note: Note) -> list[Cell]:
    spread = int(note.note_id[-4:], 16)
    seen = 0.0 if spread % 23 == 0 else float(note.impressions)
    ctr = (spread % 280 + 20) / 1000
    seconds = float(spread % 44 + 4)
    return [
        note.title,
        moments.creator_center_text(note.published),
        "视频" if note.kind == "video" else "图文",
        seen,
        float(note.reads),
        ctr,
        float(note.likes),
        float(note.comments),
        float(note.collects),
        float(note.follows),
        float(note.shares),
        seconds,
        float(spread % 7 if note.kind == "video" else 0),
    ]


def write_crawls(world: World, folder: Path) -> list[Path]:
    """Era 2 JSON of KOLs' and the brands' notes (two crawls), era 3 CSV of a keyword search, and the creators."""
    by_kols = [note for note in world.notes if note.group != "word_of_mouth" and not _is_hidden(note)]
    earlier = [note for note in by_kols if note.published < FIRST_CRAWL]
    found = [
        note
        for note in world.notes
        if note.group == "word_of_mouth" or (note.group == "paid" and _spread(note) % 3 == 0)
    ]
    return [
        _write_json(
            folder / "json" / "creator_contents_2026-10-12.json", [_era_2(note, FIRST_CRAWL) for note in earlier]
        ),
        _write_json(
            folder / "json" / "creator_contents_2026-11-16.json", [_era_2(note, LAST_CRAWL) for note in by_kols]
        ),
        _write_json(
            folder / "json" / "creator_creators_2026-11-16.json", [_creator(person) for person in world.cast.kols]
        ),
        _write_csv(folder / "csv" / "search_contents_2026-11-16.csv", [_era_3(note) for note in found]),
    ]


def _spread(note: Note) -> int:
    return int(note.note_id[-5:], 16)


def _is_hidden(note: Note) -> bool:
    """A quarter of the brands' own notes is in no crawl: they keep their provisional id."""
    return note.group == "own" and _spread(note) % 4 == 0


def _era_2(note: Note, crawled: int) -> dict[str, object]:
    values = _contents(note, crawled)
    values |= {
        "user_id": note.author.kol_id,
        "nickname": note.author.nickname,
        "avatar": f"https://sns-avatar.example/{note.author.kol_id}.jpg",
        "ip_location": "",
    }
    return {name: values[name] for name in ERA_2}


def _era_3(note: Note) -> dict[str, object]:
    name = note.author.nickname
    values = _contents(note, LAST_CRAWL)
    values |= {
        "creator_hash": note.author.creator_hash,
        "nickname": f"{name[0]}***{name[-1]}",
        "source_keyword": note.topics[0],
    }
    return {name: values[name] for name in ERA_3}


def _contents(note: Note, crawled: int) -> dict[str, object]:
    share = 1.0 if crawled == LAST_CRAWL else 0.62 + _spread(note) % 30 / 100
    counts = [_count(int(value * share)) for value in (note.likes, note.collects, note.comments, note.shares)]
    token = hashlib.sha256(f"{note.note_id}{crawled}".encode()).hexdigest()[:40]
    images = [f"https://sns-img.example/{note.note_id}/{number}.jpg" for number in range(1 + _spread(note) % 4)]
    return {
        "note_id": note.note_id,
        "type": "video" if note.kind == "video" else "normal",
        "title": note.title or note.body[:255],
        "desc": note.body,
        "video_url": f"https://sns-video.example/{note.note_id}.mp4" if note.kind == "video" else "",
        "time": note.published * 1000,
        "last_update_time": 0,
        "liked_count": counts[0],
        "collected_count": counts[1],
        "comment_count": counts[2],
        "share_count": counts[3],
        "image_list": ",".join(images),
        "tag_list": ",".join(note.topics),
        "last_modify_ts": (crawled + _spread(note) % 3000) * 1000,
        "note_url": f"https://www.xiaohongshu.com/explore/{note.note_id}?xsec_token={token}&xsec_source=pc_search",
        "source_keyword": "",
        "xsec_token": token,
    }


def _count(value: int) -> str:
    """As the site shows it: whole below ten thousand, then one decimal of 万."""
    return str(value) if value < 10_000 else f"{value // 1000 / 10:g}万"


def _creator(person: Person) -> dict[str, object]:
    info = json.dumps({"info": "天秤座", "location": person.city, "profession": "美妆博主"}, ensure_ascii=False)
    return {
        "user_id": person.kol_id,
        "nickname": person.nickname,
        "gender": person.gender,
        "avatar": f"https://sns-avatar.example/{person.kol_id}.jpg",
        "desc": "合作请私信",
        "ip_location": person.city,
        "follows": str(int(person.kol_id[-2:], 16)),
        "fans": _count(person.followers),
        "interaction": _count(person.followers * 5),
        "tag_list": info,
        "last_modify_ts": LAST_CRAWL * 1000,
    }


def _write_json(path: Path, rows: list[dict[str, object]]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(rows, ensure_ascii=False, indent=4), encoding="utf-8")
    return path


def _write_csv(path: Path, rows: list[dict[str, object]]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=ERA_3, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    path.write_bytes(b"\xef\xbb\xbf" + text.getvalue().encode("utf-8"))
    return path


def agency_figures(world: World) -> pl.DataFrame:
    """What agencies report of paid notes, in our own columns of note_metrics."""
    captured = moments.offset_text(pl.Series([story.instant("2026-11-15 18:00")]))[0]
    return pl.DataFrame(
        [
            {
                "note_id": note.note_id,
                "captured_at": captured,
                "source": "agency_report",
                "impressions": note.impressions,
                "reads": note.reads,
                "likes": note.likes,
                "collects": note.collects,
                "comments": note.comments,
                "shares": note.shares,
                "follows_gained": note.follows,
                **{
                    f"reads_{section}": part
                    for section, part in zip(story.SECTIONS, note.reads_by_section, strict=True)
                },
            }
            for note in world.notes
            if note.group == "paid"
        ]
    )
