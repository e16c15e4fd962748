"""What closing a month of 100,000 lines costs: accruals posted, statements drawn up, approved and closed.

    python benchmarks/closing.py [--lines 100000] [--parties 300]

Works in a folder of its own on SQLite, with made-up lines. Each step is one transaction. Prints JSON: seconds of each
step, the longest time between two words of progress, memory at the peak.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import resource
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path
from types import ModuleType
from typing import Any

from campaigns import actions, ledger_verify
from campaigns.store import open_store

SCENE = Path(__file__).resolve().parents[1] / "tests" / "campaigns" / "closing_scene.py"


def _scene() -> ModuleType:
    spec = importlib.util.spec_from_file_location("closing_scene", SCENE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Silence:
    """The longest time in which nothing was heard."""

    def __init__(self) -> None:
        self.longest, self._last = 0.0, time.perf_counter()

    def hear(self, _what: str, _done: int, _all: int) -> None:
        now = time.perf_counter()
        self.longest, self._last = max(self.longest, now - self._last), now


def run(root: Path, lines: int, parties: int) -> dict[str, Any]:
    """Every step of a month, timed."""
    scene, seconds, silence = _scene(), {}, Silence()
    facts = scene.facts(lines, parties)
    with closing(open_store(root)) as store:
        since = time.perf_counter()
        silence.hear("", 0, 0)
        actions.make_statements(store, scene.MAKER, "make", root=root, facts=facts, tell=silence.hear)
        seconds["make"] = time.perf_counter() - since
        since = time.perf_counter()
        actions.make_statements(store, scene.MAKER, "again", root=root, facts=facts)
        seconds["make_again"] = time.perf_counter() - since
        since = time.perf_counter()
        scene.approve(store)
        seconds["submit_and_approve"] = time.perf_counter() - since
        since = time.perf_counter()
        scene.close(store, root)
        seconds["close"] = time.perf_counter() - since
        assert ledger_verify.verify(store) == []
    rounded = {name: round(value, 2) for name, value in seconds.items()}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    return {"seconds": rounded, "longest_silence_seconds": round(silence.longest, 2), "peak_gib": round(peak, 2)}


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", type=int, default=100_000)
    parser.add_argument("--parties", type=int, default=300)
    chosen = parser.parse_args()
    os.environ.pop("KOL_DATABASE_URL", None)
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps(run(Path(folder), chosen.lines, chosen.parties), indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
