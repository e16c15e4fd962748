"""What an importer is: the headers that give it away, the columns it must not keep, and how its rows become facts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import polars as pl

REJECT_COLUMNS: dict[str, pl.DataType] = {
    "source_row": pl.Int64(),
    "column_name": pl.String(),
    "code": pl.String(),
    "value": pl.String(),
    "rule": pl.String(),
    "remedy": pl.String(),
}


@dataclass(frozen=True)
class Context:
    """What a row cannot say about itself: the file, the sheet, when it was captured (aware), whose account it is."""

    name: str
    sheet: str
    captured_at: datetime
    account: str


@dataclass(frozen=True)
class Typed:
    """Rows of one table that came out of one frame.

    `rows` has the business columns of that table and source_row. `read` = rows.height + rejected rows, and the rejected
    rows are the distinct source_row of `rejects`. One frame may give several `Typed`, also several of the same table
    (a KOL profile per scope). `totals` are sums worth keeping with the load, in fen: audits that no row can carry.
    """

    table: str
    read: int
    rows: pl.DataFrame
    rejects: pl.DataFrame
    totals: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Source:
    """One kind of sheet.

    `required`: of each set at least one column must be there; `known`: columns that count towards the score;
    `least_share` of the named columns must be known; `has_groups`: the header may span two rows; `is_whole`: rows need
    their whole sheet (ranks within an order), so it must not be cut into batches; `label_of` finds the label that
    counts in a name put together from a group and a label. `unfold` makes flat rows of one JSON record or document of
    this source, and answers None to all others. `headless` knows a sheet without header by its first row; its columns
    are then `order`. `unused` says of a sheet, by its name, why nothing in it is a fact; ''
    where there is.
    """

    key: str
    title: str
    required: tuple[frozenset[str], ...]
    known: frozenset[str]
    type_rows: Callable[[pl.DataFrame, Context], tuple[Typed, ...]]
    personal: frozenset[str] = frozenset()
    buyers: frozenset[str] = frozenset()
    is_whole: bool = False
    has_groups: bool = False
    least_share: float = 0.0
    label_of: Callable[[str], str] | None = None
    unfold: Callable[[dict[str, Any]], list[dict[str, Any]] | None] | None = None
    unused: Callable[[str], str] | None = None
    headless: Callable[[Sequence[str]], bool] | None = None
    order: tuple[str, ...] = ()

    def score(self, names: frozenset[str]) -> int:
        """How many of the named columns this source knows; 0 when it cannot be this source."""
        names = self._labels(names)
        if not all(choice & names for choice in self.required):
            return 0
        known = len(names & (self.known | self.personal))
        return known if known >= self.least_share * len(names) else 0

    def lacks(self, names: frozenset[str]) -> list[str]:
        """Required columns that are not among the names, alternatives joined by a slash."""
        labels = self._labels(names)
        return ["/".join(sorted(choice)) for choice in self.required if not choice & labels]

    def _labels(self, names: frozenset[str]) -> frozenset[str]:
        return names if self.label_of is None else frozenset(map(self.label_of, names))
