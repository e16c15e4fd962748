"""Reminders for notes that are overdue, ready to paste: one message per KOL and campaign, in either language. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

import polars as pl

from campaigns.carriers import name_of
from dashboard.formats import Voice
from dashboard.labels import in_language


class Reminder(NamedTuple):
    """Whom it is for, since how many days the note is late, and the message."""

    collaboration_id: int
    kol_name: str
    agency_name: str | None
    campaign_code: str
    days_late: int
    text: str


def reminders(overdue: pl.DataFrame, voice: Voice) -> list[Reminder]:
    """One per collaboration, the one that is late longest first. `voice` is the language of the messages."""
    grouped: dict[int, list[dict[str, Any]]] = {}
    for row in overdue.iter_rows(named=True):
        grouped.setdefault(row["collaboration_id"], []).append(row)
    return [_reminder(rows, voice) for rows in grouped.values()]


def _reminder(rows: list[dict[str, Any]], voice: Voice) -> Reminder:
    first = rows[0]
    text = voice(
        "remind.text_extended" if first["is_extended"] else "remind.text",
        kol=first["kol_name"],
        brand=in_language(first, voice, "brand_name"),
        products=voice("list.separator").join(_product(row, voice) for row in rows),
        delivered=voice.day(first["delivered_date"]),
        parcel=voice("list.separator").join(_parcels(rows, voice)),
        due=voice.day(min(row["due_date"] for row in rows)),
    )
    return Reminder(
        first["collaboration_id"], first["kol_name"], first["agency_name"], first["campaign_code"],
        max(row["days_late"] for row in rows), text,
    )  # fmt: skip


def _product(row: dict[str, Any], voice: Voice) -> str:
    key = "remind.product" if row["units"] == 1 else "remind.product_units"
    return voice(key, product=in_language(row, voice, "product_name"), units=row["units"])


def _parcels(rows: Iterable[dict[str, Any]], voice: Voice) -> list[str]:
    """Each parcel once, however many products were in it."""
    numbers = dict.fromkeys((row["carrier"], row["tracking_no"]) for row in rows if row["tracking_no"])
    return [voice("remind.parcel", carrier=name_of(carrier or "", voice.lang), number=no) for carrier, no in numbers]
