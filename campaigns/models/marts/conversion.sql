-- One row per value of a dimension (all, note, kol, product, section, channel; campaign, method, tier, cohort) that was clicked.
-- key: dimension, key
-- sources: conversion_counts, clicks, order_credits, notes, kols, records.collaboration_note, records.collaboration, records.campaign, records.product, records.setting
-- runs: live
-- why: by-clicker conversion is the distinct buyers with an order credited to the last touch within 15 days over the
--   distinct buyers who clicked, with its Wilson 95 % interval; by-click is orders over clicks. Campaign, method, tier and
--   cohort (the Monday of the week of publication) count the notes linked to campaigns. The benchmark is the setting
--   `benchmark.<channel>`, from the brief, unverified, and stands beside its channel only. is_enough: at least 30 clickers.
--   shrunk is the mean of the Beta posterior: the prior, worth prior_clickers, is the dimension's own spread (empirical Bayes;
--   moments by J. C. Kleinman, 1973, JASA 68, p. 46-54), none below three members; no spread beyond chance pools them all.
with linked as (
    select
        l.note_id, cast(c.campaign_id as varchar) as campaign, p.method, coalesce(k.tier, 'unknown') as tier,
        coalesce(cast(cast(date_trunc('week', shanghai_date(n.published_at)) as date) as varchar), 'unknown') as cohort
    from records.collaboration_note as l
    join records.collaboration as c on c.id = l.collaboration_id
    join records.campaign as p on p.id = c.campaign_id
    left join notes as n on n.note_id = l.note_id
    left join kols as k on k.kol_id = c.kol_id
),
grouped as (
    select note_id, 'campaign' as dimension, campaign as key from linked
    union all
    select note_id, 'method' as dimension, method as key from linked
    union all
    select note_id, 'tier' as dimension, tier as key from linked
    union all
    select note_id, 'cohort' as dimension, cohort as key from linked
),
group_clicks as (
    select g.dimension, g.key, count(*) as clicks, count(distinct k.buyer_key) as clickers
    from clicks as k
    join grouped as g on g.note_id = k.note_id
    group by g.dimension, g.key
),
group_orders as (
    select
        g.dimension, g.key, count(distinct o.buyer_key) as buyers, count(distinct o.shop_id || '/' || o.order_id) as orders
    from order_credits as o
    join grouped as g on g.note_id = o.note_id
    where o.rule = 'last'
    group by g.dimension, g.key
),
counts as (
    select dimension, key, clicks, clickers, buyers, orders from conversion_counts
    union all
    select
        c.dimension, c.key, c.clicks, c.clickers, coalesce(o.buyers, 0) as buyers, coalesce(o.orders, 0) as orders
    from group_clicks as c
    left join group_orders as o on o.dimension = c.dimension and o.key = c.key
),
means as (
    select
        dimension, count(*) as members, cast(sum(clickers) as double) as clickers,
        cast(sum(buyers) as double) / sum(clickers) as mean,
        sum(cast(clickers as double) * clickers) / sum(clickers) as heavy
    from counts
    where clickers > 0
    group by dimension
    having count(*) >= 3
),
spreads as (
    select
        m.dimension, m.members, m.mean, m.clickers,
        (sum(c.clickers * (cast(c.buyers as double) / c.clickers - m.mean) * (cast(c.buyers as double) / c.clickers - m.mean))
            - m.mean * (1 - m.mean) * (m.members - 1))
            / nullif(m.mean * (1 - m.mean) * (m.clickers - m.heavy - (m.members - 1)), 0) as likeness
    from counts as c
    join means as m on m.dimension = c.dimension
    where c.clickers > 0
    group by m.dimension, m.members, m.mean, m.clickers, m.heavy
),
priors as (
    select
        dimension, members, mean,
        case when likeness > 1 / (1 + clickers) and likeness < 1 then (1 - likeness) / likeness else clickers end as worth
    from spreads
    where mean > 0 and mean < 1
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
    m.benchmark,
    case when c.clickers > 0 then (c.buyers + h.mean * h.worth) / (c.clickers + h.worth) end as shrunk,
    h.mean as prior_mean, h.worth as prior_clickers, h.members as prior_members, c.clickers >= 30 as is_enough
from counts as c
left join notes as n on c.dimension = 'note' and n.note_id = c.key
left join kols as k on c.dimension = 'kol' and k.kol_id = c.key
left join collaboration_names as b on c.dimension = 'kol' and b.kol_id = c.key
left join records.campaign as p on c.dimension = 'campaign' and cast(p.id as varchar) = c.key
left join records.product as g on c.dimension = 'product' and g.product_id = c.key
left join priors as h on h.dimension = c.dimension
left join benchmarks as m on c.dimension = 'channel' and m.benchmark_key = 'benchmark.' || c.key
