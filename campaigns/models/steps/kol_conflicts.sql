-- One row per collaboration, other collaboration of the same KOL for another brand, product category and kind of conflict.
-- key: collaboration_id, other_collaboration_id, category, kind
-- sources: records.collaboration, records.campaign, records.campaign_product, records.product, records.exclusivity
-- runs: live
-- why: warned of before a KOL is agreed with. `bound`: the KOL is exclusive to the other brand in a category we sell, for days
--   of our campaign. `broken`: the other campaign falls into the days the KOL is exclusive to us. `competing`: both brands sell
--   the category in the same days. since_date and before_date are those days, half open. Declined and dropped do not count.
--   Actions run this file on the records themselves: it is written in what SQLite, PostgreSQL and DuckDB share.
with placed as (
    select k.id as collaboration_id, k.kol_id, k.campaign_id, c.brand_id, c.since_date as since_date, c.before_date as before_date
    from records.collaboration as k
    join records.campaign as c on c.id = k.campaign_id
    where k.state not in ('declined', 'dropped')
),
sold as (
    select distinct l.campaign_id, p.category
    from records.campaign_product as l
    join records.product as p on p.product_id = l.product_id
),
claims as (
    select
        a.collaboration_id, b.collaboration_id as other_collaboration_id, s.category, 'competing' as kind,
        a.since_date as since_date, a.before_date as before_date, b.since_date as other_since_date, b.before_date as other_before_date
    from placed as a
    join placed as b on b.kol_id = a.kol_id and b.brand_id <> a.brand_id
    join sold as s on s.campaign_id = a.campaign_id
    join sold as t on t.campaign_id = b.campaign_id and t.category = s.category
    union all
    select
        a.collaboration_id, b.collaboration_id as other_collaboration_id, e.category, 'bound' as kind,
        a.since_date as since_date, a.before_date as before_date, e.since_date as other_since_date, e.before_date as other_before_date
    from records.exclusivity as e
    join placed as b on b.collaboration_id = e.collaboration_id
    join placed as a on a.kol_id = b.kol_id and a.brand_id <> b.brand_id
    join sold as s on s.campaign_id = a.campaign_id and s.category = e.category
    union all
    select
        a.collaboration_id, b.collaboration_id as other_collaboration_id, e.category, 'broken' as kind,
        e.since_date as since_date, e.before_date as before_date, b.since_date as other_since_date, b.before_date as other_before_date
    from records.exclusivity as e
    join placed as a on a.collaboration_id = e.collaboration_id
    join placed as b on b.kol_id = a.kol_id and b.brand_id <> a.brand_id
    join sold as s on s.campaign_id = b.campaign_id and s.category = e.category
),
shared as (
    select
        collaboration_id, other_collaboration_id, category, kind,
        case when since_date > other_since_date then since_date else other_since_date end as since_date,
        case when before_date < other_before_date then before_date else other_before_date end as before_date
    from claims
    where since_date < other_before_date and other_since_date < before_date
)
select
    collaboration_id, other_collaboration_id, category, kind, min(since_date) as since_date, max(before_date) as before_date
from shared
group by collaboration_id, other_collaboration_id, category, kind
