"""Whether a KOL is free: exclusivity and competing brands in the same days, as the records know them.

The rule is the model `kol_conflicts`, which the dashboard reads beside the facts; here the same file runs on the
records, inside a transaction, so that an action can warn about what it just did. A conflict names days and category,
never the other party: whoever asks may not be allowed to know it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session

from campaigns import catalogue

_SAID = {
    "bound": "{kol} is exclusive to another brand in {category}",
    "broken": "{kol} is ours alone in {category}, and works for another brand",
    "competing": "{kol} works for another brand in {category}",
}


class Conflict(NamedTuple):
    """One warning: the days are half open."""

    collaboration_id: int
    kol_name: str
    kind: str
    category: str
    since_date: date
    before_date: date

    def __str__(self) -> str:
        said = _SAID[self.kind].format(kol=self.kol_name, category=self.category)
        return f"{said} from {self.since_date} to {self.before_date - timedelta(days=1)}."


def as_json(found: Sequence[Conflict]) -> list[dict[str, object]]:
    """For the audit entry of the action that warned, and for --json."""
    return [
        {**one._asdict(), "since_date": one.since_date.isoformat(), "before_date": one.before_date.isoformat()}
        for one in found
    ]


def from_json(found: Sequence[dict[str, Any]]) -> list[Conflict]:
    """The warnings that an action gave when it was first done."""
    return [
        Conflict(
            **{
                **one,
                "since_date": date.fromisoformat(one["since_date"]),
                "before_date": date.fromisoformat(one["before_date"]),
            }
        )
        for one in found
    ]


def of(session: Session, collaboration_ids: Sequence[int]) -> list[Conflict]:
    """The conflicts of these collaborations as the transaction sees them, in their order."""
    if not collaboration_ids:
        return []
    query = sa.text(_query()).columns(since_date=sa.Date, before_date=sa.Date)
    found = session.execute(query.bindparams(sa.bindparam("ids", list(collaboration_ids), expanding=True)))
    return sorted(Conflict(*row) for row in found)


@cache
def _query() -> str:
    model = next(model for model in catalogue.models() if model.name == "kol_conflicts")
    return (
        "select distinct f.collaboration_id, k.kol_name, f.kind, f.category, f.since_date, f.before_date from ("
        + model.sql.replace("records.", "")
        + ") as f join collaboration as k on k.id = f.collaboration_id where f.collaboration_id in :ids"
    )
