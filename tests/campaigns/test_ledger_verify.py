"""`verify` finds whatever was done to the ledger behind the store's back, and nothing where nothing was done."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from campaigns import actions, ledger, ledger_chain, ledger_verify
from campaigns.actions import Actor
from campaigns.ledger import Posting
from campaigns.ledger_records import LedgerEntry, LedgerPosting, LedgerSeal
from campaigns.store import Store, database_url

PastTheGuards = Callable[[], AbstractContextManager[sa.Connection]]
ENTRIES = 5


@pytest.fixture
def past_the_guards(root: Path) -> PastTheGuards:
    """What a careless or hostile administrator has: no triggers, no foreign keys."""

    @contextmanager
    def connect() -> Iterator[sa.Connection]:
        engine = sa.create_engine(database_url(root))
        with engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.exec_driver_sql("set session_replication_role = replica")
            else:
                names = "select name from sqlite_master where type = 'trigger'"
                for name in connection.exec_driver_sql(names).scalars().all():
                    connection.exec_driver_sql(f"drop trigger {name}")
            yield connection
        engine.dispose()

    return connect


@pytest.fixture
def posted(store: Store, lin: Actor, monkeypatch: pytest.MonkeyPatch) -> Store:
    """Three payments, of which the second was reversed; April locked before the third, a fine in May after it."""
    monkeypatch.setattr("campaigns.actions.ledger.utc_now", lambda: datetime(2026, 7, 2, tzinfo=UTC))

    def pay(number: int, day: date, kind: str = "payment") -> None:
        postings = (Posting("payable", "CNY", 100 + number, "kol/k1"), Posting("cash", "CNY", -100 - number))
        actions.post_entry(
            store, lin, f"{kind} {number}", event_kind=kind, external_id=str(number), business_date=day,
            description="Paid", postings=postings,
        )  # fmt: skip

    pay(1, date(2026, 4, 30))
    pay(2, date(2026, 4, 30))
    actions.reverse_entry(store, lin, "back", entry_id=2, reason="Paid twice")
    actions.request_lock(store, lin, "ask", period="2026-04")
    actions.approve_lock(store, Actor("bo"), "approve", period="2026-04")
    pay(3, date(2026, 5, 3))
    pay(4, date(2026, 5, 4), "fine")
    return store


def _problems(store: Store) -> str:
    return "\n".join(f"{finding.entry}: {finding.problem}" for finding in ledger_verify.verify(store))


def test_an_intact_ledger_has_no_findings(posted: Store) -> None:
    assert ledger_verify.verify(posted) == []


def test_an_empty_ledger_has_no_findings(store: Store) -> None:
    assert ledger_verify.verify(store) == []


ENTRY_CHANGES = {
    "id": "id + 100", "at": "'2026-01-01 00:00:00.000000'", "who": "'eve'", "event_kind": "'bonus'",
    "external_id": "'other'", "period": "'2026-09'", "of_period": "'2026-03'", "business_date": "'2026-05-09'",
    "description": "'Payed'", "reverses": "1", "reason": "'because'",
}  # fmt: skip
POSTING_CHANGES = {
    "entry_id": "entry_id + 100", "posting_no": "posting_no + 5", "account": "'rounding'", "party": "'kol/eve'",
    "currency": "'USD'", "amount_fen": "amount_fen + 1", "collaboration_id": "7", "line_id": "'l'",
}  # fmt: skip
SEAL_CHANGES = {"entry_id": "entry_id + 100", "postings": "3", "previous_hash": "'ab'", "hash": "'cd'"}
CHANGES = [
    *[("ledger_entry", "id", column, value, 2) for column, value in ENTRY_CHANGES.items()],
    *[("ledger_posting", "posting_no = 1 and entry_id", column, value, 4) for column, value in POSTING_CHANGES.items()],
    *[("ledger_seal", "entry_id", column, value, ENTRIES) for column, value in SEAL_CHANGES.items()],
]


@pytest.mark.parametrize(("table", "which", "column", "value", "number"), CHANGES)
def test_changing_any_column_of_anything_is_found(
    posted: Store, past_the_guards: PastTheGuards, table: str, which: str, column: str, value: str, number: int
) -> None:
    with past_the_guards() as connection:
        checks = "pragma ignore_check_constraints = on" if connection.dialect.name == "sqlite" else (
            "alter table ledger_entry drop constraint ck_ledger_entry_a_reversal_has_a_reason, "
            "drop constraint ck_ledger_entry_is_not_posted_early; "
            "alter table ledger_posting drop constraint ck_ledger_posting_party_stands_where_it_belongs"
        )  # fmt: skip
        connection.exec_driver_sql(checks)
        changed = connection.exec_driver_sql(f"update {table} set {column} = {value} where {which} = {number}")
        assert changed.rowcount == 1
    findings = ledger_verify.verify(posted)
    assert findings
    assert findings[0].entry in (number, number + 1, number + 100)


def test_all_columns_are_changed_above() -> None:
    for model, changes in ((LedgerEntry, ENTRY_CHANGES), (LedgerPosting, POSTING_CHANGES), (LedgerSeal, SEAL_CHANGES)):
        assert set(changes) == {column.name for column in sa.inspect(model).local_table.columns}


@pytest.mark.parametrize("number", range(1, ENTRIES + 1))
def test_removing_an_entry_with_all_that_belongs_to_it_is_found(
    posted: Store, past_the_guards: PastTheGuards, number: int
) -> None:
    with past_the_guards() as connection:
        _remove(connection, number)
    expected = f"Entry {number} is missing" if number < ENTRIES else f"The ledger ends at entry {number - 1}"
    assert expected in _problems(posted)


@pytest.mark.parametrize("table", ["ledger_entry", "ledger_posting", "ledger_seal"])
@pytest.mark.parametrize("number", [1, ENTRIES])
def test_removing_a_part_of_an_entry_is_found(
    posted: Store, past_the_guards: PastTheGuards, table: str, number: int
) -> None:
    column = "id" if table == "ledger_entry" else "entry_id"
    with past_the_guards() as connection:
        connection.exec_driver_sql(f"delete from {table} where {column} = {number}")
    assert ledger_verify.verify(posted)[0].entry == number


def test_removing_everything_is_found(posted: Store, past_the_guards: PastTheGuards) -> None:
    with past_the_guards() as connection:
        for table in ("ledger_entry", "ledger_posting", "ledger_seal"):
            connection.exec_driver_sql(f"delete from {table}")
    assert "The ledger ends at entry 0" in _problems(posted)


def test_removing_one_and_numbering_the_rest_anew_is_found(posted: Store, past_the_guards: PastTheGuards) -> None:
    with past_the_guards() as connection:
        _remove(connection, 1)
        for number in range(2, ENTRIES + 1):
            _renumber(connection, number, number - 1)
    assert "Entry 1 was changed" in _problems(posted)


@pytest.mark.parametrize(("first", "second"), [(1, 2), (4, 5), (1, 5)])
def test_swapping_two_entries_is_found(posted: Store, past_the_guards: PastTheGuards, first: int, second: int) -> None:
    with past_the_guards() as connection:
        for old, new in ((first, 99), (second, first), (99, second)):
            _renumber(connection, old, new)
    assert f"Entry {first} was changed" in _problems(posted)


def test_an_unbalanced_entry_is_named_with_what_is_left(posted: Store, past_the_guards: PastTheGuards) -> None:
    with past_the_guards() as connection:
        connection.exec_driver_sql("update ledger_posting set amount_fen = 102 where entry_id = 1 and posting_no = 1")
    assert "1: Entry 1 does not balance: 1 fen CNY." in _problems(posted)


def test_an_entry_rewritten_together_with_its_hash_is_found_at_the_next(
    posted: Store, past_the_guards: PastTheGuards
) -> None:
    with past_the_guards() as connection:
        _forge(posted, connection, 1, "Stolen")
    assert "2: Entry 2 does not continue the entry before it" in _problems(posted)


def test_the_last_entry_rewritten_together_with_its_hash_is_found_by_the_audit(
    posted: Store, past_the_guards: PastTheGuards
) -> None:
    with past_the_guards() as connection:
        _forge(posted, connection, ENTRIES, "Stolen")
    assert [finding.entry for finding in ledger_verify.verify(posted)] == [ENTRIES]
    assert "but by the audit it ended at" in _problems(posted)


def test_an_entry_put_at_the_end_behind_the_back_is_found_by_the_audit(
    posted: Store, past_the_guards: PastTheGuards
) -> None:
    with past_the_guards() as connection:
        for table, number in (("ledger_entry", "id"), ("ledger_posting", "entry_id")):
            columns = [column["name"] for column in sa.inspect(connection).get_columns(table)]
            new = ["6" if name == number else "'new'" if name == "external_id" else name for name in columns]
            connection.exec_driver_sql(f"insert into {table} select {', '.join(new)} from {table} where {number} = 5")
        connection.exec_driver_sql(
            "insert into ledger_seal select 6, 2, hash, 'ab' from ledger_seal where entry_id = 5"
        )
        _forge(posted, connection, 6, "Stolen")
    assert [finding.entry for finding in ledger_verify.verify(posted)] == [6]


def test_a_value_that_cannot_be_read_is_a_finding_and_not_a_crash(
    posted: Store, past_the_guards: PastTheGuards
) -> None:
    with past_the_guards() as connection:
        if connection.dialect.name == "postgresql":
            pytest.skip("PostgreSQL's columns hold nothing that cannot be read")
        connection.exec_driver_sql("update ledger_entry set at = 'yesterday' where id = 2")
        connection.exec_driver_sql("update ledger_posting set amount_fen = 'much' where entry_id = 4")
    problems = _problems(posted)
    assert "2: Entry 2 cannot be read" in problems
    assert "4: Entry 4 " in problems


def test_a_posting_into_a_locked_month_is_found_even_with_a_chain_that_holds(
    posted: Store, past_the_guards: PastTheGuards
) -> None:
    with past_the_guards() as connection:
        _forge(posted, connection, 5, "Stolen", business_date=date(2026, 4, 3), of_period="2026-04")
        connection.exec_driver_sql("update ledger_entry set period = '2026-04' where id = 5")
    assert "5: Entry 5 was posted in 2026-04 or before, which was locked." in _problems(posted)


def test_a_lock_remembers_the_ledger_it_locked(posted: Store, past_the_guards: PastTheGuards) -> None:
    with past_the_guards() as connection:
        _forge(posted, connection, 3, "Stolen")
    assert "When 2026-04 was locked, entry 3 had another hash." in _problems(posted)


def test_a_reversal_that_takes_back_something_else_is_found(posted: Store, past_the_guards: PastTheGuards) -> None:
    with past_the_guards() as connection:
        _forge(posted, connection, 3, "Stolen", reverses=1)
    assert "Entry 3 reverses entry 1, but does not take back what that one posted." in _problems(posted)


def test_a_printed_head_is_looked_for(posted: Store) -> None:
    with posted.reading() as session:
        head = ledger_chain.head(session)
    assert ledger_verify.verify(posted, printed=head.hash) == []
    assert "No entry has the printed head" in ledger_verify.verify(posted, printed="ab" * 32)[0].problem


def _remove(connection: sa.Connection, number: int) -> None:
    for table, column in (("ledger_entry", "id"), ("ledger_posting", "entry_id"), ("ledger_seal", "entry_id")):
        connection.exec_driver_sql(f"delete from {table} where {column} = {number}")


def _renumber(connection: sa.Connection, old: int, new: int) -> None:
    for table, column in (("ledger_entry", "id"), ("ledger_posting", "entry_id"), ("ledger_seal", "entry_id")):
        connection.exec_driver_sql(f"update {table} set {column} = {new} where {column} = {old}")


def _forge(store: Store, connection: sa.Connection, number: int, description: str, **changes: object) -> None:
    """Change an entry and give it the hash that belongs to its new content."""
    row = connection.execute(
        sa.select(*sa.inspect(LedgerEntry).local_table.columns).where(LedgerEntry.id == number)
    ).one()
    fields = {**row._mapping, "description": description, **changes}
    table = sa.inspect(LedgerPosting).local_table
    chosen = sa.select(*(table.c[name] for name in Posting._fields)).where(table.c.entry_id == number)
    postings = [Posting(*found) for found in connection.execute(chosen.order_by(table.c.posting_no))]
    seals = sa.inspect(LedgerSeal).local_table
    previous = connection.execute(sa.select(seals.c.previous_hash).where(seals.c.entry_id == number)).scalar_one()
    with store.reading() as session:
        like = next(ledger_chain.entries(session))
    draft = replace(
        like.draft, postings=tuple(postings),
        **{name: fields[name] for name in like.draft.__slots__ if name != "postings"},
    )  # fmt: skip
    forged = ledger.digest(ledger.Entry(number, fields["at"], fields["who"], draft), previous)
    entries = sa.inspect(LedgerEntry).local_table
    values = {"description": description, **changes}
    connection.execute(sa.update(entries).where(entries.c.id == number).values(**values))
    connection.execute(sa.update(seals).where(seals.c.entry_id == number).values(hash=forged))
