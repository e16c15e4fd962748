"""What is kept beside a sample: its steps with who and when, and the units that came into the stock of samples."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from campaigns.records import UTCDateTime, utc_now


class SampleStep(SQLModel, table=True):
    """One decided step of a sample: from where (null: it was entered) to where, by whom, why."""

    __tablename__ = "sample_step"

    id: int | None = Field(default=None, primary_key=True)
    sample_id: int = Field(foreign_key="sample.id", index=True)
    at: datetime = Field(default_factory=utc_now, sa_type=UTCDateTime)
    who: str
    state_before: str | None = None
    state: str
    reason: str = ""


class SampleReceipt(SQLModel, table=True):
    """Units of a product that came into the stock of samples; negative where a count found fewer than were left."""

    __tablename__ = "sample_receipt"
    __table_args__ = (sa.CheckConstraint("units <> 0", name="units_are_some"),)

    id: int | None = Field(default=None, primary_key=True)
    product_id: str = Field(foreign_key="product.product_id", index=True)
    units: int
    received_date: date
    remark: str = ""
    entered_by: str
    version: int = 1
