"""What a person should know about a sheet that was loaded: columns that stand twice, and what read it."""

from __future__ import annotations

import re
from pathlib import Path

from campaigns.errors import Refused
from campaigns.records import Load
from ingest import archive
from ingest.archive import ArchivedSheet

_REPEATED = re.compile(r"(?P<name>.+)#(?P<count>\d+)\Z")


def remarks_of(root: Path, load: Load, number: int) -> list[str]:
    """Remarks on one sheet of a load, by its place among the sheets; none where the archive cannot say."""
    try:
        sheet = archive.read(root, load.sha256).sheets[number]
    except (Refused, IndexError):
        return []
    found = [_repeated(name) for name in sheet.unknown if _REPEATED.match(name)]
    return [*found, *_read_by(sheet)]


def _repeated(name: str) -> str:
    match = _REPEATED.match(name)
    base, count = (match["name"], match["count"]) if match else (name, "")
    return (
        f"column {base!r} stands more than once: the first is read, number {count} is kept in the archive and not used"
    )


def _read_by(sheet: ArchivedSheet) -> list[str]:
    read = (
        [f"read by the mapping {sheet.mapping['name']!r}, version {sheet.mapping['version']}"] if sheet.mapping else []
    )
    mended = [f"mends rows of {sheet.corrects['name']}, which keep their row numbers"] if sheet.corrects else []
    return read + mended
