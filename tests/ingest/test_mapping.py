"""A file that no importer knows: looked at, mapped by a person, tried, and read by the saved mapping from then on."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.actions import Actor, save_mapping
from campaigns.errors import BadValue, Refused
from campaigns.store import open_store
from campaigns.warehouse import canonical_hash
from ingest import unknown
from ingest.headers import normalise
from ingest.load import rebuild
from ingest.mapped import fingerprint
from ingest.unknown import UnknownColumn, UnknownSheet

ME = Actor("tester")
HEADER = "单号,货号,成交时间,件数,实付(元),手机号"
ROWS = ("A1,s-1,2026-03-01 10:00:00,2,19.80,13800000001", "A1,s-2,2026-03-01 10:00:00,1,9.90,13800000001")
BROKEN = "A2,s-1,2026-03-02 11:30:00,1,oops,13900000002"
FIELDS: dict[str, dict[str, str]] = {
    "order_id": {"column": "单号"}, "sku": {"column": "货号"}, "quantity": {"column": "件数"},
    "ordered_at": {"column": "成交时间", "format": "shanghai"}, "paid_fen": {"column": "实付", "format": "yuan"},
    "list_fen": {"column": "实付", "format": "yuan"}, "shop_id": {"value": "tmall"}, "channel": {"value": "tmall"},
    "line_no": {"format": "by_sku"}, "status": {"value": "completed"},
    **{f"{name}_fen": {"value": "0"} for name in ("brand_discount", "platform_discount", "shipping", "tax")},
}  # fmt: skip
ORDERS = "select order_id, line_no, paid_fen, ordered_at::varchar from wh.raw.orders order by 1, 2"


def _file(
    loading: Any, name: str = "shop_2026-03-10.csv", *, banner: bool = True, rows: tuple[str, ...] = ROWS
) -> Path:
    return loading.write(name, "\n".join([*(["三月订单,,,,,"] if banner else []), HEADER, *rows, ""]))


def _look(loading: Any, path: Path) -> UnknownSheet:
    loading.root.mkdir(exist_ok=True)
    return unknown.look(loading.root, path)[0]


TITLES = HEADER.split(",")
SHEET = UnknownSheet(
    "",
    fingerprint([normalise(title) for title in TITLES]),
    1,
    None,
    [UnknownColumn(normalise(title), title, title == "手机号", []) for title in TITLES],
)
"""What looking at such a file finds; the first test holds it to that."""


def _save(loading: Any, sheet: UnknownSheet, fields: Mapping[str, dict[str, str]] = FIELDS, **more: Any) -> int:
    mapping = unknown.draft(sheet, "orders", fields, name="shop", **more)
    with closing(open_store(loading.root)) as store:
        saved = unknown.save(store, ME, f"k{len(unknown.saved(store))}{mapping.key}", mapping, sheet.usable)
    return saved.version


def test_a_sheet_shows_its_columns_below_a_banner_guesses_by_their_names_and_no_cell_of_people(loading: Any) -> None:
    sheet = _look(loading, _file(loading))
    assert [column.title for column in sheet.columns] == HEADER.split(",")
    assert (sheet.header_row, sheet.fingerprint, sheet.tables[0]) == (1, SHEET.fingerprint, "orders")
    assert (sheet.columns[-1].is_personal, sheet.columns[-1].samples) == (True, [])
    assert sheet.guess("orders")["paid_fen"] == {"column": "实付"}, "a unit is never guessed"
    assert sheet.guess("orders")["quantity"] == {"column": "件数", "format": "whole"}


def test_a_column_about_people_cannot_be_mapped() -> None:
    with pytest.raises(BadValue, match="promo_code"):
        unknown.draft(SHEET, "orders", {**FIELDS, "promo_code": {"column": "手机号"}}, name="shop")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"paid_fen": {"column": "实付"}}, "yuan, fen"),
        ({"ordered_at": {"column": "成交时间"}}, "shanghai, utc"),
        ({"paid_fen": {"column": "实付", "format": "dollar"}}, "one of yuan, fen"),
        ({"paid_fen": {"column": "实付款", "format": "yuan"}}, "a column of the file"),
        ({"colour": {"column": "货号"}}, "a field of orders"),
        ({"quantity": {"value": "two"}}, "whole number"),
        ({"quantity": {"column": "件数", "value": "2"}}, "either a column or a value"),
    ],
)
def test_what_is_not_declared_or_not_there_is_refused_by_field(change: Any, said: str) -> None:
    with pytest.raises(BadValue, match=said):
        unknown.draft(SHEET, "orders", {**FIELDS, **change}, name="shop")


def test_a_needed_field_without_column_and_value_is_named() -> None:
    with pytest.raises(BadValue, match="list_fen"):
        unknown.draft(SHEET, "orders", {k: v for k, v in FIELDS.items() if k != "list_fen"}, name="shop")


def test_a_preview_counts_sums_and_keeps_nothing(loading: Any) -> None:
    path = _file(loading, rows=(*ROWS, BROKEN))
    seen = unknown.preview(loading.root, path, unknown.draft(SHEET, "orders", FIELDS, name="shop"))
    assert (seen.read, seen.rejected, seen.repeated, seen.sums_fen["paid_fen"]) == (3, 1, 0, 2970)
    assert seen.rejects["source_row"].to_list() == [5]
    assert not (loading.root / "archive").exists()


def test_a_preview_says_how_many_rows_would_push_one_another_out(loading: Any) -> None:
    path = _file(loading)
    fields = {**FIELDS, "line_no": {"value": "1"}}
    assert unknown.preview(loading.root, path, unknown.draft(SHEET, "orders", fields, name="shop")).repeated == 1


def test_yuan_and_fen_differ_by_what_the_person_says_and_by_nothing_else(loading: Any) -> None:
    path = loading.write("fen.csv", "\n".join([HEADER, "A1,s-1,2026-03-01 10:00:00,2,1980,1", ""]))
    fen = {**FIELDS, **{name: {"column": "实付", "format": "fen"} for name in ("paid_fen", "list_fen")}}
    for fields, expected in ((FIELDS, 198_000), (fen, 1_980)):
        seen = unknown.preview(loading.root, path, unknown.draft(SHEET, "orders", fields, name="shop"))
        assert seen.sums_fen["paid_fen"] == expected


def test_a_saved_mapping_reads_every_file_of_its_header_in_any_order_of_columns(loading: Any) -> None:
    loading.root.mkdir()
    _save(loading, SHEET)
    turned = loading.write(
        "april.csv", "实付（元）,单号,手机号,货号,成交时间,件数\n5.00,A9,1,s-9,2026-04-01 00:00:00,1\n"
    )
    outcomes = loading.load(_file(loading), turned)
    assert [outcome.status for outcome in outcomes] == ["loaded", "loaded"]
    assert outcomes[0].remarks == ["read by the mapping 'shop', version 1"]
    assert loading.rows(ORDERS) == [
        ("A1", 1, 1980, "2026-03-01 02:00:00+00"), ("A1", 2, 990, "2026-03-01 02:00:00+00"),
        ("A9", 1, 500, "2026-03-31 16:00:00+00"),
    ]  # fmt: skip
    assert b"13800000001" not in loading.all_bytes()


def test_a_rebuild_needs_the_archive_alone_also_for_mapped_files(loading: Any) -> None:
    _save(loading, SHEET)
    loading.load(_file(loading))
    before = canonical_hash(loading.root)
    shutil.rmtree(loading.root / ".warehouse")
    (loading.root / "warehouse.duckdb").unlink()
    (loading.root / "campaigns.db").unlink()
    assert rebuild(loading.root) == before


def test_a_mapping_is_replaced_by_a_version_and_earlier_loads_keep_theirs(loading: Any) -> None:
    _save(loading, SHEET)
    loading.load(_file(loading))
    assert _save(loading, SHEET) == 1, "saving the same again changes nothing"
    assert _save(loading, SHEET, {**FIELDS, "channel": {"value": "own_site"}}) == 2
    loading.load(_file(loading, "next.csv", rows=("B1,s-1,2026-03-01 10:00:00,1,1.00,1",)))
    channels = [("A1", "tmall"), ("A1", "tmall"), ("B1", "own_site")]
    assert loading.rows("select order_id, channel from wh.raw.orders order by 1") == channels
    rebuild(loading.root)
    assert loading.rows("select order_id, channel from wh.raw.orders order by 1") == channels


def test_an_archived_mapping_is_used_no_more(loading: Any) -> None:
    _save(loading, SHEET)
    with closing(open_store(loading.root)) as store:
        save_mapping(store, ME, "stop", version=1, fingerprint=SHEET.fingerprint, is_archived=True)
    assert loading.load(_file(loading))[0].code == "E-FILE-UNKNOWN"


def test_a_file_that_is_known_needs_no_mapping(loading: Any) -> None:
    loading.root.mkdir()
    with pytest.raises(Refused, match="needs no mapping"):
        unknown.look(loading.root, loading.stock("stock.csv", 5))


def test_a_column_that_stands_twice_is_reported_by_name(loading: Any) -> None:
    text = "product_id,captured_at,available,available\nsku-1,2026-03-01T00:00:00+08:00,5,6\n"
    outcome = loading.load(loading.write("stock.csv", text))[0]
    assert outcome.status == "loaded"
    assert outcome.remarks == [
        "column 'available' stands more than once: the first is read, number 2 is kept in the archive and not used"
    ]


@given(st.permutations(["单号", "货号", "件数"]))
def test_a_header_is_the_same_in_any_order(names: list[str]) -> None:
    assert fingerprint(names) == fingerprint(["单号", "货号", "件数"])
    assert fingerprint([*names, "", ""]) == fingerprint(names)


def test_where_a_name_stands_twice_only_the_order_tells_columns_apart() -> None:
    assert fingerprint(["a", "b", "a"]) != fingerprint(["a", "a", "b"])
