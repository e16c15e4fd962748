"""Terms as the records hold them, for the engine: one row is one part."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from campaigns.terms import Guarantee, PartTerms
from campaigns.tiers import Schedule, Tier


def part_terms(row: Mapping[str, Any]) -> PartTerms:
    """The part that a row of terms pays. Raises ValueError for tiers that do not rise to an open last one."""
    tiers = row["tiers"]
    listed = json.loads(tiers) if isinstance(tiers, str) else tiers
    steps = [Tier(tier["up_to_fen"], tier["rate_ppm"]) for tier in listed or ()] or [Tier(None, row["rate_ppm"] or 0)]
    kind = row["guarantee_kind"]
    return PartTerms(
        Schedule(tuple(steps), row["tier_mode"], row["cps_share_ppm"]),
        row["base"],
        cap_fen=row["cap_fen"],
        minimum_fen=row["minimum_fen"],
        guarantee=None if kind is None else Guarantee(kind, row["guarantee_fen"]),
        fixed_fee_fen=row["fixed_fee_fen"] or None,
    )
