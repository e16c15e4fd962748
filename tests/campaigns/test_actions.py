"""Actions: what is saved, what is refused and how, and that asking twice changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from campaigns import actions, audit
from campaigns.actions import Actor
from campaigns.errors import BadValue, KolbookError, NotFound, Refused, StaleVersion
from campaigns.store import Store

MAY, JUNE, JULY = date(2026, 5, 1), date(2026, 6, 1), date(2026, 7, 1)
MASK, SERUM, FOREIGN = "66aa000000000000000000a1", "66aa000000000000000000a2", "66aa000000000000000000b1"


@pytest.fixture
def world(store: Store, lin: Actor) -> Store:
    """Brand 1 with two products, brand 2 with one, agency 1, campaign 1 selling the mask, collaboration 1, sample 1."""
    for number, code in enumerate(("glow", "mist"), start=1):
        actions.save_brand(store, lin, f"brand {number}", code=code, name=code.title())
    for product_id, brand_id in ((MASK, 1), (SERUM, 1), (FOREIGN, 2)):
        actions.save_product(
            store, lin, product_id, product_id=product_id, brand_id=brand_id, name="P", category="beauty", cost_fen=900
        )
    actions.save_agency(store, lin, "agency", code="lin", name="Lin")
    actions.save_campaign(
        store, lin, "campaign", code="may", brand_id=1, name="May", method="samples", since_date=MAY, before_date=JUNE,
        budget_fen=10_000_000, product_ids=[MASK],
    )  # fmt: skip
    actions.save_collaboration(store, lin, "collaboration", campaign_id=1, kol_id="k1", kol_name="小鹿", agency_id=1)
    actions.save_sample(store, lin, "sample", collaboration_id=1, product_id=MASK, units=2, shipping_fen=1200)
    actions.save_setting(store, lin, "setting", name="benchmark.xiaohongshu", value=0.08, source="platform, 2025")
    actions.save_link(store, lin, "link", slug="a1", note_id="n1", product_id=MASK)
    return store


def _rows(store: Store, table: str) -> list[dict[str, Any]]:
    return store.record_tables()[table].to_pylist()


def test_the_same_key_gives_the_first_result_and_changes_nothing(world: Store, lin: Actor) -> None:
    first = actions.save_brand(world, lin, "new", code="dew", name="Dew")
    actions.save_brand(world, lin, "change", id=first.id, version=1, name="Dew & Co")
    version = world.version()
    again = actions.save_brand(world, lin, "new", code="dew", name="Dew")
    assert again == first
    assert (again.id, again.name, again.version) == (3, "Dew", 1)
    assert world.version() == version
    assert _rows(world, "brand")[2]["name"] == "Dew & Co"


def test_the_same_key_for_another_request_or_person_is_refused(world: Store, lin: Actor) -> None:
    actions.save_brand(world, lin, "new", code="dew", name="Dew")
    with pytest.raises(Refused, match=r"was used for another request .save_brand of brand 3 by lin"):
        actions.save_brand(world, lin, "new", code="dew", name="Dewy")
    with pytest.raises(Refused, match="was used for another request"):
        actions.save_agency(world, lin, "new", code="dew", name="Dew")
    with pytest.raises(Refused, match="was used for another request"):
        actions.save_brand(world, Actor("eve"), "new", code="dew", name="Dew")
    assert [row["name"] for row in _rows(world, "brand")] == ["Glow", "Mist", "Dew"]


def test_a_change_keeps_the_fields_that_were_not_given(world: Store, lin: Actor) -> None:
    changed = actions.save_campaign(world, lin, "c2", id=1, version=1, budget_fen=5, name_zh="五月")
    assert (changed.version, changed.budget_fen, changed.name_zh) == (2, 5, "五月")
    assert (changed.code, changed.since_date, changed.method) == ("may", MAY, "samples")
    assert _rows(world, "campaign_product") == [{"campaign_id": 1, "product_id": MASK, "link": ""}]


def test_an_optional_field_can_be_emptied(world: Store, lin: Actor) -> None:
    assert actions.save_collaboration(world, lin, "c2", id=1, version=1, agency_id=None).agency_id is None


def test_a_stale_version_is_refused_with_what_to_do(world: Store, lin: Actor) -> None:
    actions.save_campaign(world, lin, "mine", id=1, version=1, name="Mine")
    with pytest.raises(StaleVersion) as caught:
        actions.save_campaign(world, Actor("bo"), "theirs", id=1, version=1, name="Theirs")
    assert str(caught.value) == (
        "Campaign 1 was changed by someone else (you edited version 1, version 2 is saved). Reload it and apply your "
        "change again."
    )
    assert _rows(world, "campaign")[0]["name"] == "Mine"


def test_products_of_a_campaign_are_replaced_as_a_whole(world: Store, lin: Actor) -> None:
    actions.save_campaign(world, lin, "c2", id=1, version=1, product_ids=[SERUM, SERUM])
    assert _rows(world, "campaign_product") == [{"campaign_id": 1, "product_id": SERUM, "link": ""}]
    with world.reading() as session:
        entry = audit.find(session, "c2")
    assert entry is not None
    assert (entry.before or {})["product_ids"] == [MASK]
    assert (entry.after or {})["product_ids"] == [SERUM]


def test_countdowns_are_kept_as_instants_in_utc(world: Store, lin: Actor) -> None:
    begins = datetime.fromisoformat("2026-05-20T20:00:00+08:00")
    sale = {"product_id": MASK, "since_at": begins, "before_at": "2026-05-21T00:00:00+08:00"}
    saved = actions.save_campaign(world, lin, "c2", id=1, version=1, countdowns=[sale])
    assert saved.countdowns == [
        {"product_id": MASK, "since_at": "2026-05-20T12:00:00+00:00", "before_at": "2026-05-20T16:00:00+00:00"}
    ]
    assert begins.astimezone(UTC).isoformat() == saved.countdowns[0]["since_at"]


def test_a_note_belongs_to_one_collaboration_until_it_is_unlinked(world: Store, lin: Actor) -> None:
    actions.save_collaboration(world, lin, "other", campaign_id=1, kol_id="k2", kol_name="K2")
    actions.link_note(world, lin, "link it", note_id="n1", collaboration_id=1)
    with pytest.raises(Refused, match=r"Note n1 belongs to collaboration 1 already. Unlink it first"):
        actions.link_note(world, lin, "take it", note_id="n1", collaboration_id=2)
    with pytest.raises(NotFound):
        actions.unlink_note(world, lin, "not theirs", note_id="n1", collaboration_id=2)
    removed = actions.unlink_note(world, lin, "unlink it", note_id="n1", collaboration_id=1)
    assert actions.unlink_note(world, lin, "unlink it", note_id="n1", collaboration_id=1) == removed
    actions.link_note(world, lin, "move it", note_id="n1", collaboration_id=2)
    (row,) = _rows(world, "collaboration_note")
    assert (row["note_id"], row["collaboration_id"], row["linked_by"]) == ("n1", 2, "lin")


def test_words_lose_the_blanks_around_them(world: Store, lin: Actor) -> None:
    assert actions.save_brand(world, lin, "new", code="dew", name="  Dew ").name == "Dew"


Call = Callable[..., Any]
CAMPAIGN: dict[str, Any] = {
    "code": "june", "brand_id": 1, "name": "June", "method": "mixed", "since_date": JUNE, "before_date": JULY,
    "budget_fen": 1,
}  # fmt: skip
CHANGE_CAMPAIGN = {"id": 1, "version": 1}
REFUSALS: list[tuple[str, Call, dict[str, Any], type[KolbookError], str]] = [
    ("unknown field", actions.save_brand, {"code": "x", "nmae": "y"}, BadValue, "brand: 'nmae' – expected one of id"),
    ("missing field", actions.save_brand, {"code": "x"}, BadValue, "brand.name"),
    ("empty name", actions.save_brand, {"code": "x", "name": "  "}, BadValue, "brand.name"),
    ("two lines", actions.save_brand, {"code": "x", "name": "a\nb"}, BadValue, "brand.name"),
    ("NUL", actions.save_brand, {"code": "x", "name": "a\0b"}, BadValue, "brand.name"),
    ("half a character", actions.save_brand, {"code": "x", "name": "a\ud800"}, BadValue, "brand.name"),
    ("201 characters", actions.save_brand, {"code": "x", "name": "a" * 201}, BadValue, "brand.name"),
    ("blank in code", actions.save_brand, {"code": "a b", "name": "y"}, BadValue, "brand.code"),
    ("taken code", actions.save_brand, {"code": "glow", "name": "y"}, Refused, "Brand 1 has code glow already"),
    ("id without version", actions.save_brand, {"id": 1, "name": "y"}, BadValue, "brand.version"),
    ("version without id", actions.save_brand, {"version": 1, "name": "y"}, NotFound, "no brand"),
    ("no such row", actions.save_brand, {"id": 9, "version": 1, "name": "y"}, NotFound, "There is no brand 9"),
    ("huge id", actions.save_brand, {"id": 2**40, "version": 1, "name": "y"}, BadValue, "brand.id"),
    ("taken agency", actions.save_agency, {"code": "lin", "name": "y"}, Refused, "Agency 1 has code lin"),
    ("existing product", actions.save_product,
     {"product_id": MASK, "brand_id": 1, "name": "y", "category": "c", "cost_fen": 1}, Refused, "exists already"),
    ("product of no brand", actions.save_product,
     {"product_id": "x", "brand_id": 9, "name": "y", "category": "c", "cost_fen": 1}, NotFound, "no brand 9"),
    ("brand changes", actions.save_product, {"product_id": MASK, "version": 1, "brand_id": 2}, Refused, "stays"),
    ("numeric product id", actions.save_product,
     {"product_id": 66, "brand_id": 1, "name": "y", "category": "c", "cost_fen": 1}, BadValue, "an id as text"),
    ("negative money", actions.save_product, {"product_id": MASK, "version": 1, "cost_fen": -1}, BadValue, "cost_fen"),
    ("float money", actions.save_product, {"product_id": MASK, "version": 1, "cost_fen": 1.0}, BadValue, "cost_fen"),
    ("true as money", actions.save_product, {"product_id": MASK, "version": 1, "cost_fen": True}, BadValue, "cost_fen"),
    ("2^63", actions.save_product, {"product_id": MASK, "version": 1, "cost_fen": 2**63}, BadValue, "cost_fen"),
    ("unknown method", actions.save_campaign, CAMPAIGN | {"method": "magic"}, BadValue, "one of third_party"),
    ("empty period", actions.save_campaign, CAMPAIGN | {"before_date": JUNE}, BadValue, "a date after 2026-06-01"),
    ("instant as date", actions.save_campaign, CAMPAIGN | {"since_date": datetime(2026, 6, 1, tzinfo=UTC)}, BadValue,
     "campaign.since_date"),
    ("text as date", actions.save_campaign, CAMPAIGN | {"since_date": "2026-06-01"}, BadValue, "campaign.since_date"),
    ("foreign product", actions.save_campaign, CAMPAIGN | {"product_ids": [FOREIGN]}, Refused, "belongs to brand 2"),
    ("unknown product", actions.save_campaign, CAMPAIGN | {"product_ids": ["x"]}, NotFound, "no product x"),
    ("text of products", actions.save_campaign, CAMPAIGN | {"product_ids": MASK}, BadValue, "a list of product ids"),
    ("other brand", actions.save_campaign, CHANGE_CAMPAIGN | {"brand_id": 2}, Refused, "own brand"),
    ("countdown elsewhere", actions.save_campaign, CHANGE_CAMPAIGN | {"countdowns": [
        {"product_id": SERUM, "since_at": "2026-05-01T00:00:00Z", "before_at": "2026-05-02T00:00:00Z"}]},
     Refused, "not in the campaign"),
    ("countdown without zone", actions.save_campaign, CHANGE_CAMPAIGN | {"countdowns": [
        {"product_id": MASK, "since_at": "2026-05-01T00:00:00", "before_at": "2026-05-02T00:00:00Z"}]},
     BadValue, "an instant with its zone"),
    ("countdown backwards", actions.save_campaign, CHANGE_CAMPAIGN | {"countdowns": [
        {"product_id": MASK, "since_at": "2026-05-02T00:00:00Z", "before_at": "2026-05-02T00:00:00Z"}]},
     BadValue, "an instant after"),
    ("odd audience", actions.save_campaign, CHANGE_CAMPAIGN | {"target_audience": {"shoe": {}}}, BadValue, "gender"),
    ("too much audience", actions.save_campaign,
     CHANGE_CAMPAIGN | {"target_audience": {"gender": {"female": 0.8, "male": 0.3}}}, BadValue, "sum to at most 1"),
    ("share of 80", actions.save_campaign, CHANGE_CAMPAIGN | {"target_audience": {"gender": {"female": 80}}}, BadValue,
     "a share from 0 to 1"),
    ("same KOL twice", actions.save_collaboration, {"campaign_id": 1, "kol_id": "k1", "kol_name": "K"}, Refused,
     "Collaboration 1 has campaign_id 1, kol_id k1"),
    ("KOL changes", actions.save_collaboration, {"id": 1, "version": 1, "kol_id": "k2"}, Refused, "stays as it was"),
    ("no agency", actions.save_collaboration, {"id": 1, "version": 1, "agency_id": 7}, NotFound, "no agency 7"),
    ("unknown state", actions.save_collaboration, {"id": 1, "version": 1, "state": "lost"}, BadValue, "shortlisted"),
    ("no units", actions.save_sample, {"id": 1, "version": 1, "units": 0}, BadValue, "sample.units"),
    ("no such product", actions.save_sample, {"id": 1, "version": 1, "product_id": "x"}, NotFound, "no product x"),
    ("benchmark of 8", actions.save_setting, {"name": "benchmark.tmall", "value": 8}, BadValue, "between 0 and 1"),
    ("setting of null", actions.save_setting, {"name": "x", "value": None}, BadValue, "setting.value"),
    ("setting of NaN", actions.save_setting, {"name": "x", "value": float("nan")}, BadValue, "setting.value"),
    ("setting there", actions.save_setting, {"name": "benchmark.xiaohongshu", "value": 0.1}, Refused, "exists already"),
    ("link there", actions.save_link, {"slug": "a1", "note_id": "n", "product_id": "p"}, Refused, "exists already"),
    ("note of nobody", actions.link_note, {"note_id": "n", "collaboration_id": 7}, NotFound, "no collaboration 7"),
]  # fmt: skip


def test_whatever_breaks_a_rule_is_refused_and_leaves_the_records_as_they_were(world: Store, lin: Actor) -> None:
    before, version = world.record_tables(), world.version()
    for number, (name, action, fields, error, message) in enumerate(REFUSALS):
        with pytest.raises(error, match=message):
            action(world, lin, f"{number} {name}", **fields)
    assert world.version() == version
    assert world.record_tables() == before
    assert audit.verify(world) == []


@pytest.mark.parametrize("who", ["", "  ", "a\nb"])
def test_nobody_cannot_act(world: Store, who: str) -> None:
    with pytest.raises(BadValue, match="who"):
        actions.save_brand(world, Actor(who), "new", code="dew", name="Dew")


@pytest.mark.parametrize(("key", "error"), [("", BadValue), ("refused:3:x", Refused)])
def test_a_key_that_cannot_serve_is_refused(world: Store, lin: Actor, key: str, error: type[KolbookError]) -> None:
    with pytest.raises(error):
        actions.save_brand(world, lin, key, code="dew", name="Dew")
