"""The match page and `kol match`: sentences in both languages, weights of a brand, who is out and why."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest
from typer.testing import CliRunner

from campaigns import actions
from campaigns.actions import Actor
from campaigns.errors import BadValue, StaleVersion
from campaigns.matching.ranking import Rank
from campaigns.store import open_store
from dashboard import match_sentence
from dashboard.cli import app as kol
from dashboard.formats import Voice

Open = Callable[..., AppTest]
Read = Callable[[AppTest], str]
LIN = Actor("lin")


def rank_of(number: int, flaw: str | None = "price", cautions: tuple[str, ...] = ()) -> Rank:
    values = {"audience": 0.912, "conversion": 0.85, "price": 0.12}
    return Rank(number, 412, 0, "K", 0.7, 0.6, values, {}, {}, ("audience", "conversion"), flaw, cautions)


@pytest.mark.parametrize(
    ("lang", "cautions", "told"),
    [
        ("en", ("under_median",), "Third of 412: Audience 0.91, Conversion 0.85, but the last paid notes are all under "
         "their own median, Price 0.12."),
        ("en", (), "Third of 412: Audience 0.91, Conversion 0.85, but Price 0.12."),
        ("zh", ("under_median",), "412 位中第 3：人群 0.91、转化 0.85；但最近的合作笔记全部低于自身中位数、"
         "价格 0.12。"),
    ],
)  # fmt: skip
def test_a_rank_explains_itself_in_a_sentence(lang: str, cautions: tuple[str, ...], told: str) -> None:
    found = match_sentence.sentence(rank_of(3, cautions=cautions), Voice("zh" if lang == "zh" else "en"))
    assert found == told


def test_a_rank_that_nothing_speaks_against_says_so_by_silence() -> None:
    assert (
        match_sentence.sentence(rank_of(41, flaw=None), Voice("en")) == "No. 41 of 412: Audience 0.91, Conversion 0.85."
    )


def matched(root: Path, *more: str) -> dict[str, Any]:
    """What `kol match` answers for the campaign STAR."""
    answer = CliRunner().invoke(kol, ["match", "--root", str(root), "--campaign", "STAR", "--json", *more])
    assert answer.exit_code == 0, answer.stderr
    found: dict[str, Any] = json.loads(answer.stdout)
    return found


def brand_of_star(root: Path) -> int:
    with closing(open_store(root)) as store:
        rows = store.record_tables()["campaign"].to_pylist()
    return next(int(row["brand_id"]) for row in rows if row["code"] == "STAR")


def test_the_command_ranks_with_reasons_and_leaves_out_who_is_in_the_pipeline(world: Path) -> None:
    now = matched(world)
    waiting = {row["kol_id"] for row in now["left_out"] if row["rule"] == "in_pipeline"}
    assert waiting
    assert not waiting & {one["kol_id"] for one in now["kols"]}
    then = matched(world, "--as-of", "2026-09-10", "--top", "3")
    assert then["as_of"] == "2026-09-10"
    assert [one["number"] for one in then["kols"]] == [1, 2, 3]
    first = then["kols"][0]
    assert first["why"]["en"].startswith("First of ")
    assert all(0 <= part["value"] <= 1 for part in first["components"].values())
    assert sorted((one["score"] for one in then["kols"]), reverse=True) == [one["score"] for one in then["kols"]]


def test_a_campaign_nobody_knows_is_refused(world: Path) -> None:
    answer = CliRunner().invoke(kol, ["match", "--root", str(world), "--campaign", "NONE"])
    assert answer.exit_code == 1
    assert "no campaign NONE" in answer.stderr


def test_who_is_blocked_or_has_no_slot_in_those_days_is_out(own_world: Path) -> None:
    brand = brand_of_star(own_world)
    first, second, third = (one["kol_id"] for one in matched(own_world, "--as-of", "2026-09-10", "--top", "3")["kols"])
    with closing(open_store(own_world)) as store:
        blocked = actions.save_kol_hold(
            store, LIN, "1", brand_id=brand, kol_id=first, kind="blocked", since_date=date(2026, 1, 1), reason="刷量"
        )
        actions.save_kol_hold(
            store, LIN, "2", brand_id=brand, kol_id=second, kind="no_slot", since_date=date(2026, 1, 1),
            before_date=date(2027, 1, 1),
        )  # fmt: skip
        actions.save_kol_hold(
            store, LIN, "3", brand_id=brand, kol_id=third, kind="no_slot", since_date=date(2025, 1, 1),
            before_date=date(2025, 2, 1),
        )  # fmt: skip
        found = matched(own_world, "--as-of", "2026-09-10")
        out = {row["kol_id"]: row["rule"] for row in found["left_out"]}
        assert out == out | {first: "blocked", second: "no_slot"}
        assert third in {one["kol_id"] for one in found["kols"]}
        actions.drop_kol_hold(store, LIN, "4", hold_id=blocked.id or 0, version=1)
    assert first in {one["kol_id"] for one in matched(own_world, "--as-of", "2026-09-10")["kols"]}


def test_the_weights_of_a_brand_are_a_versioned_row_that_the_ranking_follows(own_world: Path) -> None:
    brand = brand_of_star(own_world)
    with closing(open_store(own_world)) as store:
        saved = actions.save_match_weights(store, LIN, "1", brand_id=brand, weights={"authenticity": 3, "price": 0})
        assert (saved.weights, saved.version) == ({"authenticity": 3}, 1)
        with pytest.raises(StaleVersion):
            actions.save_match_weights(store, LIN, "2", brand_id=brand, weights={"price": 1})
        for wrong in ({"charm": 1}, {"price": -1}, {"price": 101}, {"price": 0}, {}):
            with pytest.raises(BadValue):
                actions.save_match_weights(store, LIN, f"{wrong}", brand_id=brand, weights=wrong, version=1)
    for one in matched(own_world, "--as-of", "2026-09-10")["kols"]:
        assert one["score"] == pytest.approx(one["components"]["authenticity"]["value"], abs=1e-3)


def test_weights_are_saved_on_the_page_for_the_brand(own_world: Path, open_page: Open) -> None:
    app = open_page(own_world, "match", campaign="STAR")
    next(one for one in app.number_input if one.label == "Audience").set_value(33)
    next(one for one in app.button if one.label == "Save" and ".weights." in str(one.key)).click()
    app.run()
    assert not app.exception
    with closing(open_store(own_world)) as store:
        rows = store.record_tables()["match_weights"].to_pylist()
    assert [(row["brand_id"], row["version"]) for row in rows] == [(brand_of_star(own_world), 1)]
    assert json.loads(rows[0]["weights"])["audience"] == 33


def test_the_backtest_stands_on_the_page_and_says_how_sure_it_is(world: Path, open_page: Open, read_page: Read) -> None:
    said = read_page(open_page(world, "match", campaign="STAR"))
    assert "NDCG@10" in said or "No past campaign to hold the ranking against yet" in said


def test_vetting_names_the_kol_of_the_address(world: Path, open_page: Open, read_page: Read) -> None:
    asked = matched(world, "--as-of", "2026-09-10", "--top", "1")["kols"][0]
    said = read_page(open_page(world, "vet", kol=asked["kol_id"]))
    assert said.splitlines()[1].startswith(asked["kol_name"])
    assert "Engagement rate" in said
