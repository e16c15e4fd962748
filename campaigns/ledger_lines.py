"""A month's commission lines and rebates as the ledger takes them, computed from facts and records of one moment."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from campaigns.ledger import AccrualLine
from campaigns.reader import Reader
from campaigns.store import Store
from campaigns.taxes import NO_VAT, Vat, change_in_cny, vat_fen, vat_of_change

_STATEMENTS = Path(__file__).parent / "models" / "statements"


def read_lines(reader: Reader, store: Store, period: str) -> list[AccrualLine]:
    """Every commission line and rebate whose event lies in the month `period`, zero lines included."""
    snapshot = store.snapshot()
    reader.put_records(snapshot.tables, snapshot.version)
    found = reader.query(_sql("ledger_lines"), (period,))
    return [accrual_line(**row) for row in found.iter_rows(named=True)]


def accrual_line(
    *, before_fen: int, vat_ppm: int | None, is_vat_included: bool | None, cny_ppm: int | None, **line: Any
) -> AccrualLine:
    """A line with its VAT and its value in CNY, each the change it brings to what its order line came to before."""
    vat = NO_VAT if vat_ppm is None else Vat(vat_ppm, bool(is_vat_included))
    made = AccrualLine(
        **line, vat_fen=vat_of_change(before_fen, line["amount_fen"], vat), is_vat_included=vat.is_included
    )
    if cny_ppm is None:
        return made
    vat_before_fen = vat_fen(before_fen, vat)
    due_before_fen = before_fen if vat.is_included else before_fen + vat_before_fen
    cny_fen = change_in_cny(due_before_fen, made.due_fen, cny_ppm)
    cny_vat_fen = change_in_cny(vat_before_fen, made.vat_fen, cny_ppm)
    return replace(made, cny_fen=cny_fen, cny_vat_fen=cny_vat_fen)


def _sql(name: str) -> str:
    return (_STATEMENTS / f"{name}.sql").read_text(encoding="utf-8")
