"""The audit reads like sentences, in both languages, on the page, in the file and in the terminal."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest
from typer.testing import CliRunner

from campaigns import actions, record_tables, rights
from campaigns.errors import Refused
from campaigns.people_records import Person
from campaigns.records import AuditEntry
from campaigns.store import open_store
from dashboard import audit_list
from dashboard.cli import app
from dashboard.downloads import inert_csv
from dashboard.formats import Voice
from dashboard.words import WORDS

RUN = CliRunner()
EN, ZH = Voice("en"), Voice("zh")
HERE = actions.Actor("lin@example.com")


def entry(before: Any, after: Any, **more: Any) -> AuditEntry:
    given = {
        "id": 7, "key": "k", "at": datetime(2026, 5, 1, 4, tzinfo=UTC), "who": "lin", "action": "save_collaboration",
        "target": "collaboration 12", "request_hash": "", "previous_hash": "", "hash": "abc", "outcome": "accepted",
        "role": "marketer",
    }  # fmt: skip
    return AuditEntry(**given | {"before": before, "after": after} | more)


def test_values_are_written_as_people_write_them() -> None:
    changed = entry(
        {
            "quote_fen": 120_000,
            "rate_ppm": 150_000,
            "since_date": "2026-05-01",
            "is_archived": False,
            "state": "agreed",
        },
        {
            "quote_fen": 150_050,
            "rate_ppm": 200_000,
            "since_date": "2026-06-01",
            "is_archived": True,
            "state": "declined",
        },
    )
    english = audit_list.said(changed, EN)
    assert "Quote: ¥1,200.00 → ¥1,500.50" in english
    assert "Rate: 15% → 20%" in english
    assert "From: 1 May 2026 → 1 Jun 2026" in english
    assert "Archived: no → yes" in english
    assert not [line for line in (*english, *audit_list.said(changed, ZH)) if "_" in line or "None" in line]


def test_the_same_change_of_many_rows_is_one_line() -> None:
    before = {str(number): {"state": "agreed"} for number in range(1, 41)}
    after = {str(number): {"state": "published"} for number in range(1, 41)}
    (line,) = audit_list.said(entry(before, after), EN)
    assert line.endswith("in 40 rows: Agreed → Published")


def test_a_refused_entry_says_why() -> None:
    refused = entry(None, {"rule": "Refused", "reason": "Brand 1 has code glow already."}, outcome="refused", target="")
    assert audit_list.said(refused, EN) == ["Brand 1 has code glow already."]
    assert "Refused: saved a collaboration" in audit_list.table([refused], EN)


def test_markup_in_a_record_stays_text() -> None:
    made = entry(None, {"kol_name": "<img src=x onerror=alert(1)>"}, who="<b>lin</b>")
    assert "<img" not in audit_list.table([made], EN)
    assert "<b>" not in audit_list.table([made], EN)


def test_a_long_entry_shows_its_first_lines_and_leads_to_the_rest() -> None:
    made = entry(None, {f"field {number}": number for number in range(1, 30)})
    short = audit_list.table([made], EN)
    assert "and 21 more" in short
    assert "/audit?entry=7&amp;lang=en" in short
    assert "more" not in audit_list.table([made], EN, is_whole=True).replace("and more", "")


def test_cells_of_the_file_are_inert() -> None:
    text = inert_csv(audit_list.frame([entry(None, {"kol_name": "=cmd()"}, who="=1+1")], EN)).decode("utf-8-sig")
    assert "'=1+1" in text
    assert text.startswith("Entry,When,Who,")
    assert "2026-05-01 12:00:00" in text


@pytest.mark.parametrize("action", sorted(rights.MAY))
def test_every_action_has_words(action: str) -> None:
    assert f"audit.action.{action}" in WORDS or action.startswith("read_")


@pytest.mark.parametrize("table", [*record_tables.TABLES, "person"])
def test_every_field_of_a_record_has_words(table: str) -> None:
    names = Person.metadata.tables[table].columns.keys()
    silent = {
        name
        for name in names
        if name not in ("id", "version") and not {f"audit.field.{name}", f"field.{name}", f"column.{name}"} & set(WORDS)
    }
    assert silent == set(), f"{table}: write phrases audit.field.… for these columns"


def test_the_page_finds_what_somebody_did(
    own_world: Path, open_page: Callable[..., AppTest], read_page: Callable[[AppTest], str]
) -> None:
    with closing(open_store(own_world)) as store:
        actions.save_agency(store, HERE, "canary", code="canary", name="Canary Agency")
        with pytest.raises(Refused):
            actions.save_agency(store, HERE, "again", code="canary", name="Canary Again")
    words = read_page(open_page(own_world, "audit", text="canary"))
    assert "2 entries" in words
    assert "Canary Agency" in words
    assert "Refused: saved an agency" in words
    assert "lin@example.com" in words
    only = read_page(open_page(own_world, "audit", text="canary", outcome="refused"))
    assert "1 entries" in only
    assert "已生效" not in read_page(open_page(own_world, "audit", lang="zh", text="canary"))


def test_pages_of_the_audit_lead_back_and_forth(
    own_world: Path, open_page: Callable[..., AppTest], read_page: Callable[[AppTest], str]
) -> None:
    with closing(open_store(own_world)) as store:
        for number in range(60):
            actions.save_setting(store, HERE, f"canary{number}", name=f"canary.{number:03}", value=number)
    page = open_page(own_world, "audit", text="canary.")
    assert "canary.059" in read_page(page)
    assert "canary.009" not in read_page(page)
    page.button(key="audit.older").click().run()
    assert "canary.009" in read_page(page)
    assert "canary.059" not in read_page(page)
    page.button(key="audit.newest").click().run()
    assert "canary.059" in read_page(page)


def test_one_entry_is_shown_whole(
    world: Path, open_page: Callable[..., AppTest], read_page: Callable[[AppTest], str]
) -> None:
    words = read_page(open_page(world, "audit", entry="1"))
    assert "Entry 1" in words
    assert "Hash " in words
    assert "No entry fits" in read_page(open_page(world, "audit", entry="99999"))


def test_kol_audit_lists_searches_and_verifies(own_world: Path) -> None:
    root = ["--root", str(own_world)]
    with closing(open_store(own_world)) as store:
        actions.save_agency(store, HERE, "canary", code="canary", name="Canary Agency")
    found = json.loads(RUN.invoke(app, ["audit", "search", "canary agency", *root, "--json"]).stdout)
    assert [one["after"]["name"] for one in found] == ["Canary Agency"]
    listed = json.loads(RUN.invoke(app, ["audit", "list", *root, "--who", HERE.who, "--json"]).stdout)
    assert [one["id"] for one in listed] == [found[0]["id"]]
    assert "Canary Agency" in RUN.invoke(app, ["audit", "search", "canary", *root]).stdout
    verified = RUN.invoke(app, ["audit", "verify", *root, "--json"])
    assert verified.exit_code == 0
    assert json.loads(verified.stdout)["findings"] == []
    assert RUN.invoke(app, ["audit", "list", *root, "--outcome", "maybe"]).exit_code == 2


def test_kol_audit_verify_says_where_the_chain_is_broken(own_world: Path) -> None:
    with closing(sqlite3.connect(own_world / "campaigns.db")) as connection:
        connection.execute("drop trigger audit_entry_keeps")
        connection.execute("update audit_entry set who = 'mallory' where id = 2")
        connection.commit()
    done = RUN.invoke(app, ["audit", "verify", "--root", str(own_world)])
    assert done.exit_code == 1
    assert "Entry 2 was changed" in done.stderr


def test_a_folder_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    done = RUN.invoke(app, ["audit", "verify", "--root", str(tmp_path / "missing")])
    assert done.exit_code == 1
    assert not (tmp_path / "missing").exists()
