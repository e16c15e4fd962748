-- One row per path of touchpoints in a campaign, in the order of clicks, repeats in a row once: order lines and their money
-- at its end, and walks that ended in no order. Parameter: campaign (code).
-- A walk without an order is all clicks of one person on one product (on the brand where it is matched) on the campaign's days
-- of which no line of the campaign came.
with
chosen as (
    select id, brand_id, match_on, lookback_days, since_date, before_date from records.campaign where code = $campaign
),
touches as (
    select
        t.shop_id || '/' || t.order_id || '/' || t.line_no as walk, t.touchpoint, t.paid_fen, t.clicked_at, t.click_id, 1 as is_order
    from campaign_touches as t
    join chosen as c on c.id = t.campaign_id and t.clicked_at >= t.ordered_at - c.lookback_days * interval 86400 second
),
goods as (
    select p.product_id, case c.match_on when 'brand' then '' else p.product_id end as matched
    from chosen as c
    join records.product as p on p.brand_id = c.brand_id
    where c.match_on = 'brand'
        or p.product_id in (select g.product_id from records.campaign_product as g where g.campaign_id = c.id)
),
bought as (
    select distinct l.buyer_key, g.matched
    from campaign_lines as l
    join chosen as c on c.id = l.campaign_id
    join goods as g on g.product_id = l.product_id
    where l.buyer_key is not null
),
own_notes as (
    select n.note_id, k.kol_id
    from records.collaboration_note as n
    join records.collaboration as k on k.id = n.collaboration_id
    join chosen as c on c.id = k.campaign_id
),
in_vain as (
    select
        k.buyer_key || '/' || g.matched as walk, coalesce(n.kol_id, 'outside') as touchpoint, 0 as paid_fen, k.clicked_at,
        k.click_id, 0 as is_order
    from clicks as k
    join goods as g on g.product_id = k.product_id
    join chosen as c
        on shanghai_date(k.clicked_at) >= c.since_date::date and shanghai_date(k.clicked_at) < c.before_date::date
    left join own_notes as n on n.note_id = k.note_id
    left join bought as b on b.buyer_key = k.buyer_key and b.matched = g.matched
    where k.note_id is not null and k.buyer_key is not null and b.buyer_key is null
),
steps as (
    select
        is_order, walk, touchpoint, paid_fen, clicked_at, click_id,
        lag(touchpoint) over (partition by is_order, walk order by clicked_at, click_id) as before
    from (select * from touches union all select * from in_vain)
),
walks as (
    select
        is_order, walk, max(paid_fen) as paid_fen,
        string_agg(touchpoint, ' > ' order by clicked_at, click_id) filter (where before is distinct from touchpoint) as path
    from steps
    group by is_order, walk
),
untouched as (
    select l.paid_fen
    from campaign_lines as l
    join chosen as c on c.id = l.campaign_id
    where l.shop_id || '/' || l.order_id || '/' || l.line_no not in (select walk from touches)
),
every_walk as (
    select path, is_order, paid_fen from walks
    union all
    select '' as path, 1 as is_order, paid_fen from untouched
)
select
    path, sum(is_order)::bigint as lines, sum(paid_fen)::bigint as paid_fen, sum(1 - is_order)::bigint as walks_in_vain
from every_walk
group by path
order by lines desc, walks_in_vain desc, path
