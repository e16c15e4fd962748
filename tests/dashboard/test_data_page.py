"""The Data page: an unknown file is mapped and loaded, refused rows are taken out to edit, a row is traced."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from streamlit.testing.v1 import AppTest

from campaigns import facts
from dashboard.data import href
from dashboard.formats import Voice
from dashboard.uploads import Job, rest
from dashboard.words import WORDS

Open = Callable[..., AppTest]
Read = Callable[[AppTest], str]
STOCK = "货号,盘点时间,可用库存\nsku-77,2026-11-04 10:00:00,12\nsku-78,2026-11-04 10:00:00,many\n"


def _drop(app: AppTest, name: str, content: str) -> None:
    app.file_uploader[0].upload(name, content.encode())
    app.button[0].click().run()
    _wait(app)


def _wait(app: AppTest) -> None:
    before = time.monotonic() + 120
    while not app.session_state["upload.job"].is_done and time.monotonic() < before:
        time.sleep(0.05)
    app.run()


def _button(app: AppTest, label: str) -> None:
    next(button for button in app.button if button.label == label).click().run()


def test_an_unknown_file_is_mapped_tried_and_loaded_on_the_page(
    own_world: Path, open_page: Open, read_page: Read
) -> None:
    app = open_page(own_world, "data")
    _drop(app, "stock_november.csv", STOCK)
    said = read_page(app)
    assert "stock_november.csv is not known yet" in said
    assert "Not complete yet: As of (time)" in said, "the zone of a clock has to be said"
    assert not any(button.label == "Save, and load the file" for button in app.button)
    next(box for box in app.selectbox if box.key.endswith(".how.captured_at")).select("shanghai").run()
    _button(app, "Try it")
    assert "1 of 2 rows become Stock; 1 are refused" in read_page(app)
    _button(app, "Save, and load the file")
    _wait(app)
    said = read_page(app)
    assert "read by the mapping 'stock_november', version 1" in said
    assert "is not known yet" not in said
    _drop(app, "stock_december.csv", STOCK.replace("12\n", "13\n"))
    assert "version 1" in read_page(app), "the next file of this header needs nobody"
    assert [button.label for button in app.get("download_button")].count("Download its refused rows to edit") == 1


def test_the_rows_behind_a_fact_are_shown_by_their_address(world: Path, open_page: Open, read_page: Read) -> None:
    name, _, key = href("stock_levels", product_id="nothing-such").partition("?")[2].partition("&key=")
    assert (name, key) == ("lineage=stock_levels", "product_id%3Dnothing-such")
    app = open_page(world, "data", lineage="stock_levels", key="product_id=nothing-such")
    assert "No file has such a row" in read_page(app)


def test_every_field_of_a_fact_has_a_name_for_people() -> None:
    named = {column.name for fact in facts.facts().values() for column in fact.business}
    assert sorted(name for name in named if f"fact_field.{name}" not in WORDS) == []


def test_rows_and_time_left_are_said_once_a_step_takes_longer_than_a_moment() -> None:
    job = Job({}, rows=25_000, total=100_000)
    assert rest(job, 1.0, Voice("en")) == ""
    assert rest(job, 10.0, Voice("en")) == "25,000 of 100,000 rows, about 30 s left"
    assert rest(Job({}, rows=5), 10.0, Voice("zh")) == "已处理 5 行"
