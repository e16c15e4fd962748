"""The way of a collaboration from shortlist to settlement: which step leads where. Pure.

Forward along the chain, with the leaps that happen (agreed on the first call; published before a draft was seen); back
to where a mistaken click came from, until money is settled; out by declining (the KOL) or dropping (us), and in again.
"""

from __future__ import annotations

from dataclasses import dataclass

from campaigns.errors import KolbookError

LEADS_TO: dict[str, tuple[str, ...]] = {
    "shortlisted": ("contacted", "declined", "dropped"),
    "contacted": ("negotiating", "agreed", "shortlisted", "declined", "dropped"),
    "negotiating": ("agreed", "contacted", "declined", "dropped"),
    "agreed": ("sample_out", "draft_in", "published", "negotiating", "declined", "dropped"),
    "sample_out": ("draft_in", "published", "agreed", "declined", "dropped"),
    "draft_in": ("approved", "published", "sample_out", "agreed", "declined", "dropped"),
    "approved": ("published", "draft_in", "dropped"),
    "published": ("measured", "approved", "draft_in", "sample_out", "agreed"),
    "measured": ("settled", "published"),
    "settled": (),
    "declined": ("shortlisted", "contacted", "negotiating"),
    "dropped": ("shortlisted", "contacted", "negotiating"),
}
"""The legal steps, the usual one first."""

LEFT = ("declined", "dropped")
"""The states of a collaboration that will not be."""

OVER = ("settled", *LEFT)
"""The states in which nothing is awaited any more."""


@dataclass
class IllegalStep(KolbookError):
    """A step that the way of a collaboration does not have."""

    what: str
    from_state: str
    to_state: str

    def __str__(self) -> str:
        legal = LEADS_TO[self.from_state]
        ways = f"it may go to {', '.join(legal)}" if legal else "nothing follows"
        return f"{self.what} is {self.from_state} and cannot go to {self.to_state}: {ways}."


def is_legal(from_state: str, to_state: str) -> bool:
    """Whether one step leads from the one state to the other."""
    return to_state in LEADS_TO[from_state]


def shared_steps(states: set[str]) -> tuple[str, ...]:
    """The steps that all of these states have: what may be done with all at once, the usual one first."""
    if not states:
        return ()
    first, *others = sorted(states, key=lambda state: len(LEADS_TO[state]))
    return tuple(to for to in LEADS_TO[first] if all(is_legal(state, to) for state in others))
