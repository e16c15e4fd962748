"""What kind of file is this, by its first bytes, whatever its name ends in; and its sheets."""

from __future__ import annotations

import zipfile
from pathlib import Path

from ingest.delimited import read_delimited
from ingest.json_rows import read_json
from ingest.parquet_rows import read_parquet
from ingest.refusal import EMPTY, FileRefused, unknown, unreadable
from ingest.sheet import Found, Skipped
from ingest.sqlite_rows import read_sqlite
from ingest.workbook import read_workbook

_READERS = {
    "workbook": read_workbook,
    "parquet": read_parquet,
    "json": read_json,
    "delimited": read_delimited,
    "sqlite": read_sqlite,
}
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BLANK = b" \t\r\n\xef\xbb\xbf"


def kind_of(path: Path) -> str:
    """A key of the readers; raises FileRefused for an empty file and for kinds that hold no exports."""
    with path.open("rb") as file:
        start = file.read(4096)
    if not start:
        raise FileRefused(*EMPTY)
    if start.startswith(b"PK"):
        return _kind_of_package(path)
    if start.startswith(_OLD_OFFICE):
        return "workbook"
    if start.startswith(b"PAR1"):
        return "parquet"
    if start.startswith(b"SQLite format 3\0"):
        return "sqlite"
    return _kind_of_text(start)


def read_sheets(path: Path) -> list[Found | Skipped]:
    """The sheets of a file, in its order; a file of one table has one sheet with an empty name."""
    return _READERS[kind_of(path)](path)


def _kind_of_package(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, NotImplementedError) as error:
        raise unreadable("the workbook is cut off or damaged", "download it again") from error
    if any(name.startswith("xl/workbook") for name in names) or "content.xml" in names:
        return "workbook"
    raise unknown("this is a ZIP package and no workbook", "unpack it and load the files inside")


def _kind_of_text(start: bytes) -> str:
    if start.startswith((b"%PDF", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"\x89PNG", b"\xff\xd8\xff", b"GIF8")):
        raise unknown("this is a document, a picture or a packed file", "load the export itself")
    bare = start.lstrip(_BLANK).lower()
    if bare.startswith((b"<!doctype", b"<html", b"<table", b"<?xml", b"<head", b"<script")):
        raise unknown("this is a web page or XML behind its name", "open it in Excel and save it as .xlsx")
    return "json" if bare.startswith((b"{", b"[")) or _is_utf16_json(start) else "delimited"


def _is_utf16_json(start: bytes) -> bool:
    if not start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    return start[: len(start) // 2 * 2].decode("utf-16", "ignore").lstrip().startswith(("{", "["))
