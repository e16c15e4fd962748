"""How the demo writes XLSX: inline strings, numeric cells only where a float is given, the same bytes every time.

A workbook is one sheet of rows. Cells are text, float or None; ids and money stay text, as the real exports have them.
Written by hand because the zip's dates must be fixed and 800,000 text cells must not take ten seconds.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

Cell = str | float | None

_FIXED_DATE = (2026, 11, 16, 9, 0, 0)
_CONTENT = "http://schemas.openxmlformats.org/package/2006/content-types"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def column_name(index: int) -> str:
    """The letters of a 0-based column: 0 is A, 26 is AA."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name


def write_workbook(path: Path, sheet: str, rows: Iterable[Sequence[Cell]], merges: Sequence[str] = ()) -> None:
    """Write one sheet; `merges` are ranges such as `A1:M1`."""
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations("officeDocument", "xl/workbook.xml"),
        "xl/workbook.xml": _workbook(sheet),
        "xl/_rels/workbook.xml.rels": _relations("worksheet", "worksheets/sheet1.xml"),
        "xl/worksheets/sheet1.xml": _sheet(rows, merges),
    }
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in parts.items():
            info = zipfile.ZipInfo(name, _FIXED_DATE)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, text.encode("utf-8"), compresslevel=4)


def _sheet(rows: Iterable[Sequence[Cell]], merges: Sequence[str]) -> str:
    names: list[str] = []
    lines = [_HEAD, f'<worksheet xmlns="{_MAIN}"><sheetData>']
    for number, row in enumerate(rows, start=1):
        while len(names) < len(row):
            names.append(column_name(len(names)))
        cells = "".join([_cell(f"{names[i]}{number}", value) for i, value in enumerate(row) if value is not None])
        lines.append(f'<row r="{number}">{cells}</row>')
    lines.append("</sheetData>")
    if merges:
        spans = "".join(f'<mergeCell ref="{span}"/>' for span in merges)
        lines.append(f'<mergeCells count="{len(merges)}">{spans}</mergeCells>')
    lines.append("</worksheet>")
    return "".join(lines)


def _cell(address: str, value: str | float) -> str:
    if isinstance(value, str):
        space = ' xml:space="preserve"' if value != value.strip() or "\n" in value else ""
        return f'<c r="{address}" t="inlineStr"><is><t{space}>{escape(value)}</t></is></c>'
    return f'<c r="{address}"><v>{float(value)!r}</v></c>'


def _content_types() -> str:
    return (
        f'{_HEAD}<Types xmlns="{_CONTENT}">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/></Types>'
    )


def _relations(kind: str, target: str) -> str:
    return (
        f'{_HEAD}<Relationships xmlns="{_PACKAGE}">'
        f'<Relationship Id="rId1" Type="{_DOCUMENT}/{kind}" Target="{target}"/></Relationships>'
    )


def _workbook(sheet: str) -> str:
    name = escape(sheet, {'"': "&quot;"})
    return (
        f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_DOCUMENT}">'
        f'<sheets><sheet name="{name}" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )
