"""Rebuild, check and recovery: the archive is enough, and what does not fit is found and mended."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from campaigns import facts
from campaigns.errors import ModelChecksFailed
from campaigns.records import Load
from campaigns.store import open_store
from campaigns.warehouse import Writer, canonical_hash
from dashboard.cli import app
from dashboard.commands import serve
from ingest import register
from ingest.check import check
from ingest.load import load_files, rebuild
from ingest.progress import Progress


def codes(root: Path) -> list[str]:
    return [finding.code for finding in check(root)]


@pytest.fixture(scope="module")
def original(make_loading: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A root with three loads, made once; tests get copies."""
    loading = make_loading(tmp_path_factory.mktemp("original"))
    clicks = loading.clicks("a.csv", *[loading.click(n, buyer=f"b{n}") for n in range(20)])
    loading.load(clicks, loading.stock("s_2026-03-01.csv", 5, "x"))
    loading.load(loading.stock("s_2026-03-02.csv", 6, 7))
    return loading


@pytest.fixture
def loaded(original: Any, make_loading: Any, tmp_path: Path) -> Any:
    shutil.copytree(original.root.parent, tmp_path, symlinks=True, dirs_exist_ok=True)
    return make_loading(tmp_path)


def test_a_rebuild_from_the_archive_has_the_same_hash_and_check_finds_nothing(loaded: Any) -> None:
    before, rejected = canonical_hash(loaded.root), loaded.rows("select * from rejects")
    shutil.rmtree(loaded.files)
    shutil.rmtree(loaded.root / ".warehouse")
    (loaded.root / "warehouse.duckdb").unlink()
    assert codes(loaded.root) == ["WAREHOUSE"]
    assert rebuild(loaded.root) == before
    assert loaded.rows("select * from rejects") == rejected
    assert check(loaded.root) == []


def test_records_that_are_lost_too_are_written_again_from_the_archive(loaded: Any) -> None:
    before = canonical_hash(loaded.root)
    for path in loaded.root.glob("campaigns.db*"):
        path.unlink()
    assert "NOT-REGISTERED" in codes(loaded.root)
    assert rebuild(loaded.root) == before
    assert check(loaded.root) == []


def test_the_same_files_have_one_hash_under_any_key_and_another_when_a_click_changes_its_buyer(
    make_loading: Any, tmp_path: Path
) -> None:
    hashes = []
    for number, buyers in enumerate([("a", "a", "b"), ("a", "a", "b"), ("a", "b", "b")]):
        loading = make_loading(tmp_path / str(number))
        loading.load(loading.clicks("c.csv", *[loading.click(n, buyer=buyer) for n, buyer in enumerate(buyers)]))
        hashes.append(canonical_hash(loading.root))
    assert hashes[0] == hashes[1] != hashes[2]


def harm_warehouse(root: Path, harm: str) -> None:
    build = (root / "warehouse.duckdb").resolve()
    content = build.read_bytes()
    if harm == "missing":
        build.unlink()
    elif harm == "cut":
        build.write_bytes(content[:-5000])
    elif harm == "log beside it":
        build.with_name(f"{build.name}.wal").write_bytes(content[:100])
    else:
        place = {"start": 0, "middle": len(content) // 2, "end": len(content) - 1}[harm]
        build.write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])


@pytest.mark.parametrize("harm", ["missing", "cut", "log beside it", "start", "middle", "end"])
def test_a_harmed_warehouse_is_noticed_and_made_again_by_the_next_load(loaded: Any, harm: str) -> None:
    before = canonical_hash(loaded.root)
    harm_warehouse(loaded.root, harm)
    heard: list[Progress] = []
    again = loaded.files / "a.csv"
    outcomes = load_files(loaded.root, [again], who="x", on_progress=heard.append)
    assert [outcome.status for outcome in outcomes] == ["already_loaded"]
    assert ["again from the archive" in one.text for one in heard if one.step == "rebuilding"] == [True]
    assert canonical_hash(loaded.root) == before
    assert check(loaded.root) == []


@pytest.mark.parametrize("harm", ["missing", "middle", "other schema", "none"])
def test_a_server_makes_a_harmed_warehouse_again_before_it_starts(
    loaded: Any, monkeypatch: pytest.MonkeyPatch, harm: str
) -> None:
    monkeypatch.setattr(serve, "_run", lambda *_: None)
    if harm == "other schema":
        schema = facts.schema_sql()
        monkeypatch.setattr(facts, "schema_sql", lambda: schema + "create table tips (tip_id varchar);")
    elif harm != "none":
        harm_warehouse(loaded.root, harm)
    done = CliRunner().invoke(app, ["serve", "--root", str(loaded.root), "--port", "65431"])
    assert done.exit_code == 0, done.output
    assert done.stdout.count("It is made again from the archive.") == (harm != "none")
    assert loaded.rows("select count(*) from clicks") == [(20,)]


@pytest.mark.parametrize("keep", [0.0, 0.4, 0.7, 0.95])
def test_records_whose_log_was_cut_are_written_again_from_the_archive(loaded: Any, keep: float) -> None:
    """SQLite forgets without a word what stood behind the cut: loads that were done."""
    wanted, late = canonical_hash(loaded.root), loaded.clicks("late.csv", loaded.click(99))
    with closing(open_store(loaded.root)) as store, store.reading():
        held = sqlite3.connect(loaded.root / "campaigns.db")  # keeps the log from being folded in
        held.execute("select count(*) from load").fetchall()
        loaded.load(late)
        log = loaded.root / "campaigns.db-wal"
        content = log.read_bytes()
        wanted = canonical_hash(loaded.root)
        shutil.copy(loaded.root / "campaigns.db", loaded.root / "kept.db")
        held.close()
    for path in loaded.root.glob("campaigns.db*"):
        path.unlink()
    (loaded.root / "kept.db").rename(loaded.root / "campaigns.db")
    log.write_bytes(content[: int(len(content) * keep)])
    loaded.load(late)
    assert check(loaded.root) == []
    assert canonical_hash(loaded.root) == wanted


def test_the_command_check_prints_the_hash_and_fails_on_a_finding(loaded: Any) -> None:
    runner = CliRunner()
    fine = runner.invoke(app, ["check", "--root", str(loaded.root)])
    assert (fine.exit_code, fine.stdout.strip()) == (0, canonical_hash(loaded.root))
    assert "warning  note_funnel: clicks lead to a note of which no file tells more (1 rows)" in fine.stderr
    next(loaded.root.glob("archive/*/*/0.parquet")).unlink()
    broken = runner.invoke(app, ["check", "--root", str(loaded.root)])
    assert broken.exit_code == 1
    assert "ARCHIVE" in broken.output


def test_check_compares_what_register_and_warehouse_say_of_a_load(loaded: Any) -> None:
    with closing(open_store(loaded.root)) as store, store.transaction() as session:
        load = session.get_one(Load, 1)
        load.counts = {"clicks": {**load.counts["clicks"], "loaded": 19}}
        load.totals = {**load.totals, "clicks.rows": 19}
        session.add(load)
    assert codes(loaded.root) == ["DIFFERS", "DIFFERS"]
    rebuild(loaded.root)
    assert check(loaded.root) == []


def test_a_load_that_was_accepted_and_never_published_is_finished_by_the_next_one(loaded: Any) -> None:
    older = loaded.root.parent / "older"
    shutil.copytree(loaded.root / ".warehouse", older)
    name = (loaded.root / "warehouse.duckdb").readlink()
    late = loaded.clicks("late.csv", loaded.click(99))
    loaded.load(late)
    wanted = canonical_hash(loaded.root)
    with closing(open_store(loaded.root)) as store, store.transaction() as session:
        load = session.get_one(Load, 4)
        load.state, load.counts = "pending", {}
        session.add(load)
    shutil.rmtree(loaded.root / ".warehouse")
    shutil.copytree(older, loaded.root / ".warehouse")
    (loaded.root / "warehouse.duckdb").unlink()
    (loaded.root / "warehouse.duckdb").symlink_to(name)
    assert codes(loaded.root) == ["NOT-IN-WAREHOUSE"]
    outcomes = loaded.load(loaded.stock("other_2026-03-09.csv", 1))
    assert [(one.file.rpartition("/")[2], one.status) for one in outcomes] == [
        ("other_2026-03-09.csv", "loaded"),
        ("late.csv", "loaded"),
    ]
    assert check(loaded.root) == []
    assert loaded.rows("select count(*) from clicks") == [(21,)]
    assert canonical_hash(loaded.root) != wanted


def test_a_load_whose_rows_cannot_stand_fails_alone_and_may_be_tried_again(
    loading: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    good, bad = loading.stock("good.csv", 5), loading.clicks("bad.csv", loading.click(1))
    applied = Writer.apply

    def apply(self: Writer, table: str, *rest: Any) -> Any:
        if table == "clicks":
            raise ValueError("the disk of the test has no room for clicks")
        return applied(self, table, *rest)

    monkeypatch.setattr(Writer, "apply", apply)
    outcomes = loading.load(bad, good)
    assert [(one.status, one.code) for one in outcomes] == [("refused", "E-FILE-FACTS"), ("loaded", None)]
    assert "no room" in (outcomes[0].reason or "")
    assert codes(loading.root) == ["LOAD-FAILED"]
    monkeypatch.undo()
    assert [one.status for one in loading.load(bad)] == ["loaded"]
    assert check(loading.root) == []


def test_a_load_that_breaks_the_models_rules_is_refused_alone(loading: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    refreshed = Writer.refresh_models

    def refresh(self: Writer, *rest: Any, **named: Any) -> None:
        refreshed(self, *rest, **named)
        if 2 in self.loaded_ids():
            raise ModelChecksFailed(["a click counts twice"])

    monkeypatch.setattr(Writer, "refresh_models", refresh)
    outcomes = loading.load(
        loading.stock("a.csv", 5), loading.clicks("b.csv", loading.click(1)), loading.stock("c.csv", 6)
    )
    assert [(one.status, one.code) for one in outcomes] == [
        ("loaded", None), ("refused", "E-FILE-FACTS"), ("loaded", None),
    ]  # fmt: skip
    assert "a click counts twice" in (outcomes[1].reason or "")
    assert loading.rows("select load_id from loads order by 1") == [(1,), (3,)]


def test_the_register_knows_who_loaded_what(loaded: Any) -> None:
    with closing(open_store(loaded.root)) as store:
        loads = register.loads(store)
    assert [(load.name, load.state, load.loaded_by) for load in loads] == [
        ("a.csv", "done", "tester"),
        ("s_2026-03-01.csv", "done", "tester"),
        ("s_2026-03-02.csv", "done", "tester"),
    ]
    assert loads[1].counts == {"stock_levels": {"read": 2, "loaded": 1, "unchanged": 0, "superseded": 0, "rejected": 1}}
    assert {name: total for name, total in loads[0].totals.items() if name.endswith("clicks.rows")}.popitem()[1] == 20
