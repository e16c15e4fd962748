"""A million KOLs ranked for a new brief, beside pandas and scikit-learn; and the ranking on ten demos.

    python benchmarks/matching.py [--kols 1000000] [--peer-kols 20000]
    python benchmarks/matching.py --worlds ROOT [ROOT …]

The first makes a market from the features of twenty notes per KOL, as a load leaves it, and ranks it for a new brief.
The peer does the same from its frames of notes, texts and profiles: medians by group, TfidfVectorizer and cosine,
scipy's distance over whole arrays, percentile ranks; it runs on fewer KOLs and its time is taken as linear. Both are
processor time. The second takes loaded demos of several seeds (`kol demo --seed N`, `kol load`) and compares NDCG@10
with the simple orders, paired by campaign.
Prints JSON; exit code 1 where a limit is broken.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import time
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from scipy.sparse import csr_matrix
from scipy.spatial.distance import jensenshannon

from campaigns.matching import backtest, components, ranking
from campaigns.matching import market as markets
from campaigns.matching.brief import Brief
from campaigns.matching.market import Market
from campaigns.matching.weights import DEFAULT_WEIGHTS
from campaigns.matching.wording import WordIndex
from campaigns.store import open_store
from campaigns.warehouse import open_reader

SQL = Path(__file__).resolve().parents[1] / "dashboard" / "sql"
SECONDS, GIB, TIMES = 2.0, 4.0, 20.0
NOTES_EACH, WORDS, WORDS_EACH = 20, 5_000, 30
AGES = ("age_under_18_share", "age_18_24_share", "age_25_34_share", "age_35_44_share", "age_over_44_share")
CITIES = ("tier1_city_share", "tier2_city_share", "tier3_city_share")
AUDIENCE = {
    "gender": {"female": 0.8, "male": 0.2},
    "age": {"18-24": 0.3, "25-34": 0.5, "35-44": 0.2},
    "city_tier": {"1": 0.5, "2": 0.3, "3": 0.2},
}
BRIEF = Brief(
    date(2026, 11, 1),
    date(2026, 12, 1),
    date(2027, 1, 1),
    audience=AUDIENCE,
    words=" ".join(f"w{n}" for n in range(40)),
)


def features(size: int, seed: int = 7) -> dict[str, np.ndarray]:
    """Numbers of `size` KOLs as a load leaves them."""
    dice = np.random.default_rng(seed)
    followers = np.exp(dice.uniform(np.log(1_000), np.log(2_000_000), size))
    reads = followers * dice.lognormal(-1.5, 0.6, size)
    women = dice.uniform(0.2, 0.98, size)
    clicks = np.where(dice.random(size) < 0.2, dice.integers(10, 3_000, size), np.nan)
    shares = {name: part for names, alpha in ((AGES, [3, 26, 44, 19, 8]), (CITIES, [4, 4, 3]))
              for name, part in zip(names, dice.dirichlet(alpha, size).T, strict=True)}  # fmt: skip
    made = {
        "followers": followers, "reads": reads, "engagement": reads * dice.lognormal(-2.8, 0.3, size),
        "impressions": reads * dice.uniform(3, 8, size), "image_price": followers * dice.uniform(3, 6, size),
        "female_share": women, "male_share": 1 - women, "clicks": clicks, "orders": clicks * dice.beta(2, 40, size),
        "linked_notes": np.where(np.isnan(clicks), np.nan, 2), "net_sales": clicks * dice.uniform(100, 900, size),
        "notes": np.full(size, NOTES_EACH), "notes_90": dice.integers(0, 20, size),
        "sponsored_90": dice.integers(0, 4, size), "note_age_days": dice.integers(1, 90, size),
        "profile_age_days": dice.integers(1, 60, size), "audience_age_days": dice.integers(1, 60, size),
        "sales_age_days": dice.integers(1, 90, size), **shares,
    }  # fmt: skip
    return {name: values.astype(np.float32) for name, values in made.items()}


def words_of(size: int, seed: int = 8) -> np.ndarray:
    """The words of each KOL's notes, by number, the common ones often."""
    return (np.random.default_rng(seed).random((size, WORDS_EACH), dtype=np.float32) ** 2 * WORDS).astype(np.int32)


def make_market(size: int) -> Market:
    """The market of these features."""
    numbers, words = features(size), words_of(size)
    weights = np.full(words.size, 1 / np.sqrt(WORDS_EACH), dtype=np.float32)
    ends = np.arange(0, words.size + 1, WORDS_EACH)
    matrix = csr_matrix((weights, words.ravel(), ends), shape=(size, WORDS)).tocsc()
    index = WordIndex({f"w{n}": n for n in range(WORDS)}, np.ones(WORDS, np.float32), matrix, np.ones(size, bool))
    ids = [f"k{number}" for number in range(size)]
    nobody = [None] * size
    return Market(BRIEF.as_of, ids, ids, nobody, nobody, nobody, markets.tiers_of(numbers["followers"]), numbers, index)


def ours(size: int) -> tuple[float, float]:
    """Seconds to make the market with what no brief changes, and to rank it for a new brief."""
    started = time.process_time()
    market = make_market(size)
    components.standing(market, BRIEF.kind, is_paid=True)
    made = time.process_time()
    ranking.rank(market, BRIEF, DEFAULT_WEIGHTS, 100)
    return made - started, time.process_time() - made


def peer(size: int) -> float:
    """Seconds of the same by pandas and scikit-learn, from frames that are loaded."""
    from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415 - the peer alone needs it
    from sklearn.metrics.pairwise import cosine_similarity  # noqa: PLC0415

    frame = pd.DataFrame(features(size))
    frame["tier"] = markets.tiers_of(frame["followers"].to_numpy())
    dice = np.random.default_rng(9)
    notes = pd.DataFrame(
        {"kol": np.repeat(np.arange(size), NOTES_EACH), "reads": dice.lognormal(8, 1, size * NOTES_EACH)}
    )
    texts = [" ".join(f"w{word}" for word in row) for row in words_of(size)]
    started = time.process_time()
    frame["own_reads"] = notes.groupby("kol")["reads"].median()
    wanted = np.array([0.8, 0.2])[:, None, None] * np.array([0, 0.3, 0.5, 0.2, 0])[:, None] * np.array([0.5, 0.3, 0.2])
    frame["audience"] = _fit(frame, wanted.ravel())
    weigher = TfidfVectorizer()
    frame["content"] = cosine_similarity(weigher.fit_transform(texts), weigher.transform([BRIEF.words])).ravel()
    beside = frame.groupby("tier")
    frame["performance"] = beside["own_reads"].rank(pct=True)
    frame["price"] = 1 - (frame["image_price"] / frame["engagement"]).groupby(frame["tier"]).rank(pct=True)
    frame["conversion"] = (frame["orders"] / frame["clicks"]).rank(pct=True)
    frame["sold"] = beside["net_sales"].rank(pct=True)
    parts = frame[["audience", "content", "performance", "price", "conversion", "sold"]]
    parts.mean(axis=1).nlargest(100)
    return time.process_time() - started


def _fit(frame: pd.DataFrame, wanted: np.ndarray) -> np.ndarray:
    gender, age, city = (frame[list(names)].to_numpy() for names in (("female_share", "male_share"), AGES, CITIES))
    joint = (gender[:, :, None, None] * age[:, None, :, None] * city[:, None, None, :]).reshape(len(frame), -1)
    return 1 - jensenshannon(joint, wanted[None, :], base=2, axis=1)


def on_worlds(roots: list[Path]) -> dict[str, Any]:
    """Ours against every simple order on loaded demos, paired by campaign."""
    made = [trial for root in roots for trial in _trials(root)]
    lifts = {name: lift if isinstance(lift, float) else lift._asdict() for name, lift in backtest.lifts(made).items()}
    return {"worlds": len(roots), "campaigns": len(made), "ndcg": float(np.mean([t.ours.ndcg for t in made])),
            "better_by": lifts, "worth": backtest.worth(made)}  # fmt: skip


def _trials(root: Path) -> list[backtest.Trial]:
    with closing(open_store(root)) as store, closing(open_reader(root)) as reader:
        reader.change_records(store.changes(None))

        def read(name: str, **parameters: Any) -> Any:
            return reader.query((SQL / f"match_{name}.sql").read_text(encoding="utf-8"), parameters)

        return backtest.trials(read, read("briefs").to_dicts(), DEFAULT_WEIGHTS)


def main() -> int:
    """Run what is asked for; 1 where a limit is broken."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--kols", type=int, default=1_000_000)
    parser.add_argument("--peer-kols", type=int, default=20_000)
    parser.add_argument("--worlds", type=Path, nargs="+")
    asked = parser.parse_args()
    if asked.worlds:
        found = on_worlds(asked.worlds)
        print(json.dumps(found, indent=2))
        lows = [lift["low"] for lift in found["better_by"].values() if isinstance(lift, dict)]
        return 0 if lows and min(lows) > 0 else 1
    made, first = ours(asked.kols)
    gib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    times = peer(asked.peer_kols) * asked.kols / asked.peer_kols / first
    print(json.dumps({"kols": asked.kols, "load": made, "new_brief": first, "gib": gib,
                      "times_the_peer": times}, indent=2))  # fmt: skip
    return 0 if first <= SECONDS and gib <= GIB and times >= TIMES else 1


if __name__ == "__main__":
    sys.exit(main())
