"""Notes in the platform's own JSON: answers of its web pages and of its app, and what ReaJason/xhs makes of them.

Evidence B (saved answers of a public project) for web and app, evidence A (its source) for ReaJason. The web's `time`
is milliseconds; the app's `timestamp` and `create_time` are seconds while `update_time` beside them is milliseconds.
The same count has several names: `share_count`, `shared_count`, `comments_count`, `likes`. The app's `view_count` is
always 0 and is not taken, `time_desc` is for display. Authors stay as their user id alone.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime

import polars as pl

from ingest.instants import EPOCH_MS, INSTANT
from ingest.sources.nesting import Record, flat, objects
from ingest.sources.note_lists import NAMED
from ingest.sources.note_sheet import NoteSheet
from ingest.sources.source import Source
from ingest.values import Fault, Good, Grammar, Outcome, is_missing

_SECONDS_FAULT = Fault("E-TIME-EPOCH", "10 digits: seconds since 1970", "export the time in seconds")
_TEN_DIGITS = re.compile(r"\d{10}\Z", re.ASCII)


def _seconds(text: str) -> Outcome:
    if text == "0" or is_missing(text):
        return None
    return Good(datetime.fromtimestamp(int(text), UTC)) if _TEN_DIGITS.match(text) else _SECONDS_FAULT


def _unread(text: pl.Series) -> pl.Series:
    return pl.Series(text.name, [None], dtype=INSTANT).new_from_index(0, text.len())


EPOCH_SECONDS = Grammar(INSTANT, _unread, _seconds)
_WEB = NoteSheet(
    source="xhs_web",
    note_id=("note_id", "id"),
    title=("title", "display_title"),
    body="desc",
    kind="type",
    published="time",
    published_grammar=EPOCH_MS,
    kol_id="user.user_id",
    topics="tag_list",
    topics_grammar=NAMED,
    counts={
        "likes": "interact_info.liked_count",
        "collects": "interact_info.collected_count",
        "comments": "interact_info.comment_count",
        "shares": ("interact_info.share_count", "interact_info.shared_count"),
    },
)
_APP = NoteSheet(
    source="xhs_app",
    note_id=("note_id", "id"),
    title=("title", "display_title"),
    body="desc",
    kind="type",
    published=("timestamp", "create_time"),
    published_grammar=EPOCH_SECONDS,
    kol_id=("user.userid", "user.user_id", "user.id"),
    counts={
        "likes": ("liked_count", "likes"),
        "collects": "collected_count",
        "comments": ("comments_count", "comment_count"),
        "shares": ("shared_count", "share_count"),
    },
)
_REAJASON = NoteSheet(
    source="reajason_xhs",
    note_id="note_id",
    title="title",
    body="desc",
    kind="type",
    published="time",
    published_grammar=EPOCH_MS,
    kol_id=("user.user_id", "user.userid"),
    topics="tag_list",
    topics_grammar=NAMED,
    counts={
        "likes": "liked_count",
        "collects": "collected_count",
        "comments": "comment_count",
        "shares": "share_count",
    },
)
_PERSONAL = frozenset(
    {"user.nickname", "user.nick_name", "user.name", "user.avatar", "user.image", "user.images", "user.red_id"}
    | {"ip_location", "at_user_list", "user.desc", "user.xsec_token", "xsec_token", "user.location"}
)


def _unfold_web(document: Record) -> list[Record] | None:
    cards = objects(document, "data.items", "note_card") or objects(document, "items", "note_card")
    cards = cards or ([document] if isinstance(document.get("note_card"), dict) else [])
    return [{"id": card.get("id"), **flat(note)} for card in cards if (note := _object(card, "note_card"))] or None


def _unfold_app(document: Record) -> list[Record] | None:
    for place in ("data.items", "items", "data.data.items"):
        items = objects(document, place, "note")
        if items:
            return [flat(_object(item, "note")) for item in items]
    for place in ("data.notes", "data.data.notes", "notes"):
        notes = objects(document, place, "collected_count", "create_time")
        if notes:
            return [flat(note) for note in notes]
    return None


def _unfold_reajason(record: Record) -> list[Record] | None:
    return [flat(record)] if {"note_id", "img_urls", "liked_count", "time"} <= record.keys() else None


def _object(record: Record, key: str) -> Record:
    found = record.get(key)
    return found if isinstance(found, dict) else {}


XHS_WEB = Source(
    key="xhs_web",
    title="notes of the platform's web pages",
    required=(
        frozenset({"note_id", "id"}),
        frozenset({"title", "display_title"}),
        *(frozenset({f"interact_info.{name}_count"}) for name in ("liked", "collected", "comment")),
    ),
    known=_WEB.columns | {"last_update_time"},
    type_rows=_WEB.typed,
    personal=_PERSONAL,
    unfold=_unfold_web,
)
XHS_APP = Source(
    key="xhs_app",
    title="notes of the platform's app",
    required=(
        frozenset({"note_id", "id"}),
        frozenset({"title", "display_title"}),
        frozenset({"timestamp", "create_time"}),
        frozenset({"liked_count", "likes"}),
        frozenset({"collected_count"}),
        frozenset({"comments_count"}),
    ),
    known=_APP.columns | {"update_time", "view_count", "time_desc"},
    type_rows=_APP.typed,
    personal=_PERSONAL,
    unfold=_unfold_app,
)
REAJASON_XHS = Source(
    key="reajason_xhs",
    title="ReaJason/xhs notes",
    required=tuple(frozenset({name}) for name in ("note_id", "img_urls", "liked_count", "collected_count", "time")),
    known=_REAJASON.columns | {"img_urls", "video_url", "last_update_time"},
    type_rows=_REAJASON.typed,
    personal=_PERSONAL,
    unfold=_unfold_reajason,
)
RAW_NOTES = (XHS_WEB, XHS_APP, REAJASON_XHS)
