"""What visits of a tagged link share, whichever tool counted them: `utm_content` names the link.

Put the short link's slug, or the note's id, into `utm_content` of the link: a visit then knows its note. A visit
without it names its campaign alone, and no note or product; it stays a click of `utm_campaign`.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from ingest.sources.reading import Names, Reading
from ingest.values import Fault
from ingest.words import ID, NAME

_NOTE = r"^[0-9a-f]{24}$"


_NO_VISIT = Fault(
    "E-EVENT",
    "a page view that came through a tagged link",
    "nothing to do: other events are no clicks on a note's link",
)


def refuse_others(reading: Reading, events: Names, tags: Sequence[str]) -> None:
    """Put all that is no page view, or came without tags, among the rejects."""
    names = reading.raw(events)
    is_view = names.cast(pl.String()).str.strip_chars().fill_null("") == "page_view"
    is_tagged = reading.constant(False, pl.Boolean())
    for tag in tags:
        is_tagged = is_tagged | (reading.raw(tag).cast(pl.String()).str.strip_chars().fill_null("") != "")
    reading.refuse(~(is_view & is_tagged), events if isinstance(events, str) else events[0], _NO_VISIT, names)


def link_of(reading: Reading, content: Names, campaign: Names, source: Names) -> dict[str, pl.Series]:
    """The columns of `clicks` that the tags of a link tell."""
    tagged = reading.column(content, ID)
    is_note = tagged.str.contains(_NOTE).fill_null(False)
    nothing = reading.constant(None, pl.String())
    slugs = nothing.zip_with(is_note, tagged)
    campaigns = reading.column(campaign, ID)
    return {
        "note_id": tagged.zip_with(is_note, nothing),
        "link_slug": slugs.zip_with(tagged.is_not_null(), campaigns),
        "channel": reading.column(source, NAME),
    }
