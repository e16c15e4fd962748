"""The rule of a campaign's analysis is set by `kol campaign` and by the form, copied, checked, and named."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select
from streamlit.testing.v1 import AppTest
from typer.testing import CliRunner

from campaigns.actions import Actor, duplicate_campaign
from campaigns.records import Campaign
from campaigns.store import open_store
from dashboard.cli import app

Open = Callable[..., AppTest]
RULE = ("--rule", "time_decay", "--match", "brand", "--lookback-days", "30", "--half-life-days", "3")
SAID = {"credit_rule": "time_decay", "match_on": "brand", "lookback_days": 30, "half_life_days": 3}


def _edit(root: Path, *words: str) -> Any:
    return CliRunner().invoke(app, ["campaign", "edit", "AUTUMN", *words, "--root", str(root), "--json"])


def _campaign(root: Path, code: str = "AUTUMN") -> Campaign:
    with closing(open_store(root)) as store, store.reading() as session:
        return session.exec(select(Campaign).where(Campaign.code == code)).one()


def test_the_command_sets_the_rule_and_leaves_the_rest(own_world: Path) -> None:
    before = _campaign(own_world).model_dump()
    done = _edit(own_world, *RULE)
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["version"] == before["version"] + 1
    assert _campaign(own_world).model_dump() == {**before, **SAID, "version": before["version"] + 1}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--rule", "best"), "credit_rule"),
        (("--match", "shop"), "match_on"),
        (("--half-life-days", "0"), "half_life_days"),
        (("--lookback-days", "366"), "lookback_days"),
    ],
)
def test_what_is_no_rule_is_refused_by_name(own_world: Path, words: tuple[str, str], told: str) -> None:
    done = _edit(own_world, *words)
    assert done.exit_code == 1
    assert told in done.stderr
    assert words[1] in done.stderr
    assert _campaign(own_world).version == 1


def test_a_copy_of_a_campaign_keeps_its_rule(own_world: Path) -> None:
    _edit(own_world, *RULE)
    with closing(open_store(own_world)) as store:
        first = date(2027, 1, 4)
        duplicate_campaign(store, Actor("tests"), "copy", campaign_id=1, code="NEXT", name="Next", since_date=first)
    copied = _campaign(own_world, "NEXT").model_dump()
    assert {name: copied[name] for name in SAID} == SAID


def test_the_page_follows_the_rule_that_was_set(
    own_world: Path, open_page: Open, read_page: Callable[[AppTest], str]
) -> None:
    _edit(own_world, *RULE)
    said = read_page(open_page(own_world, "attribution", campaign="AUTUMN"))
    assert "Time decay (half-life 3 days), on any product of the brand, clicks up to 30 days" in said
    form = open_page(own_world, "campaigns", do="edit", campaign="AUTUMN")
    assert not form.exception
    chosen = {box.label: box.value for box in form.selectbox}
    assert (chosen["Rule of the analysis"], chosen["A click counts for"]) == ("time_decay", "brand")
