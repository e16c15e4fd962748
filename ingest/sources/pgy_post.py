"""蒲公英 投后数据 (`api/open/pgy/note/post/data`): what the notes of a campaign have reached, as their order ran.

Evidence A: field names and units of a public SDK for the platform's open API (pxbin/ad-xhs-market `note_data.go`).
Counts run from the note's publication to the end of `date_key`. `kol_price` and `total_platform_price` (the platform's
service fee, whatever its name says) are fen while the 星任务 amounts are yuan; none is a fact here, the first two are
summed with the load. Shares of reads by section are percentages of natural reads: counts from them are marked rounded.
Clicks on components become running totals: those of the comment area, the text and the bottom bar are added, votes are
not. The SDK's words for the comment area's two click fields contradict their names; clicks are never fewer than the
people who click, so the larger is the clicks.
"""

from __future__ import annotations

from typing import Any

import polars as pl

from ingest.instants import DATE
from ingest.numbers import FEN, NUMBER, PERCENT, counts
from ingest.sources.mediacrawler import creator_hashes
from ingest.sources.nesting import objects
from ingest.sources.note_sheet import NoteSheet
from ingest.sources.note_times import END_OF_DAY
from ingest.sources.reading import Reading, rows_with
from ingest.sources.source import Context, Source, Typed
from ingest.words import KOL_ID, NOTE_ID, TEXT, words

KEY = "pgy_post"
SHEET = NoteSheet(
    source=KEY,
    note_id=("note_id", "note_link"),
    title="note_title",
    kind="note_type",
    kinds={"1": "image", "2": "video"},
    published="note_publish_time",
    kol_id=("kol_id", "kol_link"),
    url="note_link",
    captured="date_key",
    captured_grammar=END_OF_DAY,
    counts={
        "impressions": "imp_num",
        "reads": "read_num",
        "likes": "like_num",
        "collects": "fav_num",
        "comments": "cmt_num",
        "shares": "share_num",
    },
    measures={"view_seconds": ("avg_view_time", NUMBER)},
)
_SECTIONS = {
    "reads_follow": "read_follow",
    "reads_explore": "read_discovery",
    "reads_nearby": "read_nearby",
    "reads_search": "read_search",
}
_PAID_KINDS = words({**dict.fromkeys("0123", "paid"), "30": "authorised"})
_COMMENT_CLICKS = ("comp_click_uv_num", "comp_click_pv_num")
_OTHER_CLICKS = ("content_comp_click_num", "note_bottom_comp_click_pv_num")
_FEES = {"kol_price": "pgy.kol_price_fen", "total_platform_price": "pgy.platform_price_fen"}
_REQUIRED = ("note_id", "kol_id", "imp_num", "read_num")
_OTHERS = frozenset(
    {"operate_user_id", "operate_user_name", "operate_main_name", "brand_user_id", "brand_user_name", "kol_nick_name"}
    | {"kol_fan_num", "kol_credit_level", "order_kol_level", "cooperate_type", "duration", "order_id", "biz_title"}
    | {"effect", "heat_imp_num", "promotion_imp_num", "origin_imp_num", "heat_read_num", "promotion_read_num"}
    | {"origin_read_num", "read_uv", "engage_num", "engage_rate", "read_homepage", "read_other", "spu_name"}
)


def _notes(frame: pl.DataFrame, context: Context) -> Typed:
    reading, facts = SHEET.notes(frame, context)
    is_paid = reading.column("cooperate_type", _PAID_KINDS) == "paid"
    fees = {name: reading.column(column, FEN) for column, name in _FEES.items()}
    totals = {name: reading.total(fen) for name, fen in fees.items()}
    return reading.typed({**facts, "is_sponsored": is_paid.set(~is_paid.fill_null(False), None)}, totals)


def _metrics(frame: pl.DataFrame, context: Context) -> Typed:
    reading, facts = SHEET.metrics(frame, context)
    natural = reading.column("origin_read_num", counts())
    sections = {fact: _part(natural, reading.column(column, PERCENT)) for fact, column in _SECTIONS.items()}
    is_split = pl.DataFrame(sections).select(pl.any_horizontal(pl.all().is_not_null())).to_series()
    return reading.typed({**facts, **sections, "is_rounded": facts["is_rounded"] | is_split})


def _part(whole: pl.Series, share: pl.Series) -> pl.Series:
    """`share` of a count, to the nearest whole one, ties up, in whole numbers."""
    millionths = (share * 1_000_000).round().cast(pl.Int64)
    return (whole * millionths + 500_000) // 1_000_000


def _click_totals(frame: pl.DataFrame, context: Context) -> Typed:
    reading = Reading("click_totals", rows_with(frame, *_COMMENT_CLICKS, *_OTHER_CLICKS, beside=("0",)), "note_id")
    parts = {name: reading.column(name, counts()).fill_null(0) for name in (*_COMMENT_CLICKS, *_OTHER_CLICKS)}
    comments = pl.DataFrame(parts).select(pl.max_horizontal(*_COMMENT_CLICKS)).to_series()
    dates = reading.column("date_key", DATE)
    return reading.typed(
        {
            "source": reading.constant(KEY, pl.String()),
            "note_id": reading.column(SHEET.note_id, NOTE_ID, is_required=True),
            "product_id": reading.column("spu_name", TEXT).fill_null("unstated"),
            "click_date": dates.zip_with(dates.is_not_null(), reading.business_date(context.captured_at)),
            "span": reading.constant("running", pl.String()),
            "clicks": comments + parts[_OTHER_CLICKS[0]] + parts[_OTHER_CLICKS[1]],
        }
    )


def _kols(frame: pl.DataFrame, context: Context) -> tuple[Typed, Typed]:
    named = rows_with(frame, "kol_id", "kol_link")
    kols = Reading("kols", named, "note_id")
    ids = kols.column(SHEET.kol_id, KOL_ID, is_required=True)
    profiles = Reading("kol_profiles", rows_with(named, "kol_fan_num"), "note_id")
    dates = profiles.column("date_key", DATE)
    source = pl.String()
    return (
        kols.typed(
            {
                "kol_id": ids,
                "source": kols.constant(KEY, source),
                "nickname": kols.column("kol_nick_name", TEXT),
                "creator_hash": creator_hashes(ids),
            }
        ),
        profiles.typed(
            {
                "kol_id": profiles.column(SHEET.kol_id, KOL_ID, is_required=True),
                "as_of_date": dates.zip_with(dates.is_not_null(), profiles.business_date(context.captured_at)),
                "source": profiles.constant(KEY, source),
                "scope": profiles.constant("unstated", source),
                **profiles.counts({"followers": "kol_fan_num"}, counts()),
            }
        ),
    )


def _type_rows(frame: pl.DataFrame, context: Context) -> tuple[Typed, ...]:
    return _notes(frame, context), _metrics(frame, context), _click_totals(frame, context), *_kols(frame, context)


def _unfold(document: dict[str, Any]) -> list[dict[str, Any]] | None:
    """Answers of the API, one per page, or the records by themselves."""
    return objects(document, "data.datas", *_REQUIRED) or objects(document, "datas", *_REQUIRED) or None


PGY_POST = Source(
    key=KEY,
    title="蒲公英 投后数据 (campaign notes)",
    required=tuple(frozenset({name}) for name in _REQUIRED),
    known=SHEET.columns | _OTHERS | {*_SECTIONS.values(), *_COMMENT_CLICKS, *_OTHER_CLICKS, *_FEES},
    type_rows=_type_rows,
    unfold=_unfold,
)
