"""Which encoding a text file is in, and its text: a ladder of strict readings, nothing is guessed."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import AnyStr

from ingest.refusal import EMPTY, ENCODING, FileRefused, over_limit

BLOCK = 8 * 2**20
HEAD = 2**16
"""Read at a time where only the first lines are wanted."""

LONGEST_LINE = 2**27
"""In characters; a line is in memory as a whole."""

UNREADABLE = "\ufffd"
"""Stands for NUL bytes, so that they are seen by the grammar of their cell."""

_HANZI = re.compile("[\u4e00-\u9fff]")


@dataclass(frozen=True)
class Text:
    """A text file whose every byte was decoded once."""

    path: Path
    encoding: str
    lines: int
    has_quotes: bool
    has_lone_returns: bool
    has_nulls: bool

    @property
    def newline(self) -> str:
        """What ends a line: `\\n` (also of `\\r\\n`), or a lone `\\r` where nothing else does."""
        return "\r" if self.lines == 0 and self.has_lone_returns else "\n"

    def blocks(self, size: int = BLOCK) -> Iterator[str]:
        """The text in pieces that end at a line's end; the last one may not. `size` bytes are read at a time."""
        pieces = (piece.replace("\0", UNREADABLE) for piece in _decoded(self.path, self.encoding, size))
        yield from _whole_lines(pieces, self.newline)

    def byte_blocks(self) -> Iterator[bytes]:
        """The same pieces in UTF-8; a file that is in UTF-8 is not decoded again for it."""
        if self.encoding != "utf-8" or self.has_nulls or self.newline != "\n":
            yield from (block.encode() for block in self.blocks())
            return
        with self.path.open("rb") as file:
            yield from _whole_lines(iter(partial(file.read, BLOCK), b""), b"\n")

    def physical_lines(self, size: int = BLOCK) -> Iterator[str]:
        """Line by line; each but the last ends in `newline`."""
        for block in self.blocks(size):
            lines = block.split(self.newline)
            last = lines.pop()
            yield from (line + self.newline for line in lines)
            if last:
                yield last


def examine(path: Path) -> Text:
    """Find the encoding of a file: byte-order mark, else UTF-8, else GB18030, each strictly; raises FileRefused."""
    with path.open("rb") as file:
        start = file.read(4)
    if start.startswith(codecs.BOM_UTF8):
        ladder = ["utf-8-sig"]
    elif start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        ladder = ["utf-16"]
    else:
        ladder = ["utf-8", "gb18030"]
    for encoding in ladder:
        text = _examined(path, encoding)
        if text and not (encoding == "gb18030" and _is_mixed(path)):
            return text
    raise FileRefused(*ENCODING)


def _examined(path: Path, encoding: str) -> Text | None:
    lines = returns = nulls = size = 0
    has_quotes = has_text = False
    try:
        for piece in _decoded(path, encoding):
            lines += piece.count("\n")
            returns += piece.count("\r") - piece.count("\r\n") if "\r" in piece else 0
            nulls += piece.count("\0") if "\0" in piece else 0
            size += len(piece)
            has_quotes = has_quotes or '"' in piece
            has_text = has_text or bool(piece.strip("\ufeff\0 \t\r\n"))
    except UnicodeDecodeError:
        return None
    if not has_text:
        raise FileRefused(*EMPTY)
    if nulls * 10 > size:
        return None
    return Text(path, encoding, lines, has_quotes, returns > 0, nulls > 0)


def _decoded(path: Path, encoding: str, size: int = BLOCK) -> Iterator[str]:
    """Pieces that never end between `\\r` and `\\n`."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    held = ""
    with path.open("rb") as file:
        while block := file.read(size):
            piece = held + decoder.decode(block)
            held = "\r" if piece.endswith("\r") else ""
            yield piece[: len(piece) - len(held)]
    yield held + decoder.decode(b"", final=True)


def _whole_lines(pieces: Iterable[AnyStr], newline: AnyStr) -> Iterator[AnyStr]:
    """The same text cut after line ends; a line may go on over any number of pieces."""
    nothing = newline[:0]
    held: list[AnyStr] = []
    length = 0
    for piece in pieces:
        whole, end, rest = piece.rpartition(newline)
        if end:
            held += [whole, end]
            yield nothing.join(held)
            held, length = [], 0
        held.append(rest)
        length += len(rest)
        if length > LONGEST_LINE:
            raise over_limit(f"one of its lines has more than {LONGEST_LINE:,} characters")
    if length:
        yield nothing.join(held)


def _is_mixed(path: Path) -> bool:
    """Whether lines in UTF-8 stand beside others: GB18030 would read them too, as other characters.

    Short lines in GB18030 may be UTF-8 by chance. Of lines of three hanzi, one in a hundred thousand then shows two
    hanzi; none of any length shows four.
    """
    foreign = chinese = own = 0
    with path.open("rb") as file:
        for line in file:
            if line.isascii():
                continue
            try:
                hanzi = len(_HANZI.findall(line.decode("utf-8")))
            except UnicodeDecodeError:
                own += 1
                continue
            if hanzi >= 4:
                return True
            foreign += 1
            chinese += hanzi >= 2
    return (foreign > 1 and foreign * 5 > own) or chinese * 1000 > own
