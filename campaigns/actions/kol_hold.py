"""Blocks of KOLs by a brand, and days in which a KOL has no free slot: both keep the KOL out of the ranking."""

from __future__ import annotations

from datetime import date
from typing import TypedDict, Unpack

from sqlmodel import Session

from campaigns import rights
from campaigns.actions import checks, rows
from campaigns.actions.request import Actor, Change, perform
from campaigns.errors import BadValue, NotFound, StaleVersion
from campaigns.matching_records import HOLD_KINDS, KolHold
from campaigns.records import Brand
from campaigns.store import Store


class KolHoldFields(TypedDict, total=False):
    id: int
    brand_id: int
    kol_id: str
    kind: str
    since_date: date
    before_date: date | None
    reason: str


def save_kol_hold(
    store: Store, actor: Actor, key: str, *, version: int | None = None, **fields: Unpack[KolHoldFields]
) -> KolHold:
    """Keep a KOL out for some days or for good, or change the fields given of the hold with `id`."""
    return rows.save(store, actor, key, _KIND, version, fields)


def drop_kol_hold(store: Store, actor: Actor, key: str, *, hold_id: int, version: int) -> KolHold:
    """Take back a hold that was entered by mistake; one that ends gets a `before_date`."""

    def work(session: Session) -> Change:
        row = session.get(KolHold, checks.row_id("drop_kol_hold.hold_id", hold_id))
        missing = NotFound("kol_hold", str(hold_id))
        if row is None:
            raise missing
        rights.allow(session, actor, "drop_kol_hold", brand_id=row.brand_id, instead=missing)
        if row.version != version:
            raise StaleVersion(f"Hold {row.id}", version, row.version)
        before = rows.content(row)
        session.delete(row)
        return Change(f"kol_hold {hold_id}", before, None)

    request = {"hold_id": hold_id, "version": version}
    return KolHold.model_validate(perform(store, actor, key, "drop_kol_hold", request, work).before)


def _check(session: Session, hold: KolHold) -> None:
    rows.find(session, Brand, "brand", hold.brand_id)
    if hold.before_date is not None and hold.since_date >= hold.before_date:
        raise BadValue("kol_hold.before_date", str(hold.before_date), f"a date after {hold.since_date}, or none")


_KIND = rows.Kind(
    KolHold,
    "kol_hold",
    "id",
    {
        "brand_id": checks.row_id,
        "kol_id": checks.text,
        "kind": checks.choice(HOLD_KINDS),
        "since_date": checks.day,
        "before_date": checks.optional(checks.day),
        "reason": checks.words,
    },
    fixed=frozenset({"brand_id", "kol_id"}),
    rule=_check,
    reach=lambda row: {"brand_id": row.brand_id},
)
