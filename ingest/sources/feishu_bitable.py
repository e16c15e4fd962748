"""飞书多维表格 of notes, as its API gives it: `items[].fields`, every cell a list of pieces of rich text.

Evidence B: a saved answer of a public project with 19 real notes. Pieces are joined; a link stands in `link` or in the
text. Times are milliseconds. A record may have no fields at all: it is no row. Faces and files are not kept.
"""

from __future__ import annotations

from typing import Any

import polars as pl

from ingest.instants import EPOCH_MS
from ingest.sources.mediacrawler import creator_hashes
from ingest.sources.nesting import Record, objects
from ingest.sources.note_sheet import NoteSheet
from ingest.sources.reading import Reading, rows_with
from ingest.sources.source import Context, Source, Typed
from ingest.words import KOL_ID, TEXT

KEY = "feishu_bitable"
SHEET = NoteSheet(
    source=KEY,
    note_id="笔记链接",
    title="笔记标题",
    body="笔记内容",
    kind=("笔记类型", "笔记类型1"),
    published="发布时间",
    published_grammar=EPOCH_MS,
    kol_id="主页链接",
    url="笔记链接",
    topics="笔记标签",
    counts={"likes": "点赞数", "collects": "收藏数", "comments": "评论数", "shares": "分享数"},
)


def _type_rows(frame: pl.DataFrame, context: Context) -> tuple[Typed, ...]:
    kols = Reading("kols", rows_with(frame, "主页链接"), "笔记链接")
    ids = kols.column("主页链接", KOL_ID, is_required=True)
    named = kols.typed(
        {
            "kol_id": ids,
            "source": kols.constant(KEY, pl.String()),
            "nickname": kols.column("账号名称", TEXT),
            "creator_hash": creator_hashes(ids),
        }
    )
    return *SHEET.typed(frame, context), named


def _unfold(document: Record) -> list[Record] | None:
    for place in ("data.items", "items"):
        items = objects(document, place, "fields", "record_id")
        if any("笔记链接" in _fields(item) for item in items):
            return [{name: _text(value) for name, value in _fields(item).items()} for item in items]
    return None


def _fields(item: Record) -> Record:
    fields = item.get("fields")
    return fields if isinstance(fields, dict) else {}


def _text(value: Any) -> Any:
    """Rich text as plain text: the pieces together, of a link where it leads."""
    if not isinstance(value, list) or not all(isinstance(piece, dict) for piece in value):
        return value
    return "".join(str(piece.get("link") or piece.get("text") or "") for piece in value)


FEISHU_BITABLE = Source(
    key=KEY,
    title="飞书多维表格 of notes",
    required=tuple(frozenset({name}) for name in ("笔记链接", "点赞数", "收藏数", "评论数", "发布时间")),
    known=SHEET.columns | {"账号名称"},
    type_rows=_type_rows,
    personal=frozenset({"头像", "头像链接", "图片文件", "笔记封面图"}),
    unfold=_unfold,
)
