"""MediaCrawler's comments under notes: CSV, JSON, the sheet `Comments` of its workbook or the table `xhs_note_comment`.

Evidence A: the code that writes them (NanmiCoder/MediaCrawler `store/xhs`, `database/models.py`). Only what was said
under which note and when, and how many liked it, is kept: author, face, place and the hash of the author are dropped
while reading.
"""

from __future__ import annotations

import polars as pl

from ingest.instants import EPOCH_MS
from ingest.numbers import counts
from ingest.sources.reading import Reading
from ingest.sources.source import Context, Source, Typed
from ingest.words import ID, NOTE_ID, TEXT

_REQUIRED = ("comment_id", "note_id", "create_time", "content", "last_modify_ts")


def _type_rows(frame: pl.DataFrame, _context: Context) -> tuple[Typed, ...]:
    reading = Reading("comments", frame, "comment_id")
    posted = reading.parsed("create_time", EPOCH_MS)
    parents = reading.column("parent_comment_id", ID)
    return (
        reading.typed(
            {
                "comment_id": reading.column("comment_id", ID, is_required=True),
                "note_id": reading.column("note_id", NOTE_ID, is_required=True),
                "parent_id": parents.set((parents == "0").fill_null(False), None),
                "posted_at": posted.values,
                "time_precision": reading.constant("second", pl.String()).set(posted.values.is_null(), None),
                "body": reading.column("content", TEXT),
                **reading.counts({"likes": "like_count", "replies": "sub_comment_count"}, counts()),
            }
        ),
    )


MEDIACRAWLER_COMMENTS = Source(
    key="mediacrawler_comments",
    title="MediaCrawler comments",
    required=tuple(frozenset({name}) for name in _REQUIRED),
    known=frozenset({*_REQUIRED, "sub_comment_count", "parent_comment_id", "like_count", "add_ts"}),
    type_rows=_type_rows,
    personal=frozenset({"user_id", "creator_hash", "nickname", "avatar", "ip_location", "pictures"}),
)
