-- One row per value of a dimension (all, note, kol, campaign, product, section, channel) that was clicked.
-- key: dimension, key
-- sources: conversion_counts, clicks, order_credits, notes, kols, records.collaboration_note, records.collaboration, records.campaign, records.product, records.setting
-- runs: live
-- why: by-clicker conversion is the distinct buyers with an order credited to the last touch within 15 days over the
--   distinct buyers who clicked, with its Wilson 95 % interval; by-click is orders over clicks. A campaign is made of the notes
--   linked to it. The benchmark is the setting `benchmark.<channel>`, from the brief, unverified, and stands beside its channel
--   only. is_enough: at least 30 clickers; below that the rate is shown as "not enough data".
with linked as (
    select l.note_id, c.campaign_id
    from records.collaboration_note as l
    join records.collaboration as c on c.id = l.collaboration_id
),
campaign_clicks as (
    select l.campaign_id, count(*) as clicks, count(distinct k.buyer_key) as clickers
    from clicks as k
    join linked as l on l.note_id = k.note_id
    group by l.campaign_id
),
campaign_orders as (
    select
        l.campaign_id, count(distinct o.buyer_key) as buyers, count(distinct o.shop_id || '/' || o.order_id) as orders
    from order_credits as o
    join linked as l on l.note_id = o.note_id
    where o.rule = 'last'
    group by l.campaign_id
),
counts as (
    select dimension, key, clicks, clickers, buyers, orders from conversion_counts
    union all
    select
        'campaign' as dimension, cast(c.campaign_id as varchar) as key, c.clicks, c.clickers,
        coalesce(o.buyers, 0) as buyers, coalesce(o.orders, 0) as orders
    from campaign_clicks as c
    left join campaign_orders as o on o.campaign_id = c.campaign_id
),
collaboration_names as (
    select kol_id, min(kol_name) as kol_name from records.collaboration group by kol_id
),
benchmarks as (
    select key as benchmark_key, cast(trim(cast(value as varchar), '"') as double) as benchmark
    from records.setting
    where key like 'benchmark.%'
)
select
    c.dimension, c.key,
    case c.dimension
        when 'note' then coalesce(n.title, c.key)
        when 'kol' then coalesce(k.nickname, b.kol_name, c.key)
        when 'campaign' then p.name
        when 'product' then coalesce(g.name, c.key)
        else c.key
    end as label,
    case c.dimension
        when 'campaign' then coalesce(nullif(p.name_zh, ''), p.name)
        when 'product' then coalesce(nullif(g.name_zh, ''), g.name)
    end as label_zh,
    m.benchmark_key, c.clicks, c.clickers, c.buyers, c.orders,
    c.buyers / cast(nullif(c.clickers, 0) as double) as by_clicker,
    wilson_low(c.buyers, c.clickers) as by_clicker_low,
    wilson_high(c.buyers, c.clickers) as by_clicker_high,
    c.orders / cast(nullif(c.clicks, 0) as double) as by_click,
    m.benchmark, c.clickers >= 30 as is_enough
from counts as c
left join notes as n on c.dimension = 'note' and n.note_id = c.key
left join kols as k on c.dimension = 'kol' and k.kol_id = c.key
left join collaboration_names as b on c.dimension = 'kol' and b.kol_id = c.key
left join records.campaign as p on c.dimension = 'campaign' and cast(p.id as varchar) = c.key
left join records.product as g on c.dimension = 'product' and g.product_id = c.key
left join benchmarks as m on c.dimension = 'channel' and m.benchmark_key = 'benchmark.' || c.key
