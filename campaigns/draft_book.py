"""Reading drafts: the text of one, the rules of its campaign, its brand's lists. Whoever calls checks the scope."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlmodel import select

from campaigns.draft_check import Draft, Rules
from campaigns.draft_diff import Comparison, closest_draft
from campaigns.draft_records import CollaborationDraft, DraftText
from campaigns.draft_rules import brand_lists, draft_of, rules_of
from campaigns.errors import NotFound
from campaigns.records import Brand, Campaign, Collaboration
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


def version_of(store: Store, draft_id: int) -> int:
    """The version of a draft as it stands. Raises NotFound."""
    with store.reading() as session:
        row = session.get(CollaborationDraft, draft_id)
        if row is None:
            raise NotFound("draft", str(draft_id))
        return row.version


def published_draft(note: Mapping[str, Any]) -> Draft:
    """A published note (title, body, products by id with blanks between, is_sponsored) as the check takes it."""
    products = tuple((note["products"] or "").split())
    return Draft(note["title"] or "", note["body"] or "", products, is_reported=bool(note["is_sponsored"]))


def published_against(store: Store, collaboration_id: int, note: Mapping[str, Any]) -> Comparison | None:
    """A published note against the approved draft it was written from; None where there is none. Raises NotFound."""
    with store.reading() as session:
        owner = session.get(Collaboration, collaboration_id)
        if owner is None:
            raise NotFound("collaboration", str(collaboration_id))
        code = session.get_one(Campaign, owner.campaign_id).code
        own = select(CollaborationDraft.id).where(
            CollaborationDraft.collaboration_id == collaboration_id, CollaborationDraft.state == "approved"
        )
        numbers = [number for number in session.exec(own) if number is not None]
    drafts = [read_draft(store, number) for number in numbers]
    return closest_draft(drafts, published_draft(note), house(store, code).rules)
