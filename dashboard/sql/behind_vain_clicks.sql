-- One row per click that found no stock of a product, the newest first, with its address, and how many there are.
-- Parameters: figure (clicks_without_stock), product (id), since (instant of the sell-out). rows, skipped: which part of it.
with
stretch as (
    select o.sold_out_at, o.restocked_at
    from sell_outs as o
    where $figure = 'clicks_without_stock' and o.product_id = $product and o.sold_out_at = try_cast($since as timestamptz)
),
events as (
    select
        k.clicked_at as event_at, k.click_id as what, 1 as adds, 'click_id=' || k.click_id as key, k.load_id, k.source_row
    from stretch as o
    join clicks as k
        on k.product_id = $product and k.clicked_at >= o.sold_out_at
        and (o.restocked_at is null or k.clicked_at < o.restocked_at)
),
whole as (select count(*) as found, coalesce(sum(adds), 0)::bigint as total from events)
select e.event_at, e.what, e.adds::bigint as adds, 'clicks' as fact, e.key, e.load_id, l.name as file, e.source_row, w.found, w.total
from events as e
cross join whole as w
left join loads as l on l.load_id = e.load_id
order by e.event_at desc, e.what
limit $rows offset $skipped
