"""The demo's sample parcels, one per collaboration: most became a note, four are owed one, one is lost, one under way.

`make_parcels` gives one row per courier event: key (of the collaboration), carrier, tracking_no, event_at (epoch
second), status, raw_status.
"""

from __future__ import annotations

from datetime import datetime, time

import numpy as np
import polars as pl

from campaigns.periods import SHANGHAI
from ingest.demo import story
from ingest.demo.cast import Cast, Collaboration
from ingest.demo.notes import Note
from ingest.demo.purchases import DAY

Dice = np.random.Generator

CARRIERS = ("shunfeng", "zhongtong", "jd")
WORDS = {
    "picked_up": "【{c}】快件已揽收",
    "in_transit": "快件到达{c}转运中心",
    "out_for_delivery": "正在派送，请保持电话畅通",
    "delivered": "已签收，签收人：本人",
    "exception": "疑难件：多次联系不上，包裹疑似丢失",
}


def make_parcels(seed: int, cast: Cast, notes: list[Note]) -> pl.DataFrame:
    """Events of all parcels, in order of time."""
    dice = np.random.default_rng([seed, 10])
    first_note = {note.collaboration: note.published for note in reversed(notes) if note.collaboration}
    rows = [row for item in cast.collaborations for row in _events(dice, item, first_note.get(item.key))]
    return pl.DataFrame(rows).sort("event_at", "tracking_no")


def _events(dice: Dice, item: Collaboration, published: int | None) -> list[dict[str, object]]:
    carrier = str(dice.choice(CARRIERS))
    prefix = {"shunfeng": "SF", "zhongtong": "7", "jd": "JDVB"}[carrier]
    tracking_no = f"{prefix}{int(dice.integers(10**12, 10**13))}"
    picked = _picked_up(dice, item, published)
    steps = ["picked_up", "in_transit", "in_transit", "out_for_delivery", "delivered"]
    if item.sample_fate == "lost":
        steps = ["picked_up", "in_transit", "exception"]
    if item.sample_fate == "in_transit":
        steps = ["picked_up", "in_transit"]
    moments = picked + np.cumsum(dice.integers(5 * 3600, 22 * 3600, size=len(steps)))
    return [
        {
            "key": item.key,
            "carrier": carrier,
            "tracking_no": tracking_no,
            "event_at": int(moment),
            "status": step,
            "raw_status": WORDS[step].format(c=item.kol.city),
        }
        for step, moment in zip(steps, moments.tolist(), strict=True)
    ]


def _picked_up(dice: Dice, item: Collaboration, published: int | None) -> int:
    """Parcels leave at least a week before the note; those without a note leave as the campaign begins."""
    plan = next(plan for plan in story.CAMPAIGNS if plan.code == item.campaign)
    since = int(datetime.combine(plan.since, time(9), SHANGHAI).timestamp())
    if item.sample_fate == "in_transit":
        return story.BEFORE - 2 * DAY
    if published is None:
        return since + int(dice.integers(0, 3 * DAY))
    return min(since - 2 * DAY + int(dice.integers(0, 3 * DAY)), published - 8 * DAY)
