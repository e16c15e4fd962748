"""What terms are held against and settled with, version by version: bands, taxes of parties, rates of exchange.

A row holds from its day until the next one of the same platform and category, party or currency.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any, TypedDict, Unpack

from sqlmodel import Session

from campaigns.actions import checks, rows
from campaigns.actions.request import Actor
from campaigns.errors import BadValue
from campaigns.ledger import HOUSE_CURRENCY
from campaigns.store import Store
from campaigns.terms_records import ExchangeRate, PartyTax, PlatformBand

MOST_CNY_PPM = 10**12

_PARTY = re.compile(r"(?:platform|agency|kol)(?:/[^\s\x00-\x1f\x7f]{1,128})?\Z")


class BandFields(TypedDict, total=False):
    id: int
    platform: str
    category: str
    since_date: date
    low_ppm: int
    high_ppm: int
    source: str


class TaxFields(TypedDict, total=False):
    id: int
    party: str
    since_date: date
    vat_ppm: int
    is_vat_included: bool
    withholding_ppm: int


class RateFields(TypedDict, total=False):
    id: int
    currency: str
    since_date: date
    cny_ppm: int
    source: str


def save_platform_band(
    store: Store, actor: Actor, key: str, *, version: int | None = None, **fields: Unpack[BandFields]
) -> PlatformBand:
    """Enter between which rates a platform's fee lies from a day on, or change the band `id`; no category means all."""
    return rows.save(store, actor, key, _BAND, version, fields)


def save_party_tax(
    store: Store, actor: Actor, key: str, *, version: int | None = None, **fields: Unpack[TaxFields]
) -> PartyTax:
    """Enter VAT and withholding of a party (`kol/5f3a`), or of a kind of parties (`kol`), or change the row `id`."""
    given: dict[str, Any] = {**fields} if version is not None else {**fields, "entered_by": actor.who}
    return rows.save(store, actor, key, _TAX, version, given)


def save_exchange_rate(
    store: Store, actor: Actor, key: str, *, version: int | None = None, **fields: Unpack[RateFields]
) -> ExchangeRate:
    """Enter what one unit of a currency is worth in CNY from a day on, or change the row `id`."""
    return rows.save(store, actor, key, _RATE, version, fields)


def _check_band(session: Session, band: PlatformBand) -> None:
    if band.low_ppm > band.high_ppm:
        raise BadValue("platform_band.high_ppm", str(band.high_ppm), f"a rate not below the lowest, {band.low_ppm}")
    rows.refuse_duplicate(session, band, "platform band", "id", "platform", "category", "since_date")


def _check_tax(session: Session, tax: PartyTax) -> None:
    rows.refuse_duplicate(session, tax, "party tax", "id", "party", "since_date")


def _check_rate(session: Session, rate: ExchangeRate) -> None:
    if rate.currency == HOUSE_CURRENCY:
        raise BadValue("exchange_rate.currency", rate.currency, f"another currency than {HOUSE_CURRENCY} itself")
    rows.refuse_duplicate(session, rate, "exchange rate", "id", "currency", "since_date")


def _party(where: str, value: Any) -> str:
    if not isinstance(value, str) or not _PARTY.match(value):
        raise BadValue(where, str(value)[:80], "platform, agency or kol, alone or with the party's id: kol/5f3a")
    return value


def _category(where: str, value: Any) -> str:
    return "" if value == "" else checks.text(where, value)


_BAND = rows.Kind(
    PlatformBand,
    "platform_band",
    "id",
    {
        "platform": checks.code,
        "category": _category,
        "since_date": checks.day,
        "low_ppm": checks.ppm,
        "high_ppm": checks.ppm,
        "source": checks.words,
    },
    fixed=frozenset({"platform", "category"}),
    rule=_check_band,
)
_TAX = rows.Kind(
    PartyTax,
    "party_tax",
    "id",
    {
        "party": _party,
        "since_date": checks.day,
        "vat_ppm": checks.ppm,
        "is_vat_included": checks.flag,
        "withholding_ppm": checks.ppm,
        "entered_by": checks.text,
    },
    fixed=frozenset({"party"}),
    rule=_check_tax,
)
_RATE = rows.Kind(
    ExchangeRate,
    "exchange_rate",
    "id",
    {
        "currency": checks.currency,
        "since_date": checks.day,
        "cny_ppm": checks.whole(1, MOST_CNY_PPM),
        "source": checks.words,
    },
    fixed=frozenset({"currency"}),
    rule=_check_rate,
)
