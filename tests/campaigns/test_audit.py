"""The audit chain: one entry per action, kept append-only by the database, and any tampering is found."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import col, select

from campaigns import actions, audit
from campaigns.actions import Actor
from campaigns.errors import BadValue, KolbookError, NotFound, Refused, StaleVersion
from campaigns.records import AuditEntry
from campaigns.store import Store

BehindTheBack = Callable[[], AbstractContextManager[sa.Connection]]
ENTRIES = 6


@pytest.fixture
def chain(store: Store, lin: Actor) -> Store:
    """Six entries: two brands made, one changed twice, one refusal, one agency."""
    brand = actions.save_brand(store, lin, "1", code="glow", name="Glow", name_zh="光")
    actions.save_brand(store, Actor("bo"), "2", code="mist", name="Mist")
    brand = actions.save_brand(store, lin, "3", id=brand.id, version=1, name="Glow & Co")
    with pytest.raises(StaleVersion):
        actions.save_brand(store, lin, "4", id=brand.id, version=1, name="Gloom")
    actions.save_brand(store, lin, "5", id=brand.id, version=2, name="Glow")
    actions.save_agency(store, lin, "6", code="lin", name="Lin")
    return store


def _entries(store: Store) -> list[AuditEntry]:
    with store.reading() as session:
        return list(session.exec(select(AuditEntry).order_by(col(AuditEntry.id))))


def test_an_intact_chain_has_no_findings(chain: Store) -> None:
    assert audit.verify(chain) == []
    assert [entry.id for entry in _entries(chain)] == list(range(1, ENTRIES + 1))


def test_an_empty_chain_has_no_findings(store: Store) -> None:
    assert audit.verify(store) == []


def test_an_entry_says_who_did_what_when_and_what_it_was_before(chain: Store) -> None:
    entry = _entries(chain)[2]
    assert (entry.key, entry.who, entry.action, entry.target) == ("3", "lin", "save_brand", "brand 1")
    assert entry.outcome == "accepted"
    assert entry.before == {"id": 1, "code": "glow", "name": "Glow", "name_zh": "光", "version": 1}
    assert entry.after == {"id": 1, "code": "glow", "name": "Glow & Co", "name_zh": "光", "version": 2}
    assert entry.at.utcoffset() is not None


def test_the_hash_is_the_one_that_anybody_can_compute(chain: Store) -> None:
    """SHA-256 of the entry's columns as JSON with sorted keys, previous hash included."""
    entry = _entries(chain)[2]
    columns = entry.model_dump() | {"at": entry.at.isoformat(timespec="microseconds")}
    del columns["hash"]
    spelled = json.dumps(columns, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert hashlib.sha256(spelled.encode()).hexdigest() == entry.hash
    assert entry.previous_hash == _entries(chain)[1].hash


def test_a_refusal_leaves_an_entry_with_its_reason_and_frees_its_key(chain: Store, lin: Actor) -> None:
    refusal = _entries(chain)[3]
    assert (refusal.outcome, refusal.action, refusal.before) == ("refused", "save_brand", None)
    assert refusal.after is not None
    assert refusal.after["rule"] == "StaleVersion"
    assert "you edited version 1, version 2 is saved" in refusal.after["reason"]
    assert actions.save_brand(chain, lin, "4", id=1, version=3, name="Gloom").version == 4


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"code": "no blanks please", "name": "x"}, BadValue),
        ({"code": "glow", "name": "x"}, Refused),
        ({"id": 99, "version": 1, "name": "x"}, NotFound),
        ({"id": 1, "version": 1, "name": "x"}, StaleVersion),
    ],
)
def test_every_refusal_leaves_exactly_one_entry_and_no_change(
    chain: Store, lin: Actor, fields: dict[str, Any], error: type[KolbookError]
) -> None:
    brands, version = chain.record_tables()["brand"], chain.version()
    with pytest.raises(error):
        actions.save_brand(chain, lin, "7", **fields)
    assert chain.record_tables()["brand"] == brands
    assert chain.version() == version
    assert [entry.outcome for entry in _entries(chain)[ENTRIES:]] == ["refused"]
    assert audit.verify(chain) == []


MUTATIONS = {
    "key": "'other'", "at": "'2026-01-01 00:00:00.000000'", "who": "'eve'", "action": "'nothing'",
    "target": "'brand 2'", "outcome": "case outcome when 'accepted' then 'refused' else 'accepted' end",
    "request_hash": "'ab'", "before": "'[9]'", "after": "'[9]'", "previous_hash": "'ab'", "hash": "'ab'",
    "id": "id + 100", "role": "case when role is null then 'finance' end",
}  # fmt: skip


@pytest.mark.parametrize("number", [3, ENTRIES])
@pytest.mark.parametrize("column", MUTATIONS)
def test_changing_any_column_of_any_entry_is_found(
    chain: Store, behind_the_back: BehindTheBack, column: str, number: int
) -> None:
    with behind_the_back() as connection:
        changed = connection.execute(
            sa.text(f"update audit_entry set {column} = {MUTATIONS[column]} where id = {number}")
        )
        assert changed.rowcount == 1
    findings = audit.verify(chain)
    assert findings
    assert findings[0].entry in (number, number + 1, number + 100)


def test_all_mutations_are_covered() -> None:
    assert set(MUTATIONS) == {column.name for column in sa.inspect(AuditEntry).local_table.columns}


@pytest.mark.parametrize("number", range(1, ENTRIES + 1))
def test_removing_any_entry_is_found_even_the_last(chain: Store, behind_the_back: BehindTheBack, number: int) -> None:
    with behind_the_back() as connection:
        connection.execute(sa.text(f"delete from audit_entry where id = {number}"))
    missing = f"Entry {number} is missing" if number < ENTRIES else f"The chain ends at entry {number - 1}"
    assert audit.verify(chain)[0].problem.startswith(missing)


def test_rewriting_an_entry_together_with_its_hash_is_found_at_the_next(
    chain: Store, behind_the_back: BehindTheBack
) -> None:
    forged = _entries(chain)[2].model_dump() | {"who": "eve"}
    forged["hash"] = audit.digest({name: value for name, value in forged.items() if name != "hash"})
    with behind_the_back() as connection:
        connection.execute(sa.update(AuditEntry).where(col(AuditEntry.id) == 3).values(**forged))
    assert [finding.entry for finding in audit.verify(chain)] == [4]


def test_removing_every_entry_is_found(chain: Store, behind_the_back: BehindTheBack) -> None:
    with behind_the_back() as connection:
        connection.execute(sa.text("delete from audit_entry"))
    assert [finding.problem[:22] for finding in audit.verify(chain)] == ["The chain ends at entr"]


def test_removing_the_head_is_found(chain: Store, behind_the_back: BehindTheBack) -> None:
    with behind_the_back() as connection:
        connection.execute(sa.text("delete from audit_head"))
    assert [finding.problem for finding in audit.verify(chain)] == ["The head of the chain is missing."]


@pytest.mark.parametrize(("first", "second"), [(1, 2), (2, 5), (5, 6)])
def test_swapping_two_entries_is_found(chain: Store, behind_the_back: BehindTheBack, first: int, second: int) -> None:
    with behind_the_back() as connection:
        for old, new in ((first, 99), (second, first), (99, second)):
            connection.execute(sa.text(f"update audit_entry set id = {new} where id = {old}"))
    assert audit.verify(chain)


def test_renumbering_after_a_removal_is_found(chain: Store, behind_the_back: BehindTheBack) -> None:
    with behind_the_back() as connection:
        connection.execute(sa.text("delete from audit_entry where id = 3"))
        for number in (4, 5, 6):
            connection.execute(sa.text(f"update audit_entry set id = {number - 1} where id = {number}"))
    assert audit.verify(chain)


def test_an_entry_forged_at_the_end_is_found(chain: Store, behind_the_back: BehindTheBack) -> None:
    last = _entries(chain)[-1]
    forged = last.model_dump() | {"id": 7, "key": "7", "who": "eve", "previous_hash": last.hash}
    forged["hash"] = audit.digest({name: value for name, value in forged.items() if name != "hash"})
    with behind_the_back() as connection:
        connection.execute(sa.insert(AuditEntry).values(**forged))
    assert [finding.entry for finding in audit.verify(chain)] == [7]


def test_an_entry_that_cannot_be_read_is_a_finding_and_not_a_crash(
    chain: Store, behind_the_back: BehindTheBack
) -> None:
    with behind_the_back() as connection:
        connection.execute(sa.text("update audit_entry set after = '{broken' where id = 2"))
        connection.execute(sa.text("update audit_entry set after = after || ' ' where id = 5"))
    found = audit.verify(chain)
    assert [finding.entry for finding in found] == [2, 5]
    assert all("cannot be read" in finding.problem for finding in found)


@pytest.mark.parametrize(
    "statement",
    [
        "update audit_entry set who = 'eve' where id = 2",
        "update audit_entry set id = 99 where id = 6",
        "delete from audit_entry where id = 6",
        "delete from audit_entry",
        "update audit_head set entries = 5",
        "update audit_head set hash = 'ab'",
        "update audit_head set entries = 7, hash = 'ab'",
        "delete from audit_head",
        "insert into audit_head (id, entries, hash) values (1, 0, 'ab')",
        "insert into audit_entry select 9, 'k', at, who, action, target, outcome, request_hash, before, after, 'a', 'b'"
        " from audit_entry where id = 6",
        "insert into audit_entry select 7, 'k', at, who, action, target, outcome, request_hash, before, after, 'a', 'b'"
        " from audit_entry where id = 6",
    ],
)
def test_the_database_itself_refuses_to_rewrite_the_chain(chain: Store, statement: str) -> None:
    with pytest.raises(sa.exc.DatabaseError), chain.transaction() as session:
        session.execute(sa.text(statement))
    assert audit.verify(chain) == []
    assert len(_entries(chain)) == ENTRIES


@pytest.mark.parametrize("table", ["audit_entry", "audit_head"])
def test_postgresql_refuses_to_empty_the_chain_and_sqlite_to_replace_in_it(chain: Store, table: str) -> None:
    with chain.transaction() as session:
        is_sqlite = session.connection().dialect.name == "sqlite"
    replace = {
        "audit_entry": "insert or replace into audit_entry select id, key, at, 'eve', action, target, outcome, "
        "request_hash, before, after, previous_hash, hash, role from audit_entry where id = 6",
        "audit_head": "insert or replace into audit_head values (1, 0, 'ab')",
    }
    with pytest.raises(sa.exc.DatabaseError, match="append-only"), chain.transaction() as session:
        session.execute(sa.text(replace[table] if is_sqlite else f"truncate {table}"))
    assert audit.verify(chain) == []


def test_replacing_an_earlier_entry_by_its_key_is_refused(chain: Store) -> None:
    """SQLite deletes the row in the way without asking a delete trigger; the insert trigger has to see it."""
    last = _entries(chain)[-1]
    row = last.model_dump() | {"id": ENTRIES + 1, "key": "1", "hash": "new", "previous_hash": last.hash}
    with chain.reading() as session:
        is_sqlite = session.connection().dialect.name == "sqlite"
    insert = sa.insert(AuditEntry).prefix_with("or replace") if is_sqlite else sa.insert(AuditEntry)
    with pytest.raises(sa.exc.DatabaseError), chain.transaction() as session:
        session.execute(insert.values(**row))
    assert audit.verify(chain) == []
    assert len(_entries(chain)) == ENTRIES
