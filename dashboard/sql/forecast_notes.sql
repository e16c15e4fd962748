-- One row per day of looking and note of a collaboration that was out by then, with its figures as they were known at the
-- beginning of that day: nothing of that day or later is read. The days are the Mondays since the first note, and the day
-- after the last click, today at the latest. is_ripe: out for 15 days, so that its orders are in. Net sales are payable
-- credits less refunds made by then; who may not see when a refund was made has it on the day of the order.
-- Parameter: today (the Shanghai date, as text).
with paid as (
    select l.note_id, k.kol_id, k.campaign_id, c.name, c.name_zh, c.since_date, shanghai_date(n.published_at) as published_date
    from records.collaboration_note as l
    join records.collaboration as k on k.id = l.collaboration_id
    join records.campaign as c on c.id = k.campaign_id
    join notes as n on n.note_id = l.note_id
    where n.published_at is not null
),
click_days as (
    select note_id, shanghai_date(clicked_at) as business_date, count(*) as clicks
    from clicks
    where note_id in (select note_id from paid)
    group by note_id, shanghai_date(clicked_at)
),
ended as (
    select least($today::date, coalesce(max(business_date) + 1, $today::date)) as as_of_date from click_days
),
looked as (
    select distinct unnest(range(
        date_trunc('week', (select min(published_date) from paid))::timestamp, (select as_of_date from ended)::timestamp,
        interval 7 day
    ))::date as as_of_date
    union
    select as_of_date from ended
),
out as (
    select d.as_of_date, p.note_id, p.kol_id, p.campaign_id, p.name, p.name_zh, p.published_date
    from paid as p
    join looked as d on p.published_date < d.as_of_date
),
captured as (
    select o.as_of_date, o.note_id,
        arg_max(m.reads, m.captured_at) filter (where m.reads is not null) as reads,
        arg_max(m.likes + m.collects + m.comments + m.shares, m.captured_at)
            filter (where m.likes + m.collects + m.comments + m.shares is not null) as engagement
    from out as o
    join note_metrics as m on m.note_id = o.note_id and shanghai_date(m.captured_at) < o.as_of_date
    group by o.as_of_date, o.note_id
),
clicked as (
    select o.as_of_date, o.note_id, sum(d.clicks)::bigint as clicks
    from out as o
    join click_days as d on d.note_id = o.note_id and d.business_date < o.as_of_date
    group by o.as_of_date, o.note_id
),
credits as (
    select note_id, shop_id, order_id, line_no, credit_fen, refund_fen, shanghai_date(ordered_at) as business_date
    from order_credits
    where rule = 'payable' and currency = 'CNY' and note_id in (select note_id from paid)
),
sale_days as (
    select
        note_id, business_date, count(distinct shop_id || '/' || order_id) as orders, sum(credit_fen)::bigint as net_sales_fen
    from credits
    group by note_id, business_date
    union all
    select c.note_id, shanghai_date(r.event_at) as business_date, 0 as orders, -sum(r.refunded_fen)::bigint as net_sales_fen
    from credits as c
    join refund_steps as r on r.shop_id = c.shop_id and r.order_id = c.order_id and r.line_no = c.line_no
    group by c.note_id, shanghai_date(r.event_at)
    union all
    select c.note_id, c.business_date, 0 as orders, -sum(c.refund_fen)::bigint as net_sales_fen
    from credits as c
    left join refund_steps as r on r.shop_id = c.shop_id and r.order_id = c.order_id and r.line_no = c.line_no
    where c.refund_fen > 0 and r.order_id is null
    group by c.note_id, c.business_date
),
sold as (
    select o.as_of_date, o.note_id, sum(d.orders)::bigint as orders, sum(d.net_sales_fen)::bigint as net_sales_fen
    from out as o
    join sale_days as d on d.note_id = o.note_id and d.business_date < o.as_of_date
    group by o.as_of_date, o.note_id
)
select
    o.note_id, o.kol_id, o.campaign_id, o.name, o.name_zh, coalesce(s.net_sales_fen, 0) as net_sales_fen, m.reads, m.engagement,
    coalesce(c.clicks, 0) as clicks, coalesce(s.orders, 0) as orders,
    o.published_date <= o.as_of_date - 15 as is_ripe, o.published_date, o.as_of_date
from out as o
left join captured as m on m.note_id = o.note_id and m.as_of_date = o.as_of_date
left join clicked as c on c.note_id = o.note_id and c.as_of_date = o.as_of_date
left join sold as s on s.note_id = o.note_id and s.as_of_date = o.as_of_date
order by o.as_of_date, o.note_id
