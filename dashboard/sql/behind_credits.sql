-- One row per order line of which a KOL has a part under a rule and window of a campaign, the newest first, with its address.
-- Parameters: figure (the rule, as last_fen), campaign (code), kol (touchpoint; `outside`, `unattributed`), window (days).
-- rows, skipped: which part of the list. adds: the part.
with
chosen as (
    select id, try_cast($window as bigint) as lookback_days from records.campaign where code = $campaign
),
parts as (
    select s.shop_id, s.order_id, s.line_no, sum(s.credit_fen)::bigint as credit_fen
    from line_shares as s
    join chosen as c on c.id = s.campaign_id and c.lookback_days = s.lookback_days
    where s.rule = replace($figure, '_fen', '') and s.touchpoint = $kol
    group by s.shop_id, s.order_id, s.line_no
    union all
    select l.shop_id, l.order_id, l.line_no, l.paid_fen as credit_fen
    from campaign_lines as l
    join chosen as c on c.id = l.campaign_id
    where $kol = 'unattributed' and not exists (
        select 1 from line_shares as s
        where s.campaign_id = l.campaign_id and s.lookback_days = c.lookback_days and s.rule = replace($figure, '_fen', '') and s.shop_id = l.shop_id
            and s.order_id = l.order_id and s.line_no = l.line_no
    )
),
events as (
    select
        o.ordered_at as event_at, p.order_id as what,
        p.credit_fen as adds, 'orders' as fact,
        'shop_id=' || p.shop_id || ',order_id=' || p.order_id || ',line_no=' || p.line_no as key, o.load_id, o.source_row
    from parts as p
    join orders as o on o.shop_id = p.shop_id and o.order_id = p.order_id and o.line_no = p.line_no
),
whole as (select count(*) as found, coalesce(sum(adds), 0)::bigint as total from events where adds <> 0)
select e.event_at, e.what, e.adds, e.fact, e.key, e.load_id, l.name as file, e.source_row, w.found, w.total
from events as e
cross join whole as w
left join loads as l on l.load_id = e.load_id
where e.adds <> 0
order by e.event_at desc, e.what, e.key
limit $rows offset $skipped
