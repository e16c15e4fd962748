"""Refused rows that come back mended: the file that goes out (ingest.fix_file) names file, sheet and row of each.

Only rows that were refused and whose cells differ now are read again. They keep their row number and are typed as rows
of their own file, captured when that was: a mended row is no newer than its neighbours. Where an importer needs the
whole sheet (lines are numbered within their order), the mended rows are typed among all others, and of the result
count those rows and the lines of the same orders.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl

from campaigns import facts
from campaigns.errors import Refused
from ingest import archive
from ingest.archive import ArchivedFile, ArchivedSheet
from ingest.buyers import BuyerKeys
from ingest.contract import CORRECTIONS, MARKS, Context, learn, source_of, type_rows
from ingest.mapped import MappedHeader
from ingest.refusal import FileRefused
from ingest.sheet import Found
from ingest.sources.source import Typed

FILE, SHEET, ROW, WHY = MARKS
_SHOWN = 5
_WITHIN = frozenset({"line_no", "time_precision", "is_estimated"})
"""Parts of a key that tell the lines of one order apart; what stands beside them names the order."""


def is_correction(sheet: Found) -> bool:
    """Whether a sheet holds mended rows."""
    return sheet.match.source_key == CORRECTIONS.key


def mended(sheet: Found, root: Path, keys: BuyerKeys) -> tuple[ArchivedSheet, pl.DataFrame]:
    """The sheet that the mended rows belong to, with the frame to be archived in its place; raises FileRefused."""
    given = pl.concat([_as_text(batch) for batch in sheet.batches()] or [pl.DataFrame(schema=_schema(sheet))])
    _refuse_rows([fault.source_row for fault in sheet.faults], "of it is no row", "mend its quotes, or save as .xlsx")
    file, original = _original(root, given)
    learn([MappedHeader(**original.mapping)] if original.mapping else [])
    folder = archive.folder_of(root, file.sha256)
    before = pl.read_parquet(folder / original.archive)
    columns = [name for name in before.columns if name != "source_row"]
    _refuse_without(columns, given)
    changed = _changed(given, before, columns, keys, source_of(original.source).buyers)
    refused = _refused_rows(file, original, before, folder)
    _refuse_rows(sorted(set(changed) - refused), "was not refused", "take it out, and mend it where it comes from")
    if not changed:
        raise FileRefused("E-FIX-UNCHANGED", "no cell differs from what was refused", "edit the cells, then load it")
    corrects = {
        "sha256": file.sha256, "name": file.name, "sheet": original.sheet, "account": file.account,
        "captured_at": file.captured_at.isoformat(), "rows": sorted(changed),
    }  # fmt: skip
    stands = replace(original, rows=len(changed), faults="", corrects=corrects)
    return stands, _overlaid(before, changed, columns, is_whole=source_of(original.source).is_whole)


def context_of(sheet: ArchivedSheet, context: Context) -> Context:
    """What the rows of a sheet are typed with: mended ones are rows of the file that they mend."""
    if sheet.corrects is None:
        return context
    moment = datetime.fromisoformat(sheet.corrects["captured_at"])
    return Context(sheet.corrects["name"], sheet.sheet, moment, sheet.corrects["account"])


def stamped(file: ArchivedFile, earlier: int) -> ArchivedFile:
    """A file of mended rows under the name of the one that it mends, one microsecond newer than it and than each
    earlier mending; other files as they are."""
    found = next((sheet.corrects for sheet in file.sheets if sheet.corrects), None)
    if found is None:
        return file
    moment = datetime.fromisoformat(found["captured_at"]) + timedelta(microseconds=earlier + 1)
    return replace(file, name=f"{found['name']} ← {file.name}", captured_at=moment, account=found["account"])


def restricted(part: Typed, rows: frozenset[int]) -> Typed:
    """Of the rows of a whole sheet those that were mended, and the lines of the same orders."""
    mine = part.rows.filter(pl.col("source_row").is_in(list(rows)))
    key = facts.fact(part.table).key
    group = [name for name in key if name not in _WITHIN]
    kept = part.rows.join(mine.select(group).unique(), on=group, how="semi") if "line_no" in key else mine
    rejects = part.rejects.filter(pl.col("source_row").is_in(list(rows)))
    return Typed(part.table, kept.height + rejects["source_row"].n_unique(), kept, rejects)


def cell_texts(frame: pl.DataFrame) -> pl.DataFrame:
    """Every cell as the text that reads back as the same value; missing ones are empty."""
    return frame.with_columns(
        _text(name, kind).fill_null("").alias(name) for name, kind in frame.schema.items() if name != "source_row"
    )


def _text(name: str, kind: pl.DataType) -> pl.Expr:
    column = pl.col(name)
    if isinstance(kind, pl.Datetime):
        return column.dt.strftime("%Y-%m-%dT%H:%M:%S%.6f+00:00")
    if isinstance(kind, pl.List):
        return pl.when(column.is_not_null()).then(
            pl.struct(column.alias("_")).struct.json_encode().str.strip_prefix('{"_":').str.strip_suffix("}")
        )
    return column.cast(pl.String)


def _as_text(batch: pl.DataFrame) -> pl.DataFrame:
    return cell_texts(batch.drop("source_row"))


def _schema(sheet: Found) -> dict[str, pl.DataType]:
    return dict.fromkeys(sheet.match.columns, pl.String())


def _original(root: Path, given: pl.DataFrame) -> tuple[ArchivedFile, ArchivedSheet]:
    places = given.select(FILE, SHEET).unique()
    if places.height != 1:
        raise FileRefused(
            "E-FIX-PLACE",
            f"its rows are of {places.height} sheets",
            "keep the rows of each sheet on one, as exported",
        )
    sha256, name = places.row(0)
    try:
        file = archive.read(root, sha256)
    except Refused as error:
        raise FileRefused(
            "E-FIX-UNKNOWN", "it mends a file that was not loaded here", "load that file first, then this one"
        ) from error
    found = next((sheet for sheet in file.sheets if sheet.sheet == name), None)
    if found is None or found.corrects:
        raise FileRefused("E-FIX-PLACE", f"the file it mends has no sheet {name!r}", "export the refused rows again")
    return file, found


def _refuse_without(columns: Sequence[str], given: pl.DataFrame) -> None:
    missing = [name for name in columns if name not in given.columns]
    if missing:
        shown = ", ".join(missing[:_SHOWN])
        raise FileRefused("E-FIX-COLUMNS", f"it lacks the columns {shown}", "leave the header as it was exported")


def _changed(
    given: pl.DataFrame, before: pl.DataFrame, columns: Sequence[str], keys: BuyerKeys, buyers: frozenset[str]
) -> dict[int, dict[str, str]]:
    """By row number the cells of the rows that differ; a buyer who was put in goes under a key at once."""
    known = {row["source_row"]: row for row in cell_texts(before).iter_rows(named=True)}
    found: dict[int, dict[str, str]] = {}
    for row in given.iter_rows(named=True):
        number = _number(row[ROW])
        old: Mapping[str, Any] = known.get(number, dict.fromkeys(columns, ""))
        cells = {name: old[name] if _same(row[name], old[name]) else row[name] for name in columns}
        if any(cells[name] != old[name] for name in columns):
            if number in found:
                _refuse_rows([number], "stands twice", "keep one of the two")
            found[number] = {
                name: (keys.of(pl.Series([cell]))[0] or "") if name in buyers and cell != old[name] else cell
                for name, cell in cells.items()
            }
    return found


def _same(cell: str, old: str) -> bool:
    """Whether a cell came back as it went out; an apostrophe that keeps spreadsheets from running it does not count."""
    return cell.strip() in {old.strip(), f"'{old.strip()}"}


def _number(text: str) -> int:
    whole = text.strip().removesuffix(".0")
    if not whole.isascii() or not whole.isdigit():
        raise FileRefused("E-FIX-ROW", f"{text[:20]!r} is no row number", "leave the first columns as exported")
    return int(whole)


def _refused_rows(file: ArchivedFile, sheet: ArchivedSheet, frame: pl.DataFrame, folder: Path) -> set[int]:
    """The rows of the archived sheet that are refused."""
    context = Context(file.name, sheet.sheet, file.captured_at, file.account)
    found = {row for part in type_rows(sheet.source, frame, context) for row in part.rejects["source_row"].to_list()}
    faults = pl.read_parquet(folder / sheet.faults)["source_row"].to_list() if sheet.faults else []
    return found | set(faults)


def _refuse_rows(rows: Sequence[int], what: str, remedy: str) -> None:
    if rows:
        shown = ", ".join(map(str, rows[:_SHOWN]))
        raise FileRefused("E-FIX-ROW", f"row {shown} {what}", remedy)


def _overlaid(
    before: pl.DataFrame, changed: Mapping[int, Mapping[str, str]], columns: Sequence[str], *, is_whole: bool
) -> pl.DataFrame:
    schema = {**dict.fromkeys(columns, pl.String()), "source_row": pl.Int64()}
    new = pl.DataFrame([{**cells, "source_row": row} for row, cells in changed.items()], schema=schema)
    if not is_whole:
        return new.sort("source_row")
    rest = cell_texts(before).filter(~pl.col("source_row").is_in(list(changed))).select(list(schema))
    return pl.concat([rest, new]).sort("source_row")
