"""Reads terms as `kol commission` takes them: strict JSON, amounts and rates as text; refusals name the field."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, NoReturn

from campaigns.errors import BadValue
from campaigns.money import parse_rate, parse_yuan
from campaigns.terms import BUYER_PAID, GUARANTEE_KINDS, KOL, PARTS, Guarantee, PartTerms, Terms
from campaigns.tiers import MARGINAL, TIER_MODES, Schedule, Tier

SHARED_FIELDS = ("base", "rate", "tiers", "tier_mode", "cap", "minimum")
KOL_FIELDS = ("cps_share", "fixed_fee", "guarantee")

Fields = Mapping[str, Any]


def parse_terms(text: str) -> Terms:
    """Terms from JSON text; raises BadValue naming the field, what came and what was expected."""
    try:
        document = json.loads(text, object_pairs_hook=_once, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        where = f"terms, line {error.lineno} column {error.colno}"
        raise BadValue(where, text[error.pos : error.pos + 20], f"JSON ({error.msg})", "E-JSON") from error
    except (RecursionError, ValueError) as error:
        raise BadValue("terms", text[:20], "JSON without endless nesting or endless digits", "E-JSON") from error
    fields = _fields(document, "terms", ("currency", *PARTS))
    if fields.get("currency", "CNY") != "CNY":
        raise BadValue("terms.currency", str(fields["currency"]), "CNY, the currency the events are in", "E-CURRENCY")
    parts = {part: _part(part, fields[part]) for part in PARTS if fields.get(part) is not None}
    if not parts:
        raise BadValue("terms", text.strip()[:40], f"at least one of {', '.join(PARTS)}", "E-TERMS")
    return Terms(**parts)


def _once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise BadValue(f"terms, key {key}", str(value), "each key once", "E-JSON")
        found[key] = value
    return found


def _no_constant(text: str) -> NoReturn:
    raise BadValue("terms", text, "a finite amount or rate, as text", "E-JSON")


def _fields(value: object, where: str, known: Sequence[str]) -> Fields:
    if not isinstance(value, dict):
        raise BadValue(where, _shown(value), "an object with named fields", "E-TERMS")
    for key in value:
        if key not in known:
            raise BadValue(f"{where}.{key}", _shown(value[key]), f"only the fields {', '.join(known)}", "E-TERMS")
    return value


def _part(part: str, value: object) -> PartTerms:
    fields = _fields(value, part, SHARED_FIELDS + (KOL_FIELDS if part == KOL else ()))
    return PartTerms(
        schedule=_schedule(part, fields),
        base=_text(fields, part, "base", BUYER_PAID),
        cap_fen=_amount(fields, part, "cap"),
        minimum_fen=_amount(fields, part, "minimum"),
        guarantee=_guarantee(part, fields.get("guarantee")),
        fixed_fee_fen=_amount(fields, part, "fixed_fee"),
    )


def _schedule(part: str, fields: Fields) -> Schedule:
    rate, tiers = fields.get("rate"), fields.get("tiers")
    mode = _text(fields, part, "tier_mode", MARGINAL)
    if mode not in TIER_MODES:
        raise BadValue(f"{part}.tier_mode", mode, f"one of {', '.join(TIER_MODES)}", "E-TERMS")
    if rate is not None and tiers is not None:
        raise BadValue(f"{part}.tiers", _shown(tiers), "either rate or tiers, not both", "E-TIERS")
    if tiers is not None:
        return Schedule(_tiers(f"{part}.tiers", tiers), mode, _share(part, fields))
    if rate is None and fields.get("fixed_fee") is None and fields.get("guarantee") is None:
        raise BadValue(f"{part}.rate", "nothing", "a rate or tiers", "E-RATE")
    ppm = 0 if rate is None else parse_rate(rate, f"{part}.rate")
    return Schedule((Tier(None, ppm),), mode, _share(part, fields))


def _share(part: str, fields: Fields) -> int | None:
    share = fields.get("cps_share")
    return None if share is None else parse_rate(share, f"{part}.cps_share")


def _tiers(where: str, value: object) -> tuple[Tier, ...]:
    if not isinstance(value, list) or not value:
        raise BadValue(where, _shown(value), "a list of tiers with up_to and rate", "E-TIERS")
    tiers = tuple(_tier(f"{where}[{index}]", tier) for index, tier in enumerate(value))
    if tiers[-1].up_to_fen is not None:
        raise BadValue(f"{where}[{len(tiers) - 1}].up_to", value[-1]["up_to"], "null: the last tier is open", "E-TIERS")
    for index, (lower, upper) in enumerate(pairwise((Tier(0, 0), *tiers))):
        if lower.up_to_fen is None:
            raise BadValue(
                f"{where}[{index - 1}].up_to", "null", "an upper bound: only the last tier is open", "E-TIERS"
            )
        if upper.up_to_fen is not None and upper.up_to_fen <= lower.up_to_fen:
            expected = "a bound above that of the tier before it" if index else "a bound above zero"
            raise BadValue(f"{where}[{index}].up_to", value[index]["up_to"], expected, "E-TIERS")
    return tiers


def _tier(where: str, value: object) -> Tier:
    fields = _fields(value, where, ("up_to", "rate"))
    if "up_to" not in fields:
        raise BadValue(f"{where}.up_to", "nothing", "an upper bound in yuan as text, or null for the last", "E-TIERS")
    return Tier(_amount(fields, where, "up_to"), parse_rate(fields.get("rate", ""), f"{where}.rate"))


def _guarantee(part: str, value: object) -> Guarantee | None:
    if value is None:
        return None
    where = f"{part}.guarantee"
    fields = _fields(value, where, ("kind", "amount"))
    kind = _text(fields, where, "kind", "")
    if kind not in GUARANTEE_KINDS:
        raise BadValue(f"{where}.kind", kind, f"one of {', '.join(GUARANTEE_KINDS)}", "E-TERMS")
    amount_fen = _amount(fields, where, "amount")
    if amount_fen is None:
        raise BadValue(f"{where}.amount", "nothing", "an amount in yuan as text", "E-MONEY")
    return Guarantee(kind, amount_fen)


def _amount(fields: Fields, where: str, key: str) -> int | None:
    value = fields.get(key)
    if value is None:
        return None
    if not isinstance(value, str):
        raise BadValue(f"{where}.{key}", _shown(value), 'an amount in yuan as text, such as "1204.50"', "E-MONEY")
    fen = parse_yuan(value, f"{where}.{key}")
    if fen < 0:
        raise BadValue(f"{where}.{key}", value, "an amount that is not negative", "E-MONEY")
    return fen


def _text(fields: Fields, where: str, key: str, default: str) -> str:
    value = fields.get(key)
    if value is None:
        return default
    if not isinstance(value, str):
        raise BadValue(f"{where}.{key}", _shown(value), "text", "E-TERMS")
    return value


def _shown(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)[:60]
