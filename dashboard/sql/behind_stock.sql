-- One row per stock count behind a point of a product's curve, with its address. Parameters: figure (available), product
-- (id), at (instant of the count; empty for all). rows, skipped: which part of the list.
with
events as (
    select
        s.captured_at as event_at, coalesce(p.name, s.product_id) as what, s.available as adds,
        'product_id=' || s.product_id || ',captured_at=' || s.captured_at as key, s.load_id, s.source_row
    from stock_levels as s
    left join records.product as p on p.product_id = s.product_id
    where $figure = 'available'
        and s.product_id = $product
        and ($at = '' or s.captured_at = try_cast($at as timestamptz))
),
whole as (select count(*) as found, coalesce(sum(adds), 0)::bigint as total from events)
select
    e.event_at, e.what, e.adds::bigint as adds, 'stock_levels' as fact, e.key, e.load_id, l.name as file, e.source_row, w.found,
    w.total
from events as e
cross join whole as w
left join loads as l on l.load_id = e.load_id
order by e.event_at desc
limit $rows offset $skipped
