"""A file of terms as people send it: a workbook, or CSV in UTF-8 or GB18030."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from campaigns import terms_sheet
from campaigns.errors import BadValue
from ingest.cells import workbook_cells


def lines_of(name: str, content: bytes) -> list[dict[str, Any]]:
    """The lines of the file; raises CellsRefused, BadValue, Refused."""
    if not content.startswith(b"PK"):
        return terms_sheet.read_text(_decoded(content))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / Path(name).name
        path.write_bytes(content)
        return terms_sheet.read(workbook_cells(path))


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadValue("the sheet", repr(content[:20]), "text in UTF-8, or a workbook (.xlsx)", "E-ENCODING")
