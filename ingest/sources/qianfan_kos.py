"""千帆 open API businessdata.getKosData: which note of a shop's own staff (KOS) sold which product. Evidence A,
official docs.

What it proves, and nothing else in the shop's data does, is that a note of an account links a product: it becomes a
note with its author, and a linked product. `payGmv` and `goodsTotal` are not taken: the documentation states no unit,
and the order comes with its own amounts. The sale of a live room says nothing of a note and is put among the rejects.

"""

from __future__ import annotations

import polars as pl

from ingest.instants import SHANGHAI_TIME
from ingest.sources.api_answers import unfolding
from ingest.sources.mediacrawler import creator_hashes
from ingest.sources.reading import Reading
from ingest.sources.source import Context, Source, Typed
from ingest.values import Fault, read
from ingest.words import ID, KOL_ID, NOTE_ID, TEXT

KEY = "qianfan_kos"
_CARRIER = "newcarriernamegroup"
_NO_NOTE = Fault("E-NOT-A-NOTE", "a sale by a note", "nothing to do: a live room has no note")


def _note_ids(reading: Reading) -> pl.Series:
    """The notes among the carriers; rows of other carriers are refused by name."""
    carriers = reading.raw(_CARRIER).cast(pl.String())
    is_other = ~carriers.str.contains("笔记").fill_null(True)
    reading.refuse(is_other, _CARRIER, _NO_NOTE, carriers)
    ids = reading.raw("carrierid").cast(pl.String()).set(is_other, None)
    notes = read(ids, NOTE_ID)
    for place, fault in enumerate(notes.faults):
        reading.refuse((notes.fault == place).fill_null(False), "carrierid", fault, ids)
    reading.refuse_missing(notes.values, "carrierid")
    return notes.values


def _notes(frame: pl.DataFrame) -> Typed:
    reading = Reading("notes", frame, "packageid")
    kols = reading.column("redaccountuserid", KOL_ID, is_required=True)
    published = reading.parsed("carriercreatetime", SHANGHAI_TIME)
    return reading.typed(
        {
            "note_id": _note_ids(reading),
            "source": reading.constant(KEY, pl.String()),
            "platform": reading.constant("xiaohongshu", pl.String()),
            "kol_id": kols,
            "creator_hash": creator_hashes(kols),
            "title": reading.column("carriername", TEXT),
            "published_at": published.values,
            "time_precision": published.marks.fill_null("second").set(published.values.is_null(), None),
            "is_provisional": reading.constant(False, pl.Boolean()),
        }
    )


def _products(frame: pl.DataFrame) -> Typed:
    reading = Reading("note_products", frame, "packageid")
    return reading.typed({"note_id": _note_ids(reading), "product_id": reading.column("itemid", ID, is_required=True)})


def _type_rows(frame: pl.DataFrame, _context: Context) -> tuple[Typed, ...]:
    return _notes(frame), _products(frame)


_REQUIRED = ("packageid", "itemid", "redaccountuserid", "carrierid", _CARRIER)
QIANFAN_KOS = Source(
    key=KEY,
    title="千帆 businessdata.getKosData (sales by staff notes)",
    required=tuple(frozenset({name}) for name in _REQUIRED),
    known=frozenset({*_REQUIRED, "skuid", "skuname", "itemname", "paydate", "accountuserid", "accounttype"})
    | frozenset({"entrancechannel", "carriername", "carriercreatetime", "goodstotal", "paygmv"}),
    type_rows=_type_rows,
    personal=frozenset({"accountusername"}),
    unfold=unfolding("packageId", "carrierId", "redAccountUserId"),
)
