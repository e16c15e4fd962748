"""The plan's page: a set with its reasons, limits that clash by name, and one click into the pipeline, once."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from campaigns import actions
from campaigns.actions import Actor
from campaigns.store import open_store

Open = Callable[..., AppTest]
Read = Callable[[AppTest], str]
ME = Actor("mei")
NOT_FOR_PEOPLE = re.compile(r"\bNone\b|\bnan\b|NaN|_fen\b|_at\b|Traceback|\{\w+\}")
KNOWN = [f"{0x5F0000 + seat:024x}" for seat in range(4)]
FILE = f"kol_id,price,value,tier\n{KNOWN[0]},900.00,50,waist\nnew1,1200.00,80,tail\nnew2,1300.50,70,tail\n"


@pytest.fixture
def planned(own_world: Path) -> Path:
    """The small world with a campaign ahead and four KOLs on its shortlist: three with a quote, all with past notes."""
    store = open_store(own_world)
    saved = actions.save_campaign(
        store, ME, "ahead", code="SPRING", brand_id=1, name="Spring", name_zh="春日", method="mixed",
        since_date=date(2027, 3, 1), before_date=date(2027, 4, 1), budget_fen=1_000_000,
        product_ids=["0000000000000000000000a1"], budget_parts={"fixed_fee": 300_000, "ads": 100_000},
    )  # fmt: skip
    lines: list[dict[str, Any]] = [
        {"kol_id": kol_id, "kol_name": f"春{seat}", "quote_fen": 90_000 + seat * 10_000}
        for seat, kol_id in enumerate(KNOWN)
    ]
    del lines[3]["quote_fen"]
    actions.import_shortlist(store, ME, "list", campaign_id=saved.id or 0, lines=lines)
    return own_world


def _rows(root: Path, table: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = open_store(root).record_tables()[table].to_pylist()
    return found


def _button(app: AppTest, part: str) -> Any:
    return next(button for button in app.button if part in button.label)


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("page", ["plan", "compare"])
def test_the_pages_say_what_they_found_and_nothing_technical(
    page: str, lang: str, planned: Path, open_page: Open, read_page: Read
) -> None:
    app = open_page(planned, page, lang, campaign="SPRING")
    said = read_page(app)
    assert not app.exception
    assert not NOT_FOR_PEOPLE.search(said), NOT_FOR_PEOPLE.findall(said)
    assert bool(re.search(r"[一-鿿]", said.splitlines()[0])) == (lang == "zh")


def test_the_set_keeps_to_the_budget_and_the_aim_decides_who_is_in_it(
    planned: Path, open_page: Open, read_page: Read
) -> None:
    app = open_page(planned, "plan", campaign="SPRING", aim="net_sales")
    said = read_page(app)
    assert "3 of 3 KOLs for ¥3,000 may sell" in said
    assert "Left out for want of a price: 春3 (1)" in said
    app.text_input(key="plan.budget.SPRING").set_value("2000").run()
    assert "2 of 3 KOLs for ¥" in read_page(app)
    assert "What if she says no" in read_page(app)
    assert "GMV to break even" in read_page(app)


def test_limits_that_clash_are_named_and_nothing_else(planned: Path, open_page: Open, read_page: Read) -> None:
    app = open_page(planned, "plan", campaign="SPRING", aim="net_sales")
    app.multiselect(key="plan.must").set_value(KNOWN[:2]).run()
    app.multiselect(key="plan.never").set_value([KNOWN[2]]).run()
    app.text_input(key="plan.budget.SPRING").set_value("1500").run()
    said = read_page(app)
    assert not app.exception
    assert "No set meets every limit" in said
    assert "The budget of ¥1500.00" in said
    assert "春0 is a must" in said
    assert "春1 is a must" in said
    assert "春2 is never" not in said


def test_a_budget_that_is_no_amount_is_said_and_nothing_is_planned(
    planned: Path, open_page: Open, read_page: Read
) -> None:
    app = open_page(planned, "plan", campaign="SPRING")
    app.text_input(key="plan.budget.SPRING").set_value("plenty").run()
    assert not app.exception
    assert "plenty" in read_page(app)
    assert "What if she says no" not in read_page(app)


def test_the_chosen_of_a_file_become_collaborations_with_quotes_once(
    planned: Path, open_page: Open, read_page: Read
) -> None:
    app = open_page(planned, "plan", campaign="SPRING", source="file", aim="given")
    app.file_uploader(key="plan.file").upload("candidates.csv", FILE.encode(), "text/csv").run()
    assert "2 of 3 KOLs for ¥2,501" in read_page(app) or "2 of 3 KOLs for ¥2,500" in read_page(app)
    button = _button(app, "into the pipeline")
    button.click().run()
    button.click().run()
    made = {row["kol_id"]: row for row in _rows(planned, "collaboration") if row["kol_id"].startswith("new")}
    assert sorted(made) == ["new1", "new2"]
    assert {row["tags"] for row in made.values()} == {'["plan"]'}
    quotes = [row for row in _rows(planned, "collaboration_quote") if row["collaboration_id"] in
              {row["id"] for row in made.values()}]  # fmt: skip
    assert sorted(row["quote_fen"] for row in quotes) == [120_000, 130_050]


def test_candidates_of_the_shortlist_are_marked_once(planned: Path, open_page: Open, read_page: Read) -> None:
    app = open_page(planned, "plan", campaign="SPRING", aim="net_sales")
    _button(app, "into the pipeline").click().run()
    assert not app.exception
    assert "3 KOLs stand in the pipeline" in read_page(app)
    assert "All 3 stand in the pipeline" in read_page(app)
    marked = [row["kol_id"] for row in _rows(planned, "collaboration") if row["tags"] == '["plan"]']
    assert sorted(marked) == KNOWN[:3]


def test_a_file_with_a_fault_names_its_place(planned: Path, open_page: Open, read_page: Read) -> None:
    app = open_page(planned, "plan", campaign="SPRING", source="file")
    app.file_uploader(key="plan.file").upload("bad.csv", b"kol_id,price,value\na,1.005,1\n", "text/csv").run()
    assert not app.exception
    assert "bad.csv, row 2, column price" in read_page(app)
