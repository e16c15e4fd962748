-- One row per product and stretch of time without stock, from the first count of zero to the first count above it.
-- key: product_id, sold_out_at
-- sources: stock_levels, clicks, notes, data_reach
-- runs: warehouse
-- why: what a note did to the stock. The leading note is the one with the most clicks on the product in the 24 hours before the
--   stock was counted zero; hours_to_sold_out run from its publication. Clicks from the zero until the restock (or the end of the
--   data) found no stock: a demand seen, never called lost orders. in_stock_at is the last count above zero before, so that the
--   true moment lies between it and sold_out_at.
with counts as (
    select
        product_id, captured_at, available <= 0 as is_out,
        lag(available <= 0) over (partition by product_id order by captured_at) as was_out,
        lag(captured_at) over (partition by product_id order by captured_at) as before_at
    from stock_levels
),
turns as (
    select
        product_id, captured_at, is_out, case when not was_out then before_at end as in_stock_at,
        lead(captured_at) over (partition by product_id order by captured_at) as next_turn_at
    from counts
    where was_out is null or was_out <> is_out
),
stretches as (
    select product_id, in_stock_at, captured_at as sold_out_at, next_turn_at as restocked_at
    from turns
    where is_out
),
reach as (
    select max(newest_at) as newest_at from data_reach
),
without_stock as (
    select o.product_id, o.sold_out_at, count(*) as clicks, count(distinct k.buyer_key) as clickers
    from stretches as o
    join clicks as k
        on k.product_id = o.product_id and k.clicked_at >= o.sold_out_at
        and (o.restocked_at is null or k.clicked_at < o.restocked_at)
    group by o.product_id, o.sold_out_at
),
leading_clicks as (
    select o.product_id, o.sold_out_at, k.note_id, count(*) as clicks
    from stretches as o
    join clicks as k
        on k.product_id = o.product_id and k.clicked_at < o.sold_out_at and k.clicked_at >= o.sold_out_at - interval 24 hour
    where k.note_id is not null and o.in_stock_at is not null
    group by o.product_id, o.sold_out_at, k.note_id
),
leaders as (
    select
        l.product_id, l.sold_out_at, l.note_id, n.title, n.kol_id, n.published_at, l.clicks,
        row_number() over (partition by l.product_id, l.sold_out_at order by l.clicks desc, n.published_at desc, l.note_id) as place
    from leading_clicks as l
    join notes as n on n.note_id = l.note_id and n.published_at < l.sold_out_at
)
select
    o.product_id, l.note_id, l.kol_id, l.title as note_title, coalesce(w.clicks, 0) as clicks_without_stock,
    coalesce(w.clickers, 0) as clickers_without_stock, l.clicks as leading_clicks,
    (epoch(o.sold_out_at) - epoch(l.published_at)) / 3600.0 as hours_to_sold_out,
    (epoch(coalesce(o.restocked_at, r.newest_at)) - epoch(o.sold_out_at)) / 3600.0 as hours_without_stock,
    o.restocked_at is null as is_out_still, l.published_at, o.in_stock_at, o.sold_out_at, o.restocked_at
from stretches as o
cross join reach as r
left join without_stock as w on w.product_id = o.product_id and w.sold_out_at = o.sold_out_at
left join leaders as l on l.product_id = o.product_id and l.sold_out_at = o.sold_out_at and l.place = 1
