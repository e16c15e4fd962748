-- Clicks, kept orders and net sales of each KOL from before the day $as_of, last touch, halved every 90 days.
-- money: CNY fen, refunds of before the day taken off
with clicked as (
    select
        n.kol_id, sum(pow(2.0, -date_diff('day', shanghai_date(c.clicked_at), cast($as_of as date)) / 90.0)) as clicks,
        count(*) as all_clicks, max(shanghai_date(c.clicked_at)) as last_date
    from clicks as c
    join notes as n on n.note_id = c.note_id
    where n.kol_id is not null and shanghai_date(c.clicked_at) < cast($as_of as date)
    group by n.kol_id
),
linked as (
    select n.kol_id, sum(pow(2.0, -date_diff('day', shanghai_date(n.published_at), cast($as_of as date)) / 90.0)) as linked_notes
    from notes as n
    where n.kol_id is not null and shanghai_date(n.published_at) < cast($as_of as date)
        and n.note_id in (select note_id from clicks where shanghai_date(clicked_at) < cast($as_of as date))
    group by n.kol_id
),
returned as (
    select shop_id, order_id, line_no, cast(sum(refunded_fen) as bigint) as refunded_fen
    from refund_steps
    where shanghai_date(event_at) < cast($as_of as date)
    group by shop_id, order_id, line_no
),
lines as (
    select
        o.kol_id, o.note_id, o.shop_id || '/' || o.order_id as order_key, o.credit_fen - coalesce(r.refunded_fen, 0) as net_fen,
        pow(2.0, -date_diff('day', shanghai_date(o.ordered_at), cast($as_of as date)) / 90.0) as weight,
        shanghai_date(o.ordered_at) as ordered_date
    from order_credits as o
    left join returned as r on r.shop_id = o.shop_id and r.order_id = o.order_id and r.line_no = o.line_no
    where o.rule = 'last' and o.kol_id is not null and o.currency = 'CNY'
        and shanghai_date(o.ordered_at) < cast($as_of as date)
),
orders as (
    select kol_id, order_key, sum(net_fen) as net_fen, max(weight) as weight, max(ordered_date) as ordered_date
    from lines
    group by kol_id, order_key
),
sold as (
    select
        kol_id, sum(case when net_fen > 0 then weight else 0 end) as orders, sum(net_fen * weight) as net_sales,
        count(case when net_fen > 0 then 1 end) as all_orders, cast(sum(net_fen) as double) as all_net_sales,
        cast(max(ordered_date) as date) as last_date
    from orders
    group by kol_id
),
last as (
    select n.kol_id, n.note_id, row_number() over (partition by n.kol_id order by n.published_at desc, n.note_id) as age
    from notes as n
    where n.kol_id is not null and shanghai_date(n.published_at) < cast($as_of as date)
        and n.note_id in (select note_id from clicks where shanghai_date(clicked_at) < cast($as_of as date))
),
last_sold as (
    select l.kol_id, cast(sum(i.net_fen) as double) as last_net_sales
    from last as l
    join lines as i on i.note_id = l.note_id
    where l.age = 1
    group by l.kol_id
)
select
    c.kol_id, c.clicks, c.all_clicks, l.linked_notes, coalesce(s.orders, 0) as orders, coalesce(s.net_sales, 0) as net_sales,
    coalesce(s.all_orders, 0) as all_orders, coalesce(s.all_net_sales, 0) as all_net_sales, coalesce(z.last_net_sales, 0) as last_net_sales,
    date_diff('day', coalesce(greatest(s.last_date, c.last_date), c.last_date), cast($as_of as date)) as sales_age_days
from clicked as c
left join linked as l on l.kol_id = c.kol_id
left join sold as s on s.kol_id = c.kol_id
left join last_sold as z on z.kol_id = c.kol_id
order by c.kol_id
