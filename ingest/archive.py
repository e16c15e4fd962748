"""The archive: every sheet as it was read, less personal columns and with keyed buyers, under the file's own SHA-256.

    archive/<first two of the hash>/<hash>/meta.json, 0.parquet, 0.faults.parquet, 1.parquet, …

It is written beside, flushed to the disk, and moved into place by one rename: a folder that is there is whole.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from campaigns.errors import Refused

FORMAT = 1


@dataclass(frozen=True)
class ArchivedSheet:
    """One sheet: its source, the files that hold it, and how many records it had (`rows`, faults included).

    `sizes` gives the bytes of those files; `header_row` and `data_row` count from 0 in the sheet. `mapping` is the one
    that the sheet is read by, where a person made its source; `corrects` says of which file and rows this is the mended
    version (ingest.corrections).
    """

    sheet: str
    source: str
    rows: int
    archive: str
    faults: str
    header_row: int
    data_row: int
    titles: list[str]
    unknown: list[str]
    sizes: dict[str, int]
    mapping: dict[str, Any] | None = None
    corrects: dict[str, Any] | None = None


@dataclass(frozen=True)
class ArchivedFile:
    """What the archive says about a file: enough to load it again on an empty machine."""

    sha256: str
    name: str
    size_bytes: int
    captured_at: datetime
    account: str
    sheets: list[ArchivedSheet]
    skipped: list[dict[str, str]] = field(default_factory=list)


def folder_of(root: Path, sha256: str) -> Path:
    """Where the archive keeps the file with that hash."""
    return root / "archive" / sha256[:2] / sha256


def publish(root: Path, draft: Path, file: ArchivedFile) -> None:
    """Move a finished draft folder into the archive, whole or not at all; the same file again takes its place."""
    stated = {"format": FORMAT, **asdict(file), "captured_at": file.captured_at.isoformat()}
    (draft / "meta.json").write_text(json.dumps(stated, ensure_ascii=False, indent=1), encoding="utf-8")
    for path in draft.iterdir():
        flush(path)
    flush(draft)
    place = folder_of(root, file.sha256)
    place.parent.mkdir(parents=True, exist_ok=True)
    if place.exists():
        shutil.rmtree(place)
    draft.rename(place)
    for parent in (place.parent, place.parent.parent, root):
        flush(parent)


def read(root: Path, sha256: str) -> ArchivedFile:
    """The archived file with that hash; raises Refused when it is not there or not whole."""
    path = folder_of(root, sha256) / "meta.json"
    try:
        stated: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        if stated.pop("format") != FORMAT:
            raise Refused(f"{path} is of another version of kolbook. Update kolbook.")
        return ArchivedFile(
            **{
                **stated,
                "captured_at": datetime.fromisoformat(stated["captured_at"]),
                "sheets": [ArchivedSheet(**sheet) for sheet in stated["sheets"]],
            }
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Refused(
            f"The archive lacks {path} or it is damaged: restore the folder archive from a backup."
        ) from error


def damage(root: Path, sha256: str) -> str:
    """What is wrong with an archived file, in words; empty when it is all there with the sizes it was written with."""
    try:
        file = read(root, sha256)
    except Refused as error:
        return str(error)
    for sheet in file.sheets:
        for name, size in sheet.sizes.items():
            path = folder_of(root, sha256) / name
            found = path.stat().st_size if path.is_file() else None
            if found != size:
                return f"{path} has {found if found is not None else 'no'} bytes, expected {size}"
    return ""


def hashes(root: Path) -> Iterator[str]:
    """The hashes of all files in the archive."""
    for path in sorted((root / "archive").glob("??/*")):
        if len(path.name) == 64:
            yield path.name


def discard(root: Path, sha256: str) -> None:
    """Take a file out of the archive."""
    shutil.rmtree(folder_of(root, sha256))


def flush_tree(folder: Path) -> None:
    """Bring a folder and all it holds to the disk."""
    for path in folder.rglob("*"):
        flush(path)
    flush(folder)


def flush(path: Path) -> None:
    """Bring a file, or the names in a folder, to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
