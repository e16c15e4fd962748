-- Who is out for a brief, and why: bound to another brand, at work for a rival, blocked, without a free slot, or in the
-- pipeline already. $brand_id is the brand's number (0: none), $categories what it sells; a rival counts $rival_days.
with wanted as (
    select unnest(string_split($categories, ',')) as category
),
placed as (
    select k.kol_id, k.id, c.code, c.brand_id, c.id as campaign_id, k.state, cast(c.since_date as date) as since_date,
        cast(c.before_date as date) as before_date
    from records.collaboration as k
    join records.campaign as c on c.id = k.campaign_id
),
sold as (
    select distinct l.campaign_id
    from records.campaign_product as l
    join records.product as p on p.product_id = l.product_id
    join wanted as w on w.category = p.category
)
select k.kol_id, 'exclusivity' as rule, max(cast(e.before_date as date)) as until_date, max(e.category) as detail
from records.exclusivity as e
join placed as k on k.id = e.collaboration_id
join wanted as w on w.category = e.category
where k.brand_id <> $brand_id and k.state not in ('declined', 'dropped')
    and cast(e.since_date as date) < cast($ends as date) and cast(e.before_date as date) > cast($starts as date)
group by k.kol_id
union all
select k.kol_id, 'rival' as rule, max(k.before_date + cast($rival_days as integer)) as until_date, max(k.code) as detail
from placed as k
join sold as s on s.campaign_id = k.campaign_id
where k.brand_id <> $brand_id and k.state in ('agreed', 'sample_out', 'draft_in', 'approved', 'published', 'measured', 'settled')
    and k.since_date < cast($ends as date) and k.before_date + cast($rival_days as integer) > cast($starts as date)
group by k.kol_id
union all
select h.kol_id, h.kind as rule, max(cast(h.before_date as date)) as until_date, max(h.reason) as detail
from records.kol_hold as h
where h.brand_id = $brand_id and cast(h.since_date as date) < cast($ends as date)
    and coalesce(cast(h.before_date as date) > cast($starts as date), true)
group by h.kol_id, h.kind
union all
select k.kol_id, 'in_pipeline' as rule, null as until_date, max(k.state) as detail
from placed as k
where k.code = $campaign
group by k.kol_id
order by kol_id, rule
