"""The warehouse alone against bare DuckDB: one big merge, a small one on top, the same file again, the hash.

    python benchmarks/warehouse.py [--rows 10000000]

Prints seconds, the ratio to `create table as select` of the same file, and the peak of memory. KOL_MEMORY=400MB makes
it spill.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb

from campaigns import warehouse

START = datetime(2026, 5, 1, tzinfo=UTC)
CLICKS = """
copy (
    select printf('c%012d', i) as click_id, printf('%024x', (i * 7919) % 6000) as note_id,
        printf('%024x', i % 97) as product_id, hash((i * 7919) % 3000000) as buyer_key,
        timestamptz '2026-05-01 00:00:00+00' + to_microseconds(i * 250000) as clicked_at,
        ['explore', 'search', 'follow'][1 + i % 3] as section, 'xiaohongshu' as channel, i + 1 as source_row
    from range({since}, {before}) t(i)
) to '{path}'
"""


def seconds(work: Callable[[], object]) -> float:
    since = time.perf_counter()
    work()
    return time.perf_counter() - since


def bare(source: Path, target: Path) -> None:
    with duckdb.connect(str(target)) as connection:
        connection.execute(f"create table clicks as select * from '{source}'")


def load(root: Path, source: Path, load_id: int) -> None:
    stamp = warehouse.LoadStamp(load_id, f"{load_id:064x}", source.name, START + timedelta(days=load_id))
    with warehouse.open_writer(root) as writer:
        counts = writer.apply("clicks", source, stamp)
        writer.record_load(stamp, {"clicks": counts}, writer.control_totals(load_id))
    print(f"    {counts}")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=10_000_000)
    rows = parser.parse_args().rows
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as folder:
        root = Path(folder)
        big, small = root / "big.parquet", root / "small.parquet"
        duckdb.execute(CLICKS.format(since=0, before=rows, path=big))
        duckdb.execute(CLICKS.format(since=rows, before=rows + 1000, path=small))
        base = min(seconds(lambda n=n: bare(big, root / f"bare{n}.duckdb")) for n in range(2))
        print(f"bare create table as: {base:.1f} s")
        steps: list[tuple[str, Callable[[], object]]] = [
            ("first load", lambda: load(root, big, 1)),
            ("1,000 new rows on top", lambda: load(root, small, 2)),
            ("the same rows again, newer", lambda: load(root, big, 3)),
            ("canonical hash", lambda: warehouse.canonical_hash(root)),
        ]
        for name, work in steps:
            took = seconds(work)
            print(f"{name}: {took:.1f} s, {took / base:.2f} × bare")
        print(f"peak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20:.2f} GiB")


if __name__ == "__main__":
    main()
