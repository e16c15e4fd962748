"""Terms: what one part is paid, for whom, from when to when. Two equally specific terms never overlap."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, TypedDict, Unpack

from sqlmodel import Session, SQLModel, col, or_, select

from campaigns.actions import checks, rows
from campaigns.actions.request import Actor
from campaigns.errors import BadValue, TermsOverlap
from campaigns.records import GUARANTEES, PARTS, SCOPES, TIER_MODES, Agency, Campaign, Collaboration, Terms
from campaigns.store import Store

SCOPE_TARGET = {
    "collaboration": ("collaboration_id",),
    "agency_campaign": ("agency_id", "campaign_id"),
    "agency": ("agency_id",),
    "platform_category": ("platform", "category"),
    "platform": ("platform",),
}
"""The columns that say whom terms of a scope are for; the others stay empty."""

TARGET = ("collaboration_id", "agency_id", "campaign_id", "platform", "category")

PART_BASES = {
    "platform_fee": ("buyer_paid", "merchant_receives", "list_price"),
    "third_party": ("buyer_paid", "merchant_receives", "after_platform_fee", "kol_fee"),
    "kol": ("buyer_paid", "merchant_receives", "after_platform_fee"),
    "rebate": ("quote",),
}
"""The bases a part may be computed on, the default first."""

PART_EXTRAS = {
    "platform_fee": frozenset[str](),
    "third_party": frozenset({"tiers", "cap_fen", "minimum_fen"}),
    "kol": frozenset(
        {"tiers", "cap_fen", "minimum_fen", "guarantee_kind", "guarantee_fen", "fixed_fee_fen", "cps_share_ppm"}
    ),
    "rebate": frozenset[str](),
}
"""What a part may have beside a flat rate."""


class TermsFields(TypedDict, total=False):
    id: int
    scope: str
    part: str
    collaboration_id: int | None
    agency_id: int | None
    campaign_id: int | None
    platform: str | None
    category: str | None
    since_date: date
    before_date: date | None
    base: str
    rate_ppm: int | None
    tiers: Sequence[Mapping[str, int | None]] | None
    tier_mode: str
    cap_fen: int | None
    minimum_fen: int | None
    guarantee_kind: str | None
    guarantee_fen: int | None
    fixed_fee_fen: int
    cps_share_ppm: int | None
    currency: str


def save_terms(
    store: Store, actor: Actor, key: str, *, version: int | None = None, **fields: Unpack[TermsFields]
) -> Terms:
    """Enter terms, or change the fields given of the terms `id` if they still have `version`.

    Whom they are for and which part they pay stays. Raises TermsOverlap where other terms for the same target and
    part hold on one of the days from `since_date` (included) to `before_date` (not included; None: open).
    """
    given: dict[str, Any] = {**fields}
    if version is None:
        bases = PART_BASES.get(str(fields.get("part")), ("buyer_paid",))
        given = {"base": bases[0], **fields, "entered_by": actor.who}
    return rows.save(store, actor, key, KIND, version, given)


def end_terms(store: Store, actor: Actor, key: str, *, id: int, version: int, before_date: date) -> Terms:  # noqa: A002
    """Let terms hold only until before `before_date`, so that others may follow."""
    return save_terms(store, actor, key, version=version, id=id, before_date=before_date)


def _check(session: Session, terms: Terms) -> None:
    _check_target(session, terms)
    check_shape(terms)
    if terms.before_date is not None and terms.since_date >= terms.before_date:
        raise BadValue("terms.before_date", str(terms.before_date), f"a date after {terms.since_date}, or none")
    _refuse_overlap(session, terms)


def _check_target(session: Session, terms: Terms) -> None:
    needed = SCOPE_TARGET[terms.scope]
    for name in TARGET:
        if (getattr(terms, name) is not None) != (name in needed):
            expected = "a value" if name in needed else "nothing"
            raise BadValue(f"terms.{name}", str(getattr(terms, name)), f"{expected}, for terms of scope {terms.scope}")
    referred: tuple[tuple[type[SQLModel], str, int | None], ...] = (
        (Collaboration, "collaboration", terms.collaboration_id),
        (Agency, "agency", terms.agency_id),
        (Campaign, "campaign", terms.campaign_id),
    )
    for model, name, identity in referred:
        if identity is not None:
            rows.find(session, model, name, identity)


def check_shape(terms: Terms) -> None:
    """Refuse fields that its part does not have, or that do not go together."""
    if terms.base not in PART_BASES[terms.part]:
        raise BadValue("terms.base", terms.base, f"one of {', '.join(PART_BASES[terms.part])}, for {terms.part}")
    for name in sorted(PART_EXTRAS["kol"] - PART_EXTRAS[terms.part]):
        if getattr(terms, name) not in (None, 0):
            raise BadValue(f"terms.{name}", str(getattr(terms, name)), f"nothing, for {terms.part}")
    if terms.rate_ppm is not None and terms.tiers is not None:
        raise BadValue("terms.tiers", str(terms.tiers), "either tiers or a flat rate, not both")
    if (terms.guarantee_kind is None) != (terms.guarantee_fen is None):
        raise BadValue("terms.guarantee_fen", str(terms.guarantee_fen), "a guarantee's kind and its amount together")
    pays = (terms.rate_ppm, terms.tiers, terms.guarantee_fen, terms.fixed_fee_fen or None, terms.minimum_fen)
    if all(value is None for value in pays):
        raise BadValue("terms.rate_ppm", "", "a rate, tiers, a fixed fee, a minimum or a guarantee")


def _refuse_overlap(session: Session, terms: Terms) -> None:
    same_target = [
        col(getattr(Terms, name)) == getattr(terms, name) for name in ("scope", "part", *SCOPE_TARGET[terms.scope])
    ]
    same_days = [or_(col(Terms.before_date).is_(None), col(Terms.before_date) > terms.since_date)]
    if terms.before_date is not None:
        same_days.append(col(Terms.since_date) < terms.before_date)
    others = select(Terms).where(*same_target, *same_days, col(Terms.id).is_distinct_from(terms.id))
    old = session.exec(others.order_by(col(Terms.since_date)).limit(1)).first()
    if old is not None:
        raise TermsOverlap(_described(terms), _described(old))


def _described(terms: Terms) -> str:
    number = "" if terms.id is None else f"{terms.id} "
    target = ", ".join(f"{name.removesuffix('_id')} {getattr(terms, name)}" for name in SCOPE_TARGET[terms.scope])
    until = "open" if terms.before_date is None else f"before {terms.before_date}"
    return f"{number}({terms.part}, {target}, from {terms.since_date}, {until})"


def reach_of(terms: Terms) -> dict[str, Any]:
    """Terms of a collaboration or a campaign belong to its brand; all others bind every brand."""
    if terms.collaboration_id is not None:
        return {"collaboration_id": terms.collaboration_id}
    if terms.campaign_id is not None:
        return {"campaign_id": terms.campaign_id}
    return {"action": "save_house_terms"}


def _tiers(where: str, value: Any) -> list[dict[str, int | None]] | None:
    """Tiers with rising upper bounds; the last one, and only the last, is open."""
    if value is None:
        return None
    if not isinstance(value, list | tuple) or not value:
        raise BadValue(where, str(value)[:80], "a list of tiers, such as [{'up_to_fen': None, 'rate_ppm': 100000}]")
    tiers = [_tier(f"{where}[{number}]", tier) for number, tier in enumerate(value)]
    bounds = [tier["up_to_fen"] for tier in tiers]
    closed = [bound for bound in bounds[:-1] if bound is not None]
    if bounds[-1] is not None or len(closed) != len(bounds) - 1:
        raise BadValue(where, str(bounds), "an open last tier (up_to_fen None), and no other open one")
    if closed != sorted(set(closed)) or 0 in closed:
        raise BadValue(where, str(bounds), "upper bounds that rise from tier to tier")
    return tiers


def _tier(where: str, value: Any) -> dict[str, int | None]:
    if not isinstance(value, Mapping) or set(value) != {"up_to_fen", "rate_ppm"}:
        raise BadValue(where, str(value)[:80], "up_to_fen and rate_ppm")
    up_to_fen = checks.optional(checks.fen)(f"{where}.up_to_fen", value["up_to_fen"])
    return {"up_to_fen": up_to_fen, "rate_ppm": checks.ppm(f"{where}.rate_ppm", value["rate_ppm"])}


_OPTIONAL_FEN = checks.optional(checks.fen)
_OPTIONAL_ID = checks.optional(checks.row_id)

KIND = rows.Kind(
    Terms,
    "terms",
    "id",
    {
        "scope": checks.choice(SCOPES),
        "part": checks.choice(PARTS),
        "collaboration_id": _OPTIONAL_ID,
        "agency_id": _OPTIONAL_ID,
        "campaign_id": _OPTIONAL_ID,
        "platform": checks.optional(checks.code),
        "category": checks.optional(checks.text),
        "since_date": checks.day,
        "before_date": checks.optional(checks.day),
        "base": checks.choice(tuple(dict.fromkeys(base for bases in PART_BASES.values() for base in bases))),
        "rate_ppm": checks.optional(checks.ppm),
        "tiers": _tiers,
        "tier_mode": checks.choice(TIER_MODES),
        "cap_fen": _OPTIONAL_FEN,
        "minimum_fen": _OPTIONAL_FEN,
        "guarantee_kind": checks.optional(checks.choice(GUARANTEES)),
        "guarantee_fen": _OPTIONAL_FEN,
        "fixed_fee_fen": checks.fen,
        "cps_share_ppm": checks.optional(checks.ppm),
        "currency": checks.currency,
        "entered_by": checks.text,
    },
    fixed=frozenset({"scope", "part", *TARGET}),
    rule=_check,
    reach=reach_of,
)
