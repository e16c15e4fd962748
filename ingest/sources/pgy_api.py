"""蒲公英 web API answers about KOLs: blogger v2, data_summary, notes_rate, fans_profile, fans_summary, cost_effective.

Evidence B: saved answers of a public project. Prices are yuan and 0 is "not offered". Unit costs are fen in
data_summary (`"77.0"`) and yuan in cost_effective (`"0.77"`), to the nearest fen where the platform divided; 0 is
"none". In a list `fansCount` is often 0: `fansNum` counts. `interMidNum` and `interactionMedian` are taken as the
median of engagement; `mEngagementNum`, in both its spellings, counts shares and follows too and is not. Rates of
followers are fractions in fans_profile and percentages in fans_summary. Whose an answer is and in which scope is told
in `pgy_answers`.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import polars as pl

from ingest.numbers import PERCENT, SHARE, counts, unit_costs
from ingest.sources.kol_sheet import PRICE
from ingest.sources.mediacrawler import creator_hashes
from ingest.sources.nesting import Record, at, flat, objects
from ingest.sources.pgy_answers import ASKED, answer, common, kol_ids, needed, scope_of
from ingest.sources.reading import Reading, rows_with
from ingest.sources.source import Context, Source, Typed
from ingest.words import NAME, RED_ID, TEXT

_AGES = {
    "age_under_18_share": "ages.<18",
    "age_18_24_share": "ages.18-24",
    "age_25_34_share": "ages.25-34",
    "age_35_44_share": "ages.35-44",
    "age_over_44_share": "ages.>44",
}
_MEDIANS = {
    "impression_median": ("impmedian", "maccumimpnum"),
    "read_median": ("readmedian", "mvalidrawreadfeednum"),
    "engagement_median": "interactionmedian",
}
_READ_COSTS = {"image_read_cost_fen": "picturereadcost", "video_read_cost_fen": "videoreadcost"}
_UNIT_COSTS = {
    **_READ_COSTS,
    "image_cpm_fen": "estimatepicturecpm",
    "video_cpm_fen": "estimatevideocpm",
    "image_engagement_cost_fen": "estimatepictureengagecost",
    "video_engagement_cost_fen": "estimatevideoengagecost",
}
_BLOGGER_SCOPES = {
    "unstated_30_all": ("clickmidnum", "intermidnum"),
    "daily_30_all": ("readmidnor30", "intermidnor30"),
    "cooperation_30_all": ("readmidcoop30", "intermidcoop30"),
}


def _type_medians(source: str, frame: pl.DataFrame, context: Context) -> tuple[Typed, ...]:
    reading = Reading("kol_profiles", frame, "readmedian")
    scope, is_part = scope_of(reading)
    medians = {name: reading.parsed(columns, counts()) for name, columns in _MEDIANS.items()}
    costs = {name: reading.parsed(column, unit_costs(1)) for name, column in _READ_COSTS.items()}
    return (
        reading.typed(
            {
                **common(reading, context, source),
                "scope": scope,
                **{name: one.values.set(is_part, None) for name, one in medians.items()},
                **{name: one.values for name, one in costs.items()},
                **reading.flags(*medians.values(), *costs.values()),
            }
        ),
    )


def _type_followers(frame: pl.DataFrame, context: Context) -> tuple[Typed, ...]:
    reading = Reading("kol_profiles", frame, "gender.female")
    return (
        reading.typed(
            {
                **common(reading, context, "pgy_fans_profile"),
                "scope": reading.constant("unstated", pl.String()),
                "female_share": reading.column("gender.female", SHARE),
                "male_share": reading.column("gender.male", SHARE),
                **{fact: reading.column(column, SHARE) for fact, column in _AGES.items()},
            }
        ),
    )


def _type_fans(frame: pl.DataFrame, context: Context) -> tuple[Typed, ...]:
    reading = Reading("kol_profiles", frame, "fansnum")
    return (
        reading.typed(
            {
                **common(reading, context, "pgy_fans_summary"),
                "scope": reading.constant("unstated", pl.String()),
                "active_share": reading.column("activefansrate", PERCENT),
                **reading.counts({"followers": "fansnum"}, counts()),
            }
        ),
    )


def _type_costs(frame: pl.DataFrame, context: Context) -> tuple[Typed, ...]:
    reading = Reading("kol_profiles", frame, "picturereadcost")
    scope, _ = scope_of(reading)
    costs = {name: reading.parsed(column, unit_costs(100)) for name, column in _UNIT_COSTS.items()}
    return (
        reading.typed(
            {
                **common(reading, context, "pgy_cost_effective"),
                "scope": scope,
                **{name: one.values for name, one in costs.items()},
                **reading.flags(*costs.values()),
            }
        ),
    )


def _type_bloggers(frame: pl.DataFrame, context: Context) -> tuple[Typed, ...]:
    kols = Reading("kols", frame, "userid")
    ids = kol_ids(kols, context)
    named = kols.typed(
        {
            "kol_id": ids,
            "source": kols.constant("pgy_bloggers", pl.String()),
            "nickname": kols.column("name", TEXT),
            "red_id": kols.column("redid", RED_ID),
            "creator_hash": creator_hashes(ids),
            "home_city": kols.column("location", NAME),
            "agency_name": kols.column("notesign.name", NAME),
        }
    )
    first, *others = [_blogger_scope(frame, context, scope) for scope in _BLOGGER_SCOPES]
    return named, first, *(Typed(one.table, one.rows.height, one.rows, one.rejects.clear()) for one in others)


def _blogger_scope(frame: pl.DataFrame, context: Context, scope: str) -> Typed:
    read, engagement = _BLOGGER_SCOPES[scope]
    is_first = scope == next(iter(_BLOGGER_SCOPES))
    reading = Reading("kol_profiles", frame if is_first else rows_with(frame, read, engagement), "userid")
    columns = {"followers": ("fansnum", "fanscount"), "read_median": read, "engagement_median": engagement}
    numbers = reading.counts(columns, counts())
    numbers["followers"] = numbers["followers"].set((numbers["followers"] == 0).fill_null(False), None)
    return reading.typed(
        {
            **common(reading, context, "pgy_bloggers"),
            "scope": reading.constant(scope, pl.String()),
            "image_price_fen": reading.column("pictureprice", PRICE),
            "video_price_fen": reading.column("videoprice", PRICE),
            **numbers,
        }
    )


def _unfold_bloggers(document: dict[str, Any]) -> list[Record] | None:
    for place in ("data.kols", "kols"):
        kols = objects(document, place, "userId", "picturePrice")
        if kols:
            moment = {"recordTime": at(document, "recordTime")}
            return [{**moment, **flat(kol)} for kol in kols]
    return answer("userId", "redId", "picturePrice")(document)


_PERSONAL = frozenset({"headphoto", "gender", "liveimg"})
PGY_BLOGGERS = Source(
    key="pgy_bloggers",
    title="蒲公英 API blogger (KOLs with quotes)",
    required=needed("userid", "redid", "pictureprice", "videoprice"),
    known=ASKED
    | {"name", "redid", "location", "notesign.name", "fansnum", "fanscount", "pictureprice", "videoprice"}
    | {name for pair in _BLOGGER_SCOPES.values() for name in pair},
    type_rows=_type_bloggers,
    personal=_PERSONAL,
    unfold=_unfold_bloggers,
)
PGY_NOTES_RATE = Source(
    key="pgy_notes_rate",
    title="蒲公英 API notes_rate (medians of a KOL)",
    required=needed("readmedian", "interactionmedian", "likemedian", "hundredlikepercent"),
    known=ASKED | {"readmedian", "interactionmedian", "likemedian", "hundredlikepercent", "thousandlikepercent"},
    type_rows=partial(_type_medians, "pgy_notes_rate"),
    unfold=answer("readMedian", "interactionMedian", "likeMedian", "hundredLikePercent"),
)
PGY_DATA_SUMMARY = Source(
    key="pgy_data_summary",
    title="蒲公英 API data_summary (medians of a KOL)",
    required=needed("datekey", "readmedian", "interactionmedian", "responserate"),
    known=ASKED | {"readmedian", "mvalidrawreadfeednum", "interactionmedian", "responserate", *_READ_COSTS.values()},
    type_rows=partial(_type_medians, "pgy_data_summary"),
    unfold=answer("dateKey", "readMedian", "interactionMedian", "responseRate"),
)
PGY_FANS_PROFILE = Source(
    key="pgy_fans_profile",
    title="蒲公英 API fans_profile (who follows a KOL)",
    required=needed("gender.male", "gender.female", *_AGES.values()),
    known=ASKED | {"gender.male", "gender.female", *_AGES.values(), "interests", "provinces", "cities", "devices"},
    type_rows=_type_followers,
    unfold=answer("ages", "gender"),
)
PGY_COST_EFFECTIVE = Source(
    key="pgy_cost_effective",
    title="蒲公英 API cost_effective (unit costs of a KOL)",
    required=needed("picturereadcost", "picturesurpassrate", "estimatepicturecpm"),
    known=ASKED | {*_UNIT_COSTS.values(), "picturesurpassrate", "videosurpassrate", "picturecase", "videocase", "date"},
    type_rows=_type_costs,
    unfold=answer("pictureReadCost", "pictureSurpassRate", "estimatePictureCpm"),
)
PGY_FANS_SUMMARY = Source(
    key="pgy_fans_summary",
    title="蒲公英 API fans_summary (how lively a KOL's followers are)",
    required=needed("fansnum", "activefansrate", "engagefansrate"),
    known=ASKED
    | {"fansnum", "activefansrate", "engagefansrate", "fansincreasenum", "fansgrowthrate", "fansgrowthbeyondrate"}
    | {"activefansl28", "activefansbeyondrate", "engagefansl30", "engagefansbeyondrate", "readfansin30", "readfansrate"}
    | {"readfansbeyondrate", "payfansuserrate30d", "payfansusernum30d"},
    type_rows=_type_fans,
    unfold=answer("fansNum", "activeFansRate", "engageFansRate"),
)
PGY_API = (PGY_BLOGGERS, PGY_NOTES_RATE, PGY_DATA_SUMMARY, PGY_FANS_PROFILE, PGY_FANS_SUMMARY, PGY_COST_EFFECTIVE)
