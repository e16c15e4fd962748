"""Every page in both languages and in each of its states, run as people run it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from campaigns.actions import Actor, save_setting
from campaigns.records import Setting
from campaigns.store import open_store

PAGES = ("overview", "campaign", "conversion", "data", "today", "drafts", "notes", "samples", "celebrity", "match",
         "vet")  # fmt: skip
NOT_FOR_PEOPLE = re.compile(r"\bNone\b|\bnan\b|NaN|_fen\b|_at\b|Traceback|\{\w+\}|duckdb|by_clicker")

Open = Callable[..., AppTest]
Read = Callable[[AppTest], str]


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("page", PAGES)
def test_a_page_says_what_it_found_and_nothing_technical(
    page: str, lang: str, world: Path, open_page: Open, read_page: Read
) -> None:
    app = open_page(world, page, lang)
    said = read_page(app)
    assert not app.exception
    assert len(said.splitlines()) > 10
    assert not NOT_FOR_PEOPLE.search(said), NOT_FOR_PEOPLE.findall(said)
    assert bool(re.search(r"[一-鿿]", said.splitlines()[0])) == (lang == "zh")


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("page", PAGES)
def test_a_page_without_a_warehouse_says_what_to_do(
    page: str, lang: str, tmp_path: Path, open_page: Open, read_page: Read
) -> None:
    app = open_page(tmp_path, page, lang)
    said = read_page(app)
    assert not app.exception
    if page == "data":
        assert app.get("file_uploader")
        assert ("Drop the first files" if lang == "en" else "拖入第一批文件") in said
    else:
        assert ("Nothing has been loaded yet" if lang == "en" else "还没有载入任何数据") in said
    assert list(tmp_path.iterdir()) == [], "looking at an empty folder must leave it empty"


def test_a_damaged_warehouse_is_one_sentence_and_a_next_step(own_world: Path, open_page: Open, read_page: Read) -> None:
    build = (own_world / "warehouse.duckdb").resolve()
    build.write_bytes(build.read_bytes()[:4096])
    said = read_page(open_page(own_world, "overview"))
    assert "This page cannot be shown right now" in said
    assert "kol rebuild" in said
    assert not NOT_FOR_PEOPLE.search(said.replace("duckdb", ""))


def test_what_nobody_foresaw_is_one_sentence_without_details(read_page: Read, caplog: pytest.LogCaptureFixture) -> None:
    def script() -> None:
        from dashboard.states import unexpected

        assert unexpected(ValueError("column by_clicker of /secret/path"))

    app = AppTest.from_function(script, default_timeout=30)
    app.run()
    assert not app.exception
    said = read_page(app)
    assert "Something unforeseen happened" in said
    assert "secret" not in said
    assert "secret" in caplog.text


def test_a_link_restores_campaign_and_language(world: Path, open_page: Open, read_page: Read) -> None:
    app = open_page(world, "campaign", "zh", campaign="SEEDING")
    assert "寄样种草" in read_page(app)
    assert app.selectbox(key="campaign").value == "SEEDING"
    assert app.query_params["campaign"] == "SEEDING"


def test_an_unknown_campaign_in_a_link_says_so_and_shows_the_newest_one(
    world: Path, open_page: Open, read_page: Read
) -> None:
    app = open_page(world, "campaign", campaign="NO-SUCH")
    assert not app.exception
    assert "A star for the serum" in read_page(app)
    assert "a campaign that is not here" in read_page(app)
    assert "a campaign that is not here" not in read_page(app.run())


def test_choosing_a_campaign_changes_page_and_address(world: Path, open_page: Open, read_page: Read) -> None:
    app = open_page(world, "campaign")
    app.selectbox(key="campaign").select("AUTUMN").run()
    assert "Autumn glow has" in read_page(app)
    assert app.query_params["campaign"] == "AUTUMN"


def test_the_language_switch_changes_every_word(world: Path, open_page: Open, read_page: Read) -> None:
    app = open_page(world, "overview")
    assert "What needs attention" in read_page(app)
    app.get("segmented_control")[0].set_value("zh").run()
    said = read_page(app)
    assert "待处理事项" in said
    assert "What needs attention" not in said
    assert app.query_params["lang"] == "zh"


def test_a_brand_narrows_the_overview(world: Path, open_page: Open, read_page: Read) -> None:
    app = open_page(world, "overview")
    assert "Sample seeding" in read_page(app)
    app.selectbox(key="brand").select("LUNE").run()
    said = read_page(app)
    assert "Sample seeding" not in said
    assert "Autumn glow" in said


def test_what_needs_attention_has_amounts(world: Path, open_page: Open, read_page: Read) -> None:
    said = read_page(open_page(world, "overview"))
    for concern in (
        "is over budget",
        "loses money",
        "clicked while sold out",
        "samples without a note",
        "The data has ended",
    ):
        assert concern in said, concern


def test_titles_of_notes_cannot_bring_markup(world: Path, open_page: Open) -> None:
    app = open_page(world, "campaign", campaign="STAR")
    markup = "".join(element.proto.body for element in app.get("html"))
    assert "&lt;b&gt;bold&lt;/b&gt;" in markup
    assert "<b>bold</b>" not in markup


def test_refused_cells_are_listed_with_their_remedy(world: Path, open_page: Open, read_page: Read) -> None:
    app = open_page(world, "data")
    assert "Refused cells: 1" in read_page(app)
    table = app.dataframe[0].value
    assert table["value"].tolist() == ["twelve"]
    assert table["remedy"].str.len().min() > 10


def test_an_edit_of_the_records_shows_at_the_next_rerun(own_world: Path, open_page: Open, read_page: Read) -> None:
    app = open_page(own_world, "conversion")
    assert "50.0%" not in read_page(app)
    store = open_store(own_world)
    save_setting(store, Actor("tests"), "higher", name="benchmark.tmall", version=1, value=0.5)
    app.run()
    assert "points against 50.0%" in read_page(app)


def test_a_new_build_shows_at_the_next_rerun(own_world: Path, open_page: Open, read_page: Read, tmp_path: Path) -> None:
    from ingest.load import load_files

    app = open_page(own_world, "data")
    before = read_page(app)
    export = tmp_path / "stock_levels_2026-11-04.csv"
    export.write_text("product_id,captured_at,available\nX1,2026-11-04T00:00:00+08:00,12\n", encoding="utf-8")
    load_files(own_world, [export], who="tests")
    app.run()
    assert export.name in read_page(app)
    assert export.name not in before


def test_a_benchmark_is_edited_on_the_page_and_judged_by_at_once(
    own_world: Path, open_page: Open, read_page: Read
) -> None:
    app = open_page(own_world, "conversion")
    app.selectbox(key="benchmark.channel").set_value("xiaohongshu").run()
    app.number_input[0].set_value(61.5)
    app.text_input[0].set_value("team goal 2027")
    next(button for button in app.button if button.label == "Save").click().run()
    assert not app.exception
    assert "61.5" in read_page(app)
    assert "(team goal 2027)" in read_page(app)
    with open_store(own_world).reading() as session:
        saved = session.get(Setting, "benchmark.xiaohongshu")
    assert saved is not None
    assert (saved.value, saved.source) == (0.615, "team goal 2027")
