"""Drafts, notes and today on their pages and on the command line: what people do there, once each."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest
from typer.testing import CliRunner

from campaigns.actions import Actor, decide_draft, link_note, save_agency, save_link, submit_draft, unlink_note
from campaigns.store import Store, open_store
from dashboard import digest, tasks
from dashboard.cli import app as kol
from dashboard.formats import Voice
from dashboard.words import WORDS

Open = Callable[..., AppTest]
Read = Callable[[AppTest], str]
ME = Actor("tests")
BAD = "全网第一的火山泥面膜，不是广告。"
NOW = datetime(2026, 11, 10, 2, 0, tzinfo=UTC)


@pytest.fixture
def loose(own_world: Path, small_world: Any) -> tuple[Path, str, int]:
    """The small world with one published note taken from its collaboration: root, note, collaboration."""
    note_id = small_world.first_note(own_world)
    with closing(open_store(own_world)) as store:
        owner = _linked(store)[note_id]
        save_link(store, ME, "loose-link", slug="loose1", note_id=note_id, product_id=small_world.CLAY)
        unlink_note(store, ME, "loose", note_id=note_id, collaboration_id=owner)
    return own_world, note_id, owner


def _linked(store: Store) -> dict[str, int]:
    table = store.record_tables()["collaboration_note"]
    return dict(zip(table["note_id"].to_pylist(), table["collaboration_id"].to_pylist(), strict=True))


def _now_linked(root: Path) -> dict[str, int]:
    with closing(open_store(root)) as store:
        return _linked(store)


def _button(app: AppTest, label: str) -> Any:
    return next(button for button in app.button if button.label == label)


def test_a_proposed_note_is_confirmed_in_one_click_and_undone_in_one(
    loose: tuple[Path, str, int], open_page: Open, read_page: Read
) -> None:
    root, note_id, owner = loose
    app = open_page(root, "notes")
    said = read_page(app)
    assert "Notes that may belong to a collaboration: 1" in said
    assert "links Volcanic clay mask · inside the campaign's days" in said
    app.button(key=f"link_note.{note_id}.{owner}").click().run()
    assert not app.exception
    assert _now_linked(root)[note_id] == owner
    assert "Every published note has found its place" in read_page(app)
    assert "counts to its collaboration" in read_page(app)
    app.button(key=f"unlink_note.{note_id}.{owner}").click().run()
    assert note_id not in _now_linked(root)
    assert "Notes that may belong to a collaboration: 1" in read_page(app)


def test_a_refused_note_is_remembered_and_comes_back_when_undone(
    loose: tuple[Path, str, int], open_page: Open, read_page: Read
) -> None:
    root, note_id, owner = loose
    app = open_page(root, "notes")
    app.button(key=f"dismiss_note.{note_id}.{owner}").click().run()
    assert "Every published note has found its place" in read_page(app)
    again = open_page(root, "notes", "zh")
    assert "所有已发布笔记都已归位" in read_page(again)
    again.button(key=f"restore_note.{note_id}.{owner}").click().run()
    assert "疑似合作笔记 1 篇" in read_page(again)


def test_a_note_that_somebody_else_linked_meanwhile_is_refused_with_the_reason(
    loose: tuple[Path, str, int], open_page: Open, read_page: Read
) -> None:
    root, note_id, owner = loose
    app = open_page(root, "notes")
    with closing(open_store(root)) as store:
        link_note(store, ME, "faster", note_id=note_id, collaboration_id=owner)
    app.button(key=f"link_note.{note_id}.{owner}").click().run()
    assert "belongs to collaboration" in read_page(app)
    assert _now_linked(root)[note_id] == owner


def test_word_of_mouth_stands_apart_from_paid_notes(
    loose: tuple[Path, str, int], open_page: Open, read_page: Read
) -> None:
    said = read_page(open_page(loose[0], "notes"))
    assert "Word of mouth: 1 notes" in said
    assert said.index("Net sales of paid notes") < said.index("Net sales of earned notes")


def test_a_draft_is_handed_in_checked_returned_and_approved_by_a_name(
    own_world: Path, open_page: Open, read_page: Read
) -> None:
    app = open_page(own_world, "drafts", campaign="AUTUMN")
    assert "has not handed in a draft" in read_page(app)
    app.text_input[0].set_value("敷了五天")
    app.text_area[0].set_value(BAD)
    _button(app, "Check").click().run()
    assert "Checked, not handed in" in read_page(app)
    _button(app, "Hand in").click().run()
    assert not app.exception
    said = read_page(app)
    assert "draft 1 waits, findings to answer: 4" in said
    assert "全网第一" in said
    assert "《广告法》第九条第三项" in said
    marked = "".join(element.proto.body for element in app.get("html"))
    assert '<mark class="serious">全网第一</mark>' in marked
    app.text_input[0].set_value("Chen Wei")
    _button(app, "Approve").click().run()
    assert "must be answered" in read_page(app)
    app.text_area[0].set_value("把“全网第一”删掉，注明广告，挂上链接")
    _button(app, "Return").click().run()
    assert "draft 1 was returned" in read_page(app)
    title, body = app.text_input[0], app.text_area[0]
    title.set_value("敷了五天")
    body.set_value("火山泥面膜，敷了五天。广告")
    app.text_area[1].set_value(f"{0xA1:024x}")
    _button(app, "Hand in").click().run()
    assert "draft 2 waits and keeps to the brief" in read_page(app)
    app.text_input[0].set_value("Chen Wei")
    _button(app, "Approve").click().run()
    assert "draft 2 was approved by Chen Wei" in read_page(app)
    assert "Text frozen" in read_page(app)


def test_a_published_note_is_compared_with_the_approved_draft(
    own_world: Path, open_page: Open, read_page: Read
) -> None:
    with closing(open_store(own_world)) as store:
        draft = submit_draft(
            store, ME, "d", collaboration_id=1, title="熬夜党的急救面膜 真的绝了", body="", product_links=[]
        )
        decide_draft(store, ME, "a", id=draft.id or 0, version=1, decision="approved", comment="ok")
    app = open_page(own_world, "drafts", campaign="AUTUMN", collaboration="1")
    said = read_page(app)
    assert "as approved (100.0%)" in said
    assert "without an approved draft" in said


def test_a_colleague_who_was_faster_is_named_and_what_was_written_stays(
    own_world: Path, open_page: Open, read_page: Read
) -> None:
    with closing(open_store(own_world)) as store:
        draft = submit_draft(store, ME, "d", collaboration_id=1, title="t", body=BAD)
        app = open_page(own_world, "drafts", campaign="AUTUMN", collaboration="1")
        decide_draft(store, Actor("ann"), "faster", id=draft.id or 0, version=1, decision="returned", comment="太夸张")
    app.text_input[0].set_value("Chen Wei")
    app.text_area[0].set_value("我的意见")
    _button(app, "Return").click().run()
    said = read_page(app)
    assert not app.exception
    assert "太夸张" in said
    assert "我的意见" in said


def test_a_brand_edits_its_list_on_the_page(own_world: Path, open_page: Open, read_page: Read) -> None:
    with closing(open_store(own_world)) as store:
        submit_draft(store, ME, "d", collaboration_id=1, title="t", body="像酸奶。广告", product_links=[f"{0xA1:024x}"])
    app = open_page(own_world, "drafts", campaign="AUTUMN", collaboration="1")
    assert "keeps to the brief" in read_page(app)
    area = next(area for area in app.text_area if area.label == "Also banned")
    area.set_value("酸奶")
    _button(app, "Save the lists").click().run()
    assert not app.exception
    assert "findings to answer: 1" in read_page(app)


def test_today_lists_what_waits_with_its_amount_and_where_to_go(
    loose: tuple[Path, str, int], open_page: Open, read_page: Read
) -> None:
    app = open_page(loose[0], "today", role="marketer")
    said = read_page(app)
    assert not app.exception
    assert "notes that may be paid ones" in said
    assert "not reconciled and locked" not in said
    markup = "".join(element.proto.body for element in app.get("html"))
    assert "notes?lang=en&amp;campaign=AUTUMN" in markup
    assert "not reconciled and locked yet" in read_page(open_page(loose[0], "today", role="finance"))


def _rows(*rows: tuple[str, int | None, str | None]) -> pl.DataFrame:
    shared = {"code": "C", "name": "Spring", "name_zh": "春", "last_code": "C", "items": 2, "rows": 1}
    names = {"break_open": {"code": "2026-09/timing", "name": "timing"}}
    return pl.DataFrame(
        [
            {"kind": kind, "who": who, "amount_fen": fen, "since_date": NOW.date(), **shared, **names.get(kind, {})}
            for kind, fen, who in rows
        ],
        schema_overrides={"amount_fen": pl.Int64, "who": pl.String},
    )


def test_tasks_stand_in_order_of_money_and_old_data_before_all() -> None:
    rows = _rows(
        ("proposal", 500, None), ("over_budget", 9_000, None), ("refused", None, None), ("draft_waiting", 700, None)
    )
    found = tasks.tasks_of(rows, "admin", datetime(2026, 10, 1, tzinfo=UTC), NOW, Voice("en"))
    assert [task.kind for task in found] == ["stale", "over_budget", "draft_waiting", "proposal", "refused"]
    fresh = tasks.tasks_of(rows, "admin", NOW, NOW, Voice("en"))
    assert fresh[0].kind == "over_budget"


@pytest.mark.parametrize("role", tasks.ROLES)
def test_a_role_sees_its_own_tasks_only_and_agencies_no_costs(role: str) -> None:
    rows = _rows(*((kind, 100, None) for kind in tasks.KINDS if kind != "stale"))
    found = {task.kind: task for task in tasks.tasks_of(rows, role, None, NOW, Voice("en"))}
    assert found.keys() == {kind for kind, how in tasks.KINDS.items() if role in how.roles and kind != "stale"}
    if role == "agency":
        assert {found[kind].amount for kind in tasks.COSTS & found.keys()} == {"2"}
        assert "over_budget" not in found


def test_a_task_leads_to_its_page_with_the_filters_set() -> None:
    rows = _rows(("sample_to_ship", 100, None), ("proposal", 90, None), ("month_open", 80, None))
    paths = [task.path for task in tasks.tasks_of(rows, "admin", None, NOW, Voice("en"))]
    assert paths[:2] == ["samples?lang=en&campaign=C&show=parcels&state=approved", "notes?lang=en&campaign=C"]
    assert "campaign=" not in paths[2]


def test_every_kind_of_task_has_its_words() -> None:
    for kind in tasks.KINDS:
        assert {f"task.{kind}", f"task.{kind}.why"} <= WORDS.keys()


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        assert not [name for name, _ in attrs if name in ("class", "onclick", "src")], "mail programs drop these"


def test_the_e_mail_carries_its_look_and_no_markup_of_others() -> None:
    rows = _rows(("draft_waiting", 700, "<b>bold</b>"))
    found = tasks.tasks_of(rows, "marketer", NOW, NOW, Voice("zh"))
    page = digest.html(found, "marketer", NOW, NOW, Voice("zh"), "https://kol.example/")
    parser = _Tags()
    parser.feed(page)
    assert "&lt;b&gt;" in page
    assert not {"script", "style", "img", "b", "link"} & set(parser.tags)
    assert "https://kol.example/drafts?lang=zh&amp;campaign=C" in page
    plain = digest.text(found, "marketer", NOW, NOW, Voice("zh"), "https://kol.example")
    assert "https://kol.example/drafts?lang=zh&campaign=C" in plain
    assert "¥7" in plain


def _run(*words: str) -> Any:
    return CliRunner().invoke(kol, list(words))


def test_kol_digest_says_it_as_text_html_and_json(world: Path) -> None:
    answer = json.loads(_run("digest", "--root", str(world), "--json").stdout)
    kinds = [task["kind"] for task in answer["tasks"]]
    assert {"over_budget", "loss", "month_open"} <= set(kinds)
    amounts = [task["amount_fen"] for task in answer["tasks"] if task["amount_fen"] is not None]
    assert amounts == sorted(amounts, reverse=True)
    assert _run("digest", "--root", str(world), "--html", "--lang", "zh").stdout.startswith("<!doctype html>")
    assert "To do:" in _run("digest", "--root", str(world), "--role", "finance").stdout
    assert _run("digest", "--root", str(world), "--html", "--json").exit_code == 2
    assert _run("digest", "--root", str(world), "--role", "agency").exit_code == 2
    assert _run("digest", "--root", str(world / "nowhere")).exit_code == 1


def test_the_digest_of_an_agency_has_its_own_drafts_and_no_money_of_the_brand(own_world: Path) -> None:
    with closing(open_store(own_world)) as store:
        submit_draft(store, ME, "theirs", collaboration_id=1, title="t", body=BAD)
        submit_draft(store, ME, "others", collaboration_id=13, title="CANARY", body="CANARY")
        save_agency(store, ME, "other", code="OTHER", name="Other")
        for number in (1, 13):
            row = store.record_tables()["collaboration_draft"].to_pylist()[0 if number == 1 else 1]
            decide_draft(store, ME, f"r{number}", id=row["id"], version=1, decision="returned", comment="x")
    ask = ("digest", "--root", str(own_world), "--role", "agency", "--json", "--agency")
    found = json.loads(_run(*ask, "LIN").stdout)["tasks"]
    assert [task["kind"] for task in found if task["kind"] != "stale"] == ["draft_returned"]
    assert [task["kind"] for task in json.loads(_run(*ask, "OTHER").stdout)["tasks"] if task["kind"] != "stale"] == []
    assert _run(*ask, "NOBODY").exit_code == 1


def test_kol_notes_lists_confirms_and_undoes(loose: tuple[Path, str, int]) -> None:
    root, note_id, owner = loose
    (found,) = json.loads(_run("notes", "proposals", "--root", str(root), "--json").stdout)
    assert (found["note_id"], found["collaboration_id"], found["strength"]) == (note_id, owner, "strong")
    assert found["reasons"] == ["linking product", "in period"]
    asked = (note_id, "--collaboration", str(owner), "--root", str(root))
    assert _run("notes", "confirm", *asked).exit_code == 0
    assert _run("notes", "confirm", *asked).exit_code == 1
    assert "0 proposals" in _run("notes", "proposals", "--root", str(root)).stdout
    assert _run("notes", "undo", *asked).exit_code == 0
    assert _run("notes", "dismiss", *asked).exit_code == 0
    assert _run("notes", "undo", *asked).exit_code == 0
    assert "1 proposals" in _run("notes", "proposals", "--root", str(root)).stdout
    assert _run("notes", "undo", *asked).exit_code == 1


def test_kol_drafts_check_answers_by_exit_code(world: Path, tmp_path: Path) -> None:
    bad, good = tmp_path / "bad.txt", tmp_path / "good.json"
    bad.write_text(f"标题\n{BAD}", encoding="utf-8")
    good.write_text(
        json.dumps({"title": "t", "body": "好用。广告", "product_links": [f"{0xA1:024x}"]}), encoding="utf-8"
    )
    ask = ("drafts", "check", "--campaign", "AUTUMN", "--root", str(world))
    refused = _run(*ask, str(bad), "--json")
    assert refused.exit_code == 1
    assert [finding["kind"] for finding in json.loads(refused.stdout)["findings"]] == [
        "banned", "disclosure_missing", "disclosure_denied", "link_missing",
    ]  # fmt: skip
    assert "[全网第一]" in _run(*ask, str(bad)).stdout
    fine = _run(*ask, str(good))
    assert (fine.exit_code, fine.stdout) == (0, "0 findings, 0 must be answered.\n")
    assert _run("drafts", "check", str(good), "--campaign", "NOPE", "--root", str(world)).exit_code == 1
    assert _run(*ask, str(tmp_path / "none.txt")).exit_code == 1


def test_kol_drafts_hands_in_decides_and_compares(own_world: Path, tmp_path: Path) -> None:
    file = tmp_path / "draft.txt"
    file.write_text("换季泛红怎么办\n火山泥面膜，敷了五天。广告", encoding="utf-8")
    at = ("--root", str(own_world))
    assert _run("drafts", "submit", str(file), "--collaboration", "2", "--link", f"{0xA1:024x}", *at).exit_code == 0
    (listed,) = json.loads(_run("drafts", "list", "--campaign", "AUTUMN", "--json", *at).stdout)
    number = str(listed["draft_id"])
    assert _run("drafts", "return", number, *at).exit_code == 2
    assert _run("drafts", "approve", "999", *at).exit_code == 1
    assert "by Chen Wei" in _run("drafts", "approve", number, "--name", "Chen Wei", *at).stdout
    assert "approved by Chen Wei already" in _run("drafts", "return", number, "--comment", "x", *at).stderr
    compared = _run("drafts", "compare", "--collaboration", "2", *at)
    assert compared.exit_code == 1
    assert "[-火山泥面膜，敷了五天。广告-]" in compared.stdout
    assert "disclosure missing" in compared.stdout
    assert _run("drafts", "compare", "--collaboration", "1", "--json", *at).exit_code == 1
