"""Samples: parcels of product sent to a KOL for a note, one saved at a time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, TypedDict, Unpack

import sqlalchemy as sa
from sqlmodel import Session

from campaigns import rights, sample_way
from campaigns.actions import checks, rows
from campaigns.actions.request import Actor, Change, perform
from campaigns.actions.steps import follow
from campaigns.carriers import code_of
from campaigns.errors import BadValue, NotFound
from campaigns.periods import business_date
from campaigns.records import SAMPLE_STATES, Campaign, Collaboration, Product, Sample, utc_now
from campaigns.sample_records import SampleStep
from campaigns.store import Store

SHIPPED = "sample shipped"
"""The reason of the step that a collaboration takes with its parcel."""


class SampleFields(TypedDict, total=False):
    id: int
    collaboration_id: int
    product_id: str
    units: int
    shipping_fen: int
    carrier: str | None
    tracking_no: str | None
    state: str
    requested_date: date | None
    approved_date: date | None
    shipped_date: date | None
    delivered_date: date | None
    extended_until_date: date | None
    waiver_reason: str
    feedback: str
    rating: int | None


def save_sample(
    store: Store, actor: Actor, key: str, *, version: int | None = None, **fields: Unpack[SampleFields]
) -> Sample:
    """Create a sample, or change the fields given of the sample `id` if it still has `version`.

    A step of its state must be legal (campaigns.sample_way) and is logged; with the parcel that leaves the house, what
    was agreed comes to `sample_out`. Approving, waiving and extending take the
    right to decide on samples.
    """

    def work(session: Session) -> Change:
        return write_sample(session, actor, "save_sample", version, fields)

    done = perform(store, actor, key, "save_sample", {"version": version, **fields}, work)
    return Sample.model_validate(done.after)


def write_sample(
    session: Session, actor: Actor, action: str, version: int | None, fields: Mapping[str, Any], reason: str = ""
) -> Change:
    """The same inside a transaction that the caller holds, under the right to `action`."""
    if version is None:
        owner = checks.row_id("sample.collaboration_id", fields.get("collaboration_id"))
        rights.allow(session, actor, action, collaboration_id=owner)
    else:
        allow(session, actor, action, rows.find(session, Sample, "sample", fields.get("id")))
    change = rows.write(session, KIND, version, fields)
    saved = rows.find(session, Sample, "sample", (change.after or {}).get("id"))
    _carry_on(session, actor, saved, change.before, reason)
    return change


def log_step(session: Session, actor: Actor, sample: Sample, before: str | None, reason: str = "") -> None:
    """One line in the history of the sample."""
    if sample.id is None:
        raise ValueError("A stored sample has a number.")
    why = reason or (sample.waiver_reason if sample.state == "waived" else "")
    session.add(SampleStep(sample_id=sample.id, who=actor.who, state_before=before, state=sample.state, reason=why))


def allow(session: Session, actor: Actor, action: str, sample: Sample) -> None:
    """Ask for the right to `action` on this sample; one out of reach answers like one that is not there."""
    foreign = NotFound("sample", str(sample.id))
    rights.allow(session, actor, action, collaboration_id=sample.collaboration_id, instead=foreign)


def _carry_on(session: Session, actor: Actor, sample: Sample, before: dict[str, Any] | None, reason: str) -> None:
    """Whether this person may take the step, and its line in the history."""
    was, until = (None, None) if before is None else (before["state"], before["extended_until_date"])
    is_decision = sample.state != was and sample.state in ("approved", "waived")
    if is_decision or (sample.extended_until_date and not until):
        rights.allow(session, actor, "decide_samples", collaboration_id=sample.collaboration_id)
    if sample.state != was:
        log_step(session, actor, sample, was, reason)
        if sample.state in sample_way.OUT:
            follow(session, actor, session.get_one(Collaboration, sample.collaboration_id), "sample_out", SHIPPED)


def _check(session: Session, sample: Sample) -> None:
    """What must hold for the whole, and what the step brings with it (campaigns.sample_way)."""
    collaboration = _known(session, Collaboration, "collaboration", sample.collaboration_id)
    campaign = _known(session, Campaign, "campaign", collaboration.campaign_id)
    product = session.get(Product, sample.product_id)
    if product is None or product.brand_id != campaign.brand_id:
        raise NotFound("product", f"{sample.product_id} of the campaign's brand")
    session.info.setdefault("kept", []).append(product)
    was = _before(sample, "state")
    if was is not None:
        sample_way.check_step(sample, was)
        sample_way.check_extension(sample, _before(sample, "extended_until_date"))
        if sample.unit_cost_fen is not None and sample.product_id != _before(sample, "product_id"):
            raise BadValue(
                "sample.product_id", sample.product_id, f"the product that sample {sample.id} left with", "E-STEP"
            )
    sample_way.check_whole(sample)
    sample_way.write_down(sample, was, business_date(utc_now()), product.cost_fen)


def _before(sample: Sample, name: str) -> Any:
    """What the row held when it was read; None for a row that is new."""
    seen = sa.inspect(sample)
    history = seen.attrs[name].history
    return next(iter(history.deleted or history.unchanged or ()), None) if seen.persistent else None


def _known(session: Session, model: type[Any], name: str, identity: int) -> Any:
    """The row, kept until the transaction ends: a thousand samples of one collaboration ask for it once."""
    row = rows.find(session, model, name, identity)
    session.info.setdefault("kept", []).append(row)
    return row


def _carrier(where: str, value: Any) -> str:
    return code_of(checks.text(where, value))


KIND = rows.Kind(
    Sample,
    "sample",
    "id",
    {
        "collaboration_id": checks.row_id,
        "product_id": checks.identifier,
        "units": checks.whole(1, 100_000),
        "shipping_fen": checks.fen,
        "carrier": checks.optional(_carrier),
        "tracking_no": checks.optional(checks.identifier),
        "state": checks.choice(SAMPLE_STATES),
        "requested_date": checks.optional(checks.day),
        "approved_date": checks.optional(checks.day),
        "shipped_date": checks.optional(checks.day),
        "delivered_date": checks.optional(checks.day),
        "extended_until_date": checks.optional(checks.day),
        "waiver_reason": checks.words,
        "feedback": checks.words,
        "rating": checks.optional(checks.whole(1, 5)),
    },
    fixed=frozenset({"collaboration_id"}),
    rule=_check,
)
