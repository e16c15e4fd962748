-- One row per collaboration whose notes have clicks counted in sums alone, and no click of their own: reads, clicks, and orders
-- that name the KOL (statement, KOL id on the order, promo code). Nobody knows who clicked: by click only. Newest campaign first.
with
summed as (
    select note_id, max(clicks) as clicks, max(until_date) as until_date
    from (
        select source, note_id, sum(clicks) as clicks, max(until_date) as until_date from click_totals group by source, note_id
    )
    group by note_id
),
linked as (
    select n.collaboration_id, n.note_id, t.clicks, t.until_date, f.reads
    from records.collaboration_note as n
    join summed as t on t.note_id = n.note_id
    left join note_funnel as f on f.note_id = n.note_id
    where n.note_id not in (select k.note_id from clicks as k where k.note_id is not null)
),
named as (
    select collaboration_id, count(distinct shop_id || '/' || order_id) as orders
    from campaign_credits
    where evidence in ('settlement', 'source_kol', 'promo_code')
    group by collaboration_id
)
select
    b.kol_id, b.kol_name, c.code, c.name, c.name_zh, count(*) as notes, sum(l.reads)::bigint as reads,
    sum(l.clicks)::bigint as clicks, coalesce(any_value(o.orders), 0) as orders,
    coalesce(any_value(o.orders), 0)::double / nullif(sum(l.clicks), 0) as by_click, max(l.until_date) as until_date
from linked as l
join records.collaboration as b on b.id = l.collaboration_id
join records.campaign as c on c.id = b.campaign_id
left join named as o on o.collaboration_id = l.collaboration_id
group by b.id, b.kol_id, b.kol_name, c.code, c.name, c.name_zh, c.since_date
order by c.since_date desc, clicks desc, b.kol_id
