"""People who may log in, their role, and the brands and agency they may see."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from campaigns.records import UTCDateTime

ROLES = ("admin", "marketer", "agency", "finance")
PERSON_STATES = ("invited", "active", "disabled")


class Person(SQLModel, table=True):
    """Somebody who was invited by e-mail. The first login binds `subject` (the provider's issuer and id): from then on
    the subject alone says who it is. An agency's person has an `agency_id`, a marketer has rows in `person_brand`."""

    __tablename__ = "person"
    __table_args__ = (
        sa.CheckConstraint(f"role in ({', '.join(repr(role) for role in ROLES)})", name="role_is_known"),
        sa.CheckConstraint(f"state in ({', '.join(repr(state) for state in PERSON_STATES)})", name="state_is_known"),
        sa.CheckConstraint("(role = 'agency') = (agency_id is not null)", name="agency_stands_where_it_belongs"),
        sa.CheckConstraint("state <> 'active' or subject is not null", name="active_people_have_logged_in"),
    )

    id: int | None = Field(default=None, primary_key=True)
    email: str = Field(unique=True)
    name: str
    role: str
    state: str = "invited"
    subject: str | None = Field(default=None, unique=True)
    agency_id: int | None = Field(default=None, foreign_key="agency.id", index=True)
    version: int = 1


class PersonBrand(SQLModel, table=True):
    """A brand that a marketer works for."""

    __tablename__ = "person_brand"

    person_id: int = Field(foreign_key="person.id", primary_key=True)
    brand_id: int = Field(foreign_key="brand.id", primary_key=True)


class PersonLogin(SQLModel, table=True):
    """When somebody logged in last. No decision, so no entry of the audit: written past the actions."""

    __tablename__ = "person_login"

    person_id: int = Field(foreign_key="person.id", primary_key=True, sa_column_kwargs={"autoincrement": False})
    at: datetime = Field(sa_type=UTCDateTime)
