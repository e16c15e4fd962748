"""A statement as a workbook whose amounts are formulas: rate × base per line, subtotals, balance, what is to be paid.

Formulas reckon in whole fen: base and rate are brought to whole numbers before they are multiplied, so that halves
round as they do in `campaigns.money`, in any program that recalculates. Text is written as text and never becomes a
formula.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import UTC
from typing import Any, NamedTuple

import polars as pl
import xlsxwriter

from campaigns.statement_totals import SECTIONS
from dashboard import statement_words
from dashboard.formats import Voice

_OPTIONS = {
    "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
    "default_date_format": "yyyy-mm-dd",
}  # fmt: skip
_FEN_OF = "ROUND(ROUND({base}*100,0)*ROUND({rate}*1000000,0)/1000000,0)"
COLUMNS = (
    "no", "date", "what", "part", "campaign", "kol", "order", "line", "refund", "base_name", "before", "after", "rate",
    "commission", "vat", "amount", "pending", "entry", "of_period", "why",
)  # fmt: skip
_WIDTHS = (6, 11, 14, 16, 14, 16, 24, 6, 20, 18, 12, 12, 9, 12, 11, 12, 10, 10, 9, 90)
_BEFORE, _AFTER, _RATE, _COMMISSION, _VAT, _AMOUNT = (COLUMNS.index(name) for name in COLUMNS[10:16])
_LETTER = dict(zip(COLUMNS, "ABCDEFGHIJKLMNOPQRST", strict=True))


class _Formats(NamedTuple):
    """The looks of cells."""

    plain: Any
    bold: Any
    title: Any
    head: Any
    money: Any
    total: Any
    rate: Any
    date: Any


def write(row: Mapping[str, Any], lines: pl.DataFrame, voice: Voice) -> bytes:
    """The workbook's bytes; the same for the same statement."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, _OPTIONS)
    made = row["made_at"].astimezone(UTC).replace(tzinfo=None)
    book.set_properties({"title": _title(row, voice), "created": made})
    looks = _formats(book)
    front = book.add_worksheet(voice("statement.sheet.statement"))
    sheet = book.add_worksheet(voice("statement.sheet.lines"))
    subtotals = _write_lines(sheet, lines, looks, voice)
    _write_front(front, row, subtotals, looks, voice)
    book.close()
    return buffer.getvalue()


def _title(row: Mapping[str, Any], voice: Voice) -> str:
    return voice("statement.title", period=row["period"], name=statement_words.name(row, voice))


def _formats(book: Any) -> _Formats:
    money = {"num_format": "#,##0.00;[Red]-#,##0.00"}
    line = {"top": 1, "bold": True}
    return _Formats(
        book.add_format(), book.add_format({"bold": True}), book.add_format({"bold": True, "font_size": 15}),
        book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}), book.add_format(money),
        book.add_format(money | line), book.add_format({"num_format": "0.####%"}),
        book.add_format({"num_format": "yyyy-mm-dd", "align": "left"}),
    )  # fmt: skip


def _write_lines(sheet: Any, lines: pl.DataFrame, looks: _Formats, voice: Voice) -> dict[str, str]:
    """Section by section with a subtotal under each; gives the cell of each subtotal."""
    for place, (name, width) in enumerate(zip(COLUMNS, _WIDTHS, strict=True)):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, voice(f"statement.column.{name}"), looks.head)
    sheet.freeze_panes(1, 3)
    number, subtotals = 1, {}
    for section in SECTIONS:
        own = lines.filter(section=section)
        if own.is_empty():
            continue
        first = number + 1
        for line in own.iter_rows(named=True):
            _write_line(sheet, number, line, looks, voice)
            number += 1
        sheet.write_string(number, 2, voice(f"statement.section.{section}"), looks.bold)
        for name in ("commission", "vat", "amount"):
            letter, place = _LETTER[name], COLUMNS.index(name)
            formula = f"=ROUND(SUM({letter}{first}:{letter}{number}),2)"
            sheet.write_formula(number, place, formula, looks.total, _number(int(own[f"{name}_fen"].sum())))
        subtotals[section] = f"{_LETTER['amount']}{number + 1}"
        number += 2
    return subtotals


def _write_line(sheet: Any, number: int, line: dict[str, Any], looks: _Formats, voice: Voice) -> None:
    texts = {
        "what": statement_words.what(line, voice), "part": statement_words.part(line, voice),
        "campaign": line["campaign_code"], "kol": line["kol_name"], "order": line["order_id"],
        "refund": line["refund_id"], "base_name": statement_words.base(line, voice), "of_period": line["of_period"],
        "pending": voice("statement.yes") if line["is_pending"] else "", "why": statement_words.why(line, voice),
    }  # fmt: skip
    for name, text in texts.items():
        if text:
            sheet.write_string(number, COLUMNS.index(name), text, looks.plain)
    for name, value in (("no", line["no"]), ("line", line["line_no"]), ("entry", line["entry_id"])):
        if value is not None:
            sheet.write_number(number, COLUMNS.index(name), value, looks.plain)
    sheet.write_datetime(number, COLUMNS.index("date"), line["business_date"], looks.date)
    for place, fen in ((_BEFORE, line["base_before_fen"]), (_AFTER, line["base_after_fen"]), (_VAT, line["vat_fen"])):
        if fen is not None:
            sheet.write_number(number, place, _number(fen), looks.money)
    _write_amount(sheet, number, line, looks)


def _write_amount(sheet: Any, number: int, line: dict[str, Any], looks: _Formats) -> None:
    """Rate × base where a rate decided the commission, else the commission as it was posted; VAT on top."""
    at = {name: f"{_LETTER[name]}{number + 1}" for name in ("before", "after", "rate", "commission", "vat")}
    if line["rate_ppm"] is None:
        sheet.write_number(number, _COMMISSION, _number(line["commission_fen"]), looks.money)
    else:
        sheet.write_number(number, _RATE, line["rate_ppm"] / 1_000_000, looks.rate)
        after, before = (_FEN_OF.format(base=at[name], rate=at["rate"]) for name in ("after", "before"))
        formula = f"=({after}-{before})/100"
        sheet.write_formula(number, _COMMISSION, formula, looks.money, _number(line["commission_fen"]))
    amount = f"=ROUND({at['commission']}+{at['vat']},2)"
    sheet.write_formula(number, _AMOUNT, amount, looks.money, _number(line["amount_fen"]))


def _write_front(sheet: Any, row: Mapping[str, Any], subtotals: dict[str, str], looks: _Formats, voice: Voice) -> None:
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 72)
    sheet.write_string(0, 0, _title(row, voice), looks.title)
    number = 2
    for name, text in facts(row, voice):
        sheet.write_string(number, 0, name, looks.plain)
        sheet.write_string(number, 1, text, looks.plain)
        number += 1
    lines = voice("statement.sheet.lines")
    first = number + 2  # the row, as formulas count, of the opening balance
    sheet.write_string(first - 1, 0, voice("statement.figure.opening"), looks.plain)
    sheet.write_number(first - 1, 1, _number(row["opening_fen"]), looks.money)
    for place, section in enumerate(SECTIONS[:4], first):
        sheet.write_string(place, 0, voice(f"statement.section.{section}"), looks.plain)
        formula = f"='{lines}'!{subtotals[section]}" if section in subtotals else "=0"
        sheet.write_formula(place, 1, formula, looks.money, _number(row[f"{section}_fen"]))
    payable_fen = row["closing_fen"] - max(row["pending_fen"], 0)
    b = [f"B{first + offset}" for offset in range(10)]
    below = (
        ("statement.figure.closing", f"=ROUND(SUM({b[0]}:{b[4]}),2)", row["closing_fen"], looks.total),
        ("statement.figure.pending", None, row["pending_fen"], looks.money),
        ("statement.figure.payable", f"=ROUND({b[5]}-MAX({b[6]},0),2)", payable_fen, looks.money),
        ("statement.figure.minimum", None, row["minimum_fen"], looks.money),
        ("statement.figure.due", f"=IF({b[7]}>=MAX({b[8]},0.01),{b[7]},0)", row["due_fen"], looks.total),
        ("statement.figure.paid", None, row["paid_fen"], looks.money),
        ("statement.figure.left", f"=ROUND({b[9]}-B{first + 10},2)", row["due_fen"] - row["paid_fen"], looks.total),
        ("statement.figure.rebate", None, row["rebate_fen"], looks.money),
    )
    for place, (key, live, fen, look) in enumerate(below, first + 4):
        sheet.write_string(place, 0, voice(key), looks.plain)
        if live is None:
            sheet.write_number(place, 1, _number(fen), look)
        else:
            sheet.write_formula(place, 1, live, look, _number(fen))


def facts(row: Mapping[str, Any], voice: Voice) -> list[tuple[str, str]]:
    """What stands at the top of a printed statement, by name."""
    approved = row["approved_at"]
    return [
        (voice("statement.print.party"), f"{statement_words.name(row, voice)} ({row['party']})"),
        (voice("statement.print.month"), row["period"]),
        (voice("statement.print.currency"), row["currency"]),
        (voice("statement.print.number"), str(row["id"])),
        (voice("statement.print.state"), voice(f"statement.state.{row['state']}")),
        (voice("statement.print.made"), voice.moment(row["made_at"])),
        (voice("statement.print.approved"), voice.moment(approved) if approved else "–"),
        (voice("statement.print.ledger", entries=row["ledger_entries"]), row["ledger_hash"]),
        (voice("statement.print.lines"), row["lines_hash"]),
    ]


def _number(fen: int) -> float:
    """A cell holds a number with decimals; the nearest one to the amount, which shows and recalculates as it."""
    return fen / 100
