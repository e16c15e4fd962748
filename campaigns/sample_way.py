"""The way of a sample: which decided step may follow which, and what a step writes down. Pure.

Couriers and notes carry a sample on without anybody's decision; where it then stands is said by the model
`sample_status`. Here is only what people may decide.
"""

from __future__ import annotations

from datetime import date

from campaigns.errors import BadValue
from campaigns.records import Sample

LEFT = ("shipped", "delivered", "note_owed", "posted", "returned", "lost")
"""States of a parcel that is out of the house."""

OUT = ("shipped", "delivered", "note_owed")
"""States of a parcel that is with its courier or its KOL, the note still to come."""

CLOSED = ("posted", "waived", "returned", "lost")
"""States in which nothing more is expected."""

STEPS: dict[str, tuple[str, ...]] = {
    "requested": ("approved", "waived"),
    "approved": ("requested", "shipped", "waived"),
    "shipped": ("approved", "delivered", "note_owed", "posted", "waived", "returned", "lost"),
    "delivered": ("note_owed", "posted", "waived", "returned", "lost"),
    "note_owed": ("posted", "waived", "returned", "lost"),
    "posted": ("note_owed",),
    "waived": ("requested", "note_owed"),
    "returned": ("approved", "note_owed"),
    "lost": ("approved", "delivered", "note_owed"),
}
"""The decisions that may follow one another. A parcel with a tracking number counts as shipped: its courier has it."""

_DATES = {"approved": "approved_date", "shipped": "shipped_date", "delivered": "delivered_date"}


def steps_from(state: str, tracking_no: str | None) -> tuple[str, ...]:
    """Where a sample may be moved by decision."""
    if state == "approved" and tracking_no:
        return tuple(dict.fromkeys((*STEPS["approved"], *STEPS["shipped"])))
    return STEPS[state]


def check_step(sample: Sample, before: str) -> None:
    """Refuse a step from `before` to where the sample stands now, if it cannot follow."""
    allowed = steps_from(before, sample.tracking_no)
    if sample.state != before and sample.state not in allowed:
        raise BadValue(
            "sample.state", sample.state, f"{' or '.join(allowed)}, because sample {sample.id} is {before}", "E-STEP"
        )


def check_extension(sample: Sample, before: date | None) -> None:
    """Refuse a second extension: the first one stands."""
    where, until = "sample.extended_until_date", sample.extended_until_date
    if before is not None and until != before:
        raise BadValue(where, str(until), f"{before}, because a sample is extended once; waive it or remind", "E-STEP")
    delivered = sample.delivered_date
    if before is None and until is not None and delivered is not None and until <= delivered:
        raise BadValue(where, str(until), f"a date after delivery on {delivered}")


def check_whole(sample: Sample) -> None:
    """Refuse what contradicts itself: waived without a reason, delivered before it was shipped."""
    if sample.state == "waived" and not sample.waiver_reason:
        raise BadValue("sample.waiver_reason", "", "why no note is expected, in a few words")
    if sample.shipped_date and sample.delivered_date and sample.delivered_date < sample.shipped_date:
        raise BadValue("sample.delivered_date", str(sample.delivered_date), f"{sample.shipped_date} or later")
    if sample.tracking_no and not sample.carrier:
        raise BadValue("sample.carrier", "", "the carrier of the tracking number")


def write_down(sample: Sample, before: str | None, today: date, cost_fen: int) -> None:
    """What a step brings with it: its date where none was given, and the product's cost once the parcel leaves.

    A sample that is entered as it stands (`before` is None) gets no date of a step nobody saw.
    """
    if before is None:
        sample.requested_date = sample.requested_date or today
    elif sample.state != before:
        name = _DATES.get(sample.state)
        if name is not None and getattr(sample, name) is None and before not in CLOSED:
            setattr(sample, name, today)
    if sample.unit_cost_fen is None and (sample.state in LEFT or sample.tracking_no):
        sample.unit_cost_fen = cost_fen
