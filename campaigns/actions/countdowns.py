"""Countdown sales: a product, its window, and the price and stock that are planned for it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from campaigns.actions import checks
from campaigns.errors import BadValue

NEEDED = {"product_id", "since_at", "before_at"}
PLANNED: dict[str, checks.Check] = {"price_fen": checks.fen, "stock": checks.whole(1, 100_000_000)}


def countdowns(where: str, value: Any) -> list[dict[str, Any]]:
    """Check a list of countdown sales; instants come back in UTC."""
    if not isinstance(value, list | tuple):
        raise BadValue(where, str(value)[:80], "a list of countdown sales")
    return [_countdown(f"{where}[{number}]", item) for number, item in enumerate(value)]


def _countdown(where: str, value: Any) -> dict[str, Any]:
    if not isinstance(value, Mapping) or not NEEDED <= set(value) <= NEEDED | set(PLANNED):
        raise BadValue(where, str(value)[:80], "product_id, since_at and before_at, and price_fen and stock if planned")
    since_at, before_at = (_instant(f"{where}.{name}", value[name]) for name in ("since_at", "before_at"))
    if since_at >= before_at:
        raise BadValue(f"{where}.before_at", before_at, f"an instant after {since_at}")
    planned = {name: check(f"{where}.{name}", value[name]) for name, check in PLANNED.items() if name in value}
    product_id = checks.identifier(where, value["product_id"])
    return {"product_id": product_id, "since_at": since_at, "before_at": before_at, **planned}


def _instant(where: str, value: Any) -> str:
    try:
        moment = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    except (TypeError, ValueError):
        moment = None
    if moment is None or moment.tzinfo is None:
        raise BadValue(where, str(value)[:80], "an instant with its zone, such as 2026-06-18T20:00:00+08:00")
    return moment.astimezone(UTC).isoformat(timespec="seconds")
