-- One row per kind of fact that has rows: how many, the newest event, and when its last file came in.
with
facts as (
    select 'notes' as fact, published_at as event_at, load_id from notes
    union all
    select 'note_metrics' as fact, captured_at as event_at, load_id from note_metrics
    union all
    select 'clicks' as fact, clicked_at as event_at, load_id from clicks
    union all
    select 'orders' as fact, ordered_at as event_at, load_id from orders
    union all
    select 'refunds' as fact, refunded_at as event_at, load_id from refunds
    union all
    select 'settlements' as fact, coalesce(settled_at, can_settle_at, ordered_at) as event_at, load_id from settlements
    union all
    select 'shipments' as fact, event_at, load_id from shipments
    union all
    select 'stock_levels' as fact, captured_at as event_at, load_id from stock_levels
    union all
    select 'ad_spend' as fact, (date + interval 1 day)::timestamp at time zone 'Asia/Shanghai' as event_at, load_id from ad_spend
)
select
    f.fact, count(*)::bigint as rows, max(f.event_at) as newest_at, max(l.loaded_at) as loaded_at
from facts as f
left join loads as l on l.load_id = f.load_id
group by f.fact
order by newest_at desc nulls last, f.fact
