"""A thousand rows pasted, and every list of samples with 10,000 collaborations and 100,000 samples.

    python benchmarks/samples.py [--root DIR]

The root must be loaded (KOL_ROOT, else the current folder; `make run` does it); it is copied. Prints JSON; exit
code 1 where a limit is broken: pasting ≤ 5 s; a list ≤ 0.5 s for the whole page, the first time it is asked for.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, select
from streamlit.testing.v1 import AppTest

from campaigns import actions
from campaigns.actions import Actor
from campaigns.records import Campaign, CampaignProduct, Collaboration, Product, Sample
from campaigns.store import Store, open_store

APP = Path(__file__).resolve().parents[1] / "dashboard" / "app.py"
COLLABORATIONS, SAMPLES, ROWS = 10_000, 100_000, 1_000
PASTE_SECONDS, LIST_SECONDS = 5.0, 0.5
STATES = ("requested", "approved", "shipped", "delivered", "note_owed", "posted", "waived", "lost")
LISTS = ("overdue", "trouble", "shipped", "note_owed", "posted", "all", "open")


def copy_of(root: Path, folder: Path) -> Path:
    """The root's records and warehouse, to be filled."""
    target = folder / "root"
    shutil.copytree(root, target, symlinks=True, ignore=shutil.ignore_patterns("archive", "demo", "artefacts"))
    return target


def fill(store: Store, dice: random.Random) -> None:
    """Collaborations of the first campaign, and samples in every state."""
    with store.transaction() as session:
        campaign = session.exec(select(Campaign)).first()
        if campaign is None:
            raise SystemExit("The root holds no campaign; run kol demo and kol load first.")
        product = _product(session, campaign)
        people = [
            {"campaign_id": campaign.id, "kol_id": f"bench{n:06d}", "kol_name": f"达人{n}", "state": "sample_out",
             "version": 1} for n in range(COLLABORATIONS)
        ]  # fmt: skip
        session.execute(sa.insert(Collaboration), people)
        first = session.exec(select(Collaboration.id).where(Collaboration.kol_id == "bench000000")).one() or 0
        session.execute(sa.insert(Sample), [_sample(n, first, product, dice) for n in range(SAMPLES)])
    # Written past the actions, so the version of the records has to be moved by one.
    actions.save_setting(store, Actor("bench"), f"bench {time.time_ns()}", name=f"bench.{time.time_ns()}", value=1)


def _product(session: Session, campaign: Campaign) -> Product:
    chosen = select(CampaignProduct.product_id).where(CampaignProduct.campaign_id == campaign.id)
    return session.get_one(Product, session.exec(chosen).first())


def _sample(number: int, first: int, product: Product, dice: random.Random) -> dict[str, Any]:
    state = dice.choice(STATES)
    return {
        "collaboration_id": first + dice.randrange(COLLABORATIONS), "product_id": product.product_id, "units": 1,
        "shipping_fen": 1200, "carrier": "shunfeng", "tracking_no": f"SFB{number:010d}", "state": state, "version": 1,
        "unit_cost_fen": product.cost_fen, "waiver_reason": "bench" if state == "waived" else "", "feedback": "",
    }  # fmt: skip


def paste(store: Store) -> float:
    """Seconds for a sheet of a thousand rows."""
    with store.reading() as session:
        campaign = session.exec(select(Campaign)).first()
        if campaign is None:
            raise SystemExit("The root holds no campaign; run kol demo and kol load first.")
        product = _product(session, campaign).product_id
    lines = "".join(f"bench{n:06d}\t{product}\t顺丰\tSFP{n:010d}\t已寄出\n" for n in range(ROWS))
    since = time.perf_counter()
    made = actions.import_samples(
        store, Actor("bench"), f"paste {time.time_ns()}", text="达人\t产品\t快递公司\t快递单号\t状态\n" + lines
    )
    if len(made.made) != ROWS:
        raise SystemExit(f"Expected {ROWS} samples, found {len(made.made)}.")
    return time.perf_counter() - since


def lists() -> dict[str, float]:
    """Seconds of the whole page for each list, the first time it is asked for."""
    app = AppTest.from_file(str(APP), default_timeout=300)
    app.run()
    app.switch_page("views/samples.py").run()
    found = {}
    for state in LISTS:
        app.selectbox(key="state").set_value(state)
        found[state] = _seconds(app)
    app.text_input(key="search").set_value("达人77")
    found["search"] = _seconds(app)
    return found


def _seconds(app: AppTest) -> float:
    since = time.perf_counter()
    app.run()
    if app.exception:
        raise SystemExit(f"The page failed: {app.exception[0].message}")
    return round(time.perf_counter() - since, 3)


def main() -> int:
    """Copy, fill, paste, look."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--root", type=Path, default=Path(os.environ.get("KOL_ROOT", ".")))
    given = parser.parse_args().root.resolve()
    with tempfile.TemporaryDirectory() as folder:
        root = copy_of(given, Path(folder))
        os.environ["KOL_ROOT"] = str(root)
        with closing(open_store(root)) as store:
            fill(store, random.Random(1))  # noqa: S311 – the same rows every time
            pasted, listed = round(paste(store), 2), lists()
    print(json.dumps({"paste": pasted, "lists": listed}, indent=2, ensure_ascii=False))
    return int(pasted > PASTE_SECONDS or max(listed.values()) > LIST_SECONDS)


if __name__ == "__main__":
    sys.exit(main())
