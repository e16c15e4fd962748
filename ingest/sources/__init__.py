"""One importer per kind of file; the registry that the contract looks through."""

from __future__ import annotations

from ingest.sources.own_columns import OWN_SOURCES
from ingest.sources.source import Source

SOURCES: tuple[Source, ...] = (*OWN_SOURCES,)
