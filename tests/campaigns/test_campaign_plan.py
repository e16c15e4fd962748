"""What a campaign plans: a budget by part, links, a brief, countdowns with price and stock; and a copy of all of it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns import actions
from campaigns.actions import Actor
from campaigns.budget import PARTS, open_fen, planned_fen
from campaigns.errors import BadValue, KolbookError, Refused
from campaigns.records import Campaign
from campaigns.store import Store

MAY, JUNE = date(2026, 5, 1), date(2026, 6, 1)
MASK, SERUM = "66aa000000000000000000a1", "66aa000000000000000000a2"
SALE = {"product_id": MASK, "since_at": "2026-05-20T20:00:00+08:00", "before_at": "2026-05-21T00:00:00+08:00"}


@pytest.fixture
def world(store: Store, lin: Actor) -> Store:
    actions.save_brand(store, lin, "brand", code="glow", name="Glow")
    for product_id in (MASK, SERUM):
        actions.save_product(
            store, lin, product_id, product_id=product_id, brand_id=1, name="P", category="mask", cost_fen=900
        )
    actions.save_campaign(
        store, lin, "campaign", code="may", brand_id=1, name="May", method="samples", since_date=MAY, before_date=JUNE,
        budget_fen=1_000_000, product_ids=[MASK, SERUM],
    )  # fmt: skip
    return store


def _save(world: Store, lin: Actor, key: str, version: int, **fields: Any) -> Campaign:
    return actions.save_campaign(world, lin, key, id=1, version=version, **fields)


def _links(world: Store) -> list[tuple[int, str, str]]:
    rows = world.record_tables()["campaign_product"].to_pylist()
    return [(row["campaign_id"], row["product_id"], row["link"]) for row in rows]


@given(st.dictionaries(st.sampled_from(PARTS), st.integers(0, 10**9)), st.integers(0, 10**10))
def test_what_no_part_was_given_and_what_the_parts_hold_make_the_budget(parts: dict[str, int], budget: int) -> None:
    assert open_fen(budget, parts) + planned_fen(parts) == budget
    assert planned_fen(parts) == sum(parts.values()) - parts.get("platform_fee", 0)


def test_a_new_campaign_waits_fourteen_days_for_a_note(world: Store) -> None:
    assert world.record_tables()["campaign"].to_pylist()[0]["posting_due_days"] == 14


def test_the_parts_of_the_budget_stay_within_it_and_the_platforms_fee_stands_beside(world: Store, lin: Actor) -> None:
    parts = {"fixed_fee": 600_000, "ads": 400_000, "platform_fee": 5_000_000}
    assert _save(world, lin, "1", 1, budget_parts=parts).budget_parts == parts
    with pytest.raises(Refused, match=r"sum to 10000.01 CNY, 0.01 CNY more than the budget of 10000.00 CNY"):
        _save(world, lin, "2", 2, budget_parts={**parts, "samples": 1})
    with pytest.raises(Refused, match="more than the budget of 9999"):
        _save(world, lin, "3", 2, budget_fen=999_999)


def test_the_links_of_products_are_set_one_by_one_and_go_with_the_product(world: Store, lin: Actor) -> None:
    _save(world, lin, "1", 1, links={MASK: "https://example.com/mask"})
    _save(world, lin, "2", 2, links={SERUM: "https://example.com/serum"})
    assert _links(world) == [(1, MASK, "https://example.com/mask"), (1, SERUM, "https://example.com/serum")]
    _save(world, lin, "3", 3, product_ids=[MASK])
    assert _links(world) == [(1, MASK, "https://example.com/mask")]
    with pytest.raises(Refused, match="is not in the campaign; it cannot have a link"):
        _save(world, lin, "4", 4, links={SERUM: "https://example.com/serum"})


def test_brief_and_wording_are_kept_as_lists_without_repeats(world: Store, lin: Actor) -> None:
    saved = _save(
        world, lin, "1", 1, brief="第一行\n第二行", must_have=["屏障修护", "屏障修护"], banned_extra=["医美级"],
        disclosure=["合作", "广告"], posting_due_days=21,
    )  # fmt: skip
    assert (saved.brief, saved.must_have, saved.banned_extra) == ("第一行\n第二行", ["屏障修护"], ["医美级"])
    assert (saved.disclosure, saved.posting_due_days) == (["合作", "广告"], 21)


def test_a_countdown_may_plan_price_and_stock(world: Store, lin: Actor) -> None:
    saved = _save(world, lin, "1", 1, countdowns=[{**SALE, "price_fen": 9_900, "stock": 500}])
    assert saved.countdowns == [
        {"product_id": MASK, "since_at": "2026-05-20T12:00:00+00:00", "before_at": "2026-05-20T16:00:00+00:00",
         "price_fen": 9_900, "stock": 500}
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "error", "message"),
    [
        ({"budget_parts": {"party": 1}}, BadValue, "'party'"),
        ({"budget_parts": {"ads": -1}}, BadValue, "campaign.budget_parts.ads"),
        ({"budget_parts": [1]}, BadValue, "fen by fixed_fee"),
        ({"links": {MASK: "javascript:alert(1)"}}, BadValue, "begins with https"),
        ({"links": {MASK: 'https://x" onclick='}}, BadValue, "begins with https"),
        ({"posting_due_days": 0}, BadValue, "from 1 to 365"),
        ({"must_have": "wording"}, BadValue, "a list of at most 100"),
        ({"must_have": ["two\nlines"]}, BadValue, "must_have"),
        ({"brief": "x" * 5_001}, BadValue, "at most 5000"),
        ({"countdowns": [{**SALE, "stock": 0}]}, BadValue, "stock"),
        ({"countdowns": [{**SALE, "price_fen": 1.5}]}, BadValue, "price_fen"),
        ({"countdowns": [{**SALE, "colour": "red"}]}, BadValue, "if planned"),
    ],
)
def test_a_plan_that_cannot_be_is_refused(
    world: Store, lin: Actor, fields: dict[str, Any], error: type[KolbookError], message: str
) -> None:
    with pytest.raises(error, match=message):
        _save(world, lin, "1", 1, **fields)
    assert world.record_tables()["campaign"].to_pylist()[0]["version"] == 1


def test_a_copy_has_the_plan_over_other_days_and_the_kols_that_did_not_leave(world: Store, lin: Actor) -> None:
    _save(
        world, lin, "1", 1, budget_parts={"ads": 5}, brief="b", must_have=["m"], links={MASK: "https://example.com/m"},
        countdowns=[{**SALE, "price_fen": 9_900, "stock": 500}],
    )  # fmt: skip
    for number, state in enumerate(("agreed", "declined"), start=1):
        actions.save_collaboration(
            world, lin, f"k{number}", campaign_id=1, kol_id=f"k{number}", kol_name="K", state=state, owner="mei"
        )
    copy = actions.duplicate_campaign(
        world, lin, "copy", campaign_id=1, code="june", name="June", since_date=JUNE, has_kols=True
    )
    assert (copy.since_date, copy.before_date, copy.version) == (JUNE, date(2026, 7, 2), 1)
    assert (copy.budget_fen, copy.budget_parts, copy.brief, copy.must_have) == (1_000_000, {"ads": 5}, "b", ["m"])
    assert copy.countdowns[0]["since_at"] == "2026-06-20T12:00:00+00:00"
    assert _links(world)[2:] == [(2, MASK, "https://example.com/m"), (2, SERUM, "")]
    made = world.record_tables()["collaboration"].to_pylist()[2:]
    assert [(row["campaign_id"], row["kol_id"], row["state"], row["owner"]) for row in made] == [
        (2, "k1", "shortlisted", "mei")
    ]
    again = actions.duplicate_campaign(
        world, lin, "copy", campaign_id=1, code="june", name="June", since_date=JUNE, has_kols=True
    )
    assert again == copy
