"""蒲公英 web API answers about one KOL or a list of them: blogger v2, data_summary, notes_rate, fans_profile.

Evidence B: saved answers of a public project. Prices are yuan and 0 is "not offered"; unit costs come in fen in one
answer and in yuan in another and are no facts. In a list `fansCount` is often 0: `fansNum` counts. `interMidNum` and
`interactionMedian` are taken as the median of engagement; `mEngagementNum`, in both its spellings, counts shares and
follows too and is not. Rates of followers are fractions.

Most answers name neither their KOL nor what was asked: the user id is then looked for in the file's name, and the scope
comes from the parameters saved with the answer (`business` 0 daily, 1 cooperation; `dateType` 1 of 30, 2 of 90 days;
`advertiseSwitch` 0 natural traffic alone; `noteType` 1 images or 2 videos alone, whose medians are not taken), or is
`unstated`. The meaning of the parameters is general knowledge.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import Any

import polars as pl

from ingest.instants import DATE
from ingest.numbers import SHARE, counts
from ingest.sources.kol_sheet import PRICE
from ingest.sources.mediacrawler import creator_hashes
from ingest.sources.nesting import Record, at, flat, objects
from ingest.sources.reading import Reading, rows_with
from ingest.sources.source import Context, Source, Typed
from ingest.values import Fault
from ingest.words import KOL_ID, NAME, TEXT, words

_IDS = ("userid", "params.userid", "params.user_id", "kolid", "user_id")
_HEX24 = re.compile(r"(?<![0-9a-f])[0-9a-f]{24}(?![0-9a-f])")
_NO_KOL = Fault(
    "E-KOL-ID", "a user id of 24 hexadecimal digits in the answer or in the file's name", "name the file after the KOL"
)
_DATES = ("datekey", "recordtime")
_PARAMETERS = ("business", "datetype", "notetype", "advertiseswitch")
_KINDS = words({"0": "daily", "1": "cooperation"})
_WINDOWS = words({"1": "30", "2": "90", "30": "30", "90": "90"})
_TRAFFIC = words({"0": "natural", "1": "all"})
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
_BLOGGER_SCOPES = {
    "unstated_30_all": ("clickmidnum", "intermidnum"),
    "daily_30_all": ("readmidnor30", "intermidnor30"),
    "cooperation_30_all": ("readmidcoop30", "intermidcoop30"),
}


def _kol_ids(reading: Reading, context: Context) -> pl.Series:
    stated = reading.column(_IDS, KOL_ID)
    named = set(_HEX24.findall(context.name))
    if len(named) == 1:
        stated = stated.fill_null(named.pop())
    reading.refuse(stated.is_null() & ~reading.broken, _IDS[0], _NO_KOL)
    return stated


def _common(reading: Reading, context: Context, source: str) -> dict[str, pl.Series]:
    """Answers of different kinds are different sources: none replaces what another says of the same day."""
    dates = reading.column(_DATES, DATE)
    return {
        "kol_id": _kol_ids(reading, context),
        "as_of_date": dates.zip_with(dates.is_not_null(), reading.business_date(context.captured_at)),
        "source": reading.constant(source, pl.String()),
    }


def _parameter(name: str) -> tuple[str, str]:
    return name, f"params.{name}"


def _scope(reading: Reading) -> tuple[pl.Series, pl.Series]:
    """The scope of each row, and whether its medians are of one kind of note alone."""
    kind = reading.column(_parameter("business"), _KINDS).fill_null("unstated")
    window = reading.column(_parameter("datetype"), _WINDOWS).fill_null("unstated")
    traffic = reading.column(_parameter("advertiseswitch"), _TRAFFIC).fill_null("all")
    scope = kind + "_" + window + "_" + traffic
    is_part = reading.column(_parameter("notetype"), NAME).is_in(["1", "2"]).fill_null(False)
    return scope.replace({"unstated_unstated_all": "unstated"}), is_part


def _type_medians(source: str, frame: pl.DataFrame, context: Context) -> tuple[Typed, ...]:
    reading = Reading("kol_profiles", frame, "readmedian")
    scope, is_part = _scope(reading)
    medians = reading.counts(_MEDIANS, counts())
    parts = {name: values.set(is_part, None) if name in _MEDIANS else values for name, values in medians.items()}
    return (
        reading.typed(
            {
                **_common(reading, context, source),
                "scope": scope,
                **parts,
            }
        ),
    )


def _type_followers(frame: pl.DataFrame, context: Context) -> tuple[Typed, ...]:
    reading = Reading("kol_profiles", frame, "gender.female")
    return (
        reading.typed(
            {
                **_common(reading, context, "pgy_fans_profile"),
                "scope": reading.constant("unstated", pl.String()),
                "female_share": reading.column("gender.female", SHARE),
                "male_share": reading.column("gender.male", SHARE),
                **{fact: reading.column(column, SHARE) for fact, column in _AGES.items()},
            }
        ),
    )


def _type_bloggers(frame: pl.DataFrame, context: Context) -> tuple[Typed, ...]:
    kols = Reading("kols", frame, "userid")
    ids = _kol_ids(kols, context)
    named = kols.typed(
        {
            "kol_id": ids,
            "source": kols.constant("pgy_bloggers", pl.String()),
            "nickname": kols.column("name", TEXT),
            "red_id": kols.column("redid", NAME),
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
            **_common(reading, context, "pgy_bloggers"),
            "scope": reading.constant(scope, pl.String()),
            "image_price_fen": reading.column("pictureprice", PRICE),
            "video_price_fen": reading.column("videoprice", PRICE),
            **numbers,
        }
    )


def _answer(*keys: str) -> Callable[[dict[str, Any]], list[Record] | None]:
    """Unfolds an answer whose data have all of these keys, with what stands beside them."""

    def unfold(document: dict[str, Any]) -> list[Record] | None:
        data = document.get("data")
        if isinstance(data, dict) and all(key in data for key in keys):
            beside = {key: value for key, value in document.items() if key not in {"data", "code", "message"}}
            return [{**flat(beside), **_flat(data)}]
        return [_flat(document)] if all(key in document for key in keys) else None

    return unfold


def _flat(data: Record) -> Record:
    """Flat, with the bands of ages as columns."""
    ages = objects(data, "ages", "group", "percent")
    bands = {f"ages.{band.get('group')}": band.get("percent") for band in ages}
    return {**flat({key: value for key, value in data.items() if key != "ages"}), **bands}


def _unfold_bloggers(document: dict[str, Any]) -> list[Record] | None:
    for place in ("data.kols", "kols"):
        kols = objects(document, place, "userId", "picturePrice")
        if kols:
            moment = {"recordTime": at(document, "recordTime")}
            return [{**moment, **flat(kol)} for kol in kols]
    return _answer("userId", "redId", "picturePrice")(document)


def _required(*names: str) -> tuple[frozenset[str], ...]:
    return tuple(frozenset({name}) for name in names)


_PERSONAL = frozenset({"headphoto", "gender", "liveimg"})
_ASKED = frozenset({*_IDS, *_DATES, *_PARAMETERS, *(f"params.{name}" for name in _PARAMETERS)})

PGY_BLOGGERS = Source(
    key="pgy_bloggers",
    title="蒲公英 API blogger (KOLs with quotes)",
    required=_required("userid", "redid", "pictureprice", "videoprice"),
    known=_ASKED
    | {"name", "redid", "location", "notesign.name", "fansnum", "fanscount", "pictureprice", "videoprice"}
    | {name for pair in _BLOGGER_SCOPES.values() for name in pair},
    type_rows=_type_bloggers,
    personal=_PERSONAL,
    unfold=_unfold_bloggers,
)
PGY_NOTES_RATE = Source(
    key="pgy_notes_rate",
    title="蒲公英 API notes_rate (medians of a KOL)",
    required=_required("readmedian", "interactionmedian", "likemedian", "hundredlikepercent"),
    known=_ASKED | {"readmedian", "interactionmedian", "likemedian", "hundredlikepercent", "thousandlikepercent"},
    type_rows=partial(_type_medians, "pgy_notes_rate"),
    unfold=_answer("readMedian", "interactionMedian", "likeMedian", "hundredLikePercent"),
)
PGY_DATA_SUMMARY = Source(
    key="pgy_data_summary",
    title="蒲公英 API data_summary (medians of a KOL)",
    required=_required("datekey", "readmedian", "interactionmedian", "responserate"),
    known=_ASKED | {"readmedian", "mvalidrawreadfeednum", "interactionmedian", "responserate", "picturereadcost"},
    type_rows=partial(_type_medians, "pgy_data_summary"),
    unfold=_answer("dateKey", "readMedian", "interactionMedian", "responseRate"),
)
PGY_FANS_PROFILE = Source(
    key="pgy_fans_profile",
    title="蒲公英 API fans_profile (who follows a KOL)",
    required=_required("gender.male", "gender.female", *_AGES.values()),
    known=_ASKED | {"gender.male", "gender.female", *_AGES.values(), "interests", "provinces", "cities", "devices"},
    type_rows=_type_followers,
    unfold=_answer("ages", "gender"),
)
PGY_COST_EFFECTIVE = Source(
    key="pgy_cost_effective",
    title="蒲公英 API cost_effective (unit costs of a KOL)",
    required=_required("picturereadcost", "picturesurpassrate", "estimatepicturecpm"),
    known=_ASKED | {"picturereadcost", "picturesurpassrate", "estimatepicturecpm"},
    type_rows=partial(_type_medians, "pgy_cost_effective"),
    unfold=_answer("pictureReadCost", "pictureSurpassRate", "estimatePictureCpm"),
    unused=lambda _sheet: (
        "unit costs alone; other answers give the prices and medians they follow from. Nothing to do."
    ),
)
PGY_API = (PGY_BLOGGERS, PGY_NOTES_RATE, PGY_DATA_SUMMARY, PGY_FANS_PROFILE, PGY_COST_EFFECTIVE)
