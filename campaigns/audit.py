"""The audit chain: one entry per action, accepted or refused, each holding the hash of the one before.

An entry's hash is the SHA-256 of its canonical JSON, previous hash included; the last one is the head, kept apart.
Whoever changes, removes, adds or reorders entries behind the store's back leaves a chain that `verify` finds broken.
It does not find a chain that was rewritten from some entry to its end, head included: against that, keep a head
somewhere else (statements print it) and compare.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from campaigns.records import AuditEntry, AuditHead, utc_now
from campaigns.spelling import canonical_json
from campaigns.store import Store

GENESIS = "0" * 64
"""The previous hash of the first entry."""

_COLUMNS = (
    "id", "key", "at", "who", "action", "target", "outcome", "request_hash", "before", "after", "previous_hash",
    "role",
)  # fmt: skip


@dataclass(frozen=True)
class Finding:
    """A place where the chain does not hold: the number of the entry, and what is wrong in one sentence."""

    entry: int
    problem: str


def append(session: Session, **fields: Any) -> AuditEntry:
    """Add the next entry in the caller's transaction; `fields` are the columns that describe what was done."""
    head = session.get_one(AuditHead, 1)
    entry = AuditEntry(id=head.entries + 1, at=utc_now(), previous_hash=head.hash, hash="", **fields)
    entry.hash = digest({name: getattr(entry, name) for name in _COLUMNS})
    session.add(entry)
    session.flush()  # the database lets the head move to an entry that is there
    head.entries, head.hash = entry.id, entry.hash
    session.flush()
    return entry


def find(session: Session, key: str) -> AuditEntry | None:
    """The entry that a request with this idempotency key left."""
    return session.exec(select(AuditEntry).where(AuditEntry.key == key)).first()


def next_id(session: Session) -> int:
    """The number that the next entry gets."""
    return session.get_one(AuditHead, 1).entries + 1


def digest(fields: dict[str, Any]) -> str:
    """The hash of an entry's columns, `hash` itself left out; an entry from before there were roles has no `role`."""
    at: datetime = fields["at"]
    spelled = fields | {"at": at.astimezone(UTC).isoformat(timespec="microseconds")}
    if spelled.get("role") is None:
        spelled.pop("role", None)
    return hashlib.sha256(canonical_json(spelled).encode()).hexdigest()


def verify(store: Store) -> list[Finding]:
    """Walk the whole chain and list every place where it is broken; an intact one gives an empty list."""
    findings: list[Finding] = []
    expected_id, expected_hash = 1, GENESIS
    with store.reading() as session:
        for row in _stored_entries(session):
            findings += [Finding(row["id"], problem) for problem in _problems(row, expected_id, expected_hash)]
            expected_id, expected_hash = row["id"] + 1, row["hash"]
        head = session.execute(sa.select(col(AuditHead.entries), col(AuditHead.hash))).first()
    if head is None:
        return [*findings, Finding(expected_id, "The head of the chain is missing.")]
    if tuple(head) != (expected_id - 1, expected_hash):
        problem = f"The chain ends at entry {expected_id - 1}, but its head names entry {head[0]} ({head[1][:12]}…)."
        findings.append(Finding(expected_id - 1, problem))
    return findings


def _stored_entries(session: Session) -> Iterator[dict[str, Any]]:
    # As plain text where a damaged value could not be read: a broken entry is a finding, not a crash.
    table = sa.inspect(AuditEntry).local_table
    as_text = {"at", "before", "after"}
    chosen = [
        sa.type_coerce(column, sa.Text).label(column.name) if column.name in as_text else column
        for column in table.columns
    ]
    for row in session.execute(sa.select(*chosen).order_by(table.c.id).execution_options(yield_per=1000)):
        yield dict(row._mapping)


def _problems(row: dict[str, Any], expected_id: int, expected_hash: str) -> Iterator[str]:
    if row["id"] != expected_id:
        yield f"Entry {expected_id} is missing; entry {row['id']} follows entry {expected_id - 1}."
    if row["previous_hash"] != expected_hash:
        yield f"Entry {row['id']} does not continue the entry before it: one of the two was changed, moved or replaced."
    try:
        fields = {name: row[name] for name in _COLUMNS}
        fields |= {"at": _instant(row["at"]), "before": _value(row["before"]), "after": _value(row["after"])}
        found = digest(fields)
    except (ValueError, TypeError) as error:
        yield f"Entry {row['id']} cannot be read: {error}."
        return
    if found != row["hash"]:
        yield f"Entry {row['id']} was changed: its content does not give its hash."


def _instant(stored: str | datetime) -> datetime:
    moment = stored if isinstance(stored, datetime) else datetime.fromisoformat(stored)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _value(stored: str | None) -> Any:
    if stored is None:
        return None
    value = json.loads(stored)
    if canonical_json(value) != stored:
        raise ValueError("its JSON is not spelled as it was written")
    return value
