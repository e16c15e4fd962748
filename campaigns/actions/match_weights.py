"""How much each component of matching counts for a brand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session

from campaigns import rights
from campaigns.actions import checks, rows
from campaigns.actions.request import Actor, Change, perform
from campaigns.errors import BadValue, NotFound, StaleVersion
from campaigns.matching.weights import COMPONENTS, MOST
from campaigns.matching_records import MatchWeights
from campaigns.records import Brand
from campaigns.store import Store


def save_match_weights(
    store: Store, actor: Actor, key: str, *, brand_id: int, weights: Mapping[str, int], version: int | None = None
) -> MatchWeights:
    """The weights of a brand from now on; `version` is that of the ones that were read, if there were any."""

    def work(session: Session) -> Change:
        missing = NotFound("brand", str(brand_id))
        if session.get(Brand, checks.row_id("save_match_weights.brand_id", brand_id)) is None:
            raise missing
        rights.allow(session, actor, "save_match_weights", brand_id=brand_id, instead=missing)
        given = _checked(weights)
        row = session.get(MatchWeights, brand_id)
        found = None if row is None else row.version
        if found != version:
            raise StaleVersion(f"The weights of brand {brand_id}", version or 0, found or 0)
        before: dict[str, Any] | None = None if row is None else rows.content(row)
        if row is None:
            row = MatchWeights(brand_id=brand_id, weights=given)
        else:
            row.weights, row.version = given, row.version + 1
        session.add(row)
        session.flush()
        return Change(f"match_weights {brand_id}", before, rows.content(row))

    request = {"brand_id": brand_id, "weights": dict(weights), "version": version}
    return MatchWeights.model_validate(perform(store, actor, key, "save_match_weights", request, work).after)


def _checked(weights: Mapping[str, int]) -> dict[str, int]:
    for name, weight in weights.items():
        if name not in COMPONENTS:
            raise BadValue("match_weights.weights", str(name), f"one of {', '.join(COMPONENTS)}")
        if isinstance(weight, bool) or not isinstance(weight, int) or not 0 <= weight <= MOST:
            raise BadValue(f"match_weights.weights.{name}", str(weight), f"a whole number from 0 to {MOST}")
    if not any(weights.values()):
        raise BadValue("match_weights.weights", "0", "at least one weight above zero")
    return {name: weights[name] for name in COMPONENTS if weights.get(name)}
