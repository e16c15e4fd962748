"""Commission lines and campaign totals: what is due, from which terms, and what the campaign left."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

import pytest

from campaigns import terms as engine_terms
from campaigns.commission import compute
from campaigns.events import ORDER, REFUND, Event
from campaigns.periods import period_of


def _terms(scene: Any, part: str, rate: int | None, **values: Any) -> None:
    columns = {"id": int(scene.query("select count(*) + 1 as n from records.terms")[0]["n"]), "collaboration_id": 7}
    scene.given("records.terms", part=part, rate_ppm=rate, **(columns | values))


def _amounts(scene: Any, part: str = "kol") -> list[tuple[str, str, int]]:
    lines = scene.rows("commission_lines", f"part = '{part}'", "event_at, refund_id nulls first")
    return [(line["kind"], line["period"], line["amount_fen"]) for line in lines]


def _refund(
    scene: Any, refund_id: str, goods_fen: int, refunded_at: str = "2026-05-12 12:00+08", **values: Any
) -> None:
    scene.given(
        "refunds", refund_id=refund_id, goods_fen=goods_fen, refunded_at=refunded_at, **({"order_id": "O1"} | values)
    )


def test_three_partial_refunds_end_at_exactly_zero(campaign: Any) -> None:
    """99.90 at 15 %: 14.99; refunded 33.30 three times: −5.00, −4.99, −5.00."""
    campaign.query("update raw.orders set paid_fen = 9990")
    _terms(campaign, "kol", 150_000)
    for number in (1, 2, 3):
        _refund(campaign, f"r{number}", 3330, f"2026-0{4 + number}-12 12:00+08")
    assert _amounts(campaign) == [
        ("sale", "2026-05", 1499), ("refund", "2026-05", -500), ("refund", "2026-06", -499), ("refund", "2026-07", -500)
    ]  # fmt: skip
    bases = [line["base_fen"] for line in campaign.rows("commission_lines", order="event_at")]
    assert bases == [9990, -3330, -3330, -3330]
    assert not campaign.broken()


@pytest.mark.parametrize(("base", "due"), [("buyer_paid", 3450), ("merchant_receives", 3900), ("list_price", 4500)])
def test_every_base_is_named(campaign: Any, base: str, due: int) -> None:
    """List 300, brand coupon 40, platform coupon 30, 15 %."""
    campaign.query(
        "update raw.orders set list_fen = 30000, brand_discount_fen = 4000, platform_discount_fen = 3000, "
        "paid_fen = 23000"
    )
    _terms(campaign, "kol", 150_000, base=base)
    assert _amounts(campaign) == [("sale", "2026-05", due)]


def test_three_parts_build_on_each_other(campaign: Any) -> None:
    """1,000.00: platform 15 % 150.00; the KOL 5 % of what that leaves 42.50; the agency 8 % of the KOL's fee 3.40."""
    campaign.query("update raw.orders set paid_fen = 100000")
    campaign.query("update records.collaboration set agency_id = 3")
    _terms(campaign, "platform_fee", 150_000)
    _terms(campaign, "kol", 50_000, base="after_platform_fee")
    _terms(campaign, "third_party", 80_000, base="kol_fee")
    _refund(campaign, "r", 50000)
    assert _amounts(campaign, "platform_fee") == [("sale", "2026-05", 15000), ("refund", "2026-05", -7500)]
    assert _amounts(campaign, "kol") == [("sale", "2026-05", 4250), ("refund", "2026-05", -2125)]
    assert _amounts(campaign, "third_party") == [("sale", "2026-05", 340), ("refund", "2026-05", -170)]


def test_a_third_party_is_paid_only_through_an_agency(campaign: Any) -> None:
    _terms(campaign, "third_party", 80_000)
    assert _amounts(campaign, "third_party") == []


def test_the_kol_gets_her_share_of_the_seller_s_rate(campaign: Any) -> None:
    _terms(campaign, "kol", 150_000, cps_share_ppm=800_000)
    assert _amounts(campaign) == [("sale", "2026-05", 1200)]


def test_a_zero_line_is_kept_and_a_tax_above_the_price_pays_nothing(campaign: Any) -> None:
    campaign.query("update raw.orders set tax_fen = 20000")
    _terms(campaign, "kol", 150_000)
    assert _amounts(campaign) == [("sale", "2026-05", 0)]


def test_an_over_refund_posts_only_what_was_left_and_an_early_one_counts_at_the_order(campaign: Any) -> None:
    _terms(campaign, "kol", 100_000)
    _refund(campaign, "early", 4000, "2026-04-01 12:00+08")
    _refund(campaign, "over", 9000)
    assert _amounts(campaign) == [("sale", "2026-05", 1000), ("refund", "2026-05", -400), ("refund", "2026-05", -600)]
    assert not campaign.broken()


def test_a_gift_is_due_on_its_list_price_until_it_comes_back(campaign: Any) -> None:
    """Nothing was paid, so nothing is left to refund: a refund of shipping changes nothing, one of goods takes all."""
    campaign.query("update raw.orders set paid_fen = 0, list_fen = 300")
    _terms(campaign, "kol", 150_000, base="list_price")
    _refund(campaign, "1 shipping", 0, shipping_fen=500)
    _refund(campaign, "2 goods", 1)
    assert _amounts(campaign) == [("sale", "2026-05", 45), ("refund", "2026-05", 0), ("refund", "2026-05", -45)]
    assert not campaign.broken()


def test_the_month_is_shanghai_s(campaign: Any) -> None:
    _terms(campaign, "kol", 100_000)
    campaign.query("update raw.orders set ordered_at = '2026-05-31 16:00:00+00', source_kol_id = 'K1'")
    campaign.query("update raw.clicks set clicked_at = '2026-05-31 15:00:00+00'")
    assert _amounts(campaign) == [("sale", "2026-06", 1000)]
    campaign.query("update raw.orders set ordered_at = '2026-05-31 15:59:59+00'")
    campaign.built.clear()
    assert _amounts(campaign) == [("sale", "2026-05", 1000)]


SCOPES: list[tuple[str, int, dict[str, Any]]] = [
    ("platform", 10_000, {"platform": "xiaohongshu"}),
    ("platform_category", 20_000, {"platform": "xiaohongshu", "category": "beauty"}),
    ("agency", 30_000, {"agency_id": 3}),
    ("agency_campaign", 40_000, {"agency_id": 3, "campaign_id": 1}),
    ("collaboration", 50_000, {"collaboration_id": 7}),
]


@pytest.mark.parametrize("count", range(1, 6))
def test_the_most_specific_terms_win(campaign: Any, count: int) -> None:
    campaign.query("update records.collaboration set agency_id = 3")
    for scope, rate, where in reversed(SCOPES[:count]):
        _terms(campaign, "platform_fee", rate, scope=scope, **({"collaboration_id": None} | where))
    for scope, _, where in SCOPES:
        others = {name: "other" if isinstance(value, str) else 99 for name, value in where.items()}
        _terms(campaign, "platform_fee", 990_000, scope=scope, **({"collaboration_id": None} | others))
    assert _amounts(campaign, "platform_fee") == [("sale", "2026-05", SCOPES[count - 1][1] // 100)]


@pytest.mark.parametrize(
    ("since", "before", "holds"),
    [("2026-05-10", None, True), ("2026-05-11", None, False), ("2026-05-01", "2026-05-10", False),
     ("2026-05-01", "2026-05-11", True)],
)  # fmt: skip
def test_terms_hold_from_their_first_day_to_the_day_before_their_end(
    campaign: Any, since: str, before: str | None, holds: bool
) -> None:
    """Ordered on 10 May at 00:30 in Shanghai, which is still 9 May in UTC."""
    campaign.query("update raw.orders set ordered_at = '2026-05-10 00:30+08'")
    campaign.query("update raw.clicks set clicked_at = '2026-05-10 00:10+08'")
    _terms(campaign, "kol", 100_000, since_date=since, before_date=before)
    assert len(_amounts(campaign)) == int(holds)


def test_a_fixed_fee_is_due_when_a_linked_note_is_published_and_only_then(campaign: Any) -> None:
    _terms(campaign, "kol", 100_000, fixed_fee_fen=300000)
    campaign.given("raw.notes", note_id="N2", kol_id="K1", published_at=None)
    campaign.given("records.collaboration_note", note_id="N2", collaboration_id=7)
    campaign.given("raw.notes", note_id="organic", kol_id="K1", published_at="2026-05-03 00:00+08")
    fee = campaign.row("commission_lines", "kind = 'fixed_fee'")
    assert (fee["note_id"], fee["amount_fen"], fee["part"], fee["period"], fee["line_id"]) == (
        "N1", 300000, "kol", "2026-05", "note/N1"
    )  # fmt: skip
    assert not campaign.broken()


def test_tiers_of_a_platform_are_reported_because_they_count_only_orders_of_collaborations(campaign: Any) -> None:
    where = {"scope": "platform", "platform": "xiaohongshu", "collaboration_id": None}
    _terms(campaign, "platform_fee", 150_000, cap_fen=100, **where)
    assert _amounts(campaign, "platform_fee") == [("sale", "2026-05", 100)]
    assert "terms of a platform" in " ".join(sentence for _, sentence, _ in campaign.broken("warn"))


def test_a_promo_code_is_stronger_than_the_last_click_and_weaker_than_a_named_kol(campaign: Any) -> None:
    campaign.given("records.collaboration", id=8, campaign_id=1, kol_id="K2", promo_code="LIN15")
    chosen = "select collaboration_id, evidence, has_conflict, note_id from campaign_credits"
    for change, expected in (
        ("promo_code = ' lin15 '", (8, "promo_code", True, None)),
        ("source_kol_id = 'K1'", (7, "source_kol", False, "N1")),
        ("source_kol_id = null, product_id = 'P2'", None),
    ):
        campaign.query(f"update raw.orders set {change}")
        campaign.built.clear()
        campaign.build("campaign_credits")
        assert [tuple(row.values()) for row in campaign.query(chosen)] == ([expected] if expected else [])


def test_a_promo_code_finds_an_order_without_any_click(campaign: Any) -> None:
    campaign.query("update records.collaboration set promo_code = 'GLOW'")
    campaign.given("orders", order_id="O2", buyer_key=99, promo_code="GLOW")
    _terms(campaign, "kol", 100_000)
    assert [line["order_id"] for line in campaign.rows("commission_lines", order="order_id")] == ["O1", "O2"]
    assert not campaign.broken()


def test_an_organic_note_of_the_same_kol_is_not_paid_for(campaign: Any) -> None:
    campaign.given("raw.notes", note_id="organic", kol_id="K1", published_at="2026-05-03 00:00+08")
    campaign.given("note_products", note_id="organic", product_id="P1")
    campaign.given("raw.clicks", click_id="c9", note_id="organic", buyer_key=9).given(
        "orders", order_id="O9", buyer_key=9
    )
    _terms(campaign, "kol", 100_000)
    assert [line["order_id"] for line in campaign.rows("commission_lines")] == ["O1"]
    notes = {note["note_id"]: note for note in campaign.rows("campaign_notes")}
    assert (notes["organic"]["is_paid"], notes["organic"]["gmv_fen"], notes["organic"]["spend_fen"]) == (
        False,
        10000,
        0,
    )
    assert (notes["N1"]["is_paid"], notes["N1"]["gmv_fen"], notes["N1"]["spend_fen"]) == (True, 10000, 1000)
    assert not campaign.broken()


@pytest.mark.parametrize(
    ("change", "belongs"),
    [({}, True), ({"product_id": "P2"}, False), ({"ordered_at": "2026-04-30 23:59+08"}, False),
     ({"ordered_at": "2026-05-31 23:59+08"}, True), ({"ordered_at": "2026-06-01 00:00+08"}, False),
     ({"source_kol_id": "K2"}, False)],
)  # fmt: skip
def test_a_kol_without_a_note_sells_for_the_campaign_of_that_day_and_product(
    campaign: Any, change: dict[str, Any], belongs: bool
) -> None:
    campaign.given("orders", order_id="O2", buyer_key=None, **({"source_kol_id": "K1"} | change))
    found = campaign.rows("campaign_credits", "order_id = 'O2'")
    assert [(row["campaign_id"], row["note_id"]) for row in found] == ([(1, None)] if belongs else [])
    assert not campaign.broken()


def test_of_two_campaigns_the_one_that_began_last_takes_a_kol_s_order_once(campaign: Any) -> None:
    campaign.given("records.campaign", id=2, code="D", since_date="2026-05-05")
    campaign.given("records.campaign_product", campaign_id=2, product_id="P1")
    campaign.given("records.collaboration", id=8, campaign_id=2, kol_id="K1")
    campaign.given("orders", order_id="O2", buyer_key=None, source_kol_id="K1")
    assert [row["campaign_id"] for row in campaign.rows("campaign_credits", order="order_id")] == [1, 2]


def test_the_waterfall_of_a_campaign_ends_in_its_contribution(campaign: Any) -> None:
    """GMV 300.00 over three lines, 100.00 refunded whole, 33.33 in part; terms: platform 15 %, agency 8 %, KOL 5 % and
    500.00 per note; a sample of 20.00 + 9.00 shipping, a returned one 8.00, one unsent; ads 40.00 in May, then 1.00."""
    campaign.query("update records.collaboration set agency_id = 3")
    for part, rate in (("platform_fee", 150_000), ("third_party", 80_000), ("kol", 50_000)):
        _terms(campaign, part, rate, fixed_fee_fen=50000 if part == "kol" else 0)
    campaign.given("orders", order_id="O2", line_no=1).given("orders", order_id="O3", buyer_key=5, source_kol_id="K1")
    _refund(campaign, "r1", 10000, order_id="O2")
    _refund(campaign, "r2", 3333, "2026-06-02 12:00+08", order_id="O3")
    campaign.given("records.sample", id=1, collaboration_id=7, product_id="P1", shipping_fen=900)
    campaign.given("records.sample", id=2, collaboration_id=7, product_id="P1", shipping_fen=800, state="returned")
    campaign.given("records.sample", id=3, collaboration_id=7, product_id="P1", shipping_fen=700, state="approved")
    campaign.given("ad_spend", note_id="N1", date="2026-05-31", spend_fen=4000)
    campaign.given("ad_spend", note_id="N1", date="2026-06-01", spend_fen=100)
    found = campaign.row("campaign_totals")
    cost = 2000 + 1333  # O1 whole, two thirds of O3
    fees = {"platform_fee_fen": 2500, "third_party_fen": 1333, "kol_commission_fen": 833, "fixed_fee_fen": 50000}
    assert {name: found[name] for name in fees} == fees
    assert (found["gmv_fen"], found["refunds_fen"], found["net_sales_fen"]) == (30000, 13333, 16667)
    assert (found["product_cost_fen"], found["samples_fen"], found["ads_fen"]) == (cost, 3700, 4000)
    assert found["spend_fen"] == 1333 + 833 + 50000 + 3700 + 4000
    assert found["contribution_fen"] == 16667 - cost - 2500 - 1333 - 833 - 50000 - 3700 - 4000
    assert (found["orders"], found["kept_orders"], found["notes"], found["kols"]) == (3, 2, 1, 1)
    days = campaign.rows("campaign_days", order="business_date")
    assert [(str(d["business_date"]), d["gmv_fen"], d["refunds_fen"], d["orders"], d["clicks"]) for d in days] == [
        ("2026-05-02", 0, 0, 0, 0), ("2026-05-10", 30000, 0, 3, 1), ("2026-05-12", 0, 10000, 0, 0),
        ("2026-05-31", 0, 0, 0, 0), ("2026-06-02", 0, 3333, 0, 0),
    ]  # fmt: skip
    assert (str(found["data_since_date"]), str(found["data_until_date"])) == ("2026-05-02", "2026-06-02")
    assert not campaign.broken()


def test_a_campaign_without_anything_is_all_zeros_with_unknown_audience(scene: Any) -> None:
    scene.given("records.campaign", id=1)
    found = scene.row("campaign_totals")
    assert (found["spend_fen"], found["contribution_fen"], found["orders"], found["impressions"]) == (0, 0, 0, None)


def _oracle(
    order: dict[str, Any], refunds: list[tuple[str, int]], rates: dict[str, tuple[str, int]]
) -> dict[str, list[int]]:
    """Ten lines of plain fractions: the running amounts of each part, turned into differences."""
    paid, tax = order["paid_fen"], order["tax_fen"]
    whole = {"buyer_paid": paid - tax, "merchant_receives": paid - tax + order["platform_discount_fen"]}
    whole["list_price"] = order["list_fen"] - tax
    gone, amounts = 0, {part: [] for part in rates}
    for taken in [0, *[goods for _, goods in sorted(refunds)]]:
        gone = min(paid, gone + taken)
        due: dict[str, int] = {}
        for part in ("platform_fee", "kol", "third_party"):
            left = {name: _half_up(Fraction(max(0, base) * (paid - gone), paid)) for name, base in whole.items()}
            left |= {
                "after_platform_fee": max(0, left["buyer_paid"] - due.get("platform_fee", 0)),
                "kol_fee": due.get("kol", 0),
            }
            due[part] = _half_up(Fraction(left[rates[part][0]] * rates[part][1], 10**6))
            amounts[part].append(due[part])
    return {
        part: [new - old for new, old in zip(so_far, [0, *so_far], strict=False)] for part, so_far in amounts.items()
    }


def _half_up(value: Fraction) -> int:
    return int(value + Fraction(1, 2))


def test_lines_equal_the_engine_and_plain_fractions_on_random_orders(campaign: Any) -> None:
    dice = random.Random(11)
    campaign.query("delete from raw.orders")
    campaign.query("update records.collaboration set agency_id = 3")
    rates = {
        "platform_fee": ("list_price", 157_301),
        "kol": ("after_platform_fee", 83_333),
        "third_party": ("kol_fee", 125_001),
    }
    for part, (base, rate) in rates.items():
        _terms(campaign, part, rate, base=base)
    at = datetime(2026, 5, 10, 4, tzinfo=UTC)
    events, expected = [], {}
    for number in range(80):
        paid = dice.choice([1, 2, 3, 333, 9990, dice.randrange(1, 10**7)])
        discount = dice.randrange(0, 50)
        money = {
            "paid_fen": paid,
            "list_fen": paid + discount,
            "platform_discount_fen": discount,
            "tax_fen": dice.choice([0, 1, paid // 9]),
        }
        campaign.given("orders", order_id=f"o{number:02d}", **money)
        events.append(Event(f"e{number}", ORDER, at, f"o{number:02d}", 1, **money))
        refunds = [(f"r{number:02d}-{n}", dice.randrange(1, paid + 2)) for n in range(dice.choice([0, 1, 2, 3]))]
        for refund_id, goods in refunds:
            _refund(campaign, refund_id, goods, order_id=f"o{number:02d}")
            when = datetime(2026, 5, 12, 4, tzinfo=UTC)
            events.append(Event(refund_id, REFUND, when, f"o{number:02d}", 1, refund_goods_fen=goods))
        expected[f"o{number:02d}"] = _oracle(money, refunds, rates)
    lines = campaign.rows("commission_lines", order="order_id, part, kind desc, refund_id")
    found: dict[str, dict[str, list[int]]] = {}
    for line in lines:
        found.setdefault(line["order_id"], {part: [] for part in rates})[line["part"]].append(line["amount_fen"])
    assert found == expected
    parts = {p: engine_terms.PartTerms(engine_terms.flat(rate), base) for p, (base, rate) in rates.items()}
    engine = compute(engine_terms.Terms(**parts), events)
    ours = sorted(
        (
            line["order_id"],
            line["part"],
            line["kind"],
            line["refund_id"] or "",
            line["base_fen"],
            line["amount_fen"],
            line["period"],
        )
        for line in lines
    )
    theirs = sorted(
        (
            line.order_id or "",
            line.part,
            line.kind,
            (line.event_id or "") if line.kind == "refund" else "",
            line.base_fen,
            line.amount_fen,
            line.period,
        )
        for line in engine.lines
    )
    assert len(ours) > 300
    assert ours == theirs
    assert {line["period"] for line in lines} == {period_of(at)}
    assert not campaign.broken()
