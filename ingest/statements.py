"""Statement files, read for one comparison and loaded nowhere: by the same child process and importers as a load.

A statement of which a single row cannot be read is refused whole: what is left out would look like money missing.
"""

from __future__ import annotations

import glob
import hashlib
import secrets
import tempfile
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import polars as pl

from campaigns import facts
from campaigns.errors import Refused
from ingest.buyers import KEY_BYTES
from ingest.moment import captured_at
from ingest.refusal import MISSING, NOT_A_FILE, FileRefused
from ingest.typed import TypedSheet
from ingest.worker import Worker

SHOWN_REJECTS = 5
TABLE = "settlements"


def read_statements(paths: Sequence[Path]) -> pl.DataFrame:
    """Settlement lines of the files: columns of the fact table and `captured_at`; of a key that of the newest file.

    Raises Refused naming file and row, also for a file without settlement lines.
    """
    frames = [pl.DataFrame(schema=statement_columns())]
    with closing(Worker()) as worker, tempfile.TemporaryDirectory() as folder:
        for number, path in enumerate(paths):
            frames.append(_lines(path, worker, Path(folder) / str(number)))
    lines = pl.concat(frames)
    key = list(facts.fact(TABLE).key)
    return lines.sort("captured_at", maintain_order=True).unique(key, keep="last", maintain_order=True)


def statement_columns() -> dict[str, pl.DataType]:
    """The columns of the result, in order, with their types."""
    types: dict[str, pl.DataType] = {
        "VARCHAR": pl.String(),
        "BIGINT": pl.Int64(),
        "TIMESTAMPTZ": pl.Datetime("us", "UTC"),
    }
    columns = {column.name: types[column.type] for column in facts.fact(TABLE).business}
    return {**columns, "captured_at": types["TIMESTAMPTZ"]}


def _lines(path: Path, worker: Worker, folder: Path) -> pl.DataFrame:
    try:
        sheets = _typed(path, worker, folder)
    except FileRefused as refusal:
        raise Refused(f"{refusal.code}  {path}: {refusal}") from refusal
    _refuse_rejects(path, [file for sheet in sheets for file in sheet.rejects])
    found = [table for sheet in sheets for table in sheet.tables if table.table == TABLE]
    if not found:
        raise Refused(f"{path} holds no settlement lines. Name a statement: docs/formats.md lists what is one.")
    frames = [pl.read_parquet(file) for table in found for file in _files(table.pattern)]
    moment = captured_at(path)
    columns = statement_columns()
    shaped = [pl.DataFrame(schema=columns)]
    for frame in frames:
        missing = [pl.lit(None, dtype).alias(name) for name, dtype in columns.items() if name not in frame.columns]
        shaped.append(frame.with_columns(*missing).with_columns(captured_at=pl.lit(moment)).select(_cast(columns)))
    return pl.concat(shaped)


def _files(pattern: str) -> list[str]:
    return sorted(glob.glob(pattern)) if pattern else []  # noqa: PTH207 - the pattern escapes the folder's own signs


def _cast(columns: dict[str, pl.DataType]) -> list[pl.Expr]:
    return [pl.col(name).cast(dtype) for name, dtype in columns.items()]


def _typed(path: Path, worker: Worker, folder: Path) -> list[TypedSheet]:
    if not path.exists():
        raise FileRefused(*MISSING)
    if not path.is_file():
        raise FileRefused(*NOT_A_FILE)
    job = {
        "job": "read",
        "path": str(path.resolve()),
        "key": secrets.token_bytes(KEY_BYTES).hex(),
        "name": path.name,
        "captured_at": captured_at(path).isoformat(),
        "account": path.resolve().parent.name,
        "archive": str(folder / "archive"),
        "typed": str(folder / "typed"),
    }
    folder.mkdir()
    answer = worker.run(job, path.stat().st_size, lambda *_: None)
    return [TypedSheet.of(sheet) for sheet in answer["typed"]]


def _refuse_rejects(path: Path, files: Sequence[str]) -> None:
    if not files:
        return
    rejects = pl.concat([pl.read_parquet(file) for file in files], how="diagonal_relaxed")
    rows = rejects.select("sheet", "source_row").n_unique()
    shown = [
        f"row {row['source_row']}, {row['column_name']}: {row['value']!r} – expected {row['rule']}; {row['remedy']}"
        for row in rejects.head(SHOWN_REJECTS).iter_rows(named=True)
    ]
    more = [f"… in all {rows} rows."] if rejects.height > SHOWN_REJECTS else []
    raise Refused("\n".join([f"{path} has rows that cannot be read; nothing was compared.", *shown, *more]))


def digest(lines: pl.DataFrame) -> str:
    """What the lines are, as a text that changes with them."""
    return hashlib.sha256(lines.write_csv().encode()).hexdigest()
