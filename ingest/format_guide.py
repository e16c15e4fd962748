"""The page that error messages point to: which files kolbook reads, told by their headers, and our own column names.

Written from the importers and the schema themselves, so that it cannot say anything else than they do.
`python -m ingest.format_guide` writes docs/formats.md.
"""

from __future__ import annotations

import pkgutil
import re
import sys
from datetime import UTC, datetime
from pathlib import Path

import polars as pl

from campaigns import facts
from campaigns.facts import Column, Fact
from ingest import sources
from ingest.sources import SOURCES
from ingest.sources.own_columns import is_required
from ingest.sources.source import Context, Source

GUIDE = Path("docs") / "formats.md"
_EVIDENCE = re.compile(r"[Ee]vidence ([A-DG](?:[/+][A-DG])*)")
_GATHERED = {"ingest.sources.trade"}
_ANYWHERE = Context("", "", datetime(2026, 1, 1, tzinfo=UTC), "")
_OPENING = """# Files that kolbook reads

Written by `python -m ingest.format_guide`; do not edit.

A file is recognised by the headers of each sheet, never by its name. A header may stand below banners, within the first
20 rows; brackets, width, case and the unit `(元)` do not matter. CSV (UTF-8, UTF-16 or GB18030), XLSX, JSON, NDJSON,
Parquet and SQLite databases are told apart by their content, not by their ending.

## Exports of platforms and tools

A sheet is that source when it has one column of each group; `/` means any of these. Evidence: A official documentation,
an official SDK or the code that writes the file; B a real file was opened; C a parser written against real files; D
somebody's own guess; G general knowledge. `tests/ingest/golden/<key>` holds files of each source with the quirks that
real ones were measured to have, and what becomes of every row of them.

| source | key | evidence | facts | columns it must have | kept out |
| --- | --- | --- | --- | --- | --- |
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
    exports = [_export(source) for source in SOURCES if not source.key.startswith("own_")]
    tables = [_table(fact) for fact in facts.facts().values()]
    return _OPENING + "\n".join(exports) + "\n" + _OWN + "\n".join(tables) + "\n"


def evidence(source: Source) -> str:
    """How well the formats of the module that declares the source are known, as it says itself: A to D, or G."""
    found = _EVIDENCE.findall(sys.modules[_module_of(source)].__doc__ or "")
    return "+".join(sorted({grade for grades in found for grade in re.findall(r"[A-DG]", grades)}))


def _module_of(source: Source) -> str:
    names = (f"{sources.__name__}.{module.name}" for module in pkgutil.iter_modules(sources.__path__))
    loaded = {name: vars(sys.modules[name]) for name in names if name in sys.modules}
    return next(name for name, held in loaded.items() if name not in _GATHERED and source in held.values())


def _export(source: Source) -> str:
    needed = (
        " · ".join("/".join(sorted(choice)[:4]) for choice in source.required)
        if not source.headless
        else (f"no header: {len(source.order)} columns in their order")
    )
    dropped = f"{len(source.personal)} personal columns" if source.personal else ""
    tables = ", ".join(f"`{table}`" for table in _facts_of(source)) or "nothing: listed as not used"
    cells = (source.title, f"`{source.key}`", evidence(source), tables, needed, dropped)
    return re.sub(r" +\|", " |", f"| {' | '.join(cells)} |")


def _facts_of(source: Source) -> list[str]:
    """The tables that a sheet without rows would fill."""
    names = source.order or tuple(sorted(source.known - source.personal))
    empty = pl.DataFrame(schema={**dict.fromkeys(names, pl.String()), "source_row": pl.Int64()})
    if source.unused is not None and source.unused("x" if source.key.endswith("_sums") else ""):
        return []
    return sorted({typed.table for typed in source.type_rows(empty, _ANYWHERE)})


def _table(fact: Fact) -> str:
    columns = ", ".join(_column(column) for column in fact.business)
    return f"| `{fact.contract_name}` | {columns} | {', '.join(fact.key)} |"


def _column(column: Column) -> str:
    return f"**{column.name}**" if is_required(column) else column.name


if __name__ == "__main__":
    GUIDE.write_text(guide(), encoding="utf-8")
