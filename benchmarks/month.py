"""The whole platform's month: made, loaded, attributed by four rules, and then a day more.

    python benchmarks/month.py --scale 0.01 [--folder DIR] [--memory 8GB]

At scale 1.0: 577.5 M clicks, 46.2 M orders, 15.4 M buyers, 200,000 notes, 20,000 products. A buyer comes back to a
shortlist of products, few notes take most clicks, four orders in five follow a click by up to a week. Made a day at a
time and deleted once loaded: the disk holds the month once. Limits: 12 GiB at the peak; from stored facts to
stored credits of last, linear, position and time decay in at most 3 x a bare DuckDB hash join that counts the same
pairs in the same run; the last day added in at most 1/6 of that. Ratios are of processor seconds, which other programs
on the machine change less than they do the clock's.
"""

from __future__ import annotations

import argparse
import os
import resource
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import duckdb

from campaigns.buyer_parts import BuyerParts

CLICKS, ORDERS, BUYERS, NOTES, PRODUCTS, DAYS = 577_500_000, 46_200_000, 15_400_000, 200_000, 20_000, 30
RATIO_LIMIT, DAY_LIMIT, MEMORY_LIMIT_GIB = 3.0, 1 / 6, 12.0
FIRST = date(2026, 5, 1)

DICE = "(hash({seed}, {of}) >> 11) / 9007199254740992.0"
"""A number between 0 and 1 from a hash: every run makes the same month."""

CLICK = """
    select
        i, hash(i, 1) % {buyers} as buyer, pow({dice_slot}, 1.3) * 24 as slot, {dice_note} as note_dice,
        {dice_time} as at_dice
    from range({since}, {until}) as t(i)
"""
PLACED = """
    select
        i, hash(buyer, 77) as buyer_key, at_dice, note_dice,
        cast(floor(
            pow((hash(buyer, cast(floor(slot) as bigint)) >> 11) / 9007199254740992.0, 2.5) * {products}
        ) as bigint) as product
    from ({click})
"""

CLICKS_SQL = """
copy (
    select i as click_no,
        printf('%024x', product + {products} * cast(floor(pow(note_dice, 3) * {notes_each}) as bigint)) as note_id,
        printf('66a1b2c3%016x', product) as product_id, buyer_key,
        make_timestamptz({day_us} + cast(floor(at_dice * 86400) as bigint) * 1000000) as clicked_at
    from ({placed})
) to '{path}' (format parquet)
"""

# An order looks its click up by the same dice; one in five comes from a buyer who clicked nothing.
ORDERS_SQL = """
copy (
    select {since_order} + i as order_no, printf('66a1b2c3%016x', product) as product_id,
        case when {dice_organic} < 0.2 then hash(buyer_key) else buyer_key end as buyer_key,
        make_timestamptz({day_us} + cast(floor(greatest(at_dice, {dice_late}) * 86400) as bigint) * 1000000)
            as ordered_at,
        1990 + cast(hash(i, 9) % 30000 as bigint) as paid_fen
    from ({placed})
) to '{path}' (format parquet)
"""

PAIRS_SQL = """
select count(*) from clicks as c join orders as o on o.buyer_key = c.buyer_key and o.product_no = c.product_no
    and c.clicked_us <= o.ordered_us and c.clicked_us >= o.ordered_us - 1296000000000
"""


def timed(what: str, work: Callable[[], object]) -> float:
    """Processor seconds of one step; both kinds of seconds are said as it ends."""
    began, busy = time.perf_counter(), time.process_time()
    found = work()
    seconds, busy = time.perf_counter() - began, time.process_time() - busy
    print(f"{what:32} {seconds:9.1f} s by the clock {busy:9.1f} s of processors   {found}", flush=True)
    return busy


def main() -> None:
    """Make, load, attribute, refresh, add a day; ends with an error above a limit."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--scale", type=float, default=0.01)
    options.add_argument("--folder", type=Path)
    options.add_argument("--memory", default="10GB")
    given = options.parse_args()
    with tempfile.TemporaryDirectory(dir=given.folder) as name:
        raise SystemExit(Month(Path(name), given.scale, given.memory).run())


class Month:
    """One run at one scale."""

    def __init__(self, folder: Path, scale: float, memory: str) -> None:
        self.folder, self.scale = folder, scale
        settings = {"threads": 2, "memory_limit": memory, "temp_directory": str(folder / "spill"),
                    "preserve_insertion_order": False}  # fmt: skip
        self.connection = duckdb.connect(config=settings)
        self.connection.execute("set timezone = 'UTC'")
        self.parts = BuyerParts(folder / "month", self.connection, parts=max(1, round(16 * scale)))
        self.made = self.loaded = 0.0

    def run(self) -> int:
        """All steps; how many limits were broken."""
        for kind, count in (("note", NOTES), ("product", PRODUCTS)):
            shape = "%024x" if kind == "note" else "66a1b2c3%016x"
            self.parts.name(kind, f"select printf('{shape}', i) as {kind}_id from range({count}) as t(i)")
        for number in range(DAYS - 1):
            self.take_day(number)
        print(
            f"made in {self.made:.1f} s, loaded in {self.loaded:.1f} s, facts {self.gib('clicks', 'orders'):.2f} GiB",
            flush=True,
        )
        timed("credits of 29 days", self.parts.credit)
        self.take_day(DAYS - 1)
        day = timed("the 30th day, added", lambda: self.parts.credit_day(self.day(DAYS - 1)))
        timed("conversion and commission", lambda: self.parts.refresh(100_000))
        bare = timed("bare hash join, counting pairs", self.count_pairs)
        whole = timed("credits of 30 days, four rules", self.parts.credit)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
        day_share = day / whole
        print(f"scale {self.scale:g}: {whole / bare:.2f} x the bare join (limit {RATIO_LIMIT:g})")
        print(f"the day takes {day_share:.3f} of the whole (limit {DAY_LIMIT:.3f})")
        print(f"peak {peak:.2f} GiB (limit {MEMORY_LIMIT_GIB:g}), disk {self.gib('.'):.2f} GiB")
        return (whole > RATIO_LIMIT * bare) + (day_share > DAY_LIMIT) + (peak > MEMORY_LIMIT_GIB)

    def day(self, number: int) -> str:
        """The date of a day of the month."""
        return (FIRST + timedelta(days=number)).isoformat()

    def take_day(self, number: int) -> None:
        """Make a day's files, load them, delete them."""
        clicks, orders = self.folder / "clicks.parquet", self.folder / "orders.parquet"
        began = time.perf_counter()
        self.make(CLICKS_SQL, number, number, int(CLICKS * self.scale), clicks)
        behind = (number * 7919 + 3) % 7
        self.make(ORDERS_SQL, number, max(number - behind, 0), int(ORDERS * self.scale), orders)
        made = time.perf_counter()
        self.parts.add(self.day(number), clicks, orders)
        self.made += made - began
        self.loaded += time.perf_counter() - made
        clicks.unlink()
        orders.unlink()

    def make(self, sql: str, number: int, clicked: int, whole: int, path: Path) -> None:
        """Write one file: rows of a day, made by the dice of the day they were clicked."""
        each = int(CLICKS * self.scale) // DAYS
        rows = whole // DAYS
        since = clicked * each + (number * 31 * rows) % max(each - rows, 1)
        seeds = {"slot": 2, "note": 3, "time": 4, "late": 5, "organic": 6}
        dice = {f"dice_{name}": DICE.format(seed=seed, of="i") for name, seed in seeds.items()}
        numbers = {"buyers": max(int(BUYERS * self.scale), 1), "products": PRODUCTS, "notes_each": NOTES // PRODUCTS}
        click = CLICK.format(since=since, until=since + rows, **dice, **numbers)
        placed = PLACED.format(click=click, **numbers)
        day_us = int(datetime.combine(FIRST + timedelta(days=number), datetime.min.time(), UTC).timestamp()) * 1_000_000
        self.connection.execute(
            sql.format(placed=placed, path=path, day_us=day_us, since_order=number * rows - since, **dice, **numbers)
        )

    def count_pairs(self) -> int:
        """The yardstick, on the same files, a part at a time as well: whole, it would spill."""
        pairs = 0
        for part in range(self.parts.parts):
            for kind in ("clicks", "orders"):
                files = self.folder / "month" / kind / f"part={part}" / "*.parquet"
                self.connection.execute(f"create or replace temp view {kind} as from '{files}'")
            pairs += self.connection.execute(PAIRS_SQL).fetchall()[0][0]
        return pairs

    def gib(self, *names: str) -> float:
        """What lies under folders of the month."""
        files = (path for name in names for path in (self.folder / "month" / name).rglob("*.parquet"))
        return sum(path.stat().st_size for path in files) / 2**30


if __name__ == "__main__":
    os.environ.setdefault("TZ", "UTC")
    main()
