"""What the drafts of a campaign are held against: its own wording, its brand's, and the shipped list."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlmodel import Session, col, select

from campaigns.draft_check import DISCLOSURES, BannedWord, Draft, Rules, shipped_words
from campaigns.draft_records import DraftText
from campaigns.folded_text import fold
from campaigns.records import Brand, Campaign, CampaignProduct, Link, Product, Setting

SETTING = "draft_rules."
"""A brand's own list stands in the setting `draft_rules.<code of the brand>`."""

LISTS = ("banned", "allowed", "disclosures")
"""What a brand may add to the shipped list, take from it, and accept as disclosure instead of the usual wordings."""


def brand_lists(session: Session, brand: Brand) -> tuple[dict[str, list[str]], int | None]:
    """The lists of a brand, each by its name in LISTS, and the version they have; None where there are none yet."""
    setting = session.get(Setting, SETTING + brand.code)
    kept: dict[str, Any] = setting.value if setting else {}
    return {name: list(kept.get(name, [])) for name in LISTS}, setting.version if setting else None


def rules_of(session: Session, campaign: Campaign) -> Rules:
    """The rules of a campaign. What it or its brand names as disclosure replaces the usual wordings."""
    brand = session.get_one(Brand, campaign.brand_id)
    own, _ = brand_lists(session, brand)
    products = {row.product_id: row.name_zh or row.name for row in _products(session, campaign.brand_id)}
    chosen = list(session.exec(select(CampaignProduct).where(CampaignProduct.campaign_id == campaign.id)))
    slugs = session.exec(select(Link).where(col(Link.product_id).in_(products)))
    return Rules(
        must_have=tuple(campaign.must_have),
        banned=_banned([*own["banned"], *campaign.banned_extra], own["allowed"], brand, campaign),
        disclosures=tuple(campaign.disclosure or own["disclosures"] or DISCLOSURES),
        products={row.product_id: products[row.product_id] for row in chosen if row.product_id in products},
        known_products=products,
        links={row.slug: row.product_id for row in slugs}
        | {row.link.strip().rstrip("/"): row.product_id for row in chosen if row.link},
    )


def draft_of(text: DraftText, *, is_reported: bool) -> Draft:
    """A stored draft as the check takes it."""
    return Draft(text.title, text.body, tuple(text.product_links), is_reported)


def _products(session: Session, brand_id: int) -> list[Product]:
    return list(session.exec(select(Product).where(Product.brand_id == brand_id).order_by(Product.product_id)))


def _banned(more: list[str], allowed: list[str], brand: Brand, campaign: Campaign) -> tuple[BannedWord, ...]:
    free = {fold(word).text for word in allowed}
    shipped = [word for word in shipped_words() if fold(word.word).text not in free]
    # A longer phrase that is allowed excuses the shorter wording inside it.
    excused = [replace(word, harmless=(*word.harmless, *allowed)) for word in shipped] if allowed else shipped
    own = f"{brand.name_zh or brand.name} · {campaign.name_zh or campaign.name}"
    return (*excused, *(BannedWord(word, own) for word in more))
