"""Commission lines of many credited order lines, beside a bare sum over the same columns grouped by order in DuckDB.

    python benchmarks/commission.py [--credits 1000000] [--tiers] [--refunds 0.07] [--threads 0]

The models are those of the product, each a table as in the warehouse's reader; both sides write what they compute.
Prints processor seconds per model, the ratio and the peak of memory.
"""

from __future__ import annotations

import argparse
import resource
import time

import duckdb

from campaigns import catalogue

LIMIT = 3.0
KOLS, CAMPAIGNS = 200, 4
TIERS = '[{"up_to_fen": 5000000, "rate_ppm": 100000}, {"up_to_fen": null, "rate_ppm": 120000}]'

CREDITS = """
create table campaign_credits as
select
    'shop' as shop_id, printf('P%018d', 700000000000000000 + (i * 2654435761) % {orders}) as order_id,
    (1 + i // {orders})::bigint as line_no, (1 + i % {campaigns})::bigint as campaign_id,
    (1 + i % {kols})::bigint as collaboration_id, null::bigint as agency_id, printf('%024x', i % 900) as note_id,
    printf('%024x', i % {kols}) as kol_id, 'p' || i % 50 as product_id, 'xiaohongshu' as channel, 'mask' as category,
    'last_click' as evidence, 'CNY' as currency, (5000 + hash(i) % 50000)::bigint as credit_fen,
    0::bigint as refund_fen,
    (5000 + hash(i) % 50000)::bigint as buyer_paid_fen, (5500 + hash(i) % 50000)::bigint as merchant_receives_fen,
    (6000 + hash(i) % 50000)::bigint as list_price_fen, 1000::bigint as product_cost_fen, 1::bigint as quantity,
    false as has_conflict, date '2026-03-01' + (hash(i, 1) % 90)::integer as ordered_date,
    timestamptz '2026-03-01 04:00+08' + to_days((hash(i, 1) % 90)::integer) + to_seconds(i % 40000) as ordered_at
from range({credits}) as t(i)
"""
"""Two lines per order, far apart, as they arrive."""

REFUNDS = """
create table refund_steps as
select
    shop_id, order_id, line_no, 'R' || order_id || line_no as refund_id, 1::bigint as refund_no, currency,
    credit_fen // 3 as claimed_fen, credit_fen // 3 as refunded_fen, credit_fen // 3 as refunded_so_far_fen,
    false as is_all_refunded, false as is_estimated, ordered_at + interval 5 day as event_at
from campaign_credits where hash(order_id, line_no) % 1000 < {refunds} * 1000
"""
RECORDS = """
create schema records;
create table records.collaboration as
select
    i::bigint as id, (1 + i % {campaigns})::bigint as campaign_id, printf('%024x', i) as kol_id,
    null::bigint as agency_id, 'agreed' as state
from range(1, {kols} + 1) as t(i);
create table records.collaboration_note (note_id varchar, collaboration_id bigint);
create table notes (note_id varchar, published_at timestamptz);
create table records.terms as
select
    0::bigint as id, 'platform' as scope, 'platform_fee' as part, null::bigint as collaboration_id,
    null::bigint as agency_id, null::bigint as campaign_id, 'xiaohongshu' as platform, null::varchar as category,
    date '2026-01-01' as since_date, null::date as before_date, 'buyer_paid' as base, 150000::bigint as rate_ppm,
    null::varchar as tiers, 'marginal' as tier_mode, null::bigint as cap_fen, null::bigint as minimum_fen,
    null::varchar as guarantee_kind, null::bigint as guarantee_fen, null::bigint as fixed_fee_fen,
    null::bigint as cps_share_ppm, 'CNY' as currency
union all
select
    i, 'collaboration', 'kol', i, null, null, null, null, date '2026-01-01', null, 'buyer_paid',
    case when {tiers} then null else 100000 end, case when {tiers} then '{bands}' end, 'marginal', null, null, null,
    null, 0, null, 'CNY'
from range(1, {kols} + 1) as t(i)
"""
BARE = """
create or replace table bare as
select
    shop_id, order_id, sum(credit_fen)::bigint as credit_fen, sum(buyer_paid_fen)::bigint as buyer_paid_fen,
    sum(merchant_receives_fen)::bigint as merchant_receives_fen, sum(list_price_fen)::bigint as list_price_fen,
    max(ordered_at) as ordered_at
from campaign_credits group by shop_id, order_id
"""
STEPS = (
    "terms_in_force", "line_states", "line_amounts", "commission_events", "volume_closings", "agreed_postings",
    "period_closings", "closing_shares", "commission_lines",
)  # fmt: skip


def timed(connection: duckdb.DuckDBPyConnection, sql: str) -> float:
    """Seconds of processor time: a machine that does other things meanwhile gives the same."""
    since = time.process_time()
    connection.execute(sql)
    return time.process_time() - since


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--credits", type=int, default=1_000_000)
    parser.add_argument("--refunds", type=float, default=0.07)
    parser.add_argument("--tiers", action="store_true")
    parser.add_argument("--threads", type=int, default=0)
    given = parser.parse_args()
    facts = {"credits": given.credits, "refunds": given.refunds, "tiers": given.tiers, "bands": TIERS}
    facts |= {"kols": KOLS, "campaigns": CAMPAIGNS, "orders": max(1, given.credits // 2)}
    with duckdb.connect() as connection:
        if given.threads:
            connection.execute(f"set threads = {given.threads}")
        connection.execute("set timezone = 'Asia/Shanghai'")
        connection.execute(catalogue.macros())
        for sql in (CREDITS, REFUNDS, RECORDS):
            connection.execute(sql.format(**facts))
        bare = min(timed(connection, BARE) for _ in range(3))
        models = {model.name: model.sql for model in catalogue.models()}
        spent = {name: timed(connection, f"create table {name} as {models[name]}") for name in STEPS}
        ((lines, cny),) = connection.execute("select count(*), sum(amount_fen) from commission_lines").fetchall()
    whole = sum(spent.values())
    for name, seconds in spent.items():
        print(f"{name:20} {seconds:7.2f} s")
    print(f"{given.credits:,} credits, {lines:,} lines, {cny / 100:,.2f} CNY, tiers: {given.tiers}")
    print(f"bare sum {bare:.2f} s; commission {whole:.2f} s: {whole / bare:.1f} x (at most {LIMIT:g})")
    print(f"peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20:.2f} GiB")


if __name__ == "__main__":
    main()
