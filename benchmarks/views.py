"""How long the server works for one run of each page: cold (empty caches) and warm (median of five).

    python benchmarks/views.py [--root DIR]

The root must be loaded (default: KOL_ROOT, else the current folder; `make run` does it). Prints JSON; exit code 1
where a limit is broken: warm ≤ 0.3 s, cold ≤ 1.5 s.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import time
from pathlib import Path

from streamlit.testing.v1 import AppTest

from dashboard import reading

PAGES = ("overview", "campaign", "conversion", "data")
APP = Path(__file__).resolve().parents[1] / "dashboard" / "app.py"
WARM_SECONDS, COLD_SECONDS, RUNS = 0.3, 1.5, 5


def seconds_of(app: AppTest) -> float:
    """One run of the page that `app` stands on."""
    since = time.perf_counter()
    app.run()
    if app.exception:
        raise SystemExit(f"The page failed: {app.exception[0].message}")
    return time.perf_counter() - since


def measure(page: str) -> dict[str, float]:
    """Cold and warm seconds of one page; imports are not counted, the server has them before the first visitor."""
    app = AppTest.from_file(str(APP), default_timeout=120)
    seconds_of(app)
    if page != "overview":
        app.switch_page(f"views/{page}.py")
        seconds_of(app)
    reading.release()
    cold = seconds_of(app)
    return {"cold": round(cold, 3), "warm": round(statistics.median(seconds_of(app) for _ in range(RUNS)), 3)}


def main() -> int:
    """Measure every page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--root", type=Path, default=Path(os.environ.get("KOL_ROOT", ".")))
    os.environ["KOL_ROOT"] = str(parser.parse_args().root.resolve())
    found = {page: measure(page) for page in PAGES}
    print(json.dumps(found, indent=2))
    return int(any(f["warm"] > WARM_SECONDS or f["cold"] > COLD_SECONDS for f in found.values()))


if __name__ == "__main__":
    sys.exit(main())
