"""Statements as files: the workbook recalculates to the same fen, and everything prints to the same bytes again.

Formulas are worked out by an evaluator of this file, with binary fractions and Excel's rounding, from what stands in
the cells of the written workbook; no cached value is looked at.
"""

from __future__ import annotations

import csv
import io
import math
import re
import time
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any
from xml.etree import ElementTree

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.money import round_half_up, share_of, yuan
from campaigns.statement_lines import SCHEMA
from campaigns.statement_totals import SECTIONS, total
from dashboard.formats import Voice
from dashboard.statement_paper import FIRST_ROWS, MOST_LINES, ROWS, _data
from dashboard.statement_print import FORMATS, print_statement

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
HOSTILE = '=HYPERLINK("http://x","@小林")'


def line(number: int, fen: int, *, section: str = "accrued", vat_fen: int = 0, **more: Any) -> dict[str, Any]:
    return dict.fromkeys(SCHEMA) | {
        "no": number, "section": section, "kind": "sale", "part": "kol", "line_id": f"l{number}", "entry_id": number,
        "kol_name": "小林", "order_id": f"P{number}", "line_no": 1, "evidence": "last_click", "terms_id": 3,
        "base_name": "buyer_paid", "commission_fen": fen, "vat_fen": vat_fen, "amount_fen": fen + vat_fen,
        "is_pending": False, "of_period": "2026-05", "description": "", "business_date": date(2026, 5, 3),
        "payable_date": date(2026, 5, 20), "event_at": datetime(2026, 5, 3, tzinfo=UTC),
    } | more  # fmt: skip


def rated(number: int, before: int, after: int, rate_ppm: int, **more: Any) -> dict[str, Any]:
    fen = share_of(after, rate_ppm) - share_of(before, rate_ppm)
    section = "clawback" if fen < 0 else "accrued"
    bases = {"base_before_fen": before, "base_after_fen": after, "rate_ppm": rate_ppm}
    return line(number, fen, section=section, **bases, **more)


def statement(lines: list[dict[str, Any]], *, opening: int = 0, pending: int = 0, minimum: int = 0, **more: Any) -> Any:
    """The row and the lines of a statement that adds up."""
    movements = [(one["section"], one["amount_fen"]) for one in lines]
    rebate = sum(fen for section, fen in movements if section == "rebate")
    sums = total(opening, movements, pending_fen=pending, minimum_fen=minimum, rebate_fen=rebate)
    row = {
        "id": 7, "party": "kol/k1", "party_name": "小林", "currency": "CNY", "period": "2026-05", "state": "closed",
        **sums._asdict(), "paid_fen": sums.due_fen, "line_count": len(lines), "lines_hash": "ab" * 32,
        "ledger_entries": 12, "ledger_hash": "cd" * 32, "made_at": datetime(2026, 6, 2, 3, 4, 5, 678, tzinfo=UTC),
        "approved_at": datetime(2026, 6, 3, tzinfo=UTC),
    } | more  # fmt: skip
    order = {section: place for place, section in enumerate(SECTIONS)}
    return row, pl.DataFrame(sorted(lines, key=lambda one: order[one["section"]]), schema=SCHEMA)


STATEMENT = statement(
    [
        rated(1, 0, 9990, 150_000), rated(2, 9990, 6660, 150_000), rated(3, 6660, 3330, 150_000),
        line(4, 2345, vat_fen=141),
        line(5, -305, section="adjustment", kind="fine", description=HOSTILE, order_id=None),
        line(6, -1000, section="settled", kind="payment", part=None, order_id=None, description="bank 1"),
        line(7, 880, section="rebate", kind="accrual", part=None), line(8, 700, is_pending=True, kol_name=HOSTILE),
    ],
    opening=1234, pending=700, minimum=100,
)  # fmt: skip


class Book:
    """The cells of a written workbook: numbers, texts, formulas; `value` works a formula out."""

    def __init__(self, data: bytes) -> None:
        self.cells: dict[tuple[str, str], str | float] = {}
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            texts = ["".join(node.itertext()) for node in ElementTree.fromstring(parts.read("xl/sharedStrings.xml"))]  # noqa: S314
            names = [
                node.attrib["name"]
                for node in ElementTree.fromstring(parts.read("xl/workbook.xml")).iter(f"{MAIN}sheet")  # noqa: S314
            ]
            for number, name in enumerate(names, 1):
                for cell in ElementTree.fromstring(parts.read(f"xl/worksheets/sheet{number}.xml")).iter(f"{MAIN}c"):  # noqa: S314
                    formula, value = cell.find(f"{MAIN}f"), cell.find(f"{MAIN}v")
                    if formula is not None:
                        self.cells[name, cell.attrib["r"]] = f"={formula.text}"
                    elif value is not None and value.text is not None:
                        is_text = cell.attrib.get("t") == "s"
                        self.cells[name, cell.attrib["r"]] = (
                            f"'{texts[int(value.text)]}" if is_text else float(value.text)
                        )

    def value(self, sheet: str, place: str) -> float:
        found = self.cells.get((sheet, place), 0.0)
        if isinstance(found, float):
            return found
        return _Reckoner(self, sheet, found[1:]).whole() if found.startswith("=") else 0.0

    def fen(self, sheet: str, place: str) -> int:
        return round(self.value(sheet, place) * 100)

    def formulas(self) -> Iterator[str]:
        return (found for found in self.cells.values() if isinstance(found, str) and found.startswith("="))


class _Reckoner:
    """Sums, products, comparisons and the functions ROUND, SUM, MAX, IF, as a spreadsheet works them out."""

    TOKEN = re.compile(r"'[^']+'!\$?[A-Z]+\d+|[A-Z]+\d+:[A-Z]+\d+|[A-Z]+\d+|[A-Z]+|\d+(?:\.\d+)?|>=|[-+*/(),]")

    def __init__(self, book: Book, sheet: str, text: str) -> None:
        self.book, self.sheet = book, sheet
        self.tokens = self.TOKEN.findall(text)
        assert "".join(self.tokens) == text, text

    def whole(self) -> float:
        found = self._compared()
        assert not self.tokens
        return found

    def _take(self, *wanted: str) -> str | None:
        return self.tokens.pop(0) if self.tokens and self.tokens[0] in wanted else None

    def _compared(self) -> float:
        left = self._sum()
        return float(left >= self._sum()) if self._take(">=") else left

    def _sum(self) -> float:
        found = self._product()
        while sign := self._take("+", "-"):
            found = found + self._product() if sign == "+" else found - self._product()
        return found

    def _product(self) -> float:
        found = self._atom()
        while sign := self._take("*", "/"):
            found = found * self._atom() if sign == "*" else found / self._atom()
        return found

    def _atom(self) -> float:
        word = self.tokens.pop(0)
        if word == "(":
            found = self._compared()
            assert self._take(")")
            return found
        if self.tokens and self.tokens[0] == "(":
            return self._call(word)
        if word[0].isdigit():
            return float(word)
        if word.startswith("'"):
            sheet, place = word.rsplit("!", 1)
            return self.book.value(sheet.strip("'"), place)
        return self.book.value(self.sheet, word)

    def _call(self, name: str) -> float:
        self.tokens.pop(0)
        if name == "SUM":
            first, last = (re.fullmatch(r"([A-Z]+)(\d+)", end) for end in self.tokens.pop(0).split(":"))
            assert first
            assert last
            assert self._take(")")
            places = range(int(first[2]), int(last[2]) + 1)
            return sum(self.book.value(self.sheet, f"{first[1]}{number}") for number in places)
        given = [self._compared()]
        while self._take(","):
            given.append(self._compared())
        assert self._take(")")
        functions: dict[str, Callable[..., float]] = {
            "ROUND": _rounded,
            "MAX": max,
            "IF": lambda i, a, b: a if i else b,
        }
        return functions[name](*given)


def _rounded(value: float, digits: float) -> float:
    """Half away from zero of the shortest decimal that means the number: how spreadsheets round."""
    whole, _, part = f"{abs(value):.15g}".partition(".") if abs(value) < 1e15 else (f"{abs(value):.0f}", "", "")
    if "e" in part or "e" in whole:
        return 0.0
    scaled = round_half_up(int(whole + part) * 10 ** int(digits), 10 ** len(part))
    return math.copysign(scaled / 10 ** int(digits), value)


def _reckoned(row: Any, lines: pl.DataFrame) -> Book:
    return Book(print_statement(row, lines, "xlsx", Voice("en")).data)


def _front(book: Book) -> dict[str, int]:
    titles = {
        place: str(text)[1:] for (sheet, place), text in book.cells.items() if sheet == "Statement" and place[0] == "A"
    }
    return {title: book.fen("Statement", f"B{place[1:]}") for place, title in titles.items()}


def test_every_figure_of_the_workbook_recalculates_to_the_fen() -> None:
    row, lines = STATEMENT
    book, front = _reckoned(row, lines), _front(_reckoned(row, lines))
    amounts = [book.fen("Lines", f"P{place}") for place in range(2, 7)]
    assert amounts == [*lines.filter(section="accrued")["amount_fen"], 1499 + 2345 + 141 + 700, 0]
    named = {
        "Opening balance": "opening", "Accrued": "accrued", "Taken back": "clawback", "Adjustments": "adjustment",
        "Paid": "settled", "Closing balance": "closing", "To pay": "due", "Minimum payout": "minimum",
        "Rebates due to us": "rebate",
    }  # fmt: skip
    assert {title: front[title] for title in named} == {title: row[f"{name}_fen"] for title, name in named.items()}
    assert (front["Payable"], front["Left to pay"]) == (row["closing_fen"] - 700, 0)
    assert sum("*1000000" in formula for formula in book.formulas()) == 3


def test_a_rate_changed_in_the_workbook_changes_what_is_to_be_paid() -> None:
    row, lines = STATEMENT
    book = _reckoned(row, lines)
    book.cells["Lines", "M2"] = 0.25
    assert _front(book)["Accrued"] == row["accrued_fen"] - 1499 + 2498


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 10**9), st.integers(0, 10**9), st.integers(0, 10**6)), min_size=1, max_size=12),
    st.integers(-(10**8), 10**8),
)
def test_any_bases_and_rates_recalculate_to_the_fen(given_lines: list[tuple[int, int, int]], opening: int) -> None:
    row, lines = statement([rated(n, *three) for n, three in enumerate(given_lines, 1)], opening=opening)
    front = _front(_reckoned(row, lines))
    assert (front["Closing balance"], front["To pay"]) == (row["closing_fen"], row["due_fen"])


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_statement_prints_to_the_same_bytes_again(kind: str, lang: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    row, lines = STATEMENT
    first = print_statement(row, lines, kind, Voice(lang))
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 86_400 * 900)
    monkeypatch.setenv("TZ", "America/Lima")
    time.tzset()
    again = print_statement(row, lines, kind, Voice(lang))
    monkeypatch.undo()
    time.tzset()
    assert first == again
    assert first.name == f"statement-2026-05-kol-k1-{lang}.{kind}"


def test_no_cell_is_live_that_a_person_wrote() -> None:
    row, lines = STATEMENT
    book = _reckoned(row, lines)
    assert f"'{HOSTILE}" in book.cells.values()
    assert not any("HYPERLINK" in formula for formula in book.formulas())
    told = [*csv.reader(io.StringIO(print_statement(row, lines, "csv", Voice("en")).data.decode("utf-8-sig")))]
    texts = [cell for cells in told[1:] for cell in cells if not re.fullmatch(r"-?\d+\.\d\d", cell)]
    assert any(cell == f"'{HOSTILE}" for cell in texts)
    assert [cell for cell in texts if cell[:1] in ("=", "+", "-", "@")] == []


def test_the_plain_table_holds_every_line_between_opening_and_closing() -> None:
    row, lines = STATEMENT
    told = [*csv.DictReader(io.StringIO(print_statement(row, lines, "csv", Voice("zh")).data.decode("utf-8-sig")))]
    assert [one["金额"] for one in told] == [
        yuan(f) for f in (row["opening_fen"], *lines["amount_fen"], row["closing_fen"])
    ]


def test_paper_carries_the_ledger_head_and_the_total_of_each_page() -> None:
    row, lines = statement([line(number, 100) for number in range(1, FIRST_ROWS + ROWS + 4)])
    paper = print_statement(row, lines, "pdf", Voice("en")).data
    assert paper.startswith(b"%PDF")
    data = _data(row, lines, Voice("en"))
    assert "cd" * 32 in data["head"]
    totals = [(page["total"][1], page["so_far"][1]) for page in data["pages"]]
    assert totals == [
        (yuan(FIRST_ROWS * 100), yuan(FIRST_ROWS * 100)), (yuan(ROWS * 100), yuan((FIRST_ROWS + ROWS) * 100)),
        ("3.00", yuan((FIRST_ROWS + ROWS + 3) * 100)),
    ]  # fmt: skip
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 3, "a page of lines fits on one sheet"


def test_paper_sums_up_what_is_too_long_for_it() -> None:
    row, lines = statement([line(number, 7) for number in range(1, MOST_LINES + 2)])
    data = _data(row, lines, Voice("en"))
    assert [page["rows"][0][-1] for page in data["pages"]] == ["140.07"]
    assert "2,001 lines" in data["note"]
