-- One row per value of a dimension that facts alone can name: how many clicked and how many of them bought.
-- key: dimension, key
-- sources: clicks, notes, order_credits
-- runs: warehouse
-- why: counting distinct buyers over all clicks is the heavy part of conversion, done once per load. Clicks without a
--   buyer count as clicks, not as clickers. Orders are credited to the last touch within 15 days; a buyer counts under
--   the note, section and channel of the click that took the credit, so buyers are always among the clickers.
with seen as (
    select
        c.note_id, n.kol_id, c.product_id, coalesce(c.section, 'unknown') as section,
        coalesce(c.channel, 'unknown') as channel, c.buyer_key
    from clicks as c
    left join notes as n on n.note_id = c.note_id
    where c.note_id is not null
),
sold as (
    select
        note_id, kol_id, product_id, coalesce(section, 'unknown') as section, coalesce(click_channel, 'unknown') as channel,
        buyer_key, shop_id, order_id
    from order_credits
    where rule = 'last' and click_id is not null
),
click_counts as (
    select
        case
            when grouping(note_id) = 0 then 'note'
            when grouping(kol_id) = 0 then 'kol'
            when grouping(product_id) = 0 then 'product'
            when grouping(section) = 0 then 'section'
            when grouping(channel) = 0 then 'channel'
            else 'all'
        end as dimension,
        case
            when grouping(note_id) = 0 then note_id
            when grouping(kol_id) = 0 then kol_id
            when grouping(product_id) = 0 then product_id
            when grouping(section) = 0 then section
            when grouping(channel) = 0 then channel
            else 'all'
        end as key,
        count(*) as clicks, count(distinct buyer_key) as clickers
    from seen
    group by grouping sets ((), (note_id), (kol_id), (product_id), (section), (channel))
),
order_counts as (
    select
        case
            when grouping(note_id) = 0 then 'note'
            when grouping(kol_id) = 0 then 'kol'
            when grouping(product_id) = 0 then 'product'
            when grouping(section) = 0 then 'section'
            when grouping(channel) = 0 then 'channel'
            else 'all'
        end as dimension,
        case
            when grouping(note_id) = 0 then note_id
            when grouping(kol_id) = 0 then kol_id
            when grouping(product_id) = 0 then product_id
            when grouping(section) = 0 then section
            when grouping(channel) = 0 then channel
            else 'all'
        end as key,
        count(distinct buyer_key) as buyers, count(distinct shop_id || '/' || order_id) as orders
    from sold
    group by grouping sets ((), (note_id), (kol_id), (product_id), (section), (channel))
)
select
    c.dimension, c.key, c.clicks, c.clickers, coalesce(o.buyers, 0) as buyers, coalesce(o.orders, 0) as orders
from click_counts as c
left join order_counts as o on o.dimension = c.dimension and o.key = c.key
where c.key is not null
