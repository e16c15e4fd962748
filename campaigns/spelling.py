"""How a value is written down where its hash is made of the writing: one spelling per value."""

from __future__ import annotations

import json
from typing import Any


def canonical_json(value: Any) -> str:
    """Keys sorted, no blanks. Raises ValueError for NaN, TypeError for objects."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
