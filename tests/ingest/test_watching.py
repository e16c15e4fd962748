"""`kol load --watch`: whole files only, bad ones survived, Ctrl-C clean."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from campaigns.errors import Refused
from ingest.watching import Watched


def test_a_file_is_whole_once_it_stands_still_and_is_given_until_it_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("a")
    watched = Watched(tmp_path, quiet_seconds=0.05)
    assert watched.whole() == [], "seen for the first time"
    time.sleep(0.1)
    path.write_text("ab")
    assert watched.whole() == [], "it grew"
    time.sleep(0.1)
    assert watched.whole() == watched.whole() == [path]
    watched.take([path])
    assert watched.whole() == []


def test_a_file_that_changes_comes_again_and_one_in_the_making_waits_for_its_name(tmp_path: Path) -> None:
    making = tmp_path / "b.csv.part"
    making.write_text("b")
    watched = Watched(tmp_path, quiet_seconds=0.0)
    assert watched.whole() == []
    done = making.rename(tmp_path / "b.csv")
    assert watched.whole() == [done]
    watched.take([done])
    done.write_text("bb")
    assert watched.whole() == [done]


def test_empty_and_hidden_files_are_not_whole(tmp_path: Path) -> None:
    (tmp_path / "empty.csv").touch()
    (tmp_path / ".hidden.csv").write_text("a")
    (tmp_path / "~$lock.xlsx").write_text("a")
    assert Watched(tmp_path, quiet_seconds=0.0).whole() == []


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="no folder"):
        Watched(tmp_path / "nowhere").whole()


def test_the_command_loads_what_is_there_and_what_lands_and_ends_with_ctrl_c(loading: Any) -> None:
    loading.files.mkdir()
    loading.stock("stock_2026-03-09.csv", 5)
    command = [sys.executable, "-c", "from dashboard.cli import app; app()", "load", "--watch", str(loading.files)]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    child = subprocess.Popen(
        [*command, "--root", str(loading.root)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "stock_2026-03-09.csv: stock_levels 1 loaded\n"
    loading.write("recipe.csv", "flour,sugar\n1,2\n")
    assert child.stdout.readline().startswith("recipe.csv: refused, E-FILE-UNKNOWN")
    loading.stock("stock_2026-03-10.csv", 5, 6)
    assert child.stdout.readline() == "stock_2026-03-10.csv: stock_levels 1 loaded\n"
    child.send_signal(signal.SIGINT)
    _, said = child.communicate(timeout=30)
    assert (child.returncode, said.splitlines()[-1]) == (0, "Stopped. What was loaded stands.")
