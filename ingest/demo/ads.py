"""The demo's ad spend: paid notes of two campaigns are pushed in the feed and in search, the honey notes a little.

`make_ads` gives one row per unit and day: unit_id, date, note_id, placement, spend_fen, impressions, clicks.
"""

from __future__ import annotations

import math
from datetime import timedelta

import numpy as np
import polars as pl

from ingest.demo import story
from ingest.demo.notes import Note

Dice = np.random.Generator

DAILY_FEN = {story.AUTUMN: 22_000, story.SEED: 4_500, story.COUNTDOWN: 90_000}
DAYS_PUSHED = {story.AUTUMN: 7, story.SEED: 5, story.COUNTDOWN: 9}


def make_ads(seed: int, notes: list[Note]) -> pl.DataFrame:
    """Two placements per paid note, for some days from the day after it was published."""
    dice = np.random.default_rng([seed, 9])
    rows: list[dict[str, object]] = []
    for note in notes:
        if note.campaign is None:
            continue
        for placement, share in (("feed", 0.7), ("search", 0.3)):
            unit = f"jg{note.note_id[:8]}{placement[0]}{int(dice.integers(1000, 9999))}"
            rows += [_day(dice, note, placement, share, unit, step) for step in range(DAYS_PUSHED[note.campaign])]
    last = story.clock(story.BEFORE - 1).date()
    return pl.DataFrame([row for row in rows if row["date"] <= last]).sort("date", "unit_id")  # type: ignore[operator]


def _day(dice: Dice, note: Note, placement: str, share: float, unit: str, step: int) -> dict[str, object]:
    spend = int(DAILY_FEN[str(note.campaign)] * share * math.exp(-0.18 * step) * dice.lognormal(0, 0.25))
    impressions = int(spend * dice.uniform(0.18, 0.32))
    return {
        "unit_id": unit,
        "date": story.clock(note.published).date() + timedelta(days=1 + step),
        "note_id": note.note_id,
        "placement": placement,
        "spend_fen": spend,
        "impressions": impressions,
        "clicks": int(impressions * dice.uniform(0.02, 0.06)),
    }
