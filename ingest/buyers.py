"""Buyers under keyed pseudonyms: HMAC-SHA256 of the id, its first 8 bytes, so that files meet and nobody is named.

The key stands apart from the data, in `buyer.key`, readable by its owner alone. Whoever loses it can still rebuild, but
buyers of files to come will not meet those of files before.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from pathlib import Path

import polars as pl

from campaigns.errors import Refused

KEY_BYTES = 32
_SHA256_BLOCK = 64
_DAMAGED = r"^-?(\d+(?:\.\d+)?)[eE]\+(\d+)$"
_AROUND = " \t\r\n\u3000\u200b\ufeff'"
_NO_VALUE = ["", "-", "--", "null", "none", "nan", "NULL", "None", "NaN", "无", "未知"]


def open_key(root: Path) -> bytes:
    """The key of `root`, made at the first load; refuses to make one where keyed buyers exist already."""
    path = root / "buyer.key"
    if not path.exists():
        _make_key(root, path)
    key = path.read_bytes()
    if len(key) != KEY_BYTES:
        raise Refused(f"{path} has {len(key)} bytes, expected {KEY_BYTES}. Restore it from a backup.")
    return key


def _make_key(root: Path, path: Path) -> None:
    archive = root / "archive"
    if archive.is_dir() and any(archive.iterdir()):
        raise Refused(
            f"{path} is missing, but the archive holds buyers under its key: new loads would not meet them. "
            "Restore the file from a backup."
        )
    draft = root / f".buyer.key.{os.getpid()}"
    handle = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(secrets.token_bytes(KEY_BYTES))
        file.flush()
        os.fsync(file.fileno())
    try:
        path.hardlink_to(draft)  # fails where another process was faster, and then its key holds
    except FileExistsError:
        path.stat()
    finally:
        draft.unlink()


class BuyerKeys:
    """Keys buyer ids, each distinct one once; answers with the key's decimal text.

    An id that a spreadsheet has damaged (`6.89E+18`) stands for many buyers: its digits are hidden, its form stays, so
    that the row is rejected for it.
    """

    def __init__(self, key: bytes) -> None:
        padded = key.ljust(_SHA256_BLOCK, b"\0")
        self._inner = hashlib.sha256(
            bytes(byte ^ 0x36 for byte in padded)
        )  # HMAC by RFC 2104, with the pads hashed once
        self._outer = hashlib.sha256(bytes(byte ^ 0x5C for byte in padded))
        self._known = pl.DataFrame(schema={"id": pl.String, "key": pl.String})

    def of(self, ids: pl.Series) -> pl.Series:
        """The keys of a column of ids, under the same name."""
        bare = ids.cast(pl.String).str.strip_chars(_AROUND).rename("id")
        asked = bare.to_frame().select(pl.when(~pl.col("id").is_in(_NO_VALUE)).then(pl.col("id")))
        new = asked.unique().drop_nulls().join(self._known, on="id", how="anti")
        digests = (
            pl.Series("key", self._digests(new["id"].to_list()), pl.Binary)
            .to_frame()
            .select(pl.col("key").bin.slice(0, 8).bin.reinterpret(dtype=pl.UInt64, endianness="big").cast(pl.String))
        )
        hidden = pl.lit("#E+") + pl.col("id").str.extract(_DAMAGED, 2)
        keyed = new.select("id", pl.coalesce(hidden, digests["key"]).alias("key"))
        self._known = pl.concat([self._known, keyed], rechunk=True)
        found = asked.join(self._known, on="id", how="left", maintain_order="left")
        return found["key"].rename(ids.name)

    def _digests(self, buyers: list[str]) -> list[bytes]:
        digests = []
        for buyer in buyers:
            inner, outer = self._inner.copy(), self._outer.copy()
            inner.update(buyer.encode())
            outer.update(inner.digest())
            digests.append(outer.digest())
        return digests
