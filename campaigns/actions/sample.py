"""Samples: parcels of product sent to a KOL for a note."""

from __future__ import annotations

from typing import TypedDict, Unpack

from sqlmodel import Session

from campaigns.actions import checks, rows
from campaigns.actions.request import Actor
from campaigns.records import SAMPLE_STATES, Collaboration, Product, Sample
from campaigns.store import Store


class SampleFields(TypedDict, total=False):
    id: int
    collaboration_id: int
    product_id: str
    units: int
    shipping_fen: int
    carrier: str | None
    tracking_no: str | None
    state: str


def save_sample(
    store: Store, actor: Actor, key: str, *, version: int | None = None, **fields: Unpack[SampleFields]
) -> Sample:
    """Create a sample, or change the fields given of the sample `id` if it still has `version`."""
    return rows.save(store, actor, key, _KIND, version, fields)


def _check(session: Session, sample: Sample) -> None:
    rows.find(session, Collaboration, "collaboration", sample.collaboration_id)
    rows.find(session, Product, "product", sample.product_id)


_KIND = rows.Kind(
    Sample,
    "sample",
    "id",
    {
        "collaboration_id": checks.row_id,
        "product_id": checks.identifier,
        "units": checks.whole(1, 100_000),
        "shipping_fen": checks.fen,
        "carrier": checks.optional(checks.text),
        "tracking_no": checks.optional(checks.identifier),
        "state": checks.choice(SAMPLE_STATES),
    },
    fixed=frozenset({"collaboration_id"}),
    rule=_check,
)
