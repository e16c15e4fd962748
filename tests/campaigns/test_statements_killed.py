"""A month that is drawn up or closed, and killed or failed at a system call with which it writes: it happened, or not.

strace injects the faults, one call of each name in turn, for as long as a suite may take. Afterwards one plain run
ends where an undisturbed one does.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
import time
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from sqlmodel import select

from campaigns import audit, ledger_chain, ledger_verify, statement_archive
from campaigns.errors import Refused
from campaigns.statement_records import Statement
from campaigns.store import open_store

SCENE = Path(__file__).with_name("closing_scene.py")
CALLS = ("fsync", "fdatasync", "rename", "pwrite64", "write", "openat", "ftruncate", "unlink", "mkdir")
"""In the order in which their faults are most telling."""
FAULTS = ("signal=KILL", "error=EIO", "error=ENOSPC")
SECONDS, FEWEST, PATIENCE = 12, 3, 120
LINES, PARTIES = 60, 4


@pytest.fixture(scope="module")
def scene() -> ModuleType:
    spec = importlib.util.spec_from_file_location("closing_scene", SCENE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@dataclass(frozen=True)
class Case:
    """What is run, the root it begins from, and what may be found afterwards."""

    what: str
    root: Path
    before: Any
    after: Any


@pytest.fixture(autouse=True)
def sqlite(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KOL_DATABASE_URL", raising=False)


@pytest.mark.slow
def test_a_fault_at_a_writing_system_call_leaves_a_month_closed_or_not(scene: ModuleType, tmp_path: Path) -> None:
    if not _has_strace():
        assert os.environ.get("CI") != "true", "strace is missing: apt-get install strace"
        pytest.skip("strace is not installed, or may not trace here")
    began, injected, runs = time.monotonic(), 0, 0
    cases = _cases(scene, tmp_path)
    points = [_middle_calls(case, tmp_path) for case in cases]
    for number, call in enumerate(CALLS):
        for case, counted in zip(cases, points, strict=True):
            if call in counted and (time.monotonic() - began < SECONDS or runs < FEWEST):
                runs += 1
                injected += _torture(scene, case, call, counted[call], FAULTS[number % 3], tmp_path)
    assert runs >= FEWEST
    assert injected, "every fault missed the call it was meant for"


def _cases(scene: ModuleType, folder: Path) -> list[Case]:
    """The month before it is drawn up, and the same when all of it is approved."""
    drawn, approved = folder / "empty", folder / "approved"
    drawn.mkdir()
    open_store(drawn).close()
    states = [_standing(drawn)]
    shutil.copytree(drawn, approved)
    with closing(open_store(approved)) as store:
        scene.make(store, approved, LINES, PARTIES)
        states.append(_standing(approved))
        scene.approve(store)
    shutil.copytree(approved, folder / "closed")
    with closing(open_store(folder / "closed")) as store:
        scene.close(store, folder / "closed")
    ends = [_standing(approved), _standing(folder / "closed")]
    return [Case("make", drawn, states[0], states[1]), Case("close", approved, *ends)]


def _standing(root: Path) -> Any:
    """What the records say: statements with their lines, as far as they can be read; how long ledger and audit are."""
    with closing(open_store(root)) as store:
        assert ledger_verify.verify(store) == []
        assert audit.verify(store) == []
        with store.reading() as session:
            rows = list(session.exec(select(Statement).order_by(Statement.party)))
            entries = ledger_chain.head(session).entries
        told = [(row.party, row.state, row.closing_fen, row.due_fen, row.lines_hash) for row in rows]
        assert [statement_archive.read(root, row.lines_hash).height for row in rows] == [row.line_count for row in rows]
        return told, entries


def _middle_calls(case: Case, folder: Path) -> dict[str, int]:
    """Name → the middle one of the calls of an undisturbed run that make or write files of the root."""
    root, log = folder / f"count-{case.what}", folder / f"{case.what}.log"
    shutil.copytree(case.root, root)
    done = _run(root, case.what, ["-y", "-o", str(log), "-e", "trace=" + ",".join(f"?{call}" for call in CALLS)])
    assert done.returncode == 0, done.stderr
    assert _standing(root) == case.after
    counts: Counter[tuple[str, str]] = Counter()  # strace counts each thread's calls of a name from one
    own: dict[str, list[int]] = {}
    for text in log.read_text(errors="replace").splitlines():
        found = re.match(r"(\d+) +(\w+)\((.*)", text)
        if found:
            thread, call, rest = found.groups()
            counts[thread, call] += 1
            if str(root) in rest and (call != "openat" or "O_CREAT" in rest):
                own.setdefault(call, []).append(counts[thread, call])
    shutil.rmtree(root)
    return {call: numbers[len(numbers) // 2] for call, numbers in own.items()}


def _torture(scene: ModuleType, case: Case, call: str, number: int, fault: str, folder: Path) -> bool:
    """One run with one fault; whether it was met. The root is as before or as after, and a plain run ends as after."""
    root, log = folder / f"{case.what}-{call}", folder / "fault.log"
    shutil.copytree(case.root, root)
    done = _run(root, case.what, ["-o", str(log), "-e", f"trace={call}", "-e", f"inject={call}:{fault}:when={number}"])
    told = f"{case.what}, {fault} at {call} {number}: {done.stderr[-300:]}"
    found = _standing(root)
    assert found in (case.before, case.after), told
    with closing(open_store(root)) as store:
        if case.what == "make":
            scene.make(store, root, LINES, PARTIES, "again")
        elif found == case.before:
            scene.close(store, root, "again")
        else:
            with pytest.raises(Refused, match="is closed"):
                scene.close(store, root, "again")
    assert _standing(root) == case.after, told
    names = {f"{row[-1]}.parquet" for row in case.after[0]}
    assert {path.name for path in (root / "statements").iterdir()} == names, told
    shutil.rmtree(root)
    return bool(re.search(r"\(INJECTED\)|killed by SIGKILL", log.read_text(errors="replace")))


def _run(root: Path, what: str, options: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["strace", "--seccomp-bpf", "-f", *options, sys.executable, str(SCENE), str(root), what],
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "POLARS_MAX_THREADS": "1"},
        capture_output=True, text=True, check=False, timeout=PATIENCE,
    )  # fmt: skip


def _has_strace() -> bool:
    path = shutil.which("strace")
    return bool(path) and subprocess.run([str(path), "-o", os.devnull, "true"], check=False).returncode == 0
