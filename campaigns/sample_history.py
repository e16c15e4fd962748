"""The way one sample has taken by decision: read past the warehouse, because nobody counts it."""

from __future__ import annotations

from sqlmodel import col, select

from campaigns.sample_records import SampleStep
from campaigns.store import Store


def steps_of(store: Store, sample_id: int) -> list[SampleStep]:
    """Its steps, oldest first. Whether the reader may see the sample is for the caller to know."""
    chosen = select(SampleStep).where(SampleStep.sample_id == sample_id).order_by(col(SampleStep.id))
    with store.reading() as session:
        return list(session.exec(chosen))
