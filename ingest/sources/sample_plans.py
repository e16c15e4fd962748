"""寄样 template in English and Chinese (`报价 Quoted`, `寄样单号 Tracking #`): the pipeline of a campaign, row per KOL.

Evidence C: the template of a public project. What a file can prove is a parcel on its way to a KOL whose id it names:
that becomes an event, and the KOL is known. Stage, fees, due dates, links and codes are decisions: they are entered as
records and never read from a sheet, whose columns would contradict them. `Creator ID` is taken where it is the
platform's id of 24 hexadecimal digits or a link with one; another number is nobody's.
"""

from __future__ import annotations

import polars as pl

from ingest.sources.carriers import CARRIER_OF_NUMBER
from ingest.sources.kol_sheet import KolSheet
from ingest.sources.parcels import UNSTATED
from ingest.sources.reading import Reading, rows_with
from ingest.sources.source import Context, Source, Typed
from ingest.words import ID, TEXT

_SHEET = KolSheet(source="sample_plans", names=("creator name", "达人昵称 creator", "昵称 name"), ids=("creator id",))
_TRACKING = ("寄样单号 tracking #", "tracking #")
_STAGES = ("阶段 stage", "stage")
_NULL_WORDS = ("-", "--", "无", "null", "none", "nan")


def _parcels(frame: pl.DataFrame, context: Context) -> Typed:
    reading = Reading("shipments", rows_with(frame, *_TRACKING, beside=_NULL_WORDS), _TRACKING)
    return reading.typed(
        {
            "carrier": reading.column(_TRACKING, CARRIER_OF_NUMBER),
            "tracking_no": reading.column(_TRACKING, ID, is_required=True),
            "event_at": reading.instant(context.captured_at),
            "status": reading.constant(UNSTATED, pl.String()),
            "raw_status": reading.column(_STAGES, TEXT),
        }
    )


def _type_rows(frame: pl.DataFrame, context: Context) -> tuple[Typed, ...]:
    kols, _ = _SHEET.typed(frame, context)
    return kols, _parcels(frame, context)


SAMPLE_PLANS = Source(
    key="sample_plans",
    title="寄样 template (pipeline of a campaign)",
    required=(frozenset({"creator id"}), frozenset(_TRACKING), frozenset(_STAGES)),
    known=_SHEET.columns
    | {*_TRACKING, *_STAGES, "campaign id", "报价 quoted", "成交价 agreed fee", "合作方式 deal type"}
    | {"上线截止 due date", "专属链接 utm link", "折扣码 promo code"},
    type_rows=_type_rows,
)
