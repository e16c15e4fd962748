"""创作服务平台 › 笔记列表明细表.xlsx: an account's own notes, up to 1,000, without id, link or author.

Evidence B: three real files of public projects. A banner stands above the header. Counts are float cells. The id is
made from account, second of publication and title, so that the next export of the same note finds it again; the models
move its metrics to the real note when that arrives. Impressions can be 0 while reads are not, and the cover's click
rate is a fraction of neither: both are kept as given.
"""

from __future__ import annotations

import hashlib

import polars as pl

from ingest.instants import SHANGHAI_TIME
from ingest.numbers import NUMBER, SHARE, counts
from ingest.sources.reading import Reading
from ingest.sources.source import Context, Source, Typed
from ingest.sources.statuses import NOTE_KIND
from ingest.values import Parsed
from ingest.words import TEXT, words

KEY = "creator_center"
_COUNTS = {
    "impressions": "曝光",
    "reads": "观看量",
    "likes": "点赞",
    "collects": "收藏",
    "comments": "评论",
    "shares": "分享",
    "follows_gained": "涨粉",
    "danmaku": "弹幕",
}
_REQUIRED = ("笔记标题", "首次发布时间", "体裁", "曝光", "观看量")


def provisional_id(account: str, second: int, title: str) -> str:
    """The id of a note without id: the same for the same account, Unix second of publication and title."""
    digest = hashlib.sha256(f"{account}\n{second}\n{title}".encode()).hexdigest()
    return f"p-{digest[:24]}"


def _identity(reading: Reading, context: Context) -> tuple[pl.Series, pl.Series, Parsed]:
    titles = reading.column("笔记标题", TEXT)
    published = reading.parsed("首次发布时间", SHANGHAI_TIME, is_required=True)
    seconds = published.values.dt.epoch("s").to_list()
    ids = [
        None if second is None else provisional_id(context.account, second, title or "")
        for second, title in zip(seconds, titles.to_list(), strict=True)
    ]
    return pl.Series(ids, dtype=pl.String()), titles, published


def _notes(frame: pl.DataFrame, context: Context) -> Typed:
    reading = Reading("notes", frame, "首次发布时间")
    ids, titles, published = _identity(reading, context)
    return reading.typed(
        {
            "note_id": ids,
            "source": reading.constant(KEY, pl.String()),
            "platform": reading.constant("xiaohongshu", pl.String()),
            "account": reading.constant(context.account or None, pl.String()),
            "title": titles,
            "kind": reading.column("体裁", words(NOTE_KIND)),
            "published_at": published.values,
            "time_precision": published.marks.fill_null("second"),
            "is_provisional": reading.constant(True, pl.Boolean()),
        }
    )


def _metrics(frame: pl.DataFrame, context: Context) -> Typed:
    reading = Reading("note_metrics", frame, "首次发布时间")
    ids, _, _ = _identity(reading, context)
    return reading.typed(
        {
            "note_id": ids,
            "captured_at": reading.instant(context.captured_at),
            "source": reading.constant(KEY, pl.String()),
            **reading.counts(_COUNTS, counts()),
            "cover_ctr": reading.column("封面点击率", SHARE),
            "view_seconds": reading.column("人均观看时长", NUMBER),
        }
    )


def _type_rows(frame: pl.DataFrame, context: Context) -> tuple[Typed, ...]:
    return _notes(frame, context), _metrics(frame, context)


CREATOR_CENTER = Source(
    key=KEY,
    title="创作服务平台 笔记列表明细表 (creator center notes)",
    required=tuple(frozenset({name}) for name in _REQUIRED),
    known=frozenset({*_REQUIRED, *_COUNTS.values(), "封面点击率", "人均观看时长"}),
    type_rows=_type_rows,
)
