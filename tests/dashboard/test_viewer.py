"""Who acts in a session is what the records say of whoever logged in; where people log in, nobody is local."""

from __future__ import annotations

import ast
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import streamlit as st

from campaigns import actions
from campaigns.actions import Actor
from campaigns.narrowing import ADMIN, Viewer
from campaigns.store import open_store
from dashboard import login, place, reading, viewer

ROOT = Path(__file__).resolve().parents[2]
ME = Actor("tests")


class _User(dict[str, Any]):
    def to_dict(self) -> dict[str, Any]:
        return dict(self)


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("KOL_ROOT", str(tmp_path))
    with closing(open_store(tmp_path)) as store:
        actions.save_brand(store, ME, "b", code="glow", name="Glow")
        actions.invite_person(store, ME, "i", email="mei@example.com", name="Mei", role="marketer", brand_ids=[1])
        yield store
    reading.release()


@pytest.fixture
def log_in(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    def now(**claims: Any) -> None:
        monkeypatch.setattr(st, "user", _User(claims))

    return now


def mei(**claims: Any) -> dict[str, Any]:
    known = {"is_logged_in": True, "iss": "https://id", "sub": "7", "email": "Mei@Example.com", "name": "Mei"}
    return {**known, "iat": datetime.now(UTC).timestamp(), **claims}


def test_where_nobody_logs_in_it_is_whoever_is_in_front_of_this_machine(
    house: Any, log_in: Callable[..., None]
) -> None:
    log_in(email="test@example.com")
    assert (viewer.actor(), viewer.viewer(), viewer.role()) == (Actor("local"), ADMIN, "admin")
    assert viewer.may("invite_person")


@pytest.mark.parametrize(
    "claims", [{"is_logged_in": False}, mei(sub=""), {"is_logged_in": None, "email": "mei@example.com"}]
)
def test_where_people_log_in_nobody_is_local(house: Any, log_in: Callable[..., None], claims: dict[str, Any]) -> None:
    log_in(**claims)
    for question in (viewer.actor, viewer.viewer, viewer.role):
        with pytest.raises(viewer.NobodyLoggedIn):
            question()


def test_a_login_that_streamlit_does_not_know_of_lets_nobody_in(
    house: Any, log_in: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    log_in()
    configured = login.Login("https://k.example", "https://id/.well-known/x", "id", "secret", "s" * 32)
    monkeypatch.setattr(login, "present", lambda: configured)
    with pytest.raises(viewer.NobodyLoggedIn):
        viewer.actor()


def test_the_first_login_lets_an_invited_person_in_and_the_subject_is_what_counts(
    house: Any, log_in: Callable[..., None]
) -> None:
    log_in(**mei())
    assert viewer.actor() == Actor("mei@example.com", 1)
    assert viewer.viewer() == Viewer("marketer", (1,))
    assert (viewer.may("save_campaign"), viewer.may("post_entry")) == (True, False)
    log_in(**mei(email="new@example.com"))
    assert viewer.actor() == Actor("mei@example.com", 1), "the address may change at the provider"
    log_in(**mei(sub="8"))
    with pytest.raises(viewer.NoPersonHere, match=r"mei@example\.com"):
        viewer.actor()


@pytest.mark.parametrize(
    "claims", [{"email_verified": False}, {"email_verified": "false"}, {"email": ""}, {"email": "x@y.z"}]
)
def test_an_address_that_is_not_verified_or_not_invited_lets_nobody_in(
    house: Any, log_in: Callable[..., None], claims: dict[str, Any]
) -> None:
    log_in(**mei(**claims))
    with pytest.raises(viewer.NoPersonHere):
        viewer.actor()


def test_what_changes_in_the_records_counts_at_once(house: Any, log_in: Callable[..., None]) -> None:
    log_in(**mei())
    assert viewer.role() == "marketer"
    actions.change_person(house, ME, "c", id=1, version=2, name="Mei", role="finance")
    assert (viewer.role(), viewer.may("post_entry")) == ("finance", True)
    actions.disable_person(house, ME, "d", id=1, version=3)
    with pytest.raises(viewer.NoPersonHere):
        viewer.may("post_entry")


def test_only_the_viewer_the_commands_and_the_demo_say_who_acts() -> None:
    """Anything else could act as somebody in front of this machine, who may do everything."""
    makers = set()
    for path in [
        *(ROOT / "dashboard").rglob("*.py"),
        *(ROOT / "ingest").rglob("*.py"),
        *(ROOT / "campaigns").rglob("*.py"),
    ]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            made = isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] == "Actor"
            if made and "commands" not in path.parts:
                makers.add(str(path.relative_to(ROOT)))
    assert makers <= {"dashboard/viewer.py", "ingest/demo/decisions.py", "campaigns/actions/person.py"}


def test_only_the_server_itself_reads_the_whole() -> None:
    texts = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "dashboard").rglob("*.py")}
    assert {name for name, text in texts.items() if "reading.whole()" in text} == {"asgi.py"}
    assert place.root()
