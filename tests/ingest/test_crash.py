"""SIGKILL at any moment of a load: the old warehouse stands, and one plain re-run ends like an undisturbed one."""

from __future__ import annotations

import errno
import importlib.util
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from itertools import groupby
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from campaigns.warehouse import canonical_hash, open_reader
from ingest import archive, register
from ingest.check import check
from ingest.load import load_files

KILLS = 4
SAMPLE_SECONDS = 20
TORTURED = [
    "rename", "fsync", "pwrite64", "symlink", "write", "openat", "unlink", "fdatasync", "unlinkat", "sendfile", "mkdir",
    "rmdir", "ftruncate",
]  # fmt: skip
"""In the order in which their faults are most telling."""
COMMAND = [sys.executable, "-c", "from dashboard.cli import app; app()", "load"]


@pytest.fixture(scope="module")
def torture() -> ModuleType:
    """The whole of it is `make torture`."""
    spec = importlib.util.spec_from_file_location("torture", Path(__file__).with_name("torture.py"))
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules["torture"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.slow
def test_a_fault_at_a_writing_system_call_loses_nothing(torture: ModuleType, tmp_path: Path) -> None:
    """One call of each name, one fault each, for as long as a suite may take."""
    if not torture.has_strace():
        assert os.environ.get("CI") != "true", "strace is missing: apt-get install strace"
        pytest.skip("strace is not installed, or may not trace here")
    began, scene = time.monotonic(), torture.next_load(tmp_path)
    middle: dict[tuple[str, str], Any] = {}
    for name, points in groupby(torture.points(scene, tmp_path), lambda point: (point.process, point.call)):
        found = [*points]
        middle[name] = found[-1] if name[1] == "fsync" else found[len(found) // 2]
    rank = {call: number for number, call in enumerate(TORTURED)}
    ended: list[Any] = []
    for number, point in enumerate(sorted(middle.values(), key=lambda one: rank.get(one.call, 99))):
        if time.monotonic() - began < SAMPLE_SECONDS or number < 3:
            ended.append(torture.torture(scene, point, ["kill", "EIO", "ENOSPC"][number % 3], tmp_path))
    assert [one for one in ended if one.wrong] == []
    assert sum(one.injected > 0 for one in ended) > len(ended) // 2


@pytest.mark.slow
def test_a_load_that_is_killed_beside_readers_and_another_load_is_finished_by_the_next_one(
    loading: Any, tmp_path: Path
) -> None:
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
    moments = random.Random(20260301)
    with ThreadPoolExecutor(1) as others, readers(root, others) as seen:
        for number in range(KILLS):
            command = [*COMMAND, *map(str, files)]
            process = subprocess.Popen(command, env=environment(root), stdout=subprocess.DEVNULL)
            second = subprocess.Popen([*COMMAND, str(files[0])], env=environment(root), stdout=subprocess.DEVNULL)
            time.sleep(seconds * (0.2 + 0.8 * (number + moments.random()) / KILLS))
            process.send_signal(signal.SIGKILL)
            process.wait()
            assert second.wait(60) == 0
    assert seen == sorted(seen), "facts that readers had seen were gone again"
    assert len(seen) > KILLS
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


@contextmanager
def readers(root: Path, threads: ThreadPoolExecutor) -> Iterator[list[int]]:
    """Somebody who opens the warehouse again and again; the clicks seen each time. An error of his is raised."""
    is_over, seen = threading.Event(), []

    def read() -> None:
        while not is_over.wait(0.05):
            with closing(open_reader(root)) as reader:
                seen.append(reader.query("select count(*) from clicks").rows()[0][0])

    reading = threads.submit(read)
    try:
        yield seen
    finally:
        is_over.set()
        reading.result(60)


def environment(root: Path) -> dict[str, str]:
    return {**os.environ, "KOL_ROOT": str(root)}
