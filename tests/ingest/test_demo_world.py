"""The demo's world: what the issue promises of it, computed here from the planted rows and not from the truth file."""

from __future__ import annotations

import re

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.money import share_of
from ingest.demo import baskets, books, story
from ingest.demo.world import World, make_world

SEED = 7


@pytest.fixture(scope="module")
def world() -> World:
    return make_world(SEED)


def _by_clicker(world: World, channel: str) -> float:
    """Distinct buyers whose last touch (15 days, same product) was a click of the channel ÷ distinct clickers there."""
    touches = (
        world.lines.select("order_no", "line_no", "buyer", "product_id", "ordered")
        .join(world.clicks.filter(pl.col("buyer") >= 0), on=["buyer", "product_id"])
        .with_columns((pl.col("ordered") - pl.col("second")).alias("age"))
        .filter(pl.col("age").is_between(0, 15 * 86_400))
        .sort("second", "click_id")
        .unique(["order_no", "line_no"], keep="last", maintain_order=True)
    )
    buyers = touches.filter(pl.col("channel") == channel)["buyer"].n_unique()
    clickers = world.clicks.filter(pl.col("channel") == channel, pl.col("buyer") >= 0)["buyer"].n_unique()
    return buyers / clickers


def test_the_world_has_the_size_the_story_promises(world: World) -> None:
    assert len(world.cast.kols) == 60
    assert {kol.tier for kol in world.cast.kols} == {"koc", "tail", "waist", "head", "celebrity"}
    assert len(world.notes) == 600
    assert {note.group for note in world.notes} == {"own", "paid", "kol_organic", "word_of_mouth"}
    assert world.clicks.height == 250_000
    assert world.lines["order_no"].n_unique() == 20_000
    assert set(world.lines["channel"].unique()) == {"xiaohongshu", "tmall", "own_site"}


def test_conversion_by_clicker_lands_at_the_benchmarks(world: World) -> None:
    assert _by_clicker(world, "xiaohongshu") == pytest.approx(0.08, abs=0.004)
    assert _by_clicker(world, "tmall") == pytest.approx(0.026, abs=0.003)


def test_about_seven_of_a_hundred_orders_give_money_back(world: World) -> None:
    done = world.returns.filter(pl.col("state") == "done")
    assert done["order_no"].n_unique() / 20_000 == pytest.approx(0.07, abs=0.01)
    whole = world.lines.group_by("order_no").agg(pl.col("paid_fen").sum())
    assert done.join(whole, on="order_no").filter(pl.col("goods_fen") > pl.col("paid_fen")).is_empty()


def test_a_case_names_its_line_only_where_its_export_can(world: World) -> None:
    named = world.returns.filter(pl.col("line_no") > 0)
    assert named.height > 0
    assert "xiaohongshu" not in named["channel"].unique()


def test_one_campaign_earns_one_is_thin_and_one_loses(world: World) -> None:
    results = books.campaign_results(world)
    margin = {code: row["contribution_fen"] / row["net_sales_fen"] for code, row in results.items()}
    assert margin[story.SEED] > 0.25
    assert 0 < margin[story.AUTUMN] < 0.1
    assert margin[story.COUNTDOWN] < -0.15


def test_ids_hide_the_second_a_note_was_published(world: World) -> None:
    ids = [note.note_id for note in world.notes]
    assert len(set(ids)) == 600
    assert all(re.fullmatch("[0-9a-f]{24}", note_id) for note_id in ids)
    assert all(int(note.note_id[:8], 16) == note.published for note in world.notes)
    seconds = sorted(note.published for note in world.notes)
    assert min(np.diff(seconds)) > 5, "two notes within 5 seconds could not be told apart by their second"


def test_order_ids_are_those_of_their_platform_and_unique(world: World) -> None:
    ids = world.lines.unique("order_no").select("channel", "order_id")
    assert ids["order_id"].n_unique() == 20_000
    shapes = {"xiaohongshu": r"^P\d{18}$", "tmall": r"^\d{19}$", "own_site": r"^KB-\d{7}-\d{6}$"}
    for channel, shape in shapes.items():
        assert ids.filter(pl.col("channel") == channel)["order_id"].str.contains(shape).all()
    assert not ids["order_id"].str.contains(r"^\d*0{5}$").any(), "five zeros at the end look like lost digits"


def test_no_click_comes_before_its_note(world: World) -> None:
    published = pl.DataFrame({"note_id": [n.note_id for n in world.notes], "at": [n.published for n in world.notes]})
    early = world.clicks.join(published, on="note_id").filter(pl.col("second") <= pl.col("at"))
    assert early.is_empty()


def test_an_order_that_a_click_brought_follows_a_click_on_its_product(world: World) -> None:
    clicked = world.lines.filter(pl.col("origin") == "clicked").sort("order_no", "line_no")
    before = clicked.join(world.clicks, on=["buyer", "product_id"]).filter(pl.col("second") < pl.col("ordered"))
    assert before["order_no"].n_unique() == clicked["order_no"].n_unique()


def test_late_orders_have_their_click_but_too_long_ago(world: World) -> None:
    late = world.lines.filter(pl.col("origin") == "late").join(world.clicks, on=["buyer", "product_id"])
    assert late["order_no"].n_unique() == 350
    assert late.select((pl.col("ordered") - pl.col("second")).min()).item() > 15 * 86_400


def test_organic_buyers_never_clicked(world: World) -> None:
    organic = world.lines.filter(pl.col("origin") == "organic")
    assert organic.join(world.clicks, on="buyer").is_empty()
    assert organic["order_no"].n_unique() > 5_000


def test_the_mask_sells_out_in_the_countdown_and_people_go_on_clicking(world: World) -> None:
    mask = world.stock.filter(pl.col("product_id") == story.MASK).sort("captured")
    empty = mask.filter(pl.col("available") == 0)
    assert story.COUNTDOWN_SINCE < empty["captured"].min() < story.COUNTDOWN_BEFORE
    assert mask["available"].min() == 0
    assert mask.filter(pl.col("captured") >= story.RESTOCKED)["available"].min() > 0
    gap = (pl.col("product_id") == story.MASK, pl.col("ordered") > story.SELL_OUT_AFTER)
    assert world.lines.filter(*gap, pl.col("ordered") < story.RESTOCKED).is_empty()
    clicks = world.clicks.filter(pl.col("product_id") == story.MASK)
    assert clicks.filter(pl.col("second").is_between(story.SELL_OUT_AFTER, story.RESTOCKED)).height > 1_000


def test_stock_is_never_negative(world: World) -> None:
    assert world.stock["available"].min() >= 0


def test_stars_sell_and_the_loud_do_not(world: World) -> None:
    rates = {}
    for kol in world.cast.kols:
        paid = [note.note_id for note in world.notes if note.author.kol_id == kol.kol_id and note.group == "paid"]
        clicks = world.clicks.filter(pl.col("note_id").is_in(paid), pl.col("channel") == "xiaohongshu")
        orders = clicks.join(world.lines.filter(pl.col("origin") == "clicked"), on=["buyer", "product_id"])
        rates[kol.kol_id] = orders["buyer"].n_unique() / max(clicks["buyer"].n_unique(), 1)
    usual = float(np.median([rate for kol, rate in rates.items() if kol not in world.cast.stars + world.cast.loud]))
    assert all(rates[kol] > 1.3 * usual for kol in world.cast.stars if rates[kol])
    assert all(rates[kol] < 0.5 * usual for kol in world.cast.loud)
    warmth = {kol.kol_id: kol.warmth for kol in world.cast.kols}
    assert min(warmth[kol] for kol in world.cast.loud) > 2 * min(warmth[kol] for kol in world.cast.stars)


def test_some_samples_become_notes_some_are_owed_one_is_lost(world: World) -> None:
    fates = [item.sample_fate for item in world.cast.collaborations if item.campaign == story.SEED]
    assert (fates.count("overdue"), fates.count("lost"), fates.count("in_transit")) == (4, 1, 1)
    noted = {note.collaboration for note in world.notes if note.collaboration}
    assert noted == {item.key for item in world.cast.collaborations if item.sample_fate == "posted"}


def test_another_seed_tells_it_with_other_people(world: World) -> None:
    other = make_world(SEED + 1, 0.05)
    assert not {kol.kol_id for kol in other.cast.kols} & {kol.kol_id for kol in world.cast.kols}
    assert other.clicks.height == 12_500
    assert other.lines["order_no"].n_unique() == 1_000


@given(whole=st.integers(0, 10**12), ppm=st.integers(0, 10**6))
def test_prices_round_as_money_does(whole: int, ppm: int) -> None:
    assert baskets._part(np.array([whole]), np.array([ppm]))[0] == share_of(whole, ppm)
