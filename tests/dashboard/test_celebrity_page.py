"""The page on stars and sell-outs: what sold out after whose note, and what people name that is not listed."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest
from sqlmodel import select
from streamlit.testing.v1 import AppTest

from campaigns import actions
from campaigns.actions import Actor
from campaigns.errors import BadValue, NotFound, StaleVersion
from campaigns.records import CollaborationNote
from campaigns.store import open_store
from dashboard.formats import Voice
from dashboard.stock_chart import stock_curve
from ingest.load import load_files

Open = Callable[..., AppTest]
Read = Callable[[AppTest], str]
LIN = Actor("lin")


def test_a_product_is_named_with_its_sell_out_or_without(world: Path, open_page: Open, read_page: Read) -> None:
    assert "sold out" in read_page(open_page(world, "celebrity", campaign="SEEDING"))
    assert "Nothing sold out in Autumn glow" in read_page(open_page(world, "celebrity", campaign="AUTUMN"))


def test_comments_that_name_what_is_not_listed_are_counted(
    own_world: Path, tmp_path: Path, open_page: Open, read_page: Read
) -> None:
    """The campaign lists the serum alone: two ask for a lipstick, one for the clay mask, one praises the serum."""
    with closing(open_store(own_world)) as store:
        campaigns = {row["code"]: row["id"] for row in store.record_tables()["campaign"].to_pylist()}
        owners = {row["id"] for row in store.record_tables()["collaboration"].to_pylist()
                  if row["campaign_id"] == campaigns["STAR"]}  # fmt: skip
        with store.reading() as session:
            note = next(n.note_id for n in session.exec(select(CollaborationNote)) if n.collaboration_id in owners)
        actions.watch_words(store, LIN, "w", brand_code="LUNE", words=["口红"])
    said = ["口红是什么色号", "口红链接", "火山泥面膜呢", "晚安精华好用"]
    file = tmp_path / "comments_2026-09-01.csv"
    rows = [f"c{number},{note},2026-09-01T12:00:0{number}+08:00,{text}" for number, text in enumerate(said)]
    file.write_text("\n".join(["comment_id,note_id,posted_at,body", *rows]) + "\n", encoding="utf-8")
    load_files(own_world, [file], who="lin")
    page = read_page(open_page(own_world, "celebrity", campaign="STAR"))
    assert "口红链接" in page
    assert "晚安精华好用" not in page
    assert "the campaign does not list: 2" in page
    assert "火山泥面膜呢" in page


def test_the_watched_words_are_one_versioned_list_of_a_brand(own_world: Path) -> None:
    with closing(open_store(own_world)) as store:
        first = actions.watch_words(store, LIN, "1", brand_code="LUNE", words=["口红", "口红", " 发膜 "])
        assert (first.value, first.version) == (["口红", "发膜"], 1)
        with pytest.raises(StaleVersion):
            actions.watch_words(store, LIN, "2", brand_code="LUNE", words=["眼影"])
        assert actions.watch_words(store, LIN, "3", brand_code="LUNE", words=[], version=1).value == []
        with pytest.raises(NotFound, match="no brand NONE"):
            actions.watch_words(store, LIN, "4", brand_code="NONE", words=["眼影"])
        with pytest.raises(BadValue):
            actions.watch_words(store, LIN, "5", brand_code="LUNE", words=[""], version=2)


def test_the_curve_shades_the_time_without_stock_and_marks_notes() -> None:
    at = [datetime(2026, 9, day, 4, tzinfo=UTC) for day in (1, 2, 3, 4)]
    counts = pl.DataFrame({"captured_at": at, "available": [9, 0, 0, 50]})
    notes = pl.DataFrame(
        {"published_at": [at[0]], "title": ["<b>"], "kol_name": ["星"], "clicks": [3], "is_paid": [True]}
    )
    gaps = pl.DataFrame({"sold_out_at": [at[1]], "restocked_at": [at[3]]})
    figure = stock_curve(counts, notes, gaps, Voice("zh"))
    assert [shape.x0.day for shape in figure.layout.shapes] == [2]
    assert [shape.x1.day for shape in figure.layout.shapes] == [4]
    assert list(figure.data[0].y) == [9, 0, 0, 50]
    assert figure.data[1].text == ("星",)
    assert "&lt;b&gt;" in figure.data[1].hovertext[0]
