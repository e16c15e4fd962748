"""How long each warehouse model takes over 10 M clicks and 0.8 M orders, against bare DuckDB in the same run.

    python benchmarks/models.py                the whole of it
    python benchmarks/models.py --scale 0.1    a tenth

The yardstick: DuckDB writes the two tables from Parquet into a file and counts their join on buyer and product. All
models together may take at most four times as long.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import duckdb

from campaigns import catalogue, facts

LIMIT = 4.0
CLICKS, ORDERS, BUYERS, NOTES, PRODUCTS, KOLS = 10_000_000, 800_000, 1_500_000, 20_000, 500, 3_000

# Few notes take most clicks (a cubed uniform number), and half of the orders come from buyers who clicked the product.
CLICKS_SQL = """
copy (
    with dice as (
        select i, hash(i) % 1000003 / 1000003.0 as a, hash(i, 1) % 1000003 / 1000003.0 as b,
            hash(i, 2) % {buyers} as buyer
        from range({clicks}) as t(i)
    )
    select
        printf('c%012d', i) as click_id, printf('%024x', (a * a * a * {notes})::bigint) as note_id,
        printf('66a1b2c3%016x', (a * a * a * {notes})::bigint % {products}) as product_id, null::varchar as link_slug,
        case when b < 0.97 then hash(buyer) end as buyer_key,
        timestamptz '2026-03-01 00:00+08' + to_microseconds((b * 61 * 86400 * 1000)::bigint * 1000) as clicked_at,
        ['explore', 'search', 'follow', 'nearby'][1 + i % 4] as section,
        ['xiaohongshu', 'tmall', 'own_site'][1 + (i // 7) % 3] as channel, 1::bigint as load_id, i as source_row
    from dice
) to '{path}' (row_group_size 500000)
"""

ORDERS_SQL = """
copy (
    with wanted as (
        select i, i * ({clicks} // {orders}) as c, hash(i, 3) % 1000 / 1000.0 as late from range({orders}) as t(i)
    ),
    dice as (
        select i, late, hash(c) % 1000003 / 1000003.0 as a, hash(c, 1) % 1000003 / 1000003.0 as b,
            hash(c, 2) % {buyers} as buyer
        from wanted
    )
    select
        'shop' || i % 3 as shop_id, printf('P%018d', 700000000000000000 + i) as order_id, 1::bigint as line_no,
        ['xiaohongshu', 'tmall', 'own_site'][1 + i % 3] as channel,
        printf('66a1b2c3%016x', (a * a * a * {notes})::bigint % {products}) as product_id, 'sku' || i % 900 as sku,
        hash(case when i % 2 = 0 then buyer else {buyers} + i end) as buyer_key,
        timestamptz '2026-03-01 00:00+08' + to_microseconds(((b * 61 + late * 20) * 86400 * 1000)::bigint * 1000)
            as ordered_at,
        null::timestamptz as paid_at, null::timestamptz as completed_at, 'second' as time_precision,
        1::bigint as quantity, 'CNY' as currency,
        12900::bigint as list_fen, 0::bigint as brand_discount_fen, 0::bigint as platform_discount_fen,
        0::bigint as shipping_fen, 0::bigint as tax_fen, 9900::bigint as paid_fen, null::varchar as promo_code,
        case when i % 20 = 0 then printf('%024x', i % {kols}) end as source_kol_id, 'completed' as status,
        1::bigint as load_id, i as source_row
    from dice
) to '{path}' (row_group_size 500000)
"""

NOTES_SQL = """
insert into raw.notes
select printf('%024x', i), 'crawler', 'xiaohongshu', null, printf('%024x', i % {kols}), null, 'title ' || i, 'body',
    'image', timestamptz '2026-03-01 00:00+08', null, null, false, null, false, 1, i
from range({notes}) as t(i)
"""

REFUNDS_SQL = """
insert into raw.refunds
select 'R' || order_id, 1, shop_id, order_id, ordered_at + interval 5 day, 'second', 'CNY', 3300, 0, false, 1,
    source_row
from raw.orders where source_row % 12 = 0
"""

JOIN_SQL = """
select count(*) from clicks as c join orders as o on o.buyer_key = c.buyer_key and o.product_id = c.product_id
"""


def timed(work: Callable[[], object]) -> float:
    """Wall seconds of one call."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def make_files(folder: Path, scale: float) -> dict[str, Path]:
    """Clicks and orders as Parquet."""
    numbers = {"clicks": int(CLICKS * scale), "orders": int(ORDERS * scale), "buyers": int(BUYERS * scale)}
    numbers |= {"notes": NOTES, "products": PRODUCTS}
    files = {"clicks": folder / "clicks.parquet", "orders": folder / "orders.parquet"}
    connection = duckdb.connect()
    connection.execute("set timezone = 'UTC'")
    for name, sql in (("clicks", CLICKS_SQL), ("orders", ORDERS_SQL)):
        connection.execute(sql.format(path=files[name], kols=KOLS, **numbers))
    connection.close()
    return files


def bare(folder: Path, files: dict[str, Path]) -> float:
    """DuckDB alone: write both tables, count the join."""
    connection = duckdb.connect(str(folder / "bare.duckdb"), config={"threads": 2})

    def work() -> None:
        for name, path in files.items():
            connection.execute(f"create or replace table {name} as select * from '{path}'")
        connection.execute("checkpoint")
        connection.execute(JOIN_SQL).fetchall()

    seconds = timed(work)
    connection.close()
    return seconds


def open_warehouse(folder: Path, files: dict[str, Path]) -> duckdb.DuckDBPyConnection:
    """The schema with the same facts, some notes and refunds beside them."""
    connection = duckdb.connect(str(folder / "warehouse.duckdb"), config={"threads": 2, "memory_limit": "3GB"})
    connection.execute("set timezone = 'UTC'")
    connection.execute(facts.schema_sql())
    connection.execute(catalogue.macros())
    for name, path in files.items():
        columns = ", ".join(column.name for column in facts.fact(name).columns)
        connection.execute(f"insert into {facts.fact(name).name} ({columns}) select {columns} from '{path}'")
    connection.execute("insert into loads values (1, 's', 'f', now(), now(), '{}', '{}')")
    connection.execute(NOTES_SQL.format(kols=KOLS, notes=NOTES))
    connection.execute(REFUNDS_SQL)
    connection.execute("checkpoint")
    return connection


def main() -> None:
    """Measure and print; ends with an error above the limit."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--scale", type=float, default=1.0)
    scale = options.parse_args().scale
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = make_files(folder, scale)
        yardstick = min(bare(folder, files) for _ in range(3))
        connection = open_warehouse(folder, files)
        total = 0.0
        for model in catalogue.models():
            if model.runs != "live":
                kind = "view" if model.runs == "view" else "table"
                statement = f"create or replace {kind} {model.name} as {model.sql}"
                seconds = timed(lambda statement=statement: connection.execute(statement))
                rows = connection.execute(f"select count(*) from {model.name}").fetchall()[0][0]
                print(f"{model.name:20} {rows:>10,} rows {seconds:7.2f} s")
                total += seconds
        total += timed(lambda: connection.execute("checkpoint"))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(
        f"bare DuckDB {yardstick:.2f} s, models {total:.2f} s: {total / yardstick:.2f} x (limit {LIMIT}); "
        f"peak {peak:.2f} GiB"
    )
    if total > LIMIT * yardstick:
        raise SystemExit(f"The models took {total / yardstick:.2f} times the yardstick; the limit is {LIMIT}.")


if __name__ == "__main__":
    main()
