"""What people do with collaborations on their way: moved all or none, each step logged, quotes kept, sheets pasted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from campaigns import actions, audit
from campaigns.actions import Actor
from campaigns.conflicts import Conflict
from campaigns.errors import BadValue, CellsRefused, KolbookError, NotFound, Refused, StaleVersion
from campaigns.pipeline import IllegalStep
from campaigns.store import Store

MAY, JUNE, JULY = date(2026, 5, 1), date(2026, 6, 1), date(2026, 7, 1)
MASK, CREAM, HONEY = "66aa000000000000000000a1", "66aa000000000000000000b1", "66aa000000000000000000b2"


@pytest.fixture
def world(store: Store, lin: Actor) -> Store:
    """Glow sells a mask in May (campaign 1, KOLs k1 to k3 as 1 to 3), Mist mask and honey in June (campaign 2)."""
    for number, code in enumerate(("glow", "mist"), start=1):
        actions.save_brand(store, lin, f"brand {number}", code=code, name=code.title())
    for product_id, brand_id, category in ((MASK, 1, "mask"), (CREAM, 2, "mask"), (HONEY, 2, "honey")):
        actions.save_product(
            store, lin, product_id, product_id=product_id, brand_id=brand_id, name="P", category=category, cost_fen=900
        )
    actions.save_agency(store, lin, "agency", code="lin", name="Lin 机构")
    for number, (code, products, since, before) in enumerate(
        (("may", [MASK], MAY, JUNE), ("june", [CREAM, HONEY], JUNE, JULY)), start=1
    ):
        actions.save_campaign(
            store, lin, f"campaign {number}", code=code, brand_id=number, name=code, method="mixed", since_date=since,
            before_date=before, budget_fen=10_000_000, product_ids=products,
        )  # fmt: skip
    for number in (1, 2, 3):
        actions.save_collaboration(
            store, lin, f"k{number}", campaign_id=1, kol_id=f"k{number}", kol_name=f"达人{number}"
        )
    return store


def _rows(store: Store, table: str) -> list[dict[str, Any]]:
    return store.record_tables()[table].to_pylist()


def _states(store: Store) -> dict[int, str]:
    return {row["id"]: row["state"] for row in _rows(store, "collaboration")}


def test_a_move_changes_the_state_counts_the_version_and_is_logged_with_who_and_when(world: Store, lin: Actor) -> None:
    moved = actions.move_collaborations(world, lin, "m", versions={1: 1}, to_state="contacted", reason="by phone")
    assert moved.versions == {1: 2}
    row = _rows(world, "collaboration")[0]
    assert (row["state"], row["version"]) == ("contacted", 2)
    first, step = [step for step in _rows(world, "collaboration_step") if step["collaboration_id"] == 1]
    assert (first["from_state"], first["to_state"]) == (None, "shortlisted")
    assert {name: step[name] for name in ("from_state", "to_state", "who", "reason")} == {
        "from_state": "shortlisted", "to_state": "contacted", "who": "lin", "reason": "by phone",
    }  # fmt: skip
    assert step["at"] == row["stands_since_at"] > first["at"]


def test_many_move_together_or_not_at_all(world: Store, lin: Actor) -> None:
    actions.move_collaborations(world, lin, "m1", versions={3: 1}, to_state="dropped")
    with pytest.raises(Refused, match=r"1 of 3 cannot be moved, so none was. Collaboration 3 \(达人3\) is dropped"):
        actions.move_collaborations(world, lin, "m2", versions={1: 1, 2: 1, 3: 2}, to_state="declined")
    assert _states(world) == {1: "shortlisted", 2: "shortlisted", 3: "dropped"}
    actions.move_collaborations(world, lin, "m3", versions={1: 1, 2: 1}, to_state="contacted")
    assert _states(world) == {1: "contacted", 2: "contacted", 3: "dropped"}
    assert len(_rows(world, "collaboration_step")) == 6


def test_one_stale_row_among_many_refuses_all(world: Store, lin: Actor) -> None:
    actions.arrange_collaborations(world, lin, "a", versions={2: 1}, owner="mei")
    with pytest.raises(StaleVersion, match=r"Collaboration 2 \(达人2\) was changed by someone else"):
        actions.move_collaborations(world, lin, "m", versions={1: 1, 2: 1}, to_state="contacted")
    assert set(_states(world).values()) == {"shortlisted"}


def test_a_move_sent_twice_is_done_once(world: Store, lin: Actor) -> None:
    first = actions.move_collaborations(world, lin, "m", versions={1: 1, 2: 1}, to_state="contacted")
    assert actions.move_collaborations(world, lin, "m", versions={1: 1, 2: 1}, to_state="contacted") == first
    assert len([step for step in _rows(world, "collaboration_step") if step["to_state"] == "contacted"]) == 2


def test_saving_a_collaboration_takes_legal_steps_only_and_logs_them(world: Store, lin: Actor) -> None:
    with pytest.raises(IllegalStep, match="shortlisted and cannot go to published"):
        actions.save_collaboration(world, lin, "s1", id=1, version=1, state="published")
    saved = actions.save_collaboration(world, lin, "s2", id=1, version=1, state="contacted", owner="mei")
    assert (saved.state, saved.owner, saved.version) == ("contacted", "mei", 2)
    assert saved.stands_since_at is not None
    assert _rows(world, "collaboration_step")[-1]["to_state"] == "contacted"
    actions.save_collaboration(world, lin, "s3", id=1, version=2, promo_code="MEI1")
    assert len(_rows(world, "collaboration_step")) == 4


def test_owner_next_step_date_and_tags_are_set_for_many_and_what_is_left_out_stays(world: Store, lin: Actor) -> None:
    actions.arrange_collaborations(
        world, lin, "a1", versions={1: 1, 2: 1}, owner="mei", next_step="call", next_date=MAY, tags=["vip"]
    )
    actions.arrange_collaborations(world, lin, "a2", versions={1: 2}, tag="warm", untag="vip", next_date=None)
    one, two, _ = _rows(world, "collaboration")
    assert [one[name] for name in ("owner", "next_step", "next_date", "tags")] == ["mei", "call", None, '["warm"]']
    assert [two[name] for name in ("owner", "next_step", "next_date", "tags")] == ["mei", "call", MAY, '["vip"]']


def test_comments_stay_as_written_in_several_lines(world: Store, lin: Actor) -> None:
    said = actions.comment_collaboration(world, lin, "c", collaboration_id=1, body=" 档期紧\r\n下周再谈 ")
    assert said.body == "档期紧\n下周再谈"
    actions.comment_collaboration(world, lin, "c", collaboration_id=1, body=" 档期紧\r\n下周再谈 ")
    assert [(row["who"], row["body"]) for row in _rows(world, "collaboration_comment")] == [("lin", "档期紧\n下周再谈")]


def test_quotes_keep_their_history_and_one_is_accepted(world: Store, lin: Actor) -> None:
    for number, fen in enumerate((300_000, 250_000)):
        actions.add_quote(world, lin, f"q{number}", collaboration_id=1, quote_fen=fen, kind="video")
    accepted = actions.accept_quote(world, lin, "first", quote_id=1, version=1)
    assert (accepted.quote_fen, accepted.version) == (300_000, 2)
    assert actions.accept_quote(world, lin, "second", quote_id=2, version=2).quote_fen == 250_000
    assert [(row["quote_fen"], row["accepted_by"]) for row in _rows(world, "collaboration_quote")] == [
        (300_000, None), (250_000, "lin"),
    ]  # fmt: skip
    with pytest.raises(StaleVersion):
        actions.accept_quote(world, lin, "late", quote_id=1, version=2)


FIRST = {"row": 9, "kol_id": "k1", "kol_name": "达人1"}


def _sheet(count: int, **more: Any) -> list[dict[str, Any]]:
    return [{"row": number + 2, "kol_id": f"new{number}", "kol_name": f"新{number}", **more} for number in range(count)]


def test_a_pasted_shortlist_becomes_collaborations_with_their_quotes(world: Store, lin: Actor) -> None:
    lines = _sheet(3, agency="Lin 机构", quote_fen=88_000, kind="video", owner="mei", tags=["q2"])
    made = actions.import_shortlist(world, lin, "i", campaign_id=1, lines=lines)
    assert made.collaboration_ids == [4, 5, 6]
    assert actions.import_shortlist(world, lin, "i", campaign_id=1, lines=lines) == made
    found = _rows(world, "collaboration")[3:]
    assert [(row["kol_id"], row["agency_id"], row["owner"], row["state"]) for row in found] == [
        (f"new{number}", 1, "mei", "shortlisted") for number in range(3)
    ]
    assert [row["quote_fen"] for row in _rows(world, "collaboration_quote")] == [88_000] * 3
    assert all(row["quote_fen"] is None for row in found), "a quote is not accepted by being pasted"
    assert len(_rows(world, "collaboration_step")) == 6


def test_every_bad_cell_of_a_sheet_is_named_and_no_row_is_saved(world: Store, lin: Actor) -> None:
    lines = _sheet(4)
    lines[0]["kol_name"] = ""
    lines[1] |= {"quote_fen": -5, "next_date": "soon"}
    lines[3]["kol_id"] = "new0"
    with pytest.raises(CellsRefused) as refused:
        actions.import_shortlist(world, lin, "i1", campaign_id=1, lines=lines)
    assert [cell.where for cell in refused.value.cells] == [
        "row 2, column kol_name", "row 3, column quote_fen", "row 3, column next_date", "row 5, column kol_id",
    ]  # fmt: skip
    known = _sheet(2)
    known[1]["kol_id"] = "k2"
    with pytest.raises(CellsRefused, match=r"row 3, column kol_id: 'k2' – expected a KOL who is not in the campaign"):
        actions.import_shortlist(world, lin, "i2", campaign_id=1, lines=known)
    with pytest.raises(CellsRefused, match=r"row 2, column agency: 'Nobody'"):
        actions.import_shortlist(world, lin, "i3", campaign_id=1, lines=_sheet(1, agency="Nobody"))
    assert len(_rows(world, "collaboration")) == 3


def test_competing_brands_in_the_same_days_are_warned_of_with_dates(world: Store, lin: Actor) -> None:
    made = actions.import_shortlist(world, lin, "i", campaign_id=2, lines=[*_sheet(1), FIRST])
    assert made.conflicts == [], "the campaigns follow each other"
    actions.save_campaign(world, lin, "longer", id=1, version=1, before_date=date(2026, 6, 11))
    moved = actions.move_collaborations(world, lin, "m", versions={5: 1, 4: 1}, to_state="contacted")
    assert moved.conflicts == [Conflict(5, "达人1", "competing", "mask", JUNE, date(2026, 6, 11))]
    assert str(moved.conflicts[0]) == "达人1 works for another brand in mask from 2026-06-01 to 2026-06-10."
    gone = actions.move_collaborations(world, lin, "g", versions={1: 1}, to_state="dropped")
    assert gone.conflicts == []
    assert actions.move_collaborations(world, lin, "n", versions={5: 2}, to_state="negotiating").conflicts == []


def test_exclusivity_binds_the_kol_and_says_what_breaks_it(world: Store, lin: Actor) -> None:
    actions.import_shortlist(world, lin, "i", campaign_id=2, lines=[{"kol_id": "k1", "kol_name": "达人1"}])
    bound = actions.save_exclusivity(
        world, lin, "x", collaboration_id=1, category="mask", since_date=MAY, before_date=date(2026, 6, 15)
    )
    assert [(one.collaboration_id, one.kind, one.since_date, one.before_date) for one in bound.conflicts] == [
        (1, "broken", JUNE, date(2026, 6, 15))
    ]
    moved = actions.move_collaborations(world, lin, "m", versions={4: 1}, to_state="contacted")
    assert [(one.collaboration_id, one.kind, one.category) for one in moved.conflicts] == [(4, "bound", "mask")]
    assert "is exclusive to another brand in mask from 2026-06-01 to 2026-06-14" in str(moved.conflicts[0])
    actions.save_exclusivity(world, lin, "shorter", id=1, version=1, before_date=JUNE)
    assert actions.move_collaborations(world, lin, "n", versions={4: 2}, to_state="negotiating").conflicts == []
    actions.drop_exclusivity(world, lin, "d", exclusivity_id=1, version=2)
    assert _rows(world, "exclusivity") == []


Call = Callable[..., Any]
ONE = {"versions": {1: 1}}
REFUSALS: list[tuple[str, Call, dict[str, Any], type[KolbookError], str]] = [
    ("nothing picked", actions.move_collaborations, {"versions": {}, "to_state": "contacted"}, BadValue, "1 to 2000"),
    ("none", actions.move_collaborations, {"versions": {9: 1}, "to_state": "contacted"}, NotFound, "collaboration 9"),
    ("no state", actions.move_collaborations, {**ONE, "to_state": "gone"}, BadValue, "one of shortlisted"),
    ("a leap", actions.move_collaborations, {**ONE, "to_state": "settled"}, Refused, "cannot go to settled"),
    ("nothing set", actions.arrange_collaborations, ONE, BadValue, "one of owner"),
    ("odd field", actions.arrange_collaborations, {**ONE, "state": "agreed"}, BadValue, "one of owner"),
    ("text as date", actions.arrange_collaborations, {**ONE, "next_date": "2026-05-01"}, BadValue, "a date between"),
    ("long owner", actions.arrange_collaborations, {**ONE, "owner": "a" * 61}, BadValue, "at most 60"),
    ("tags as text", actions.arrange_collaborations, {**ONE, "tags": "vip"}, BadValue, "a list"),
    ("empty comment", actions.comment_collaboration, {"collaboration_id": 1, "body": " \n"}, BadValue, "to read"),
    ("comment on nothing", actions.comment_collaboration, {"collaboration_id": 9, "body": "x"}, NotFound, "no coll"),
    ("NUL", actions.comment_collaboration, {"collaboration_id": 1, "body": "a\0b"}, BadValue, "characters, in lines"),
    ("no kind", actions.add_quote, {"collaboration_id": 1, "quote_fen": 1, "kind": "radio"}, BadValue, "image, video"),
    ("negative", actions.add_quote, {"collaboration_id": 1, "quote_fen": -1, "kind": "image"}, BadValue, "whole fen"),
    ("no quote", actions.accept_quote, {"quote_id": 4, "version": 1}, NotFound, "There is no quote 4"),
    ("backwards", actions.save_exclusivity,
     {"collaboration_id": 1, "category": "mask", "since_date": JUNE, "before_date": JUNE}, BadValue, "a date after"),
    ("of nobody", actions.save_exclusivity,
     {"collaboration_id": 7, "category": "mask", "since_date": MAY, "before_date": JUNE}, NotFound, "collaboration 7"),
    ("no rows", actions.import_shortlist, {"campaign_id": 1, "lines": []}, BadValue, "1 to 5000 rows"),
    ("no campaign", actions.import_shortlist, {"campaign_id": 9, "lines": _sheet(1)}, NotFound, "no campaign 9"),
    ("odd column", actions.import_shortlist, {"campaign_id": 1, "lines": _sheet(1, price=3)}, BadValue, "'price'"),
    ("odd contact", actions.save_agency, {"id": 1, "version": 1, "contacts": [{"fax": "1"}]}, BadValue, "'fax'"),
    ("taken code", actions.duplicate_campaign,
     {"campaign_id": 1, "code": "june", "name": "x", "since_date": JUNE}, Refused, "code june already"),
]  # fmt: skip


def test_whatever_breaks_a_rule_is_refused_and_leaves_the_records_as_they_were(world: Store, lin: Actor) -> None:
    before, version = world.record_tables(), world.version()
    for number, (name, action, fields, error, message) in enumerate(REFUSALS):
        with pytest.raises(error, match=message):
            action(world, lin, f"{number} {name}", **fields)
    assert world.version() == version
    assert world.record_tables() == before
    assert audit.verify(world) == []


def test_a_quote_for_what_is_over_is_refused(world: Store, lin: Actor) -> None:
    actions.move_collaborations(world, lin, "m", versions={1: 1}, to_state="declined")
    with pytest.raises(Refused, match="is declined; a quote changes nothing"):
        actions.add_quote(world, lin, "q", collaboration_id=1, quote_fen=1, kind="image")
