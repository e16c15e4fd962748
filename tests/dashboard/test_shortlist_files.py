"""What a client gets of a shortlist holds names and reach, and no fee in any byte."""

from __future__ import annotations

import io
import re
import zipfile
import zlib

import pytest

from campaigns.forecast import Expected
from dashboard import compare, shortlist_files
from dashboard.formats import Voice
from dashboard.plan import Offer
from dashboard.words import Lang

FEES = ("98765", "98,765", "9.88", "98.8k", "9.88万", "Secret Agency", "7654", "7,654")
OFFER = Offer(
    "k1", "=HYPERLINK(1)", "waist", "Secret Agency", 9_876_543, "asked", 0.75, 4,
    {"reads": Expected(41_234.0, 30_111.0, 52_222.0, 3), "net_sales_fen": Expected(765_432.0, 1.0, 2.0, 3)},
)  # fmt: skip
ROW = {
    "kol_name": "=HYPERLINK(1)", "red_id": "red123", "tier": "waist", "home_city": "杭州", "followers": 61_700,
    "female_share": 0.81, "age_18_34_share": 0.62, "tier1_city_share": None, "read_median": 40_400,
    "engagement_median": 2_345, "as_of_date": None,
}  # fmt: skip


def _lines(lang: Lang) -> list[list[str]]:
    return compare.shared([OFFER], {"k1": ROW}, Voice(lang))


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_workbook_holds_no_fee_and_no_formula(lang: Lang) -> None:
    book = zipfile.ZipFile(io.BytesIO(shortlist_files.workbook("Shortlist", "note", _lines(lang))))
    text = "".join(book.read(name).decode("utf-8") for name in book.namelist())
    assert "red123" in text
    assert "=HYPERLINK(1)" in text
    assert "<f>" not in text
    assert [fee for fee in FEES if fee in text] == []


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_paper_holds_no_fee(lang: Lang) -> None:
    text = _said(shortlist_files.paper("Shortlist", "note", _lines(lang), Voice(lang)))
    assert "red123" in text
    assert "2,345" in text
    assert [fee for fee in FEES if fee in text] == []


def test_what_stays_with_us_is_on_the_screen_alone() -> None:
    """The same offer shows its fee side by side, so the files had one to leave out."""
    shown = compare.table([OFFER], {"k1": ROW}, Voice("en"))
    assert "98,765.43" in shown
    assert "Secret Agency" in shown
    assert "7,654" in shown


def _said(pdf: bytes) -> str:
    """The text of a PDF: glyphs of each font put back into letters by the map that the file brings."""
    streams = []
    for found in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        try:
            streams.append(zlib.decompress(found.group(1)))
        except zlib.error:
            streams.append(found.group(1))
    maps = [_letters(stream) for stream in streams if b"begincmap" in stream]
    pages = [stream for stream in streams if b"]TJ" in stream]
    assert maps, "the file brings no map of letters"
    assert pages, "the file has no page"
    return "\n".join(_decoded(page, letters) for page in pages for letters in maps)


def _letters(stream: bytes) -> dict[str, str]:
    found: dict[str, str] = {}
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", stream, re.DOTALL):
        for code, letter in re.findall(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            found[code.decode().upper()] = bytes.fromhex(letter.decode()).decode("utf-16-be")
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", stream, re.DOTALL):
        for low, high, letter in re.findall(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            for step in range(int(high, 16) - int(low, 16) + 1):
                code = f"{int(low, 16) + step:0{len(low)}X}"
                found[code] = chr(int(letter, 16) + step)
    return found


def _decoded(page: bytes, letters: dict[str, str]) -> str:
    said = []
    for string in _strings(page):
        code = _unescaped(string).hex().upper()
        said.append("".join(letters.get(code[at : at + 4], "") for at in range(0, len(code), 4)))
    return "".join(said)


def _strings(page: bytes) -> list[bytes]:
    """The literal strings of a page; parentheses inside one stand in pairs or behind a backslash."""
    found, start, depth, at = [], 0, 0, 0
    while at < len(page):
        letter = page[at : at + 1]
        if letter == b"\\":
            at += 1
        elif letter == b"(":
            start, depth = (start, depth + 1) if depth else (at + 1, 1)
        elif letter == b")":
            depth -= 1
            if not depth:
                found.append(page[start:at])
        at += 1
    return found


def _unescaped(string: bytes) -> bytes:
    """A literal string of a PDF: octal codes, and letters that stand for others, after a backslash."""
    named = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}

    def meant(found: re.Match[bytes]) -> bytes:
        code = found.group(1)
        return bytes([int(code, 8)]) if code.isdigit() else named.get(code, code)

    return re.sub(rb"\\([0-7]{1,3}|.)", meant, string, flags=re.DOTALL)
