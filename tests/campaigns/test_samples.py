"""What people decide about samples: legal steps, frozen cost, one extension, bulk changes whole or not, and undone."""

from __future__ import annotations

import time
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from campaigns import actions, audit
from campaigns.actions import Actor
from campaigns.actions.sample_changes import SamplesStale, last_change
from campaigns.errors import BadValue, CellsRefused, NotFound, Refused, StaleVersion
from campaigns.records import SAMPLE_STATES, Sample
from campaigns.sample_history import steps_of
from campaigns.sample_records import SampleStep
from campaigns.sample_sheet import letters
from campaigns.sample_way import CLOSED, STEPS
from campaigns.store import Store

MASK, SERUM, OTHER = "66aa", "66bb", "77aa"


@pytest.fixture
def house(store: Store, lin: Actor) -> Store:
    """Brand 1 with mask and serum, brand 2 with another product; campaign 1 (may) with KOLs 花花 and Bo."""
    for code in ("glow", "other"):
        actions.save_brand(store, lin, code, code=code, name=code)
    for product_id, brand_id, name, name_zh in (
        (MASK, 1, "Mask", "面膜"), (SERUM, 1, "Serum", "精华"), (OTHER, 2, "Tea", "茶"),
    ):  # fmt: skip
        actions.save_product(
            store, lin, product_id, product_id=product_id, brand_id=brand_id, name=name, name_zh=name_zh,
            category="beauty", cost_fen=2000,
        )  # fmt: skip
    actions.save_campaign(
        store, lin, "may", code="may", brand_id=1, name="May", method="samples", since_date=date(2026, 5, 1),
        before_date=date(2026, 6, 1), budget_fen=100, product_ids=[MASK],
    )  # fmt: skip
    for kol_id, name in (("k1", "花花"), ("k2", "Bo")):
        actions.save_collaboration(store, lin, kol_id, campaign_id=1, kol_id=kol_id, kol_name=name)
    return store


def _sample(house: Store, lin: Actor, key: str = "s", **fields: Any) -> Sample:
    return actions.save_sample(house, lin, key, **{"collaboration_id": 1, "product_id": MASK, **fields})


def _states(house: Store) -> dict[int, str]:
    with house.reading() as session:
        return {row.id or 0: row.state for row in session.exec(select(Sample))}


def test_a_sample_goes_its_way_and_each_step_says_who_and_when(house: Store, lin: Actor) -> None:
    made = _sample(house, lin)
    for number, state in enumerate(("approved", "shipped", "delivered", "note_owed", "posted"), start=1):
        actions.save_sample(house, Actor("bo"), state, id=made.id, version=number, state=state)
    steps = steps_of(house, 1)
    assert [(step.state_before, step.state, step.who) for step in steps] == [
        (None, "requested", "lin"), ("requested", "approved", "bo"), ("approved", "shipped", "bo"),
        ("shipped", "delivered", "bo"), ("delivered", "note_owed", "bo"), ("note_owed", "posted", "bo"),
    ]  # fmt: skip
    assert [step.at for step in steps] == sorted(step.at for step in steps)


def test_a_step_that_cannot_follow_is_refused_with_those_that_can(house: Store, lin: Actor) -> None:
    _sample(house, lin)
    with pytest.raises(BadValue, match="approved or waived, because sample 1 is requested"):
        actions.save_sample(house, lin, "skip", id=1, version=1, state="shipped")
    assert _states(house) == {1: "requested"}


def test_a_parcel_with_a_tracking_number_counts_as_shipped(house: Store, lin: Actor) -> None:
    _sample(house, lin, state="approved", carrier="顺丰", tracking_no="SF1")
    saved = actions.save_sample(house, lin, "there", id=1, version=1, state="delivered")
    assert (saved.state, saved.carrier) == ("delivered", "shunfeng")


def test_the_cost_is_the_one_of_the_day_it_left(house: Store, lin: Actor) -> None:
    _sample(house, lin, state="approved")
    actions.save_product(house, lin, "dearer", product_id=MASK, version=1, cost_fen=2500)
    shipped = actions.save_sample(house, lin, "ship", id=1, version=1, state="shipped")
    actions.save_product(house, lin, "dearest", product_id=MASK, version=2, cost_fen=9900)
    saved = actions.save_sample(house, lin, "told", id=1, version=2, feedback="喜欢", rating=5)
    assert (shipped.unit_cost_fen, saved.unit_cost_fen) == (2500, 2500)
    with pytest.raises(BadValue, match="the product that sample 1 left with"):
        actions.save_sample(house, lin, "swap", id=1, version=3, product_id=SERUM)


def test_a_sample_is_extended_once(house: Store, lin: Actor) -> None:
    _sample(house, lin, state="delivered", delivered_date=date(2026, 5, 4))
    actions.save_sample(house, lin, "more", id=1, version=1, extended_until_date=date(2026, 5, 25))
    for later in (date(2026, 6, 1), None):
        with pytest.raises(BadValue, match="2026-05-25, because a sample is extended once"):
            actions.save_sample(house, lin, f"again {later}", id=1, version=2, extended_until_date=later)
    assert actions.save_sample(house, lin, "rate", id=1, version=2, rating=4).extended_until_date == date(2026, 5, 25)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"state": "waived"}, "why no note is expected"),
        ({"tracking_no": "SF1"}, "the carrier of the tracking number"),
        ({"rating": 6}, "a whole number from 1 to 5"),
        ({"state": "delivered", "shipped_date": date(2026, 5, 5), "delivered_date": date(2026, 5, 4)}, "2026-05-05"),
    ],
)
def test_what_contradicts_itself_is_refused(house: Store, lin: Actor, fields: dict[str, Any], message: str) -> None:
    with pytest.raises(BadValue, match=message):
        _sample(house, lin, **fields)
    assert _states(house) == {}


def test_a_product_of_another_brand_answers_like_one_that_is_not_there(house: Store, lin: Actor) -> None:
    for product_id in (OTHER, "none"):
        with pytest.raises(NotFound, match=f"There is no product {product_id} of the campaign's brand"):
            _sample(house, lin, f"try {product_id}", product_id=product_id)


def test_many_are_changed_together_or_none(house: Store, lin: Actor) -> None:
    for number in range(3):
        _sample(house, lin, f"s{number}", state="approved")
    lines = [{"id": 1, "version": 1, "state": "shipped", "carrier": "ZTO", "tracking_no": "71"},
             {"id": 2, "version": 1, "state": "posted"}, {"id": 3, "version": 1, "rating": 9}]  # fmt: skip
    with pytest.raises(CellsRefused) as refused:
        actions.change_samples(house, lin, "bulk", lines=lines)
    assert [cell.where for cell in refused.value.cells] == ["sample 2, state", "sample 3, rating"]
    assert _states(house) == {1: "approved", 2: "approved", 3: "approved"}
    lines[1:] = [{"id": 2, "version": 1, "state": "waived", "waiver_reason": "病了"}]
    for _ in range(2):  # a double click
        assert actions.change_samples(house, lin, "bulk", lines=lines) == ([], [1, 2])
    assert _states(house) == {1: "shipped", 2: "waived", 3: "approved"}
    assert audit.verify(house) == []


def test_samples_that_somebody_else_saved_are_named_and_nothing_is_changed(house: Store, lin: Actor) -> None:
    _sample(house, lin, "a")
    _sample(house, lin, "b")
    actions.save_sample(house, Actor("bo"), "faster", id=2, version=1, feedback="ok")
    with pytest.raises(SamplesStale) as stale:
        actions.change_samples(house, lin, "late", lines=[{"id": n, "version": 1, "state": "approved"} for n in (1, 2)])
    assert stale.value.ids == [2]
    assert _states(house) == {1: "requested", 2: "requested"}


SHEET = "达人\t产品\t数量\t运费\t快递公司\t快递单号\t状态\t收件人\n"


def test_a_pasted_sheet_becomes_samples_and_no_receiver_is_kept(house: Store, lin: Actor) -> None:
    text = SHEET + "花花\t面膜\t２\t12.5\t顺丰速运\tSF 123\t已寄出\t王小姐\nbo\tSerum\t\t\t\t\t\t李先生\n"
    made = actions.import_samples(house, lin, "paste", text=text)
    assert made == ([1, 2], [])
    with house.reading() as session:
        first, second = session.get_one(Sample, 1), session.get_one(Sample, 2)
    assert (first.collaboration_id, first.product_id, first.units, first.shipping_fen) == (1, MASK, 2, 1250)
    assert (first.carrier, first.tracking_no, first.state, first.unit_cost_fen) == (
        "shunfeng",
        "SF123",
        "shipped",
        2000,
    )
    assert (second.collaboration_id, second.product_id, second.state, second.unit_cost_fen) == (
        2, SERUM, "requested", None,
    )  # fmt: skip
    with house.reading() as session:
        assert "王小姐" not in str([entry.after for entry in session.exec(select(audit.AuditEntry))])


def test_every_cell_that_cannot_be_taken_is_named_and_no_row_is_saved(house: Store, lin: Actor) -> None:
    text = SHEET + "花花\t面膜\t0\t1\t\t\t\t\n谁\t面膜\tx\t1.234\t\t7.1E+12\t飞了\t\n花花\t茶\t1\t\t\t\t\t\n"
    with pytest.raises(CellsRefused) as refused:
        actions.import_samples(house, lin, "paste", text=text)
    assert [cell.where for cell in refused.value.cells] == [
        "cell C3 (数量)", "cell D3 (运费)", "cell F3 (快递单号)", "cell G3 (状态)",
    ]  # fmt: skip
    assert "E-ID-PRECISION" in str(refused.value)
    twice = "花花\t精华\t\t\t\t\t\t\n"
    text = SHEET + "花花\t面膜\t0\t1\t\t\t\t\n谁\t面膜\t\t\t\t\t\t\n花花\t茶\t1\t\t\t\t\t\n" + twice * 2
    with pytest.raises(CellsRefused) as refused:
        actions.import_samples(house, lin, "paste", text=text)
    assert [cell.where for cell in refused.value.cells] == ["cell A3 (达人)", "cell B4 (产品)", "cell A6 (达人)"]
    with pytest.raises(CellsRefused) as refused:
        actions.import_samples(house, lin, "paste", text=SHEET + "花花\t面膜\t0\t1\t\t\t\t\n")
    assert [cell.where for cell in refused.value.cells] == ["row 2, units"]
    assert _states(house) == {}


@pytest.mark.parametrize(
    ("text", "where"),
    [("", "the sheet"), ("达人\t产品\n", "the sheet"), ("达人\t金额\n花花\t1\n", "cell B1"),
     ("达人\n花花\n", "the header"), ("达人\t达人昵称\t产品\n花花\t花花\t面膜\n", "cell B1")],
)  # fmt: skip
def test_a_sheet_without_the_columns_it_needs_is_refused(house: Store, lin: Actor, text: str, where: str) -> None:
    with pytest.raises(CellsRefused) as refused:
        actions.import_samples(house, lin, "paste", text=text)
    assert [cell.where for cell in refused.value.cells] == [where]


def test_the_same_sheet_pasted_again_makes_no_second_parcel(house: Store, lin: Actor) -> None:
    text = SHEET + "花花\t面膜\t\t\t顺丰\tSF1\t已寄出\t\nBo\t面膜\t\t\t\t\t\t\n"
    actions.import_samples(house, lin, "paste", text=text)
    with pytest.raises(CellsRefused) as refused:
        actions.import_samples(house, lin, "paste again", text=text)
    assert [(cell.where, cell.code) for cell in refused.value.cells] == [
        ("cell F2 (快递单号)", "E-DUPLICATE"), ("cell A3 (达人)", "E-DUPLICATE"),
    ]  # fmt: skip
    assert "sample 1" in str(refused.value)


def test_rows_with_a_number_change_those_samples(house: Store, lin: Actor) -> None:
    actions.import_samples(house, lin, "paste", text="kol,product,state\n花花,Mask,approved\nBo,Mask,approved\n")
    changed = actions.import_samples(
        house, lin, "numbers", text="编号,承运商,运单号,状态\n2,中通,7123,已寄出\n1,JD,JD9,已寄出\n"
    )
    assert changed == ([], [2, 1])
    with house.reading() as session:
        assert [(row.carrier, row.tracking_no, row.state) for row in session.exec(select(Sample).order_by("id"))] == [
            ("jd", "JD9", "shipped"), ("zhongtong", "7123", "shipped"),
        ]  # fmt: skip


def test_a_bulk_change_is_taken_back_whole_and_once(house: Store, lin: Actor) -> None:
    _sample(house, lin, state="approved")
    actions.change_samples(
        house, lin, "ship", lines=[{"id": 1, "version": 1, "state": "shipped", "carrier": "jd", "tracking_no": "JD1"}]
    )
    found = last_change(house, lin)
    assert found is not None
    assert (found.key, found.samples) == ("ship", 1)
    assert last_change(house, Actor("bo")) is None
    with pytest.raises(NotFound):
        actions.undo_samples(house, Actor("bo"), "not mine", of="ship")
    for _ in range(2):
        assert actions.undo_samples(house, lin, "back", of="ship") == ([], [1])
    with house.reading() as session:
        row = session.get_one(Sample, 1)
    assert (row.state, row.carrier, row.tracking_no, row.shipped_date, row.unit_cost_fen, row.version) == (
        "approved", None, None, None, None, 3,
    )  # fmt: skip
    assert [step.reason for step in steps_of(house, 1)] == ["", "", "undo"]
    assert last_change(house, lin) is None
    with pytest.raises(Refused, match="taken back already"):
        actions.undo_samples(house, lin, "back again", of="ship")
    assert audit.verify(house) == []


def test_an_import_that_is_taken_back_leaves_nothing_but_the_audit(house: Store, lin: Actor) -> None:
    actions.import_samples(house, lin, "paste", text="kol,product\n花花,Mask\nBo,Mask\n")
    assert actions.undo_samples(house, lin, "back", of="paste") == ([], [1, 2])
    with house.reading() as session:
        assert session.exec(select(Sample)).all() == []
        assert session.exec(select(SampleStep)).all() == []
    assert actions.import_samples(house, lin, "paste 2", text="kol,product\n花花,Mask\n").changed == []


def test_what_somebody_has_saved_since_is_not_taken_back(house: Store, lin: Actor) -> None:
    actions.import_samples(house, lin, "paste", text="kol,product\n花花,Mask\nBo,Mask\n")
    actions.save_sample(house, Actor("bo"), "rate", id=2, version=1, rating=5)
    with pytest.raises(SamplesStale) as stale:
        actions.undo_samples(house, lin, "back", of="paste")
    assert stale.value.ids == [2]
    assert _states(house) == {1: "requested", 2: "requested"}


def test_a_thousand_rows_are_entered_within_five_seconds_and_taken_back(house: Store, lin: Actor) -> None:
    rows = "".join(f"花花,Mask,shipped,SF,SF{number:013d}\n" for number in range(1000))
    started = time.monotonic()
    made = actions.import_samples(house, lin, "paste", text="kol,product,state,carrier,tracking\n" + rows)
    seconds = time.monotonic() - started
    assert len(made.made) == 1000
    assert seconds < 60, f"{seconds:.1f} s; the claim of 5 s is held by a benchmark, this finds a loop gone square"
    actions.undo_samples(house, lin, "back", of="paste")
    assert _states(house) == {}


def test_an_agency_asks_and_ships_but_decides_nothing_and_takes_back_its_own_alone(house: Store, lin: Actor) -> None:
    actions.save_agency(house, lin, "agency", code="linjian", name="Lin")
    actions.save_collaboration(house, lin, "k1 through it", id=1, version=1, agency_id=1)
    actions.invite_person(house, lin, "ask", email="mei@example.com", name="Mei", role="agency", agency_id=1)
    mei = Actor("mei@example.com", actions.accept_invitation(house, "in", subject="id|mei", email="mei@example.com").id)
    actions.import_samples(house, mei, "paste", text="kol,product\n花花,Mask\n")
    with pytest.raises(Refused, match="decide samples"):
        actions.save_sample(house, mei, "yes", id=1, version=1, state="approved")
    with pytest.raises(CellsRefused) as refused:
        actions.import_samples(house, mei, "foreign", text="kol,product\nBo,Mask\n")
    with pytest.raises(CellsRefused) as unknown:
        actions.import_samples(house, mei, "unknown", text="kol,product\nNo,Mask\n")
    assert str(refused.value).replace("'Bo'", "'No'") == str(unknown.value)
    _sample(house, lin, "of Bo", collaboration_id=2)
    with pytest.raises(NotFound, match="no sample 2"):
        actions.change_samples(house, mei, "of another", lines=[{"id": 2, "version": 1, "feedback": "x"}])
    actions.change_samples(house, lin, "approve", lines=[{"id": 1, "version": 1, "state": "approved"}])
    with pytest.raises(NotFound):
        actions.undo_samples(house, mei, "back", of="approve")
    actions.change_samples(house, mei, "ship", lines=[{"id": 1, "version": 2, "state": "shipped"}])
    assert actions.undo_samples(house, mei, "mine", of="ship").changed == [1]
    assert _states(house) == {1: "approved", 2: "requested"}


def test_units_are_received_and_the_warning_is_versioned(house: Store, lin: Actor) -> None:
    actions.receive_samples(house, lin, "r", product_id=MASK, units=100, received_date=date(2026, 5, 1))
    actions.receive_samples(house, lin, "count", product_id=MASK, units=-3, received_date=date(2026, 5, 9))
    with pytest.raises(BadValue):
        actions.receive_samples(house, lin, "none", product_id=MASK, units=0, received_date=date(2026, 5, 9))
    actions.warn_sample_stock(house, lin, "w", product_id=MASK, warn_below=10)
    with pytest.raises(StaleVersion):
        actions.warn_sample_stock(house, lin, "w2", product_id=MASK, warn_below=20)
    assert actions.warn_sample_stock(house, lin, "w3", product_id=MASK, warn_below=20, version=1).value == 20


def test_every_state_can_be_reached_and_left_again() -> None:
    assert set(STEPS) == set(SAMPLE_STATES)
    assert {after for steps in STEPS.values() for after in steps} == set(SAMPLE_STATES)
    assert all(STEPS[state] for state in CLOSED)


@given(st.integers(0, 20_000))
def test_columns_are_called_as_spreadsheets_call_them(place: int) -> None:
    number = 0
    for letter in letters(place):
        number = number * 26 + ord(letter) - ord("A") + 1
    assert number == place + 1
