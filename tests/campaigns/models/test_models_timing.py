"""What pages read beside the models: methods at equal age, before against after, and funnels on totals alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

QUERIES = Path(__file__).resolve().parents[3] / "dashboard" / "sql"
START = datetime(2026, 5, 1, 4, tzinfo=UTC)


def _read(scene: Any, name: str, **values: object) -> list[dict[str, Any]]:
    scene.build()
    cursor = scene.connection.execute((QUERIES / f"{name}.sql").read_text(encoding="utf-8"), values)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _orders(scene: Any, product_id: str, day: int, count: int) -> None:
    for number in range(count):
        at = START + timedelta(days=day, seconds=number)
        scene.given("orders", order_id=f"{product_id}/{day}/{number}", product_id=product_id, buyer_key=None,
                    ordered_at=at.isoformat())  # fmt: skip


@pytest.mark.parametrize(("category", "match"), [("beauty", "category"), ("food", "any")])
def test_before_and_after_are_counted_over_as_many_days_beside_free_products(
    scene: Any, category: str, match: str
) -> None:
    scene.given("records.campaign", id=1).given("records.product", product_id="P1")
    scene.given("records.product", product_id="P2", category=category)
    scene.given("records.product", product_id="P3", category=category)
    scene.given("records.campaign_product", campaign_id=1, product_id="P1")
    scene.given("records.campaign", id=2, code="D", since_date="2026-04-25", before_date="2026-05-02")
    scene.given("records.campaign_product", campaign_id=2, product_id="P3")
    for product_id, before, after in (("P1", 2, 5), ("P2", 3, 4), ("P3", 9, 9)):
        _orders(scene, product_id, -10, before)
        _orders(scene, product_id, 3, after)
    _orders(scene, "P1", 10, 1)
    (row,) = _read(scene, "before_after", campaign="C")
    assert row["days"] == 10
    assert (row["controls"], row["match"]) == (1, match)
    counts = [row[name] for name in ("own_before", "own_after", "control_before", "control_after")]
    assert counts == [2, 5, 3, 4]


def test_before_and_after_without_a_free_product_say_so(scene: Any) -> None:
    scene.given("records.campaign", id=1).given("records.product", product_id="P1")
    scene.given("records.campaign_product", campaign_id=1, product_id="P1")
    _orders(scene, "P1", -3, 2)
    (row,) = _read(scene, "before_after", campaign="C")
    assert (row["controls"], row["match"], row["control_before"]) == (0, None, 0)


def test_methods_are_compared_at_the_same_age_by_what_they_cost(campaign: Any) -> None:
    """Lin's note sold 100.00 on day 8 and 100.00 on day 20 and costs 50.00: within 14 days it returned two yuan per
    yuan. A second KOL whose note is younger than that is left out."""
    campaign.connection.execute("update records.campaign set is_archived = false")
    campaign.given("records.terms", id=1, part="kol", collaboration_id=7, fixed_fee_fen=5_000)
    campaign.given("raw.clicks", click_id="c2", note_id="N1", buyer_key=1, clicked_at="2026-05-22 09:00+08")
    campaign.given("orders", order_id="late", ordered_at="2026-05-22 20:00+08")
    campaign.given("records.collaboration", id=8, campaign_id=1, kol_id="K2")
    campaign.given("records.collaboration_note", note_id="N2", collaboration_id=8)
    campaign.given("raw.notes", note_id="N2", kol_id="K2", published_at="2026-05-20 20:00+08")
    (row,) = _read(campaign, "methods_compared", days=14)
    assert (row["method"], row["kols"], row["notes"], row["orders"]) == ("mixed", 1, 1, 1)
    assert (row["net_sales_fen"], row["spend_fen"], row["error"]) == (10_000, 5_000, None)
    assert row["roas"] == pytest.approx(2)


def test_clicks_that_are_only_summed_make_a_funnel_by_click(campaign: Any) -> None:
    campaign.connection.execute("delete from raw.clicks")
    campaign.connection.execute("delete from raw.orders")
    for day, clicks in (("2026-05-10", 40), ("2026-05-12", 100)):
        campaign.given("raw.click_totals", source="pgy", note_id="N1", product_id="P1", click_date=day, span="running",
                       clicks=clicks)  # fmt: skip
    for number in range(4):
        campaign.given("orders", order_id=f"T{number}", source_kol_id="K1", buyer_key=None)
    (row,) = _read(campaign, "totals_only")
    assert (row["kol_id"], row["clicks"], row["orders"], row["by_click"]) == ("K1", 100, 4, 0.04)


def test_notes_with_clicks_of_their_own_are_not_counted_by_totals(campaign: Any) -> None:
    campaign.given("raw.click_totals", source="pgy", note_id="N1", product_id="P1", click_date="2026-05-12",
                   span="running", clicks=100)  # fmt: skip
    assert _read(campaign, "totals_only") == []


def test_conflicts_tell_every_kind_of_evidence(campaign: Any) -> None:
    campaign.connection.execute("delete from raw.orders")
    campaign.given("records.collaboration", id=8, campaign_id=1, kol_id="K2", kol_name="Mei", promo_code="MEI10")
    campaign.given("raw.notes", note_id="N2", kol_id="K2")
    campaign.given("orders", order_id="agrees", source_kol_id="K1")
    campaign.given("orders", order_id="kol", source_kol_id="K2")
    campaign.given("orders", order_id="code", promo_code="mei10 ")
    rows = {row["order_id"]: row for row in _read(campaign, "credit_conflicts", campaign="C")}
    told = ("credited", "evidence", "source_kol", "promo_code", "click")
    assert {name: tuple(row[column] for column in told) for name, row in rows.items()} == {
        "kol": ("Mei", "source_kol", "Mei", None, "Lin"),
        "code": ("Mei", "promo_code", None, "Mei", "Lin"),
    }


def test_walks_collapse_repeats_and_those_without_an_order_are_counted(campaign: Any) -> None:
    clicks = (("c2", "N1", 1, 11), ("x1", "N9", 2, 10), ("x2", "N1", 2, 11), ("x3", "N1", 2, 12), ("y", "N1", None, 9))
    for name, note_id, buyer, hour in clicks:
        at = f"2026-05-10 {hour:02}:00+08"
        campaign.given("raw.clicks", click_id=name, note_id=note_id, buyer_key=buyer, clicked_at=at)
    campaign.given("orders", order_id="cold", buyer_key=9)
    found = {row["path"]: row for row in _read(campaign, "credit_paths", campaign="C")}
    assert {path: (row["lines"], row["paid_fen"], row["walks_in_vain"]) for path, row in found.items()} == {
        "": (1, 10_000, 0), "K1": (1, 10_000, 0), "outside > K1": (0, 0, 1),
    }  # fmt: skip
