"""A new campaign from an old one: the same plan over other days, with the same KOLs on its shortlist where wanted."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select

from campaigns import rights
from campaigns.actions import campaign_products, checks, rows
from campaigns.actions.request import Actor, Change, perform
from campaigns.actions.steps import log_step
from campaigns.pipeline import LEFT
from campaigns.records import Campaign, Collaboration
from campaigns.store import Store

COPIED = (
    "brand_id", "method", "budget_fen", "lookback_days", "target_audience", "budget_parts", "posting_due_days", "brief",
    "must_have", "banned_extra", "disclosure", "credit_rule", "match_on", "half_life_days",
)  # fmt: skip


def duplicate_campaign(
    store: Store, actor: Actor, key: str, *, campaign_id: int, code: str, name: str, since_date: date,
    name_zh: str = "", has_kols: bool = False,
) -> Campaign:  # fmt: skip
    """Copy a campaign's plan to a period of the same length from `since_date`; its countdowns move along.

    With `has_kols` its KOLs, but those that declined or were dropped, are shortlisted anew; quotes are not copied.
    """

    def work(session: Session) -> Change:
        source = rows.find(session, Campaign, "campaign", checks.row_id("duplicate_campaign.campaign_id", campaign_id))
        rights.allow(session, actor, "duplicate_campaign", campaign_id=source.id)
        copy = _copy(source, checks.day("duplicate_campaign.since_date", since_date))
        copy.code = checks.code("duplicate_campaign.code", code)
        copy.name = checks.text("duplicate_campaign.name", name)
        copy.name_zh = checks.words("duplicate_campaign.name_zh", name_zh)
        rows.refuse_duplicate(session, copy, "campaign", "id", "code")
        session.add(copy)
        session.flush()
        content = rows.content(copy)
        links = campaign_products.links_of(session, source)
        campaign_products.set_products(session, copy, list(links))
        campaign_products.set_links(session, copy, links)
        is_asked = checks.flag("duplicate_campaign.has_kols", has_kols)
        kols = _shortlist(session, actor, source, content["id"]) if is_asked else 0
        after = {**content, "product_ids": list(links), "copied_from": source.id, "shortlisted": kols}
        return Change(f"campaign {copy.id}", None, after)

    request: dict[str, Any] = {
        "campaign_id": campaign_id, "code": code, "name": name, "name_zh": name_zh, "since_date": since_date,
        "has_kols": has_kols,
    }  # fmt: skip
    return Campaign.model_validate(perform(store, actor, key, "duplicate_campaign", request, work).after)


def _copy(source: Campaign, since_date: date) -> Campaign:
    moved = since_date - source.since_date
    copied: dict[str, Any] = {name: getattr(source, name) for name in COPIED}
    countdowns = [
        {**sale, "since_at": _moved(sale["since_at"], moved), "before_at": _moved(sale["before_at"], moved)}
        for sale in source.countdowns
    ]
    copied |= {"countdowns": countdowns, "since_date": since_date, "before_date": source.before_date + moved}
    return Campaign(code="", name="", **copied)


def _moved(instant: str, by: timedelta) -> str:
    return (datetime.fromisoformat(instant) + by).astimezone(UTC).isoformat(timespec="seconds")


def _shortlist(session: Session, actor: Actor, source: Campaign, campaign_id: int) -> int:
    taken = select(Collaboration).where(Collaboration.campaign_id == source.id, col(Collaboration.state).not_in(LEFT))
    made = [
        Collaboration(
            campaign_id=campaign_id, kol_id=row.kol_id, kol_name=row.kol_name, agency_id=row.agency_id, owner=row.owner
        )
        for row in session.exec(taken.order_by(col(Collaboration.id)))
    ]  # fmt: skip
    session.add_all(made)
    session.flush()
    for row in made:
        log_step(session, actor, row, None)
    session.flush()
    return len(made)
