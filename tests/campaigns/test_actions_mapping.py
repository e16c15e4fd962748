"""Mappings are records: checked, versioned, kept per header, and never half saved."""

from __future__ import annotations

from typing import Any

import pytest

from campaigns.actions import Actor, save_mapping
from campaigns.errors import BadValue, Refused, StaleVersion
from campaigns.mapping_records import ColumnMapping
from campaigns.store import Store

ME = Actor("tester")
HEADER = "a" * 64
STOCK: dict[str, Any] = {
    "fingerprint": HEADER, "name": "warehouse count", "table_name": "stock_levels", "columns": ["sku", "left"],
    "fields": {"product_id": {"column": "sku"}, "available": {"column": "left"}},
}  # fmt: skip


def test_formats_that_need_no_word_are_filled_in_and_a_version_replaces(store: Store) -> None:
    first = save_mapping(store, ME, "one", **STOCK)
    assert (first.version, first.entered_by) == (1, "tester")
    assert first.fields["available"] == {"column": "left", "format": "whole"}
    again = save_mapping(store, ME, "two", version=1, fingerprint=HEADER, name="count of the warehouse")
    assert (again.version, again.name, again.fields) == (2, "count of the warehouse", first.fields)
    with pytest.raises(StaleVersion):
        save_mapping(store, ME, "three", version=1, fingerprint=HEADER, is_archived=True)


def test_the_same_key_twice_saves_once(store: Store) -> None:
    save_mapping(store, ME, "one", **STOCK)
    assert save_mapping(store, ME, "one", **STOCK).version == 1


@pytest.mark.parametrize(
    "change",
    [
        {"fingerprint": "short"},
        {"table_name": "recipes"},
        {"columns": ["sku", "sku"]},
        {"fields": {"product_id": {"column": "sku"}}},
        {"fields": {**STOCK["fields"], "captured_at": {"column": "left"}}},
        {"fields": {**STOCK["fields"], "captured_at": {"column": "left", "format": "lunar"}}},
    ],
)
def test_what_breaks_a_rule_leaves_nothing(store: Store, change: dict[str, Any]) -> None:
    with pytest.raises(BadValue):
        save_mapping(store, ME, "one", **{**STOCK, **change})
    with store.reading() as session:
        assert session.get(ColumnMapping, HEADER) is None


def test_the_columns_of_a_header_stay(store: Store) -> None:
    save_mapping(store, ME, "one", **STOCK)
    with pytest.raises(Refused, match="stays as it was created"):
        save_mapping(store, ME, "two", version=1, fingerprint=HEADER, columns=["sku", "left", "right"])
