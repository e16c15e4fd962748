"""Loading against bare DuckDB, as ratios measured in one run on one machine.

    python benchmarks/loading.py            both scenes
    python benchmarks/loading.py --scale 0.1   a tenth of the big one

csv: 250,000 clicks through `load_files` (child, archive, models and publication included) into an empty warehouse whose
records exist, against `read_csv(all_varchar)` and an insert; limit 4.
month: 10 M clicks and 0.8 M orders from Parquet, all models refreshed, against DuckDB writing the same two tables and
counting their join; limit 6, and 4 GiB of memory at the peak, child included.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import duckdb

from campaigns.store import open_store

CSV_LIMIT, MONTH_LIMIT, MEMORY_LIMIT_GIB = 4.0, 6.0, 4.0
CLICKS, ORDERS, CSV_CLICKS = 10_000_000, 800_000, 250_000
ROUNDS = 5

CLICKS_CSV = """
copy (
    select printf('c%012d', i) as click_id, printf('s%03d', i % 600) as slug,
        strftime(timestamp '2026-03-01' + to_seconds(i * 10), '%Y-%m-%dT%H:%M:%S+08:00') as clicked_at,
        printf('%08x%016x', 1767225600 + (i * 7919) % 600, (i * 7919) % 600) as note_id,
        printf('66a1b2c3%016x', 1 + i % 20) as product_id, 'u' || (i * 7919) % 100000 as buyer_id,
        ['explore', 'search', 'follow'][1 + i % 3] as section, 'xiaohongshu' as channel
    from range({rows}) t(i)
) to '{path}' (header)
"""

CLICKS_PARQUET = """
copy (
    select printf('c%012d', i) as click_id,
        printf('%08x%016x', 1767225600 + (i * 7919) % 6000, (i * 7919) % 6000) as note_id,
        printf('66a1b2c3%016x', 1 + (i * 31) % 20) as product_id, printf('s%04d', i % 6000) as link_slug,
        hash((i * 7919) % 2000000) as buyer_key,
        timestamptz '2026-03-01 00:00:00+08' + to_microseconds(i * 250000) as clicked_at,
        ['explore', 'search', 'follow'][1 + i % 3] as section, 'xiaohongshu' as channel
    from range({rows}) t(i)
) to '{path}' (row_group_size 500000)
"""

ORDERS_PARQUET = """
copy (
    select 'shop1' as shop_id, printf('P%018d', 700000000000000000 + i) as order_id, 1::bigint as line_no,
        'xiaohongshu' as channel, printf('66a1b2c3%016x', 1 + (i * 31) % 20) as product_id,
        'sku' || i % 40 as sku, hash((i * 7919) % 2000000) as buyer_key,
        timestamptz '2026-03-01 00:00:30+08' + to_microseconds(i * 3000000) as ordered_at,
        timestamptz '2026-03-01 00:01:30+08' + to_microseconds(i * 3000000) as paid_at,
        1::bigint as quantity, 'CNY' as currency, 12900::bigint as list_fen, 0::bigint as brand_discount_fen,
        0::bigint as platform_discount_fen, 0::bigint as shipping_fen, 0::bigint as tax_fen,
        12900::bigint as paid_fen, 'completed' as status
    from range({rows}) t(i)
) to '{path}'
"""


def main() -> None:
    """Run both scenes and fail when a limit is broken."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--scale", type=float, default=1.0, help="of the big scene")
    options.add_argument("--only", choices=("csv", "month"))
    options.add_argument("--load", nargs="+", type=Path, help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.load:
        _load(given.load[0], given.load[1:])
        return
    with tempfile.TemporaryDirectory(dir=os.environ.get("KOL_BENCH")) as folder:
        fine = [scene(Path(folder), given.scale) for name, scene in SCENES.items() if given.only in (None, name)]
    sys.exit(0 if all(fine) else 1)


def csv_scene(folder: Path, _scale: float) -> bool:
    """250,000 clicks from CSV; the best of some rounds of each, taken in turn."""
    path = folder / "clicks.csv"
    duckdb.execute(CLICKS_CSV.format(rows=CSV_CLICKS, path=path))
    _load_in_process(folder / "warm", [path])
    bare = ours = float("inf")
    for number in range(ROUNDS):
        open_store(folder / f"csv{number}").close()
        bare = min(bare, _seconds(lambda number=number: _bare_csv(folder / f"bare{number}.duckdb", path)))
        ours = min(ours, _seconds(lambda number=number: _load_in_process(folder / f"csv{number}", [path])))
    return _say("250,000 clicks from CSV", ours, bare, CSV_LIMIT)


def month_scene(folder: Path, scale: float) -> bool:
    """10 M clicks and 0.8 M orders from Parquet, in a process of its own so that its memory can be told."""
    clicks, orders = folder / "clicks.parquet", folder / "orders.parquet"
    duckdb.execute(CLICKS_PARQUET.format(rows=int(CLICKS * scale), path=clicks))
    duckdb.execute(ORDERS_PARQUET.format(rows=int(ORDERS * scale), path=orders))
    bare = _seconds(lambda: _bare_month(folder / "bare.duckdb", clicks, orders))
    command = [sys.executable, __file__, "--load", str(folder / "month"), str(clicks), str(orders)]
    ours = _seconds(lambda: subprocess.run(command, check=True))
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 2**20
    is_flat = peak <= MEMORY_LIMIT_GIB
    print(f"{'ok  ' if is_flat else 'FAIL'} peak memory of one process {peak:.2f} GiB (limit {MEMORY_LIMIT_GIB:g})")
    return _say("a month from Parquet, with models", ours, bare, MONTH_LIMIT) and is_flat


SCENES: dict[str, Callable[[Path, float], bool]] = {"csv": csv_scene, "month": month_scene}


def _bare_csv(database: Path, path: Path) -> None:
    with duckdb.connect(str(database)) as connection:
        connection.execute(f"create table clicks as from read_csv('{path}', all_varchar = true) limit 0")
        connection.execute(f"insert into clicks from read_csv('{path}', all_varchar = true)")


def _bare_month(database: Path, clicks: Path, orders: Path) -> None:
    with duckdb.connect(str(database)) as connection:
        connection.execute(f"create table clicks as from '{clicks}'")
        connection.execute(f"create table orders as from '{orders}'")
        connection.execute("select count(*) from clicks join orders using (buyer_key, product_id)").fetchall()


def _load_in_process(root: Path, paths: list[Path]) -> None:
    from ingest.load import load_files  # noqa: PLC0415 - the big scene runs it elsewhere

    outcomes = load_files(root, paths, who="benchmark")
    assert all(outcome.status == "loaded" for outcome in outcomes), outcomes
    assert all(counts.rejected == 0 for outcome in outcomes for counts in outcome.tables.values()), outcomes
    shutil.rmtree(root)


def _load(root: Path, paths: list[Path]) -> None:
    from ingest.load import load_files  # noqa: PLC0415 - only this process pays for it

    began = time.perf_counter()
    steps: dict[str, float] = {}
    outcomes = load_files(
        root, paths, who="benchmark", on_progress=lambda p: steps.update({p.step: time.perf_counter() - began})
    )
    for outcome in outcomes:
        print(f"     {outcome.file}: {outcome.status} {outcome.tables}")
    print("     last seen at:", ", ".join(f"{step} {at:.1f} s" for step, at in steps.items()))
    child, own = (resource.getrusage(who).ru_maxrss / 2**20 for who in (resource.RUSAGE_CHILDREN, resource.RUSAGE_SELF))
    print(f"     peak memory: child {child:.2f} GiB, loader {own:.2f} GiB")
    assert all(outcome.status == "loaded" for outcome in outcomes), outcomes


def _seconds(run: Callable[[], object]) -> float:
    began = time.perf_counter()
    run()
    return time.perf_counter() - began


def _say(what: str, ours: float, bare: float, limit: float) -> bool:
    is_fine = ours <= limit * bare
    print(
        f"{'ok  ' if is_fine else 'FAIL'} {what}: {ours:.2f} s, bare {bare:.2f} s, ratio {ours / bare:.2f} ({limit:g})"
    )
    return is_fine


if __name__ == "__main__":
    main()
