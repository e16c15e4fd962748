"""The samples page as an assistant uses it: paste, change together, take back, remind; and colleagues meanwhile."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from sqlmodel import select
from streamlit.testing.v1 import AppTest
from typer.testing import CliRunner

from campaigns import actions
from campaigns.actions import Actor
from campaigns.records import Collaboration, Product, Sample
from campaigns.store import Store, open_store
from dashboard.cli import app as kol
from dashboard.formats import Voice
from dashboard.sample_reminders import reminders

Open = Callable[..., AppTest]
Read = Callable[[AppTest], str]
LOCAL = Actor("local")


@pytest.fixture
def store(own_world: Path) -> Iterator[Store]:
    opened = open_store(own_world)
    yield opened
    opened.close()


def _states(store: Store) -> dict[int, str]:
    with store.reading() as session:
        return {row.id or 0: row.state for row in session.exec(select(Sample))}


def _click(app: AppTest, label: str) -> AppTest:
    return next(button for button in app.button if label in button.label).click().run()


def test_the_overdue_come_first_and_are_counted(world: Path, open_page: Open, read_page: Read) -> None:
    app = open_page(world, "samples", show="parcels")
    said = read_page(app)
    assert "Notes overdue for 1 of 1 open samples" in said
    assert "5 of 6 parcels that arrived" in said


@pytest.mark.parametrize(("words", "greeting"), [("zh", "您好！"), ("en", "Hi 达人")])
def test_a_reminder_names_kol_product_day_and_parcel(
    world: Path, open_page: Open, read_page: Read, words: str, greeting: str
) -> None:
    app = open_page(world, "samples", show="remind", words=words)
    (message,) = [code.value for code in app.code]
    assert greeting in message
    assert "SF000005" in message
    assert ("面膜" if words == "zh" else "mask") in message.lower()


def test_a_pasted_sheet_is_entered_once_and_taken_back(
    own_world: Path, store: Store, open_page: Open, read_page: Read
) -> None:
    before = _states(store)
    with store.reading() as session:
        mask = session.get_one(Product, _mask(store))
        first, second = (session.get_one(Collaboration, session.get_one(Sample, n).collaboration_id) for n in (1, 2))
    text = f"KOL\tproduct\tstate\n{first.kol_id}\t{mask.name_zh}\trequested\n{second.kol_name}\t{mask.name}\t已批准\n"
    app = open_page(own_world, "samples", show="paste")
    app.text_area[0].set_value(text)
    _click(app, "Enter them")
    assert "Entered: 2 new, 0 changed" in read_page(app)
    assert sorted(set(_states(store)) - set(before)) == [len(before) + 1, len(before) + 2]
    assert app.text_area[0].value == ""
    _click(app, "Take back")
    assert "Taken back: 2 samples" in read_page(app)
    assert _states(store) == before


def _mask(store: Store) -> str:
    with store.reading() as session:
        return str(session.exec(select(Sample.product_id)).first())


def test_a_sheet_with_a_bad_cell_saves_nothing_and_keeps_the_text(
    own_world: Path, store: Store, open_page: Open, read_page: Read
) -> None:
    before = _states(store)
    app = open_page(own_world, "samples", show="paste")
    app.text_area[0].set_value("KOL\tproduct\n谁\tnothing\n")
    _click(app, "Enter them")
    said = read_page(app)
    assert "1 cells need mending" in said
    assert "cell A2 (KOL)" in said
    assert app.text_area[0].value.startswith("KOL")
    assert _states(store) == before


def _set_together(app: AppTest, state: str, reason: str = "") -> AppTest:
    next(box for box in app.checkbox if "Tick all" in box.label).check()
    next(box for box in app.selectbox if "Ticked rows become" in box.label).set_value(state)
    next(box for box in app.text_input if "Why" in box.label).set_value(reason)
    return _click(app, "Save all changes")


def test_ticked_rows_are_changed_together_and_taken_back(
    own_world: Path, store: Store, open_page: Open, read_page: Read
) -> None:
    before = _states(store)
    app = open_page(own_world, "samples", state="overdue")
    _set_together(app, "waived", "病了")
    assert "Samples saved: 1" in read_page(app)
    assert _states(store) == before | {6: "waived"}
    with store.reading() as session:
        assert session.get_one(Sample, 6).waiver_reason == "病了"
    assert "No note is overdue" in read_page(app)
    _click(app, "Take back")
    assert _states(store) == before


def test_a_colleague_who_was_faster_is_shown_and_the_input_goes_on(
    own_world: Path, store: Store, open_page: Open, read_page: Read
) -> None:
    app = open_page(own_world, "samples", state="overdue")
    actions.save_sample(store, Actor("bo"), "faster", id=6, version=1, feedback="要下周")
    _set_together(app, "waived", "病了")
    said = read_page(app)
    assert "1 samples were changed by someone else meanwhile (6)" in said
    assert "要下周" in said
    assert _states(store)[6] == "delivered"
    app = _click(app, "Keep my input")
    assert next(box for box in app.selectbox if "Ticked rows become" in box.label).value == "waived"
    _click(app, "Save all changes")
    with store.reading() as session:
        row = session.get_one(Sample, 6)
    assert (row.state, row.feedback, row.waiver_reason) == ("waived", "要下周", "病了")


def test_nothing_changed_saves_nothing(own_world: Path, store: Store, open_page: Open, read_page: Read) -> None:
    version = store.version()
    app = open_page(own_world, "samples")
    _click(app, "Save all changes")
    assert "Nothing was changed yet" in read_page(app)
    assert store.version() == version


def test_one_sample_that_is_found_shows_its_way(world: Path, open_page: Open, read_page: Read) -> None:
    said = read_page(open_page(world, "samples", state="all", search="SF000003"))
    assert "The way of sample 4" in said
    assert "SF Express: Delivered" in said


def test_units_that_came_in_are_counted_and_a_low_stock_is_told(
    own_world: Path, store: Store, open_page: Open, read_page: Read
) -> None:
    product_id = _mask(store)
    actions.receive_samples(store, LOCAL, "r", product_id=product_id, units=15, received_date=date(2026, 8, 1))
    actions.warn_sample_stock(store, LOCAL, "w", product_id=product_id, warn_below=10)
    said = read_page(open_page(own_world, "samples", show="stock"))
    assert "Running low" in said
    assert "\n3\n" in said  # 15 less six parcels of two


def test_a_sell_out_stands_with_its_clicks_and_never_says_lost(world: Path, open_page: Open, read_page: Read) -> None:
    said = read_page(open_page(world, "celebrity", campaign="AUTUMN")).lower()
    assert "clicks that found no stock" in said
    assert "lost order" not in said


def test_a_reminder_is_one_per_kol_however_many_products() -> None:
    row: dict[str, Any] = {
        "sample_id": 1, "collaboration_id": 7, "kol_name": "花花", "agency_name": None, "brand_name": "Glow",
        "brand_name_zh": "光", "campaign_code": "may", "product_name": "Mask", "product_name_zh": "面膜",
        "carrier": "shunfeng", "tracking_no": "SF1", "units": 1, "days_late": 3, "is_extended": False,
        "delivered_date": date(2026, 5, 4), "due_date": date(2026, 5, 18),
    }  # fmt: skip
    second = row | {"sample_id": 2, "product_name": "Serum", "product_name_zh": "精华", "units": 2}
    (made,) = reminders(pl.DataFrame([row, second]), Voice("zh"))
    assert made.text.count("SF1") == 1
    assert "「面膜」、「精华」× 2" in made.text
    assert "5月18日" in made.text
    (extended,) = reminders(pl.DataFrame([row | {"is_extended": True}]), Voice("en"))
    assert "moved the date" in extended.text


def test_kol_samples_lists_reminds_moves_and_takes_back(own_world: Path, store: Store, tmp_path: Path) -> None:
    def run(*words: str) -> Any:
        return CliRunner().invoke(kol, ["samples", *words, "--root", str(own_world)])

    listed = run("list", "--state", "overdue", "--json")
    assert [row["sample_id"] for row in json.loads(listed.stdout)] == [6]
    assert "您好" in run("overdue", "--remind").stdout
    moved = run("move", "--to", "waived", "--ids", "6", "--reason", "ill", "--json")
    assert json.loads(moved.stdout) == {"made": [], "changed": [6]}
    assert _states(store)[6] == "waived"
    assert run("undo", "--json").exit_code == 0
    assert _states(store)[6] == "delivered"
    nothing = run("undo")
    assert (nothing.exit_code, "no bulk change by local" in nothing.stderr) == (1, True)
    sheet = tmp_path / "sheet.csv"
    sheet.write_text("kol,product\n谁,x\n", encoding="utf-8")
    refused = run("import", str(sheet))
    assert (refused.exit_code, refused.stderr.count("\n"), "cell A2 (kol)" in refused.stderr) == (1, 1, True)
    assert run("move", "--to", "somewhere", "--ids", "6").exit_code == 2
