"""What other terms would have brought: rates, tiers and bases changed on a copy, by party and month. Nothing is saved.

The lines of both sides come from the same models; only the table of terms differs between them.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa

from campaigns.actions import checks
from campaigns.actions.terms import KIND, check_shape
from campaigns.errors import BadValue, NotFound
from campaigns.money import parse_rate, parse_yuan
from campaigns.reader import Reader
from campaigns.records import Terms
from campaigns.spelling import canonical_json

CHANGEABLE = (
    "base", "rate_ppm", "tiers", "tier_mode", "cap_fen", "minimum_fen", "guarantee_kind", "guarantee_fen",
    "fixed_fee_fen", "cps_share_ppm",
)  # fmt: skip
"""What a what-if may change of terms; whom they are for and when they hold stays."""

_SIDES = (Path(__file__).parent / "models" / "statements" / "party_months.sql").read_text(encoding="utf-8")
_KEY = ["party", "part", "currency", "period"]

Change = Mapping[str, Any]
"""The fields of CHANGEABLE that are other, and `id`, the number of the terms."""


def parse_changes(text: str) -> list[Change]:
    """Changes from JSON: a list of {"terms": 12, "rate": "0.12", …}, in the words of the calculator's terms file."""
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadValue("changes", text[:40], f"JSON ({str(error)[:80]})", "E-JSON") from error
    if not isinstance(document, list) or not document or not all(isinstance(one, dict) for one in document):
        raise BadValue("changes", text[:40], 'a list such as [{"terms": 12, "rate": "0.12"}]', "E-TERMS")
    return [_parsed(f"changes[{number}]", one) for number, one in enumerate(document)]


def replaced(terms: pa.Table, changes: Sequence[Change]) -> pa.Table:
    """The table of terms with the changes made, each checked as if it were saved. Raises NotFound and BadValue."""
    standing = {row["id"]: row for row in terms.to_pylist()}
    for change in changes:
        number = checks.row_id("change.terms", change.get("id"))
        if number not in standing:
            raise NotFound("terms", str(number))
        standing[number] = _changed(standing[number], change)
    return pa.Table.from_pylist(list(standing.values()), schema=terms.schema)


def compare(
    reader: Reader, terms: pa.Table, changes: Sequence[Change], collaborations: Collection[int] | None = None
) -> pl.DataFrame:
    """party, part, currency, period, before_fen, after_fen, difference_fen: what differs, by party and month.

    `terms` is the table as it stands in the reader. `collaborations` narrows what is counted; None counts all.
    """
    sides = (reader.query(_SIDES), reader.suppose({"terms": replaced(terms, changes)}, _SIDES))
    before, after = (_summed(side, collaborations) for side in sides)
    both = before.join(after, on=_KEY, how="full", coalesce=True, suffix="_after")
    return (
        both.select(
            *_KEY,
            pl.col("amount_fen").fill_null(0).alias("before_fen"),
            pl.col("amount_fen_after").fill_null(0).alias("after_fen"),
        )
        .with_columns((pl.col("after_fen") - pl.col("before_fen")).alias("difference_fen"))
        .filter(pl.col("difference_fen") != 0)
        .sort(*_KEY)
    )


def _summed(side: pl.DataFrame, collaborations: Collection[int] | None) -> pl.DataFrame:
    if collaborations is not None:
        side = side.filter(pl.col("collaboration_id").is_in(list(collaborations)))
    return side.group_by(_KEY).agg(pl.col("amount_fen").sum())


def _changed(row: dict[str, Any], change: Change) -> dict[str, Any]:
    checks.only_known("change", change, {"id": None, **dict.fromkeys(CHANGEABLE)})
    given = {name: KIND.fields[name](f"change.{name}", value) for name, value in change.items() if name != "id"}
    tiers = row["tiers"]
    after = Terms(**{**row, "tiers": None if tiers is None else json.loads(tiers), **given})
    check_shape(after)
    spelled = None if after.tiers is None else canonical_json(after.tiers)
    return {**row, **{name: getattr(after, name) for name in CHANGEABLE}, "tiers": spelled}


def _parsed(where: str, given: Mapping[str, Any]) -> Change:
    change: dict[str, Any] = {}
    for name, value in given.items():
        if name == "terms":
            change["id"] = checks.row_id(f"{where}.terms", value)
        elif name in ("base", "tier_mode"):
            change[name] = value
        elif name in ("rate", "cps_share"):
            change[f"{name}_ppm"] = None if value is None else parse_rate(value, f"{where}.{name}")
        elif name in ("cap", "minimum", "fixed_fee"):
            change[f"{name}_fen"] = None if value is None else parse_yuan(str(value), f"{where}.{name}")
        elif name == "tiers":
            change["tiers"] = None if value is None else [_tier(f"{where}.tiers", tier) for tier in value]
        elif name == "guarantee":
            change |= _guarantee(f"{where}.guarantee", value)
        else:
            expected = "terms, base, rate, tiers, tier_mode, cap, minimum, guarantee, fixed_fee or cps_share"
            raise BadValue(f"{where}.{name}", str(value)[:60], expected, "E-TERMS")
    if change.get("tiers") is not None:
        change.setdefault("rate_ppm", None)
    elif change.get("rate_ppm") is not None:
        change.setdefault("tiers", None)
    return change


def _tier(where: str, tier: Any) -> dict[str, int | None]:
    if not isinstance(tier, dict) or set(tier) != {"up_to", "rate"}:
        raise BadValue(where, str(tier)[:60], "tiers with up_to and rate", "E-TIERS")
    up_to = None if tier["up_to"] is None else parse_yuan(str(tier["up_to"]), where)
    return {"up_to_fen": up_to, "rate_ppm": parse_rate(tier["rate"], where)}


def _guarantee(where: str, value: Any) -> dict[str, Any]:
    if value is None:
        return {"guarantee_kind": None, "guarantee_fen": None}
    if not isinstance(value, dict) or set(value) != {"kind", "amount"}:
        raise BadValue(where, str(value)[:60], "kind and amount", "E-TERMS")
    return {"guarantee_kind": value["kind"], "guarantee_fen": parse_yuan(str(value["amount"]), f"{where}.amount")}
