"""Campaigns: a brand's plan over a period, with its products, its audience and its countdown sales."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, TypedDict, Unpack

from sqlmodel import Session

from campaigns.actions import campaign_products, checks, rows
from campaigns.actions.countdowns import countdowns
from campaigns.actions.request import Actor, Change, perform
from campaigns.budget import PARTS, open_fen, planned_fen
from campaigns.errors import BadValue, Refused
from campaigns.money import yuan
from campaigns.records import CREDIT_RULES, MATCHES, METHODS, Brand, Campaign
from campaigns.store import Store

AUDIENCE = ("gender", "age", "city_tier")


class CampaignFields(TypedDict, total=False):
    id: int
    code: str
    brand_id: int
    name: str
    name_zh: str
    method: str
    since_date: date
    before_date: date
    budget_fen: int
    lookback_days: int
    target_audience: Mapping[str, Mapping[str, float]]
    countdowns: Sequence[Mapping[str, Any]]
    is_archived: bool
    budget_parts: Mapping[str, int]
    posting_due_days: int
    brief: str
    must_have: Sequence[str]
    banned_extra: Sequence[str]
    disclosure: Sequence[str]
    credit_rule: str
    match_on: str
    half_life_days: int


def save_campaign(
    store: Store,
    actor: Actor,
    key: str,
    *,
    version: int | None = None,
    product_ids: Sequence[str] | None = None,
    links: Mapping[str, str] | None = None,
    **fields: Unpack[CampaignFields],
) -> Campaign:
    """Create a campaign, or change the fields given of the campaign `id` if it still has `version`.

    `product_ids` replaces the campaign's products; left out, they stay. All of them belong to the campaign's brand,
    and a countdown's product is one of them. `links` sets the page that notes lead to, by product; the others stay.
    """

    def work(session: Session) -> Change:
        change = rows.write(session, _KIND, version, fields, actor)
        campaign = session.get_one(Campaign, (change.after or {})["id"])
        earlier = campaign_products.links_of(session, campaign)
        wanted = list(earlier) if product_ids is None else product_ids
        now = campaign_products.set_products(session, campaign, wanted)
        now |= campaign_products.set_links(session, campaign, links or {})
        before = None if change.before is None else _with_products(change.before, earlier)
        return Change(change.target, before, _with_products(change.after or {}, now))

    request = {"version": version, "product_ids": product_ids, "links": links, **fields}
    return Campaign.model_validate(perform(store, actor, key, "save_campaign", request, work).after)


def _check(session: Session, campaign: Campaign) -> None:
    rows.find(session, Brand, "brand", campaign.brand_id)
    rows.refuse_duplicate(session, campaign, "campaign", "id", "code")
    if campaign.since_date >= campaign.before_date:
        raise BadValue("campaign.before_date", str(campaign.before_date), f"a date after {campaign.since_date}")
    over_fen = -open_fen(campaign.budget_fen, campaign.budget_parts)
    if over_fen > 0:
        raise Refused(
            f"The parts of the budget sum to {yuan(planned_fen(campaign.budget_parts))} CNY, {yuan(over_fen)} CNY more "
            f"than the budget of {yuan(campaign.budget_fen)} CNY. Raise the budget or lower a part."
        )


def _with_products(content: dict[str, Any], links: Mapping[str, str]) -> dict[str, Any]:
    return {**content, "product_ids": list(links), "links": {name: link for name, link in links.items() if link}}


def _budget_parts(where: str, value: Any) -> dict[str, int]:
    if not isinstance(value, Mapping):
        raise BadValue(where, str(value)[:80], f"fen by {', '.join(PARTS)}")
    checks.only_known(where, value, dict.fromkeys(PARTS))
    return {part: checks.fen(f"{where}.{part}", fen) for part, fen in value.items()}


def _audience(where: str, value: Any) -> dict[str, dict[str, float]]:
    if not isinstance(value, Mapping):
        raise BadValue(where, str(value)[:80], f"shares by {', '.join(AUDIENCE)}")
    checks.only_known(where, value, dict.fromkeys(AUDIENCE))
    return {name: _shares(f"{where}.{name}", shares) for name, shares in value.items()}


def _shares(where: str, value: Any) -> dict[str, float]:
    if not isinstance(value, Mapping):
        raise BadValue(where, str(value)[:80], "shares by group, such as {'female': 0.8}")
    shares = {checks.text(where, group): checks.share(f"{where}.{group}", share) for group, share in value.items()}
    if sum(shares.values()) > 1.000001:
        raise BadValue(where, f"{sum(shares.values()):.4f}", "shares that sum to at most 1")
    return shares


_KIND = rows.Kind(
    Campaign,
    "campaign",
    "id",
    {
        "code": checks.code,
        "brand_id": checks.row_id,
        "name": checks.text,
        "name_zh": checks.words,
        "method": checks.choice(METHODS),
        "since_date": checks.day,
        "before_date": checks.day,
        "budget_fen": checks.fen,
        "lookback_days": checks.whole(0, 365),
        "target_audience": _audience,
        "countdowns": countdowns,
        "is_archived": checks.flag,
        "budget_parts": _budget_parts,
        "posting_due_days": checks.whole(1, 365),
        "brief": checks.passage(5_000),
        "must_have": checks.listed(checks.text, 100),
        "banned_extra": checks.listed(checks.text, 300),
        "disclosure": checks.listed(checks.text, 20),
        "credit_rule": checks.choice(CREDIT_RULES),
        "match_on": checks.choice(MATCHES),
        "half_life_days": checks.whole(1, 365),
    },
    rule=_check,
    reach=lambda campaign: {"brand_id": campaign.brand_id},
)
