"""`kol backup`: records and archive of one moment in one folder, which counts once a restore of it compared equal.

    <folder>/kolbook-<instant>/manifest.json, records/, archive/, statements/

People may go on working. The records are read in one transaction; the files they name were in the archive before, so
what is copied afterwards is whole. Files that the backup before holds too are linked, not copied. The key of the
buyers (`buyer.key`) is not in it: keep it apart. The warehouse is not in it: it is made again from the archive.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from campaigns import records_dump, statement_archive
from campaigns.errors import Refused
from campaigns.records import utc_now
from campaigns.store import Store, open_store
from ingest import archive, erasure, register
from ingest.load import rebuild

FORMAT = 1
PARTIAL = ".partial"
_PREFIX = "kolbook-"
Say = Callable[[str], None]


@dataclass(frozen=True)
class Manifest:
    """What a backup holds: rows and digest of each table, and size and SHA-256 of each archived file by its path.

    `key_print` is the SHA-256 of the buyers' key, so that a restore can tell the right one from another.
    """

    format: int
    taken_at: str
    key_print: str
    rows: dict[str, int]
    tables: dict[str, str]
    files: dict[str, tuple[int, str]]


def take(root: Path, into: Path, say: Say) -> Path:
    """Make a backup of `root` in the folder `into`, restore it beside, compare, and give its folder.

    Raises Refused when there is nothing to back up, when the disk is full, or when the restore differs; what was
    begun is then removed by the next backup.
    """
    if (
        not (root / "archive").is_dir()
        and not (root / "campaigns.db").exists()
        and not os.environ.get("KOL_DATABASE_URL")
    ):
        raise Refused(f"{root} holds neither records nor an archive; there is nothing to back up.")
    into.mkdir(parents=True, exist_ok=True)
    if erasure.finish_in_archive(root):
        say("Finishing an erasure that was interrupted …")
        rebuild(root)
    for left in into.glob(f"{_PREFIX}*{PARTIAL}"):
        shutil.rmtree(left)
    name = f"{_PREFIX}{utc_now():%Y%m%dT%H%M%S%fZ}"
    draft = into / f"{name}{PARTIAL}"
    try:
        with closing(open_store(root)) as store:
            manifest = _write(root, store, draft, _newest(into), say)
        say("Restoring it beside, to compare …")
        _prove(draft)
        archive.flush_tree(draft)
        draft.rename(into / name)
        archive.flush(into)
    except OSError as error:
        raise Refused(
            f"The backup could not be written to {into}: {error.strerror or error}. Nothing counts yet."
        ) from error
    say(f"{sum(manifest.rows.values())} rows of records and {len(manifest.files)} archived files, restored and equal.")
    return into / name


def read_manifest(backup: Path, *, is_draft: bool = False) -> Manifest:
    """What a backup says it holds. Raises Refused for a folder that is no finished backup."""
    if backup.name.endswith(PARTIAL) and not is_draft:
        raise Refused(f"{backup} was never finished. Take a backup whose name does not end in {PARTIAL}.")
    try:
        stated: dict[str, Any] = json.loads((backup / "manifest.json").read_text(encoding="utf-8"))
        if stated["format"] != FORMAT:
            raise Refused(f"{backup} is of another version of kolbook. Update kolbook.")
        files = {name: (int(size), str(sha256)) for name, (size, sha256) in stated.pop("files").items()}
        return Manifest(**stated, files=files)
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise Refused(f"{backup} is no backup of kolbook: {error}.") from error


def compare(stated: Manifest, root: Path, work: Path) -> list[str]:
    """Where the records and the archive of `root` are not what a backup says, in words; empty when they are.

    `work` is a folder that does not exist yet; a dump of the records is made there.
    """
    with closing(open_store(root)) as store:
        store.dump(work)
        kept = [*_archived(root, store)]
    found = records_dump.digest(work)
    names = sorted(stated.tables.keys() | found.keys())
    different = [f"table {name}" for name in names if stated.tables.get(name) != found.get(name)]
    files = {name: (path.stat().st_size, _sha256(path)) for name, path in kept}
    different += [name for name in sorted(stated.files.keys() | files) if stated.files.get(name) != files.get(name)]
    return different


def _write(root: Path, store: Store, draft: Path, before: Path | None, say: Say) -> Manifest:
    draft.mkdir()
    say("Reading the records …")
    taken_at = utc_now().isoformat()
    rows = store.dump(draft / "records")
    say("Copying the archive …")
    known = read_manifest(before).files if before else {}
    files = dict(_copied(root, store, draft, before, known))
    key = root / "buyer.key"
    key_print = hashlib.sha256(key.read_bytes()).hexdigest() if key.exists() else ""
    manifest = Manifest(FORMAT, taken_at, key_print, rows, records_dump.digest(draft / "records"), files)
    (draft / "manifest.json").write_text(json.dumps(asdict(manifest), ensure_ascii=False, indent=1), encoding="utf-8")
    return manifest


def _copied(
    root: Path, store: Store, draft: Path, before: Path | None, known: dict[str, tuple[int, str]]
) -> Iterator[tuple[str, tuple[int, str]]]:
    for name, path in _archived(root, store):
        place = draft / name
        place.parent.mkdir(parents=True, exist_ok=True)
        found = (path.stat().st_size, _sha256(path))
        if before is not None and known.get(name) == found:
            place.hardlink_to(before / name)
        else:
            shutil.copyfile(path, place)
        yield name, found


def _archived(root: Path, store: Store) -> Iterator[tuple[str, Path]]:
    """The files of the archive that the register knows and the lines of statements, under their path from `root`."""
    for path in statement_archive.kept(root, store):
        yield str(path.relative_to(root)), path
    for sha256 in sorted({load.sha256 for load in register.loads(store) if load.state != "failed"}):
        for path in sorted(archive.folder_of(root, sha256).iterdir()):
            yield str(path.relative_to(root)), path


def _newest(into: Path) -> Path | None:
    finished = [path for path in into.glob(f"{_PREFIX}*") if not path.name.endswith(PARTIAL)]
    return max(finished, key=lambda path: path.name, default=None)


def _prove(draft: Path) -> None:
    """Restore the draft into a folder of its own, in a process that knows nothing of this one, and compare."""
    trial = draft.with_name(f"{draft.name.removesuffix(PARTIAL)}-trial{PARTIAL}")
    environment = {name: value for name, value in os.environ.items() if name not in {"KOL_DATABASE_URL", "KOL_ROOT"}}
    command = [sys.executable, "-m", "ingest.restoration", str(draft.resolve()), str(trial.resolve())]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603 - our own module
    shutil.rmtree(trial, ignore_errors=True)
    if done.returncode != 0:
        raise Refused(f"The backup does not count, its trial restore failed: {done.stderr.strip()[-500:]}")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
