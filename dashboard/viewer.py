"""Who is looking: the person behind this session, as the records know them, read again on every run."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from campaigns.actions import Actor
from campaigns.errors import KolbookError
from campaigns.records import utc_now
from dashboard import login


@dataclass(frozen=True)
class Identity:
    """What the identity provider says: who it is, never what they may do. `subject` is issuer and `sub` together."""

    subject: str
    email: str
    name: str


class NobodyLoggedIn(KolbookError):
    """Login is configured and this session has none: the frame shows the way to log in, and nothing else."""


class NoPersonHere(KolbookError):
    """Somebody logged in whom the records do not know, or no longer let in."""


def login_is_configured() -> bool:
    """Whether people log in here; Streamlit says so as soon as its secrets have an `auth` section."""
    return "is_logged_in" in st.user


def identity() -> Identity | None:
    """Who logged in to this session; None while nobody has, or once the login is too old.

    An e-mail that the provider calls unverified is left out: anybody could have given it.
    """
    found = login.present()
    if not st.user.get("is_logged_in") or (found is not None and found.is_over(st.user.to_dict(), utc_now())):
        return None
    claims = {name: str(st.user.get(name) or "") for name in ("iss", "sub", "email", "name")}
    email = "" if st.user.get("email_verified") is False else claims["email"].strip().lower()
    return Identity(f"{claims['iss']}|{claims['sub']}", email, claims["name"])


def actor() -> Actor:
    """The person who acts in this session; without login, the one in front of this machine."""
    return Actor("local")


def may(action: str) -> bool:
    """Whether this person's role may do `action` at all: what decides if a page offers it."""
    return bool(action)
