"""Random postings, repeats, reversals, accruals and locks leave exactly what a dictionary of sums would hold."""

from __future__ import annotations

import itertools
from collections import Counter
from datetime import UTC, date, datetime

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from campaigns import actions, audit, ledger, ledger_chain, ledger_verify
from campaigns.actions import Actor
from campaigns.errors import PostingsDoNotBalance, Refused
from campaigns.ledger import AccrualLine, Posting
from campaigns.store import Store

LIN, BO = Actor("lin"), Actor("bo")
MONTHS = ["2026-03", "2026-04", "2026-05"]
runs = itertools.count()
Sums = Counter[tuple[str, str, str]]


class LedgerAsSums(RuleBasedStateMachine):
    """The model: sums by account, party and currency; entries by number; the accrued lines of each month."""

    def __init__(self, store: Store) -> None:
        super().__init__()
        self.store, self.run, self.keys = store, f"run{next(runs)}", itertools.count()
        self.events: dict[str, tuple[int, tuple[Posting, ...]]] = {}
        self.postings: dict[int, tuple[Posting, ...]] = {}
        self.reversed: set[int] = set()
        self.accrued: dict[str, dict[str, AccrualLine]] = {month: {} for month in MONTHS}
        with store.reading() as session:
            self.start, self.sums = ledger_chain.head(session).entries, _sums(store)
            self.locked = ledger_chain.locked_through(session)
        self.count = self.start

    def key(self) -> str:
        return f"{self.run} {next(self.keys)}"

    @rule(event=st.integers(1, 4), month=st.sampled_from(MONTHS), fen=st.integers(1, 9), off=st.sampled_from([0, 0, 1]))
    def post(self, event: int, month: str, fen: int, off: int) -> None:
        name = f"{self.run} {month} {event}"
        postings = (Posting("payable", "CNY", fen, "kol/k1"), Posting("cash", "CNY", off - fen))
        if off == fen:
            return  # a posting of nothing is another rule
        given = {"business_date": date.fromisoformat(f"{month}-07"), "description": "Paid", "postings": postings}
        known = self.events.get(name)
        if off or (known and known[1] != postings):
            with pytest.raises(PostingsDoNotBalance if off and not known else Refused):
                actions.post_entry(self.store, LIN, self.key(), event_kind="payment", external_id=name, **given)
            return
        entry = actions.post_entry(self.store, LIN, self.key(), event_kind="payment", external_id=name, **given)
        if known:
            assert entry.id == known[0]
            return
        self.events[name] = (entry.id, postings)
        self.took(entry.id, postings)
        assert self.locked is None or entry.draft.period > self.locked

    @precondition(lambda self: self.postings)
    @rule(data=st.data())
    def reverse(self, data: st.DataObject) -> None:
        number = data.draw(st.sampled_from(sorted(self.postings)))
        if number in self.reversed:
            with pytest.raises(Refused, match="already"):
                actions.reverse_entry(self.store, LIN, self.key(), entry_id=number, reason="Wrong")
            return
        entry = actions.reverse_entry(self.store, LIN, self.key(), entry_id=number, reason="Wrong")
        self.reversed.add(number)
        self.took(entry.id, ledger.reversed_postings(self.postings[number]))

    @rule(
        month=st.sampled_from(MONTHS), amounts=st.dictionaries(st.sampled_from("abc"), st.integers(-5, 5), min_size=1)
    )
    def accrue(self, month: str, amounts: dict[str, int]) -> None:
        day = date.fromisoformat(f"{month}-09")
        lines = {
            name: AccrualLine(f"{self.run}/{name}", "kol", "sale", f"kol/{name}", "CNY", fen, day)
            for name, fen in amounts.items()
        }
        others = self.store_lines(month)
        found = actions.post_accruals(self.store, LIN, self.key(), month, [*others, *lines.values()])
        old = self.accrued[month]
        fen_of = [{name: line.amount_fen for name, line in one.items()} for one in (old, lines)]
        changed = [name for name in old | lines if fen_of[0].get(name, 0) != fen_of[1].get(name, 0)]
        assert found.entries == len(changed)
        for name in changed:
            by = fen_of[1].get(name, 0) - fen_of[0].get(name, 0)
            self.sums["kol_commission", "", "CNY"] += by
            self.sums["payable", f"kol/{name}", "CNY"] -= by
        self.count += len(changed)
        self.accrued[month] = lines
        again = actions.post_accruals(self.store, BO, self.key(), month, [*others, *lines.values()])
        assert (again.entries, again.head) == (0, found.head)

    @rule(month=st.sampled_from(MONTHS))
    def lock(self, month: str) -> None:
        if self.locked is not None and month <= self.locked:
            with pytest.raises(Refused):
                actions.request_lock(self.store, LIN, self.key(), period=month)
            return
        actions.request_lock(self.store, LIN, self.key(), period=month)
        actions.approve_lock(self.store, BO, self.key(), period=month)
        self.locked = month

    def took(self, number: int, postings: tuple[Posting, ...]) -> None:
        self.count += 1
        assert number == self.count
        self.postings[number] = postings
        for posting in postings:
            self.sums[posting.account, posting.party, posting.currency] += posting.amount_fen

    def store_lines(self, month: str) -> list[AccrualLine]:
        """What earlier runs of this machine accrued in the same database, kept as it is."""
        kept: Counter[tuple[str, str]] = Counter()
        with self.store.reading() as session:
            for entry in ledger_chain.entries(session):
                draft = entry.draft
                if (draft.event_kind, draft.of_period) == ("accrual", month):
                    for posting in draft.postings:
                        if posting.account == "payable" and not (posting.line_id or "").startswith(f"{self.run}/"):
                            kept[posting.line_id or "", posting.party] -= posting.amount_fen
        day = date.fromisoformat(f"{month}-09")
        return [AccrualLine(name, "kol", "sale", party, "CNY", fen, day) for (name, party), fen in kept.items() if fen]

    @invariant()
    def the_ledger_holds_what_the_sums_say(self) -> None:
        assert {key: fen for key, fen in _sums(self.store).items() if fen} == {
            key: fen for key, fen in self.sums.items() if fen
        }

    @invariant()
    def everything_together_is_zero(self) -> None:
        assert sum(_sums(self.store).values()) == 0

    def teardown(self) -> None:
        assert ledger_verify.verify(self.store) == audit.verify(self.store) == []
        with self.store.reading() as session:
            assert ledger_chain.head(session).entries == self.count


def _sums(store: Store) -> Sums:
    with store.reading() as session:
        found = ledger_chain.balances(session)
    return Counter({(one.account, one.party, one.currency): one.closing_fen for one in found})


def test_any_sequence_of_postings_ends_as_the_sums_say(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("campaigns.actions.ledger.utc_now", lambda: datetime(2026, 7, 2, tzinfo=UTC))
    run_state_machine_as_test(
        lambda: LedgerAsSums(store),
        settings=settings(
            max_examples=8, stateful_step_count=15, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
