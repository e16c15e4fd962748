"""A short link entered after its clicks were loaded places them at the next load, and a rebuild gives the same."""

from __future__ import annotations

from contextlib import closing
from typing import Any

from campaigns.actions import Actor, save_link
from campaigns.store import open_store
from campaigns.warehouse import canonical_hash
from ingest.load import rebuild

PLACED = "select click_id, note_id, product_id from clicks order by click_id"


def test_a_link_entered_later_places_older_clicks_at_the_next_load(loading: Any) -> None:
    path = loading.clicks("clicks.csv", "c1,lin-mask,2026-03-01T10:00:00+08:00,,,buyer-1,explore,xiaohongshu")
    loading.load(path)
    before = canonical_hash(loading.root)
    assert loading.rows(PLACED) == [("c1", None, None)]
    with closing(open_store(loading.root)) as store:
        save_link(
            store, Actor("lin"), "link-1", slug="lin-mask", note_id="66a1b2c3d4e5f60718293a4b", product_id="sku-1"
        )
    assert [outcome.status for outcome in loading.load(path)] == ["already_loaded"]
    assert loading.rows(PLACED) == [("c1", "66a1b2c3d4e5f60718293a4b", "sku-1")]
    assert canonical_hash(loading.root) == before, "what arrived is the same"
    assert rebuild(loading.root) == before
    assert loading.rows(PLACED) == [("c1", "66a1b2c3d4e5f60718293a4b", "sku-1")]
