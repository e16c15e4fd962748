"""聚光 reports of advertising, from the API or the console: what was spent on which creative on which day.

Evidence A: two public SDKs for the API; the console's labels are of one public project (C). Spend is yuan. Orders and
GMV of these reports stand in windows of their own (1 hour to 30 days, refunds included) and are never taken. A report
by hour, or split so that a unit has several rows on a day, would lose or double spend: such rows are refused. A
creative shows one note, so only rows of creatives, or of notes themselves, name a note; other spend names none. Reports
of several levels tell of the same spend: the level is kept, and the model `ad_spend` counts one per note and day.
"""

from __future__ import annotations

from typing import Any

import polars as pl

from ingest.instants import DATE
from ingest.numbers import YUAN, counts
from ingest.sources.nesting import objects
from ingest.sources.reading import Reading
from ingest.sources.source import Context, Source, Typed
from ingest.values import Fault
from ingest.words import ID, NOTE_ID_FAULT, pattern_id, words

KEY = "juguang"
_DAYS = ("time", "时间", "日期")
_FEES = ("fee", "消费")
_IMPRESSIONS = ("impression", "展现量")
_CLICKS = ("click", "点击量")
_LEVELS = {
    "keyword": ("keyword_id", "关键词id"),
    "creativity": ("creativity_id", "创意id"),
    "note": ("note_id", "笔记id"),
    "unit": ("unit_id", "单元id"),
    "campaign": ("campaign_id", "计划id"),
    "advertiser": ("advertiser_id", "账户id", "广告主id"),
}
"""What a row is of, the finest first."""

_NAMES_NOTE = ("creativity", "note")
_NOTE = pattern_id("[0-9a-f]{24}", NOTE_ID_FAULT, has_null_words=True)
_PLACEMENTS = words(
    {"1": "feed", "信息流": "feed", "2": "search", "搜索": "search", "4": "auto", "全站智投": "auto"}
    | {"7": "video", "视频内流": "video"}
)
_HOUR_FAULT = Fault("E-AD-HOUR", "a day; this row is of an hour", "export the report by day and load that")
_SPLIT_FAULT = Fault(
    "E-AD-SPLIT", "one row per unit and day; this report splits them", "export the report without splitting it"
)
_REQUIRED = (frozenset(_DAYS), frozenset(_FEES), frozenset(_IMPRESSIONS), frozenset(_CLICKS))


def _type_rows(frame: pl.DataFrame, _context: Context) -> tuple[Typed, ...]:
    reading = Reading("ad_spend", frame, _DAYS)
    notes = reading.column(_LEVELS["note"], _NOTE)
    ids, levels = _units(reading, notes)
    days = reading.column(_DAYS, DATE, is_required=True)
    clock = reading.raw(_DAYS).cast(pl.String).str.strip_chars().str.slice(10)
    reading.refuse(clock.str.contains("[1-9]").fill_null(False), _DAYS[0], _HOUR_FAULT, reading.raw(_DAYS))
    spend = reading.column(_FEES, YUAN, is_required=True)
    facts = {
        "source": reading.constant(KEY, pl.String()),
        "level": levels,
        "unit_id": ids,
        "date": days,
        "note_id": notes.set(~levels.is_in(_NAMES_NOTE).fill_null(False), None),
        "placement": reading.column(("placement", "广告类型", "投放位置"), _PLACEMENTS),
        "currency": reading.constant("CNY", pl.String()),
        "spend_fen": spend,
        "impressions": reading.column(_IMPRESSIONS, counts()),
        "clicks": reading.column(_CLICKS, counts()),
    }
    _refuse_splits(reading, facts)
    return (reading.typed(facts),)


def _units(reading: Reading, notes: pl.Series) -> tuple[pl.Series, pl.Series]:
    """The id and the level of what each row is of."""
    ids = {level: notes if level == "note" else reading.column(names, ID) for level, names in _LEVELS.items()}
    frame = pl.DataFrame(ids)
    unit = frame.select(pl.coalesce(pl.all())).to_series()
    level = frame.select(
        pl.coalesce([pl.when(pl.col(name).is_not_null()).then(pl.lit(name)) for name in frame.columns])
    ).to_series()
    reading.refuse_missing(unit, _LEVELS["creativity"][0])
    return unit, level


def _refuse_splits(reading: Reading, facts: dict[str, pl.Series]) -> None:
    """Rows of one unit and day that say different things."""
    keys = ["source", "level", "unit_id", "date"]
    said = pl.DataFrame(facts)
    apart = said.select(pl.struct(pl.all().exclude(keys)).n_unique().over(keys) > 1).to_series()
    reading.refuse(apart & facts["unit_id"].is_not_null(), _DAYS[0], _SPLIT_FAULT, reading.raw(_DAYS))


def _unfold(document: dict[str, Any]) -> list[dict[str, Any]] | None:
    for place in ("data.data_list", "data_list"):
        rows = objects(document, place, "fee", "impression")
        if rows:
            return rows
    return None


JUGUANG = Source(
    key=KEY,
    title="聚光 report",
    required=(*_REQUIRED, frozenset(name for names in _LEVELS.values() for name in names)),
    known=frozenset(
        {*_DAYS, *_FEES, *_IMPRESSIONS, *_CLICKS, "placement", "广告类型", "投放位置", "ctr", "点击率", "acp"}
    )
    | {name for names in _LEVELS.values() for name in names}
    | {"campaign_name", "unit_name", "creativity_name", "计划名称", "单元名称", "创意名称", "cpm", "平均点击成本"}
    | {"marketing_target", "keyword", "like", "comment", "collect", "follow", "share", "interaction", "cpi", "rgmv"}
    | {"roi", "goods_order", "purchase_order_gmv_7d", "平均千次展现费用"},
    type_rows=_type_rows,
    is_whole=True,
    unfold=_unfold,
)
