"""A collaboration goes along with its parcel and its note, and back with them, on both databases."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from campaigns import actions, audit
from campaigns.actions import Actor
from campaigns.actions.steps import FOLLOWS
from campaigns.errors import Refused
from campaigns.pipeline import LEADS_TO, is_legal
from campaigns.records import STATES
from campaigns.store import Store

MASK = "66aa000000000000000000a1"


@pytest.fixture
def house(store: Store, lin: Actor) -> Store:
    """One campaign with the KOLs k1 (collaboration 1) and k2 (2), both agreed."""
    actions.save_brand(store, lin, "b", code="glow", name="Glow")
    actions.save_product(store, lin, "p", product_id=MASK, brand_id=1, name="Mask", category="mask", cost_fen=900)
    actions.save_campaign(
        store, lin, "c", code="may", brand_id=1, name="May", method="samples", since_date=date(2026, 5, 1),
        before_date=date(2026, 6, 1), budget_fen=100, product_ids=[MASK],
    )  # fmt: skip
    for number in (1, 2):
        actions.save_collaboration(
            store, lin, f"k{number}", campaign_id=1, kol_id=f"k{number}", kol_name=f"达人{number}", state="agreed"
        )
    return store


def _rows(store: Store, table: str) -> list[dict[str, Any]]:
    return store.record_tables()[table].to_pylist()


def _state(store: Store, number: int = 1) -> str:
    return str(next(row["state"] for row in _rows(store, "collaboration") if row["id"] == number))


def _put(store: Store, lin: Actor, state: str) -> int:
    """A collaboration that was entered as it stands."""
    made = actions.save_collaboration(
        store, lin, f"as {state}", campaign_id=1, kol_id=f"k-{state}", kol_name="达人3", state=state
    )
    assert made.id is not None
    return made.id


def _steps(store: Store, number: int = 1) -> list[tuple[str | None, str, str]]:
    own = [row for row in _rows(store, "collaboration_step") if row["collaboration_id"] == number]
    return [(row["from_state"], row["to_state"], row["reason"]) for row in sorted(own, key=lambda row: row["id"])]


def test_a_note_publishes_what_was_agreed_and_nothing_else(house: Store, lin: Actor) -> None:
    for state in STATES:
        number = _put(house, lin, state)
        actions.link_note(house, lin, f"l{number}", note_id=f"n{number}", collaboration_id=number)
        is_moved = state in ("agreed", "sample_out", "draft_in", "approved")
        assert _state(house, number) == ("published" if is_moved else state)
        actions.unlink_note(house, lin, f"u{number}", note_id=f"n{number}", collaboration_id=number)
        assert _state(house, number) == state
        went = [(state, "published", "note linked"), ("published", state, "note unlinked")]
        assert _steps(house, number) == [(None, state, ""), *(went if is_moved else [])]
    assert audit.verify(house) == []


def test_a_link_that_is_sent_twice_takes_one_step_and_counts_one_version(house: Store, lin: Actor) -> None:
    for _ in range(2):
        actions.link_note(house, lin, "l", note_id="n1", collaboration_id=1)
    assert _steps(house)[1:] == [("agreed", "published", "note linked")]
    assert _rows(house, "collaboration")[0]["version"] == 2


def test_a_collaboration_stays_published_until_its_last_note_is_taken_away(house: Store, lin: Actor) -> None:
    for note in ("n1", "n2"):
        actions.link_note(house, lin, f"l {note}", note_id=note, collaboration_id=1)
    actions.unlink_note(house, lin, "u n1", note_id="n1", collaboration_id=1)
    assert _state(house) == "published"
    actions.unlink_note(house, lin, "u n2", note_id="n2", collaboration_id=1)
    assert _state(house) == "agreed"


def test_whoever_moved_it_since_is_not_overruled_by_an_unlinked_note(house: Store, lin: Actor) -> None:
    actions.link_note(house, lin, "l", note_id="n1", collaboration_id=1)
    actions.move_collaborations(house, lin, "m", versions={1: 2}, to_state="measured")
    actions.unlink_note(house, lin, "u", note_id="n1", collaboration_id=1)
    assert _state(house) == "measured"
    actions.move_collaborations(house, lin, "by hand", versions={1: 3}, to_state="published")
    actions.link_note(house, lin, "l2", note_id="n1", collaboration_id=1)
    actions.unlink_note(house, lin, "u2", note_id="n1", collaboration_id=1)
    assert _state(house) == "published", "a person said so, not the note"


def test_a_refused_link_moves_nothing(house: Store, lin: Actor) -> None:
    actions.link_note(house, lin, "l", note_id="n1", collaboration_id=2)
    with pytest.raises(Refused, match="belongs to collaboration 2 already"):
        actions.link_note(house, lin, "theirs", note_id="n1", collaboration_id=1)
    assert _state(house) == "agreed"


def _sample(house: Store, lin: Actor, key: str, **fields: Any) -> int:
    made = actions.save_sample(house, lin, key, **{"collaboration_id": 1, "product_id": MASK, **fields})
    assert made.id is not None
    return made.id


def test_the_first_parcel_that_leaves_takes_an_agreed_collaboration_along(house: Store, lin: Actor) -> None:
    for key in ("s1", "s2"):
        number = _sample(house, lin, key, state="approved")
        assert _state(house) == ("agreed" if key == "s1" else "sample_out")
        actions.save_sample(house, lin, f"ship {key}", id=number, version=1, state="shipped")
    assert _steps(house)[1:] == [("agreed", "sample_out", "sample shipped")]
    assert _state(house, 2) == "agreed"


def test_a_parcel_moves_nobody_who_stands_elsewhere(house: Store, lin: Actor) -> None:
    for state in set(STATES) - {"agreed"}:
        number = _put(house, lin, state)
        _sample(house, lin, f"s{number}", collaboration_id=number, state="shipped")
        assert _state(house, number) == state


def test_a_bulk_change_that_is_taken_back_takes_its_collaborations_back(house: Store, lin: Actor) -> None:
    numbers = [_sample(house, lin, f"s{owner}", collaboration_id=owner, state="approved") for owner in (1, 2)]
    ship = [{"id": number, "version": 1, "state": "shipped"} for number in numbers]
    actions.change_samples(house, lin, "ship", lines=ship)
    assert (_state(house, 1), _state(house, 2)) == ("sample_out", "sample_out")
    actions.move_collaborations(house, lin, "m", versions={2: 2}, to_state="draft_in")
    for _ in range(2):
        actions.undo_samples(house, lin, "back", of="ship")
    assert (_state(house, 1), _state(house, 2)) == ("agreed", "draft_in")
    assert _steps(house)[1:] == [("agreed", "sample_out", "sample shipped"), ("sample_out", "agreed", "undo")]


def test_a_pasted_sheet_that_is_taken_back_leaves_those_with_another_parcel_out(house: Store, lin: Actor) -> None:
    _sample(house, lin, "earlier", collaboration_id=2, state="shipped")
    sheet = "kol,product,state\n达人1,Mask,shipped\n达人2,Mask,delivered\n"
    actions.import_samples(house, lin, "paste", text=sheet, campaign_id=1)
    assert (_state(house, 1), _state(house, 2)) == ("sample_out", "sample_out")
    actions.undo_samples(house, lin, "back", of="paste")
    assert (_state(house, 1), _state(house, 2)) == ("agreed", "sample_out")


def test_taking_back_what_shipped_nothing_moves_nobody(house: Store, lin: Actor) -> None:
    number = _sample(house, lin, "s", state="shipped")
    actions.save_sample(house, lin, "lost", id=number, version=1, state="lost")
    actions.change_samples(house, lin, "rate", lines=[{"id": number, "version": 2, "feedback": "x"}])
    actions.undo_samples(house, lin, "back", of="rate")
    assert _state(house) == "sample_out"


def test_whatever_brings_a_collaboration_along_takes_a_legal_step_that_can_be_taken_back() -> None:
    for to_state, from_states in FOLLOWS.items():
        assert all(is_legal(state, to_state) for state in from_states)
    for to_state in ("sample_out", "published"):
        assert set(FOLLOWS[to_state]) <= set(LEADS_TO[to_state])


def _person(store: Store, lin: Actor, name: str) -> Actor:
    email = f"{name}@example.com"
    actions.invite_person(store, lin, f"ask {name}", email=email, name=name, role="marketer", brand_ids=[1])
    return Actor(email, actions.accept_invitation(store, f"in {name}", subject=f"id|{name}", email=email).id)


def test_nobody_who_logged_in_approves_their_own_draft_but_may_return_it(house: Store, lin: Actor) -> None:
    mei, bo = _person(house, lin, "mei"), _person(house, lin, "bo")
    text = {"title": "面膜", "body": "敷了五天。品牌合作", "product_links": [MASK]}
    draft = actions.submit_draft(house, mei, "d1", collaboration_id=1, **text)  # type: ignore[arg-type]
    own = {"id": draft.id or 0, "version": 1}
    with pytest.raises(Refused, match=r"You submitted draft 1 yourself\. Somebody else approves it"):
        actions.decide_draft(house, mei, "own", **own, decision="approved", comment="fine")  # type: ignore[arg-type]
    assert _state(house) == "draft_in"
    done = actions.decide_draft(house, bo, "other", **own, decision="approved", comment="fine")  # type: ignore[arg-type]
    assert (done.decided_by, done.decided_name) == ("bo@example.com", "bo")
    second = actions.submit_draft(house, mei, "d2", collaboration_id=1, **{**text, "title": "二"})  # type: ignore[arg-type]
    returned = actions.decide_draft(
        house, mei, "mine", id=second.id or 0, version=1, decision="returned", comment="a slip"
    )
    assert returned.state == "returned"


def test_without_login_nobody_is_known_and_the_name_given_stands(house: Store, lin: Actor) -> None:
    text = {"title": "面膜", "body": "敷了五天。品牌合作", "product_links": [MASK]}
    draft = actions.submit_draft(house, Actor("local"), "d", collaboration_id=1, **text)  # type: ignore[arg-type]
    done = actions.decide_draft(
        house, Actor("local"), "ok", id=draft.id or 0, version=1, decision="approved", comment="fine", name="Chen"
    )
    assert (done.state, done.decided_name) == ("approved", "Chen")
