-- One row per order of a product between two moments, the newest first, with its address. Parameters: figure (orders), product,
-- since_at and before_at (instants). rows, skipped: which part of the list. adds: an order counts once, with its first line.
with
events as (
    select
        o.ordered_at as event_at, o.order_id as what,
        (row_number() over (partition by o.shop_id, o.order_id order by o.line_no) = 1)::bigint as adds, 'orders' as fact,
        'shop_id=' || o.shop_id || ',order_id=' || o.order_id || ',line_no=' || o.line_no as key, o.load_id, o.source_row
    from orders as o
    where $figure = 'orders' and o.product_id = $product and is_sale(o.status, o.paid_at)
        and o.ordered_at >= try_cast($since_at as timestamptz) and o.ordered_at < try_cast($before_at as timestamptz)
),
whole as (select count(*) as found, coalesce(sum(adds), 0)::bigint as total from events where adds <> 0)
select e.event_at, e.what, e.adds, e.fact, e.key, e.load_id, l.name as file, e.source_row, w.found, w.total
from events as e
cross join whole as w
left join loads as l on l.load_id = e.load_id
where e.adds <> 0
order by e.event_at desc, e.what, e.key
limit $rows offset $skipped
