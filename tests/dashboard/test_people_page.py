"""People are invited, changed and disabled on the page and by the command; the page says it in words."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest
from typer.testing import CliRunner

from campaigns import actions, people
from campaigns.people import Member
from campaigns.store import open_store
from dashboard.cli import app

RUN = CliRunner()
HERE = actions.Actor("tests")
Open = Callable[..., AppTest]
Read = Callable[[AppTest], str]


def members(root: Path) -> dict[str, Member]:
    with closing(open_store(root)) as store:
        return {one.person.email: one for one in people.members(store)}


def field(page: AppTest, kind: str, name: str) -> Any:
    """A widget of the form that is open; its key is another one after each save."""
    return next(one for one in getattr(page, kind) if (one.key or "").startswith("person.") and f".{name}." in one.key)


def test_somebody_is_invited_once_however_often_it_is_clicked(
    own_world: Path, open_page: Open, read_page: Read
) -> None:
    page = open_page(own_world, "people")
    assert "Nobody has been invited yet" in read_page(page)
    assert "No login is configured" in read_page(page)
    field(page, "text_input", "email").input("Mei@Example.com")
    field(page, "text_input", "name").input("Mei Lin")
    field(page, "selectbox", "role").select("finance").run()
    send = next(one for one in page.button if one.label == "Invite")
    send.click().run()
    assert "mei@example.com can log in now." in read_page(page)
    assert "1 invited" in read_page(page)
    page.run()
    mei = members(own_world)["mei@example.com"].person
    assert (mei.name, mei.role, mei.state) == ("Mei Lin", "finance", "invited")


def test_a_marketer_needs_a_brand_and_the_input_stays(own_world: Path, open_page: Open, read_page: Read) -> None:
    page = open_page(own_world, "people", lang="zh")
    field(page, "text_input", "email").input("wen@example.com")
    field(page, "text_input", "name").input("文")
    next(one for one in page.button if one.label == "邀请").click().run()
    assert "one brand or more" in read_page(page)
    assert field(page, "text_input", "email").value == "wen@example.com"
    field(page, "multiselect", "brand_ids").select(1).run()
    next(one for one in page.button if one.label == "邀请").click().run()
    assert list(members(own_world)["wen@example.com"].brands) == [1]


def test_role_and_access_change_and_a_colleague_in_between_is_seen(
    own_world: Path, open_page: Open, read_page: Read
) -> None:
    with closing(open_store(own_world)) as store:
        ann = actions.invite_person(store, HERE, "ann", email="ann@example.com", name="Ann", role="finance")
        page = open_page(own_world, "people", person=str(ann.id))
        field(page, "selectbox", "role").select("admin").run()
        actions.change_person(
            store, HERE, "other", id=ann.id or 0, version=ann.version, name="Ann Other", role="finance"
        )
        next(one for one in page.button if one.label == "Save").click().run()
    assert "A colleague saved this meanwhile" in read_page(page)
    assert "Ann Other" in read_page(page)
    assert members(own_world)["ann@example.com"].person.role == "finance"
    field(page, "button", "rebase").click().run()
    next(one for one in page.button if one.label == "Save").click().run()
    found = members(own_world)["ann@example.com"].person
    assert (found.role, found.name) == ("admin", "Ann Other")
    next(one for one in page.button if one.label == "Disable").click().run()
    assert members(own_world)["ann@example.com"].person.state == "disabled"
    assert "Disabled: out at the next click." in read_page(page)


def test_the_first_administrator_is_invited_on_the_machine(tmp_path: Path) -> None:
    root = ["--root", str(tmp_path)]
    done = RUN.invoke(app, ["people", "invite", "Lin@Example.com", "--role", "admin", *root])
    assert done.exit_code == 0
    assert "lin@example.com is invited as admin" in done.stdout
    (listed,) = json.loads(RUN.invoke(app, ["people", "list", "--json", *root]).stdout)
    assert listed == {
        "email": "lin@example.com", "name": "Lin", "role": "admin", "state": "invited", "works_for": [],
        "last_login_at": None,
    }  # fmt: skip
    assert RUN.invoke(app, ["people", "disable", "lin@example.com", *root]).exit_code == 0
    assert "disabled" in RUN.invoke(app, ["people", "list", *root]).stdout
    assert RUN.invoke(app, ["people", "enable", "lin@example.com", *root]).exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["invite", "lin", "--role", "admin"], "an e-mail address"),
        (["invite", "lin@example.com", "--role", "boss"], "one of admin"),
        (["invite", "lin@example.com", "--role", "marketer"], "one brand or more"),
        (["invite", "lin@example.com", "--role", "marketer", "--brand", "nope"], "There is no brand nope"),
        (["invite", "lin@example.com", "--role", "agency", "--agency", "nope"], "There is no agency nope"),
        (["disable", "nobody@example.com"], "Nobody is invited as"),
    ],
)
def test_kol_people_refuses_in_one_line(world: Path, arguments: list[str], said: str) -> None:
    done = RUN.invoke(app, ["people", *arguments, "--root", str(world)])
    assert done.exit_code == 1
    assert done.stderr.count("\n") == 1
    assert said in done.stderr


def test_the_latest_login_is_remembered(tmp_path: Path) -> None:
    noon = datetime(2026, 5, 1, 4, tzinfo=UTC)
    with closing(open_store(tmp_path)) as store:
        lin = actions.invite_person(store, HERE, "lin", email="lin@example.com", name="Lin", role="admin")
        for at in (noon, noon + timedelta(hours=1), noon):
            people.note_login(store, lin.id or 0, at)
        version = store.version()
        (member,) = people.members(store)
        assert member.last_login_at == noon + timedelta(hours=1)
        assert store.version() == version, "a login is no decision"
