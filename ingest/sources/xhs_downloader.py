"""XHS-Downloader's `ExploreData.db`, table `explore_data`, or the same columns in a file of text.

Evidence A: the code that writes it (JoeanAmier/XHS-Downloader `source/module/recorder.py`). Every cell is text; a count
of -1 is missing and 未知 says that there is none. Times are written as `2025-01-02_03:04:05` in the zone of the machine
that crawled: the ids of the notes show which, and 采集时间 is moved alike. Names and links of authors are not kept.
"""

from __future__ import annotations

import polars as pl

from ingest.instants import SHANGHAI_TIME
from ingest.numbers import counts
from ingest.sources import note_times
from ingest.sources.note_lists import SPACED
from ingest.sources.note_sheet import NoteSheet
from ingest.sources.source import Context, Source, Typed
from ingest.sources.statuses import NOTE_KIND
from ingest.values import read

SHEET = NoteSheet(
    source="xhs_downloader",
    note_id="作品id",
    title="作品标题",
    body="作品描述",
    kind="作品类型",
    kinds=NOTE_KIND,
    published="发布时间",
    kol_id="作者id",
    url="作品链接",
    topics="作品标签",
    topics_grammar=SPACED,
    count_grammar=counts(minus_one_is_missing=True),
    counts={"likes": "点赞数量", "collects": "收藏数量", "comments": "评论数量", "shares": "分享数量"},
    is_local=True,
)


def _type_rows(frame: pl.DataFrame, context: Context) -> tuple[Typed, ...]:
    notes, note_facts = SHEET.notes(frame, context)
    metrics, metric_facts = SHEET.metrics(frame, context)
    kind = note_facts["kind"]
    note_facts["kind"] = kind.set((kind == "unknown: 未知").fill_null(False), None)
    published = read(metrics.raw("发布时间"), SHANGHAI_TIME)
    behind = note_times.zone_behind(published, metric_facts["note_id"])
    crawled = metrics.column("采集时间", SHANGHAI_TIME).dt.offset_by(f"{-behind}s")
    metric_facts["captured_at"] = crawled.zip_with(crawled.is_not_null(), metric_facts["captured_at"])
    return notes.typed(note_facts), metrics.typed(metric_facts)


XHS_DOWNLOADER = Source(
    key="xhs_downloader",
    title="XHS-Downloader notes",
    required=tuple(frozenset({name}) for name in ("作品id", "采集时间", "作品标题", "点赞数量")),
    known=SHEET.columns | {"采集时间", "最后更新时间"},
    type_rows=_type_rows,
    personal=frozenset({"作者昵称", "作者链接", "下载地址", "动图地址"}),
    is_whole=True,
)
