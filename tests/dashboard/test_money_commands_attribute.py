"""`kol attribute`: files in, a file of credits out, refusals by column and row."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner, Result

from dashboard.cli import app

CLICKS = """click_id,note_id,product_id,buyer_key,clicked_at
c1,n1,p,7,2026-05-01T10:00:00+08:00
c2,n2,p,7,2026-05-02T10:00:00+08:00
"""
ORDERS = """shop_id,order_id,line_no,product_id,buyer_key,ordered_at,paid_fen
s,o1,1,p,7,2026-05-02T02:00:00Z,101
s,o2,1,p,8,2026-05-03T02:00:00Z,50
"""


def attribute(folder: Path, clicks: str = CLICKS, orders: str = ORDERS, *, out: str = "credits.csv") -> Result:
    (folder / "clicks.csv").write_text(clicks, encoding="utf-8")
    (folder / "orders.csv").write_text(orders, encoding="utf-8")
    files = ["--clicks", folder / "clicks.csv", "--orders", folder / "orders.csv", "--out", folder / out]
    words = ["attribute", *files, "--rule", "linear", "--lookback-days", "15"]
    return CliRunner().invoke(app, [str(word) for word in [*words, "--json"]])


def test_credits_are_written_with_the_unattributed_rest(tmp_path: Path) -> None:
    done = attribute(tmp_path)
    assert done.exit_code == 0, done.output
    sums = json.loads(done.stdout)
    assert (sums["rows"], sums["paid_fen"], sums["credited_fen"], sums["unattributed_fen"]) == (3, 151, 101, 50)
    found = pl.read_csv(tmp_path / "credits.csv")
    assert found.select("order_id", "note_id", "credit_fen").rows() == [
        ("o1", "n1", 51),
        ("o1", "n2", 50),
        ("o2", None, 50),
    ]
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_parquet_in_and_out_gives_the_same(tmp_path: Path) -> None:
    attribute(tmp_path)
    at = pl.col("^.*ed_at$").str.to_datetime(time_zone="UTC")
    for name, text in (("clicks", CLICKS), ("orders", ORDERS)):
        pl.read_csv(text.encode()).with_columns(at).write_parquet(tmp_path / f"{name}.parquet")
    files = [f"--{name}={tmp_path}/{name}.parquet" for name in ("clicks", "orders")]
    done = CliRunner().invoke(app, ["attribute", *files, "--rule=linear", f"--out={tmp_path}/credits.parquet"])
    assert done.exit_code == 0, done.output
    assert "1.01 CNY credited, 0.50 unattributed" in done.stdout
    csv = pl.read_csv(tmp_path / "credits.csv", try_parse_dates=True)
    assert pl.read_parquet(tmp_path / "credits.parquet")["credit_fen"].to_list() == csv["credit_fen"].to_list()


@pytest.mark.parametrize(
    ("clicks", "orders", "words"),
    [
        (CLICKS.replace("10:00:00+08:00\n", "10:00:00\n", 1), ORDERS, "clicks.csv, row 2, column clicked_at"),
        (CLICKS.replace("c2", ""), ORDERS, "clicks.csv, row 3, column click_id"),
        (CLICKS.replace("c2", "c1"), ORDERS, "clicks.csv, click_id"),
        (CLICKS.replace("note_id", "note"), ORDERS, "also note_id"),
        (CLICKS, ORDERS.replace(",101", ",1.01"), "orders.csv, row 2, column paid_fen"),
        (CLICKS, ORDERS.replace(",101", ",-1"), "not negative"),
        (CLICKS, ORDERS.replace("o2,1", "o1,1"), "shop_id + order_id + line_no"),
        (CLICKS, "", "orders.csv"),
    ],
)
def test_files_are_refused_by_column_and_row(clicks: str, orders: str, words: str, tmp_path: Path) -> None:
    done = attribute(tmp_path, clicks, orders)
    assert done.exit_code == 1
    assert words in done.stderr
    assert not (tmp_path / "credits.csv").exists()


def test_an_identical_row_counts_once(tmp_path: Path) -> None:
    attribute(tmp_path)
    once = (tmp_path / "credits.csv").read_text(encoding="utf-8")
    attribute(tmp_path, CLICKS + CLICKS.splitlines()[1] + "\n", ORDERS + ORDERS.splitlines()[2] + "\n")
    assert (tmp_path / "credits.csv").read_text(encoding="utf-8") == once


def test_an_ending_that_says_nothing_is_a_matter_of_usage(tmp_path: Path) -> None:
    assert attribute(tmp_path, out="credits.txt").exit_code == 2
