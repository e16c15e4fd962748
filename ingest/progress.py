"""How far a load is: which file, which step, how many rows of how many."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Progress:
    """`step` is reading, typing, writing, models, waiting or rebuilding; `total` is None where it is not known.

    `text` says what a person should know beside the numbers.
    """

    file: str
    step: str
    rows: int = 0
    total: int | None = None
    text: str = ""


Listener = Callable[[Progress], None]


def nobody(progress: Progress) -> None:
    """Hears all and does nothing."""
