"""Values of facts as JSON has them: the same text on both sides of a comparison."""

from __future__ import annotations

from typing import Any


def plain(value: Any) -> Any:
    """A value as JSON has it; instants and dates as text."""
    return value if value is None or isinstance(value, str | int | float | bool | list) else str(value)
