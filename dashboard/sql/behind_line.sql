-- One row: an order line as its file told it, with its address. Parameters: figure (credit_fen), shop, order, line.
-- rows, skipped: which part of the list.
with
events as (
    select
        o.ordered_at as event_at, o.order_id as what, o.paid_fen as adds, 'orders' as fact,
        'shop_id=' || o.shop_id || ',order_id=' || o.order_id || ',line_no=' || o.line_no as key, o.load_id, o.source_row
    from orders as o
    where $figure = 'credit_fen' and o.shop_id = $shop and o.order_id = $order and o.line_no::varchar = $line
),
whole as (select count(*) as found, coalesce(sum(adds), 0)::bigint as total from events)
select e.event_at, e.what, e.adds, e.fact, e.key, e.load_id, l.name as file, e.source_row, w.found, w.total
from events as e
cross join whole as w
left join loads as l on l.load_id = e.load_id
order by e.key
limit $rows offset $skipped
