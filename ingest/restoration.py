"""`kol restore`: a backup becomes a root again, with a warehouse made from its archive; all of it, or nothing.

Everything is made and compared in a folder beside and moved into place by one rename. Records on PostgreSQL are
restored first, in one transaction; when the run is killed after that, the same command finds them equal and goes on.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
from pathlib import Path

from campaigns import records_dump
from campaigns.errors import KolbookError, Refused, WarehouseMissing
from campaigns.store import restore_records
from ingest.backup import Manifest, Say, compare, read_manifest
from ingest.check import check
from ingest.load import rebuild

_BESIDE = ".restoring"


def restore(backup: Path, root: Path, say: Say, *, buyer_key: Path | None = None) -> str:
    """Make `root`, which must be absent or empty, from a backup; returns the warehouse's canonical hash.

    `buyer_key` is the file kept apart; without it everything works but loading new files. Raises Refused when the
    backup is damaged, when the key is another one, or when something is in the way.
    """
    manifest = read_manifest(backup)
    if root.exists() and any(root.iterdir()):
        raise Refused(f"{root} is not empty. Restore into a new folder; nothing was changed.")
    key = _right_key(manifest, buyer_key)
    beside = root.with_name(f"{root.name}{_BESIDE}")
    if beside.exists():
        shutil.rmtree(beside)
    say("Putting records and archive in place …")
    canonical = _make(backup, manifest, beside, key, say)
    root.parent.mkdir(parents=True, exist_ok=True)
    beside.rename(root)
    return canonical


def _right_key(manifest: Manifest, buyer_key: Path | None) -> bytes | None:
    if buyer_key is None:
        return None
    try:
        key = buyer_key.read_bytes()
    except OSError as error:
        raise Refused(f"{buyer_key} cannot be read: {error.strerror}.") from error
    if hashlib.sha256(key).hexdigest() != manifest.key_print:
        raise Refused(f"{buyer_key} is not the key that this backup's buyers were keyed with; nothing was changed.")
    return key


def _make(backup: Path, manifest: Manifest, beside: Path, key: bytes | None, say: Say) -> str:
    if records_dump.digest(backup / "records") != manifest.tables:
        raise Refused(f"The records in {backup} are not those that it says it holds. Take another backup.")
    beside.mkdir(parents=True)
    for name in manifest.files:
        (beside / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(backup / name, beside / name)
    if key is not None:
        handle = os.open(beside / "buyer.key", os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(key)
    _restore_records(backup, manifest, beside)
    different = compare(manifest, beside, beside / ".work" / "dump")
    shutil.rmtree(beside / ".work" / "dump")
    if different:
        raise Refused(f"The backup is damaged: {', '.join(different[:5])} differ from what it says. Take another one.")
    say("Making the warehouse from the archive …")
    return _rebuilt(beside, manifest)


def _restore_records(backup: Path, manifest: Manifest, beside: Path) -> None:
    try:
        restore_records(beside, backup / "records")
    except Refused:
        is_there = os.environ.get("KOL_DATABASE_URL") and not compare(manifest, beside, beside / ".work" / "found")
        if not is_there:
            raise
        shutil.rmtree(beside / ".work" / "found")


def _rebuilt(beside: Path, manifest: Manifest) -> str:
    if not manifest.files:
        return ""
    try:
        canonical = rebuild(beside)
    except WarehouseMissing:
        return ""
    findings = [finding.text for finding in check(beside) if finding.code != "LOAD-FAILED"]
    if findings:
        raise Refused(f"The restored warehouse is not what the register says: {' '.join(findings[:3])}")
    return canonical


def _trial(draft: Path, folder: Path) -> int:
    """What `kol backup` runs on its own draft."""
    try:
        _make(draft, read_manifest(draft, is_draft=True), folder, None, lambda _text: None)
    except KolbookError as error:
        sys.stderr.write(str(error))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(_trial(Path(sys.argv[1]), Path(sys.argv[2])))
