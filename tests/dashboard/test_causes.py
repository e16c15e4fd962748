"""What the rules say about breaks is said in Chinese too, to the last word."""

from __future__ import annotations

import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

from campaigns import amount_hypotheses, lump_sums
from campaigns.reconcile import reconcile
from dashboard.causes import said
from dashboard.formats import Voice

ZH, EN = Voice("zh"), Voice("en")
ENGLISH = re.compile(r"[a-z]{3,}|unexplained|; ")


def _planted() -> ModuleType:
    path = Path(__file__).parents[1] / "campaigns" / "planted_statements.py"
    spec = importlib.util.spec_from_file_location("planted_statements", path)
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules.setdefault("planted_statements", importlib.util.module_from_spec(spec))
    spec.loader.exec_module(module)
    return module


def test_causes_and_explanations_of_every_kind_are_said_in_chinese() -> None:
    planted = _planted()
    for seed in (3, 4):
        statement = planted.Statement(seed).fill(plain=5, each=6)
        for found in reconcile(statement.ours, statement.theirs, planted.MOMENT, [150_000]).breaks:
            for text in (found.cause, found.explanation):
                assert not ENGLISH.search(said(text, ZH)), (text, said(text, ZH))
                assert said(text, EN) == text


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("fee charged at 18 %, ours 15 %", "平台费按 18 % 计，我方为 15 %"),
        ("18 % of 200.00 is 36.00; ours is 15 %", "200.00 的 18 % 为 36.00，我方费率 15 %"),
        (
            "commission charged on what the buyer paid with tax and shipping, ours on what the buyer paid",
            "佣金按买家实付（含税及运费）计，我方按买家实付计",
        ),
        ("unexplained; refunds exceed the sale by 3.00", "原因不明；退款超出销售 3.00"),
        ("no order of ours has this number", "我方没有该订单号"),
        ("theirs names k2, ours k1", "对方记为 k2，我方为 k1"),
        (
            "gives back 14.00 in proportion to the sale (18 % of 200.00 is 36.00; ours is 15 %)",
            "按销售的同等比例退回 14.00（200.00 的 18 % 为 36.00，我方费率 15 %）",
        ),
        ("30.00 stands 2 times; one of them: unexplained", "30.00 出现 2 次，其中一笔：原因不明"),
    ],
)
def test_a_sentence_in_chinese(english: str, chinese: str) -> None:
    assert said(english, ZH) == chinese


@pytest.mark.parametrize("text", [lump_sums.AMBIGUOUS, lump_sums.TOO_MANY, lump_sums.NONE])
def test_sums_left_to_people_are_said(text: str) -> None:
    assert not ENGLISH.search(said(text, ZH))
    assert not ENGLISH.search(said(text.partition(":")[0], ZH))


@pytest.mark.parametrize("base", amount_hypotheses.BASE_WORDS.values())
def test_every_base_is_said(base: str) -> None:
    for suffix in ("", " with tax", " with shipping", " with the brand's coupon", " with the platform's coupon"):
        assert not ENGLISH.search(said(f"fee charged on {base}{suffix}, ours on {base}", ZH))
