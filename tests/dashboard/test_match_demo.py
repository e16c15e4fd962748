"""The backtest on a small demo: whoever truly sells is found by what was known before, not by followers or engagement.

One seed at a fifth of its size; ten whole ones are run by benchmarks/matching.py --worlds.
"""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np

from campaigns.matching import backtest
from campaigns.matching.weights import DEFAULT_WEIGHTS
from campaigns.store import open_store
from campaigns.warehouse import open_reader
from ingest.demo.decisions import enter_decisions
from ingest.demo.exports import write_demo
from ingest.load import load_files

SQL = Path(__file__).resolve().parents[2] / "dashboard" / "sql"


def test_the_default_ranking_beats_followers_engagement_and_chance(tmp_path: Path) -> None:
    write_demo(tmp_path / "demo", seed=11, scale=0.2)
    load_files(tmp_path, [tmp_path / "demo"], who="test")
    with closing(open_store(tmp_path)) as store:
        enter_decisions(store, 11)
        with closing(open_reader(tmp_path)) as reader:
            snapshot = store.snapshot()
            reader.put_records(snapshot.tables, snapshot.version)

            def read(name: str, **parameters: Any) -> Any:
                return reader.query((SQL / f"match_{name}.sql").read_text(encoding="utf-8"), parameters)

            made = backtest.trials(read, read("briefs").to_dicts(), DEFAULT_WEIGHTS)
    assert [trial.candidates for trial in made] == [14, 26, 22]
    ours = np.mean([trial.ours.ndcg for trial in made])
    for simple in ("followers", "engagement_rate", "random"):
        assert ours > np.mean([trial.baselines[simple].ndcg for trial in made]) + 0.03, simple
