"""The products of a campaign and the pages its notes lead to, inside a transaction that the caller holds."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from sqlmodel import Session, select

from campaigns.actions import checks, rows
from campaigns.errors import BadValue, Refused
from campaigns.records import Campaign, CampaignProduct, Product

_ADDRESS = re.compile(r"https?://[^\s<>\"]{1,400}\Z")


def links_of(session: Session, campaign: Campaign) -> dict[str, str]:
    """The campaign's products, sorted, each with its link or an empty text."""
    return {row.product_id: row.link for row in _rows(session, campaign)}


def set_products(session: Session, campaign: Campaign, given: Sequence[str]) -> dict[str, str]:
    """Replace the campaign's products; the links of those that stay are kept. All belong to the campaign's brand, and
    each countdown sells one of them."""
    if isinstance(given, str):
        raise BadValue("campaign.product_ids", given, "a list of product ids")
    identity = rows.content(campaign)["id"]
    wanted = sorted({checks.identifier("campaign.product_ids", product_id) for product_id in given})
    earlier = {row.product_id: row for row in _rows(session, campaign)}
    for product_id in earlier.keys() - set(wanted):
        session.delete(earlier[product_id])
    for product_id in wanted:
        _check_brand(campaign, rows.find(session, Product, "product", product_id))
        if product_id not in earlier:
            session.add(CampaignProduct(campaign_id=identity, product_id=product_id))
    for countdown in campaign.countdowns:
        if countdown["product_id"] not in wanted:
            raise Refused(f"The countdown sells product {countdown['product_id']}, which is not in the campaign.")
    session.flush()
    return links_of(session, campaign)


def set_links(session: Session, campaign: Campaign, links: Mapping[str, str]) -> dict[str, str]:
    """Set the links of some of its products; returns those."""
    present = {row.product_id: row for row in _rows(session, campaign)}
    for product_id, link in links.items():
        if product_id not in present:
            raise Refused(f"Product {product_id} is not in the campaign; it cannot have a link there.")
        present[product_id].link = _address(f"campaign.links.{product_id}", link)
    session.flush()
    return {product_id: present[product_id].link for product_id in links}


def _check_brand(campaign: Campaign, product: Product) -> None:
    if product.brand_id != campaign.brand_id:
        raise Refused(
            f"Product {product.product_id} belongs to brand {product.brand_id}, campaign {campaign.code} to brand "
            f"{campaign.brand_id}. Choose products of the campaign's own brand."
        )


def _rows(session: Session, campaign: Campaign) -> list[CampaignProduct]:
    found = session.exec(select(CampaignProduct).where(CampaignProduct.campaign_id == campaign.id))
    return sorted(found, key=lambda row: row.product_id)


def _address(where: str, value: Any) -> str:
    if value == "":
        return ""
    if not isinstance(value, str) or not _ADDRESS.match(value.strip()):
        raise BadValue(where, str(value)[:80], "an address that begins with https:// or http://")
    return value.strip()
