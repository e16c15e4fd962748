"""A month's commission lines as the ledger takes them, computed from facts and records of one moment."""

from __future__ import annotations

from pathlib import Path

from campaigns.ledger import AccrualLine
from campaigns.reader import Reader
from campaigns.store import Store

_STATEMENTS = Path(__file__).parent / "models" / "statements"


def read_lines(reader: Reader, store: Store, period: str) -> list[AccrualLine]:
    """Every commission line whose event lies in the month `period`, zero lines included."""
    snapshot = store.snapshot()
    reader.put_records(snapshot.tables, snapshot.version)
    found = reader.query(_sql("ledger_lines"), (period,))
    return [AccrualLine(**row) for row in found.iter_rows(named=True)]


def _sql(name: str) -> str:
    return (_STATEMENTS / f"{name}.sql").read_text(encoding="utf-8")
