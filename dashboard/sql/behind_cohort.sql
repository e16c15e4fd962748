-- One row per order line that a week's notes sold within so many days of their publication, the newest first, with its address.
-- Parameters: figure (net_sales_fen), campaign (code; empty for all), cohort (Monday of the week), days. rows, skipped: which
-- part of the list. adds: the paid goods of the line less what was refunded of them until now.
with
credits as (
    select c.shop_id, c.order_id, c.line_no, c.ordered_at, greatest(c.credit_fen - c.refund_fen, 0) as adds
    from campaign_notes as n
    join records.campaign as p on p.id = n.campaign_id
    join campaign_credits as c on c.campaign_id = n.campaign_id and c.note_id = n.note_id
    where $figure = 'net_sales_fen' and n.is_paid and c.currency = 'CNY' and c.ordered_at >= n.published_at
        and case when $campaign = '' then not p.is_archived else p.code = $campaign end
        and cast(date_trunc('week', shanghai_date(n.published_at)) as date)::varchar = $cohort
        and epoch(c.ordered_at) < epoch(n.published_at) + try_cast($days as bigint) * 86400
),
events as (
    select
        c.ordered_at as event_at, c.order_id as what, c.adds, 'orders' as fact,
        'shop_id=' || c.shop_id || ',order_id=' || c.order_id || ',line_no=' || c.line_no as key, o.load_id, o.source_row
    from credits as c
    join orders as o on o.shop_id = c.shop_id and o.order_id = c.order_id and o.line_no = c.line_no
    where c.adds <> 0
),
whole as (select count(*) as found, coalesce(sum(adds), 0)::bigint as total from events)
select e.event_at, e.what, e.adds, e.fact, e.key, e.load_id, l.name as file, e.source_row, w.found, w.total
from events as e
cross join whole as w
left join loads as l on l.load_id = e.load_id
order by e.event_at desc, e.what, e.key
limit $rows offset $skipped
