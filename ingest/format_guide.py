"""The page that error messages point to: which files kolbook reads, told by their headers, and our own column names.

Written from the importers and the schema themselves, so that it cannot say anything else than they do.
`python -m ingest.format_guide` writes docs/formats.md.
"""

from __future__ import annotations

from pathlib import Path

from campaigns import facts
from campaigns.facts import Column, Fact
from ingest.sources import SOURCES
from ingest.sources.own_columns import is_required

GUIDE = Path("docs") / "formats.md"
_OPENING = """# Files that kolbook reads

Written by `python -m ingest.format_guide`; do not edit.

A file is recognised by the headers of each sheet, never by its name. A header may stand below banners, within the first
20 rows; brackets, width, case and the unit `(元)` do not matter. CSV (UTF-8, UTF-16 or GB18030), XLSX, JSON, NDJSON and
Parquet are told apart by their content, not by their ending.

## Exports of platforms and tools

A sheet is that source when it has one column of each group; `/` means any of these.

| source | key | columns it must have | kept out |
| --- | --- | --- | --- |
"""
_OWN = """
## Our own column names

Every fact table loads from CSV, NDJSON or Parquet by these names. **Bold** columns are needed; a row is one of what the
last column names. `_at` is a time with its offset (`2026-03-16T08:00:29+08:00`), `_date` and `date` a Shanghai
date, `_fen` whole fen (120450 is 1,204.50 yuan), `_share` a fraction. Buyers come as `buyer_id` (replaced by a keyed
hash while reading) or as `buyer_key`. Unknown further columns are kept in the archive and used by nobody.

| table | columns | a row is one |
| --- | --- | --- |
"""


def guide() -> str:
    """The whole page as Markdown."""
    exports = [_export(source.key) for source in SOURCES if not source.key.startswith("own_")]
    tables = [_table(fact) for fact in facts.facts().values()]
    return _OPENING + "\n".join(exports) + "\n" + _OWN + "\n".join(tables) + "\n"


def _export(key: str) -> str:
    source = next(source for source in SOURCES if source.key == key)
    needed = " · ".join("/".join(sorted(choice)[:4]) for choice in source.required)
    dropped = f"{len(source.personal)} personal columns" if source.personal else ""
    return f"| {source.title} | `{source.key}` | {needed} | {dropped} |".replace("  |", " |")


def _table(fact: Fact) -> str:
    columns = ", ".join(_column(column) for column in fact.business)
    return f"| `{fact.contract_name}` | {columns} | {', '.join(fact.key)} |"


def _column(column: Column) -> str:
    return f"**{column.name}**" if is_required(column) else column.name


if __name__ == "__main__":
    GUIDE.write_text(guide(), encoding="utf-8")
