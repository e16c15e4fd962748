"""A month's commission lines in the ledger: all at first, differences after late data, and never twice.

line        May, first run   late: l2 refunded, l3 found, l4 goes to another KOL
l1  k1      34.50            34.50                        nothing posted
l2  k1      10.00             6.00                        −4.00
l3  k2       –                5.00                        +5.00
l4  k2       8.00             8.00 for k3                 −8.00 k2, +8.00 k3
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns import actions, audit, ledger_accruals, ledger_chain, ledger_verify
from campaigns.actions import Actor
from campaigns.errors import BadValue, Refused
from campaigns.ledger import AccrualLine, Draft, Entry, imbalance
from campaigns.ledger_accruals import Posted
from campaigns.store import Store, open_store

JUNE_FIRST = date(2026, 6, 1)


def _line(line_id: str, fen: int, party: str = "kol/k1", day: int = 3, part: str = "kol") -> AccrualLine:
    return AccrualLine(line_id, part, "sale", party, "CNY", fen, date(2026, 5, day))


FIRST = [
    _line("l1", 3450), _line("l2", 1000), _line("l4", 800, "kol/k2", 4), _line("l5", 0),
    _line("l1/fee", 1500, "platform/x", part="platform_fee"),
]  # fmt: skip
LATE = [_line("l1", 3450), _line("l2", 600), _line("l3", 500, "kol/k2"), _line("l4", 800, "kol/k3", 4), *FIRST[3:]]


@pytest.fixture(autouse=True)
def july(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("campaigns.actions.ledger.utc_now", lambda: datetime(2026, 7, 2, tzinfo=UTC))


def _entries(store: Store) -> list[Entry]:
    with store.reading() as session:
        return list(ledger_chain.entries(session))


def _due(store: Store) -> dict[str, int]:
    with store.reading() as session:
        found = ledger_chain.balances(session)
    return {one.party: -one.closing_fen for one in found if one.account == "payable" and one.closing_fen}


def _lock_may(store: Store) -> None:
    actions.request_lock(store, Actor("lin"), "ask", period="2026-05")
    actions.approve_lock(store, Actor("bo"), "approve", period="2026-05")


def test_every_line_is_an_entry_and_the_sum_is_what_each_party_is_due(store: Store, lin: Actor) -> None:
    found = actions.post_accruals(store, lin, "1", "2026-05", FIRST)
    assert (found.entries, found.period) == (4, "2026-05"), "a line of nothing posts nothing"
    assert _due(store) == {"kol/k1": 4450, "kol/k2": 800, "platform/x": 1500}
    assert [entry.draft.external_id for entry in _entries(store)] == [
        "2026-05/l1#1", "2026-05/l1/fee#1", "2026-05/l2#1", "2026-05/l4#1",
    ]  # fmt: skip
    assert ledger_verify.verify(store) == audit.verify(store) == []


@pytest.mark.parametrize("key", ["1", "2"])
def test_a_second_run_posts_nothing_in_any_order_of_lines(store: Store, lin: Actor, key: str) -> None:
    first = actions.post_accruals(store, lin, "1", "2026-05", FIRST)
    again = actions.post_accruals(store, lin, key, "2026-05", FIRST[::-1])
    assert again.entries == (first.entries if key == "1" else 0)
    assert again.head == first.head
    assert len(_entries(store)) == 4


def test_the_key_of_a_run_is_not_good_for_other_lines(store: Store, lin: Actor) -> None:
    actions.post_accruals(store, lin, "1", "2026-05", FIRST)
    with pytest.raises(Refused, match="used for another request"):
        actions.post_accruals(store, lin, "1", "2026-05", LATE)


def test_late_data_posts_the_differences_only(store: Store, lin: Actor) -> None:
    actions.post_accruals(store, lin, "1", "2026-05", FIRST)
    assert actions.post_accruals(store, lin, "2", "2026-05", LATE).entries == 3
    assert _due(store) == {"kol/k1": 4050, "kol/k2": 500, "kol/k3": 800, "platform/x": 1500}
    changed = {entry.draft.external_id: entry.draft.postings for entry in _entries(store)[4:]}
    assert list(changed) == ["2026-05/l2#2", "2026-05/l3#1", "2026-05/l4#2"]
    assert [(one.account, one.party, one.amount_fen) for one in changed["2026-05/l2#2"]] == [
        ("payable", "kol/k1", 400), ("kol_commission", "", -400),
    ]  # fmt: skip
    assert [(one.party, one.amount_fen) for one in changed["2026-05/l4#2"]] == [("kol/k2", 800), ("kol/k3", -800)]
    assert actions.post_accruals(store, lin, "3", "2026-05", LATE).entries == 0


def test_a_line_that_is_no_longer_due_is_taken_back_and_may_come_again(store: Store, lin: Actor) -> None:
    actions.post_accruals(store, lin, "1", "2026-05", FIRST)
    actions.post_accruals(store, lin, "2", "2026-05", FIRST[1:])
    assert _due(store)["kol/k1"] == 1000
    last = _entries(store)[-1].draft
    assert (last.external_id, last.description) == ("2026-05/l1#2", "l1 is no longer due")
    actions.post_accruals(store, lin, "3", "2026-05", FIRST)
    assert _due(store)["kol/k1"] == 4450


def test_no_lines_at_all_are_taken_for_a_mistake(store: Store, lin: Actor) -> None:
    assert actions.post_accruals(store, lin, "1", "2026-05", []).entries == 0
    actions.post_accruals(store, lin, "2", "2026-05", FIRST)
    with pytest.raises(Refused, match="4 are in the ledger"):
        actions.post_accruals(store, lin, "3", "2026-05", [])
    assert _due(store)["kol/k1"] == 4450


def test_differences_of_a_locked_month_go_to_the_open_one_and_name_it(store: Store, lin: Actor) -> None:
    actions.post_accruals(store, lin, "1", "2026-05", FIRST)
    _lock_may(store)
    found = actions.post_accruals(store, lin, "2", "2026-05", LATE)
    assert (found.entries, found.period) == (3, "2026-06")
    for entry in _entries(store)[4:]:
        assert (entry.draft.business_date, entry.draft.of_period) == (JUNE_FIRST, "2026-05")
    assert actions.post_accruals(store, lin, "3", "2026-05", LATE).entries == 0
    assert actions.post_accruals(store, lin, "4", "2026-05", FIRST).entries == 3, "and back again"
    assert _due(store) == {"kol/k1": 4450, "kol/k2": 800, "platform/x": 1500}
    assert ledger_verify.verify(store) == []


def test_a_reversal_by_hand_stays_until_the_line_itself_changes(store: Store, lin: Actor) -> None:
    actions.post_accruals(store, lin, "1", "2026-05", FIRST)
    actions.reverse_entry(store, lin, "2", entry_id=1, reason="Agreed with the KOL")
    assert actions.post_accruals(store, lin, "3", "2026-05", FIRST).entries == 0
    assert _due(store)["kol/k1"] == 1000
    actions.post_accruals(store, lin, "4", "2026-05", [replace(FIRST[0], amount_fen=3500), *FIRST[1:]])
    assert _due(store)["kol/k1"] == 1050


def test_months_do_not_mix(store: Store, lin: Actor) -> None:
    """A note that turns out to be published in June takes its line with it."""
    actions.post_accruals(store, lin, "1", "2026-05", FIRST)
    actions.post_accruals(store, lin, "2", "2026-06", [replace(FIRST[0], business_date=JUNE_FIRST)])
    actions.post_accruals(store, lin, "3", "2026-05", FIRST[1:])
    with store.reading() as session:
        may, june = (ledger_chain.balances(session, period, period) for period in ("2026-05", "2026-06"))
    moved = [{one.party: one.debit_fen - one.credit_fen for one in found} for found in (may, june)]
    assert [found["kol/k1"] for found in moved] == [-1000, -3450]


@pytest.mark.parametrize(
    "lines",
    [
        [_line("l1", 5), _line("l1", 6)],
        [replace(_line("l1", 5), business_date=JUNE_FIRST)],
        [_line("", 5)],
        [_line("x" * 161, 5)],
        [_line("l1", 5, "nobody")],
        [_line("l1", 5, part="wages")],
        [_line("l1", 5.0)],  # type: ignore[arg-type]
        [_line("l1", True)],
        [replace(_line("l1", 5), currency="yuan")],
    ],
)
def test_a_line_that_cannot_be_posted_refuses_the_whole_month(
    store: Store, lin: Actor, lines: list[AccrualLine]
) -> None:
    with pytest.raises(BadValue):
        actions.post_accruals(store, lin, "1", "2026-05", [_line("l0", 1), *lines])
    assert _entries(store) == []


@pytest.mark.parametrize("keys", [["same"] * 8, [f"key {number}" for number in range(8)]])
def test_eight_runs_at_once_post_the_month_once(store: Store, lin: Actor, keys: list[str]) -> None:
    with ThreadPoolExecutor(8) as pool:
        runs = list(pool.map(lambda key: actions.post_accruals(store, lin, key, "2026-05", FIRST), keys))
    assert len(_entries(store)) == 4
    assert {run.head for run in runs} == {runs[0].head}
    assert ledger_verify.verify(store) == []


POST_A_MONTH = """
import sys
from datetime import date
from pathlib import Path
from campaigns import actions
from campaigns.ledger import AccrualLine
from campaigns.store import open_store
store = open_store(Path(sys.argv[1]))
lines = [AccrualLine(f"l{n}", "kol", "sale", "kol/k1", "CNY", n, date(2026, 5, 3)) for n in range(1, 3001)]
print("ready", flush=True)
actions.post_accruals(store, actions.Actor("lin"), "month", "2026-05", lines)
print("posted", flush=True)
"""


def test_a_month_that_is_killed_while_it_is_posted_is_there_whole_or_not_at_all(root: Path) -> None:
    with closing(open_store(root)) as store:
        for delay in (0.05, 0.2, 0.4):
            process = subprocess.Popen(
                [sys.executable, "-c", POST_A_MONTH, str(root)], stdout=subprocess.PIPE, text=True
            )
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
            time.sleep(delay)
            process.kill()
            was_posted = "posted" in process.communicate(timeout=30)[0]
            assert len(_entries(store)) in ((3000,) if was_posted else (0, 3000))
            assert ledger_verify.verify(store) == []
        done = subprocess.run(
            [sys.executable, "-c", POST_A_MONTH, str(root)], capture_output=True, text=True, check=True, timeout=60
        )
        assert done.stdout.endswith("posted\n")
        assert len(_entries(store)) == 3000
        assert _due(store) == {"kol/k1": 3000 * 3001 // 2}


def test_more_entries_than_a_page_are_read_in_order(store: Store, lin: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger_chain, "PAGE", 2)
    actions.post_accruals(store, lin, "1", "2026-05", FIRST)
    actions.post_accruals(store, lin, "2", "2026-05", LATE)
    assert [entry.id for entry in _entries(store)] == list(range(1, 8))
    assert ledger_verify.verify(store) == []


lines_of_a_month = st.lists(
    st.builds(
        _line, st.sampled_from(["a", "b", "c", "d"]), st.integers(-50, 50), st.sampled_from(["kol/k1", "agency/2"]),
        st.integers(1, 31), st.sampled_from(["kol", "third_party", "rebate"]),
    ),
    unique_by=lambda line: line.line_id,
)  # fmt: skip


def _after(drafts: Sequence[Draft], so_far: dict[str, Posted]) -> dict[str, Posted]:
    """What the ledger would say was accrued, once these drafts are posted."""
    for number, draft in enumerate(drafts):
        for posting in draft.postings:
            assert posting.line_id is not None
            posted = so_far.setdefault(posting.line_id, Posted())
            key = ledger_accruals.Key(posting.account, posting.party, posting.currency, posting.collaboration_id)
            posted.fen[key] = posted.fen.get(key, 0) + posting.amount_fen
            posted.business_date = min(posted.business_date, draft.business_date)
            posted.entries.add(len(posted.entries) * 1000 + number)
    return so_far


@settings(deadline=None)
@given(st.lists(lines_of_a_month, min_size=1, max_size=5))
def test_whatever_came_before_the_ledger_ends_where_the_last_lines_are(runs: list[list[AccrualLine]]) -> None:
    so_far: dict[str, Posted] = {}
    seen: set[str] = set()
    for lines in runs:
        drafts = list(ledger_accruals.differences("2026-05", lines, so_far))
        assert all(not imbalance(draft.postings) for draft in drafts)
        assert len({draft.external_id for draft in drafts} | seen) == len(drafts) + len(seen), (
            "ids are never used again"
        )
        seen |= {draft.external_id for draft in drafts}
        so_far = _after(drafts, so_far)
        assert list(ledger_accruals.differences("2026-05", lines, so_far)) == []
    fresh = _after(list(ledger_accruals.differences("2026-05", runs[-1], {})), {})
    left = {line_id: {key: fen for key, fen in one.fen.items() if fen} for line_id, one in so_far.items()}
    assert {line_id: sums for line_id, sums in left.items() if sums} == {
        line_id: {key: fen for key, fen in one.fen.items() if fen} for line_id, one in fresh.items()
    }
