"""docs/formats.md says what the importers do."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.format_guide import GUIDE, evidence, guide
from ingest.sources import SOURCES
from ingest.sources.source import Source

ROOT = Path(__file__).resolve().parents[2]


def test_the_guide_is_current_and_names_every_source() -> None:
    text = guide()
    assert (ROOT / GUIDE).read_text(encoding="utf-8") == text, "run: python -m ingest.format_guide"
    for source in SOURCES:
        assert f"`{source.key.removeprefix('own_')}`" in text


@pytest.mark.parametrize("source", [one for one in SOURCES if not one.key.startswith("own_")], ids=lambda one: one.key)
def test_every_importer_says_how_well_its_format_is_known(source: Source) -> None:
    assert evidence(source)
