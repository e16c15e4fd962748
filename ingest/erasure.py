"""Erasing a buyer: their key goes from the archive, then from the warehouse, and every total stays as it is.

The key is replaced by a new random one that nobody can make from the buyer's id: clicks and orders of that buyer still
belong together, so conversion and commissions do not move, and nobody can tell whose they were. Records and statements
hold no buyers. Backups taken before keep the key until they are thrown away.

The new files are made under `archive/.erasing`; `ready` there says that all of them are whole. Until then nothing has
happened; from then on the next load or rebuild finishes it, however often it is killed.
"""

from __future__ import annotations

import json
import secrets
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import polars as pl

from campaigns.errors import Refused
from ingest import archive
from ingest.buyers import BuyerKeys, open_key
from ingest.workspace import intake_lock

READY = "ready"
Say = Callable[[str], None]


def erase_from_archive(root: Path, buyers: Sequence[str], say: Say) -> int:
    """Take the keys of these buyer ids out of the archive; returns the rows they stood in, 0 for unknown ids.

    The warehouse has them until it is rebuilt. Raises Refused where there is no archive or no key.
    """
    if not (root / "archive").is_dir() or not (root / "buyer.key").exists():
        raise Refused(f"{root} holds no archive with keyed buyers; nothing was erased.")
    keys = BuyerKeys(open_key(root)).of(pl.Series("buyer", list(buyers), pl.String)).drop_nulls().to_list()
    known = {key: str(secrets.randbits(64)) for key in keys}
    finish_in_archive(root)
    with intake_lock(root):
        if is_begun(root):
            raise Refused("Another erasure is under way. Run `kol rebuild` to finish it, then erase again.")
        rows = _prepare(root, known, say)
        if rows:
            _move(root)
    return rows


def is_begun(root: Path) -> bool:
    """Whether an erasure waits for the warehouse to be made again."""
    return (_folder(root) / READY).exists()


def finish_in_archive(root: Path) -> bool:
    """Go through with what a killed run had begun, or forget it where its files were not all made.

    Returns whether the warehouse has to be made again; `forget` is for after that.
    """
    if not _folder(root).exists():
        return False
    with intake_lock(root):
        if is_begun(root):
            _move(root)
        else:
            shutil.rmtree(_folder(root))
    return is_begun(root)


def forget(root: Path) -> None:
    """The end of an erasure: the old files go for good."""
    shutil.rmtree(_folder(root), ignore_errors=True)
    archive.flush(root / "archive")


def _folder(root: Path) -> Path:
    return root / "archive" / ".erasing"


def _prepare(root: Path, known: dict[str, str], say: Say) -> int:
    """New versions of the archived files in which one of the keys stands; returns how many rows those are."""
    folder = _folder(root)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    rows = 0
    for sha256 in archive.hashes(root):
        place = archive.folder_of(root, sha256)
        found = {path: count for path in sorted(place.glob("*.parquet")) if (count := _rows_with(path, known))}
        if found:
            say(f"{archive.read(root, sha256).name}: {sum(found.values())} rows …")
            _rewrite(place, folder / sha256, list(found), known)
            rows += sum(found.values())
    if rows:
        archive.flush_tree(folder)
        (folder / READY).write_text("", encoding="utf-8")
        archive.flush_tree(folder)
    else:
        folder.rmdir()
    return rows


def _rows_with(path: Path, known: dict[str, str]) -> int:
    texts = _texts(path)
    if not texts:
        return 0
    hits = pl.any_horizontal(pl.col(texts).is_in(list(known)))
    return int(pl.scan_parquet(path).select(hits.sum()).collect().item())


def _texts(path: Path) -> list[str]:
    return [name for name, kind in pl.read_parquet_schema(path).items() if kind == pl.String]


def _rewrite(place: Path, draft: Path, changed: Sequence[Path], known: dict[str, str]) -> None:
    shutil.copytree(place, draft)
    for path in changed:
        frame = pl.scan_parquet(path).with_columns(pl.col(_texts(path)).replace(known))
        frame.sink_parquet(draft / path.name, compression="lz4", statistics=False, maintain_order=True)
    meta = draft / "meta.json"
    stated = json.loads(meta.read_text(encoding="utf-8"))
    for sheet in stated["sheets"]:
        sheet["sizes"] = {name: (draft / name).stat().st_size for name in sheet["sizes"]}
    meta.write_text(json.dumps(stated, ensure_ascii=False, indent=1), encoding="utf-8")


def _move(root: Path) -> None:
    """Put each new version in the place of the old one; a version that is no longer here stands there already."""
    folder = _folder(root)
    for draft in sorted(path for path in folder.iterdir() if path.is_dir() and len(path.name) == 64):
        place = archive.folder_of(root, draft.name)
        if place.exists():
            place.rename(folder / f"old-{secrets.token_hex(4)}")
        draft.rename(place)
        archive.flush(place.parent)
