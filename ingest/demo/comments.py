"""The demo's comments: a crawl of what people wrote under the countdown's notes, some of it about things not listed.

`write_comments` writes them as MediaCrawler does, authors included; reading drops those.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl

from ingest.demo import story
from ingest.demo.world import World

BOM = b"\xef\xbb\xbf"
DAY = 86_400
AT_MOST = 12
"""Comments under one note."""

SAID = (
    ("敷完第二天上妆真的服帖", 8),
    ("这个价格可以冲", 6),
    ("已经下单，等双十一到货", 6),
    ("怎么没货了，什么时候补啊", 5),
    ("蹲一个回购测评", 4),
    ("求问敏感肌能用吗", 4),
    ("姐姐同款口红是什么色号？", 4),
    ("口红链接可以放一下吗", 2),
    ("海泡氨基酸洁面乳有活动吗，没看到链接", 3),
    ("洁面也想要同款！海泡氨基酸洁面乳会上吗", 2),
    ("头发好亮，发膜用的哪个", 2),
)
"""What people write, and how often; the last five ask for what the campaign does not list."""

WATCHED = ("口红", "发膜", "眼影")
"""Words that the brand looks for."""


def write_comments(world: World, folder: Path) -> list[Path]:
    """One CSV of the crawl on the day of the export."""
    dice = np.random.default_rng([world.seed, 14])
    weights = np.array([weight for _, weight in SAID], dtype=float)
    rows: list[dict[str, object]] = []
    for note in world.notes:
        if note.campaign != story.COUNTDOWN or note.group != "paid":
            continue
        for _ in range(int(dice.integers(2, AT_MOST + 1))):
            text, _ = SAID[int(dice.choice(len(SAID), p=weights / weights.sum()))]
            posted = min(note.published + int(dice.integers(600, 4 * DAY)), story.BEFORE - 1)
            rows.append(_row(len(rows), note.note_id, text, posted, dice))
    path = folder / "csv" / "search_comments_2026-11-16.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(BOM + pl.DataFrame(rows).write_csv().encode("utf-8"))
    return [path]


def _row(number: int, note_id: str, text: str, posted: int, dice: np.random.Generator) -> dict[str, object]:
    return {
        "comment_id": f"{posted:08x}00000000{number:08x}",
        "create_time": posted * 1000,
        "ip_location": "上海",
        "note_id": note_id,
        "content": text,
        "user_id": f"{int(dice.integers(2**62)):024x}",
        "nickname": f"momo{number}",
        "avatar": "",
        "pictures": "",
        "sub_comment_count": 0,
        "last_modify_ts": story.EXPORTED * 1000,
        "parent_comment_id": 0,
        "like_count": int(dice.integers(0, 40)),
    }
