"""Who is looking: the person behind this session, as the records know them, read again on every run."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import streamlit as st
from sqlmodel import select

from campaigns import rights
from campaigns.actions import Actor, accept_invitation
from campaigns.errors import KolbookError
from campaigns.narrowing import ADMIN, Viewer
from campaigns.people_records import Person
from campaigns.records import utc_now
from campaigns.store import Store
from dashboard import login
from dashboard.place import records, root, store_in


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
    """Whether people log in here; Streamlit says so as soon as its secrets have an `auth` section.

    Where a login is configured and Streamlit does not know of it, nobody gets in: better than everybody.
    """
    return "is_logged_in" in st.user or login.present() is not None


def identity() -> Identity | None:
    """Who logged in to this session; None while nobody has, or once the login is too old.

    An e-mail that the provider calls unverified is left out: anybody could have given it.
    """
    found = login.present()
    if not st.user.get("is_logged_in") or (found is not None and found.is_over(st.user.to_dict(), utc_now())):
        return None
    claims = {name: str(st.user.get(name) or "") for name in ("iss", "sub", "email", "name")}
    if not claims["sub"]:
        return None
    email = "" if str(st.user.get("email_verified")).lower() == "false" else claims["email"].strip().lower()
    return Identity(f"{claims['iss']}|{claims['sub']}", email, claims["name"])


def actor() -> Actor:
    """The person who acts in this session; where nobody logs in, the one in front of this machine.

    Raises NobodyLoggedIn or NoPersonHere.
    """
    here = _present()
    return Actor("local") if here is None else Actor(here.email, here.person)


def may(action: str) -> bool:
    """Whether this person's role may do `action` at all: what decides if a page offers it."""
    return role() in rights.roles_for(action)


def role() -> str:
    """The role of this person; whoever is in front of this machine is an administrator."""
    return viewer().role


def viewer() -> Viewer:
    """What this person may see."""
    here = _present()
    return ADMIN if here is None else here.viewer


@dataclass(frozen=True)
class _Here:
    """Somebody the records let in."""

    person: int
    email: str
    viewer: Viewer


def _present() -> _Here | None:
    """The person of this session as the records stand now; None where nobody logs in."""
    if not login_is_configured():
        return None
    known = identity()
    if known is None:
        raise NobodyLoggedIn("Log in to see this.")
    store = records()
    here = _read(str(root()), store.version(), known.subject)
    if here is None and known.email:
        here = _let_in(store, known)
    if here is None:
        raise NoPersonHere(f"{known.email or 'This account'} is not let in here.")
    return here


def _let_in(store: Store, known: Identity) -> _Here | None:
    """The first login of somebody who was invited; None for anybody else."""
    key = f"accept {hashlib.sha256(known.subject.encode()).hexdigest()}"
    try:
        accept_invitation(store, key, subject=known.subject, email=known.email)
    except KolbookError:
        return None
    return _read(str(root()), store.version(), known.subject)


@st.cache_data(max_entries=256, show_spinner=False)
def _read(folder: str, version: str, subject: str) -> _Here | None:
    """The active person with this subject. The version names the state of the records: another one is read again."""
    with store_in(folder).reading() as session:
        person = session.exec(select(Person).where(Person.subject == subject, Person.state == "active")).first()
        if person is None or person.id is None:
            return None
        stands = rights.standing(session, Actor(person.email, person.id))
        looks = Viewer(stands.role, tuple(sorted(stands.brand_ids)), stands.agency_id)
        return _Here(person.id, person.email, looks)
