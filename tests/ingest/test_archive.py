"""What is kept of a file: everything but people. Buyers stand under keys, personal columns nowhere."""

from __future__ import annotations

import hmac
import json
import os
import stat
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.errors import Refused
from ingest import archive
from ingest.buyers import BuyerKeys, open_key
from ingest.moment import captured_at

PERSONAL = {
    "收件人姓名": "王小明甲",
    "收件人电话": "19912345678",
    "收件人地址": "海曙路四千号",
    "订购人身份证号": "330200190001010000",
}


def key_of(root: Path, buyer: str) -> int:
    return int.from_bytes(hmac.digest((root / "buyer.key").read_bytes(), buyer.encode(), "sha256")[:8], "big")


def write_orders(loading: Any) -> Path:
    plain = {
        "订单号": "P700000000000000001",
        "订单状态": "已完成",
        "规格ID": "61a000000000000000000001",
        "SKU件数": "1",
    }
    money = dict.fromkeys(
        ["商品总价(元)", "用户应付金额(元)", "平台优惠(元)", "店铺优惠(元)", "包裹总运费(元)"], "0.00"
    )
    cells = plain | money | {"订单创建时间": "2026-05-01 10:00:00"} | PERSONAL
    path: Path = loading.write("orders.csv", f"{','.join(cells)}\n{','.join(cells.values())}\n")
    return path


def test_personal_columns_stand_nowhere(loading: Any) -> None:
    (outcome,) = loading.load(write_orders(loading))
    assert (outcome.source, outcome.tables["orders"].read) == ("qianfan_orders", 1)
    stored = loading.all_bytes()
    for value in PERSONAL.values():
        assert value.encode() not in stored
    kept = pl.read_parquet(next(loading.root.glob("archive/*/*/0.parquet")))
    assert "订单号" in kept.columns
    assert not [name for name in kept.columns if "收件人" in name or "身份证" in name]


def test_buyers_are_kept_under_their_key_and_meet_across_files(loading: Any) -> None:
    buyer = "buyer-4711-secret"
    loading.load(
        loading.clicks("a.csv", loading.click(1, buyer=buyer)),
        loading.clicks("b.csv", loading.click(2, buyer=f" {buyer}\t")),
    )
    wanted = key_of(loading.root, buyer)
    assert loading.rows("select distinct buyer_key from clicks") == [(wanted,)]
    assert buyer.encode() not in loading.all_bytes()
    kept = pl.read_parquet(next(loading.root.glob("archive/*/*/0.parquet")))
    assert kept["buyer_id"].to_list() == [str(wanted)]
    assert stat.S_IMODE((loading.root / "buyer.key").stat().st_mode) == 0o600


def test_nothing_is_left_of_the_work(loading: Any) -> None:
    loading.load(loading.clicks("a.csv", loading.click(1)))
    assert [path.name for path in (loading.root / ".work").iterdir()] == ["intake"]


def test_the_archive_says_what_a_file_was(loading: Any) -> None:
    path = loading.stock("stock_20260301_080000.csv", 5)
    loading.load(path, account="brand-lin")
    folder = next(loading.root.glob("archive/*/*"))
    stated = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    assert folder.parent.name == folder.name[:2]
    assert (stated["name"], stated["account"]) == (path.name, "brand-lin")
    assert stated["captured_at"] == "2026-03-01T00:00:00+00:00"
    assert stated["sheets"][0]["titles"] == ["product_id", "captured_at", "available"]
    assert archive.damage(loading.root, folder.name) == ""
    (folder / "0.parquet").write_bytes(b"short")
    assert "has 5 bytes" in archive.damage(loading.root, folder.name)


def test_a_lost_key_is_not_replaced_while_buyers_stand_under_it(loading: Any) -> None:
    loading.load(loading.clicks("a.csv", loading.click(1)))
    (loading.root / "buyer.key").unlink()
    with pytest.raises(Refused, match="Restore"):
        loading.load(loading.clicks("b.csv", loading.click(2)))


def test_the_key_is_made_once(tmp_path: Path) -> None:
    first = open_key(tmp_path)
    assert len(first) == 32
    assert open_key(tmp_path) == first
    (tmp_path / "buyer.key").write_bytes(b"cut")
    with pytest.raises(Refused, match="3 bytes"):
        open_key(tmp_path)


@given(st.lists(st.one_of(st.none(), st.text(max_size=12)), max_size=30), st.binary(min_size=32, max_size=32))
def test_keys_are_hmac_sha256_whatever_the_batches(ids: list[str | None], key: bytes) -> None:
    def wanted(buyer: str | None) -> str | None:
        bare = (buyer or "").strip(" \t\r\n\u3000\u200b\ufeff'")
        if bare in {"", "-", "--", "null", "none", "nan", "NULL", "None", "NaN", "无", "未知"}:
            return None
        return str(int.from_bytes(hmac.digest(key, bare.encode(), "sha256")[:8], "big"))

    keys = BuyerKeys(key)
    found = [*keys.of(pl.Series("buyer", ids[:7], pl.String)), *keys.of(pl.Series("buyer", ids[7:], pl.String))]
    assert found == [wanted(buyer) for buyer in ids]


def test_a_damaged_buyer_id_is_no_buyer(loading: Any) -> None:
    (outcome,) = loading.load(loading.clicks("a.csv", loading.click(1, buyer="6.891234567890124E+18")))
    assert outcome.tables["clicks"] == (1, 0, 0, 0, 1)
    assert b"6.8912" not in loading.all_bytes()


@pytest.mark.parametrize(
    ("name", "moment"),
    [
        ("笔记_2026-03-16.csv", datetime(2026, 3, 15, 16, tzinfo=UTC)),
        ("xhs_search_20260316_101112.xlsx", datetime(2026, 3, 16, 2, 11, 12, tzinfo=UTC)),
        ("clicks_2026-08_2026-10.csv", datetime(2001, 9, 9, 1, 46, 40, tzinfo=UTC)),
        ("P720260316123456789.csv", datetime(2001, 9, 9, 1, 46, 40, tzinfo=UTC)),
        ("2026-02-30.csv", datetime(2001, 9, 9, 1, 46, 40, tzinfo=UTC)),
        ("20991231.csv", datetime(2001, 9, 9, 1, 46, 40, tzinfo=UTC)),
    ],
)
def test_a_file_is_of_the_day_in_its_name_else_of_its_last_change(tmp_path: Path, name: str, moment: datetime) -> None:
    path = tmp_path / name
    path.write_text("x", encoding="utf-8")

    os.utime(path, (1_000_000_000, 1_000_000_000))
    assert captured_at(path) == moment
