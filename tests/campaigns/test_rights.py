"""Role and scope are read from the records on every action; what lies outside answers like what does not exist."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlmodel import Session, select

from campaigns import actions, audit, rights
from campaigns.actions import Actor
from campaigns.actions.request import Change, perform
from campaigns.errors import KolbookError, NotFound, Refused
from campaigns.people_records import ROLES, Person
from campaigns.records import AuditEntry
from campaigns.store import Store

OWN, OTHER = 1, 2
NOWHERE = 9
PRODUCTS = ("66aa000000000000000000a1", "66aa000000000000000000a2")
MAY, JUNE = date(2026, 5, 1), date(2026, 6, 1)


def enter(store: Store, role: str, brand_ids: tuple[int, ...] = (), agency_id: int | None = None) -> Actor:
    """Somebody who was invited and logged in."""
    email = f"{role}@example.com"
    actions.invite_person(
        store, Actor("lin"), f"invite {role}", email=email, name=role, role=role, brand_ids=brand_ids,
        agency_id=agency_id,
    )  # fmt: skip
    person = actions.accept_invitation(store, f"accept {role}", subject=f"https://id|{role}", email=email)
    return Actor(email, person.id)


@pytest.fixture
def world(store: Store, lin: Actor) -> Store:
    """Two brands with an agency, a product, a campaign, a collaboration, a sample, terms and a note each."""
    for number, code in ((OWN, "glow"), (OTHER, "mist")):
        actions.save_brand(store, lin, f"b{number}", code=code, name=code)
        actions.save_agency(store, lin, f"a{number}", code=code, name=f"{code} agency")
        actions.save_product(
            store, lin, f"p{number}", product_id=PRODUCTS[number - 1], brand_id=number, name=code, category="care",
            cost_fen=1,
        )  # fmt: skip
        actions.save_campaign(
            store, lin, f"c{number}", code=code, brand_id=number, name=code, method="samples", since_date=MAY,
            before_date=JUNE, budget_fen=1, product_ids=[PRODUCTS[number - 1]],
        )  # fmt: skip
        actions.save_collaboration(
            store, lin, f"k{number}", campaign_id=number, kol_id=f"kol{number}", kol_name="K", agency_id=number
        )
        actions.save_sample(store, lin, f"s{number}", collaboration_id=number, product_id=PRODUCTS[number - 1])
        actions.save_terms(
            store, lin, f"t{number}", scope="collaboration", collaboration_id=number, part="kol", since_date=MAY,
            rate_ppm=1,
        )  # fmt: skip
        actions.link_note(store, lin, f"n{number}", note_id=f"note{number}", collaboration_id=number)
        actions.add_quote(store, lin, f"q{number}", collaboration_id=number, quote_fen=5, kind="image")
        actions.submit_draft(store, lin, f"d{number}", collaboration_id=number, title="t", body="b")
        actions.save_exclusivity(
            store, lin, f"e{number}", collaboration_id=number, category="care", since_date=MAY, before_date=JUNE
        )
        actions.save_kol_hold(
            store, lin, f"h{number}", brand_id=number, kol_id=f"kol{number}", kind="blocked", since_date=MAY
        )
        actions.save_link(store, lin, f"l{number}", slug=f"go{number}", note_id="x", product_id=PRODUCTS[number - 1])
    return store


def _product(number: int) -> str:
    return PRODUCTS[number - 1] if number <= OTHER else f"{number:024x}"


def _code(number: int) -> str:
    return {OWN: "glow", OTHER: "mist"}.get(number, "none")


def _terms_line(number: int) -> dict[str, Any]:
    whom = {"campaign": _code(number), "kol": f"kol{number}", "places": {}}
    return {"row": 2, **whom, "part": "kol", "since_date": JUNE, "rate_ppm": 2}


TOUCHING: dict[str, Callable[[int], dict[str, Any]]] = {
    "accept_quote": lambda n: {"quote_id": n, "version": 2},
    "add_quote": lambda n: {"collaboration_id": n, "quote_fen": 7, "kind": "image"},
    "arrange_collaborations": lambda n: {"versions": {n: 1}, "owner": "me"},
    "change_samples": lambda n: {"lines": [{"id": n, "version": 1, "feedback": "x"}]},
    "comment_collaboration": lambda n: {"collaboration_id": n, "body": "hello"},
    "decide_draft": lambda n: {"id": n, "version": 1, "decision": "approved"},
    "dismiss_note": lambda n: {"note_id": "free", "collaboration_id": n},
    "duplicate_campaign": lambda n: {"campaign_id": n, "code": "copy", "name": "Copy", "since_date": JUNE},
    "end_terms": lambda n: {"id": n, "version": 1, "before_date": JUNE},
    "import_products": lambda n: {
        "brand_id": n,
        "lines": [{"product_id": "new", "name": "x", "category": "c", "cost_fen": 1}],
    },
    "import_samples": lambda n: {"text": "KOL\tproduct\nK\tglow", "campaign_id": n},
    "import_shortlist": lambda n: {"campaign_id": n, "lines": [{"kol_id": "k9", "kol_name": "K9"}]},
    "import_terms": lambda n: {"lines": [_terms_line(n)]},
    "link_note": lambda n: {"note_id": "free", "collaboration_id": n},
    "move_collaborations": lambda n: {"versions": {n: 1}, "to_state": "contacted"},
    "receive_samples": lambda n: {"product_id": _product(n), "units": 1, "received_date": MAY},
    "renew_terms": lambda n: {
        "scope": "collaboration",
        "collaboration_id": n,
        "part": "kol",
        "since_date": JUNE,
        "rate_ppm": 2,
    },
    "restore_note": lambda n: {"note_id": "free", "collaboration_id": n},
    "save_campaign": lambda n: {"id": n, "version": 1, "name": "x"},
    "save_collaboration": lambda n: {"id": n, "version": 1, "kol_name": "x"},
    "save_draft_rules": lambda n: {"brand_id": n, "banned": ["x"]},
    "save_exclusivity": lambda n: {"id": n, "version": 1, "category": "x"},
    "save_kol_hold": lambda n: {"id": n, "version": 1, "reason": "x"},
    "save_match_weights": lambda n: {"brand_id": n, "weights": {"price": 1}},
    "save_link": lambda n: {"slug": f"go{n}", "version": 1, "note_id": "y"},
    "save_product": lambda n: {"product_id": _product(n), "version": 1, "name": "x"},
    "save_sample": lambda n: {"id": n, "version": 1, "feedback": "x"},
    "save_terms": lambda n: {"id": n, "version": 1, "rate_ppm": 2},
    "submit_draft": lambda n: {"collaboration_id": n, "title": "t", "body": "b"},
    "unlink_note": lambda n: {"note_id": f"note{n}", "collaboration_id": n},
    "drop_kol_hold": lambda n: {"hold_id": n, "version": 2},
    "drop_exclusivity": lambda n: {"exclusivity_id": n, "version": 2},
    "watch_words": lambda n: {"brand_code": _code(n), "words": ["x"]},
    "warn_sample_stock": lambda n: {"product_id": _product(n), "warn_below": 3},
}
"""Calls of the actions that touch a row of a brand or an agency, by the number of that row."""

PEOPLE = {"change_person", "disable_person", "enable_person", "invite_person"}
LEDGER = {
    "approve_lock", "assign_breaks", "post_accruals", "post_entry", "post_settlement", "record_reconciliation",
    "request_lock", "resolve_breaks", "reverse_entry",
}  # fmt: skip
STATEMENTS = {
    "approve_statements", "close_statements", "make_statements", "pay_statement", "return_statements",
    "reverse_payment", "submit_statements",
}  # fmt: skip
"""For administrators and finance, who see all brands: tested with the statements."""
HOUSE = {
    "save_brand",
    "save_agency",
    "save_setting",
    "save_mapping",
    "accept_invitation",
    "save_platform_band",
    "save_party_tax",
    "save_exchange_rate",
}
OWN_KEY = {"undo_samples"}
"""Finds what to touch by the person's own key, in test_sample_actions."""


def _right(action: str) -> str:
    return "save_terms" if action == "end_terms" else action


def _answer(
    world: Store, somebody: Actor, action: str, fields: Callable[[int], dict[str, Any]], number: int
) -> tuple[str, str]:
    """How an action answers, the row's own number left out."""
    with pytest.raises(KolbookError) as caught:
        getattr(actions, action)(world, somebody, f"{action} {number}", **fields(number))
    text = str(caught.value).replace(_product(number), "#").replace(_code(number), "#")
    return type(caught.value).__name__, "".join("#" if sign.isdigit() else sign for sign in text)


def test_every_action_has_its_roles_and_stands_in_these_tests() -> None:
    named = set(actions.__all__) - {"Actor"}
    assert named - {"end_terms"} <= set(rights.MAY), "a row in rights.MAY says who may do it"
    walked = set(TOUCHING) | PEOPLE | LEDGER | STATEMENTS | HOUSE | OWN_KEY
    assert {name for name in named if name not in walked and not name.endswith("_statement")} == set()
    assert {role for roles in rights.MAY.values() for role in roles} == set(ROLES)


@pytest.mark.parametrize("role", ["marketer", "agency"])
def test_a_foreign_row_answers_exactly_like_one_that_does_not_exist(world: Store, role: str) -> None:
    scope = ((OWN,), None) if role == "marketer" else ((), OWN)
    somebody, before = enter(world, role, *scope), world.record_tables()
    for action, fields in TOUCHING.items():
        foreign, missing = (_answer(world, somebody, action, fields, number) for number in (OTHER, NOWHERE))
        assert foreign == missing, action
        assert foreign[0] in ("NotFound", "Refused", "CellsRefused"), action
        assert (foreign[0] == "Refused") == (role not in rights.roles_for(_right(action))), action
    assert world.record_tables() == before


def test_a_marketer_reaches_the_own_brand_with_all_the_role_may(world: Store) -> None:
    mei = enter(world, "marketer", (OWN,))
    for action, fields in TOUCHING.items():
        answer = ""
        try:
            getattr(actions, action)(world, mei, f"own {action}", **fields(OWN))
        except KolbookError as problem:
            answer = str(problem)
        assert ("is here as" in answer) == ("marketer" not in rights.roles_for(_right(action))), action
        assert re.search(rf"There is no \w+ {OWN}\.", answer) is None, answer


def test_an_agency_reaches_its_own_collaborations_and_nothing_else(world: Store) -> None:
    bo = enter(world, "agency", agency_id=OWN)
    actions.comment_collaboration(world, bo, "own", collaboration_id=OWN, body="on its way")
    with pytest.raises(NotFound, match=r"no collaboration 2"):
        actions.comment_collaboration(world, bo, "other", collaboration_id=OTHER, body="hm")
    with pytest.raises(Refused, match=r"agency@example.com is here as agency; to save terms takes admin or"):
        actions.save_terms(world, bo, "t", id=1, version=1, rate_ppm=500_000)


def test_a_marketer_takes_nothing_of_another_brand_into_the_own(world: Store) -> None:
    mei = enter(world, "marketer", (OWN,))
    with pytest.raises(NotFound, match="no product"):
        actions.save_sample(world, mei, "s", collaboration_id=OWN, product_id=PRODUCTS[1])
    with pytest.raises(NotFound, match="no campaign 2"):
        actions.save_collaboration(world, mei, "k", campaign_id=OTHER, kol_id="k7", kol_name="K7")
    with pytest.raises(NotFound, match="no brand 2"):
        actions.save_campaign(world, mei, "c", id=OWN, version=1, brand_id=OTHER, product_ids=[])
    with pytest.raises(Refused, match="another brand already"):
        actions.link_note(world, mei, "n", note_id="note2", collaboration_id=OWN)


def test_what_is_taken_by_another_brand_is_told_without_a_number(world: Store) -> None:
    actions.save_collaboration(world, Actor("lin"), "code", id=OTHER, version=1, promo_code="GLOW8")
    mei = enter(world, "marketer", (OWN,))
    with pytest.raises(Refused, match=r"\AAnother collaboration has promo_code GLOW8 already\. Choose another\.\Z"):
        actions.save_collaboration(world, mei, "mine", id=OWN, version=1, promo_code="GLOW8")


def test_terms_that_bind_every_brand_are_for_finance(world: Store) -> None:
    house: dict[str, Any] = {
        "scope": "platform", "platform": "tmall", "part": "platform_fee", "since_date": MAY, "rate_ppm": 5
    }  # fmt: skip
    with pytest.raises(Refused, match="save house terms takes admin or finance"):
        actions.save_terms(world, enter(world, "marketer", (OWN,)), "mine", **house)
    assert actions.save_terms(world, enter(world, "finance"), "theirs", **house).platform == "tmall"


def test_a_role_that_is_taken_away_is_gone_at_the_next_action(world: Store, lin: Actor) -> None:
    mei = enter(world, "marketer", (OWN,))
    first = actions.comment_collaboration(world, mei, "1", collaboration_id=OWN, body="one")
    actions.change_person(
        world, lin, "x", id=mei.person or 0, version=2, name="Mei", role="marketer", brand_ids=[OTHER]
    )
    with pytest.raises(NotFound, match="no collaboration 1"):
        actions.comment_collaboration(world, mei, "2", collaboration_id=OWN, body="two")
    actions.disable_person(world, lin, "y", id=mei.person or 0, version=3)
    for key in ("3", "1"):
        with pytest.raises(Refused, match="no longer, let in"):
            actions.comment_collaboration(world, mei, key, collaboration_id=OTHER if key == "3" else OWN, body="one")
    assert first.body == "one"
    actions.enable_person(world, lin, "z", id=mei.person or 0, version=4)
    assert actions.comment_collaboration(world, mei, "4", collaboration_id=OTHER, body="four").who == mei.who


def test_nobody_acts_under_the_name_of_another(world: Store) -> None:
    mei = enter(world, "marketer", (OWN,))
    with pytest.raises(Refused, match="no longer, let in"):
        actions.comment_collaboration(world, Actor("lin", mei.person), "1", collaboration_id=OWN, body="x")
    with pytest.raises(Refused, match="no longer, let in"):
        actions.comment_collaboration(world, Actor(mei.who, NOWHERE), "2", collaboration_id=OWN, body="x")


def test_an_action_that_forgets_to_ask_is_undone_and_loud(world: Store, lin: Actor) -> None:
    def forgetful(session: Session) -> Change:
        session.add(Person(email="x@example.com", name="X", role="admin"))
        return Change("person", None, {})

    with pytest.raises(RuntimeError, match="without asking"):
        perform(world, lin, "k", "invite_person", {}, forgetful)
    with world.reading() as session:
        assert session.exec(select(Person)).all() == []
        assert audit.find(session, "k") is None


def test_whoever_works_for_a_brand_must_say_what_is_touched(world: Store, lin: Actor) -> None:
    def unscoped(session: Session, actor: Actor) -> Change:
        rights.allow(session, actor, "save_campaign")
        return Change("campaign", None, {})

    perform(world, lin, "1", "save_campaign", {}, lambda session: unscoped(session, lin))
    mei = enter(world, "marketer", (OWN,))
    with pytest.raises(RuntimeError, match="what it touches"):
        perform(world, mei, "2", "save_campaign", {}, lambda session: unscoped(session, mei))


def test_the_audit_says_in_which_role_somebody_acted_and_was_refused(world: Store) -> None:
    mei = enter(world, "marketer", (OWN,))
    actions.comment_collaboration(world, mei, "1", collaboration_id=OWN, body="x")
    with pytest.raises(Refused):
        actions.post_accruals(world, mei, "2", "2026-05", [])
    with world.reading() as session:
        last = session.exec(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(3)).all()  # type: ignore[attr-defined]
    told = [(entry.action, entry.outcome, entry.role) for entry in reversed(last)]
    assert told == [
        ("accept_invitation", "accepted", "marketer"),
        ("comment_collaboration", "accepted", "marketer"),
        ("post_accruals", "refused", "marketer"),
    ]
    assert audit.verify(world) == []
