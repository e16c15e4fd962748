"""A shortlist for the client, as a workbook and on paper: every cell inert, nothing in it is money."""

from __future__ import annotations

import json
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import xlsxwriter

from dashboard.formats import Voice

_LAYOUT = Path(__file__).parent / "static" / "shortlist.typ"
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
FONTS = ("Noto Sans CJK SC", "Source Han Sans SC", "Noto Sans SC", "Microsoft YaHei", "PingFang SC")
WIDEST = 34


def workbook(title: str, note: str, lines: Sequence[Sequence[str]]) -> bytes:
    """The lines as XLSX; the first of them is the head. All cells are text."""
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, _OPTIONS)
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    sheet = book.add_worksheet()
    sheet.write_string(0, 0, title, bold)
    sheet.write_string(1, 0, note)
    for number, line in enumerate(lines, start=3):
        for column, text in enumerate(line):
            sheet.write_string(number, column, text, bold if number == 3 else wrapped)
    for column in range(len(lines[0])):
        widest = max(sum(2 if ord(letter) > 0x2E7F else 1 for letter in line[column]) for line in lines)
        sheet.set_column(column, column, min(widest, WIDEST) + 2)
    sheet.freeze_panes(4, 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(3)
    book.close()
    return buffer.getvalue()


def paper(title: str, note: str, lines: Sequence[Sequence[str]], voice: Voice) -> bytes:
    """The same as PDF. Words reach the layout as data, so that nothing in them can be markup."""
    import typst  # noqa: PLC0415 - a tenth of a second, for whoever prints

    data = {"title": title, "note": note, "head": lines[0], "lines": lines[1:], "lang": voice.lang, "fonts": FONTS}
    made: bytes = typst.compile(
        _LAYOUT.read_bytes(), format="pdf", sys_inputs={"data": json.dumps(data, ensure_ascii=False)}, pdf_tags=False
    )
    return made
