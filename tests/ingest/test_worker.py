"""The reading child: it may die of a file or work on it for ever; whoever started it lives and says what happened."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from ingest import worker
from ingest.refusal import FileRefused
from ingest.worker import Worker


@pytest.fixture
def child() -> Iterator[Worker]:
    with closing(Worker()) as started:
        yield started


def job(path: Path, out: Path) -> dict[str, Any]:
    context = {"name": path.name, "captured_at": "2026-03-01T00:00:00+00:00", "account": "a", "key": "00" * 32}
    return {"job": "read", "path": str(path), "archive": str(out / "a"), "typed": str(out / "t"), **context}


def ignore(*_: object) -> None:
    """Progress is not of interest here."""


def far_cell(path: Path) -> Path:
    """A workbook of 5 KB whose second cell stands in the last row and column: 17 billion cells when laid out."""
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet()
    sheet.write(0, 0, "click_id")
    sheet.write(1_048_575, 16_383, "far")
    book.close()
    return path


def test_a_far_cell_takes_the_child_down_and_the_next_file_is_read(child: Worker, loading: Any, tmp_path: Path) -> None:
    with pytest.raises(FileRefused) as refusal:
        child.run(job(far_cell(tmp_path / "far.xlsx"), tmp_path / "one"), 5000, ignore)
    assert refusal.value.code == "E-FILE-LIMIT"
    good = loading.clicks("a.csv", loading.click(1))
    answer = child.run(job(good, tmp_path / "two"), 100, ignore)
    assert answer["sheets"][0]["rows"] == 1


def test_a_file_that_takes_too_long_is_given_up(
    child: Worker, loading: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "SECONDS_PER_FILE", 0)
    with pytest.raises(FileRefused, match="seconds"):
        child.run(job(loading.clicks("a.csv", loading.click(1)), tmp_path / "out"), 100, ignore)


def test_the_child_knows_nothing_of_its_surroundings(
    loading: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "polars.py").write_text("raise SystemExit('the module of the current folder was imported')")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KOL_DATABASE_URL", "postgresql://secret@nowhere/records")
    with closing(Worker()) as child:
        environment = Path(f"/proc/{child.pid}/environ").read_bytes()
        answer = child.run(job(loading.clicks("a.csv", loading.click(1)), tmp_path / "out"), 100, ignore)
    assert answer["typed"][0]["tables"][0]["read"] == 1
    assert b"secret" not in environment
    assert not os.path.exists(f"/proc/{child.pid}")  # noqa: PTH110 - a process, not a file


def test_a_file_that_takes_too_much_of_the_processor_is_given_up(
    child: Worker, loading: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = Worker._send
    monkeypatch.setattr(Worker, "_send", lambda self, job: sent(self, {**job, "cpu_seconds": 0}))
    slow = loading.clicks("a.csv", *[loading.click(number) for number in range(300_000)])
    with pytest.raises(FileRefused, match="processor time"):
        child.run(job(slow, tmp_path / "out"), 100, ignore)


def test_a_child_that_waits_for_ever_dies_with_a_loader_that_was_killed(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "never")
    asked = job(tmp_path / "never", tmp_path / "out")
    code = f"from ingest.worker import Worker; w = Worker(); print(w.pid, flush=True); w.run({asked!r}, 1, print)"
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as loader:
        assert loader.stdout is not None
        pid = int(loader.stdout.readline())
        while "wait_for_partner" not in Path(f"/proc/{pid}/wchan").read_text() and loader.poll() is None:
            time.sleep(0.05)
        loader.kill()
    deadline = time.monotonic() + 20
    while _is_alive(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _is_alive(pid)


def _is_alive(pid: int) -> bool:
    status = Path(f"/proc/{pid}/stat")
    return status.exists() and status.read_text().rpartition(")")[2].split()[0] != "Z"


def test_the_child_knows_no_database_and_starts_fast_for_it() -> None:
    """Whoever breaks into it finds nothing that opens the records or the warehouse; a load waits for its start."""
    code = "import sys, ingest.child; print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert "polars" in loaded
    assert not {"sqlalchemy", "sqlmodel", "pydantic", "duckdb", "psycopg", "streamlit", "pyarrow"} & set(loaded)


def test_a_file_that_kills_the_child_is_refused_and_the_others_are_loaded(loading: Any) -> None:
    bomb = far_cell(loading.write("bomb.xlsx", ""))
    outcomes = loading.load(bomb, loading.clicks("a.csv", loading.click(1)))
    assert [(one.status, one.code) for one in outcomes] == [("refused", "E-FILE-LIMIT"), ("loaded", None)]
    assert loading.rows("select count(*) from loads") == [(1,)]
