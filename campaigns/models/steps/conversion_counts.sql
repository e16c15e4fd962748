-- One row per value of a dimension that facts alone can name: how many clicked and how many of them bought.
-- key: dimension, key
-- sources: click_counts, order_credits
-- runs: warehouse
-- why: orders are credited to the last touch within 15 days; a buyer counts under the note, KOL, product, section and
--   channel of the click that took the credit, so buyers are always among the clickers.
with sold as (
    select
        note_id, kol_id, product_id, coalesce(section, 'unknown') as section, coalesce(click_channel, 'unknown') as channel,
        buyer_key, shop_id || '/' || order_id as order_key
    from order_credits
    where rule = 'last' and click_id is not null
),
listed as (
    select 'all' as dimension, 'all' as key, buyer_key, order_key from sold
    union all
    select 'note' as dimension, note_id as key, buyer_key, order_key from sold
    union all
    select 'kol' as dimension, kol_id as key, buyer_key, order_key from sold
    union all
    select 'product' as dimension, product_id as key, buyer_key, order_key from sold
    union all
    select 'section' as dimension, section as key, buyer_key, order_key from sold
    union all
    select 'channel' as dimension, channel as key, buyer_key, order_key from sold
),
bought as (
    select dimension, key, count(distinct buyer_key) as buyers, count(distinct order_key) as orders
    from listed
    group by dimension, key
)
select
    c.dimension, c.key, c.clicks, c.clickers, coalesce(b.buyers, 0) as buyers, coalesce(b.orders, 0) as orders
from click_counts as c
left join bought as b on b.dimension = c.dimension and b.key = c.key
