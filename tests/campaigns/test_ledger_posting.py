"""Posting, reversing and locking on both databases, and what the databases refuse by themselves."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
import sqlalchemy as sa

from campaigns import actions, audit, ledger_chain, ledger_verify
from campaigns.actions import Actor
from campaigns.errors import BadValue, NotFound, PostingsDoNotBalance, Refused
from campaigns.ledger import Entry, Posting
from campaigns.ledger_chain import Balance
from campaigns.store import Store

MAY, JUNE_FIRST = date(2026, 5, 3), date(2026, 6, 1)
PAID = (Posting("payable", "CNY", 3450, "kol/k1"), Posting("cash", "CNY", -3450))


def _pay(store: Store, actor: Actor, key: str, external_id: str = "p-1", **fields: Any) -> Entry:
    given = {"event_kind": "payment", "business_date": MAY, "description": "Paid", "postings": PAID, **fields}
    return actions.post_entry(store, actor, key, external_id=external_id, **given)


def _entries(store: Store) -> list[Entry]:
    with store.reading() as session:
        return list(ledger_chain.entries(session))


def _lock_may(store: Store, lin: Actor) -> None:
    actions.request_lock(store, lin, "ask", period="2026-05")
    actions.approve_lock(store, Actor("bo"), "approve", period="2026-05")


@pytest.fixture(autouse=True)
def july(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("campaigns.actions.ledger.utc_now", lambda: datetime(2026, 7, 2, tzinfo=UTC))


def test_an_entry_is_stored_as_it_was_posted_and_chained(store: Store, lin: Actor) -> None:
    first, second = _pay(store, lin, "1"), _pay(store, Actor("bo"), "2", "p-2")
    assert (first.id, second.id, second.who) == (1, 2, "bo")
    assert first.draft.postings == PAID
    assert _entries(store) == [first, second]
    assert ledger_verify.verify(store) == audit.verify(store) == []


def test_the_same_request_again_posts_nothing(store: Store, lin: Actor) -> None:
    first = _pay(store, lin, "1")
    version = store.version()
    assert _pay(store, lin, "1") == first
    assert store.version() == version
    assert len(_entries(store)) == 1


def test_the_same_event_under_another_key_gives_the_entry_it_has(store: Store, lin: Actor) -> None:
    first = _pay(store, lin, "1")
    assert _pay(store, Actor("bo"), "2") == first
    assert len(_entries(store)) == 1
    assert ledger_verify.verify(store) == []


def test_the_same_event_with_another_amount_is_refused(store: Store, lin: Actor) -> None:
    _pay(store, lin, "1")
    other = tuple(posting._replace(amount_fen=2 * posting.amount_fen) for posting in PAID)
    with pytest.raises(Refused, match="payment p-1 was posted as entry 1 with another content"):
        _pay(store, lin, "2", postings=other)
    assert len(_entries(store)) == 1


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"postings": (PAID[0], Posting("cash", "CNY", -3449))}, PostingsDoNotBalance),
        ({"postings": PAID[:1]}, BadValue),
        ({"event_kind": "accrual"}, BadValue),
        ({"event_kind": "reversal"}, BadValue),
        ({"external_id": ""}, BadValue),
        ({"description": "two\nlines"}, BadValue),
        ({"business_date": datetime(2026, 5, 3, tzinfo=UTC)}, BadValue),
        ({"postings": (PAID[0]._replace(collaboration_id=99), PAID[1])}, Refused),
    ],
)
def test_what_is_wrong_posts_nothing_and_leaves_a_refusal(
    store: Store, lin: Actor, fields: dict[str, Any], error: type[Exception]
) -> None:
    with pytest.raises(error):
        _pay(store, lin, "1", **fields)
    assert _entries(store) == []
    assert ledger_verify.verify(store) == audit.verify(store) == []
    assert _pay(store, lin, "1").id == 1, "the key stays free for the corrected request"


def test_only_finance_and_admins_keep_the_ledger(store: Store, lin: Actor) -> None:
    actions.save_brand(store, lin, "b", code="glow", name="Glow")
    for role, brand_ids in (("marketer", [1]), ("finance", [])):
        email = f"{role}@example.com"
        actions.invite_person(store, lin, f"i {role}", email=email, name=role, role=role, brand_ids=brand_ids)
        mei = Actor(email, actions.accept_invitation(store, f"a {role}", subject=role, email=email).id)
        if role == "finance":
            assert _pay(store, mei, "1").id == 1
        else:
            with pytest.raises(Refused, match="is here as marketer; to post entry takes admin or finance"):
                _pay(store, mei, "1")
            assert _entries(store) == []


def test_eight_threads_with_one_key_post_once(store: Store, lin: Actor) -> None:
    found = _at_once([lambda: _pay(store, lin, "same")] * 8)
    assert len({entry.id for entry in found}) == 1
    assert len(_entries(store)) == 1


def test_eight_threads_with_one_event_and_keys_of_their_own_post_once(store: Store, lin: Actor) -> None:
    found = _at_once([lambda key=key: _pay(store, lin, f"key {key}") for key in range(8)])
    assert len({entry.id for entry in found}) == 1
    assert len(_entries(store)) == 1


def test_eight_threads_with_events_of_their_own_make_one_chain(store: Store, lin: Actor) -> None:
    _at_once([lambda key=key: _pay(store, lin, f"key {key}", f"p-{key}") for key in range(8)])
    assert [entry.id for entry in _entries(store)] == list(range(1, 9))
    assert ledger_verify.verify(store) == audit.verify(store) == []


def test_a_reversal_takes_back_everything_and_says_why(store: Store, lin: Actor) -> None:
    _pay(store, lin, "1")
    back = actions.reverse_entry(store, lin, "2", entry_id=1, reason="Paid twice")
    assert (back.draft.reverses, back.draft.reason, back.draft.business_date) == (1, "Paid twice", MAY)
    assert back.draft.postings == tuple(posting._replace(amount_fen=-posting.amount_fen) for posting in PAID)
    assert {one.closing_fen for one in _balances(store)} == {0}
    assert actions.reverse_entry(store, lin, "2", entry_id=1, reason="Paid twice") == back


def test_an_entry_is_reversed_once_and_a_reversal_can_itself_be_reversed_once(store: Store, lin: Actor) -> None:
    _pay(store, lin, "1")
    actions.reverse_entry(store, lin, "2", entry_id=1, reason="Paid twice")
    with pytest.raises(Refused, match=r"Entry 1 was reversed by entry 2 already \(Paid twice\)"):
        actions.reverse_entry(store, lin, "3", entry_id=1, reason="Paid twice")
    again = actions.reverse_entry(store, lin, "4", entry_id=2, reason="No, it was right")
    assert again.draft.postings == PAID
    with pytest.raises(Refused, match="Entry 2 was reversed by entry 3 already"):
        actions.reverse_entry(store, lin, "5", entry_id=2, reason="No, it was right")
    assert ledger_verify.verify(store) == []


def test_a_reversal_needs_an_entry_and_a_reason(store: Store, lin: Actor) -> None:
    with pytest.raises(NotFound):
        actions.reverse_entry(store, lin, "1", entry_id=1, reason="Paid twice")
    _pay(store, lin, "2")
    with pytest.raises(BadValue, match=r"reverse_entry\.reason"):
        actions.reverse_entry(store, lin, "3", entry_id=1, reason=" ")


def test_a_month_is_locked_by_two_people(store: Store, lin: Actor) -> None:
    _pay(store, lin, "1")
    asked = actions.request_lock(store, lin, "2", period="2026-05")
    assert (asked.requested_by, asked.approved_by) == ("lin", None)
    assert _pay(store, lin, "3", "p-2").draft.period == "2026-05", "a request locks nothing"
    for somebody in ("lin", "Lin", " lin "):
        with pytest.raises(Refused, match="somebody else has to approve"):
            actions.approve_lock(store, Actor(somebody), "4", period="2026-05")
    row = actions.approve_lock(store, Actor("bo"), "5", period="2026-05")
    with store.reading() as session:
        assert (row.approved_by, row.entries, row.hash) == ("bo", *ledger_chain.head(session))
        assert ledger_chain.locked_through(session) == "2026-05"


def test_what_belongs_to_a_locked_month_goes_to_the_open_one(store: Store, lin: Actor) -> None:
    _pay(store, lin, "1")
    _lock_may(store, lin)
    april = _pay(store, lin, "2", "p-2", business_date=date(2026, 4, 30)).draft
    assert (april.business_date, april.period, april.of_period) == (JUNE_FIRST, "2026-06", "2026-04")
    back = actions.reverse_entry(store, lin, "3", entry_id=1, reason="Paid twice").draft
    assert (back.business_date, back.of_period) == (JUNE_FIRST, "2026-05")
    assert _pay(store, lin, "4").id == 1, "an event of before the lock is still the same event"
    assert ledger_verify.verify(store) == []


@pytest.mark.parametrize("period", ["2026-07", "2027-01", "2026-13", "May", "2026-5"])
def test_a_month_that_is_not_over_or_no_month_is_not_locked(store: Store, lin: Actor, period: str) -> None:
    with pytest.raises((Refused, BadValue)):
        actions.request_lock(store, lin, "1", period=period)


def test_a_lock_is_asked_for_once_approved_once_and_never_goes_back(store: Store, lin: Actor) -> None:
    actions.request_lock(store, lin, "1", period="2026-04")
    with pytest.raises(Refused, match="lin asked to lock 2026-04 already"):
        actions.request_lock(store, Actor("bo"), "2", period="2026-04")
    with pytest.raises(NotFound):
        actions.approve_lock(store, Actor("bo"), "3", period="2026-05")
    _lock_may(store, lin)
    for attempt in (actions.approve_lock, actions.request_lock):
        for period in ("2026-04", "2026-05", "2026-03"):
            with pytest.raises((Refused, NotFound)):
                attempt(store, Actor("chen"), "4", period=period)


def test_balances_have_what_stood_before_what_moved_and_what_is_left(store: Store, lin: Actor) -> None:
    _pay(store, lin, "1", business_date=date(2026, 4, 30))
    _pay(store, lin, "2", "p-2")
    actions.reverse_entry(store, lin, "3", entry_id=2, reason="Paid twice")
    _pay(store, lin, "4", "p-3", business_date=JUNE_FIRST)
    assert _balances(store, "2026-05", "2026-05") == [
        Balance("cash", "", "CNY", -3450, 3450, 3450),
        Balance("payable", "kol/k1", "CNY", 3450, 3450, 3450),
    ]
    assert [one.closing_fen for one in _balances(store)] == [-6900, 6900]


def test_amounts_beyond_what_a_double_holds_stay_exact(store: Store, lin: Actor) -> None:
    huge = 2**53 + 1
    _pay(store, lin, "1", postings=(Posting("cash", "CNY", huge), Posting("fx", "CNY", -huge)))
    assert _entries(store)[0].draft.postings[0].amount_fen == _balances(store)[0].closing_fen == huge


GUARDED = [
    "update ledger_entry set who = 'eve' where id = 1",
    "update ledger_entry set id = 9 where id = 2",
    "delete from ledger_entry where id = 2",
    "update ledger_posting set amount_fen = amount_fen + 1 where entry_id = 1",
    "delete from ledger_posting where entry_id = 1",
    "update ledger_seal set hash = 'ab' where entry_id = 2",
    "delete from ledger_seal where entry_id = 2",
    "insert into ledger_posting values (1, 3, 'cash', '', 'CNY', 5, null, null)",
    "insert into ledger_seal values (3, 2, 'ab', 'cd')",
    "insert into ledger_seal values (9, 2, 'ab', 'cd')",
    "insert into ledger_entry select 4, at, who, 'a', 'b', period, of_period, business_date, description, null, null "
    "from ledger_entry where id = 1",
    "insert into ledger_entry select 3, at, who, event_kind, external_id, period, of_period, business_date, "
    "description, null, null from ledger_entry where id = 1",
    "insert into ledger_entry select 3, at, who, 'a', 'b', '2026-06', of_period, business_date, description, null, "
    "null from ledger_entry where id = 1",
    "update ledger_lock set approved_by = 'lin' where period = '2026-06'",
    "update ledger_lock set approved_by = 'bo', approved_at = requested_at, entries = 1, hash = 'ab' "
    "where period = '2026-06'",
    "update ledger_lock set approved_by = 'chen' where period = '2026-05'",
    "update ledger_lock set period = '2026-07' where period = '2026-06'",
    "delete from ledger_lock where period = '2026-06'",
    "insert into ledger_lock select '2026-08', 'x', requested_at, 'y', approved_at, entries, hash from ledger_lock "
    "where period = '2026-05'",
    "insert into ledger_lock select '2026-03', 'x', requested_at, null, null, null, null from ledger_lock "
    "where period = '2026-05'",
]


def test_the_database_itself_refuses_to_rewrite_the_ledger(store: Store, lin: Actor) -> None:
    _pay(store, lin, "1")
    _lock_may(store, lin)
    _pay(store, lin, "2", "p-2")
    actions.request_lock(store, lin, "3", period="2026-06")
    assert [statement for statement in GUARDED if _is_taken(store, [statement])] == []
    assert ledger_verify.verify(store) == []
    assert len(_entries(store)) == 2


@pytest.mark.parametrize("table", ["ledger_entry", "ledger_posting", "ledger_seal", "ledger_lock"])
def test_postgresql_refuses_to_empty_the_ledger_and_sqlite_to_replace_in_it(
    store: Store, lin: Actor, table: str
) -> None:
    _pay(store, lin, "1")
    _lock_may(store, lin)
    with store.transaction() as session:
        is_sqlite = session.connection().dialect.name == "sqlite"
    statement = f"insert or replace into {table} select * from {table}" if is_sqlite else f"truncate {table} cascade"
    with pytest.raises(sa.exc.DatabaseError, match="ledger"), store.transaction() as session:
        session.execute(sa.text(statement))
    assert ledger_verify.verify(store) == []


ENTRY = (
    "insert into ledger_entry select 2, at, who, 'a', 'b', period, of_period, business_date, description, null, null "
    "from ledger_entry where id = 1"
)
DEBIT = "insert into ledger_posting values (2, 1, 'cash', '', 'CNY', 5, null, null)"
CREDIT = "insert into ledger_posting values (2, 2, 'fx', '', 'CNY', {}, null, null)"
SEAL = "insert into ledger_seal select 2, {}, hash, 'ab' from ledger_seal where entry_id = 1"


GOOD = [ENTRY, DEBIT, CREDIT.format(-5), SEAL.format(2)]
BAD = {
    "one fen is left": [ENTRY, DEBIT, CREDIT.format(-4), SEAL.format(2)],
    "one currency against another": [ENTRY, DEBIT, CREDIT.format(-5).replace("CNY", "USD"), SEAL.format(2)],
    "the seal counts three": [ENTRY, DEBIT, CREDIT.format(-5), SEAL.format(3)],
    "one posting alone": [ENTRY, DEBIT, SEAL.format(1)],
    "a posting of nothing": [ENTRY, DEBIT, CREDIT.format(0), SEAL.format(2)],
    "owed to nobody": [ENTRY, DEBIT, CREDIT.format(-5).replace("'fx', ''", "'payable', ''"), SEAL.format(2)],
    "an unknown account": [ENTRY, DEBIT, CREDIT.format(-5).replace("'fx'", "'wages'"), SEAL.format(2)],
    "no seal": [ENTRY, DEBIT, CREDIT.format(-5)],
    "neither postings nor seal": [ENTRY],
    "a posting without an entry": [DEBIT],
    "another previous hash": [ENTRY, DEBIT, CREDIT.format(-5), SEAL.format(2).replace("hash, 'ab'", "'cd', 'ab'")],
    "a posting after the seal": [*GOOD, DEBIT.replace("2, 1", "2, 3")],
}


def test_the_database_takes_an_entry_only_balanced_sealed_and_whole(store: Store, lin: Actor) -> None:
    """Past the actions, straight into the tables; an entry without its seal fails when the transaction ends."""
    _pay(store, lin, "1")
    assert [name for name, statements in BAD.items() if _is_taken(store, statements)] == []
    assert len(_entries(store)) == 1
    assert _is_taken(store, GOOD)
    assert len(_entries(store)) == 2


def _is_taken(store: Store, statements: list[str]) -> bool:
    try:
        with store.transaction() as session:
            for statement in statements:
                session.execute(sa.text(statement))
    except sa.exc.DatabaseError:
        return False
    return True


def test_sqlite_holds_whole_fen_only(store: Store, lin: Actor) -> None:
    _pay(store, lin, "1")
    with store.reading() as session:
        if session.connection().dialect.name != "sqlite":
            assert isinstance(session.execute(sa.text("select amount_fen from ledger_posting")).scalar(), int)
            return
    halves = "insert into ledger_posting values (2, 1, 'cash', '', 'CNY', 5.5, null, null)"
    with store.transaction() as session:
        session.execute(sa.text(ENTRY))
        with pytest.raises(sa.exc.DatabaseError, match="whole fen"):
            session.execute(sa.text(halves))
        session.rollback()


def test_a_killed_posting_leaves_nothing(store: Store, lin: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    _pay(store, lin, "1")

    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("campaigns.actions.request._append", stop)
    with pytest.raises(KeyboardInterrupt):
        _pay(store, lin, "2", "p-2")
    monkeypatch.undo()
    assert len(_entries(store)) == 1
    assert replace(_pay(store, lin, "2", "p-2").draft, external_id="p-1") == _entries(store)[0].draft
    assert ledger_verify.verify(store) == []


def _balances(store: Store, since: str | None = None, through: str | None = None) -> list[Balance]:
    with store.reading() as session:
        return ledger_chain.balances(session, since, through)


def _at_once(calls: list[Callable[[], Entry]]) -> list[Entry]:
    gate = threading.Barrier(len(calls))

    def run(call: Callable[[], Entry]) -> Entry:
        gate.wait(10)
        return call()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))
