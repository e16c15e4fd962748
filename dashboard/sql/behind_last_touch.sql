-- One row per order line behind a figure under the rule of the last touch, the newest first, with its address, and their sum.
-- Parameters: figure (buyers, orders, net_sales_fen), campaign (code), method, tier, cohort (Monday), note, kol, product, section, channel; empty for all.
-- rows, skipped: which part of the list. adds: what the row adds to the figure; a buyer and an order count once.
with
linked as (
    select n.note_id
    from records.collaboration_note as n
    join records.collaboration as b on b.id = n.collaboration_id
    join records.campaign as c on c.id = b.campaign_id
    left join kols as p on p.kol_id = b.kol_id
    left join notes as w on w.note_id = n.note_id
    where ($campaign = '' or c.code = $campaign)
        and ($method = '' or c.method = $method)
        and ($tier = '' or coalesce(p.tier, 'unknown') = $tier)
        and ($cohort = '' or coalesce(date_trunc('week', shanghai_date(w.published_at))::date::varchar, 'unknown') = $cohort)
),
credits as (
    select
        o.shop_id, o.order_id, o.line_no, o.ordered_at,
        case $figure
            when 'buyers' then (o.buyer_key is not null
                and row_number() over (partition by o.buyer_key order by o.ordered_at, o.order_id, o.line_no) = 1)::bigint
            when 'orders' then (row_number() over (partition by o.shop_id, o.order_id order by o.line_no) = 1)::bigint
            when 'net_sales_fen' then case when o.currency = 'CNY' then o.credit_fen - o.refund_fen else 0 end
        end as adds
    from order_credits as o
    where o.rule = 'last' and o.click_id is not null
        and ($campaign || $method || $tier || $cohort = '' or o.note_id in (select note_id from linked))
        and ($note = '' or o.note_id = $note)
        and ($kol = '' or o.kol_id = $kol)
        and ($product = '' or o.product_id = $product)
        and ($section = '' or coalesce(o.section, 'unknown') = $section)
        and ($channel = '' or coalesce(o.click_channel, 'unknown') = $channel)
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
