"""Terms: whom they are for, what they may hold, and that two equally specific ones never overlap."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campaigns import actions
from campaigns.actions import Actor
from campaigns.errors import BadValue, KolbookError, NotFound, Refused, StaleVersion, TermsOverlap
from campaigns.store import Store

MAY, JUNE, JULY = date(2026, 5, 1), date(2026, 6, 1), date(2026, 7, 1)
OPEN_TIERS = [{"up_to_fen": 5_000_000, "rate_ppm": 100_000}, {"up_to_fen": None, "rate_ppm": 120_000}]
AGENCY: dict[str, Any] = {"scope": "agency", "agency_id": 1, "part": "third_party", "rate_ppm": 50_000}
KOL: dict[str, Any] = {"scope": "collaboration", "collaboration_id": 1, "part": "kol", "rate_ppm": 100_000}
FEE: dict[str, Any] = {"scope": "platform", "platform": "xiaohongshu", "part": "platform_fee", "rate_ppm": 150_000}


@pytest.fixture
def world(store: Store, lin: Actor) -> Store:
    """Two agencies, and one campaign of one brand with two collaborations."""
    actions.save_brand(store, lin, "b", code="glow", name="Glow")
    for code in ("lin", "wu"):
        actions.save_agency(store, lin, code, code=code, name=code)
    actions.save_campaign(
        store, lin, "c", code="may", brand_id=1, name="May", method="mixed", since_date=MAY, before_date=JULY,
        budget_fen=1,
    )  # fmt: skip
    for kol_id in ("k1", "k2"):
        actions.save_collaboration(store, lin, kol_id, campaign_id=1, kol_id=kol_id, kol_name=kol_id)
    return store


def _enter(store: Store, key: str, **fields: Any) -> int:
    saved = actions.save_terms(store, Actor("lin"), key, **({"since_date": MAY} | fields))
    assert saved.id is not None
    return saved.id


def test_overlapping_terms_for_the_same_target_and_part_are_refused(world: Store) -> None:
    _enter(world, "1", **AGENCY, before_date=JUNE)
    with pytest.raises(TermsOverlap) as caught:
        _enter(world, "2", **AGENCY, since_date=date(2026, 5, 31), before_date=JULY)
    assert str(caught.value) == (
        "Terms (third_party, agency 1, from 2026-05-31, before 2026-07-01) overlap 1 (third_party, agency 1, from "
        "2026-05-01, before 2026-06-01). End the earlier terms first, or start the new ones later."
    )


def test_terms_may_begin_on_the_day_the_earlier_ones_end(world: Store) -> None:
    _enter(world, "1", **AGENCY, before_date=JUNE)
    _enter(world, "2", **AGENCY, since_date=JUNE)
    assert world.record_tables()["terms"].num_rows == 2


def test_open_terms_are_ended_before_others_follow(world: Store, lin: Actor) -> None:
    number = _enter(world, "1", **AGENCY)
    with pytest.raises(TermsOverlap):
        _enter(world, "2", **AGENCY, since_date=JULY)
    ended = actions.end_terms(world, lin, "3", id=number, version=1, before_date=JULY)
    assert (ended.before_date, ended.version, ended.rate_ppm) == (JULY, 2, 50_000)
    _enter(world, "4", **AGENCY, since_date=JULY)


@pytest.mark.parametrize(
    "other",
    [
        AGENCY | {"agency_id": 2},
        AGENCY | {"part": "rebate"},
        AGENCY | {"scope": "agency_campaign", "campaign_id": 1},
        KOL,
        FEE,
    ],
)
def test_another_target_scope_or_part_does_not_overlap(world: Store, other: dict[str, Any]) -> None:
    _enter(world, "1", **AGENCY)
    assert _enter(world, "2", **other) == 2


@pytest.mark.parametrize(
    "fields",
    [
        KOL,
        FEE,
        AGENCY | {"scope": "agency_campaign", "campaign_id": 1},
        FEE | {"scope": "platform_category", "category": "美妆"},
    ],
)
def test_overlap_is_seen_in_every_scope(world: Store, fields: dict[str, Any]) -> None:
    _enter(world, "1", **fields)
    with pytest.raises(TermsOverlap):
        _enter(world, "2", **fields, since_date=JULY)


def test_changing_terms_does_not_overlap_with_themselves_but_with_others(world: Store, lin: Actor) -> None:
    first = _enter(world, "1", **AGENCY, before_date=JUNE)
    _enter(world, "2", **AGENCY, since_date=JUNE)
    assert actions.save_terms(world, lin, "3", id=first, version=1, rate_ppm=60_000).rate_ppm == 60_000
    with pytest.raises(TermsOverlap):
        actions.save_terms(world, lin, "4", id=first, version=2, before_date=None)
    with pytest.raises(StaleVersion):
        actions.save_terms(world, lin, "5", id=first, version=1, rate_ppm=70_000)


def test_the_first_base_of_the_part_is_the_default_and_the_author_is_kept(world: Store, lin: Actor) -> None:
    rebate = actions.save_terms(world, lin, "1", **(AGENCY | {"part": "rebate"}), since_date=MAY)
    assert (rebate.base, rebate.entered_by) == ("quote", "lin")
    changed = actions.save_terms(world, Actor("bo"), "2", id=rebate.id, version=1, rate_ppm=1)
    assert (changed.entered_by, changed.entered_at) == ("lin", rebate.entered_at)


REFUSALS: list[tuple[dict[str, Any], type[KolbookError], str]] = [
    (AGENCY | {"agency_id": None}, BadValue, "terms.agency_id: 'None' – expected a value, for terms of scope agency"),
    (AGENCY | {"campaign_id": 1}, BadValue, "terms.campaign_id: '1' – expected nothing"),
    (AGENCY | {"agency_id": 9}, NotFound, "no agency 9"),
    (KOL | {"collaboration_id": 9}, NotFound, "no collaboration 9"),
    (AGENCY | {"scope": "galaxy"}, BadValue, "one of collaboration"),
    (AGENCY | {"before_date": MAY}, BadValue, "a date after 2026-05-01"),
    (AGENCY | {"base": "quote"}, BadValue, "terms.base: 'quote' – expected one of buyer_paid"),
    (FEE | {"base": "kol_fee"}, BadValue, "terms.base"),
    (KOL | {"base": "list_price"}, BadValue, "terms.base"),
    (AGENCY | {"rate_ppm": 1_000_001}, BadValue, "terms.rate_ppm"),
    (AGENCY | {"rate_ppm": 0.15}, BadValue, "terms.rate_ppm"),
    (AGENCY | {"rate_ppm": None}, BadValue, "a rate, tiers, a fixed fee"),
    (AGENCY | {"tiers": OPEN_TIERS}, BadValue, "either tiers or a flat rate"),
    (FEE | {"rate_ppm": None, "tiers": OPEN_TIERS}, BadValue, "terms.tiers"),
    (FEE | {"cap_fen": 5}, BadValue, "terms.cap_fen: '5' – expected nothing, for platform_fee"),
    (AGENCY | {"fixed_fee_fen": 5}, BadValue, "terms.fixed_fee_fen"),
    (KOL | {"guarantee_fen": 5}, BadValue, "a guarantee's kind and its amount together"),
    (KOL | {"guarantee_kind": "some", "guarantee_fen": 5}, BadValue, "one of greater_of"),
    (KOL | {"currency": "yuan"}, BadValue, "three letters"),
    (KOL | {"rate_ppm": None, "tiers": []}, BadValue, "a list of tiers"),
    (KOL | {"rate_ppm": None, "tiers": OPEN_TIERS[:1]}, BadValue, "an open last tier"),
    (KOL | {"rate_ppm": None, "tiers": OPEN_TIERS[1:] * 2}, BadValue, "an open last tier"),
    (KOL | {"rate_ppm": None, "tiers": [*OPEN_TIERS[:1] * 2, *OPEN_TIERS[1:]]}, BadValue, "rise from tier to tier"),
    (KOL | {"rate_ppm": None, "tiers": [{"up_to_fen": None}]}, BadValue, "up_to_fen and rate_ppm"),
]


def test_terms_that_make_no_sense_are_refused(world: Store, lin: Actor) -> None:
    for number, (fields, error, message) in enumerate(REFUSALS):
        with pytest.raises(error, match=message):
            actions.save_terms(world, lin, str(number), **({"since_date": MAY} | fields))
    assert world.record_tables()["terms"].num_rows == 0


def test_the_target_of_terms_stays(world: Store, lin: Actor) -> None:
    _enter(world, "1", **AGENCY)
    with pytest.raises(Refused, match=r"terms.agency_id of terms 1 stays as it was created"):
        actions.save_terms(world, lin, "2", id=1, version=1, agency_id=2)


def test_a_fixed_fee_or_a_guarantee_alone_is_enough(world: Store) -> None:
    _enter(world, "1", **KOL | {"rate_ppm": None, "fixed_fee_fen": 80_000})
    guarantee = {"rate_ppm": None, "guarantee_kind": "greater_of", "guarantee_fen": 5, "collaboration_id": 2}
    _enter(world, "2", **KOL | guarantee)
    assert world.record_tables()["terms"].column("rate_ppm").to_pylist() == [None, None]


days = st.integers(0, 12)
periods = st.tuples(days, st.none() | st.integers(1, 6))


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(asked=st.lists(periods, min_size=1, max_size=6))
def test_accepted_terms_never_share_a_day_and_refused_ones_would_have(
    world: Store, asked: list[tuple[int, int | None]]
) -> None:
    """The oracle walks day by day; an open period is one that ends after all others."""
    taken: set[int] = set()
    part = f"run{actions.save_agency(world, Actor('lin'), world.version(), code=world.version(), name='x').id}"
    agency_id = int(part.removeprefix("run"))
    for number, (begins, length) in enumerate(asked):
        wanted = set(range(begins, 40 if length is None else begins + length))
        since = MAY + timedelta(days=begins)
        before = None if length is None else since + timedelta(days=length)
        fields = AGENCY | {"agency_id": agency_id, "since_date": since, "before_date": before}
        if wanted & taken:
            with pytest.raises(TermsOverlap):
                _enter(world, f"{part} {number}", **fields)
        else:
            _enter(world, f"{part} {number}", **fields)
            taken |= wanted
