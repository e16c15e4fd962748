-- One row per order line or refund behind a figure of payable sales, the newest first, with its address, and what all of them add up to.
-- Parameters: figure (gmv_fen, refunds_fen, net_sales_fen, product_cost_fen, orders, kept_orders), campaign (code), brand (code),
-- note, since and before (business dates; refunds on their own day); empty for all. rows, skipped: which part of the list.
-- adds: what the row adds to the figure; an order counts once, with its first line.
with
chosen as (
    select c.id
    from records.campaign as c
    join records.brand as b on b.id = c.brand_id
    where case when $campaign = '' then not c.is_archived and ($brand = '' or b.code = $brand) else c.code = $campaign end
),
credits as (
    select o.shop_id, o.order_id, o.line_no, o.credit_fen, o.refund_fen, m.product_cost_fen, o.ordered_at
    from order_credits as o
    left join campaign_credits as m on m.shop_id = o.shop_id and m.order_id = o.order_id and m.line_no = o.line_no
    where o.rule = 'payable' and o.currency = 'CNY'
        and case when $note = '' then m.campaign_id in (select id from chosen)
            else o.note_id = $note and (m.order_id is null or m.note_id is not null) end
),
sold as (
    select
        shop_id, order_id, line_no, ordered_at,
        case $figure
            when 'product_cost_fen' then product_cost_fen
            when 'orders' then (row_number() over (partition by shop_id, order_id order by line_no) = 1)::bigint
            when 'kept_orders' then (credit_fen > refund_fen
                and row_number() over (partition by shop_id, order_id, credit_fen > refund_fen order by line_no) = 1)::bigint
            else credit_fen
        end as adds
    from credits
    where $figure <> 'refunds_fen'
        and ($since = '' or shanghai_date(ordered_at) >= try_cast($since as date))
        and ($before = '' or shanghai_date(ordered_at) < try_cast($before as date))
),
events as (
    select
        s.ordered_at as event_at, s.order_id as what, s.adds, 'orders' as fact,
        'shop_id=' || s.shop_id || ',order_id=' || s.order_id || ',line_no=' || s.line_no as key, o.load_id, o.source_row
    from sold as s
    join orders as o on o.shop_id = s.shop_id and o.order_id = s.order_id and o.line_no = s.line_no
    union all
    select
        r.event_at, c.order_id as what, case $figure when 'refunds_fen' then r.refunded_fen else -r.refunded_fen end as adds,
        'refunds' as fact, 'refund_id=' || r.refund_id as key, coalesce(n.load_id, w.load_id) as load_id,
        coalesce(n.source_row, w.source_row) as source_row
    from credits as c
    join refund_steps as r on r.shop_id = c.shop_id and r.order_id = c.order_id and r.line_no = c.line_no
    left join refunds as n on n.refund_id = r.refund_id and n.order_id = r.order_id and n.line_no = r.line_no
    left join refunds as w on w.refund_id = r.refund_id and w.order_id = r.order_id and w.line_no = 0
    where $figure in ('refunds_fen', 'net_sales_fen')
        and ($since = '' or shanghai_date(r.event_at) >= try_cast($since as date))
        and ($before = '' or shanghai_date(r.event_at) < try_cast($before as date))
),
whole as (select count(*) as found, coalesce(sum(adds), 0)::bigint as total from events where adds <> 0)
select e.event_at, e.what, e.adds, e.fact, e.key, e.load_id, l.name as file, e.source_row, w.found, w.total
from events as e
cross join whole as w
left join loads as l on l.load_id = e.load_id
where e.adds <> 0
order by e.event_at desc, e.what, e.key
limit $rows offset $skipped
