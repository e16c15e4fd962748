"""Who is looking: the person behind this session, as the records know them."""

from __future__ import annotations

from campaigns.actions import Actor


def actor() -> Actor:
    """The person who acts in this session; without login, the one in front of this machine."""
    return Actor("local")


def may(action: str) -> bool:
    """Whether this person's role may do `action` at all: what decides if a page offers it."""
    return bool(action)
