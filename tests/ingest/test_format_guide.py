"""docs/formats.md says what the importers do."""

from __future__ import annotations

from pathlib import Path

from ingest.format_guide import GUIDE, guide
from ingest.sources import SOURCES

ROOT = Path(__file__).resolve().parents[2]


def test_the_guide_is_current_and_names_every_source() -> None:
    text = guide()
    assert (ROOT / GUIDE).read_text(encoding="utf-8") == text, "run: python -m ingest.format_guide"
    for source in SOURCES:
        assert f"`{source.key.removeprefix('own_')}`" in text
