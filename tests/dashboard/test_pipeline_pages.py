"""Campaigns, pipeline and agencies as people use them: saved once, refused when stale, nothing typed is lost."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from campaigns import actions
from campaigns.actions import Actor
from campaigns.store import Store, open_store

Open = Callable[..., AppTest]
Read = Callable[[AppTest], str]
ME = Actor("mei")
NOT_FOR_PEOPLE = re.compile(r"\bNone\b|\bnan\b|NaN|_fen\b|_at\b|Traceback|\{\w+\}")


@pytest.fixture
def busy(own_world: Path) -> Path:
    """The small world with four KOLs on the shortlist of a campaign ahead: numbers 19 to 22, the first overdue."""
    store = open_store(own_world)
    actions.save_campaign(
        store, ME, "ahead", code="SPRING", brand_id=1, name="Spring", name_zh="春日", method="mixed",
        since_date=date(2027, 3, 1), before_date=date(2027, 4, 1), budget_fen=1_000_000,
        product_ids=["0000000000000000000000a1"], budget_parts={"ads": 400_000},
    )  # fmt: skip
    lines = [
        {"kol_id": f"n{number}", "kol_name": f"新人{number}", "owner": "mei", "agency": "LIN",
         "next_step": "call", "next_date": date(2026, 11, 1) if number == 0 else date(2099, 1, 1)}
        for number in range(4)
    ]  # fmt: skip
    campaign_id = _rows(store, "campaign")[-1]["id"]
    made = actions.import_shortlist(store, ME, "list", campaign_id=campaign_id, lines=lines)
    assert made.collaboration_ids == [19, 20, 21, 22]
    return own_world


def _rows(store: Store, table: str) -> list[dict[str, Any]]:
    return store.record_tables()[table].to_pylist()


def _one(root: Path, number: int = 19) -> dict[str, Any]:
    return next(row for row in _rows(open_store(root), "collaboration") if row["id"] == number)


def _button(app: AppTest, label: str) -> Any:
    return next(button for button in app.button if button.label == label)


def _field(app: AppTest, kind: str, part: str) -> Any:
    return next(widget for widget in getattr(app, kind) if f".{part}." in str(widget.key))


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize(
    ("page", "address"),
    [
        ("pipeline", {"look": "board"}), ("pipeline", {"look": "table"}), ("pipeline", {"collaboration": "19"}),
        ("campaigns", {}), ("campaigns", {"do": "edit", "campaign": "SPRING"}), ("campaigns", {"do": "new"}),
        ("campaigns", {"do": "copy", "campaign": "SPRING"}), ("agencies", {}), ("agencies", {"agency": "LIN"}),
    ],
)  # fmt: skip
def test_the_pages_say_what_they_found_and_nothing_technical(
    page: str, address: dict[str, str], lang: str, busy: Path, open_page: Open, read_page: Read
) -> None:
    app = open_page(busy, page, lang, **address)
    said = read_page(app)
    assert not app.exception
    assert not NOT_FOR_PEOPLE.search(said), NOT_FOR_PEOPLE.findall(said)
    assert bool(re.search(r"[一-鿿]", said.splitlines()[0])) == (lang == "zh")


def test_the_overdue_stand_first_and_every_filter_narrows(busy: Path, open_page: Open, read_page: Read) -> None:
    app = open_page(busy, "pipeline", look="table")
    assert "1 of 22 open collaborations are overdue" in read_page(app)
    assert app.dataframe[0].value["kol_name"].tolist()[:2] == ["新人0", "新人3"]
    app.selectbox(key="due").select("overdue").run()
    assert app.dataframe[0].value["kol_name"].tolist() == ["新人0"]
    app.selectbox(key="due").select("").run()
    app.selectbox(key="campaign").select("SPRING").run()
    assert app.dataframe[0].value.shape[0] == 4
    app.text_input(key="find").set_value("人2").run()
    assert app.dataframe[0].value["kol_name"].tolist() == ["新人2"]
    assert app.query_params["find"] == "人2"
    app.text_input(key="find").set_value("nobody here").run()
    assert "No collaboration fits this choice" in read_page(app)


def test_a_step_on_the_page_is_saved_logged_and_said(busy: Path, open_page: Open, read_page: Read) -> None:
    app = open_page(busy, "pipeline", collaboration="19")
    _field(app, "text_input", "reason").set_value("by phone")
    _button(app, "Move").click().run()
    assert not app.exception
    said = read_page(app)
    assert "Moved to “Contacted”: 1." in said
    assert "Shortlisted → Contacted" in said
    assert "by phone" in said
    assert _one(busy)["state"] == "contacted"
    assert "Moved to" not in read_page(app.run())


def test_the_same_click_arriving_twice_changes_once(busy: Path, open_page: Open) -> None:
    """The second click comes from the page as it stood before the first was answered."""
    app = open_page(busy, "pipeline", collaboration="19")
    _field(app, "text_area", "body").set_value("档期紧")
    add = _button(app, "Add comment")
    add.click().run()
    add.click().run()
    _button(app, "Move").click().run()
    store = open_store(busy)
    assert [row["body"] for row in _rows(store, "collaboration_comment")] == ["档期紧"]
    assert _one(busy)["state"] == "contacted"


def test_a_run_that_was_cut_off_after_the_save_is_repeated_without_a_second_change(
    busy: Path, open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dashboard import forms

    app = open_page(busy, "pipeline", collaboration="19")
    move, close = _button(app, "Move"), forms.close
    cut = iter([True, False])

    def interrupted(name: str) -> None:
        if next(cut, False):
            raise SystemError("cut off")
        close(name)

    monkeypatch.setattr(forms, "close", interrupted)
    move.click().run()
    assert _one(busy)["version"] == 2
    move.click().run()
    assert (_one(busy)["state"], _one(busy)["version"]) == ("contacted", 2)
    steps = [row for row in _rows(open_store(busy), "collaboration_step") if row["collaboration_id"] == 19]
    assert [row["to_state"] for row in steps] == ["shortlisted", "contacted"]


def test_a_stale_form_is_refused_shows_the_difference_and_keeps_the_input(
    busy: Path, open_page: Open, read_page: Read
) -> None:
    app = open_page(busy, "pipeline", collaboration="19")
    actions.arrange_collaborations(open_store(busy), Actor("bo"), "b", versions={19: 1}, owner="bo", next_step="mail")
    _field(app, "text_input", "next_step").set_value("send the contract")
    _button(app, "Save").click().run()
    app.run()
    said = read_page(app)
    assert "A colleague saved this meanwhile" in said
    for told in ("Owner", "mei", "bo", "Next step", "mail", "send the contract"):
        assert told in said.splitlines(), told
    assert _one(busy)["next_step"] == "mail"
    assert _field(app, "text_input", "next_step").value == "send the contract"
    _button(app, "Keep my input and go on from what is saved").click().run()
    assert _field(app, "text_input", "owner").value == "bo", "what was not touched takes what was saved"
    assert _field(app, "text_input", "next_step").value == "send the contract"
    _button(app, "Save").click().run()
    assert [_one(busy)[name] for name in ("owner", "next_step", "version")] == ["bo", "send the contract", 3]


def test_two_tabs_make_one_change_and_the_second_is_told(busy: Path, open_page: Open, read_page: Read) -> None:
    first, second = (open_page(busy, "pipeline", collaboration="19") for _ in range(2))
    for tab in (first, second):
        _button(tab, "Move").click().run()
    second.run()
    assert _one(busy)["version"] == 2
    said = read_page(second)
    assert "A colleague saved this meanwhile" in said
    assert "Contacted" in said


def test_quotes_are_added_and_accepted(busy: Path, open_page: Open, read_page: Read) -> None:
    app = open_page(busy, "pipeline", collaboration="19")
    _field(app, "text_input", "quote").set_value("4,200.50")
    _button(app, "Add quote").click().run()
    assert "¥4,200.50 per image note" in read_page(app)
    _button(app, "Accept").click().run()
    assert "accepted" in read_page(app)
    assert _one(busy)["quote_fen"] == 420_050
    _field(app, "text_input", "quote").set_value("a lot")
    _button(app, "Add quote").click().run()
    assert "an amount in yuan" in read_page(app)
    assert _field(app, "text_input", "quote").value == "a lot"


def test_a_shortlist_is_pasted_whole_or_its_cells_are_named(busy: Path, open_page: Open, read_page: Read) -> None:
    app = open_page(busy, "pipeline", campaign="SPRING")
    sheet = "达人ID\t昵称\t报价\nx1\t一\t100\nx2\t二\tmuch\n"
    _field(app, "text_area", "text").set_value(sheet)
    _button(app, "Add to the shortlist").click().run()
    said = read_page(app)
    assert "Nothing was saved: 1 cells need mending" in said
    assert "cell C3 (报价)" in said
    assert _field(app, "text_area", "text").value == sheet
    _field(app, "text_area", "text").set_value(sheet.replace("much", "200.00"))
    _button(app, "Add to the shortlist").click().run()
    assert "Shortlisted: 2 KOLs." in read_page(app)
    assert len(_rows(open_store(busy), "collaboration")) == 24


def test_a_campaign_is_created_on_the_page_and_opened_to_be_planned(
    own_world: Path, open_page: Open, read_page: Read
) -> None:
    app = open_page(own_world, "campaigns", do="new", brand_of_new="LUNE")
    assert _field(app, "number_input", "share.gender.female").value == 88.0
    for part, text in (("code", "SUMMER"), ("name", "Summer"), ("budget", "120000"), ("part.ads", "20,000.00")):
        _field(app, "text_input", part).set_value(text)
    _field(app, "multiselect", "products").set_value(["0000000000000000000000a1"])
    _field(app, "text_input", "link.0000000000000000000000a1").set_value("https://example.com/clay")
    _field(app, "text_area", "must_have").set_value("清洁\n\n温和")
    _button(app, "Create campaign").click().run()
    assert not app.exception
    assert "Created SUMMER" in read_page(app)
    assert app.selectbox(key="campaign").value == "SUMMER"
    store = open_store(own_world)
    row = next(row for row in _rows(store, "campaign") if row["code"] == "SUMMER")
    assert (row["budget_fen"], row["budget_parts"], row["must_have"]) == (
        12_000_000,
        '{"ads":2000000}',
        '["清洁","温和"]',
    )
    assert row["target_audience"] == '{"city_tier":{"1":0.57},"gender":{"female":0.88,"male":0.12}}'
    linked = [line for line in _rows(store, "campaign_product") if line["campaign_id"] == row["id"]]
    assert [line["link"] for line in linked] == ["https://example.com/clay"]


def test_a_plan_is_changed_field_by_field_and_a_refusal_keeps_what_was_typed(
    busy: Path, open_page: Open, read_page: Read
) -> None:
    app = open_page(busy, "campaigns", do="edit", campaign="SPRING")
    assert "¥6,000" in read_page(app), "what no part was given stands in the table"
    _field(app, "text_input", "part.fixed_fee").set_value("6000.01")
    _button(app, "Save").click().run()
    assert "0.01 CNY more than the budget" in read_page(app)
    assert _field(app, "text_input", "part.fixed_fee").value == "6000.01"
    _field(app, "text_input", "part.fixed_fee").set_value("6000")
    _button(app, "Save").click().run()
    assert "Saved." in read_page(app)
    row = next(row for row in _rows(open_store(busy), "campaign") if row["code"] == "SPRING")
    assert (row["version"], row["budget_parts"]) == (2, '{"ads":400000,"fixed_fee":600000}')
    assert (row["name"], row["target_audience"]) == ("Spring", "{}")
    _button(app, "Save").click().run()
    assert "Nothing was changed yet." in read_page(app)


def test_a_campaign_is_duplicated_with_its_kols_and_archived(busy: Path, open_page: Open, read_page: Read) -> None:
    app = open_page(busy, "campaigns", do="copy", campaign="SPRING")
    _button(app, "Duplicate").click().run()
    assert "Created SPRING-2" in read_page(app)
    assert len(_rows(open_store(busy), "collaboration")) == 26
    app = open_page(busy, "campaigns", do="edit", campaign="SPRING-2")
    _button(app, "Archive this campaign").click().run()
    assert "Saved." in read_page(app)
    assert "SPRING-2" not in open_page(busy, "pipeline").selectbox(key="campaign").options
    pipeline = read_page(open_page(busy, "pipeline", look="board"))
    assert "1 of 22 open" in pipeline


def test_an_agency_is_a_party_with_contacts_kols_and_fees(busy: Path, open_page: Open, read_page: Read) -> None:
    app = open_page(busy, "agencies", agency="LIN")
    assert app.dataframe[0].value["kol_name"].tolist()[0].startswith("达人0")
    _field(app, "text_area", "contacts").set_value("小梅，商务，微信 mei\n老陈, 139")
    _button(app, "Save").click().run()
    assert "微信 mei" in read_page(app)
    stored = _rows(open_store(busy), "agency")[0]["contacts"]
    assert stored == ('[{"name":"小梅","reach":"微信 mei","role":"商务"},{"name":"老陈","reach":"139","role":""}]')
    _field(app, "text_area", "contacts").set_value("only a name")
    _button(app, "Save").click().run()
    assert "a name, a role and where to reach them" in read_page(app)


def test_a_conflict_is_shown_with_its_days_and_the_other_brand(busy: Path, open_page: Open, read_page: Read) -> None:
    store = open_store(busy)
    actions.save_exclusivity(
        store, ME, "x", collaboration_id=7, category="skincare", since_date=date(2027, 3, 10),
        before_date=date(2027, 5, 1),
    )  # fmt: skip
    kol = _one(busy, 7)
    made = actions.save_collaboration(
        store, ME, "again", campaign_id=_one(busy)["campaign_id"], kol_id=kol["kol_id"], kol_name=kol["kol_name"]
    )
    said = read_page(open_page(busy, "pipeline", collaboration=str(made.id)))
    assert "Not free: exclusive to Terra in skincare, 10 Mar – 31 Mar 2027." in said


def test_a_published_note_for_another_brand_is_a_conflict_with_its_day(
    own_world: Path, open_page: Open, read_page: Read, small_world: ModuleType, tmp_path: Path
) -> None:
    from ingest.load import load_files

    note = small_world.first_note(own_world)
    export = tmp_path / "note_products_2026-11-04.csv"
    export.write_text(f"note_id,product_id\n{note},{small_world.MASK}\n", encoding="utf-8")
    load_files(own_world, [export], who="tests")
    said = read_page(open_page(own_world, "pipeline", collaboration="1"))
    assert re.search(r"Published a note for Terra in skincare, \d+ (Aug|Sept|Oct) 2026\.", said)
