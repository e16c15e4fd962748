"""How a build of the warehouse becomes the warehouse: one writer, a private copy, a synced file, a swapped symlink.

`<root>/warehouse.duckdb` is a symlink to `<root>/.warehouse/<build>.duckdb`. Readers open what it points to; a file
that was published is never written again. See docs/decisions/0003-publish-by-symlink.md.
"""

from __future__ import annotations

import fcntl
import os
import secrets
import shutil
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from campaigns.records import utc_now

LINK = "warehouse.duckdb"
FOLDER = ".warehouse"
_FICLONE = 0x40049409  # linux/fs.h: share the blocks of another file until one of the two is written


def current_build(root: Path) -> Path | None:
    """The file that readers should have open now, or None when nothing was published (or it was deleted)."""
    target = Path(os.path.realpath(root / LINK))
    return target if target.is_file() else None


@contextmanager
def writer_lock(root: Path, on_wait: Callable[[str], None] | None = None) -> Iterator[None]:
    """Hold the one right to write, across processes and threads; waits for it, and says so once through `on_wait`."""
    folder = root / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("a+", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            if on_wait:
                on_wait(f"Waiting for another load to finish ({lock.read().strip() or 'just started'}).")
            fcntl.flock(lock, fcntl.LOCK_EX)
        lock.truncate(0)
        lock.write(f"process {os.getpid()} since {utc_now():%H:%M:%S} UTC")
        lock.flush()
        yield


def draft(root: Path) -> Path:
    """Where the next build is written until it is whole. A path is never used twice: DuckDB caches by path."""
    while True:
        path = root / FOLDER / f"{utc_now():%Y%m%dT%H%M%S%f}.duckdb.tmp"
        if not path.exists():
            return path


def wrong_size(build: Path) -> list[str]:
    """A finding when a build has another size than its name says it was published with."""
    written = _named(build)[0]
    found = build.stat().st_size
    is_whole = not written.isdecimal() or int(written) == found
    return [] if is_whole else [f"The file has {found} bytes, {written} were written."]


def wrong_bytes(build: Path) -> list[str]:
    """The same, and one when any of its bytes is another. Reads the file once; DuckDB would notice a flipped bit only
    when it happens to need its block."""
    written = _named(build)[1]
    is_same = not written or _checksum(build) == written
    return wrong_size(build) or ([] if is_same else ["Bytes of the file changed after it was published."])


def _named(build: Path) -> tuple[str, str]:
    """Size and checksum in the name of a build."""
    _, size, checksum = [*build.stem.split("-"), "", ""][:3]
    return size, checksum


def _checksum(path: Path) -> str:
    found = 0
    with path.open("rb") as file:
        while block := file.read(2**22):
            found = zlib.crc32(block, found)
    return f"{found:08x}"


def copy_build(source: Path, target: Path) -> None:
    """Copy a build: shared blocks where the filesystem can (btrfs, XFS), else by the kernel."""
    with source.open("rb") as old, target.open("wb") as new, suppress(OSError):
        fcntl.ioctl(new, _FICLONE, old.fileno())
        return
    shutil.copyfile(source, target)


def publish(root: Path, finished: Path) -> None:
    """Put a finished draft in place: synced, named by time, size and checksum, and the symlink swapped in one step."""
    _sync(finished)
    name = f"{finished.name.partition('.')[0]}-{finished.stat().st_size}-{_checksum(finished)}"
    build = finished.with_name(f"{name}.duckdb")
    finished.replace(build)
    _sync(build.parent)
    link = root / FOLDER / "link.tmp"
    link.unlink(missing_ok=True)
    link.symlink_to(Path(FOLDER) / build.name)
    link.replace(root / LINK)
    _sync(root)


def tidy(root: Path) -> None:
    """Clean, unless somebody is writing: who was killed after the swap left a build that nobody will look at."""
    with suppress(FileNotFoundError), (root / FOLDER / "lock").open(encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        clean(root)


def clean(root: Path) -> None:
    """Remove all builds but the current one, drafts of killed writers and spill of dead processes, under the lock.

    Readers keep the file that they have open: its name goes now, its blocks when the last reader lets go.
    """
    keep = current_build(root)
    for path in (root / FOLDER).glob("*.duckdb*"):
        if path != keep and path.resolve() != keep:
            path.unlink(missing_ok=True)
    for folder in (root / FOLDER).glob("spill-*"):
        if not _is_alive(int(folder.name.split("-")[1])):
            shutil.rmtree(folder, ignore_errors=True)


def spill_folder(root: Path) -> Path:
    """A folder for what one connection cannot hold in memory: two that share a folder would overwrite each other."""
    return root / FOLDER / f"spill-{os.getpid()}-{secrets.token_hex(4)}"


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
