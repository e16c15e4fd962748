"""From impression to kept order, and who of those who clicked bought."""

from __future__ import annotations

import random
from collections import Counter
from typing import Any

import pytest

from campaigns.statistics import wilson


def _shoppers(scene: Any, note_id: str, clickers: int, buyers: int, **click: Any) -> None:
    for buyer in range(1, clickers + 1):
        key = int(note_id[1:]) * 1000 + buyer
        scene.given("raw.clicks", click_id=f"{note_id}-{buyer}", note_id=note_id, buyer_key=key, **click)
        if buyer <= buyers:
            scene.given("orders", order_id=f"{note_id}-{buyer}", buyer_key=key)


def test_a_rate_by_clicker_has_its_interval_and_counts_people_not_clicks(scene: Any) -> None:
    _shoppers(scene, "N1", 40, 3)
    scene.given(
        "raw.clicks",
        click_id="again",
        note_id="N1",
        buyer_key=scene.query("select min(buyer_key) as k from raw.clicks")[0]["k"],
    )
    scene.given("raw.clicks", click_id="unknown", note_id="N1", buyer_key=None)
    found = scene.row("conversion", "dimension = 'note'")
    assert (found["clicks"], found["clickers"], found["buyers"], found["orders"]) == (42, 40, 3, 3)
    assert found["by_clicker"] == pytest.approx(3 / 40)
    assert (found["by_clicker_low"], found["by_clicker_high"]) == pytest.approx(wilson(3, 40))
    assert found["by_click"] == pytest.approx(3 / 42)
    assert not scene.broken()


def test_clickers_equal_sets_of_buyers_over_random_clicks(scene: Any) -> None:
    dice = random.Random(5)
    kol_of = {f"N{number}": dice.choice(["K1", "K2", None]) for number in range(8)}
    for note_id, kol_id in kol_of.items():
        if note_id != "N7":
            scene.given("raw.notes", note_id=note_id, kol_id=kol_id)
    clickers: dict[tuple[str, str], set[int]] = {}
    clicks: Counter[tuple[str, str]] = Counter()
    for number in range(300):
        click = {"note_id": f"N{dice.randrange(8)}", "product_id": dice.choice(["P1", "P2", None]),
                 "section": dice.choice(["search", "explore", None]),
                 "channel": dice.choice(["tmall", "own_site", None]),
                 "buyer_key": dice.choice([None, *range(25)])}  # fmt: skip
        scene.given("raw.clicks", click_id=f"c{number}", **click)
        values = {"all": "all", "note": click["note_id"], "product": click["product_id"],
                  "kol": None if click["note_id"] == "N7" else kol_of[click["note_id"]],
                  "section": click["section"] or "unknown", "channel": click["channel"] or "unknown"}  # fmt: skip
        for place in ((dimension, key) for dimension, key in values.items() if key is not None):
            clicks[place] += 1
            clickers.setdefault(place, set()).update(set() if click["buyer_key"] is None else {click["buyer_key"]})
    found = {(row["dimension"], row["key"]): (row["clicks"], row["clickers"]) for row in scene.rows("click_counts")}
    assert found == {place: (count, len(clickers[place])) for place, count in clicks.items()}
    assert not scene.broken()


@pytest.mark.parametrize(("clickers", "is_enough"), [(29, False), (30, True)])
def test_thirty_clickers_are_enough(scene: Any, clickers: int, is_enough: bool) -> None:
    _shoppers(scene, "N1", clickers, 1)
    assert scene.row("conversion", "dimension = 'all'")["is_enough"] is is_enough


def test_clicks_without_any_buyer_have_no_rate_by_clicker(scene: Any) -> None:
    scene.given("raw.clicks", click_id="c", note_id="N1", buyer_key=None)
    found = scene.row("conversion", "dimension = 'note'")
    assert (found["by_clicker"], found["by_clicker_low"], found["by_click"], found["is_enough"]) == (
        None,
        None,
        0,
        False,
    )


def test_benchmarks_stand_beside_their_channel_only_and_follow_the_setting(scene: Any) -> None:
    scene.given("records.setting", key="benchmark.xiaohongshu", value="0.08")
    scene.given("records.setting", key="benchmark.tmall", value='"0.026"')
    scene.given("records.setting", key="threshold.viral", value='{"likes": 1000}')
    _shoppers(scene, "N1", 2, 1)
    _shoppers(scene, "N2", 2, 1, channel="tmall")
    _shoppers(scene, "N3", 2, 1, channel="own_site")
    found = {row["key"]: row["benchmark"] for row in scene.rows("conversion", "dimension = 'channel'")}
    assert found == {"xiaohongshu": 0.08, "tmall": 0.026, "own_site": None}
    assert {row["benchmark"] for row in scene.rows("conversion", "dimension <> 'channel'")} == {None}


def test_a_buyer_counts_under_the_note_section_and_channel_of_the_click_that_took_the_credit(scene: Any) -> None:
    scene.given("orders", order_id="O1", channel="tmall")
    scene.given(
        "raw.clicks", click_id="a", note_id="N1", buyer_key=1, section="search", clicked_at="2026-05-09 10:00+08"
    )
    scene.given("raw.clicks", click_id="b", note_id="N2", buyer_key=1, section="explore", channel="own_site")
    buyers = {(r["dimension"], r["key"]): r["buyers"] for r in scene.rows("conversion")}
    assert buyers == {
        ("all", "all"): 1, ("note", "N1"): 0, ("note", "N2"): 1, ("section", "search"): 0, ("section", "explore"): 1,
        ("channel", "xiaohongshu"): 0, ("channel", "own_site"): 1, ("product", "P1"): 1,
    }  # fmt: skip


def test_every_dimension_has_a_label_people_read(campaign: Any) -> None:
    campaign.given("raw.kols", kol_id="K1", nickname="林林")
    found = {r["dimension"]: (r["key"], r["label"], r["label_zh"]) for r in campaign.rows("conversion")}
    assert found == {
        "all": ("all", "all", None), "note": ("N1", "Glow", None), "kol": ("K1", "林林", None),
        "campaign": ("1", "Spring", "春"), "product": ("P1", "Mask", "面膜"), "section": ("explore", "explore", None),
        "channel": ("xiaohongshu", "xiaohongshu", None), "method": ("mixed", "mixed", None),
        "tier": ("unknown", "unknown", None), "cohort": ("2026-04-27", "2026-04-27", None),
    }  # fmt: skip


def test_a_campaign_counts_a_buyer_who_clicked_two_of_its_notes_once(campaign: Any) -> None:
    campaign.given("raw.notes", note_id="N2", kol_id="K1").given("raw.notes", note_id="organic", kol_id="K1")
    campaign.given("records.collaboration_note", note_id="N2", collaboration_id=7)
    campaign.given("raw.clicks", click_id="c2", note_id="N2", buyer_key=1)
    campaign.given("raw.clicks", click_id="c3", note_id="organic", buyer_key=2)
    found = campaign.row("conversion", "dimension = 'campaign'")
    assert (found["clicks"], found["clickers"], found["buyers"]) == (2, 1, 1)


def test_a_note_s_funnel_ends_in_kept_orders_and_net_sales(scene: Any) -> None:
    """Three orders of 100.00: one kept, one refunded in part, one whole; a fourth in dollars is only counted."""
    scene.given("raw.notes", note_id="N1", title="Glow")
    scene.given(
        "raw.note_metrics", note_id="N1", impressions=1000, reads=100, likes=1, collects=1, comments=1, shares=1
    )
    scene.given("raw.clicks", click_id="c", note_id="N1", buyer_key=1)
    for order_id in ("kept", "partly", "whole"):
        scene.given("orders", order_id=order_id, quantity=2)
    scene.given("orders", order_id="dollars", currency="USD")
    scene.given("refunds", refund_id="r1", order_id="partly", goods_fen=4000)
    scene.given("refunds", refund_id="r2", order_id="whole", goods_fen=6000)
    scene.given("refunds", refund_id="r3", order_id="whole", goods_fen=6000)
    found = scene.row("note_funnel")
    assert (found["impressions"], found["reads"], found["engagement"], found["clicks"], found["clickers"]) == (
        1000,
        100,
        4,
        1,
        1,
    )
    assert (found["buyers"], found["orders"], found["kept_orders"], found["units"]) == (1, 4, 3, 7)
    assert (found["gmv_fen"], found["refunds_fen"], found["net_sales_fen"]) == (30000, 14000, 16000)
    assert not scene.broken()
    assert {sentence for _, sentence, _ in scene.broken("warn")} >= {
        "more was refunded than was paid; only what was left counts",
        "an order in another currency than CNY is left out of every sum of money",
    }


def test_a_note_that_only_clicks_name_is_listed(scene: Any) -> None:
    scene.given("raw.clicks", click_id="c", note_id="unseen", buyer_key=1).given("orders", order_id="O1")
    found = scene.row("note_funnel")
    assert (found["note_id"], found["title"], found["gmv_fen"]) == ("unseen", None, 10000)
    assert not scene.broken()


def test_refunds_count_in_order_and_never_before_their_order(scene: Any) -> None:
    """Two refunds dated before the order, one after; together 30.00 too much."""
    scene.given("orders", order_id="O1")
    scene.given("refunds", refund_id="b", order_id="O1", goods_fen=3000, refunded_at="2026-05-01 00:00+08")
    scene.given("refunds", refund_id="a", order_id="O1", goods_fen=4000, refunded_at="2026-05-02 00:00+08")
    scene.given("refunds", refund_id="A", order_id="O1", goods_fen=6000, refunded_at="2026-05-20 00:00+08")
    scene.given("refunds", refund_id="shipping", order_id="O1", goods_fen=0, shipping_fen=5)
    scene.given("refunds", refund_id="orphan", order_id="none", goods_fen=1)
    scene.given("refunds", refund_id="dollars", order_id="O1", goods_fen=1, currency="USD")
    steps = scene.rows("refund_steps", order="refund_no")
    assert [(s["refund_id"], s["refunded_fen"], s["refunded_so_far_fen"], s["is_all_refunded"]) for s in steps] == [
        ("a", 4000, 4000, False), ("b", 3000, 7000, False), ("shipping", 0, 7000, False), ("A", 3000, 10000, True)
    ]  # fmt: skip
    assert scene.row("line_refunds")["refunded_fen"] == 10000
    assert steps[0]["event_at"].isoformat() == "2026-05-10T04:00:00+00:00"
    assert not scene.broken()


def test_refunds_that_cannot_count_are_reported_and_those_of_a_whole_order_are_not(scene: Any) -> None:
    scene.given("orders", order_id="O1").given("orders", order_id="O2")
    scene.given("refunds", refund_id="whole order", order_id="O1", line_no=0, goods_fen=100)
    scene.given("refunds", refund_id="no order", order_id="none", line_no=0, goods_fen=100)
    scene.given("refunds", refund_id="no line", order_id="O1", line_no=2, goods_fen=100)
    scene.given("refunds", refund_id="dollars", order_id="O2", goods_fen=1, currency="USD")
    scene.given("refunds", refund_id="euros", order_id="O2", line_no=0, goods_fen=1, currency="EUR")
    assert [row["refund_id"] for row in scene.rows("refund_steps")] == ["whole order"]
    found = {sentence: sorted(row["refund_id"] for row in rows) for _, sentence, rows in scene.broken("warn")}
    assert found["a refund names an order, or a line of one, that no file has brought"] == ["no line", "no order"]
    assert found["a refund is in another currency than its order and does not count"] == ["dollars", "euros"]
