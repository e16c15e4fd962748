"""Why a whole file is refused: a stable code, what came instead of what was expected, and what to do."""

from __future__ import annotations

import errno
from dataclasses import dataclass

from campaigns.errors import KolbookError


@dataclass
class FileRefused(KolbookError):
    """A file, or a sheet of it, that cannot be read as facts. Nothing of it was kept."""

    code: str
    reason: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.reason}; {self.remedy}."


MISSING = ("E-FILE-MISSING", "there is no such file", "check the name and the folder")
EMPTY = ("E-FILE-EMPTY", "the file holds nothing", "export it again and load the new file")
CHANGED = ("E-FILE-CHANGED", "the file changed while it was read", "wait until it is written, then load it again")
NOT_A_FILE = ("E-FILE-UNREADABLE", "this is neither a file nor a folder", "give the path of an export file")
NO_FILES = ("E-FILE-MISSING", "the folder holds no file that may be read", "check its name, and who may read it")
ENCODING = (
    "E-FILE-ENCODING",
    "the text is neither UTF-8, UTF-16 nor GB18030 throughout",
    "save it again as UTF-8 and load that file",
)


DISK = ("E-DISK", "the disk has no room or does not answer", "make room, or see to the disk, and load it again")
_DISK_ERRORS = (errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS, errno.EFBIG)
_DISK_WORDS = ("no space left", "disk quota", "input/output error", "disk i/o error", "read-only file system")


def says_disk(error: BaseException) -> bool:
    """Whether an error is the disk's fault and no file's; libraries tell it in words only."""
    return getattr(error, "errno", None) in _DISK_ERRORS or any(word in str(error).lower() for word in _DISK_WORDS)


def unreadable(reason: str, remedy: str) -> FileRefused:
    """A file that is damaged, locked, protected or not what its name says."""
    return FileRefused("E-FILE-UNREADABLE", reason, remedy)


def unknown(reason: str, remedy: str) -> FileRefused:
    """A file that can be read but is none of the exports kolbook knows."""
    return FileRefused("E-FILE-UNKNOWN", reason, remedy)


def over_limit(reason: str) -> FileRefused:
    """A file that would take more memory or time than one file may."""
    return FileRefused("E-FILE-LIMIT", reason, "split it into smaller files, or save it as CSV, and load those")
