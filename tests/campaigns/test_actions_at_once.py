"""Several people act at the same moment: one wins, the others are told, and nothing happens twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from campaigns import actions, audit
from campaigns.actions import Actor
from campaigns.errors import Refused, StaleVersion, TermsOverlap
from campaigns.store import Store, open_store

SAVE_IN_A_PROCESS = """
import sys
from pathlib import Path
from campaigns import actions
from campaigns.errors import KolbookError
from campaigns.store import open_store
store, who, key = open_store(Path(sys.argv[1])), sys.argv[2], sys.argv[3]
print("ready", flush=True)
sys.stdin.readline()
try:
    saved = actions.save_brand(store, actions.Actor(who), key, id=1, version=1, name=who)
    print("saved", saved.version)
except KolbookError as refusal:
    print(type(refusal).__name__)
"""

WRITE_UNTIL_KILLED = """
import sys
from pathlib import Path
from campaigns import actions
from campaigns.store import open_store
store = open_store(Path(sys.argv[1]))
number = 0
while True:
    number += 1
    actions.save_brand(store, actions.Actor("lin"), f"key {number}", code=f"b{number}", name="Glow")
    print(number, flush=True)
"""


def _at_once(*calls: Callable[[], Any]) -> list[Any]:
    """Run all calls from a common start; gives each one's result, or the exception it raised."""
    start = threading.Barrier(len(calls))

    def run(call: Callable[[], Any]) -> Any:
        start.wait(10)
        try:
            return call()
        except Exception as error:  # noqa: BLE001  (the outcome is what the test looks at)
            return error

    with ThreadPoolExecutor(len(calls)) as threads:
        return list(threads.map(run, calls))


def test_of_two_people_saving_the_same_version_one_wins_and_the_other_is_told(store: Store, lin: Actor) -> None:
    actions.save_brand(store, lin, "new", code="glow", name="Glow")
    for version in range(1, 16):

        def save(who: str, version: int = version) -> Any:
            return actions.save_brand(store, Actor(who), f"{who} {version}", id=1, version=version, name=who)

        outcomes = _at_once(lambda: save("anna"), lambda: save("bo"))
        winners = [outcome for outcome in outcomes if not isinstance(outcome, Exception)]
        losers = [outcome for outcome in outcomes if isinstance(outcome, StaleVersion)]
        assert (len(winners), len(losers)) == (1, 1), outcomes
        assert f"you edited version {version}, version {version + 1} is saved" in str(losers[0])
        assert store.record_tables()["brand"].column("name").to_pylist() == [winners[0].name]
    assert audit.verify(store) == []


def test_the_same_request_sent_eight_times_at_once_happens_once(store: Store, lin: Actor) -> None:
    def save() -> Any:
        return actions.save_brand(store, lin, "new", code="glow", name="Glow")

    outcomes = _at_once(*[save] * 8)
    assert outcomes == [outcomes[0]] * 8
    assert outcomes[0].id == 1
    assert store.record_tables()["brand"].num_rows == 1
    with store.reading() as session:
        assert audit.next_id(session) == 2


def test_of_two_brands_with_one_code_one_is_refused(store: Store) -> None:
    def save(who: str) -> Any:
        return actions.save_brand(store, Actor(who), who, code="glow", name=who)

    outcomes = _at_once(lambda: save("anna"), lambda: save("bo"), lambda: save("chen"))
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Brand", "Refused", "Refused"]
    assert any(isinstance(outcome, Refused) and "has code glow already" in str(outcome) for outcome in outcomes)


def test_overlapping_terms_entered_at_once_do_not_slip_past_each_other(store: Store, lin: Actor) -> None:
    actions.save_agency(store, lin, "a", code="lin", name="Lin")

    def enter(month: int) -> Any:
        return actions.save_terms(
            store, Actor(f"person {month}"), f"terms {month}", scope="agency", agency_id=1, part="third_party",
            since_date=date(2026, month, 1), before_date=date(2026, month + 2, 1), rate_ppm=1,
        )  # fmt: skip

    outcomes = _at_once(*[lambda month=month: enter(month) for month in range(1, 9)])
    periods = sorted((t["since_date"], t["before_date"]) for t in store.record_tables()["terms"].to_pylist())
    assert all(earlier[1] <= later[0] for earlier, later in pairwise(periods))
    refused = [outcome for outcome in outcomes if isinstance(outcome, TermsOverlap)]
    assert len(refused) + len(periods) == 8
    assert 3 <= len(periods) <= 4


def test_of_several_processes_saving_the_same_version_one_wins(root: Path, store: Store, lin: Actor) -> None:
    actions.save_brand(store, lin, "new", code="glow", name="Glow")
    names = ["anna", "bo", "chen"]
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", SAVE_IN_A_PROCESS, str(root), name, name],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        for name in names
    ]  # fmt: skip
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    answers = _at_once(*[lambda process=process: process.communicate("\n", timeout=60) for process in processes])
    assert sorted(answer for answer, _ in answers) == ["StaleVersion\n", "StaleVersion\n", "saved 2\n"], answers
    assert audit.verify(store) == []


@pytest.mark.parametrize("saved", [1, 7])
def test_a_killed_writer_leaves_whole_actions_only(root: Path, saved: int) -> None:
    open_store(root).close()
    writer = subprocess.Popen([sys.executable, "-c", WRITE_UNTIL_KILLED, str(root)], stdout=subprocess.PIPE, text=True)
    assert writer.stdout is not None
    for _ in range(saved):
        last = int(writer.stdout.readline())
    os.kill(writer.pid, signal.SIGKILL)
    assert writer.wait(20) == -signal.SIGKILL
    store = open_store(root)
    brands = store.record_tables()["brand"].num_rows
    assert brands >= last, "what was reported as saved is saved"
    with store.reading() as session:
        assert audit.next_id(session) == brands + 1
    assert audit.verify(store) == []
    actions.save_brand(store, Actor("bo"), "next", code="next", name="Next")
    assert audit.verify(store) == []
