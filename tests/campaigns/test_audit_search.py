"""Entries are found by person, action, row, words and day, page by page; what they changed is told field by field."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from campaigns import actions, audit, audit_search
from campaigns.actions import Actor
from campaigns.audit_difference import Difference, differences, reason
from campaigns.audit_search import Search
from campaigns.errors import Refused
from campaigns.records import AuditEntry
from campaigns.store import Store

LIN, WEN = Actor("lin"), Actor("wen")


@pytest.fixture
def chain(store: Store, monkeypatch: pytest.MonkeyPatch) -> Store:
    """Five entries: three of lin's on 1 May in Shanghai, a refused one and one more of wen's on the next day."""
    monkeypatch.setattr(audit, "utc_now", lambda: datetime(2026, 5, 1, 15, 59, 59, tzinfo=UTC))
    actions.save_brand(store, LIN, "1", code="glow", name='Glow "50%"_', name_zh="光")
    actions.save_brand(store, LIN, "2", id=1, version=1, name="Mist")
    actions.save_setting(store, LIN, "3", name="benchmark.tmall", value=0.026, source="brand 1")
    monkeypatch.setattr(audit, "utc_now", lambda: datetime(2026, 5, 1, 16, tzinfo=UTC))
    with pytest.raises(Refused):
        actions.save_brand(store, WEN, "4", code="glow", name="Again")
    actions.save_agency(store, WEN, "5", code="lin", name="Lin")
    return store


def numbers(store: Store, **asked: Any) -> list[int]:
    return [entry.id for entry in audit_search.page(store, Search(**asked)).entries]


CASES: list[tuple[dict[str, Any], list[int]]] = [
    ({}, [5, 4, 3, 2, 1]),
    ({"who": "wen"}, [5, 4]),
    ({"action": "save_brand"}, [4, 2, 1]),
    ({"outcome": "refused"}, [4]),
    ({"target": "brand 1"}, [2, 1]),
    ({"target": "brand"}, [2, 1]),
    ({"target": "bran"}, []),
    ({"text": "mist"}, [2]),
    ({"text": "光"}, [2, 1]),
    ({"text": '"50%"_'}, [2, 1]),
    ({"text": "50_"}, []),
    ({"text": "glow already"}, [4]),
    ({"text": "LIN"}, [5, 3, 2, 1]),
    ({"since": date(2026, 5, 2)}, [5, 4]),
    ({"before": date(2026, 5, 2)}, [3, 2, 1]),
    ({"since": date(2026, 5, 3)}, []),
    ({"who": "lin", "action": "save_brand", "text": "光", "target": "brand 1", "outcome": "accepted"}, [2, 1]),
]


def test_each_way_of_looking_finds_its_entries_newest_first(chain: Store) -> None:
    for asked, found in CASES:
        assert numbers(chain, **asked) == found, asked
        assert audit_search.page(chain, Search(**asked)).count == len(found), asked
        assert audit_search.count(chain, Search(**asked)) == len(found), asked
        assert [entry.id for entry in audit_search.every(chain, Search(**asked), 99)] == found, asked


def test_pages_follow_each_other_without_gap_or_repeat(chain: Store) -> None:
    seen: list[int] = []
    below: int | None = None
    while True:
        page = audit_search.page(chain, Search(), below=below, limit=2)
        seen += [entry.id for entry in page.entries]
        below = page.older
        if below is None:
            break
    assert seen == [5, 4, 3, 2, 1]
    assert audit_search.page(chain, Search(), limit=5).older is None


def test_who_acted_and_what_was_asked_for_are_listed_once(chain: Store) -> None:
    assert audit_search.people(chain) == ["lin", "wen"]
    assert audit_search.actions(chain) == ["save_agency", "save_brand", "save_setting"]
    assert audit_search.entry(chain, 2) is not None
    assert audit_search.entry(chain, 99) is None


def test_an_empty_chain_has_nothing_to_list(store: Store) -> None:
    assert audit_search.people(store) == []
    assert audit_search.page(store, Search()) == audit_search.Page([], None, 0)


def test_a_change_tells_its_fields_and_a_new_row_what_it_holds(chain: Store) -> None:
    second, first = audit_search.page(chain, Search(action="save_brand", outcome="accepted")).entries
    assert differences(second) == [Difference("name", 'Glow "50%"_', "Mist")]
    assert {one.field: (one.before, one.after) for one in differences(first)} == {
        "code": (None, "glow"), "name": (None, 'Glow "50%"_'), "name_zh": (None, "光"),
    }  # fmt: skip
    (refused,) = audit_search.page(chain, Search(outcome="refused")).entries
    assert "glow already" in reason(refused)


def entry(before: Any, after: Any) -> AuditEntry:
    return AuditEntry(
        id=1, key="k", at=datetime(2026, 5, 1, tzinfo=UTC), who="lin", action="x", target="x 1", request_hash="",
        previous_hash="", hash="", before=before, after=after,
    )  # fmt: skip


def test_rows_within_an_entry_differ_by_their_place() -> None:
    before = {"12": {"state": "agreed", "version": 1}, "13": {"state": "agreed", "version": 4}}
    after = {"12": {"state": "published", "version": 2}, "13": {"state": "published", "version": 5}}
    assert differences(entry(before, after)) == [
        Difference("12.state", "agreed", "published"), Difference("13.state", "agreed", "published"),
    ]  # fmt: skip


def test_lists_of_rows_differ_by_line_and_plain_lists_as_a_whole() -> None:
    before = {"tiers": [{"rate_ppm": 1}, {"rate_ppm": 2}], "tags": ["a"]}
    after = {"tiers": [{"rate_ppm": 1}, {"rate_ppm": 3}, {"rate_ppm": 4}], "tags": ["a", "b"]}
    assert differences(entry(before, after)) == [
        Difference("tiers.2.rate_ppm", 2, 3), Difference("tiers.3.rate_ppm", None, 4),
        Difference("tags", ["a"], ["a", "b"]),
    ]  # fmt: skip


def test_a_field_emptied_and_a_row_removed_are_told() -> None:
    assert differences(entry({"owner": "mei", "x": ""}, {"owner": "", "x": None})) == [Difference("owner", "mei", "")]
    assert differences(entry({"note_id": "n", "id": 3}, None)) == [Difference("note_id", "n", None)]
    assert differences(entry(None, None)) == []
