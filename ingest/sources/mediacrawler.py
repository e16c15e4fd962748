"""MediaCrawler's dumps of notes and creators: CSV, JSON, JSON lines, workbook or SQLite, in its three eras.

Evidence A+B: the code that writes them (NanmiCoder/MediaCrawler `store/xhs`) and crawls in public projects.

Until 2024-02 notes had no video_url and tag_list; since 2026-07-01 they have `creator_hash` (the first 16 hex digits of
sha256 of the user id) and a masked nickname in place of `user_id`. Every row is a snapshot at `last_modify_ts`, the
time of the crawl. Counts are text such as `2.3万`, rounded by the platform. Names and faces of authors are not kept.
"""

from __future__ import annotations

import hashlib
import json

import polars as pl

from ingest.instants import EPOCH_MS
from ingest.numbers import counts
from ingest.sources.reading import Reading
from ingest.sources.source import Context, Source, Typed
from ingest.sources.statuses import NOTE_KIND
from ingest.values import Good, Grammar, Outcome
from ingest.words import ID_FAULT, KOL_ID, NOTE_ID, TEXT, TOPICS, pattern_id, words

KEY = "mediacrawler"
_COUNTS = {
    "likes": "liked_count",
    "collects": "collected_count",
    "comments": "comment_count",
    "shares": "share_count",
}
_NOTE_COLUMNS = frozenset(
    {"note_id", "type", "title", "desc", "video_url", "time", "last_update_time", "user_id", "creator_hash", "nickname"}
    | {"avatar", "liked_count", "collected_count", "comment_count", "share_count", "ip_location", "image_list"}
    | {"tag_list", "last_modify_ts", "note_url", "source_keyword", "xsec_token"}
)
_CREATOR_COLUMNS = frozenset(
    {"user_id", "nickname", "gender", "avatar", "desc", "ip_location", "follows", "fans", "interaction", "tag_list"}
    | {"last_modify_ts"}
)
_CREATOR_HASH = pattern_id("[0-9a-f]{16}", ID_FAULT, has_null_words=True)
_FIRST_SECOND = 1_356_998_400
"""2013: no note is older than the platform."""
_COUNT = counts(minus_one_is_missing=True)


def creator_hash(kol_id: str) -> str:
    """The hash under which crawls since 2026-07-01 know this KOL."""
    return hashlib.sha256(kol_id.encode()).hexdigest()[:16]


def creator_hashes(kol_ids: pl.Series) -> pl.Series:
    """`creator_hash` of every id, null where the id is."""
    hashed = [None if kol_id is None else creator_hash(kol_id) for kol_id in kol_ids.to_list()]
    return pl.Series(hashed, dtype=pl.String())


def _captured(reading: Reading, context: Context) -> pl.Series:
    crawled = reading.column("last_modify_ts", EPOCH_MS)
    return crawled.zip_with(crawled.is_not_null(), reading.instant(context.captured_at))


def _published(reading: Reading, note_ids: pl.Series) -> pl.Series:
    """The time of publication; a note id begins with its second, which fills a missing one."""
    given = reading.column("time", EPOCH_MS)
    seconds = note_ids.str.slice(0, 8).str.to_integer(base=16, strict=False, dtype=pl.Int64)
    seconds = seconds.set((seconds < _FIRST_SECOND).fill_null(False), None)
    return given.zip_with(given.is_not_null(), (seconds * 1_000_000).cast(given.dtype))


def _notes(frame: pl.DataFrame) -> Typed:
    reading = Reading("notes", frame, "note_id")
    ids = reading.column("note_id", NOTE_ID, is_required=True)
    return reading.typed(
        {
            "note_id": ids,
            "source": reading.constant(KEY, pl.String()),
            "platform": reading.constant("xiaohongshu", pl.String()),
            "kol_id": reading.column("user_id", KOL_ID),
            "creator_hash": reading.column("creator_hash", _CREATOR_HASH),
            "title": reading.column("title", TEXT),
            "body": reading.column("desc", TEXT),
            "kind": reading.column("type", words(NOTE_KIND)),
            "published_at": _published(reading, ids),
            "time_precision": reading.constant("second", pl.String()),
            "topics": reading.column("tag_list", TOPICS),
            "url": reading.column("note_url", TEXT).str.replace(r"[?#].*$", ""),
            "is_provisional": reading.constant(False, pl.Boolean()),
        }
    )


def _metrics(frame: pl.DataFrame, context: Context) -> Typed:
    reading = Reading("note_metrics", frame, "note_id")
    return reading.typed(
        {
            "note_id": reading.column("note_id", NOTE_ID, is_required=True),
            "captured_at": _captured(reading, context),
            "source": reading.constant(KEY, pl.String()),
            **reading.counts(_COUNTS, _COUNT),
        }
    )


def _type_notes(frame: pl.DataFrame, context: Context) -> tuple[Typed, ...]:
    return _notes(frame), _metrics(frame, context)


def _home(text: str) -> Outcome:
    """The place that a creator names in the tags, `{"location": "美国"}`; tags that are no such object name none."""
    try:
        tags = json.loads(text)
    except (json.JSONDecodeError, RecursionError):
        return None
    place = tags.get("location") if isinstance(tags, dict) else None
    return Good(place) if isinstance(place, str) and place else None


def _unread(text: pl.Series) -> pl.Series:
    return pl.Series(text.name, [None], dtype=pl.String()).new_from_index(0, text.len())


_HOME = Grammar(pl.String(), _unread, _home)


def _type_creators(frame: pl.DataFrame, context: Context) -> tuple[Typed, ...]:
    kols = Reading("kols", frame, "user_id")
    ids = kols.column("user_id", KOL_ID, is_required=True)
    profiles = Reading("kol_profiles", frame, "user_id")
    seen = _captured(profiles, context).dt.convert_time_zone("Asia/Shanghai").dt.date()
    return (
        kols.typed(
            {
                "kol_id": ids,
                "source": kols.constant(KEY, pl.String()),
                "nickname": kols.column("nickname", TEXT),
                "creator_hash": creator_hashes(ids),
                "home_city": kols.column("tag_list", _HOME),
            }
        ),
        profiles.typed(
            {
                "kol_id": profiles.column("user_id", KOL_ID, is_required=True),
                "as_of_date": seen,
                "source": profiles.constant(KEY, pl.String()),
                "scope": profiles.constant("unstated", pl.String()),
                **profiles.counts({"followers": "fans"}, _COUNT),
            }
        ),
    )


MEDIACRAWLER_NOTES = Source(
    key="mediacrawler_notes",
    title="MediaCrawler contents (notes)",
    required=tuple(frozenset({name}) for name in ("note_id", "title", "time", "liked_count", "last_modify_ts")),
    known=_NOTE_COLUMNS,
    type_rows=_type_notes,
    personal=frozenset({"nickname", "avatar", "ip_location", "xsec_token"}),
)
MEDIACRAWLER_CREATORS = Source(
    key="mediacrawler_creators",
    title="MediaCrawler creators",
    required=tuple(frozenset({name}) for name in ("user_id", "nickname", "fans", "interaction")),
    known=_CREATOR_COLUMNS,
    type_rows=_type_creators,
    personal=frozenset({"gender", "avatar", "desc", "ip_location"}),
)
