"""KOLs of whom only sums are known: no click has a buyer, so the funnel stands on totals and says so."""

from __future__ import annotations

from dashboard import page
from dashboard.formats import Voice
from dashboard.labels import named
from dashboard.panels import Panel
from dashboard.reading import Scope, rows


def panel(present: Scope, voice: Voice) -> None:
    """The table of those KOLs; nothing where every clicked note has clicks of its own."""
    frame = rows("totals_only", present)
    if frame.is_empty():
        return
    counts = {name: voice.count(int(frame[name].sum())) for name in ("clicks", "orders")}
    title = voice("conversion.totals", kols=voice.exact(frame.height), **counts)
    table = named(frame, voice).select(
        "kol_name", "label", "notes", "reads", "clicks", "orders", "by_click", "until_date"
    )
    page.open_panel(Panel("totals_only", title, voice("conversion.totals_note"), None, table), voice)
