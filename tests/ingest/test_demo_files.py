"""The demo's files are those that users really have: layout, quirks, personal data; byte for byte the same per seed."""

from __future__ import annotations

import csv
import hashlib
import json
import re
import zipfile
from datetime import datetime
from pathlib import Path

import fastexcel
import pytest

from campaigns.errors import Refused
from campaigns.money import parse_yuan, share_of
from ingest.demo import exports, story, words
from ingest.demo.exports import Demo, write_demo
from ingest.demo.spreadsheet import column_name

SCALE = 0.05


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    return write_demo(tmp_path_factory.mktemp("demo") / "out", seed=7, scale=SCALE)


def _cells(path: Path) -> list[list[str]]:
    sheet = fastexcel.read_excel(path).load_sheet(0, header_row=None, dtypes="string")
    return [["" if cell is None else cell for cell in row] for row in sheet.to_polars().rows()]


def _files(demo: Demo, pattern: str) -> list[Path]:
    return sorted(path for path in demo.folder.rglob(pattern) if path.name != exports.TRUTH)


def _fingerprint(folder: Path) -> dict[str, tuple[str, float]]:
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return {
        str(path.relative_to(folder)): (hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_mtime)
        for path in found
        if path.name != exports.TRUTH
    }


def test_the_same_seed_gives_the_same_bytes_and_another_does_not(demo: Demo, tmp_path: Path) -> None:
    again = write_demo(tmp_path / "again", seed=7, scale=SCALE)
    other = write_demo(tmp_path / "other", seed=8, scale=SCALE)
    assert _fingerprint(again.folder) == _fingerprint(demo.folder)
    assert again.truth == demo.truth
    differing = {
        name for name, print_ in _fingerprint(other.folder).items() if print_ == _fingerprint(demo.folder)[name]
    }
    assert not differing


def test_a_second_run_writes_nothing_and_a_missing_file_brings_all_back(tmp_path: Path) -> None:
    first = write_demo(tmp_path / "out", seed=7, scale=0.02)
    before = _fingerprint(first.folder)
    assert write_demo(tmp_path / "out", seed=7, scale=0.02).was_there
    _files(first, "*.ndjson")[0].unlink()
    assert not write_demo(tmp_path / "out", seed=7, scale=0.02).was_there
    assert _fingerprint(first.folder) == before


def test_another_demo_replaces_the_one_before(tmp_path: Path) -> None:
    write_demo(tmp_path / "out", seed=7, scale=0.02)
    other = write_demo(tmp_path / "out", seed=8, scale=0.02)
    assert set(_fingerprint(tmp_path / "out")) == set(other.files)
    assert json.loads((tmp_path / "out" / exports.TRUTH).read_text(encoding="utf-8"))["generator"]["seed"] == 8


def test_a_folder_with_other_files_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.csv").write_text("a\n", encoding="utf-8")
    with pytest.raises(Refused, match="holds files that no demo wrote"):
        write_demo(tmp_path, seed=7, scale=0.02)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.csv"]


@pytest.mark.parametrize("scale", [0.0, -1.0, 21.0, float("nan")])
def test_a_scale_out_of_bounds_is_refused(tmp_path: Path, scale: float) -> None:
    with pytest.raises(Refused, match="scale"):
        write_demo(tmp_path, seed=7, scale=scale)


def test_creator_center_has_its_banner_float_counts_and_blank_titles_but_no_ids(demo: Demo) -> None:
    paths = _files(demo, "笔记列表明细表.xlsx")
    assert {path.parent.name for path in paths} == {brand.account for brand in story.BRANDS}
    for path in paths:
        rows = _cells(path)
        assert set(rows[0]) == {"最多导出排序后前1000条笔记"}
        assert rows[1][:5] == ["笔记标题", "首次发布时间", "体裁", "曝光", "观看量"]
        assert all(re.fullmatch(r"\d{4}年\d\d月\d\d日\d\d时\d\d分\d\d秒", row[1]) for row in rows[2:])
        titles = [row[0] for row in rows[2:]]
        assert 2 <= titles.count("") <= 4
        assert len({title for title in titles if title}) < len([title for title in titles if title])
        assert b"<v>0.0</v>" in _sheet_xml(path)
        assert b'<mergeCell ref="A1:M1"/>' in _sheet_xml(path)


def _sheet_xml(path: Path) -> bytes:
    with zipfile.ZipFile(path) as archive:
        return archive.read("xl/worksheets/sheet1.xml")


def test_crawls_come_in_both_eras(demo: Demo) -> None:
    era_2 = json.loads(_files(demo, "creator_contents_2026-11-16.json")[0].read_text(encoding="utf-8"))
    assert len(era_2[0]) == 21
    assert all(re.fullmatch("[0-9a-f]{24}", row["user_id"]) for row in era_2)
    assert any(row["liked_count"].endswith("万") for row in era_2), "large counts are rounded as the site shows them"
    raw = _files(demo, "search_contents_2026-11-16.csv")[0].read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    assert raw.count(b"\xef\xbb\xbf") == 1
    era_3 = list(csv.DictReader(raw.decode("utf-8-sig").splitlines(keepends=True)))
    assert "user_id" not in era_3[0]
    assert all(re.fullmatch("[0-9a-f]{16}", row["creator_hash"]) for row in era_3)
    assert any("\n" in row["desc"] for row in era_3)
    assert b"\r\n" in raw


def test_both_crawls_and_the_creator_center_together_have_every_note(demo: Demo) -> None:
    crawled = {
        row["note_id"]
        for path in _files(demo, "creator_contents_*.json")
        for row in json.loads(path.read_text("utf-8"))
    }
    text = _files(demo, "search_contents_*.csv")[0].read_text(encoding="utf-8-sig")
    crawled |= {row["note_id"] for row in csv.DictReader(text.splitlines(keepends=True))}
    own = demo.truth["own_notes"]
    assert isinstance(own, dict)
    assert len(crawled) + own["never_crawled"] == 600
    assert not crawled & set(own["note_ids_never_crawled"])


def test_the_profile_list_has_two_header_rows_and_the_id_only_in_a_link(demo: Demo) -> None:
    groups, labels, *rows = _cells(_files(demo, "蒲公英博主_2026-11-10.xlsx")[0])
    assert labels.count("阅读中位数") == 4
    assert [group for group in groups if group][:2] == ["本地信息", "报价数据"]
    assert len(rows) == 60
    assert all(re.search(r"blogger-detail/[0-9a-f]{24}$", row[2]) for row in rows)


def test_order_exports_have_72_columns_and_one_row_per_sku(demo: Demo) -> None:
    seen: set[tuple[str, str]] = set()
    for path in _files(demo, "订单信息_*.xlsx"):
        header, *rows = _cells(path)
        assert len(header) == 72
        assert "商家应收金额(元)（支付金额）" in header
        at = {name: place for place, name in enumerate(header)}
        assert {row[at["订单状态"]] for row in rows} <= {"待配货", "配货中", "已完成", "已取消"}
        for row in rows:
            assert re.fullmatch(r"P\d{18}", row[at["订单号"]])
            paid, platform = (parse_yuan(row[at[name]], name) for name in ("用户应付金额(元)", "平台优惠(元)"))
            whole, shop = (parse_yuan(row[at[name]], name) for name in ("商品总价(元)", "店铺优惠(元)"))
            assert paid == whole - shop - platform
            assert parse_yuan(row[at["商家应收金额(元)（支付金额）"]], "receivable") == paid + platform
            key = (row[at["订单号"]], row[at["规格ID"]])
            assert key not in seen
            seen.add(key)
    assert len({order for order, _ in seen}) < len(seen), "some orders hold two SKUs"


def test_every_canary_stands_in_the_order_exports_and_in_no_other_file(demo: Demo) -> None:
    orders = {cell for path in _files(demo, "订单信息_*.xlsx") for row in _cells(path) for cell in row}
    for canary in words.CANARIES.values():
        assert any(canary in cell for cell in orders), canary
        for path in [*_files(demo, "*.csv"), *_files(demo, "*.json"), *_files(demo, "*.ndjson")]:
            assert canary not in path.read_text(encoding="utf-8")


def test_clicks_come_as_csv_with_offset_and_as_ndjson_in_utc(demo: Demo) -> None:
    lines = _files(demo, "clicks_*.csv")[0].read_text(encoding="utf-8").splitlines()
    events = [json.loads(line) for line in _files(demo, "clicks_*.ndjson")[0].read_text(encoding="utf-8").splitlines()]
    columns = ["click_id", "slug", "clicked_at", "note_id", "product_id", "buyer_id", "section", "channel"]
    assert lines[0].split(",") == list(events[0]) == columns
    assert len(lines) - 1 + len(events) == int(250_000 * SCALE)
    assert lines[1].split(",")[2].endswith("+08:00")
    assert all(event["clicked_at"].endswith("Z") for event in events)
    assert any(event["buyer_id"] is None for event in events), "some clickers stay unknown"


def test_statements_break_where_the_truth_says_and_nowhere_else(demo: Demo) -> None:
    planted = demo.truth["settlement_breaks"]
    assert isinstance(planted, dict)
    fees = _expected_fees(demo)
    found: dict[str, int] = {}
    rows = 0
    for path in _files(demo, "结算账单.xlsx"):
        header, *body = _cells(path)
        assert len(header) == 23
        for row in body:
            if row[4] == "结算入账":
                rows += 1
                difference = parse_yuan(row[15], "佣金") - fees[row[0]]
                found |= {row[0]: difference} if difference else {}
            assert parse_yuan(row[6], "动账金额") == sum(
                sign * parse_yuan(row[place], header[place]) for sign, place in ((1, 8), (1, 10), (-1, 15), (-1, 17))
            )
    assert found == planted["rate_differs"] | planted["rounding"]
    assert all(abs(difference) == 1 for difference in planted["rounding"].values())
    settled = [row[0] for path in _files(demo, "结算账单.xlsx") for row in _cells(path)[1:] if row[4] == "结算入账"]
    assert [order for order in set(settled) if settled.count(order) > 1] == planted["duplicate_in_theirs"]
    assert not set(settled) & set(planted["missing_in_theirs"])
    assert rows == len(settled)


def _expected_fees(demo: Demo) -> dict[str, int]:
    """The platform fee of each order: 15 % of each line, 18 % of supplements, rounded per line."""
    categories = {product.product_id: product.category for product in story.PRODUCTS}
    fees: dict[str, int] = {}
    for path in _files(demo, "订单信息_*.xlsx"):
        header, *rows = _cells(path)
        order, product, paid = (header.index(name) for name in ("订单号", "商品ID", "用户应付金额(元)"))
        for row in rows:
            ppm = 180_000 if categories[row[product]] == "supplement" else 150_000
            fees[row[order]] = fees.get(row[order], 0) + share_of(parse_yuan(row[paid], "paid"), ppm)
    return fees


def test_after_sale_cases_have_the_ten_columns_and_a_receipt_only_where_goods_came_back(demo: Demo) -> None:
    for path in _files(demo, "售后单.xlsx"):
        header, *rows = _cells(path)
        assert header[:2] == ["售后单号", "订单号"]
        assert len(header) == 10
        for row in rows:
            assert row[0].startswith("R")
            assert bool(row[8]) <= (row[3] != "仅退款")
            datetime.fromisoformat(row[7])


def test_the_truth_hides_from_a_folder_load(demo: Demo) -> None:
    assert exports.TRUTH.startswith(".")
    assert (demo.folder / exports.TRUTH).is_file()
    assert exports.TRUTH not in demo.files


@pytest.mark.parametrize(("index", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (71, "BT"), (701, "ZZ"), (702, "AAA")])
def test_columns_are_lettered_as_spreadsheets_do(index: int, name: str) -> None:
    assert column_name(index) == name
