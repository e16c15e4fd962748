"""Lookalikes: near in audience and words first, and being like somebody in the little that is known ranks low."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest

from campaigns import lookalikes
from campaigns.matching import market as markets
from campaigns.matching import wording
from campaigns.matching.market import Market


def make_market(texts: list[str], **numbers: Any) -> Market:
    ids = [f"K{place}" for place in range(len(texts))]
    arrays = {name: np.array(values, dtype=np.float32) for name, values in numbers.items()}
    arrays["followers"] = np.full(len(ids), 100_000, dtype=np.float32)
    nothing: list[str | None] = [None] * len(ids)
    return Market(
        date(2026, 5, 1), ids, ids, nothing, nothing, nothing, markets.tiers_of(arrays["followers"]), arrays,
        wording.index(texts),
    )  # fmt: skip


def test_the_nearest_in_both_comes_first_and_she_herself_not_at_all() -> None:
    texts = ["蜂蜜 礼盒 早餐", "蜂蜜 礼盒 早餐", "蜂蜜 面膜 护肤", "汽车 露营 越野"]
    market = make_market(texts, female_share=[0.9, 0.9, 0.88, 0.1], male_share=[0.1, 0.1, 0.12, 0.9])
    found = lookalikes.of(market, "K0")
    assert [one.kol_id for one in found] == ["K1", "K2", "K3"]
    assert found[0].likeness == pytest.approx(1.0, abs=1e-3)
    assert found[2].content == pytest.approx(0.0, abs=1e-6)
    assert found[0].tier == "waist"


def test_one_of_whom_only_the_audience_is_known_stands_behind_one_who_is_known_to_be_like_her() -> None:
    market = make_market(
        ["蜂蜜 礼盒", "蜂蜜 早餐 礼盒", ""], female_share=[0.9, 0.85, 0.9], male_share=[0.1, 0.15, 0.1]
    )
    first, second = lookalikes.of(market, "K0")
    assert (first.kol_id, second.kol_id) == ("K1", "K2")
    assert second.content is None
    assert second.likeness > first.likeness
    assert second.confidence < first.confidence


def test_of_one_who_is_unknown_nobody_can_be_said_to_be_like_her() -> None:
    market = make_market(["", "蜂蜜"])
    assert lookalikes.of(market, "K0") == []
    assert lookalikes.of(market, "nobody") == []
