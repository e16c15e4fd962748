"""What a day costs in a warehouse of some size: time against the rows of the day and against what stands there.

    python benchmarks/daily.py [--most 16000000]

For warehouses of one, four and sixteen million clicks, each with a twelfth as many orders: a copy of the warehouse's
file, one of 10,000 clicks and one of 100,000 loaded with all models, and the same with 800 orders. Prints seconds; what
should grow with the day alone and what grows with the warehouse can be told apart.
"""

from __future__ import annotations

import argparse
import os
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import duckdb

from ingest.load import load_files

CLICKS = """
copy (
    select printf('c%012d', i) as click_id,
        printf('%08x%016x', 1767225600 + (i * 7919) % 6000, (i * 7919) % 6000) as note_id,
        printf('66a1b2c3%016x', 1 + (i * 31) % 20) as product_id, printf('s%04d', i % 6000) as link_slug,
        hash((i * 7919) % 2000000) as buyer_key,
        timestamptz '2025-03-01 00:00:00+08' + to_microseconds(i * {step}) as clicked_at,
        ['explore', 'search', 'follow'][1 + i % 3] as section, 'xiaohongshu' as channel
    from range({since}, {before}) t(i)
) to '{path}' (row_group_size 500000)
"""
ORDERS = """
copy (
    select 'shop1' as shop_id, printf('P%018d', 700000000000000000 + i) as order_id, 1::bigint as line_no,
        'xiaohongshu' as channel, printf('66a1b2c3%016x', 1 + (i * 31) % 20) as product_id,
        'sku' || i % 40 as sku, hash((i * 7919) % 2000000) as buyer_key,
        timestamptz '2025-03-01 00:00:30+08' + to_microseconds(i * {step} * 12) as ordered_at,
        null::timestamptz as paid_at, 1::bigint as quantity, 'CNY' as currency, 12900::bigint as list_fen,
        0::bigint as brand_discount_fen, 0::bigint as platform_discount_fen, 0::bigint as shipping_fen,
        0::bigint as tax_fen, 12900::bigint as paid_fen, 'completed' as status
    from range({since}, {before}) t(i)
) to '{path}'
"""
SIZES = (1_000_000, 4_000_000, 16_000_000)
DAYS = (10_000, 100_000)
YEAR_MICROSECONDS = 365 * 86_400 * 1_000_000


def main() -> None:
    """Fill each size once and load days into it."""
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--most", type=int, default=SIZES[-1], help="clicks of the biggest warehouse")
    most = options.parse_args().most
    with tempfile.TemporaryDirectory(dir=os.environ.get("KOL_BENCH")) as folder:
        for size in (one for one in SIZES if one <= most):
            _measure(Path(folder) / str(size), size)
            shutil.rmtree(Path(folder) / str(size))


def _measure(folder: Path, size: int) -> None:
    root = folder / "root"
    folder.mkdir()
    step = YEAR_MICROSECONDS // size
    year = [_made(CLICKS, folder / "year_clicks.parquet", 0, size, step),
            _made(ORDERS, folder / "year_orders.parquet", 0, size // 12, step)]  # fmt: skip
    filled = _seconds(lambda: _load(root, year))
    standing = (root / "warehouse.duckdb").resolve()
    copied = _seconds(lambda: shutil.copyfile(standing, folder / "copy.duckdb"))
    mib = standing.stat().st_size / 2**20
    print(f"{size:,} clicks, {size // 12:,} orders: {filled:.1f} s; {mib:.0f} MiB, copied in {copied:.2f} s")
    since = size
    for rows in DAYS:
        path = _made(CLICKS, folder / f"day{rows}.parquet", since, since + rows, step)
        print(f"    a day of {rows:,} clicks: {_seconds(lambda path=path: _load(root, [path])):.2f} s")
        since += rows
    path = _made(ORDERS, folder / "orders.parquet", size // 12, size // 12 + 800, step)
    print(f"    a day of 800 orders: {_seconds(lambda: _load(root, [path])):.2f} s")


def _made(sql: str, path: Path, since: int, before: int, step: int) -> Path:
    duckdb.execute(sql.format(path=path, since=since, before=before, step=step))
    return path


def _load(root: Path, paths: list[Path]) -> None:
    outcomes = load_files(root, paths, who="benchmark")
    assert all(outcome.status == "loaded" for outcome in outcomes), outcomes


def _seconds(run: Callable[[], object]) -> float:
    began = time.perf_counter()
    run()
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
