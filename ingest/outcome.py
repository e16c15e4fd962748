"""What became of one sheet of one file, in the words and keys of `kol load --json`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from campaigns.warehouse import Counts

LOADED, ALREADY_LOADED, REFUSED, SKIPPED = "loaded", "already_loaded", "refused", "skipped"


@dataclass(frozen=True)
class SheetOutcome:
    """`status` is loaded, already_loaded, refused, or skipped (a sheet that is empty or unknown, in a file that is
    not). `code` and `reason` are set for the last two; `remarks` say what a person should know of a loaded sheet."""

    file: str
    sheet: str = ""
    source: str | None = None
    load_id: int | None = None
    status: str = REFUSED
    tables: dict[str, Counts] = field(default_factory=dict)
    code: str | None = None
    reason: str | None = None
    remarks: list[str] = field(default_factory=list)

    def stated(self) -> dict[str, Any]:
        """As plain values, ready for JSON."""
        tables = {name: counts._asdict() for name, counts in self.tables.items()}
        return {**{name: getattr(self, name) for name in self.__dataclass_fields__}, "tables": tables}


def is_refused(outcomes: list[SheetOutcome]) -> bool:
    """Whether any file was refused."""
    return any(outcome.status == REFUSED for outcome in outcomes)
