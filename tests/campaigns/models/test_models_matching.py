"""The market as of a day: what matching reads of facts and records, and that nothing of a later day can move it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from campaigns.matching import market as markets
from campaigns.matching.market import Market

SQL = Path(__file__).parents[3] / "dashboard" / "sql"
AS_OF = date(2026, 6, 1)
CANARY = 7_777_777


def market_of(scene: Any, as_of: date = AS_OF) -> Market:
    scene.build()

    def read(name: str, **parameters: Any) -> pl.DataFrame:
        frame: pl.DataFrame = scene.connection.sql(
            (SQL / f"match_{name}.sql").read_text(encoding="utf-8"), params=parameters
        ).pl()
        return frame

    return markets.load(read, as_of)


def number(market: Market, name: str, kol_id: str = "K1") -> float:
    return float(market.number(name)[market.places[kol_id]])


@pytest.fixture
def known(campaign: Any) -> Any:
    """K1 of the campaign of May with a profile, figures, comments and a sample; K2 with a profile alone."""
    profile: dict[str, Any] = {"followers": 50_000, "read_median": 9_000, "engagement_median": 700, "female_share": 0.8,
                               "male_share": 0.2, "image_price_fen": 300_000}  # fmt: skip
    campaign.given("kol_profiles", kol_id="K1", as_of_date="2026-05-20", **profile)
    campaign.given("kol_profiles", kol_id="K1", as_of_date="2026-04-20", **profile | {"followers": 40_000})
    campaign.given("kol_profiles", kol_id="K2", as_of_date="2026-05-31", **profile)
    campaign.given("raw.note_metrics", note_id="N1", captured_at="2026-05-30 00:00+08", reads=10_000, likes=900,
                   collects=300, comments=30, shares=10)  # fmt: skip
    campaign.given("comments", comment_id="x1", note_id="N1", posted_at="2026-05-12 00:00+08", body="好看")
    campaign.given("refunds", refund_id="R1", order_id="O1", goods_fen=2_500, refunded_at="2026-05-20 12:00+08")
    campaign.given("records.sample", id=1, collaboration_id=7, product_id="P1", carrier="jd", tracking_no="JD1",
                   state="shipped", unit_cost_fen=1500)  # fmt: skip
    for at, status in (("2026-04-26 10:00+08", "picked_up"), ("2026-04-28 15:00+08", "delivered")):
        campaign.given("shipments", carrier="jd", tracking_no="JD1", event_at=at, status=status)
    return campaign


def test_the_market_holds_what_had_happened_by_then(known: Any) -> None:
    market = market_of(known)
    assert list(market.kol_ids) == ["K1", "K2"]
    assert (number(market, "followers"), number(market, "followers_before")) == (50_000, 40_000)
    assert (number(market, "all_clicks"), number(market, "all_orders")) == (1, 1)
    assert number(market, "all_net_sales") == 7_500
    assert (number(market, "judged"), number(market, "posted")) == (1, 1)
    assert number(market, "sponsored_90") == 1
    assert number(market, "profile_age_days") == 12
    assert np.isnan(number(market, "clicks", "K2"))


def test_evidence_fades_by_half_in_ninety_days(known: Any) -> None:
    now, later = market_of(known), market_of(known, date(2026, 8, 30))
    assert number(later, "orders") == pytest.approx(number(now, "orders") / 2)


def test_samples_are_judged_as_kol_reliability_judges_them(known: Any) -> None:
    market = market_of(known, date(2027, 1, 1))
    judged = known.row("kol_reliability", "kol_id = 'K1'")
    assert (number(market, "judged"), number(market, "posted")) == (judged["judged"], judged["posted"])


def _plant_the_future(scene: Any) -> None:
    """Rows of the first day that is not known, and later ones, everywhere, with figures nobody could overlook."""
    later = "2026-06-01 00:00+08"
    scene.given("raw.notes", note_id="F1", kol_id="K1", title="预言", body="预言 预言", published_at=later,
                kind="image", is_sponsored=True, topics=["预言"])  # fmt: skip
    scene.given("raw.notes", note_id="F3", kol_id="K3", title="预言", published_at=later)
    scene.given("raw.note_metrics", note_id="N1", captured_at=later, reads=CANARY, likes=CANARY, collects=CANARY,
                comments=CANARY, shares=CANARY)  # fmt: skip
    for scope in ("daily_30_all", "cooperation_90_all"):
        scene.given("kol_profiles", kol_id="K1", as_of_date="2026-06-01", scope=scope, followers=CANARY,
                    read_median=CANARY, engagement_median=CANARY, female_share=0.1, male_share=0.9,
                    image_price_fen=CANARY, video_price_fen=CANARY)  # fmt: skip
    for place in range(30):
        scene.given("comments", comment_id=f"f{place}", note_id="N1", posted_at=later, body="预言")
        scene.given("raw.clicks", click_id=f"f{place}", note_id="N1", buyer_key=100 + place, clicked_at=later)
        scene.given("orders", order_id=f"F{place}", buyer_key=100 + place, ordered_at="2026-06-02 00:00+08",
                    paid_at="2026-06-02 00:01+08", paid_fen=CANARY, list_fen=CANARY)  # fmt: skip
    scene.given("refunds", refund_id="F", order_id="O1", goods_fen=5_000, refunded_at=later)
    scene.given("records.collaboration_step", id=1, collaboration_id=7, to_state="contacted", who="x", at=later,
                reason="")  # fmt: skip
    scene.given("records.collaboration_step", id=2, collaboration_id=7, to_state="agreed", who="x",
                at="2026-06-03 00:00+08", reason="")  # fmt: skip
    scene.given("records.sample", id=2, collaboration_id=7, product_id="P1", carrier="jd", tracking_no="JD2",
                state="shipped", unit_cost_fen=1500)  # fmt: skip
    for status in ("picked_up", "delivered"):
        scene.given("shipments", carrier="jd", tracking_no="JD2", event_at=later, status=status)


def test_nothing_of_the_day_or_later_moves_what_was_known_before_it(known: Any) -> None:
    before = market_of(known)
    _plant_the_future(known)
    after = market_of(known)
    assert list(after.kol_ids) == list(before.kol_ids)
    assert set(after.numbers) == set(before.numbers)
    for name, values in before.numbers.items():
        assert np.array_equal(after.numbers[name], values, equal_nan=True), name
    assert after.words.places == before.words.places
    assert (after.scopes, after.tier.tolist()) == (before.scopes, before.tier.tolist())


def test_what_was_planted_does_move_the_day_after(known: Any) -> None:
    """The canaries sing: without it the test above would prove nothing."""
    _plant_the_future(known)
    later = market_of(known, date(2026, 7, 1))
    assert number(later, "followers") == CANARY
    assert number(later, "all_orders") == 31
    assert number(later, "all_clicks") == 31
    assert number(later, "recent_paid") == 1
    assert "预言" in later.words.places
    assert "K3" in later.places
    assert number(later, "answer_days") == pytest.approx(2)
    assert number(later, "comment_sameness") > 0.9
