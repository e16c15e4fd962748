"""`kol load --watch`: which files of a folder are all there, and not loaded yet.

A file is whole when its size and times have stood still for a moment; one that is renamed into place only has to stand
still like all others. Names that programs give to files in the making are passed over until they are renamed.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from watchfiles import watch

from campaigns.errors import Refused
from ingest.intake import files_of

QUIET_SECONDS = 1.0
LOOK_MILLISECONDS = 500
IN_THE_MAKING = (".part", ".partial", ".crdownload", ".tmp", ".download", ".filepart")

_Stamp = tuple[int, int, int]


class Watched:
    """A folder whose files are taken one after the other; a file that changes comes again."""

    def __init__(self, folder: Path, quiet_seconds: float = QUIET_SECONDS) -> None:
        self._folder = folder
        self._quiet_seconds = quiet_seconds
        self._taken: dict[Path, _Stamp] = {}
        self._seen: dict[Path, tuple[_Stamp, float]] = {}

    def whole(self) -> list[Path]:
        """The files that are whole and not taken; raises Refused when the folder is not there, or no longer."""
        if not self._folder.is_dir():
            raise Refused(
                f"There is no folder {self._folder} to watch. Make it and start again; what was loaded stands."
            )
        inside = [path for path in files_of([self._folder]) if path != self._folder]
        return [path for path in inside if path.suffix.lower() not in IN_THE_MAKING and self._is_whole(path)]

    def take(self, paths: Sequence[Path]) -> None:
        """These are done with, as they stood when they were given."""
        self._taken |= {path: self._seen[path][0] for path in paths if path in self._seen}

    def ticks(self) -> Iterator[None]:
        """Now, and whenever something may have happened in the folder; two times a second at least."""
        yield
        for _ in watch(
            self._folder, watch_filter=None, yield_on_timeout=True, rust_timeout=LOOK_MILLISECONDS,
            debounce=LOOK_MILLISECONDS, raise_interrupt=True,
        ):  # fmt: skip
            yield

    def _is_whole(self, path: Path) -> bool:
        try:
            status = path.stat()
        except OSError:
            return False
        stamp = (status.st_ino, status.st_size, status.st_mtime_ns)
        if self._taken.get(path) == stamp:
            return False
        now = time.monotonic()
        if path not in self._seen or self._seen[path][0] != stamp:
            self._seen[path] = (stamp, now)
        return status.st_size > 0 and now - self._seen[path][1] >= self._quiet_seconds
