"""Backups count only once restored and equal; restoring and erasing happen whole or not at all."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from contextlib import closing
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from campaigns import actions, statement_archive
from campaigns.actions import Actor
from campaigns.errors import Refused
from campaigns.store import open_store
from campaigns.warehouse import canonical_hash
from ingest import archive, backup, erasure
from ingest.buyers import BuyerKeys
from ingest.check import check
from ingest.load import load_files, rebuild
from ingest.restoration import restore

COMMAND = [sys.executable, "-c", "from dashboard.cli import app; app()"]


@pytest.fixture
def held(loading: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Forty clicks of four buyers and five stock counts, one of them refused, and a brand."""
    monkeypatch.delenv("KOL_DATABASE_URL", raising=False)
    loading.load(
        loading.clicks("a.csv", *[loading.click(number, buyer=f"buyer-{number % 4}") for number in range(40)]),
        loading.stock("s_2026-03-01.csv", 5, 6, "x", 8, 9),
    )
    store = open_store(loading.root)
    actions.save_brand(store, Actor("lin"), "1", code="glow", name="Glow")
    store.close()
    return loading


def _say(_text: str) -> None:
    return None


def _environment(**more: str) -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name != "KOL_DATABASE_URL"} | more


def _key_of(root: Path, buyer: str) -> bytes:
    return str(BuyerKeys((root / "buyer.key").read_bytes()).of(pl.Series([buyer]))[0]).encode()


def _holds(root: Path, key: bytes) -> bool:
    """Whether a key stands in a warehouse or an archived sheet."""
    cells = [pl.read_parquet(path).cast(pl.String).to_numpy().ravel() for path in root.rglob("archive/??/*/*.parquet")]
    return any(key.decode() in set(column) for column in cells)


def test_a_backup_restored_is_the_same_root(held: Any, tmp_path: Path) -> None:
    made = backup.take(held.root, tmp_path / "backups", _say)
    assert not (made / "buyer.key").exists()
    again = tmp_path / "again"
    assert restore(made, again, _say, buyer_key=held.root / "buyer.key") == canonical_hash(held.root)
    assert check(again) == []
    outcome = load_files(again, [held.clicks("b.csv", held.click(99, buyer="buyer-1"))], who="x")
    assert [one.status for one in outcome] == ["loaded"]
    assert "table load" in backup.compare(backup.read_manifest(made), again, tmp_path / "work")


def test_without_the_key_nothing_new_is_loaded_and_another_key_is_refused(held: Any, tmp_path: Path) -> None:
    made = backup.take(held.root, tmp_path / "backups", _say)
    (tmp_path / "other.key").write_bytes(bytes(32))
    with pytest.raises(Refused, match="not the key"):
        restore(made, tmp_path / "again", _say, buyer_key=tmp_path / "other.key")
    restore(made, tmp_path / "again", _say)
    with pytest.raises(Refused, match="missing"):
        load_files(tmp_path / "again", [held.stock("s_2026-04-01.csv", 1)], who="x")


def test_the_next_backup_links_what_it_has_already(held: Any, tmp_path: Path) -> None:
    first = backup.take(held.root, tmp_path / "backups", _say)
    held.load(held.stock("s_2026-04-01.csv", 1))
    second = backup.take(held.root, tmp_path / "backups", _say)
    old, new = backup.read_manifest(first).files, backup.read_manifest(second).files
    assert old.items() < new.items()
    assert all((second / name).samefile(first / name) for name in old)


@pytest.mark.parametrize("path", ["archive", "records"])
def test_a_damaged_backup_is_noticed_and_nothing_appears(held: Any, tmp_path: Path, path: str) -> None:
    made = backup.take(held.root, tmp_path / "backups", _say)
    victim = next(one for one in sorted((made / path).rglob("*")) if one.name in {"0.parquet", "load.jsonl.gz"})
    content = bytearray(victim.read_bytes())
    content[len(content) // 2] ^= 1
    victim.write_bytes(bytes(content))
    with pytest.raises(Refused, match="Take another"):
        restore(made, tmp_path / "again", _say)
    assert not (tmp_path / "again").exists()


def test_a_folder_that_is_no_backup_or_a_root_that_is_not_empty_is_refused(held: Any, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="no backup"):
        restore(tmp_path, tmp_path / "again", _say)
    with pytest.raises(Refused, match="nothing to back up"):
        backup.take(tmp_path / "empty", tmp_path / "backups", _say)
    made = backup.take(held.root, tmp_path / "backups", _say)
    with pytest.raises(Refused, match="not empty"):
        restore(made, held.root, _say)


def test_erasing_removes_the_key_and_keeps_every_total(held: Any) -> None:
    before, totals = canonical_hash(held.root), held.rows("select count(*), count(distinct buyer_key) from clicks")
    key = _key_of(held.root, "buyer-1")
    assert _holds(held.root, key)
    assert erasure.erase_from_archive(held.root, ["buyer-1", "nobody"], _say) == 10
    assert not _holds(held.root, key)
    assert {finding.code for finding in check(held.root)} == {"ERASING"}
    rebuild(held.root)
    assert check(held.root) == []
    assert canonical_hash(held.root) == before
    assert held.rows("select count(*), count(distinct buyer_key) from clicks") == totals
    assert held.rows(f"select count(*) from clicks where buyer_key = {key.decode()}") == [(0,)]
    assert erasure.erase_from_archive(held.root, ["buyer-1"], _say) == 0


def test_a_new_backup_does_not_hold_an_erased_buyer(held: Any, tmp_path: Path) -> None:
    key = _key_of(held.root, "buyer-2")
    old = backup.take(held.root, tmp_path / "backups", _say)
    erasure.erase_from_archive(held.root, ["buyer-2"], _say)
    new = backup.take(held.root, tmp_path / "backups", _say)
    assert _holds(old, key)
    assert not _holds(new, key)
    assert not erasure.is_begun(held.root)


@pytest.mark.slow
@pytest.mark.parametrize("command", ["erase", "backup", "restore"])
def test_killed_at_any_moment_it_happened_or_it_did_not(held: Any, tmp_path: Path, command: str) -> None:
    made = backup.take(held.root, tmp_path / "first", _say)
    key = _key_of(held.root, "buyer-1")
    before = canonical_hash(held.root)
    again = tmp_path / "again"
    arguments = {
        "erase": ["erase", "--buyer", "buyer-1", "--root", str(held.root)],
        "backup": ["backup", "--to", str(tmp_path / "backups"), "--root", str(held.root)],
        "restore": ["restore", str(made), "--root", str(again)],
    }[command]
    dice = random.Random(command)
    for _ in range(2):
        process = subprocess.Popen(
            [*COMMAND, *arguments], env=_environment(), stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL
        )
        time.sleep(dice.uniform(0.6, 3.0))
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert canonical_hash(held.root) == before
        for name in (tmp_path / "backups").glob("kolbook-*Z"):
            assert json.loads((name / "manifest.json").read_text(encoding="utf-8"))["tables"]
        if again.exists():
            assert check(again) == []
            shutil.rmtree(again)
    subprocess.run([*COMMAND, *arguments], env=_environment(), check=True, capture_output=True)
    rebuild(held.root)
    assert check(held.root) == []
    assert canonical_hash(held.root) == before
    if command == "erase":
        assert not _holds(held.root, key)
        assert list(archive.hashes(held.root))
    if command == "backup":
        assert not list((tmp_path / "backups").glob("*.partial"))
    if command == "restore":
        assert canonical_hash(again) == before


def test_the_lines_of_statements_come_back_with_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KOL_DATABASE_URL", raising=False)
    spec = spec_from_file_location("closing_scene", Path(__file__).parents[1] / "campaigns" / "closing_scene.py")
    assert spec is not None
    assert spec.loader is not None
    scene = module_from_spec(spec)
    spec.loader.exec_module(scene)
    root = tmp_path / "root"
    with closing(open_store(root)) as store:
        scene.make(store, root, 20, 2)
        scene.approve(store)
        scene.close(store, root)
        before = store.record_tables()
    restore(backup.take(root, tmp_path / "backups", _say), tmp_path / "again", _say)
    with closing(open_store(tmp_path / "again")) as store:
        assert store.record_tables()["statement"] == before["statement"]
        files = statement_archive.kept(tmp_path / "again", store)
        assert [statement_archive.read(tmp_path / "again", path.stem).height for path in files] == [10, 10]
        files[0].unlink()
        with pytest.raises(Refused, match="which a statement names"):
            backup.take(tmp_path / "again", tmp_path / "more", _say)
