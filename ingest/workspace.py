"""Where drafts are made: `.work/<run>`, on the disk of the archive so that finished ones move by a rename.

A run holds a lock on its folder. The next run removes the folders of runs that are no more, however they ended.
"""

from __future__ import annotations

import fcntl
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def open_workspace(root: Path) -> Iterator[Path]:
    """A folder of this run's own; it is gone afterwards."""
    base = root / ".work"
    base.mkdir(mode=0o700, parents=True, exist_ok=True)
    with intake_lock(root):
        for left in base.iterdir():
            if left.is_dir() and not _is_held(left / "lock"):
                shutil.rmtree(left)
        own = base / secrets.token_hex(6)
        own.mkdir(mode=0o700)
        handle = os.open(own / "lock", os.O_CREAT | os.O_RDWR, 0o600)
        fcntl.flock(handle, fcntl.LOCK_EX)
    try:
        yield own
    finally:
        shutil.rmtree(own, ignore_errors=True)
        os.close(handle)


@contextmanager
def intake_lock(root: Path) -> Iterator[None]:
    """Held for the moment in which a file enters archive and register, so that both always know the same files."""
    base = root / ".work"
    base.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(base / "intake", os.O_CREAT | os.O_RDWR, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _is_held(path: Path) -> bool:
    if not path.exists():
        return False
    handle = os.open(path, os.O_RDWR)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(handle)
    return False
