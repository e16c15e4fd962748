"""Tiers, caps, minimums and guarantees: SQL models, Python engine and an oracle in fractions give the same lines."""

from __future__ import annotations

import importlib.util
import json
import random
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import pytest

from campaigns.commission import compute
from campaigns.events import NOTE_PUBLISHED, ORDER, REFUND, Event
from campaigns.terms import BASES_OF, NEEDS, PARTS, Guarantee, PartTerms, Terms
from campaigns.tiers import TIER_MODES, Schedule, Tier

CASES = 30
START = datetime(2026, 3, 20, 4, tzinfo=UTC)
CLOSING = ("true_up", "minimum", "guarantee")

Line = tuple[str, str, str, str, str, int, int]


class Case(NamedTuple):
    """One KOL of the campaign with terms of her own: her number, the terms, and what happened."""

    number: int
    terms: Terms
    events: list[Event]


def _oracle() -> ModuleType:
    name = "fraction_oracle"
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, Path(__file__).parents[1] / f"{name}.py")
        assert spec is not None
        assert spec.loader is not None
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]


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
    parts = {part: _part(dice, part, present) for part in PARTS if part in present}
    if "kol" in parts and dice.random() < 0.5:
        parts["kol"] = replace(parts["kol"], fixed_fee_fen=777)
    return Terms(**parts)


def _events(dice: random.Random, number: int) -> list[Event]:
    """A note, orders and refunds of three months; few instants, so that many meet; refunds before and after the sale,
    of more than was paid, and of the postage alone."""
    events = [Event(f"note/M{number}", NOTE_PUBLISHED, START)]
    for place in range(dice.choice([0, 1, 6, 10])):
        order_id = f"{number:03d}-{place:02d}"
        paid = dice.choice([0, 1, 3, 999, dice.randrange(1, 30_000), dice.randrange(1, 30_000)])
        discount = dice.randrange(0, 50)
        at = START + timedelta(days=dice.choice([0, 0, 1, 15, 15, 40, 41]))
        events.append(Event(
            f"S/{order_id}/1", ORDER, at, order_id, 1, list_fen=paid + discount, platform_discount_fen=discount,
            tax_fen=dice.choice([0, 0, paid // 9, paid + 100]), paid_fen=paid,
        ))  # fmt: skip
        for count in range(dice.choice([0, 0, 1, 2, 3])):
            goods = dice.choice([paid, paid // 2, dice.randrange(1, paid + 2), 0])
            at_refund = at + timedelta(days=dice.choice([-2, 0, 1, 15, 35]))
            events.append(Event(
                f"r{dice.randrange(9)}{order_id}-{count}/1", REFUND, at_refund, order_id, 1, refund_goods_fen=goods,
                refund_shipping_fen=0 if goods else 500,
            ))  # fmt: skip
    return events


def _cases(seed: int) -> list[Case]:
    dice = random.Random(seed)
    return [Case(number, _terms(dice), _events(dice, number)) for number in range(CASES)]


def _enter(scene: Any, case: Case) -> None:
    collaboration = 100 + case.number
    scene.given("records.collaboration", id=collaboration, campaign_id=1, kol_id=f"K{collaboration}", agency_id=3)
    for place, (part, terms) in enumerate(case.terms.parts()):
        tiers = terms.schedule.tiers
        is_flat = len(tiers) == 1
        scene.given(
            "records.terms", id=collaboration * 10 + place, collaboration_id=collaboration, part=part, base=terms.base,
            tier_mode=terms.schedule.mode, rate_ppm=tiers[0].rate_ppm if is_flat else None,
            tiers=None if is_flat else json.dumps([tier._asdict() for tier in tiers]),
            cps_share_ppm=terms.schedule.share_ppm, cap_fen=terms.cap_fen, minimum_fen=terms.minimum_fen,
            guarantee_kind=terms.guarantee and terms.guarantee.kind,
            guarantee_fen=terms.guarantee and terms.guarantee.amount_fen, fixed_fee_fen=terms.fixed_fee_fen or 0,
        )  # fmt: skip


def _tell(scene: Any, case: Case) -> None:
    kol = f"K{100 + case.number}"
    for event in case.events:
        if event.kind == NOTE_PUBLISHED:
            note = event.event_id.removeprefix("note/")
            scene.given("raw.notes", note_id=note, kol_id=kol, published_at=event.at)
            scene.given("records.collaboration_note", note_id=note, collaboration_id=100 + case.number)
        elif event.kind == ORDER:
            scene.given(
                "orders", order_id=event.order_id, source_kol_id=kol, ordered_at=event.at, paid_at=event.at,
                buyer_key=None, list_fen=event.list_fen, platform_discount_fen=event.platform_discount_fen,
                tax_fen=event.tax_fen, paid_fen=event.paid_fen,
            )  # fmt: skip
        else:
            scene.given(
                "refunds", refund_id=event.event_id.removesuffix("/1"), order_id=event.order_id, refunded_at=event.at,
                goods_fen=event.refund_goods_fen, shipping_fen=event.refund_shipping_fen,
            )  # fmt: skip


def _from_sql(scene: Any) -> dict[int, list[Line]]:
    found: dict[int, list[Line]] = {}
    for row in scene.rows("commission_lines"):
        is_closing = row["kind"] in CLOSING
        event = f"{row['refund_id'] or 'S/' + str(row['order_id'])}/1"
        if row["kind"] == "fixed_fee":
            event = row["line_id"]
        found.setdefault(row["collaboration_id"] - 100, []).append(
            ("" if is_closing else event, row["part"], row["kind"], row["period"],
             row["of_period"] if is_closing else "", row["base_fen"], row["amount_fen"])
        )  # fmt: skip
    return {number: sorted(lines) for number, lines in found.items()}


def _from_engine(case: Case) -> list[Line]:
    return sorted(
        (line.event_id or "", line.part, line.kind, line.period, line.of_period or "", line.base_fen, line.amount_fen)
        for line in compute(case.terms, case.events).lines
    )


def _from_oracle(case: Case) -> list[Line]:
    postings: Iterable[Any] = _oracle().oracle(case.terms, case.events)
    return sorted(
        (one.event_id or "", one.part, one.kind, one.period, one.of_period or "", one.base, one.amount)
        for one in postings
    )


@pytest.fixture
def stage(campaign: Any) -> Any:
    """The scene's campaign from March to June, its one order taken away."""
    campaign.query("delete from raw.orders")
    campaign.query("update records.campaign set since_date = '2026-03-01', before_date = '2026-07-01'")
    return campaign


@pytest.mark.parametrize("seed", range(3))
def test_models_engine_and_fractions_give_the_same_lines_under_any_terms(stage: Any, seed: int) -> None:
    cases = _cases(seed)
    for case in cases:
        _enter(stage, case)
        _tell(stage, case)
    by_sql = _from_sql(stage)
    for case in cases:
        assert _from_engine(case) == _from_oracle(case), case
        assert by_sql.get(case.number, []) == _from_engine(case), case
    assert [found for found in stage.broken() if found[0] not in ("orders", "commission_lines")] == []


def test_the_cases_reach_every_kind_of_line_base_and_mode() -> None:
    kinds: Counter[str] = Counter()
    bases: Counter[tuple[str, str]] = Counter()
    for case in (case for seed in range(3) for case in _cases(seed)):
        kinds.update(line[2] for line in _from_engine(case))
        bases.update((part, terms.base) for part, terms in case.terms.parts() if len(case.events) > 1)
        kinds.update(found.kind for found in compute(case.terms, case.events).breaks)
    assert {kind for kind, count in kinds.items() if count >= 5} == {
        "sale", "refund", "true_up", "minimum", "guarantee", "fixed_fee", "over_refund"
    }  # fmt: skip
    assert set(bases) == {(part, base) for part in PARTS for base in BASES_OF[part]}
