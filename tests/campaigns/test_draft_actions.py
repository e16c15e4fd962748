"""Drafts in the records: text that never changes, decisions by people with names, on both databases."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa

from campaigns.actions import (
    Actor,
    decide_draft,
    save_brand,
    save_campaign,
    save_collaboration,
    save_draft_rules,
    save_product,
    submit_draft,
)
from campaigns.draft_records import CollaborationDraft, DraftText
from campaigns.errors import BadValue, KolbookError, NotFound, Refused, StaleVersion
from campaigns.records import Collaboration
from campaigns.store import Store

MASK = "6640a1c20000000001c0a101"
GOOD = "海曦的屏障修护面膜，敷了五天。\n品牌合作 #海曦[话题]#"


@pytest.fixture
def collaboration(store: Store, lin: Actor) -> int:
    brand = save_brand(store, lin, "b", code="hav", name="Havgry", name_zh="海曦")
    save_product(store, lin, "p", product_id=MASK, brand_id=brand.id, name="Mask", category="mask", cost_fen=1)
    campaign = save_campaign(
        store, lin, "c", code="C", brand_id=brand.id, name="Spring", method="mixed", since_date=date(2026, 5, 1),
        before_date=date(2026, 6, 1), budget_fen=1, product_ids=[MASK], must_have=["屏障修护"],
    )  # fmt: skip
    row = save_collaboration(
        store, lin, "k", campaign_id=campaign.id, kol_id="K1", kol_name="阿梨", state="agreed", quote_fen=100
    )
    assert row.id is not None
    return row.id


def _submit(store: Store, lin: Actor, collaboration: int, key: str = "d1", **fields: Any) -> CollaborationDraft:
    given = {"title": "敷了五天", "body": GOOD, "product_links": [MASK], **fields}
    return submit_draft(store, lin, key, collaboration_id=collaboration, **given)


def _state(store: Store, collaboration: int) -> str:
    with store.reading() as session:
        return session.get_one(Collaboration, collaboration).state


def test_a_draft_is_numbered_and_brings_its_collaboration_along(store: Store, lin: Actor, collaboration: int) -> None:
    first = _submit(store, lin, collaboration)
    assert (first.number, first.state, first.submitted_by) == (1, "submitted", "lin")
    assert _state(store, collaboration) == "draft_in"
    assert _submit(store, lin, collaboration, "d2", title="第二版").number == 2


def test_submitting_twice_with_one_key_is_one_draft(store: Store, lin: Actor, collaboration: int) -> None:
    assert _submit(store, lin, collaboration).id == _submit(store, lin, collaboration).id
    assert store.record_tables()["collaboration_draft"].num_rows == 1


def test_an_approval_names_its_person_and_freezes_the_text(store: Store, lin: Actor, collaboration: int) -> None:
    draft = _submit(store, lin, collaboration)
    assert draft.id is not None
    done = decide_draft(store, Actor("local"), "ok", id=draft.id, version=1, decision="approved", name="Chen Wei")
    assert (done.state, done.decided_by, done.decided_name) == ("approved", "local", "Chen Wei")
    assert done.decided_at is not None
    assert _state(store, collaboration) == "approved"
    for statement in (
        "update draft_text set body = 'other'",
        "delete from draft_text",
        "update collaboration_draft set state = 'returned'",
        "update collaboration_draft set text_hash = 'other'",
        "delete from collaboration_draft",
    ):
        with pytest.raises(sa.exc.DatabaseError, match="never"), store.transaction() as session:
            session.connection().exec_driver_sql(statement)
    with store.reading() as session:
        assert session.get_one(DraftText, draft.id).body == GOOD


def test_without_login_whoever_decides_gives_a_name(store: Store, lin: Actor, collaboration: int) -> None:
    draft = _submit(store, lin, collaboration)
    assert draft.id is not None
    with pytest.raises(BadValue, match="the name of the person"):
        decide_draft(store, Actor("local"), "ok", id=draft.id, version=1, decision="approved")
    assert decide_draft(store, lin, "ok2", id=draft.id, version=1, decision="approved").decided_name == "lin"


def test_findings_must_be_answered_before_approval_and_are_kept_with_it(
    store: Store, lin: Actor, collaboration: int
) -> None:
    draft = _submit(store, lin, collaboration, body="顶级面膜，屏障修护。品牌合作")
    assert draft.id is not None
    with pytest.raises(Refused, match=r"1 findings that must be answered.*顶级"):
        decide_draft(store, lin, "ok", id=draft.id, version=1, decision="approved")
    done = decide_draft(
        store, lin, "ok2", id=draft.id, version=1, decision="approved", comment="顶级 is the name of the fabric"
    )
    assert [(finding["kind"], finding["quote"], finding["part"]) for finding in done.findings] == [
        ("banned", "顶级", "body")
    ]


def test_a_returned_draft_says_what_to_change_and_a_new_one_takes_its_place(
    store: Store, lin: Actor, collaboration: int
) -> None:
    draft = _submit(store, lin, collaboration)
    assert draft.id is not None
    with pytest.raises(BadValue, match="what to change"):
        decide_draft(store, lin, "no", id=draft.id, version=1, decision="returned")
    decide_draft(store, lin, "no2", id=draft.id, version=1, decision="returned", comment="标题太长")
    with pytest.raises(Refused, match="was returned by lin already"):
        decide_draft(store, lin, "no3", id=draft.id, version=2, decision="approved")
    assert _state(store, collaboration) == "draft_in"
    newer = _submit(store, lin, collaboration, "d2", title="短")
    assert newer.number == 2
    with pytest.raises(Refused, match="replaced by draft 2"):
        decide_draft(store, lin, "no4", id=draft.id, version=2, decision="approved")


def test_a_stale_decision_is_refused(store: Store, lin: Actor, collaboration: int) -> None:
    draft = _submit(store, lin, collaboration)
    assert draft.id is not None
    decide_draft(store, lin, "no", id=draft.id, version=1, decision="returned", comment="x")
    with pytest.raises(StaleVersion):
        decide_draft(store, lin, "ok", id=draft.id, version=1, decision="approved")


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [({"title": "", "body": " "}, BadValue), ({"body": "x" * 10_001}, BadValue), ({"product_links": MASK}, BadValue)],
)
def test_a_draft_without_words_or_with_too_many_is_refused(
    store: Store, lin: Actor, collaboration: int, fields: dict[str, Any], refusal: type[KolbookError]
) -> None:
    with pytest.raises(refusal):
        _submit(store, lin, collaboration, **fields)
    assert store.record_tables()["collaboration_draft"].num_rows == 0


def test_an_unknown_draft_or_collaboration_is_not_found(store: Store, lin: Actor, collaboration: int) -> None:
    with pytest.raises(NotFound):
        decide_draft(store, lin, "x", id=99, version=1, decision="approved")
    with pytest.raises(NotFound):
        _submit(store, lin, collaboration + 1)


def test_a_brand_edits_its_own_list_and_the_next_approval_is_held_against_it(
    store: Store, lin: Actor, collaboration: int
) -> None:
    saved = save_draft_rules(store, lin, "r", brand_id=1, banned=["酸奶", "酸奶"], allowed=["顶级"])
    assert saved.value == {"banned": ["酸奶"], "allowed": ["顶级"], "disclosures": []}
    draft = _submit(store, lin, collaboration, body="顶级面膜，像酸奶，屏障修护。品牌合作")
    assert draft.id is not None
    with pytest.raises(Refused, match=r"1 findings.*酸奶"):
        decide_draft(store, lin, "ok", id=draft.id, version=1, decision="approved")
    with pytest.raises(StaleVersion):
        save_draft_rules(store, lin, "r2", brand_id=1, banned=[])
    save_draft_rules(store, lin, "r3", brand_id=1, version=1, allowed=["顶级"])
    assert decide_draft(store, lin, "ok2", id=draft.id, version=1, decision="approved").findings == []
