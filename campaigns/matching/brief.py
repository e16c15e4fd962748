"""What is looked for: product, words, audience, price range, method and days; seeded from a campaign or free."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from campaigns.errors import BadValue

KINDS = ("image", "video")


@dataclass(frozen=True)
class Brief:
    """`as_of` is the first day that is not known yet. `audience` maps gender, age and city_tier to shares; prices are
    those of one note, in fen, both ends included; `categories` are what the campaign sells, `market` the home city
    asked for. `rival_days` before `since_date` nobody may have worked for a rival."""

    as_of: date
    since_date: date
    before_date: date
    brand_id: int | None = None
    campaign_id: int | None = None
    code: str = ""
    words: str = ""
    categories: tuple[str, ...] = ()
    audience: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    kind: str = "image"
    method: str = "mixed"
    least_price_fen: int | None = None
    most_price_fen: int | None = None
    rival_days: int = 30
    market: str = ""

    def __post_init__(self) -> None:
        if self.since_date >= self.before_date:
            raise BadValue("brief.before_date", str(self.before_date), f"a date after {self.since_date}")
        if self.kind not in KINDS:
            raise BadValue("brief.kind", self.kind, " or ".join(KINDS))


def from_campaign(row: Mapping[str, Any], as_of: date, **changes: Any) -> Brief:
    """The brief of a campaign, from a row of `match_briefs.sql`; `changes` are what was asked for instead."""
    words: Sequence[str] = [row["product_names"] or "", row["brief"] or "", *_listed(row["must_have"])]
    seeded = {
        "brand_id": row["brand_id"], "campaign_id": row["id"], "code": row["code"], "words": " ".join(words),
        "categories": tuple(part for part in (row["categories"] or "").split(",") if part),
        "audience": json.loads(row["target_audience"] or "{}"), "method": row["method"],
        "since_date": row["since_date"], "before_date": row["before_date"],
    }  # fmt: skip
    return Brief(**{**seeded, "as_of": as_of, **changes})


def _listed(text: str | None) -> list[str]:
    """Wordings of a brief; the spellings of one are told apart by a bar."""
    return [spelling for wording in json.loads(text or "[]") for spelling in str(wording).split("|")]
