"""SIGKILL at any moment of a load: the old warehouse stands, and one plain re-run ends like an undisturbed one."""

from __future__ import annotations

import errno
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from campaigns.warehouse import canonical_hash
from ingest import archive, register
from ingest.check import check
from ingest.load import load_files

KILLS = 4
COMMAND = [sys.executable, "-c", "from dashboard.cli import app; app()", "load"]


@pytest.mark.slow
def test_a_load_that_is_killed_is_finished_by_the_next_one(loading: Any, tmp_path: Path) -> None:
    first = loading.clicks("first.csv", *[loading.click(n) for n in range(50)])
    files = [
        loading.clicks("a.csv", *[loading.click(n, buyer=f"b{n}") for n in range(40, 3000)]),
        loading.stock("s_2026-03-01.csv", 5, 6, "x"),
        loading.clicks("b.csv", *[loading.click(n, section="search") for n in range(2000, 4000)]),
    ]
    load_files(tmp_path / "calm", [first], who="x")
    began = time.monotonic()
    subprocess.run([*COMMAND, *map(str, files)], env=environment(tmp_path / "calm"), check=True, capture_output=True)
    seconds = time.monotonic() - began
    wanted = canonical_hash(tmp_path / "calm")
    root = tmp_path / "stormy"
    key = (tmp_path / "calm" / "buyer.key").read_bytes()
    root.mkdir()
    (root / "buyer.key").write_bytes(key)
    load_files(root, [first], who="x")
    before = canonical_hash(root)
    moments = random.Random(20260301)
    for number in range(KILLS):
        process = subprocess.Popen([*COMMAND, *map(str, files)], env=environment(root), stdout=subprocess.DEVNULL)
        time.sleep(seconds * (0.2 + 0.8 * (number + moments.random()) / KILLS))
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert canonical_hash(root) in {before, wanted}
    load_files(root, files, who="x")
    assert canonical_hash(root) == wanted
    assert check(root) == []
    assert [path.name for path in (root / ".work").iterdir()] == ["intake"]


def test_what_stands_in_the_archive_alone_is_adopted(loading: Any) -> None:
    """A kill between the archive's rename and the register's commit."""
    loading.load(loading.stock("s_2026-03-01.csv", 5))
    wanted = canonical_hash(loading.root)
    for path in [*loading.root.glob("campaigns.db*"), *loading.root.glob("warehouse.duckdb")]:
        path.unlink()
    outcomes = loading.load()
    assert [(outcome.file, outcome.status) for outcome in outcomes] == [("s_2026-03-01.csv", "loaded")]
    assert canonical_hash(loading.root) == wanted


def test_ctrl_c_leaves_the_old_warehouse_and_says_what_comes_next(loading: Any) -> None:
    loading.load(loading.stock("s_2026-03-01.csv", 5))
    before = canonical_hash(loading.root)
    path = loading.clicks("a.csv", *[loading.click(n) for n in range(200_000)])
    process = subprocess.Popen(
        [*COMMAND, str(path)], env=environment(loading.root), stderr=subprocess.PIPE, stdout=subprocess.DEVNULL
    )
    deadline = time.monotonic() + 60
    while not list((loading.root / ".work").glob("*/*/archive")) and time.monotonic() < deadline:
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "the next `kol load` finishes" in said.decode()
    assert "Traceback" not in said.decode()
    assert canonical_hash(loading.root) == before
    assert [path.name for path in (loading.root / ".work").iterdir()] == ["intake"]


@pytest.mark.parametrize("step", ["publish", "accept"])
def test_a_full_disk_refuses_the_file_and_the_next_load_takes_it(
    loading: Any, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    loading.load(loading.stock("s_2026-03-01.csv", 5))
    before, path = canonical_hash(loading.root), loading.clicks("a.csv", loading.click(1))

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(archive if step == "publish" else register, step, full)
    (outcome,) = loading.load(path)
    assert (outcome.status, outcome.code) == ("refused", "E-DISK")
    assert canonical_hash(loading.root) == before
    monkeypatch.undo()
    assert [one.status for one in loading.load(path)] == ["loaded"]
    assert check(loading.root) == []


def environment(root: Path) -> dict[str, str]:
    return {**os.environ, "KOL_ROOT": str(root)}
