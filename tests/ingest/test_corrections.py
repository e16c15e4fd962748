"""Refused rows go out as a file to edit and come back as rows of the file they are from; then where rows came from."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import fastexcel
import pytest

from campaigns.warehouse import canonical_hash
from ingest.fix_file import as_workbook, fix_sheets, write_fix_file
from ingest.lineage import rows_behind
from ingest.load import rebuild
from ingest.reject import rejects

Edit = Callable[[list[dict[str, str]]], list[dict[str, str]]]


def _mend(loading: Any, load_id: int, name: str, edit: Edit) -> Any:
    """Take the refused rows of a load out as CSV, edit them, and load what comes of it."""
    path = loading.files / name
    write_fix_file(loading.root, load_id, path)
    rows = edit(list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig")))))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return loading.load(path)[0]


def _set(**cells: str) -> Edit:
    return lambda rows: [{**row, **cells} for row in rows]


def _clicks(loading: Any) -> Path:
    bad = loading.click(2).replace("2026-03-01T10:00:00+08:00", "yesterday")
    return loading.clicks("clicks_2026-03-05.csv", loading.click(1), bad, loading.click(3))


@pytest.fixture(scope="module")
def refusing(make_loading: Callable[[Path], Any], tmp_path_factory: pytest.TempPathFactory) -> Any:
    """One load with a refused row; files that are refused leave it as it is."""
    made = make_loading(tmp_path_factory.mktemp("refusing"))
    made.load(_clicks(made))
    return made


def test_a_mended_row_counts_as_a_row_of_its_own_file(loading: Any) -> None:
    loading.load(_clicks(loading))
    outcome = _mend(loading, 1, "fix.csv", _set(clicked_at="2026-03-02T10:00:00+08:00"))
    assert outcome.tables["clicks"].loaded == outcome.tables["clicks"].read == 1
    assert loading.rows("select click_id, load_id, source_row from wh.raw.clicks order by 1") == [
        ("c1", 1, 2), ("c2", 2, 3), ("c3", 1, 4),
    ]  # fmt: skip
    assert rejects(loading.root).is_empty()
    found = rows_behind(loading.root, "clicks", [{"click_id": "c2"}]).row(0, named=True)
    assert (found["file"], found["source_row"], found["mended_in"], found["stands"]) == (
        "clicks_2026-03-05.csv", 3, "fix.csv", True,
    )  # fmt: skip


def test_mended_files_are_idempotent_and_survive_a_rebuild_from_the_archive_alone(loading: Any) -> None:
    loading.load(_clicks(loading))
    _mend(loading, 1, "fix.csv", _set(clicked_at="2026-03-02T10:00:00+08:00"))
    before = canonical_hash(loading.root)
    assert loading.load(loading.files / "fix.csv")[0].status == "already_loaded"
    shutil.rmtree(loading.root / ".warehouse")
    (loading.root / "warehouse.duckdb").unlink()
    (loading.root / "campaigns.db").unlink()
    assert rebuild(loading.root) == before
    assert rejects(loading.root).is_empty()


def test_a_mended_row_is_no_newer_than_its_file(loading: Any) -> None:
    loading.load(_clicks(loading))
    later = loading.clicks("clicks_2026-03-06.csv", loading.click(2, section="search"))
    loading.load(later)
    outcome = _mend(loading, 1, "fix.csv", _set(clicked_at="2026-03-01T10:00:00+08:00"))
    assert outcome.tables["clicks"].superseded == 1
    assert loading.rows("select section from wh.raw.clicks where click_id = 'c2'") == [("search",)]


def test_a_row_that_is_still_wrong_is_refused_again_and_can_be_mended_again(loading: Any) -> None:
    loading.load(_clicks(loading))
    assert _mend(loading, 1, "one.csv", _set(clicked_at="last week")).tables["clicks"].rejected == 1
    left = rejects(loading.root)
    assert left["load_id"].to_list() == [2]
    assert left["source_row"].to_list() == [3]
    assert _mend(loading, 2, "two.csv", _set(clicked_at="2026-03-02T10:00:00+08:00")).tables["clicks"].loaded == 1
    assert rejects(loading.root).is_empty()


def test_buyers_stay_under_their_keys_and_a_new_one_is_keyed(loading: Any) -> None:
    loading.load(_clicks(loading))
    _mend(loading, 1, "fix.csv", _set(clicked_at="2026-03-02T10:00:00+08:00"))
    keys = "select count(distinct buyer_key) from wh.raw.clicks"
    assert loading.rows(keys) == [(1,)], "the key that went out came back as it was"
    bad = loading.click(7, buyer="canary-77").replace("2026-03-01T10:00:00+08:00", "never")
    loading.load(loading.clicks("more.csv", bad))
    _mend(loading, 3, "more_fix.csv", _set(clicked_at="2026-03-03T10:00:00+08:00", buyer_id="canary-78"))
    assert loading.rows(keys) == [(2,)]
    assert b"canary-7" not in loading.all_bytes()


@pytest.mark.parametrize(
    ("edit", "code"),
    [
        (_set(), "E-FIX-UNCHANGED"),
        (_set(**{"kolbook row": "2", "section": "search"}), "E-FIX-ROW"),
        (_set(**{"kolbook row": "two"}), "E-FIX-ROW"),
        (_set(**{"kolbook file": "0" * 64}), "E-FIX-UNKNOWN"),
        (_set(**{"kolbook sheet": "Sheet9"}), "E-FIX-PLACE"),
        (lambda rows: [{k: v for k, v in row.items() if k != "section"} for row in rows], "E-FIX-COLUMNS"),
        (lambda rows: [{**row, "clicked_at": "2026-03-02T10:00:00+08:00"} for row in rows * 2], "E-FIX-ROW"),
    ],
)
def test_what_does_not_mend_is_refused_with_a_code(refusing: Any, edit: Edit, code: str) -> None:
    assert _mend(refusing, 1, "fix.csv", edit).code == code


def test_lines_of_an_order_keep_their_numbers_when_one_of_them_is_mended(loading: Any) -> None:
    """The importer numbers lines by SKU within the whole sheet: `a` comes before `b`, also when it comes later."""
    header = "订单号,订单状态,规格ID,SKU件数,商品总价(元),商家应收金额(元),订单创建时间"
    rows = ("P123456789012345678,已完成,b,1,10.00,10.00,2026-03-01 10:00:00",
            "P123456789012345678,已完成,a,one,20.00,20.00,2026-03-01 10:00:00",
            "P123456789012345679,已完成,c,1,30.00,30.00,2026-03-01 10:00:00")  # fmt: skip
    loading.load(loading.write("orders_2026-03-05.csv", "\n".join([header, *rows, ""])))
    assert rejects(loading.root)["source_row"].unique().to_list() == [3]
    outcome = _mend(loading, 1, "fix.csv", lambda found: [{**row, "SKU件数": "1"} for row in found])
    assert outcome.tables["orders"].rejected == 0
    lines = loading.rows("select order_id, line_no, sku, source_row from wh.raw.orders order by 1, 2")
    assert lines == [
        ("P123456789012345678", 1, "a", 3), ("P123456789012345678", 2, "b", 2), ("P123456789012345679", 1, "c", 4),
    ]  # fmt: skip


def test_a_workbook_of_refused_rows_holds_text_reasons_and_their_place(refusing: Any, tmp_path: Path) -> None:
    (tmp_path / "fix.xlsx").write_bytes(as_workbook(fix_sheets(refusing.root, 1)))
    frame = fastexcel.read_excel(tmp_path / "fix.xlsx").load_sheet(0, dtypes="string").to_polars()
    row = frame.row(0, named=True)
    assert (row["kolbook row"], row["clicked_at"], row["click_id"]) == ("3", "yesterday", "c2")
    assert row["kolbook why"].startswith("clicked_at: yesterday – expected")


def test_a_traced_fact_shows_the_rows_that_gave_way_too(loading: Any) -> None:
    loading.load(loading.clicks("a_2026-03-05.csv", loading.click(1), loading.click(2)))
    loading.load(loading.clicks("b_2026-03-06.csv", loading.click(1, section="search")))
    found = rows_behind(loading.root, "clicks", [{"click_id": "c1"}])
    assert found.select("file", "source_row", "stands").rows() == [
        ("b_2026-03-06.csv", 2, True),
        ("a_2026-03-05.csv", 2, False),
    ]
    assert json.loads(found["cells"][1])["section"] == "explore"
    assert "buyer-1" not in found["cells"][1]
    assert rows_behind(loading.root, "clicks", [{"click_id": "c9"}]).is_empty()
