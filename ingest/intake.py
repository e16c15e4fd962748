"""Taking files in: find them, read them in the child, archive what they hold, and enter them into the register."""

from __future__ import annotations

import hashlib
import os
import stat
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from campaigns.records import Load
from campaigns.store import Store
from ingest import archive, register
from ingest.archive import ArchivedFile, ArchivedSheet
from ingest.corrections import stamped
from ingest.moment import captured_at
from ingest.progress import Listener, Progress
from ingest.refusal import CHANGED, DISK, EMPTY, MISSING, NO_FILES, NOT_A_FILE, FileRefused, says_disk, unreadable
from ingest.typed import TypedSheet
from ingest.unknown import in_use
from ingest.worker import Say, Worker
from ingest.workspace import intake_lock


@dataclass
class Taken:
    """A file on its way: refused, known before (`typed` is None), or new with its typed sheets."""

    path: str
    load: Load | None = None
    typed: list[TypedSheet] | None = None
    skipped: list[dict[str, str]] = field(default_factory=list)
    refusal: FileRefused | None = None


@dataclass(frozen=True)
class Intake:
    """Everything that taking a file in needs; `account` overrides the name of the file's folder."""

    root: Path
    work: Path
    store: Store
    worker: Worker
    key: bytes
    who: str
    account: str | None
    tell: Listener

    def take(self, path: Path) -> Taken:
        """Take one file in; a refusal is a value, the files after it go on."""
        taken = Taken(str(path))
        try:
            self._take(path, taken)
        except FileRefused as refusal:
            taken.refusal = refusal
        except Exception as error:
            if not says_disk(error):
                raise
            taken.refusal = FileRefused(*DISK)
        return taken

    def _take(self, path: Path, taken: Taken) -> None:
        before = _status(path)
        self.tell(Progress(taken.path, "reading"))
        sha256 = _sha256(path)
        known = register.find(self.store, sha256)
        taken.load = known
        if known and known.state != "failed" and not archive.damage(self.root, sha256):
            return
        draft = Path(tempfile.mkdtemp(prefix=sha256[:12], dir=self.work))
        context = {
            "name": path.name,
            "captured_at": (known.captured_at if known else captured_at(path)).isoformat(),
            "account": self._account(path, known),
        }
        folders = {"archive": str(draft / "archive"), "typed": str(draft / "typed")}
        mappings = [mapping.stated() for mapping in in_use(self.store)]
        job = {"job": "read", "path": str(path.resolve()), "key": self.key.hex(), "mappings": mappings}
        job["root"] = str(self.root.resolve())
        job |= context | folders
        answer = self.worker.run(job, before.st_size, self._teller(taken.path))
        if _identity(_status(path)) != _identity(before):
            raise FileRefused(*CHANGED)
        file = ArchivedFile(
            sha256=sha256,
            name=path.name,
            size_bytes=before.st_size,
            captured_at=datetime.fromisoformat(context["captured_at"]),
            account=context["account"],
            sheets=[ArchivedSheet(**sheet) for sheet in answer["sheets"]],
            skipped=answer["skipped"],
        )
        file = stamped(file, register.mendings(self.store, file)) if known is None else replace(file, name=known.name)
        self._enter(file, draft / "archive", taken)
        if known is None or known.state != "done":
            taken.typed = [TypedSheet.of(sheet) for sheet in answer["typed"]]
            taken.skipped = answer["skipped"]

    def _enter(self, file: ArchivedFile, draft: Path, taken: Taken) -> None:
        with intake_lock(self.root):
            met = register.find(self.store, file.sha256)
            if met is None or met.state == "failed" or archive.damage(self.root, file.sha256):
                archive.publish(self.root, draft, file)
            taken.load = register.accept(self.store, file, self.who)

    def _account(self, path: Path, known: Load | None) -> str:
        if known and known.sheets:
            return str(known.sheets[0]["account"])
        return self.account or path.resolve().parent.name

    def _teller(self, path: str) -> Say:
        def tell(step: str, rows: int, total: int | None) -> None:
            self.tell(Progress(path, step, rows, total))

        return tell


def files_of(paths: Sequence[Path]) -> Iterator[Path]:
    """The files that were meant: folders give theirs, sorted and with those of folders inside; hidden ones and the lock
    files of Excel (`~$…`) are passed over. A folder without files, or that may not be read, stands for itself, to be
    refused."""
    for path in paths:
        inside = sorted(one for one in _inside(path) if not _is_hidden(one.relative_to(path)))
        yield from inside or [path]


def _inside(path: Path) -> Iterator[Path]:
    closed: list[Path] = []
    for place, _, names in os.walk(path, onerror=lambda error: closed.append(Path(error.filename))):
        yield from (one for one in (Path(place, name) for name in names) if one.is_file())
    yield from (folder for folder in closed if folder != path)


def adopt_orphans(root: Path, store: Store, who: str) -> int:
    """Enter files into the register that are in the archive alone: a run was killed in between, or the records are new.
    Returns how many there were."""
    with intake_lock(root):
        known = {load.sha256 for load in register.loads(store)}
        orphans = [archive.read(root, sha256) for sha256 in archive.hashes(root) if sha256 not in known]
        for file in sorted(orphans, key=lambda one: (one.captured_at, one.name, one.sha256)):
            register.accept(store, file, who)
    return len(orphans)


def _is_hidden(relative: Path) -> bool:
    return any(part.startswith((".", "~$")) for part in relative.parts)


def _status(path: Path) -> os.stat_result:
    try:
        found = path.stat()
    except FileNotFoundError as error:
        raise FileRefused(*MISSING) from error
    except OSError as error:
        raise _not_readable(error) from error
    if stat.S_ISDIR(found.st_mode):
        raise FileRefused(*NO_FILES)
    if not stat.S_ISREG(found.st_mode):
        raise FileRefused(*NOT_A_FILE)
    if found.st_size == 0:
        raise FileRefused(*EMPTY)
    return found


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise _not_readable(error) from error


def _not_readable(error: OSError) -> FileRefused:
    return unreadable(
        f"the system says: {error.strerror or error}",
        "close the program that has it open, check who may read it, and load it again",
    )


def _identity(status: os.stat_result) -> tuple[int, int, int]:
    return status.st_ino, status.st_size, status.st_mtime_ns
