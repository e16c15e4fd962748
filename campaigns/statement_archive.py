"""Where the lines of statements are kept: Parquet files under their own SHA-256, written once and never changed.

    statements/<sha256>.parquet

A file is written and flushed before the records name it, so what they name is there. What nothing names any longer (a
draft that was made again, a run that was killed) is removed when statements are made the next time.
"""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Set
from pathlib import Path

import polars as pl
import sqlalchemy as sa
from sqlmodel import col

from campaigns.errors import Refused
from campaigns.statement_records import Statement
from campaigns.store import Store

_PARTIAL = ".partial"


def folder_of(root: Path) -> Path:
    """Where `root` keeps the lines of its statements."""
    return root / "statements"


def keep(root: Path, lines: pl.DataFrame) -> str:
    """Write lines, flushed to the disk, and give their SHA-256. Raises Refused when the disk does not take them."""
    buffer = io.BytesIO()
    lines.write_parquet(buffer, compression="zstd", statistics=False)
    data = buffer.getvalue()
    name = hashlib.sha256(data).hexdigest()
    place = folder_of(root) / f"{name}.parquet"
    if place.exists() and place.stat().st_size == len(data):
        return name
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        draft = place.with_suffix(_PARTIAL)
        with draft.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(place)
    except OSError as error:
        raise Refused(
            f"The lines of a statement could not be written to {place.parent}: {error.strerror or error}. See to the "
            "disk and try again; nothing was changed."
        ) from error
    return name


def flush(root: Path) -> None:
    """Make sure that the names of new files are on the disk too."""
    for folder in (folder_of(root), root):
        if folder.exists():
            handle = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)


def read(root: Path, lines_hash: str) -> pl.DataFrame:
    """The lines with that hash; raises Refused where they are gone or no longer what was written."""
    place = folder_of(root) / f"{lines_hash}.parquet"
    try:
        data = place.read_bytes()
    except OSError as error:
        raise Refused(
            f"The lines of this statement are missing: {place} cannot be read. A draft can be made again; what was "
            "submitted comes back with `kol restore`."
        ) from error
    if hashlib.sha256(data).hexdigest() != lines_hash:
        raise Refused(f"The lines of this statement were changed: {place} is not what was written. Restore a backup.")
    return pl.read_parquet(io.BytesIO(data))


def kept(root: Path, store: Store) -> list[Path]:
    """The files that statements name, in order; the lines of a draft that is being made again may be gone.

    Raises Refused where those of another one are.
    """
    with store.reading() as session:
        named = sorted(set(session.execute(sa.select(col(Statement.lines_hash), col(Statement.state) == "draft"))))
    places = [(folder_of(root) / f"{name}.parquet", is_draft) for name, is_draft in named]
    for place, is_draft in places:
        if not is_draft and not place.exists():
            raise Refused(f"{place} is missing, which a statement names. Put it back from a backup.")
    return sorted({place for place, _ in places if place.exists()})


def sweep(root: Path, named: Set[str]) -> None:
    """Remove what no statement names. Only for whoever holds the records' turn to write: others may be writing."""
    if folder_of(root).is_dir():
        for path in folder_of(root).iterdir():
            if path.suffix == _PARTIAL or path.stem not in named:
                path.unlink(missing_ok=True)
