"""People: invited by e-mail, let in by their first login, given a role and a scope, disabled."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from campaigns import rights
from campaigns.actions import checks, rows
from campaigns.actions.request import Actor, Change, perform
from campaigns.errors import BadValue, NotFound, Refused, StaleVersion
from campaigns.people_records import ROLES, Person, PersonBrand
from campaigns.records import Agency, Brand
from campaigns.store import Store

_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+\Z")


def invite_person(
    store: Store,
    actor: Actor,
    key: str,
    *,
    email: str,
    name: str,
    role: str,
    brand_ids: Sequence[int] = (),
    agency_id: int | None = None,
) -> Person:
    """Invite somebody: their first login with this e-mail lets them in. The e-mail stays: entries are signed with it.

    A marketer has one brand or more, an agency's person the agency, admins and finance neither.
    """

    def work(session: Session) -> Change:
        rights.allow(session, actor, "invite_person")
        person = Person(email=_email(email), name=checks.text("person.name", name), role="")
        rows.refuse_duplicate(session, person, "person", "id", "email")
        return _place(session, person, None, role, brand_ids, agency_id)

    request = {"email": email, "name": name, "role": role, "brand_ids": list(brand_ids), "agency_id": agency_id}
    return _person(perform(store, actor, key, "invite_person", request, work))


def change_person(
    store: Store,
    actor: Actor,
    key: str,
    *,
    id: int,  # noqa: A002
    version: int,
    name: str,
    role: str,
    brand_ids: Sequence[int] = (),
    agency_id: int | None = None,
) -> Person:
    """Give somebody another name, role or scope, all of them at once; it counts from their next click on."""

    def work(session: Session) -> Change:
        rights.allow(session, actor, "change_person")
        person = _read(session, id, version)
        before = _content(session, person)
        person.name = checks.text("person.name", name)
        return _place(session, person, before, role, brand_ids, agency_id)

    request = {
        "id": id, "version": version, "name": name, "role": role, "brand_ids": list(brand_ids), "agency_id": agency_id,
    }  # fmt: skip
    return _person(perform(store, actor, key, "change_person", request, work))


def disable_person(store: Store, actor: Actor, key: str, *, id: int, version: int) -> Person:  # noqa: A002
    """Let somebody in no more, from their next click on. The last administrator stays."""
    return _set_state(store, actor, key, "disable_person", id, version)


def enable_person(store: Store, actor: Actor, key: str, *, id: int, version: int) -> Person:  # noqa: A002
    """Let somebody in again, with the role and the scope they had."""
    return _set_state(store, actor, key, "enable_person", id, version)


def accept_invitation(store: Store, key: str, *, subject: str, email: str) -> Person:
    """The first login of somebody who was invited: from now on `subject` says who it is, not the e-mail.

    Raises NotFound where nobody with this e-mail is invited.
    """
    with store.reading() as session:
        asked = session.exec(select(Person).where(Person.email == email.strip().lower())).first()
    if asked is None or (asked.state != "invited" and asked.subject != subject):
        raise NotFound("invitation for", email)
    actor = Actor(asked.email, asked.id)

    def work(session: Session) -> Change:
        person = session.get_one(Person, asked.id)
        if person.state != "invited":
            raise NotFound("invitation for", email)
        before = _content(session, person)
        person.subject, person.state = checks.text("person.subject", subject), "active"
        person.version += 1
        session.add(person)
        session.flush()
        rights.allow(session, actor, "accept_invitation")
        return Change(f"person {person.id}", before, _content(session, person))

    request = {"subject": subject, "email": asked.email}
    return _person(perform(store, actor, key, "accept_invitation", request, work))


def _set_state(store: Store, actor: Actor, key: str, action: str, identity: int, version: int) -> Person:
    def work(session: Session) -> Change:
        rights.allow(session, actor, action)
        person = _read(session, identity, version)
        before = _content(session, person)
        back = "active" if person.subject else "invited"
        person.state = "disabled" if action == "disable_person" else back
        person.version += 1
        session.add(person)
        session.flush()
        _keep_an_admin(session, before)
        return Change(f"person {person.id}", before, _content(session, person))

    return _person(perform(store, actor, key, action, {"id": identity, "version": version}, work))


def _place(
    session: Session,
    person: Person,
    before: dict[str, Any] | None,
    role: str,
    brand_ids: Sequence[int],
    agency_id: int | None,
) -> Change:
    """Set role and scope, which belong together, and save."""
    person.role = checks.choice(ROLES)("person.role", role)
    person.agency_id = checks.optional(checks.row_id)("person.agency_id", agency_id)
    brands = sorted({checks.row_id("person.brand_ids", brand_id) for brand_id in brand_ids})
    _check_scope(session, person, brands)
    person.version += before is not None
    session.add(person)
    session.flush()
    session.execute(sa.delete(PersonBrand).where(col(PersonBrand.person_id) == person.id))
    session.add_all(PersonBrand(person_id=person.id or 0, brand_id=brand_id) for brand_id in brands)
    session.flush()
    if before is not None:
        _keep_an_admin(session, before)
    return Change(f"person {person.id}", before, _content(session, person))


def _check_scope(session: Session, person: Person, brands: list[int]) -> None:
    if (person.role == "agency") != (person.agency_id is not None):
        expected = "the agency" if person.role == "agency" else "nothing"
        raise BadValue("person.agency_id", str(person.agency_id), f"{expected}, for the role {person.role}")
    if (person.role == "marketer") != bool(brands):
        expected = "one brand or more" if person.role == "marketer" else "nothing"
        raise BadValue("person.brand_ids", str(brands), f"{expected}, for the role {person.role}")
    with session.no_autoflush:
        if person.agency_id is not None:
            rows.find(session, Agency, "agency", person.agency_id)
        for brand_id in brands:
            rows.find(session, Brand, "brand", brand_id)


def _keep_an_admin(session: Session, before: dict[str, Any]) -> None:
    """Somebody has to be able to invite."""
    if (before["role"], before["state"]) != ("admin", "active"):
        return
    left = select(Person.id).where(Person.role == "admin", Person.state == "active")
    if session.exec(left.limit(1)).first() is None:
        raise Refused("This is the last administrator who can log in. Let another one in first.")


def _read(session: Session, identity: int, version: int) -> Person:
    person = rows.find(session, Person, "person", checks.row_id("person.id", identity))
    if person.version != version:
        raise StaleVersion(f"Person {identity}", version, person.version)
    return person


def _content(session: Session, person: Person) -> dict[str, Any]:
    brands = session.exec(select(PersonBrand.brand_id).where(PersonBrand.person_id == person.id))
    return {**rows.content(person), "brand_ids": sorted(brands)}


def _person(change: Change) -> Person:
    return Person.model_validate(change.after)


def _email(value: str) -> str:
    found = checks.text("person.email", value).lower()
    if not _EMAIL.match(found):
        raise BadValue("person.email", found[:80], "an e-mail address, such as mei@example.com")
    return found
