"""Drafts: submitted with their text, approved or returned by a person with a name; and a brand's own wording lists."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from sqlmodel import Session, col, select

from campaigns import rights
from campaigns.actions import checks, rows
from campaigns.actions.request import Actor, Change, perform
from campaigns.actions.steps import follow
from campaigns.draft_check import Finding, check
from campaigns.draft_records import CollaborationDraft, DraftText
from campaigns.draft_rules import LISTS, SETTING, draft_of, rules_of
from campaigns.errors import BadValue, NotFound, Refused, StaleVersion
from campaigns.people_records import Person
from campaigns.pipeline import OVER
from campaigns.records import Brand, Campaign, Collaboration, Setting, utc_now
from campaigns.spelling import canonical_json
from campaigns.store import Store

DECISIONS = ("approved", "returned")
NOBODY = ("local", "dashboard")
"""Names that say nobody's name: without login, whoever approves gives their own."""


def submit_draft(
    store: Store,
    actor: Actor,
    key: str,
    *,
    collaboration_id: int,
    title: str,
    body: str,
    product_links: Sequence[str] = (),
    is_reported: bool = False,
) -> CollaborationDraft:
    """Hand in the next draft of a collaboration; where the step is legal, the collaboration comes to `draft_in`."""

    def work(session: Session) -> Change:
        number = checks.row_id("draft.collaboration_id", collaboration_id)
        rights.allow(session, actor, "submit_draft", collaboration_id=number)
        owner = rows.find(session, Collaboration, "collaboration", number)
        if owner.state in OVER:
            raise Refused(f"The collaboration with {owner.kol_name} is {owner.state}; it takes no draft.")
        text = _checked_text(title, body, product_links)
        row = _new_draft(session, number, text, actor.who)
        row.is_reported = checks.flag("draft.is_reported", is_reported)
        session.add(row)
        session.flush()
        session.add(DraftText(**{**text, "draft_id": row.id, "text_hash": row.text_hash}))
        follow(session, actor, owner, "draft_in", f"draft {row.number}")
        return Change(_target(row), None, rows.content(row))

    request = {
        "collaboration_id": collaboration_id, "title": title, "body": body, "product_links": list(product_links),
        "is_reported": is_reported,
    }  # fmt: skip
    return CollaborationDraft.model_validate(perform(store, actor, key, "submit_draft", request, work).after)


def decide_draft(
    store: Store,
    actor: Actor,
    key: str,
    *,
    id: int,  # noqa: A002
    version: int,
    decision: str,
    comment: str = "",
    name: str = "",
) -> CollaborationDraft:
    """Approve or return the newest draft of a collaboration, as the person `name` (without login; else as oneself).

    Approving freezes the draft. Where the check finds something that must be answered, the comment answers it; a
    return says in the comment what to change. Nobody who is logged in approves the draft that they submitted; without
    login nobody is known, and the name given stands for who approved.
    """

    def work(session: Session) -> Change:
        row = _open_draft(session, actor, id, version)
        before, owner = rows.content(row), session.get_one(Collaboration, row.collaboration_id)
        state = checks.choice(DECISIONS)("draft.decision", decision)
        said = checks.passage(2000)("draft.comment", comment)
        person = _person(session, actor, name)
        if state == "returned" and not said:
            raise BadValue("draft.comment", "", "what to change, for a draft that is returned")
        if state == "approved":
            _refuse_own(row, actor)
        findings = _accepted(session, row, owner, said) if state == "approved" else []
        # All at once: an approved row takes no further change.
        row.sqlmodel_update(
            {"state": state, "comment": said, "findings": findings, "decided_by": actor.who, "decided_name": person,
             "decided_at": utc_now(), "version": row.version + 1}
        )  # fmt: skip
        session.add(row)
        session.flush()
        if state == "approved":
            follow(session, actor, owner, "approved", f"draft {row.number}")
        return Change(_target(row), before, rows.content(row))

    request = {"id": id, "version": version, "decision": decision, "comment": comment, "name": name}
    return CollaborationDraft.model_validate(perform(store, actor, key, "decide_draft", request, work).after)


def save_draft_rules(
    store: Store, actor: Actor, key: str, *, brand_id: int, version: int | None = None, **lists: Sequence[str]
) -> Setting:
    """Replace a brand's lists (`banned`, `allowed`, `disclosures`), if they still have `version` (None: the first)."""

    def work(session: Session) -> Change:
        rights.allow(session, actor, "save_draft_rules", brand_id=checks.row_id("draft_rules.brand_id", brand_id))
        brand = rows.find(session, Brand, "brand", brand_id)
        checks.only_known("draft_rules", lists, dict.fromkeys(LISTS))
        value = {name: _wordings(f"draft_rules.{name}", lists.get(name, ())) for name in LISTS}
        setting = session.get(Setting, SETTING + brand.code)
        if (setting.version if setting else None) != version:
            raise StaleVersion(f"The wording list of {brand.name}", version or 0, setting.version if setting else 0)
        before = rows.content(setting) if setting else None
        saved = setting or Setting(key=SETTING + brand.code, value=value, version=0)
        saved.value, saved.version, saved.source = value, saved.version + 1, actor.who
        session.add(saved)
        session.flush()
        return Change(f"setting {saved.key}", before, rows.content(saved))

    request = {"brand_id": brand_id, "version": version, **{name: list(words) for name, words in lists.items()}}
    return Setting.model_validate(perform(store, actor, key, "save_draft_rules", request, work).after)


def text_hash(text: Mapping[str, Any]) -> str:
    """What a text is known by: the hash of its title, body and product links."""
    spelled = canonical_json([text["title"], text["body"], list(text["product_links"])])
    return hashlib.sha256(spelled.encode("utf-8", "surrogatepass")).hexdigest()


def _checked_text(title: str, body: str, links: Sequence[str]) -> dict[str, Any]:
    if isinstance(links, str):
        raise BadValue("draft.product_links", links[:80], "a list of links")
    given = {
        "title": checks.words("draft.title", title),
        "body": checks.passage(10_000)("draft.body", body),
        "product_links": [checks.words("draft.product_links", link) for link in links if link.strip()],
    }
    if not given["title"] and not given["body"]:
        raise BadValue("draft.body", "", "the words of the note")
    return given


def _new_draft(session: Session, collaboration_id: int, text: Mapping[str, Any], who: str) -> CollaborationDraft:
    newest = _newest(session, collaboration_id)
    return CollaborationDraft(
        collaboration_id=collaboration_id,
        number=1 if newest is None else newest.number + 1,
        title=text["title"],
        text_hash=text_hash(text),
        submitted_by=who,
    )


def _newest(session: Session, collaboration_id: int) -> CollaborationDraft | None:
    own = select(CollaborationDraft).where(CollaborationDraft.collaboration_id == collaboration_id)
    return session.exec(own.order_by(col(CollaborationDraft.number).desc()).limit(1)).first()


def _open_draft(session: Session, actor: Actor, identity: int, version: int) -> CollaborationDraft:
    """The draft that may be decided now; raises NotFound, StaleVersion, or Refused naming the newer one."""
    row = session.get(CollaborationDraft, checks.row_id("draft.id", identity))
    if row is None:
        rights.allow(session, actor, "decide_draft")
        raise NotFound("draft", str(identity))
    missing = NotFound("draft", str(identity))
    rights.allow(session, actor, "decide_draft", collaboration_id=row.collaboration_id, instead=missing)
    newest = _newest(session, row.collaboration_id)
    if newest is not None and newest.number > row.number:
        raise Refused(f"Draft {row.number} was replaced by draft {newest.number}. Decide on that one.")
    if row.version != version:
        raise StaleVersion(f"Draft {row.number} of collaboration {row.collaboration_id}", version, row.version)
    if row.state != "submitted":
        raise Refused(f"Draft {row.number} was {row.state} by {row.decided_name} already.")
    return row


def _refuse_own(row: CollaborationDraft, actor: Actor) -> None:
    if actor.person is not None and row.submitted_by == actor.who:
        raise Refused(f"You submitted draft {row.number} yourself. Somebody else approves it.")


def _accepted(session: Session, row: CollaborationDraft, owner: Collaboration, comment: str) -> list[dict[str, Any]]:
    """The findings that approving accepts; refused without a comment where one of them must be answered."""
    text = session.get_one(DraftText, row.id)
    if text_hash(text.model_dump()) != row.text_hash:
        raise Refused(f"The text of draft {row.number} is not the one that was submitted. Submit it again.")
    campaign = session.get_one(Campaign, owner.campaign_id)
    found = check(draft_of(text, is_reported=row.is_reported), rules_of(session, campaign))
    open_ones = [finding for finding in found if finding.must_be_answered]
    if open_ones and not comment:
        raise Refused(
            f"Draft {row.number} has {len(open_ones)} findings that must be answered, the first: "
            f"{open_ones[0].kind.replace('_', ' ')} {open_ones[0].word!r}. Say in the comment why it may be published."
        )
    return [_kept(finding) for finding in found]


def _kept(finding: Finding) -> dict[str, Any]:
    return {
        "kind": finding.kind, "word": finding.word, "part": finding.part, "start": finding.start, "end": finding.end,
        "quote": finding.quote,
    }  # fmt: skip


def _person(session: Session, actor: Actor, name: str) -> str:
    person = None if actor.person is None else session.get(Person, actor.person)
    if person is not None:
        return person.name
    given = name.strip() or ("" if actor.who in NOBODY else actor.who)
    if not given:
        raise BadValue("draft.name", "", "the name of the person who decides")
    return checks.text("draft.name", given)


def _wordings(where: str, given: Sequence[str]) -> list[str]:
    if isinstance(given, str):
        raise BadValue(where, given[:80], "a list of wordings")
    return list(dict.fromkeys(checks.text(where, word) for word in given if word.strip()))


def _target(row: CollaborationDraft) -> str:
    return f"draft {row.number} of collaboration {row.collaboration_id}"
