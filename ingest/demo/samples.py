"""The demo's desk for samples: second requests in every state, what KOLs said, one extension, and the units received.

What left beyond the parcels of `parcels` costs money, which `extra_costs_fen` tells the books.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from campaigns import actions
from campaigns.actions import Actor
from campaigns.store import Store
from ingest.demo import story
from ingest.demo.cast import Cast, Collaboration
from ingest.demo.comments import WATCHED

Key = Callable[..., str]

LAST_DAY = date(2026, 11, 15)
STATES = {"posted": "shipped", "overdue": "shipped", "lost": "lost", "in_transit": "shipped"}
"""What was decided about a parcel; that it arrived and led to a note is for couriers and notes to say."""


class Extra(NamedTuple):
    """A second sample for the KOL at `place` in the samples campaign, and the decisions about it so far."""

    place: int
    product_id: str
    steps: tuple[str, ...]
    fields: Mapping[str, Any] = {}


EXTRAS = (
    Extra(0, story.COLLAGEN, ()),
    Extra(2, story.SPRAY, ()),
    Extra(10, story.SPRAY, ()),
    Extra(3, story.COLLAGEN, ("approved",)),
    Extra(6, story.SPRAY, ("approved",)),
    Extra(12, story.HONEY, ("approved",)),
    Extra(9, story.COLLAGEN, ("waived",), {"waiver_reason": "达人改做母婴内容，双方同意不再寄出"}),
    Extra(14, story.SPRAY, ("approved", "shipped", "returned"), {"feedback": "地址已变更，包裹原路退回"}),
    Extra(16, story.COLLAGEN, ("approved", "shipped", "delivered"), {"delivered_date": LAST_DAY}),
)

SAID = (
    ("口感比想象中好，家人也喜欢，想继续合作", 5),
    ("包装很有质感，拍出来好看", 5),
    ("味道偏浓，笔记里会如实写", 3),
    ("收到时瓶盖有点漏，客服已补发", 2),
    ("粉丝反馈不错，希望多给一点优惠", 4),
    ("寄得很快，说明卡写得清楚", 4),
)
"""What the first KOLs who posted said, and how the product did with them (1 to 5)."""

EXTENDED_UNTIL = date(2026, 10, 20)
LEFT_OVER = {story.HONEY: 22, story.HONEY_15: 9, story.COLLAGEN: 14, story.SPRAY: 4}
WARN_BELOW = 10


def fields_of(item: Collaboration, cast: Cast) -> dict[str, Any]:
    """What was decided about the parcel of a collaboration, beside its carrier and number."""
    plan = next(plan for plan in story.CAMPAIGNS if plan.code == item.campaign)
    fields: dict[str, Any] = {
        "state": STATES[str(item.sample_fate)],
        "requested_date": plan.since - timedelta(days=10),
        "approved_date": plan.since - timedelta(days=8),
    }
    seeded = [other for other in cast.collaborations if other.campaign == story.SEED]
    posted = [other.key for other in seeded if other.sample_fate == "posted"]
    overdue = [other.key for other in seeded if other.sample_fate == "overdue"]
    if item.key in posted[: len(SAID)]:
        feedback, rating = SAID[posted.index(item.key)]
        fields |= {"feedback": feedback, "rating": rating}
    if item.key == posted[-1]:
        fields["state"] = "posted"
    if item.key == overdue[0]:
        fields |= {"state": "note_owed", "extended_until_date": EXTENDED_UNTIL}
    return fields


def extra_costs_fen() -> dict[str, int]:
    """By campaign: what the second samples cost, those that left with their product unless they came back."""
    total = 0
    for extra in EXTRAS:
        if "shipped" in extra.steps:
            total += story.SAMPLE_SHIPPING_FEN
            total += 0 if "returned" in extra.steps else story.product_of(extra.product_id).cost_fen
    return {story.SEED: total}


def enter(store: Store, actor: Actor, key: Key, cast: Cast, numbers: Mapping[str, int]) -> None:
    """Enter the second samples step by step, and the stock they are taken from; and the words a brand
    looks for. `numbers` are the collaborations'."""
    seeded = [item for item in cast.collaborations if item.campaign == story.SEED]
    for extra in EXTRAS:
        item = seeded[extra.place]
        name = ("sample", item.key, extra.product_id, "second")
        asked = LAST_DAY - timedelta(days=9 - len(extra.steps))
        saved = actions.save_sample(
            store, actor, key(*name), collaboration_id=numbers[item.key], product_id=extra.product_id, units=1,
            shipping_fen=story.SAMPLE_SHIPPING_FEN, requested_date=asked,
        )  # fmt: skip
        for place, state in enumerate(extra.steps):
            given: dict[str, Any] = {"state": state, **_dated(state, asked + timedelta(days=place + 1))}
            given |= extra.fields if place == len(extra.steps) - 1 else {}
            saved = actions.save_sample(
                store, actor, key(*name, state), id=int(saved.id or 0), version=saved.version, **given
            )
    _enter_stock(store, actor, key, cast)
    actions.watch_words(store, actor, key("watched", "havgry"), brand_code="havgry", words=WATCHED)


def _dated(state: str, day: date) -> dict[str, Any]:
    return {f"{state}_date": day} if state in ("approved", "shipped", "delivered") else {}


def _enter_stock(store: Store, actor: Actor, key: Key, cast: Cast) -> None:
    out = Counter(product_id for item in cast.collaborations for product_id in item.sample_products)
    out.update(extra.product_id for extra in EXTRAS if extra.steps[-1:] == ("delivered",))
    for product_id, left in LEFT_OVER.items():
        actions.receive_samples(
            store, actor, key("receipt", product_id), product_id=product_id, units=out[product_id] + left,
            received_date=date(2026, 9, 1), remark="首批样品入库",
        )  # fmt: skip
        actions.warn_sample_stock(store, actor, key("warn", product_id), product_id=product_id, warn_below=WARN_BELOW)
