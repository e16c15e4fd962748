"""What terms are held against and settled with: the platform's bands, taxes of parties, rates of exchange.

Each is a table of versions by date: the row with the latest `since_date` that has come is the one that holds.
"""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from campaigns.records import UTCDateTime, utc_now

EVERY_CATEGORY = ""
"""The category of a band that holds wherever its platform has none for the category itself."""


class PlatformBand(SQLModel, table=True):
    """Between which rates a platform's fee usually lies, by category. Outside is allowed, and said."""

    __tablename__ = "platform_band"
    __table_args__ = (
        sa.UniqueConstraint("platform", "category", "since_date", name="one_band_per_day"),
        sa.CheckConstraint("0 <= low_ppm and low_ppm <= high_ppm and high_ppm <= 1000000", name="band_is_a_share"),
    )

    id: int | None = Field(default=None, primary_key=True)
    platform: str
    category: str = EVERY_CATEGORY
    since_date: date
    low_ppm: int
    high_ppm: int
    source: str = ""
    version: int = 1


class PartyTax(SQLModel, table=True):
    """VAT and withholding of a party (`kol/5f3a`), or of all of a kind that have none of their own (`kol`).

    `is_vat_included` says whether what terms give holds the VAT already or it comes on top.
    """

    __tablename__ = "party_tax"
    __table_args__ = (
        sa.UniqueConstraint("party", "since_date", name="one_tax_per_day"),
        sa.CheckConstraint("vat_ppm between 0 and 1000000", name="vat_is_a_share"),
        sa.CheckConstraint("withholding_ppm between 0 and 1000000", name="withholding_is_a_share"),
    )

    id: int | None = Field(default=None, primary_key=True)
    party: str
    since_date: date
    vat_ppm: int = 0
    is_vat_included: bool = True
    withholding_ppm: int = 0
    entered_by: str
    entered_at: datetime = Field(sa_type=UTCDateTime, default_factory=utc_now)
    version: int = 1


class ExchangeRate(SQLModel, table=True):
    """What one unit of a currency is worth in CNY, in millionths, from a day on."""

    __tablename__ = "exchange_rate"
    __table_args__ = (
        sa.UniqueConstraint("currency", "since_date", name="one_rate_per_day"),
        sa.CheckConstraint("cny_ppm > 0", name="rate_is_positive"),
    )

    id: int | None = Field(default=None, primary_key=True)
    currency: str
    since_date: date
    cny_ppm: int = Field(sa_type=sa.BigInteger)
    source: str = ""
    version: int = 1
