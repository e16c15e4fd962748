"""Who may do what, to which rows: read from the records in every transaction, before anything is written.

An action names itself and what it touches; the role decides the first, the scope the second. A role that may not do it
is refused by name. What lies outside somebody's scope answers exactly like an id that does not exist.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlmodel import Session, col, select

from campaigns.errors import KolbookError, NotFound, Refused
from campaigns.people_records import Person, PersonBrand
from campaigns.records import Campaign, CampaignProduct, Collaboration, Product

if TYPE_CHECKING:
    from campaigns.actions.request import Actor

ADMIN, MARKETER, AGENCY, FINANCE = "admin", "marketer", "agency", "finance"

MAY: dict[str, tuple[str, ...]] = {
    "accept_invitation": (ADMIN, MARKETER, AGENCY, FINANCE),
    "accept_quote": (ADMIN, MARKETER),
    "add_quote": (ADMIN, MARKETER, AGENCY),
    "approve_lock": (ADMIN, FINANCE),
    "approve_statements": (ADMIN, FINANCE),
    "arrange_collaborations": (ADMIN, MARKETER, AGENCY),
    "assign_breaks": (ADMIN, FINANCE),
    "change_person": (ADMIN,),
    "change_samples": (ADMIN, MARKETER, AGENCY),
    "close_statements": (ADMIN, FINANCE),
    "comment_collaboration": (ADMIN, MARKETER, AGENCY),
    "decide_draft": (ADMIN, MARKETER),
    "decide_samples": (ADMIN, MARKETER),
    "disable_person": (ADMIN,),
    "dismiss_note": (ADMIN, MARKETER),
    "drop_exclusivity": (ADMIN, MARKETER),
    "drop_kol_hold": (ADMIN, MARKETER),
    "duplicate_campaign": (ADMIN, MARKETER),
    "enable_person": (ADMIN,),
    "import_products": (ADMIN, MARKETER),
    "import_samples": (ADMIN, MARKETER, AGENCY),
    "import_shortlist": (ADMIN, MARKETER, AGENCY),
    "import_terms": (ADMIN, FINANCE, MARKETER),
    "invite_person": (ADMIN,),
    "link_note": (ADMIN, MARKETER),
    "load_files": (ADMIN,),
    "make_statements": (ADMIN, FINANCE),
    "move_collaborations": (ADMIN, MARKETER),
    "pay_statement": (ADMIN, FINANCE),
    "post_accruals": (ADMIN, FINANCE),
    "post_entry": (ADMIN, FINANCE),
    "post_settlement": (ADMIN, FINANCE),
    "read_audit": (ADMIN,),
    "receive_samples": (ADMIN, MARKETER),
    "record_reconciliation": (ADMIN, FINANCE),
    "renew_terms": (ADMIN, FINANCE, MARKETER),
    "request_lock": (ADMIN, FINANCE),
    "resolve_breaks": (ADMIN, FINANCE),
    "restore_note": (ADMIN, MARKETER),
    "return_statements": (ADMIN, FINANCE),
    "reverse_entry": (ADMIN, FINANCE),
    "reverse_payment": (ADMIN, FINANCE),
    "save_agency": (ADMIN, MARKETER),
    "save_brand": (ADMIN,),
    "save_campaign": (ADMIN, MARKETER),
    "save_collaboration": (ADMIN, MARKETER),
    "save_draft_rules": (ADMIN, MARKETER),
    "save_exchange_rate": (ADMIN, FINANCE),
    "save_exclusivity": (ADMIN, MARKETER),
    "save_house_terms": (ADMIN, FINANCE),
    "save_kol_hold": (ADMIN, MARKETER),
    "save_link": (ADMIN, MARKETER),
    "save_mapping": (ADMIN,),
    "save_match_weights": (ADMIN, MARKETER),
    "save_party_tax": (ADMIN, FINANCE),
    "save_platform_band": (ADMIN, FINANCE),
    "save_product": (ADMIN, MARKETER),
    "save_sample": (ADMIN, MARKETER, AGENCY),
    "save_setting": (ADMIN,),
    "save_terms": (ADMIN, FINANCE, MARKETER),
    "submit_draft": (ADMIN, MARKETER, AGENCY),
    "submit_statements": (ADMIN, FINANCE),
    "undo_samples": (ADMIN, MARKETER, AGENCY),
    "unlink_note": (ADMIN, MARKETER),
    "warn_sample_stock": (ADMIN, MARKETER),
    "watch_words": (ADMIN, MARKETER),
}
"""The roles that may do an action. One that is not listed is for administrators."""

UNSCOPED = frozenset({"accept_invitation", "save_agency"})
"""What concerns no brand's or agency's row: agencies are shared by all brands."""

FOR_ANYBODY = frozenset({"accept_invitation"})
"""What somebody does who is not let in yet; its work lets them in, and then asks."""

_SCOPED_ROLES = (MARKETER, AGENCY)


@dataclass(frozen=True)
class Standing:
    """What somebody is here: the role, and the brands or the agency it is for."""

    role: str
    brand_ids: frozenset[int] = frozenset()
    agency_id: int | None = None


def roles_for(action: str) -> tuple[str, ...]:
    """The roles that may do `action`."""
    return MAY.get(action, (ADMIN,))


def standing(session: Session, actor: Actor) -> Standing:
    """What the records say about `actor` now. Raises Refused for somebody who is not, or no longer, let in.

    Somebody without a person stands in front of this machine, where nobody logs in, and may do everything.
    """
    known: tuple[Actor, Standing] | None = session.info.get("standing")
    if known is not None and known[0] == actor:
        return known[1]
    found = Standing(ADMIN) if actor.person is None else _of_person(session, actor)
    session.info["standing"] = (actor, found)
    return found


def require_role(session: Session, actor: Actor, action: str) -> Standing:
    """Raise Refused when the role may not do `action` at all, whatever it touches."""
    here = standing(session, actor)
    if here.role not in roles_for(action):
        raise Refused(
            f"{actor.who} is here as {here.role}; to {action.replace('_', ' ')} takes {' or '.join(roles_for(action))}."
        )
    return here


def allow(
    session: Session,
    actor: Actor,
    action: str,
    *,
    brand_id: int | None = None,
    agency_id: int | None = None,
    campaign_id: int | None = None,
    collaboration_id: int | None = None,
    product_id: str | None = None,
    instead: KolbookError | None = None,
) -> None:
    """Raise Refused when the role may not do `action`, NotFound when what it concerns lies outside the scope.

    Without an id it asks for the role alone; whoever works for a brand or an agency must also name what is touched.
    `instead` is the answer that an id which does not exist would get, where that is another than "no campaign 7".
    """
    here = require_role(session, actor, action)
    given = {
        "brand": brand_id, "agency": agency_id, "campaign": campaign_id, "collaboration": collaboration_id,
        "product": product_id,
    }  # fmt: skip
    asked = {name: identity for name, identity in given.items() if identity is not None}
    if here.role in _SCOPED_ROLES:
        for name, identity in asked.items():
            if not _is_inside(session, here, name, identity):
                raise instead or NotFound(name, str(identity))
    if asked or here.role not in _SCOPED_ROLES or action in UNSCOPED:
        session.info["was_asked"] = True


def is_scoped(session: Session) -> bool:
    """Whether whoever acts in this transaction sees a part of the rows only."""
    known: tuple[Actor, Standing] | None = session.info.get("standing")
    return known is not None and known[1].role in _SCOPED_ROLES


def was_asked(session: Session) -> bool:
    """Whether this transaction asked for a right, and for one within a scope where the role has one."""
    return bool(session.info.get("was_asked"))


def _of_person(session: Session, actor: Actor) -> Standing:
    person = session.get(Person, actor.person)
    if person is None or person.state != "active" or person.email != actor.who:
        raise Refused(f"{actor.who} is not, or no longer, let in here. An administrator can invite people.")
    brands = session.exec(select(PersonBrand.brand_id).where(PersonBrand.person_id == person.id))
    return Standing(person.role, frozenset(brands), person.agency_id)


def _is_inside(session: Session, here: Standing, name: str, identity: Any) -> bool:
    if here.role == AGENCY:
        return _is_of_agency(session, here, name, identity)
    return name == "agency" or _brand_of(session, name, identity) in here.brand_ids


def _brand_of(session: Session, name: str, identity: Any) -> int | None:
    """The brand that a brand, product, campaign or collaboration belongs to; None where there is no such row."""
    if name == "brand":
        return int(identity)
    if name == "product":
        product = session.get(Product, identity)
        return None if product is None else product.brand_id
    if name == "collaboration":
        collaboration = session.get(Collaboration, identity)
        return None if collaboration is None else _brand_of(session, "campaign", collaboration.campaign_id)
    campaign = session.get(Campaign, identity)
    return None if campaign is None else campaign.brand_id


def _is_of_agency(session: Session, here: Standing, name: str, identity: Any) -> bool:
    """An agency has its own collaborations, and the campaigns and products that these are about; no brand."""
    if name == "agency":
        return bool(identity == here.agency_id)
    if name == "collaboration":
        collaboration = session.get(Collaboration, identity)
        return collaboration is not None and collaboration.agency_id == here.agency_id
    own = select(Collaboration.id).where(col(Collaboration.agency_id) == here.agency_id)
    if name == "campaign":
        own = own.where(Collaboration.campaign_id == identity)
    elif name == "product":
        own = own.join(CampaignProduct, col(CampaignProduct.campaign_id) == col(Collaboration.campaign_id))
        own = own.where(CampaignProduct.product_id == identity)
    else:
        return False
    return session.exec(own.limit(1)).first() is not None
