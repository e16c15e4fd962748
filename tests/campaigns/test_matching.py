"""Components, the ranking and the gauges of matching, on small markets and against other libraries."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.errors import BadValue
from campaigns.matching import backtest, components, gauges, ranking, vetting, wording
from campaigns.matching import market as markets
from campaigns.matching.audience import audience_fit
from campaigns.matching.brief import Brief, from_campaign
from campaigns.matching.market import Market
from campaigns.matching.weights import COMPONENTS, DEFAULT_WEIGHTS

AS_OF = date(2026, 5, 1)
BRIEF: dict[str, Any] = {"as_of": AS_OF, "since_date": date(2026, 6, 1), "before_date": date(2026, 7, 1)}
WOMEN = {"gender": {"female": 0.8, "male": 0.2}}


def make_market(size: int = 12, texts: list[str] | None = None, **numbers: Any) -> Market:
    """KOLs K0, K1 …, all of the waist, with the numbers given."""
    given_numbers = {"followers": [100_000] * size, **numbers}
    arrays = {name: np.array(values, dtype=np.float32) for name, values in given_numbers.items()}
    ids = [f"K{place}" for place in range(size)]
    return Market(
        AS_OF, ids, ids, [None] * size, ["上海"] * size, ["daily_30_all"] * size, markets.tiers_of(arrays["followers"]),
        arrays, wording.index(texts or [""] * size),
    )  # fmt: skip


def test_an_audience_like_the_target_fits_wholly_and_the_opposite_hardly() -> None:
    market = make_market(2, female_share=[0.8, 0.0], male_share=[0.2, 1.0])
    fit = audience_fit(market, WOMEN).value
    assert fit[0] == pytest.approx(1.0, abs=1e-3)
    assert fit[1] < 0.4


@settings(deadline=None)
@given(
    women=st.floats(0, 1), tiers=st.tuples(st.floats(0.01, 1), st.floats(0.01, 1), st.floats(0.01, 1)),
    aim=st.floats(0, 1),
)  # fmt: skip
def test_audience_fit_is_one_less_the_distance_that_scipy_finds(
    women: float, tiers: tuple[float, float, float], aim: float
) -> None:
    from scipy.spatial.distance import jensenshannon

    cities = np.array(tiers) / sum(tiers)
    named = dict(
        zip(("tier1_city_share", "tier2_city_share", "tier3_city_share"), ([one] for one in cities), strict=True)
    )
    market = make_market(1, female_share=[women], male_share=[1 - women], **named)
    target = {"gender": {"female": aim, "male": 1 - aim}, "city_tier": {"1": 0.5, "2": 0.3, "3": 0.2}}
    joint = np.outer([women, 1 - women], cities).ravel()
    wanted = np.outer([aim, 1 - aim], [0.5, 0.3, 0.2]).ravel()
    expected = 1 - jensenshannon(joint, wanted, base=2)
    assert audience_fit(market, target).value[0] == pytest.approx(expected, abs=4e-3)


def test_a_dimension_no_source_gives_drops_out_and_weakens_the_evidence() -> None:
    target = WOMEN | {"city_tier": {"1": 0.5, "2": 0.3, "3": 0.2}}
    fit = audience_fit(make_market(1, female_share=[0.8], male_share=[0.2]), target)
    assert fit.value[0] == pytest.approx(1.0, abs=1e-3)
    assert fit.strength[0] == pytest.approx(0.5)
    assert np.isnan(audience_fit(make_market(1), target).value[0])


def test_what_a_brief_leaves_open_is_held_against_the_rest_as_one() -> None:
    shares = {"tier1_city_share": [0.57, 0.57], "tier2_city_share": [0.43, 0.0], "tier3_city_share": [0.0, 0.43]}
    fit = audience_fit(make_market(2, **shares), {"city_tier": {"1": 0.57}}).value
    assert fit.tolist() == pytest.approx([1.0, 1.0], abs=1e-3)


def test_words_of_the_trade_stay_whole_and_signs_fall_away() -> None:
    assert wording.cut("达人推荐：麦卢卡蜂蜜UMF10+，玻尿酸!") == ["达人", "推荐", "麦卢卡蜂蜜", "umf10", "玻尿酸"]


def test_the_index_weighs_words_as_scikit_learn_does() -> None:
    text = pytest.importorskip("sklearn.feature_extraction.text", reason="scikit-learn is a package of the tests")
    texts = ["蜂蜜 蜂蜜 早餐", "面膜 修护 屏障", "", "蜂蜜 面膜 面膜 礼盒"]
    ours = wording.index(texts)
    weigher = text.TfidfVectorizer(analyzer=wording.cut, sublinear_tf=True)
    theirs = weigher.fit_transform(texts)
    places = [ours.places[word] for word in weigher.get_feature_names_out()]
    assert ours.matrix[:, places].toarray() == pytest.approx(theirs.toarray(), abs=1e-6)
    expected = (theirs @ weigher.transform(["面膜 面膜 礼盒"]).T).toarray().ravel()
    found = ours.likeness("面膜 面膜 礼盒")
    assert np.nan_to_num(found) == pytest.approx(expected, abs=1e-6)
    assert np.isnan(found[2])


def test_missing_is_not_zero_it_drops_out_and_the_confidence_falls() -> None:
    market = make_market(12, judged=[4] * 11 + [np.nan], posted=[4] * 11 + [np.nan], clicks=[100] * 12,
                         orders=[8] * 11 + [30], sales_age_days=[3] * 12, sample_age_days=[3] * 12)  # fmt: skip
    first, *rest = ranking.rank(market, Brief(**BRIEF), {"reliability": 1, "conversion": 1})
    assert first.kol_id == "K11"
    assert "reliability" not in first.values
    assert first.score == pytest.approx(first.values["conversion"])
    assert first.confidence < rest[0].confidence


def test_one_order_of_ten_clicks_says_less_than_a_hundred_of_a_thousand() -> None:
    market = make_market(12, clicks=[10, 1000] + [500] * 10, orders=[1, 100] + [10] * 10)
    value = components.standing(market, "image", is_paid=True)["conversion"].value
    assert 0.5 < value[0] < value[1]


def test_fees_rise_with_the_tier_so_only_who_gets_samples_stands_beside_everybody() -> None:
    followers = [5_000] * 6 + [100_000] * 6
    sales = [10, 20, 30, 40, 50, 60, 1000, 2000, 3000, 4000, 5000, 6000]
    market = make_market(12, followers=followers, linked_notes=[2] * 12, net_sales=sales)
    paid = components.standing(market, "image", is_paid=True)["net_sales"].value
    unpaid = components.standing(market, "image", is_paid=False)["net_sales"].value
    assert paid[5] > 0.5 > paid[6]
    assert unpaid[6] > unpaid[5]
    assert np.isnan(components.every(market, Brief(**BRIEF, method="samples"))["price"].value).all()


def test_engagement_far_outside_the_band_costs_authenticity_and_is_not_believed_in_the_price() -> None:
    reads, usual = [10_000] * 12, [500, 520, 480, 510, 490, 505, 495, 515, 485, 500, 500]
    market = make_market(12, reads=reads, engagement=[*usual, 4_000], image_price=[3_000] * 12, impressions=reads)
    found = components.standing(market, "image", is_paid=True)
    assert found["authenticity"].value[11] < 0.2
    assert found["authenticity"].value[0] > 0.9
    honest = make_market(12, reads=reads, engagement=[*usual, 520], image_price=[3_000] * 12, impressions=reads)
    believed = components.standing(honest, "image", is_paid=True)["price"].value[11]
    assert found["price"].value[11] < believed + 0.4
    assert "engagement" in ranking.cautions_of(market, 11)


def test_paid_notes_under_the_own_median_are_said() -> None:
    market = make_market(3, recent_paid=[4, 4, 2], recent_under=[4, 3, 2])
    assert [ranking.cautions_of(market, place) for place in range(3)] == [("under_median",), (), ()]


def test_prices_outside_the_range_and_other_cities_are_out_and_unknown_prices_stay() -> None:
    market = make_market(4, image_price=[100, 500, 900, np.nan], judged=[1] * 4, posted=[1] * 4)
    brief = Brief(**BRIEF, least_price_fen=200, most_price_fen=800)
    assert {rank.kol_id for rank in ranking.rank(market, brief, DEFAULT_WEIGHTS)} == {"K1", "K3"}
    elsewhere = Brief(**BRIEF, market="北京")
    assert ranking.rank(market, elsewhere, DEFAULT_WEIGHTS) == []


def test_who_is_out_has_no_place_and_is_not_counted() -> None:
    market = make_market(4, judged=[1] * 4, posted=[1] * 4)
    ranks = ranking.rank(market, Brief(**BRIEF), DEFAULT_WEIGHTS, out=["K2", "unknown"])
    assert [rank.kol_id for rank in ranks] == ["K0", "K1", "K3"]
    assert {rank.of for rank in ranks} == {3}


@settings(deadline=None)
@given(st.lists(st.one_of(st.none(), st.floats(0, 1, width=32)), min_size=1, max_size=30), st.integers(1, 8))
def test_the_first_are_those_a_whole_sort_would_give(scores: list[float | None], top: int) -> None:
    score = np.array([np.nan if one is None else one for one in scores], dtype=np.float32)
    sure = np.zeros(len(score), dtype=np.float32)
    whole = sorted((place for place in range(len(score)) if not np.isnan(score[place])), key=lambda p: (-score[p], p))
    assert ranking.in_order(score, sure, top) == whole[:top]


@pytest.mark.parametrize("weights", [{}, {"price": 0}, {"price": -1, "audience": 3}])
def test_weights_that_weigh_nothing_are_refused(weights: dict[str, int]) -> None:
    with pytest.raises(BadValue, match="at least one above zero"):
        ranking.rank(make_market(2), Brief(**BRIEF), weights)


def test_the_houses_weights_are_parts_of_a_hundred() -> None:
    assert set(DEFAULT_WEIGHTS) == set(COMPONENTS)
    assert sum(DEFAULT_WEIGHTS.values()) == 100


def test_a_brief_is_seeded_from_its_campaign_and_changed_by_what_is_asked() -> None:
    row = {
        "id": 3, "code": "C", "brand_id": 1, "method": "mixed", "brief": "换季", "must_have": '["海曦|Havgry"]',
        "product_names": "面膜", "categories": "mask,serum", "target_audience": '{"gender": {"female": 0.8}}',
        "since_date": date(2026, 6, 1), "before_date": date(2026, 7, 1),
    }  # fmt: skip
    brief = from_campaign(row, AS_OF, kind="video")
    assert (brief.words, brief.categories, brief.kind) == ("面膜 换季 海曦 Havgry", ("mask", "serum"), "video")
    with pytest.raises(BadValue, match="image or video"):
        from_campaign(row, AS_OF, kind="live")


def test_ndcg_is_one_for_the_best_order_and_less_for_any_other() -> None:
    assert gauges.ndcg([3, 2, 1]) == 1
    assert gauges.ndcg([1, 2, 3]) == pytest.approx((1 + 2 / np.log2(3) + 1.5) / (3 + 2 / np.log2(3) + 0.5))
    assert gauges.ndcg([0, 0]) == 0


def test_precision_counts_who_is_truly_among_the_best() -> None:
    assert gauges.precision([0, 5, 1, 4], first=2) == 0.5
    assert gauges.precision([0, 0, 0]) == 0


def test_an_interval_takes_six_pairs() -> None:
    assert gauges.paired([0.1] * 5) is None
    found = gauges.paired([0.1, 0.2, 0.3, 0.1, 0.2, 0.3])
    assert found is not None
    assert found.mean == pytest.approx(0.2)
    assert found.low < found.mean < found.high


def test_a_backtest_says_which_component_helped() -> None:
    """K11 sells most of each click and sold most again; everybody's audience is the same."""
    market = make_market(
        12, clicks=[500] * 12, orders=range(5, 65, 5), followers=range(112_000, 100_000, -1000),
        female_share=[0.8] * 12, male_share=[0.2] * 12,
    )  # fmt: skip
    outcomes = pl.DataFrame({"net_sales_fen": range(100, 1300, 100), "spend_fen": [100] * 12})
    brief = Brief(**BRIEF, audience=WOMEN)
    made = backtest.judge("C", market, brief, {"conversion": 1, "audience": 1}, np.arange(12), outcomes)
    assert made.ours.ndcg == 1
    assert made.baselines["followers"].ndcg < made.baselines["random"].ndcg < 1
    worth = backtest.worth([made])
    assert worth["conversion"] > 0 >= worth["audience"]
    alone = backtest.judge("C", market, brief, {"conversion": 1}, np.arange(12), outcomes)
    assert alone.without == {}


def test_vetting_gives_words_with_numbers_and_peers() -> None:
    reads = [10_000] * 12
    market = make_market(12, reads=reads, engagement=[500, 520, 480, 510, 490, 505, 495, 515, 485, 500, 500, 4_000],
                         likes_per_read=[0.1] * 12)  # fmt: skip
    odd = {sign.name: sign for sign in vetting.signs(market, 11)}
    assert odd["engagement"].word == vetting.DOUBT
    assert odd["engagement"].value == pytest.approx(0.4)
    assert len(odd["engagement"].peers) == 11
    assert odd["sameness"].word == vetting.UNKNOWN
    assert vetting.verdict(list(odd.values())) == vetting.DOUBT
    assert vetting.verdict(vetting.signs(market, 0)) == vetting.CALM
    assert vetting.verdict(vetting.signs(make_market(12), 0)) == vetting.UNKNOWN
