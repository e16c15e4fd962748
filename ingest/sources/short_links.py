"""Clicks on short links to products: `click_id, slug, clicked_at, note_id, product_id, buyer_id, section, channel`.

Evidence A: the format is ours. CSV or JSON lines; times are ISO 8601 with offset. A click may know its link alone
(`slug`): note and product stay empty and the links in the records resolve them when they are read, so that a link
corrected later corrects its clicks.
"""

from __future__ import annotations

import polars as pl

from ingest.instants import OFFSET_TIME
from ingest.sources.reading import Reading
from ingest.sources.source import Context, Source, Typed
from ingest.words import BUYER_KEY, ID, TEXT

_REQUIRED = ("click_id", "slug", "clicked_at")


def _type_rows(frame: pl.DataFrame, _context: Context) -> tuple[Typed, ...]:
    reading = Reading("clicks", frame, "click_id")
    return (
        reading.typed(
            {
                "click_id": reading.column("click_id", ID, is_required=True),
                "note_id": reading.column("note_id", ID),
                "product_id": reading.column("product_id", ID),
                "link_slug": reading.column("slug", ID),
                "buyer_key": reading.column(("buyer_key", "buyer_id"), BUYER_KEY),
                "clicked_at": reading.column("clicked_at", OFFSET_TIME, is_required=True),
                "section": reading.column("section", TEXT),
                "channel": reading.column("channel", TEXT),
            }
        ),
    )


SHORT_LINKS = Source(
    key="short_link_clicks",
    title="short-link clicks",
    required=tuple(frozenset({name}) for name in _REQUIRED),
    known=frozenset({*_REQUIRED, "note_id", "product_id", "buyer_id", "buyer_key", "section", "channel"}),
    type_rows=_type_rows,
    buyers=frozenset({"buyer_id"}),
    least_share=0.5,
)
