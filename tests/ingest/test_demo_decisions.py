"""The demo's decisions go into the records once, as actions with an audit trail; `kol demo` says what it did."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from campaigns import conflicts
from campaigns.errors import Refused
from campaigns.records import SAMPLE_STATES
from campaigns.store import Store, open_store
from dashboard.cli import app
from ingest.demo import story, upcoming
from ingest.demo.decisions import enter_decisions, entered_seed

SEED = 7


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    opened = open_store(tmp_path_factory.mktemp("records"))
    enter_decisions(opened, SEED)
    yield opened
    opened.close()


def test_entering_twice_changes_nothing(store: Store) -> None:
    before = store.version()
    assert enter_decisions(store, SEED) == 0
    assert store.version() == before


def test_the_demo_of_another_seed_is_refused(store: Store) -> None:
    before = store.version()
    with pytest.raises(Refused, match="seed 7"):
        enter_decisions(store, SEED + 1)
    assert store.version() == before


def test_an_entry_that_was_cut_off_is_finished_by_the_next(tmp_path: Path) -> None:
    opened = open_store(tmp_path)
    steps = iter(range(40))
    with pytest.raises(StopIteration):
        enter_decisions(opened, SEED, on_step=lambda: next(steps) and None)
    assert entered_seed(opened) is None
    assert enter_decisions(opened, SEED) > 40
    assert len(opened.record_tables()["collaboration"]) == 73
    opened.close()


def test_records_hold_two_brands_three_methods_and_one_countdown(store: Store) -> None:
    tables = store.record_tables()
    assert tables["brand"].num_rows == 2
    campaigns = {row["code"]: row for row in tables["campaign"].to_pylist()}
    assert {row["method"] for row in campaigns.values()} == {"third_party", "samples", "celebrity", "mixed"}
    assert [code for code, row in campaigns.items() if json.loads(row["countdowns"])] == [story.COUNTDOWN]
    assert tables["collaboration"].num_rows == 73
    assert tables["agency"].num_rows == 3


def test_every_collaboration_with_facts_has_terms_and_a_sample(store: Store) -> None:
    tables = store.record_tables()
    next_one = [row["id"] for row in tables["campaign"].to_pylist() if row["code"] == upcoming.CODE]
    collaborations = {row["id"] for row in tables["collaboration"].to_pylist() if row["campaign_id"] not in next_one}
    assert {row["collaboration_id"] for row in tables["terms"].to_pylist() if row["part"] == "kol"} == collaborations
    assert set(tables["sample"]["collaboration_id"].to_pylist()) == collaborations
    assert set(tables["sample"]["state"].to_pylist()) == set(SAMPLE_STATES)


def test_the_next_campaign_is_under_way_with_quotes_steps_and_a_conflict(store: Store) -> None:
    tables = store.record_tables()
    here = {row["id"]: row for row in tables["collaboration"].to_pylist() if row["owner"]}
    assert {row["state"] for row in here.values()} == {"shortlisted", "contacted", "negotiating", "agreed", "declined"}
    agreed = [row for row in here.values() if row["state"] == "agreed" and row["quote_fen"] is not None]
    assert sorted(row["quote_fen"] for row in agreed) == [76_000, 80_000]
    with store.reading() as session:
        warned = conflicts.of(session, list(here))
    assert [(one.kind, one.category) for one in warned] == [("bound", "honey")]


def test_the_benchmarks_say_where_they_come_from(store: Store) -> None:
    settings = {row["key"]: row for row in store.record_tables()["setting"].to_pylist()}
    for channel, rate in (("xiaohongshu", 0.08), ("tmall", 0.026)):
        assert json.loads(settings[f"benchmark.{channel}"]["value"]) == rate
        assert settings[f"benchmark.{channel}"]["source"] == "from the brief, unverified"


def test_kol_demo_writes_and_enters_and_then_has_nothing_to_do(tmp_path: Path) -> None:
    run = CliRunner().invoke
    options = ["demo", "--root", str(tmp_path), "--scale", "0.02", "--json"]
    first, second = run(app, options), run(app, options)
    assert (first.exit_code, second.exit_code) == (0, 0)
    assert json.loads(first.stdout)["decisions_entered"] > 400
    assert json.loads(second.stdout)["was_there"]
    assert json.loads(second.stdout)["decisions_entered"] == 0
    other = run(app, [*options, "--seed", "9"])
    assert other.exit_code == 1
    assert "seed 7" in other.stderr
    assert (tmp_path / "demo" / ".truth.json").is_file()


def test_kol_demo_can_write_files_alone(tmp_path: Path) -> None:
    out = tmp_path / "elsewhere"
    result = CliRunner().invoke(
        app, ["demo", "--root", str(tmp_path), "--out", str(out), "--files-only", "--scale", "0.02"]
    )
    assert result.exit_code == 0
    assert out.is_dir()
    assert not (tmp_path / "campaigns.db").exists()


def test_kol_demo_refuses_a_scale_it_cannot_tell(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["demo", "--root", str(tmp_path), "--scale", "1000", "--files-only"])
    assert result.exit_code == 1
    assert "--scale" in result.stderr
