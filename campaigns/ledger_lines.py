"""A month's commission lines as the ledger takes them, computed from facts and records of one moment."""

from __future__ import annotations

from pathlib import Path

from campaigns.errors import Refused
from campaigns.ledger import AccrualLine
from campaigns.reader import Reader
from campaigns.store import Store

_STATEMENTS = Path(__file__).parent / "models" / "statements"


def read_lines(reader: Reader, store: Store, period: str) -> list[AccrualLine]:
    """Every commission line whose event lies in the month `period`, zero lines included.

    Raises Refused when terms of that month have tiers, a cap, a minimum or a guarantee: their lines would be wrong.
    """
    snapshot = store.snapshot()
    reader.put_records(snapshot.tables, snapshot.version)
    unmet = reader.query(_sql("terms_not_applied"), (period,))
    if not unmet.is_empty():
        listed = ", ".join(f"{row['id']} ({row['part']})" for row in unmet.iter_rows(named=True))
        raise Refused(
            f"{period} cannot be accrued: terms {listed} have tiers, a cap, a minimum or a guarantee, which commission "
            "lines do not apply yet. Nothing was posted; work that month out with `kol commission`."
        )
    found = reader.query(_sql("ledger_lines"), (period,))
    return [AccrualLine(**row) for row in found.iter_rows(named=True)]


def _sql(name: str) -> str:
    return (_STATEMENTS / f"{name}.sql").read_text(encoding="utf-8")
