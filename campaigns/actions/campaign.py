"""Campaigns: a brand's plan over a period, with its products, its audience and its countdown sales."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any, TypedDict, Unpack

from sqlmodel import Session, col, select

from campaigns.actions import checks, rows
from campaigns.actions.request import Actor, Change, perform
from campaigns.errors import BadValue, Refused
from campaigns.records import METHODS, Brand, Campaign, CampaignProduct, Product
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


def save_campaign(
    store: Store,
    actor: Actor,
    key: str,
    *,
    version: int | None = None,
    product_ids: Sequence[str] | None = None,
    **fields: Unpack[CampaignFields],
) -> Campaign:
    """Create a campaign, or change the fields given of the campaign `id` if it still has `version`.

    `product_ids` replaces the campaign's products; left out, they stay. All of them belong to the campaign's brand,
    and a countdown's product is one of them.
    """

    def work(session: Session) -> Change:
        change = rows.write(session, _KIND, version, fields)
        campaign_id = (change.after or {})["id"]
        earlier = _product_ids(session, campaign_id)
        now = earlier if product_ids is None else _set_products(session, campaign_id, earlier, product_ids)
        _check_products(session, session.get_one(Campaign, campaign_id), now)
        before = None if change.before is None else {**change.before, "product_ids": earlier}
        return Change(change.target, before, {**(change.after or {}), "product_ids": now})

    request = {"version": version, "product_ids": product_ids, **fields}
    return Campaign.model_validate(perform(store, actor, key, "save_campaign", request, work).after)


def _check(session: Session, campaign: Campaign) -> None:
    rows.find(session, Brand, "brand", campaign.brand_id)
    rows.refuse_duplicate(session, campaign, "campaign", "id", "code")
    if campaign.since_date >= campaign.before_date:
        raise BadValue("campaign.before_date", str(campaign.before_date), f"a date after {campaign.since_date}")


def _product_ids(session: Session, campaign_id: int) -> list[str]:
    chosen = select(CampaignProduct.product_id).where(CampaignProduct.campaign_id == campaign_id)
    return sorted(session.exec(chosen))


def _set_products(session: Session, campaign_id: int, earlier: list[str], given: Sequence[str]) -> list[str]:
    if isinstance(given, str):
        raise BadValue("campaign.product_ids", given, "a list of product ids")
    wanted = sorted({checks.identifier("campaign.product_ids", product_id) for product_id in given})
    gone = select(CampaignProduct).where(
        CampaignProduct.campaign_id == campaign_id, col(CampaignProduct.product_id).in_(set(earlier) - set(wanted))
    )
    for row in session.exec(gone):
        session.delete(row)
    for product_id in wanted:
        rows.find(session, Product, "product", product_id)
        if product_id not in earlier:
            session.add(CampaignProduct(campaign_id=campaign_id, product_id=product_id))
    return wanted


def _check_products(session: Session, campaign: Campaign, product_ids: list[str]) -> None:
    for product_id in product_ids:
        product = session.get_one(Product, product_id)
        if product.brand_id != campaign.brand_id:
            raise Refused(
                f"Product {product_id} belongs to brand {product.brand_id}, campaign {campaign.code} to brand "
                f"{campaign.brand_id}. Choose products of the campaign's own brand."
            )
    for countdown in campaign.countdowns:
        if countdown["product_id"] not in product_ids:
            raise Refused(f"The countdown sells product {countdown['product_id']}, which is not in the campaign.")


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


def _countdowns(where: str, value: Any) -> list[dict[str, str]]:
    if not isinstance(value, list | tuple):
        raise BadValue(where, str(value)[:80], "a list of countdown sales")
    return [_countdown(f"{where}[{number}]", item) for number, item in enumerate(value)]


def _countdown(where: str, value: Any) -> dict[str, str]:
    if not isinstance(value, Mapping) or set(value) != {"product_id", "since_at", "before_at"}:
        raise BadValue(where, str(value)[:80], "product_id, since_at and before_at")
    since_at, before_at = (_instant(f"{where}.{name}", value[name]) for name in ("since_at", "before_at"))
    if since_at >= before_at:
        raise BadValue(f"{where}.before_at", before_at, f"an instant after {since_at}")
    return {"product_id": checks.identifier(where, value["product_id"]), "since_at": since_at, "before_at": before_at}


def _instant(where: str, value: Any) -> str:
    try:
        moment = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    except (TypeError, ValueError):
        moment = None
    if moment is None or moment.tzinfo is None:
        raise BadValue(where, str(value)[:80], "an instant with its zone, such as 2026-06-18T20:00:00+08:00")
    return moment.astimezone(UTC).isoformat(timespec="seconds")


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
        "countdowns": _countdowns,
        "is_archived": checks.flag,
    },
    rule=_check,
)
