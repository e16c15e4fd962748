"""Who may log in, as a list: role, scope, state, and when they were here last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from campaigns.people_records import Person, PersonBrand, PersonLogin
from campaigns.records import Agency, Brand
from campaigns.store import Store


@dataclass(frozen=True)
class Member:
    """A person with the names of what they work for."""

    person: Person
    brands: dict[int, str]
    agency: str
    last_login_at: datetime | None

    @property
    def scope(self) -> list[str]:
        """The names of the brands or of the agency; empty for those who see everything."""
        return [self.agency] if self.agency else list(self.brands.values())


def members(store: Store) -> list[Member]:
    """Everybody, those who are let in first, then by e-mail."""
    with store.reading() as session:
        people = session.exec(select(Person).order_by(col(Person.state) == "disabled", col(Person.email))).all()
        agencies = {agency.id: agency.name for agency in session.exec(select(Agency))}
        logins = {login.person_id: login.at for login in session.exec(select(PersonLogin))}
        brands = _brands(session)
        return [
            Member(
                person,
                brands.get(person.id or 0, {}),
                agencies.get(person.agency_id, "") if person.agency_id else "",
                logins.get(person.id or 0),
            )
            for person in people
        ]


def choices(store: Store) -> tuple[dict[int, str], dict[int, str]]:
    """The brands and the agencies that somebody may work for, by number."""
    with store.reading() as session:
        brands = session.exec(select(Brand).order_by(col(Brand.name))).all()
        agencies = session.exec(select(Agency).order_by(col(Agency.name))).all()
        return {one.id or 0: one.name for one in brands}, {one.id or 0: one.name for one in agencies}


def note_login(store: Store, person_id: int, at: datetime) -> None:
    """Remember the latest login of a person; an earlier one than is known changes nothing."""
    with store.reading() as session:
        known = session.get(PersonLogin, person_id)
        if known is not None and known.at >= at:
            return
    with store.transaction() as session:
        row = session.get(PersonLogin, person_id) or PersonLogin(person_id=person_id, at=at)
        row.at = max(row.at, at)
        session.add(row)


def _brands(session: Session) -> dict[int, dict[int, str]]:
    found: dict[int, dict[int, str]] = {}
    joined = select(PersonBrand.person_id, Brand.id, Brand.name).join(Brand, col(Brand.id) == PersonBrand.brand_id)
    for person_id, brand_id, name in session.exec(joined.order_by(col(Brand.name))):
        found.setdefault(person_id, {})[brand_id or 0] = name
    return found
