"""People: invited by e-mail, let in once by their first login, never without an administrator."""

from __future__ import annotations

from typing import Any

import pytest

from campaigns import actions, audit
from campaigns.actions import Actor
from campaigns.errors import BadValue, KolbookError, NotFound, Refused, StaleVersion
from campaigns.people_records import Person
from campaigns.store import Store


@pytest.fixture
def house(store: Store, lin: Actor) -> Store:
    actions.save_brand(store, lin, "b", code="glow", name="Glow")
    actions.save_agency(store, lin, "a", code="wol", name="Wol")
    return store


def invite(store: Store, lin: Actor, email: str, role: str, **scope: Any) -> Person:
    return actions.invite_person(store, lin, f"invite {email}", email=email, name="N", role=role, **scope)


def enter(store: Store, email: str, subject: str = "") -> Person:
    subject = subject or f"id|{email}"
    return actions.accept_invitation(store, f"accept {email.lower()} {subject}", subject=subject, email=email)


def test_the_first_login_binds_the_subject_and_the_address_is_not_asked_again(house: Store, lin: Actor) -> None:
    invited = invite(house, lin, " Mei@Example.com ", "marketer", brand_ids=[1, 1])
    assert (invited.email, invited.state, invited.subject, invited.version) == ("mei@example.com", "invited", None, 1)
    entered = enter(house, "MEI@example.com", "id|7")
    assert (entered.id, entered.state, entered.subject, entered.role) == (invited.id, "active", "id|7", "marketer")
    with pytest.raises(NotFound, match=r"invitation for mei@example\.com"):
        enter(house, "mei@example.com", "id|8")
    assert enter(house, "mei@example.com", "id|7") == entered, "asked again in a second tab"


@pytest.mark.parametrize("email", ["nobody@example.com", "gone@example.com", ""])
def test_whoever_is_not_invited_stays_out(house: Store, lin: Actor, email: str) -> None:
    gone = invite(house, lin, "gone@example.com", "admin")
    actions.disable_person(house, lin, "d", id=gone.id or 0, version=1)
    with pytest.raises(NotFound):
        enter(house, email)


@pytest.mark.parametrize(
    ("role", "scope", "where"),
    [
        ("marketer", {}, "brand_ids"),
        ("marketer", {"brand_ids": [1], "agency_id": 1}, "agency_id"),
        ("agency", {}, "agency_id"),
        ("agency", {"agency_id": 1, "brand_ids": [1]}, "brand_ids"),
        ("admin", {"brand_ids": [1]}, "brand_ids"),
        ("finance", {"agency_id": 1}, "agency_id"),
        ("boss", {}, "role"),
    ],
)
def test_a_scope_belongs_to_its_role(house: Store, lin: Actor, role: str, scope: dict[str, Any], where: str) -> None:
    with pytest.raises(BadValue, match=where):
        invite(house, lin, "x@example.com", role, **scope)


def test_what_does_not_exist_or_is_taken_is_refused(house: Store, lin: Actor) -> None:
    invite(house, lin, "x@example.com", "admin")
    with pytest.raises(Refused, match="already"):
        actions.invite_person(house, lin, "again", email="X@example.com", name="N", role="admin")
    for problem, scope in (
        (NotFound, {"role": "agency", "agency_id": 5}),
        (NotFound, {"role": "marketer", "brand_ids": [5]}),
    ):
        with pytest.raises(problem):
            invite(house, lin, "y@example.com", **scope)  # type: ignore[arg-type]
    with pytest.raises(BadValue, match="e-mail"):
        invite(house, lin, "nowhere", "admin")


def test_role_and_scope_change_together_and_stale_forms_are_refused(house: Store, lin: Actor) -> None:
    mei = invite(house, lin, "mei@example.com", "marketer", brand_ids=[1])
    number = mei.id or 0
    moved = actions.change_person(house, lin, "1", id=number, version=1, name="Mei", role="agency", agency_id=1)
    assert (moved.role, moved.agency_id, moved.version) == ("agency", 1, 2)
    with house.reading() as session:
        entry = audit.find(session, "1")
    assert entry is not None
    assert ((entry.before or {})["brand_ids"], (entry.after or {})["brand_ids"]) == ([1], [])
    with pytest.raises(StaleVersion):
        actions.change_person(house, lin, "2", id=number, version=1, name="Mei", role="admin")


def test_the_last_administrator_can_neither_be_disabled_nor_given_another_role(house: Store, lin: Actor) -> None:
    for email in ("a@example.com", "b@example.com", "c@example.com"):
        invite(house, lin, email, "admin")
    first, second = enter(house, "a@example.com"), enter(house, "b@example.com")
    actions.disable_person(house, lin, "1", id=first.id or 0, version=2)
    for key, attempt in (
        ("2", lambda: actions.disable_person(house, lin, "2", id=second.id or 0, version=2)),
        ("3", lambda: actions.change_person(house, lin, "3", id=second.id or 0, version=2, name="B", role="finance")),
    ):
        with pytest.raises(Refused, match="last administrator"):
            attempt()
        with house.reading() as session:
            assert audit.find(session, key) is None
    enter(house, "c@example.com")
    actions.disable_person(house, lin, "4", id=second.id or 0, version=2)
    back = actions.enable_person(house, lin, "5", id=first.id or 0, version=3)
    assert (back.state, back.subject) == ("active", "id|a@example.com")


def test_people_may_be_changed_before_any_administrator_has_logged_in(house: Store, lin: Actor) -> None:
    invite(house, lin, "mei@example.com", "marketer", brand_ids=[1])
    mei = enter(house, "mei@example.com")
    assert actions.disable_person(house, lin, "1", id=mei.id or 0, version=2).state == "disabled"


def test_only_administrators_invite_and_change_people(house: Store, lin: Actor) -> None:
    invite(house, lin, "fin@example.com", "finance")
    finance = Actor("fin@example.com", enter(house, "fin@example.com").id)
    attempts = (
        lambda: actions.invite_person(house, finance, "1", email="x@example.com", name="X", role="admin"),
        lambda: actions.change_person(house, finance, "2", id=1, version=2, name="F", role="admin"),
        lambda: actions.disable_person(house, finance, "3", id=1, version=2),
        lambda: actions.enable_person(house, finance, "4", id=1, version=2),
    )
    for attempt in attempts:
        with pytest.raises(KolbookError, match=r"is here as finance; to .* takes admin"):
            attempt()
