"""A statement as files: workbook, paper, plain table. The same statement gives the same bytes, whenever it is printed.

Nothing in them depends on the moment: times are those of the statement, and the writers are told so.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import polars as pl

from campaigns.money import yuan
from dashboard import statement_paper, statement_sheet, statement_words
from dashboard.downloads import inert_csv
from dashboard.formats import Voice

MIMES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "csv": "text/csv",
}
FORMATS = tuple(MIMES)


class Printed(NamedTuple):
    """A file: its name and what is in it."""

    name: str
    data: bytes


def print_statement(row: Mapping[str, Any], lines: pl.DataFrame, kind: str, voice: Voice) -> Printed:
    """One file of a statement; `row` holds the fields of `campaigns.statement_records.Statement`."""
    writers = {"xlsx": statement_sheet.write, "pdf": statement_paper.write, "csv": _csv}
    party = "".join(sign if sign.isalnum() or sign in "-_." else "-" for sign in row["party"])
    unit = "" if row["currency"] == "CNY" else f"-{row['currency']}"
    return Printed(f"statement-{row['period']}-{party}{unit}-{voice.lang}.{kind}", writers[kind](row, lines, voice))


def _csv(row: Mapping[str, Any], lines: pl.DataFrame, voice: Voice) -> bytes:
    told = [_row(line, voice) for line in lines.iter_rows(named=True)]
    blank = dict.fromkeys(_columns(voice), "")
    ends = [
        blank | {voice("statement.column.what"): voice(f"statement.kind.{name}"),
                 voice("statement.column.amount"): yuan(row[f"{name}_fen"])}
        for name in ("opening", "closing")
    ]  # fmt: skip
    frame = pl.DataFrame([ends[0], *told, ends[1]], schema=dict.fromkeys(_columns(voice), pl.String))
    amounts = [voice(f"statement.column.{name}") for name in ("before", "after", "commission", "vat", "amount")]
    return inert_csv(frame.with_columns(pl.col(amounts).replace("", None).cast(pl.Decimal(20, 2))))


def _columns(voice: Voice) -> list[str]:
    return [voice(f"statement.column.{name}") for name in statement_sheet.COLUMNS]


def _row(line: dict[str, Any], voice: Voice) -> dict[str, str]:
    texts = (
        line["no"], line["business_date"], statement_words.what(line, voice), statement_words.part(line, voice),
        line["campaign_code"], line["kol_name"], line["order_id"], line["line_no"], line["refund_id"],
        statement_words.base(line, voice), _yuan(line["base_before_fen"]), _yuan(line["base_after_fen"]),
        "" if line["rate_ppm"] is None else statement_words.rate(line["rate_ppm"]), yuan(line["commission_fen"]),
        yuan(line["vat_fen"]), yuan(line["amount_fen"]), voice("statement.yes") if line["is_pending"] else "",
        line["entry_id"], line["of_period"], statement_words.why(line, voice),
    )  # fmt: skip
    return {name: "" if text is None else str(text) for name, text in zip(_columns(voice), texts, strict=True)}


def _yuan(fen: int | None) -> str:
    return "" if fen is None else yuan(fen)
