-- One row per conflict of a collaboration: from the records, and (`published`) notes of the KOL in the campaign's days that link
-- another brand's product of a category the campaign sells. The other party is named where the reader may know it.
-- Parameter: collaboration (number).
with
chosen as (
    select k.id, k.kol_id, k.campaign_id, c.brand_id, c.since_date as since_date, c.before_date as before_date
    from records.collaboration as k
    join records.campaign as c on c.id = k.campaign_id
    where k.id = $collaboration
),
sold as (
    select distinct p.category
    from chosen as h
    join records.campaign_product as l on l.campaign_id = h.campaign_id
    join records.product as p on p.product_id = l.product_id
)
select
    f.kind, f.category, b.name as brand_name, b.name_zh as brand_name_zh, c.code as campaign, c.name, c.name_zh, null as note_id,
    null as title, f.since_date as since_date, f.before_date as before_date
from kol_conflicts as f
join chosen as h on h.id = f.collaboration_id
left join records.collaboration as k on k.id = f.other_collaboration_id
left join records.campaign as c on c.id = k.campaign_id
left join records.brand as b on b.id = c.brand_id
union all
select distinct
    'published' as kind, p.category, b.name as brand_name, b.name_zh as brand_name_zh, null as campaign, null as name,
    null as name_zh, n.note_id, n.title, (n.published_at at time zone 'Asia/Shanghai')::date as since_date,
    (n.published_at at time zone 'Asia/Shanghai')::date + 1 as before_date
from chosen as h
join notes as n on n.kol_id = h.kol_id
join note_products as x on x.note_id = n.note_id
join records.product as p on p.product_id = x.product_id and p.brand_id <> h.brand_id
join sold as s on s.category = p.category
left join records.brand as b on b.id = p.brand_id
where (n.published_at at time zone 'Asia/Shanghai')::date >= h.since_date
    and (n.published_at at time zone 'Asia/Shanghai')::date < h.before_date
order by since_date, kind, category
