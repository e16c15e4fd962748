"""蒲公英 open API `api/open/pgy/kol/data/detail`: KOLs with their prices.

Evidence A for the names (a public SDK); that `price` and `video_price` are fen is inferred from `kol_price` of the same
API. 0 is "not offered".
"""

from __future__ import annotations

import polars as pl

from ingest.numbers import FEN, counts
from ingest.sources.mediacrawler import creator_hashes
from ingest.sources.nesting import Record, objects
from ingest.sources.reading import Reading
from ingest.sources.source import Context, Source, Typed
from ingest.words import KOL_ID, NAME, RED_ID, TEXT

KEY = "pgy_open_kols"
_REQUIRED = ("kol_id", "red_id", "kol_fan_num", "price", "video_price")


def _type_rows(frame: pl.DataFrame, context: Context) -> tuple[Typed, ...]:
    kols, profiles = Reading("kols", frame, "kol_id"), Reading("kol_profiles", frame, "kol_id")
    ids = kols.column("kol_id", KOL_ID, is_required=True)
    source = pl.String()
    return (
        kols.typed(
            {
                "kol_id": ids,
                "source": kols.constant(KEY, source),
                "nickname": kols.column("kol_nick_name", TEXT),
                "red_id": kols.column("red_id", RED_ID),
                "creator_hash": creator_hashes(ids),
                "agency_name": kols.column("mcn_name", NAME),
            }
        ),
        profiles.typed(
            {
                "kol_id": profiles.column("kol_id", KOL_ID, is_required=True),
                "as_of_date": profiles.business_date(context.captured_at),
                "source": profiles.constant(KEY, source),
                "scope": profiles.constant("unstated", source),
                **profiles.counts({"followers": "kol_fan_num"}, counts()),
                "image_price_fen": _offered(profiles.column("price", FEN)),
                "video_price_fen": _offered(profiles.column("video_price", FEN)),
            }
        ),
    )


def _offered(price: pl.Series) -> pl.Series:
    return price.set((price == 0).fill_null(False), None)


def _unfold(document: Record) -> list[Record] | None:
    keys = ("kol_id", "price", "video_price")
    return objects(document, "data.datas", *keys) or objects(document, "datas", *keys) or None


PGY_OPEN_KOLS = Source(
    key=KEY,
    title="蒲公英 open API (KOLs with prices)",
    required=tuple(frozenset({name}) for name in _REQUIRED),
    known=frozenset({*_REQUIRED, "kol_nick_name", "mcn_name", "kol_credit_level", "kol_operate_state"}),
    type_rows=_type_rows,
    unfold=_unfold,
)
