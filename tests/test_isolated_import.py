"""The packages import, and the command runs, in a process whose path lacks the repository root."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

MODULES = "campaigns.warehouse, campaigns.store, campaigns.actions, ingest.load, ingest.demo, dashboard.cli"


def test_everything_imports_from_elsewhere(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-I", "-c", f"import {MODULES}; import dashboard; print(dashboard.__file__)"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip().endswith("dashboard/__init__.py")


def test_the_command_names_its_groups(tmp_path: Path) -> None:
    kol = Path(sys.executable).with_name("kol")
    done = subprocess.run([kol, "--help"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    for command in ("demo", "load", "loads", "rejects", "rebuild", "check", "serve", "commission", "credit"):
        assert command in done.stdout
