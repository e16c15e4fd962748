"""What large records cost: every page with 10,000 collaborations, 100,000 samples and 200,000 audit entries.

    python benchmarks/records.py [--root DIR] [--pages today,pipeline]

Works on a copy of the root, which must be loaded (default: KOL_ROOT, else the current folder; `make run` does it).
Where KOL_DATABASE_URL names the records of that root, these are filled themselves: use a database to throw away.
Measures how long a reader needs to take over one edit, beside taking everything again, and the server time of each
page: warm, and the first run after an edit of each kind. Prints JSON; exit code 1 where a page takes longer than 0.5 s.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import sqlalchemy as sa
from sqlmodel import col, select
from streamlit.testing.v1 import AppTest

from campaigns import actions, audit
from campaigns.records import SAMPLE_STATES, STATES, Campaign, Collaboration, Product, Sample
from campaigns.store import Store, open_store
from campaigns.warehouse import open_reader
from dashboard import reading

APP = Path(__file__).resolve().parents[1] / "dashboard" / "app.py"
CAMPAIGNS, COLLABORATIONS, SAMPLES, ENTRIES = 40, 10_000, 100_000, 200_000
LIMIT_SECONDS, RUNS = 0.5, 5
SINCE = date(2026, 9, 1)
HERE = actions.Actor("benchmark")


def fill(store: Store) -> None:
    """Campaigns with many collaborations, each with ten samples in every state, and a long audit."""
    with store.transaction() as session:
        products = session.exec(select(Product.product_id, Product.brand_id).order_by(Product.product_id)).all()
        brand_id = products[0][1]
        own = [product_id for product_id, of_brand in products if of_brand == brand_id]
        session.add_all(
            Campaign(
                code=f"BENCH-{number}", brand_id=brand_id, name=f"Bench {number}", method="samples", since_date=SINCE,
                before_date=SINCE + timedelta(days=120), budget_fen=10_000_000,
            )
            for number in range(CAMPAIGNS)
        )  # fmt: skip
        session.flush()
        made = list(session.exec(select(Campaign.id).where(col(Campaign.code).startswith("BENCH-"))))
        session.execute(sa.insert(Collaboration), [_collaboration(made, number) for number in range(COLLABORATIONS)])
        theirs = list(session.exec(select(Collaboration.id).where(col(Collaboration.owner) == "bench")))
        session.execute(sa.insert(Sample), [_sample(theirs, own, number) for number in range(SAMPLES)])
    _write_entries(store)


def _collaboration(made: list[int | None], number: int) -> dict[str, Any]:
    return {
        "campaign_id": made[number % CAMPAIGNS], "kol_id": f"{number:024x}", "kol_name": f"达人{number}",
        "state": STATES[number % len(STATES)], "quote_fen": 100 * number, "owner": "bench",
        "next_step": "Ask for the draft", "next_date": SINCE + timedelta(days=number % 120), "tags": [],
    }  # fmt: skip


def _sample(theirs: list[int | None], products: list[str], number: int) -> dict[str, Any]:
    state = SAMPLE_STATES[number % len(SAMPLE_STATES)]
    asked = SINCE + timedelta(days=number % 60)
    has_left = state not in ("requested", "approved")
    return {
        "collaboration_id": theirs[number % len(theirs)], "product_id": products[number % len(products)],
        "state": state, "requested_date": asked, "units": 1, "shipping_fen": 1200 if has_left else 0,
        "approved_date": asked + timedelta(days=1) if state != "requested" else None,
        "shipped_date": asked + timedelta(days=3) if has_left else None, "unit_cost_fen": 5800 if has_left else None,
        "delivered_date": asked + timedelta(days=6) if has_left and state not in ("shipped", "lost") else None,
        "carrier": "顺丰" if has_left else None, "tracking_no": f"SF{number:012d}" if has_left else None,
    }  # fmt: skip


def _write_entries(store: Store) -> None:
    """Entries as actions leave them, written as plain statements: the ORM would take minutes."""
    with store.transaction() as session:
        head = session.get_one(audit.AuditHead, 1)
        number, previous = head.entries, head.hash
        add, move = sa.insert(audit.AuditEntry.__table__), sa.update(audit.AuditHead.__table__)  # type: ignore[attr-defined]
        while number < ENTRIES:
            number += 1
            row = {
                "id": number, "key": f"bench-{number}", "at": audit.utc_now(),
                "who": f"person{number % 40}@example.com",
                "action": ("save_sample", "save_collaboration", "save_terms")[number % 3], "target": f"sample {number}",
                "outcome": "refused" if number % 50 == 0 else "accepted", "request_hash": f"{number:064x}",
                "before": {"state": "shipped", "tracking_no": f"SF{number:012d}", "units": 1, "version": 1},
                "after": {"state": "delivered", "tracking_no": f"SF{number:012d}", "units": 1, "version": 2},
                "previous_hash": previous, "role": "marketer",
            }  # fmt: skip
            previous = audit.digest(row)
            session.execute(add, row | {"hash": previous})
            session.execute(move, {"entries": number, "hash": previous})


def edit_sample(store: Store) -> None:
    """One sample of many gets a new tracking number, as somebody would save it."""
    with store.reading() as session:
        sample = session.exec(
            select(Sample).where(col(Sample.carrier).is_not(None)).order_by(col(Sample.id).desc()).limit(1)
        ).first()
    assert sample is not None
    number = f"SF{time.monotonic_ns()}"
    actions.save_sample(store, HERE, number, id=sample.id, version=sample.version, tracking_no=number)


def edit_collaboration(store: Store) -> None:
    """One collaboration of many gets another next step."""
    with store.reading() as session:
        newest = (
            select(Collaboration).where(Collaboration.owner == "bench").order_by(col(Collaboration.id).desc()).limit(1)
        )
        row = session.exec(newest).first()
    assert row is not None
    now = str(time.monotonic_ns())
    actions.arrange_collaborations(store, HERE, now, versions={row.id: row.version}, next_step=now)


def move_collaboration(store: Store) -> None:
    """One collaboration of many goes back and forth between two states."""
    with store.reading() as session:
        either = select(Collaboration).where(col(Collaboration.state).in_(("shortlisted", "dropped")))
        row = session.exec(either.where(Collaboration.owner == "bench").order_by(col(Collaboration.id))).first()
    assert row is not None
    to_state = "dropped" if row.state == "shortlisted" else "shortlisted"
    actions.move_collaborations(
        store, HERE, str(time.monotonic_ns()), versions={row.id: row.version}, to_state=to_state, reason="bench"
    )


def add_collaboration(store: Store) -> None:
    """One more KOL in a campaign."""
    now = f"{time.monotonic_ns():024x}"
    with store.reading() as session:
        campaign_id = session.exec(select(Campaign.id).where(Campaign.code == "BENCH-1")).one()
    actions.save_collaboration(store, HERE, now, campaign_id=campaign_id, kol_id=now, kol_name="新达人")


EDITS: dict[str, Callable[[Store], None]] = {
    "sample": edit_sample, "collaboration": edit_collaboration, "move": move_collaboration,
    "addition": add_collaboration,
}  # fmt: skip


def takeover(store: Store, root: Path) -> dict[str, float]:
    """Seconds to bring a reader to the present: everything at first, then after one edit of each kind."""
    reader = open_reader(root)
    found: dict[str, float] = {}
    since = time.perf_counter()
    changes = store.changes(None)
    reader.change_records(changes)
    found["everything"] = time.perf_counter() - since
    for name, edit in EDITS.items():
        edit(store)
        since = time.perf_counter()
        changes = store.changes(changes.moment)
        reader.change_records(changes)
        found[f"after_{name}"] = time.perf_counter() - since
    reader.close()
    return {name: round(seconds, 4) for name, seconds in found.items()}


def seconds_of(app: AppTest) -> float:
    """One run of the page that `app` stands on."""
    since = time.perf_counter()
    app.run()
    if app.exception:
        raise SystemExit(f"The page failed: {app.exception[0].message}")
    return time.perf_counter() - since


def measure(page: str, store: Store) -> dict[str, float]:
    """Warm seconds of a page, and those of the first run after an edit of each kind."""
    app = AppTest.from_file(str(APP), default_timeout=120)
    name, _, address = page.partition("?")
    app.query_params.update({"lang": "en", **dict(parse_qsl(address))})
    seconds_of(app)
    app.switch_page(f"views/{name}.py")
    seconds_of(app)
    found = {"warm": statistics.median(seconds_of(app) for _ in range(RUNS))}
    for name, edit in EDITS.items():
        taken = []
        for _ in range(3):
            edit(store)
            taken.append(seconds_of(app))
        found[f"after_{name}"] = statistics.median(taken)
    return {name: round(seconds, 3) for name, seconds in found.items()}


def run(root: Path, pages: list[str]) -> dict[str, Any]:
    """Fill the copy, then measure."""
    store = open_store(root)
    since = time.perf_counter()
    fill(store)
    filled = round(time.perf_counter() - since, 1)
    taken = takeover(store, root)
    os.environ["KOL_ROOT"] = str(root)
    found = {page: measure(page, store) for page in pages}
    store.close()
    reading.release()
    return {"fill_seconds": filled, "takeover_seconds": taken, "page_seconds": found}


def main() -> int:
    """Measure every page that the dashboard has."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--root", type=Path, default=Path(os.environ.get("KOL_ROOT") or "."))
    parser.add_argument("--pages", default="", help="Names of pages, separated by commas; all of them without it.")
    chosen = parser.parse_args()
    every = sorted(path.stem for path in (APP.parent / "views").glob("[a-z]*.py") if path.stem != "account")
    every.append("audit?text=SF000000000123")
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "root"
        shutil.copytree(chosen.root.resolve(), root, symlinks=True)
        link = root / "warehouse.duckdb"
        target = root / ".warehouse" / link.readlink().name
        link.unlink()
        link.symlink_to(target)
        found = run(root, chosen.pages.split(",") if chosen.pages else every)
    print(json.dumps(found, indent=2))
    return int(any(seconds > LIMIT_SECONDS for page in found["page_seconds"].values() for seconds in page.values()))


if __name__ == "__main__":
    sys.exit(main())
