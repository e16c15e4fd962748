"""Tiers, caps, minimums and guarantees: the models give the lines of the engine, which has an oracle of its own."""

from __future__ import annotations

import json
import random
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from campaigns.commission import compute
from campaigns.events import ORDER, REFUND, Event
from campaigns.terms import BASES_OF, NEEDS, PARTS, Guarantee, PartTerms, Terms
from campaigns.tiers import TIER_MODES, Schedule, Tier

Line = tuple[str, str, str, str, str, int, int]


def _part(dice: random.Random, part: str, present: set[str]) -> PartTerms:
    base = dice.choice([name for name in BASES_OF[part] if NEEDS.get(name, part) in {*present, part}])
    ends = sorted({dice.randrange(1, 60_000) for _ in range(dice.choice([0, 1, 2, 3]))})
    tiers = tuple(Tier(end, dice.randrange(0, 400_001)) for end in (*ends, None))
    share = dice.choice([None, None, 800_000])
    return PartTerms(
        Schedule(tiers, dice.choice(TIER_MODES), share),
        base,
        cap_fen=dice.choice([None, None, 0, 3000, 12_000]),
        minimum_fen=dice.choice([None, None, 5000]),
        guarantee=dice.choice([None, Guarantee("greater_of", 9000), Guarantee("fee_plus_commission", 700)]),
    )


def _terms(dice: random.Random) -> Terms:
    present = {part for part in PARTS if dice.random() < 0.8}
    return Terms(**{part: _part(dice, part, present) for part in PARTS if part in present})


def _enter(scene: Any, number: int, part: str, terms: PartTerms) -> None:
    tiers = terms.schedule.tiers
    is_flat = len(tiers) == 1
    scene.given(
        "records.terms", id=number, collaboration_id=7, part=part, base=terms.base, tier_mode=terms.schedule.mode,
        rate_ppm=tiers[0].rate_ppm if is_flat else None,
        tiers=None if is_flat else json.dumps([tier._asdict() for tier in tiers]),
        cps_share_ppm=terms.schedule.share_ppm, cap_fen=terms.cap_fen, minimum_fen=terms.minimum_fen,
        guarantee_kind=terms.guarantee and terms.guarantee.kind,
        guarantee_fen=terms.guarantee and terms.guarantee.amount_fen,
    )  # fmt: skip


def _events(dice: random.Random) -> list[Event]:
    """Orders and refunds of three months; few instants, so that many meet; refunds before and after the sale."""
    start = datetime(2026, 3, 20, 4, tzinfo=UTC)
    events = []
    for number in range(24):
        paid = dice.choice([1, 3, 999, dice.randrange(1, 30_000)])
        discount = dice.randrange(0, 50)
        at = start + timedelta(days=dice.choice([0, 0, 1, 15, 15, 40, 41]))
        events.append(Event(
            f"S/o{number:02d}/1", ORDER, at, f"o{number:02d}", 1, list_fen=paid + discount,
            platform_discount_fen=discount, tax_fen=dice.choice([0, 0, paid // 9]), paid_fen=paid,
        ))  # fmt: skip
        for count in range(dice.choice([0, 0, 1, 2])):
            goods, late = dice.choice([paid, paid // 2, dice.randrange(1, paid + 2)]), dice.choice([-2, 0, 1, 15, 35])
            events.append(Event(
                f"r{dice.randrange(9)}{number:02d}{count}/1", REFUND, at + timedelta(days=late), f"o{number:02d}", 1,
                refund_goods_fen=max(goods, 1),
            ))  # fmt: skip
    return events


def _tell(scene: Any, events: list[Event]) -> None:
    for event in events:
        if event.kind == ORDER:
            scene.given(
                "orders", order_id=event.order_id, source_kol_id="K1", ordered_at=event.at, paid_at=event.at,
                list_fen=event.list_fen, platform_discount_fen=event.platform_discount_fen, tax_fen=event.tax_fen,
                paid_fen=event.paid_fen,
            )  # fmt: skip
        else:
            scene.given(
                "refunds", refund_id=event.event_id.removesuffix("/1"), order_id=event.order_id, refunded_at=event.at,
                goods_fen=event.refund_goods_fen,
            )  # fmt: skip


def _ours(scene: Any) -> list[Line]:
    found: list[Line] = []
    for row in scene.rows("commission_lines"):
        is_closing = row["kind"] in ("true_up", "minimum", "guarantee")
        event = "" if is_closing else f"{row['refund_id'] or 'S/' + row['order_id']}/1"
        found.append(
            (event, row["part"], row["kind"], row["period"], row["of_period"] if is_closing else "", row["base_fen"],
             row["amount_fen"])
        )  # fmt: skip
    return sorted(found)


def _engine(terms: Terms, events: list[Event]) -> list[Line]:
    return sorted(
        (line.event_id or "", line.part, line.kind, line.period, line.of_period or "", line.base_fen, line.amount_fen)
        for line in compute(terms, events).lines
    )


@pytest.fixture
def stage(campaign: Any) -> Any:
    """The scene's campaign from March to June, its one order taken away, an agency beside the KOL."""
    campaign.query("delete from raw.orders")
    campaign.query("update records.collaboration set agency_id = 3")
    campaign.query("update records.campaign set since_date = '2026-03-01', before_date = '2026-07-01'")
    return campaign


@pytest.mark.parametrize("seed", range(24))
def test_lines_equal_the_engine_under_any_terms(stage: Any, seed: int) -> None:
    dice = random.Random(seed)
    terms, events = _terms(dice), _events(dice)
    for number, (part, one) in enumerate(terms.parts(), start=1):
        _enter(stage, number, part, one)
    _tell(stage, events)
    assert _ours(stage) == _engine(terms, events)
    assert [found for found in stage.broken() if found[0] != "orders"] == []


def test_the_random_terms_reach_every_kind_of_line() -> None:
    kinds: Counter[str] = Counter()
    for seed in range(24):
        dice = random.Random(seed)
        kinds.update(line[2] for line in _engine(_terms(dice), _events(dice)))
    assert {kind for kind, count in kinds.items() if count >= 5} == {
        "sale", "refund", "true_up", "minimum", "guarantee"
    }  # fmt: skip


def test_worked_example_of_the_tiers(stage: Any) -> None:
    """Up to 50,000 10 %, above 12 %: 49,000.00, then 3,000.00 earns 340.00; whole volume 360.00 and 980.00 more."""
    tiers = json.dumps([{"up_to_fen": 5_000_000, "rate_ppm": 100_000}, {"up_to_fen": None, "rate_ppm": 120_000}])
    stage.given("records.terms", id=1, collaboration_id=7, part="kol", tiers=tiers)
    for number, fen in enumerate((4_900_000, 300_000)):
        stage.given(
            "orders", order_id=f"o{number}", source_kol_id="K1", paid_fen=fen, ordered_at=f"2026-05-1{number} 12:00+08"
        )
    sales = "select amount_fen from commission_lines order by event_at"
    stage.build("commission_lines")
    assert [row["amount_fen"] for row in stage.query(sales)] == [490_000, 34_000]
    stage.query("update records.terms set tier_mode = 'whole_volume'")
    stage.built.clear()
    stage.build("commission_lines")
    assert [row["amount_fen"] for row in stage.query(sales)] == [490_000, 36_000, 98_000]


def test_a_month_that_still_runs_is_not_closed(stage: Any) -> None:
    stage.given("records.terms", id=1, collaboration_id=7, part="kol", rate_ppm=100_000, guarantee_kind="greater_of",
                guarantee_fen=500_000)  # fmt: skip
    stage.query("update records.campaign set before_date = '2199-01-01'")
    now = datetime.now(UTC)
    stage.given("orders", order_id="o", source_kol_id="K1", ordered_at=now - timedelta(minutes=1))
    assert [row["kind"] for row in stage.rows("commission_lines")] == ["sale"]


def test_what_an_agency_is_topped_up_by_is_split_over_its_collaborations(stage: Any) -> None:
    """Sales of 100.00 and 200.00 at 10 % earn 30.00; a minimum of 100.01 adds 70.01: 23.34 and 46.67."""
    stage.given("records.collaboration", id=8, campaign_id=1, kol_id="K2", agency_id=3)
    stage.given(
        "records.terms", id=1, scope="agency", agency_id=3, part="third_party", rate_ppm=100_000, minimum_fen=10_001
    )
    stage.given("orders", order_id="a", source_kol_id="K1", paid_fen=10_000)
    stage.given("orders", order_id="b", source_kol_id="K2", paid_fen=20_000)
    shares = [
        (row["collaboration_id"], row["amount_fen"]) for row in stage.rows("commission_lines", "kind = 'minimum'")
    ]
    assert sorted(shares) == [(7, 2334), (8, 4667)]
    assert stage.row("campaign_totals")["third_party_fen"] == 10_001
    assert stage.broken() == []
