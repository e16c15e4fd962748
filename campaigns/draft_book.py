"""Reading drafts: the text of one, the rules of its campaign, its brand's lists. Whoever calls checks the scope."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import select

from campaigns.draft_check import Draft, Rules
from campaigns.draft_records import CollaborationDraft, DraftText
from campaigns.draft_rules import brand_lists, draft_of, rules_of
from campaigns.errors import NotFound
from campaigns.records import Brand, Campaign
from campaigns.store import Store


@dataclass(frozen=True)
class House:
    """What the drafts of a campaign are held against, its brief, and the lists of its brand with their version."""

    rules: Rules
    brief: str
    brand_id: int
    brand_name: str
    lists: dict[str, list[str]]
    lists_version: int | None


def house(store: Store, campaign_code: str) -> House:
    """Everything the check needs for a campaign. Raises NotFound."""
    with store.reading() as session:
        campaign = session.exec(select(Campaign).where(Campaign.code == campaign_code)).first()
        if campaign is None:
            raise NotFound("campaign", campaign_code)
        brand = session.get_one(Brand, campaign.brand_id)
        lists, version = brand_lists(session, brand)
        name = brand.name_zh or brand.name
        return House(rules_of(session, campaign), campaign.brief, campaign.brand_id, name, lists, version)


def read_draft(store: Store, draft_id: int) -> Draft:
    """What a draft says. Raises NotFound."""
    with store.reading() as session:
        row, text = session.get(CollaborationDraft, draft_id), session.get(DraftText, draft_id)
        if row is None or text is None:
            raise NotFound("draft", str(draft_id))
        return draft_of(text, is_reported=row.is_reported)
