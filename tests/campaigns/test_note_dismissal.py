"""A note that is not a collaboration's: said once, taken back as easily; and who linked a note, on both databases."""

from __future__ import annotations

from datetime import date

import pytest

from campaigns.actions import (
    Actor,
    dismiss_note,
    link_note,
    restore_note,
    save_brand,
    save_campaign,
    save_collaboration,
    unlink_note,
)
from campaigns.errors import NotFound, Refused
from campaigns.store import Store


@pytest.fixture
def owner(store: Store, lin: Actor) -> int:
    brand = save_brand(store, lin, "b", code="hav", name="Havgry")
    campaign = save_campaign(
        store, lin, "c", code="C", brand_id=brand.id, name="Spring", method="mixed", since_date=date(2026, 5, 1),
        before_date=date(2026, 6, 1), budget_fen=1,
    )  # fmt: skip
    row = save_collaboration(store, lin, "k", campaign_id=campaign.id, kol_id="K1", kol_name="阿梨")
    assert row.id is not None
    return row.id


def _dismissals(store: Store) -> list[tuple[str, int]]:
    rows = store.record_tables()["note_dismissal"].to_pylist()
    return [(row["note_id"], row["collaboration_id"]) for row in rows]


def test_a_dismissal_is_remembered_with_who_and_when_and_taken_back(store: Store, lin: Actor, owner: int) -> None:
    row = dismiss_note(store, lin, "d", note_id="N1", collaboration_id=owner)
    assert row.dismissed_by == "lin"
    assert row.dismissed_at.tzinfo is not None
    assert _dismissals(store) == [("N1", owner)]
    restore_note(store, lin, "r", note_id="N1", collaboration_id=owner)
    assert _dismissals(store) == []


def test_the_same_click_twice_is_one_dismissal_and_another_is_refused(store: Store, lin: Actor, owner: int) -> None:
    dismiss_note(store, lin, "d", note_id="N1", collaboration_id=owner)
    dismiss_note(store, lin, "d", note_id="N1", collaboration_id=owner)
    with pytest.raises(Refused, match="said already"):
        dismiss_note(store, lin, "d2", note_id="N1", collaboration_id=owner)
    assert _dismissals(store) == [("N1", owner)]


def test_what_is_not_there_is_not_found(store: Store, lin: Actor, owner: int) -> None:
    with pytest.raises(NotFound):
        dismiss_note(store, lin, "d", note_id="N1", collaboration_id=owner + 1)
    with pytest.raises(NotFound):
        restore_note(store, lin, "r", note_id="N1", collaboration_id=owner)


def test_who_linked_a_note_and_when_is_kept_and_gone_with_the_link(store: Store, lin: Actor, owner: int) -> None:
    row = link_note(store, lin, "l", note_id="N1", collaboration_id=owner)
    assert row.linked_by == "lin"
    assert row.linked_at is not None
    assert row.linked_at.tzinfo is not None
    unlink_note(store, lin, "u", note_id="N1", collaboration_id=owner)
    assert store.record_tables()["collaboration_note"].num_rows == 0
