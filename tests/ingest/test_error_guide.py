"""docs/errors.md lists every code that the source can refuse with."""

from __future__ import annotations

import re
from pathlib import Path

from ingest.error_guide import GUIDE, codes, guide

ROOT = Path(__file__).resolve().parents[2]


def test_the_list_of_codes_is_current() -> None:
    assert (ROOT / GUIDE).read_text(encoding="utf-8") == guide(), "run: python -m ingest.error_guide"


def test_no_code_is_written_anywhere_that_the_list_lacks() -> None:
    texts = [path.read_text(encoding="utf-8") for path in (ROOT / "ingest").rglob("*.py")]
    written = {code for text in texts for code in re.findall(r'"(E-[A-Z]+(?:-[A-Z]+)+)"', text)} - {"E-FILE"}
    assert written <= codes().keys()


def test_every_code_says_something() -> None:
    silent = {code for code, meanings in codes().items() for came, _ in meanings if came == "…"}
    assert silent <= {"E-FILE-AMBIGUOUS", "E-FILE-FACTS", "E-SHEET-UNKNOWN", "E-SHEET-UNUSED"}, "put words beside it"
