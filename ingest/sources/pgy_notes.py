"""蒲公英 pages of notes: the detail of one note, and the list of a KOL's notes.

Evidence B: saved answers of a public project. The detail writes collects as `favNum` and its time to the minute, the
list writes `collectNum` and a date; both are sharpened by the second in the id where they agree with it. `isAdvertise`
is the platform's own word for a paid note.
"""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from ingest.instants import SHANGHAI_TIME
from ingest.sources.nesting import Record, at, flat, objects
from ingest.sources.note_sheet import NoteSheet
from ingest.sources.source import Context, Source, Typed
from ingest.words import BOOLEAN

SHEET = NoteSheet(
    source="pgy_note_list",
    note_id="noteid",
    title="title",
    body="content",
    kind=("type", "isvideo"),
    kinds={"1": "image", "2": "video", "true": "video", "false": "image"},
    published=("createtime", "publishtime", "date"),
    kol_id="userid",
    url="notelink",
    captured="recordtime",
    captured_grammar=SHANGHAI_TIME,
    counts={
        "impressions": "impnum",
        "reads": "readnum",
        "likes": "likenum",
        "collects": ("favnum", "collectnum"),
        "comments": "cmtnum",
        "shares": "sharenum",
        "follows_gained": "followcnt",
    },
)


_DETAIL = replace(SHEET, source="pgy_note_detail")
"""A source of its own: the next list must not take away the text that only the detail has."""


def _type_rows(frame: pl.DataFrame, context: Context) -> tuple[Typed, ...]:
    sheet = _DETAIL if "content" in frame.columns else SHEET
    notes, note_facts = sheet.notes(frame, context)
    metrics, metric_facts = sheet.metrics(frame, context)
    sponsored = notes.column("isadvertise", BOOLEAN)
    return notes.typed({**note_facts, "is_sponsored": sponsored}), metrics.typed(metric_facts)


def _unfold(document: Record) -> list[Record] | None:
    moment = {"recordTime": at(document, "recordTime")}
    for place in ("data.list", "list"):
        notes = objects(document, place, "noteId", "readNum")
        if notes:
            return [{**moment, **flat(note)} for note in notes]
    for note in (document, document.get("data")):
        if isinstance(note, dict) and "noteId" in note and "readNum" in note:
            return [{**moment, **flat(note)}]
    return None


PGY_NOTES = Source(
    key="pgy_notes",
    title="蒲公英 note detail or list",
    required=(
        frozenset({"noteid"}),
        frozenset({"title"}),
        frozenset({"readnum"}),
        frozenset({"likenum"}),
        frozenset({"favnum", "collectnum"}),
    ),
    known=SHEET.columns | {"isadvertise", "brandname", "thirdreadusernum", "reportbrandname", "reportbranduserid"},
    type_rows=_type_rows,
    personal=frozenset({"name", "headphoto"}),
    unfold=_unfold,
)
