"""Notes find their collaboration, and what waits for a person is listed with the money at stake."""

from __future__ import annotations

from typing import Any

import pytest

CAMPAIGN = {"id": 1, "is_archived": False}


@pytest.fixture
def spring(scene: Any) -> Any:
    """A campaign in May with product P1 (面膜 of 海曦), and KOL K1 in collaboration 7; nothing is published."""
    scene.given("records.brand", id=1, code="hav", name="Havgry", name_zh="海曦", version=1)
    scene.given("records.product", product_id="P1", name_zh="海藻面膜 5片装").given("records.campaign", **CAMPAIGN)
    scene.given("records.campaign_product", campaign_id=1, product_id="P1")
    scene.given("records.collaboration", id=7, campaign_id=1, kol_id="K1", quote_fen=5000, state="draft_in")
    return scene


def _publish(scene: Any, note_id: str = "N1", published_at: str = "2026-05-10 20:00+08", **note: Any) -> None:
    scene.given("raw.notes", note_id=note_id, kol_id="K1", published_at=published_at, **note)


def _link(scene: Any, note_id: str = "N1", product_id: str = "P1") -> None:
    scene.given("note_products", note_id=note_id, product_id=product_id)


def test_a_note_that_links_the_product_in_the_period_is_very_likely_the_collaborations(spring: Any) -> None:
    _publish(spring, title="Glow")
    _link(spring)
    found = spring.row("note_proposals")
    assert (found["note_id"], found["collaboration_id"], found["strength"], found["rank"]) == ("N1", 7, "strong", 1)
    assert (found["is_linking_product"], found["is_in_period"], found["product_id"]) == (True, True, "P1")
    assert {found[f"is_{reason}"] for reason in ("naming_product", "naming_brand", "as_drafted")} == {False}


@pytest.mark.parametrize(
    ("note", "is_linked", "strength"),
    [
        ({"title": "海藻面膜测评"}, False, "good"),
        ({"body": "来自havgry的快递"}, False, "weak"),
        ({"body": "海曦", "is_sponsored": True}, False, "good"),
        ({"title": "x", "published_at": "2026-06-14 23:59+08"}, True, "good"),
        ({"title": "海藻面膜", "published_at": "2026-06-14 23:59+08"}, False, "weak"),
        ({"title": "x", "published_at": "2026-06-15 00:00+08"}, True, None),
        ({"title": "x", "published_at": "2026-04-30 23:59+08"}, True, None),
        ({"title": "面膜"}, False, None),
    ],
)
def test_how_likely_a_note_is_the_collaborations(
    spring: Any, note: dict[str, Any], is_linked: bool, strength: str | None
) -> None:
    _publish(spring, **note)
    if is_linked:
        _link(spring)
    assert [row["strength"] for row in spring.rows("note_proposals")] == ([strength] if strength else [])


def test_a_link_to_another_product_says_nothing(spring: Any) -> None:
    _publish(spring, title="Glow")
    _link(spring, product_id="P9")
    assert spring.rows("note_proposals") == []


def test_a_short_link_entered_by_hand_counts_as_a_link(spring: Any) -> None:
    _publish(spring, title="Glow")
    spring.given("records.link", slug="abc", note_id="N1", product_id="P1", version=1)
    assert spring.row("note_proposals")["is_linking_product"]


def test_the_title_of_an_approved_draft_is_as_good_as_a_link(spring: Any) -> None:
    _publish(spring, title="敷了五天 ")
    draft = {"collaboration_id": 7, "number": 1, "title": "敷了五天"}
    spring.given("records.collaboration_draft", id=1, state="submitted", **draft)
    assert spring.rows("note_proposals") == []
    spring.given("records.collaboration_draft", id=2, state="approved", **draft | {"number": 2})
    found = spring.row("note_proposals")
    assert (found["is_as_drafted"], found["strength"]) == (True, "strong")


@pytest.mark.parametrize("answer", ["linked", "linked elsewhere", "dismissed", "declined", "archived", "other kol"])
def test_what_is_answered_or_over_is_not_proposed(scene: Any, answer: str) -> None:
    scene.given("records.brand", id=1, code="hav", name="Havgry", name_zh="", version=1)
    scene.given("records.product", product_id="P1").given("records.campaign", id=1, is_archived=answer == "archived")
    scene.given("records.campaign_product", campaign_id=1, product_id="P1")
    scene.given("records.collaboration", id=8, campaign_id=1, kol_id="K2")
    state = "declined" if answer == "declined" else "published"
    scene.given(
        "records.collaboration", id=7, campaign_id=1, kol_id="K9" if answer == "other kol" else "K1", state=state
    )
    _publish(scene, title="Glow")
    _link(scene)
    if answer.startswith("linked"):
        scene.given("records.collaboration_note", note_id="N1", collaboration_id=7 if answer == "linked" else 8)
    if answer == "dismissed":
        scene.given("records.note_dismissal", note_id="N1", collaboration_id=7, dismissed_by="x")
    assert scene.rows("note_proposals") == []


def test_a_note_is_proposed_to_each_campaign_of_its_kol_the_likeliest_first(spring: Any) -> None:
    spring.given("records.campaign", id=2, code="C2", is_archived=False)
    spring.given("records.collaboration", id=9, campaign_id=2, kol_id="K1")
    spring.given("records.product", product_id="P2", name="Serum", name_zh="")
    spring.given("records.campaign_product", campaign_id=2, product_id="P2")
    _publish(spring, title="海曦好物")
    _link(spring, product_id="P1")
    found = spring.rows("note_proposals", order="rank")
    assert [(row["rank"], row["collaboration_id"], row["strength"]) for row in found] == [
        (1, 7, "strong"),
        (2, 9, "weak"),
    ]


def _tasks(scene: Any, kind: str) -> list[dict[str, Any]]:
    return scene.rows("tasks", f"kind = '{kind}'")  # type: ignore[no-any-return]


def test_the_newest_draft_waits_with_the_fee_that_was_quoted(spring: Any) -> None:
    draft = {"collaboration_id": 7, "submitted_at": "2026-05-03 01:00+08", "title": "t"}
    spring.given("records.collaboration_draft", id=1, number=1, state="returned", **draft)
    assert [(row["subject"], row["amount_fen"], row["who"]) for row in _tasks(spring, "draft_returned")] == [
        ("1", 5000, "Lin")
    ]
    spring.given("records.collaboration_draft", id=2, number=2, state="submitted", **draft)
    assert _tasks(spring, "draft_returned") == []
    assert [(row["subject"], str(row["due_date"])) for row in _tasks(spring, "draft_waiting")] == [("2", "2026-05-03")]
    spring.given("records.collaboration_draft", id=3, number=3, state="approved", **draft)
    assert _tasks(spring, "draft_waiting") == []


def test_a_likely_note_waits_with_what_it_sold_and_an_unlikely_one_does_not(spring: Any) -> None:
    _publish(spring, title="Glow")
    _link(spring)
    spring.given("raw.clicks", click_id="c1", note_id="N1", buyer_key=1).given("orders", order_id="O1")
    _publish(spring, "N2", body="havgry")
    assert [(row["subject"], row["amount_fen"]) for row in _tasks(spring, "proposal")] == [("N1", 10000)]


def test_a_sell_out_waits_with_what_was_sold_in_the_week_before(spring: Any) -> None:
    _publish(spring, title="Glow")
    spring.given("orders", order_id="O1", ordered_at="2026-05-10 12:00+08")
    spring.given("orders", order_id="O2", ordered_at="2026-05-02 12:00+08")
    for at, available in (("2026-05-09 00:00+08", 5), ("2026-05-10 13:00+08", 0)):
        spring.given("stock_levels", product_id="P1", captured_at=at, available=available)
    spring.given("raw.clicks", click_id="c1", note_id="N1", buyer_key=1, clicked_at="2026-05-10 14:00+08")
    (found,) = _tasks(spring, "sold_out")
    assert (found["amount_fen"], found["items"], found["who"]) == (10000, 1, "still")


def test_a_month_waits_until_it_or_a_later_one_is_locked(spring: Any) -> None:
    terms = {"part": "kol", "collaboration_id": 7, "rate_ppm": 100_000}
    spring.given("records.terms", id=1, **terms)
    spring.given("orders", order_id="O1", source_kol_id="K1", ordered_at="2026-05-10 12:00+08")
    assert _tasks(spring, "month_open") == []
    spring.given("orders", order_id="O9", product_id="P9", ordered_at="2026-06-10 12:00+08")
    assert [(row["subject"], row["amount_fen"]) for row in _tasks(spring, "month_open")] == [("2026-05", 1000)]
    spring.given("records.ledger_lock", period="2026-05", requested_by="ann")
    assert _tasks(spring, "month_open") == []
    assert [(row["subject"], row["who"]) for row in _tasks(spring, "month_to_approve")] == [("2026-05", "ann")]
    spring.given("records.ledger_lock", period="2026-06", requested_by="ann", approved_by="bob")
    assert _tasks(spring, "month_to_approve") == []


def test_a_dated_next_step_and_refused_cells_wait(spring: Any) -> None:
    spring.given("records.collaboration", id=8, campaign_id=1, kol_id="K2", next_date="2026-05-20", state="contacted")
    spring.given("records.collaboration", id=9, campaign_id=1, kol_id="K3", next_date="2026-05-20", state="declined")
    assert [(row["subject"], str(row["due_date"])) for row in _tasks(spring, "step_due")] == [("8", "2026-05-20")]
    cell = {"sheet": "S", "column_name": "c", "table_name": "t", "code": "E", "rule": "r", "remedy": "m"}
    for row in (2, 3):
        spring.given("rejects", load_id=1, source_row=row, **cell)
    assert [(task["subject"], task["items"]) for task in _tasks(spring, "refused")] == [("1", 2)]


def test_the_models_of_a_full_scene_keep_their_rules(spring: Any) -> None:
    _publish(spring, title="海藻面膜")
    _link(spring)
    spring.given("records.collaboration_draft", id=1, number=1, collaboration_id=7, state="submitted", title="t",
                 submitted_at="2026-05-03 01:00+08")  # fmt: skip
    assert [entry for entry in spring.broken() if entry[0] in ("tasks", "note_proposals")] == []
