-- One row per note that links a product of the brands, or belongs to a collaboration: paid, earned (nobody was paid for it)
-- or own (the brand's account). Parameter: campaign (code; then its products, its days and its collaborations; empty for all).
with
goods as (
    select p.product_id, c.since_date, c.before_date
    from records.product as p
    left join records.campaign_product as g on $campaign <> '' and g.product_id = p.product_id
    left join records.campaign as c on c.id = g.campaign_id and c.code = $campaign
    where $campaign = '' or c.id is not null
),
linking as (
    select note_id, product_id from note_products
    union
    select note_id, product_id from records.link
),
about as (
    select distinct x.note_id
    from linking as x
    join goods as g on g.product_id = x.product_id
    join notes as n on n.note_id = x.note_id
    where g.since_date is null
        or (shanghai_date(n.published_at) >= g.since_date and shanghai_date(n.published_at) < g.before_date)
    union
    select l.note_id
    from records.collaboration_note as l
    join records.collaboration as b on b.id = l.collaboration_id
    join records.campaign as c on c.id = b.campaign_id
    where $campaign = '' or c.code = $campaign
),
paid as (
    select l.note_id, c.code
    from records.collaboration_note as l
    join records.collaboration as b on b.id = l.collaboration_id
    join records.campaign as c on c.id = b.campaign_id
)
select
    a.note_id,
    case when p.note_id is not null then 'paid' when n.account is not null then 'own' else 'earned' end as earned_by,
    coalesce(k.nickname, n.account) as kol_name, n.title, n.url, f.reads, f.engagement, f.clicks, f.orders, f.net_sales_fen, n.published_at
from about as a
left join paid as p on p.note_id = a.note_id
left join notes as n on n.note_id = a.note_id
left join note_funnel as f on f.note_id = a.note_id
left join kols as k on k.kol_id = n.kol_id
where $campaign = '' or p.note_id is null or p.code = $campaign
order by f.net_sales_fen desc nulls last, f.reads desc nulls last, a.note_id
