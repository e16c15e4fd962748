"""Spider_XHS workbooks: notes, creators or comments, one kind per file, every cell written with Python's `str()`.

Evidence A: the code that writes them (cv-cat/Spider_XHS `xhs_utils/data_util.py`). Missing is the text `None`, a
blank title is 无标题, lists are Python's own notation. Times are in the zone of the machine that crawled: the ids of
the notes show which; of comments nothing shows it, and they are read as Shanghai's. Who wrote, faces, places and what
creators say of themselves are not kept.
"""

from __future__ import annotations

import polars as pl

from ingest.instants import SHANGHAI_TIME
from ingest.numbers import counts
from ingest.sources.kol_sheet import KolSheet
from ingest.sources.note_lists import PYTHON_REPR
from ingest.sources.note_sheet import NoteSheet
from ingest.sources.reading import Reading
from ingest.sources.source import Context, Source, Typed
from ingest.words import ID, NAME, NOTE_ID

_NOTES = NoteSheet(
    source="spider_xhs",
    note_id=("笔记id", "note_id"),
    title="标题",
    body="描述",
    kind="笔记类型",
    published="上传时间",
    kol_id="用户id",
    url="笔记url",
    topics="标签",
    topics_grammar=PYTHON_REPR,
    counts={"likes": "点赞数量", "collects": "收藏数量", "comments": "评论数量", "shares": "分享数量"},
    is_local=True,
    no_title="无标题",
)
_CREATORS = KolSheet(
    source="spider_xhs", names=("用户名",), ids=("用户id",), links=("用户主页url",), red_ids=("小红书号",),
    followers=("粉丝数量",),
)  # fmt: skip
_PERSONAL = frozenset({"昵称", "头像url", "ip归属地", "用户主页url", "视频封面url"})


def _type_comments(frame: pl.DataFrame, _context: Context) -> tuple[Typed, ...]:
    reading = Reading("comments", frame, "评论id")
    posted = reading.parsed("上传时间", SHANGHAI_TIME)
    return (
        reading.typed(
            {
                "comment_id": reading.column("评论id", ID, is_required=True),
                "note_id": reading.column("笔记id", NOTE_ID, is_required=True),
                "posted_at": posted.values,
                "time_precision": posted.marks.fill_null("second").set(posted.values.is_null(), None),
                "body": reading.column("评论内容", NAME),
                **reading.counts({"likes": "点赞数量"}, counts()),
            }
        ),
    )


SPIDER_NOTES = Source(
    key="spider_xhs_notes",
    title="Spider_XHS notes",
    required=(
        frozenset({"笔记id", "note_id"}),
        *(frozenset({name}) for name in ("标题", "点赞数量", "收藏数量", "上传时间")),
    ),
    known=_NOTES.columns | {"视频地址url", "图片地址url列表"},
    type_rows=_NOTES.typed,
    personal=_PERSONAL,
    is_whole=True,
)
SPIDER_CREATORS = Source(
    key="spider_xhs_creators",
    title="Spider_XHS creators",
    required=tuple(frozenset({name}) for name in ("用户id", "用户名", "粉丝数量", "作品被赞和收藏数量")),
    known=_CREATORS.columns | {"关注数量", "作品被赞和收藏数量", "标签"},
    type_rows=_CREATORS.typed,
    personal=frozenset({"头像url", "性别", "ip地址", "介绍"}),
)
SPIDER_COMMENTS = Source(
    key="spider_xhs_comments",
    title="Spider_XHS comments",
    required=tuple(frozenset({name}) for name in ("评论id", "笔记id", "评论内容", "上传时间")),
    known=frozenset({"评论id", "笔记id", "笔记url", "评论内容", "评论标签", "上传时间", "点赞数量"}),
    type_rows=_type_comments,
    personal=_PERSONAL | {"用户id", "图片地址url列表"},
)
SPIDER_XHS = (SPIDER_NOTES, SPIDER_CREATORS, SPIDER_COMMENTS)
