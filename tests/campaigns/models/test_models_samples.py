"""Where a sample stands, what is late, what it cost, how reliable a KOL is, when a product sold out."""

from __future__ import annotations

from typing import Any

import pytest

from campaigns.statistics import wilson

MOVED = [("2026-05-02 10:00+08", "picked_up"), ("2026-05-03 10:00+08", "in_transit")]
ARRIVED = [*MOVED, ("2026-05-04 15:00+08", "delivered")]


def _sample(scene: Any, number: int = 1, **fields: Any) -> Any:
    row = {"id": number, "collaboration_id": 7, "product_id": "P1", "carrier": "jd", "tracking_no": f"JD{number}"}
    return scene.given("records.sample", **(row | {"state": "shipped", "unit_cost_fen": 1500} | fields))


def _parcel(scene: Any, events: list[tuple[str, str]], number: int = 1, carrier: str = "jd") -> None:
    for at, status in events:
        scene.given("shipments", carrier=carrier, tracking_no=f"JD{number}", event_at=at, status=status)


def _until(scene: Any, day: str) -> None:
    """The data reaches until noon of that day."""
    scene.given("raw.clicks", click_id=f"until {day}", note_id="X", buyer_key=9, clicked_at=f"{day} 12:00+08")


@pytest.fixture
def house(campaign: Any) -> Any:
    """The campaign of May without its linked note; data until 10 May."""
    campaign.query("delete from records.collaboration_note")
    return campaign


@pytest.mark.parametrize(
    ("decided", "events", "state"),
    [
        ("requested", [], "requested"),
        ("approved", [], "approved"),
        ("approved", MOVED, "shipped"),
        ("shipped", [], "shipped"),
        ("shipped", ARRIVED, "note_owed"),
        ("shipped", [*MOVED, ("2026-05-10 09:00+08", "delivered")], "delivered"),
        ("shipped", [*MOVED, ("2026-05-06 09:00+08", "returned")], "returned"),
        ("shipped", [*ARRIVED, ("2026-05-06 09:00+08", "returned")], "returned"),
        ("delivered", [], "delivered"),
        ("note_owed", [], "note_owed"),
        ("waived", ARRIVED, "waived"),
        ("lost", ARRIVED, "lost"),
        ("posted", MOVED, "posted"),
    ],
)
def test_what_was_decided_is_carried_on_by_the_courier(
    house: Any, decided: str, events: list[tuple[str, str]], state: str
) -> None:
    _sample(house, state=decided)
    _parcel(house, events)
    found = house.row("sample_status")
    assert (found["state"], found["decided_state"]) == (state, decided)
    assert not house.broken()


def test_the_first_linked_note_after_delivery_makes_it_posted(house: Any) -> None:
    """N0 came out before the parcel arrived, N1 two days and five hours after, N2 later."""
    for note, at in (("N0", "2026-05-04 14:00+08"), ("N1b", "2026-05-06 20:00+08"), ("N2", "2026-05-08 20:00+08")):
        house.given("raw.notes", note_id=note, kol_id="K1", published_at=at)
        house.given("records.collaboration_note", note_id=note, collaboration_id=7)
    _sample(house)
    _parcel(house, ARRIVED)
    found = house.row("sample_status")
    assert (found["state"], found["note_id"], found["is_overdue"]) == ("posted", "N1b", False)
    assert found["days_to_post"] == pytest.approx(2 + 5 / 24)


def test_a_note_nobody_linked_closes_nothing(house: Any) -> None:
    house.given("raw.notes", note_id="N5", kol_id="K1", published_at="2026-05-06 20:00+08")
    _sample(house)
    _parcel(house, ARRIVED)
    assert house.row("sample_status")["state"] == "note_owed"


@pytest.mark.parametrize(
    ("days", "until", "data", "is_overdue"),
    [(14, None, "2026-05-18", False), (14, None, "2026-05-19", True), (10, None, "2026-05-15", True),
     (14, "2026-05-25", "2026-05-25", False), (14, "2026-05-25", "2026-05-26", True),
     (14, "2026-05-06", "2026-05-18", False)],
)  # fmt: skip
def test_a_note_is_late_after_its_days_or_its_one_extension(
    house: Any, days: int, until: str | None, data: str, is_overdue: bool
) -> None:
    house.query(f"update records.campaign set posting_due_days = {days}")
    _sample(house, extended_until_date=until)
    _parcel(house, ARRIVED)
    _until(house, data)
    found = house.row("sample_status")
    assert (found["is_overdue"], found["is_extended"], str(found["as_of_date"])) == (is_overdue, bool(until), data)


def test_a_parcel_meets_its_events_by_number_and_carrier(house: Any) -> None:
    _sample(house, 1)
    _sample(house, 2)
    _sample(house, 3, carrier=None)
    _parcel(house, ARRIVED, 1, carrier="yunda")
    _parcel(house, ARRIVED, 2, carrier="unstated")
    _parcel(house, ARRIVED, 3, carrier="ems")
    states = {row["sample_id"]: row["state"] for row in house.rows("sample_status")}
    assert states == {1: "shipped", 2: "note_owed", 3: "note_owed"}


def test_a_hand_written_delivery_counts_where_the_courier_is_silent(house: Any) -> None:
    _sample(house, 1, state="delivered", delivered_date="2026-05-06")
    _sample(house, 2, state="delivered", delivered_date="2026-05-09")
    _parcel(house, ARRIVED, 2)
    found = {row["sample_id"]: row for row in house.rows("sample_status")}
    assert [str(found[number]["delivered_date"]) for number in (1, 2)] == ["2026-05-06", "2026-05-04"]
    assert str(found[1]["due_date"]) == "2026-05-20"


@pytest.mark.parametrize(
    ("decided", "events", "trouble"),
    [
        ("shipped", [*MOVED, ("2026-05-05 10:00+08", "exception")], "exception"),
        ("shipped", [*MOVED, ("2026-05-05 10:00+08", "returning")], "returning"),
        ("lost", ARRIVED, "found"),
        ("delivered", [], "no_delivery_date"),
        ("shipped", ARRIVED, None),
    ],
)
def test_where_courier_and_decision_disagree_there_is_trouble(
    house: Any, decided: str, events: list[tuple[str, str]], trouble: str | None
) -> None:
    _sample(house, state=decided)
    _parcel(house, events)
    assert house.row("sample_status")["trouble"] == trouble


@pytest.mark.parametrize(
    ("fields", "events", "cost"),
    [
        ({"state": "approved"}, [], 0),
        ({"state": "approved"}, MOVED, 2 * 1500 + 900),
        ({"state": "shipped"}, [], 2 * 1500 + 900),
        ({"state": "shipped", "unit_cost_fen": None}, [], 2 * 2000 + 900),
        ({"state": "shipped"}, [*MOVED, ("2026-05-06 09:00+08", "returned")], 900),
        ({"state": "waived", "tracking_no": None}, [], 0),
        ({"state": "waived"}, ARRIVED, 2 * 1500 + 900),
    ],
)
def test_a_sample_costs_what_it_cost_when_it_left(
    house: Any, fields: dict[str, Any], events: list[tuple[str, str]], cost: int
) -> None:
    _sample(house, **({"units": 2, "shipping_fen": 900} | fields))
    _parcel(house, events)
    assert house.row("sample_status")["cost_fen"] == cost
    assert house.row("campaign_totals")["samples_fen"] == cost


def test_a_kol_is_judged_by_what_was_posted_or_is_overdue(house: Any) -> None:
    """Four arrived: two posted (one note, 1 and 3 days after), one overdue, one in its days. One waived, one lost."""
    house.given("raw.notes", note_id="N9", kol_id="K1", published_at="2026-05-08 00:00+08")
    house.given("records.collaboration_note", note_id="N9", collaboration_id=7)
    house.given("records.collaboration", id=8, campaign_id=1, kol_id="K1")
    for number, (owner, state, day) in enumerate(
        [(7, "delivered", "2026-05-07"), (7, "delivered", "2026-05-05"), (8, "delivered", "2026-04-20"),
         (8, "delivered", "2026-05-09"), (8, "waived", "2026-05-01"), (8, "lost", None)], start=1,
    ):  # fmt: skip
        _sample(
            house, number, collaboration_id=owner, state=state, delivered_date=day, rating=5 if number < 3 else None
        )
    found = house.row("kol_reliability")
    assert {name: found[name] for name in ("parcels", "arrived", "posted", "overdue", "judged", "notes")} == {
        "parcels": 6, "arrived": 4, "posted": 2, "overdue": 1, "judged": 3, "notes": 1,
    }  # fmt: skip
    assert (found["posting_rate"], found["reliability"], found["days_to_post_median"]) == (0.5, 0.6, 2.0)
    assert (found["samples_fen"], found["cost_per_note_fen"], found["rating_mean"]) == (9000, 9000, 5.0)
    interval = wilson(2, 3)
    assert interval is not None
    assert (found["reliability_low"], found["reliability_high"]) == pytest.approx(tuple(interval))
    assert found["reliability_low"] < found["reliability"] < found["reliability_high"]


def test_two_products_in_one_parcel_are_judged_once(house: Any) -> None:
    for number in (1, 2):
        _sample(house, number, state="delivered", delivered_date="2026-04-20", tracking_no="JD1")
    found = house.row("kol_reliability")
    assert (found["parcels"], found["judged"], found["overdue"], found["samples_fen"]) == (1, 1, 1, 3000)


def test_a_kol_whose_samples_say_nothing_yet_has_no_reliability(house: Any) -> None:
    _sample(house)
    found = house.row("kol_reliability")
    assert (found["judged"], found["reliability"], found["reliability_low"], found["cost_per_note_fen"]) == (
        0, None, None, None,
    )  # fmt: skip


def test_the_stock_of_samples_is_what_came_less_what_is_out(house: Any) -> None:
    house.given("records.sample_receipt", id=1, product_id="P1", units=20, received_date="2026-05-01")
    house.given("records.sample_receipt", id=2, product_id="P1", units=-2, received_date="2026-05-02")
    house.given("records.setting", key="sample.warn_below.P1", value="12", version=3)
    _sample(house, 1, units=4)
    _sample(house, 2, units=3, state="returned")
    _sample(house, 3, units=5, state="approved", tracking_no=None)
    _sample(house, 4, units=6, state="waived", tracking_no=None)
    found = house.row("sample_stock")
    assert {name: found[name] for name in ("received_units", "out_units", "promised_units", "left_units")} == {
        "received_units": 18, "out_units": 4, "promised_units": 5, "left_units": 14,
    }  # fmt: skip
    assert (found["is_low"], found["warn_below"], found["warn_version"]) == (False, 12, 3)
    house.given("records.sample", id=5, collaboration_id=7, product_id="P1", units=3, state="shipped")
    assert house.row("sample_stock")["is_low"] is True


def test_without_a_receipt_nobody_knows_what_is_left(house: Any) -> None:
    _sample(house, units=4)
    found = house.row("sample_stock")
    assert (found["received_units"], found["out_units"], found["left_units"], found["is_low"]) == (0, 4, None, False)


def _stock(scene: Any, *counts: tuple[str, int]) -> None:
    for at, available in counts:
        scene.given("stock_levels", product_id="P1", captured_at=f"2026-05-{at}+08", available=available)


def test_a_sell_out_runs_from_the_first_zero_to_the_restock(house: Any) -> None:
    """The note of 2 May 20:00 sends clicks; stock is counted zero on 10 May 14:00 and is back on 11 May 08:00."""
    _stock(
        house, ("09 20:00", 30), ("10 09:00", 4), ("10 14:00", 0), ("10 20:00", 0), ("11 08:00", 50), ("12 08:00", 0)
    )
    for number, at in enumerate(("10 13:59", "10 14:00", "11 07:59", "11 08:00"), start=10):
        house.given(
            "raw.clicks", click_id=f"c{number}", note_id="N1", buyer_key=number % 2, clicked_at=f"2026-05-{at}+08"
        )
    first, second = house.rows("sell_outs", order="sold_out_at")
    assert (first["clicks_without_stock"], first["clickers_without_stock"]) == (2, 2)
    assert (first["hours_without_stock"], first["note_id"], first["leading_clicks"]) == (18.0, "N1", 2)
    assert first["hours_to_sold_out"] == 7 * 24 + 18
    assert (first["is_out_still"], second["is_out_still"]) == (False, True)
    assert second["restocked_at"] is None


def test_the_leading_note_is_the_one_with_most_clicks_in_the_day_before(house: Any) -> None:
    house.given("raw.notes", note_id="N2", kol_id="K2", title="Star", published_at="2026-05-10 11:00+08")
    _stock(house, ("09 20:00", 30), ("10 14:00", 0))
    for number in range(2):
        house.given(
            "raw.clicks", click_id=f"s{number}", note_id="N2", buyer_key=number, clicked_at="2026-05-10 12:00+08"
        )
    found = house.row("sell_outs")
    assert (found["note_id"], found["note_title"], found["kol_id"], found["hours_to_sold_out"]) == (
        "N2",
        "Star",
        "K2",
        3.0,
    )


def test_a_product_that_never_had_stock_has_no_leading_note(house: Any) -> None:
    _stock(house, ("10 14:00", 0), ("10 20:00", 0))
    found = house.row("sell_outs")
    assert (found["note_id"], found["in_stock_at"], found["is_out_still"]) == (None, None, True)
    assert not house.broken()
