-- Campaigns as briefs, the newest first: days, audience, words, what is sold, and whether there are sales to judge by.
with sold as (
    select
        l.campaign_id, string_agg(distinct p.category, ',' order by p.category) as categories,
        string_agg(concat_ws(' ', p.name_zh, p.name), ' ' order by p.product_id) as product_names
    from records.campaign_product as l
    join records.product as p on p.product_id = l.product_id
    group by l.campaign_id
),
reach as (
    select shanghai_date(max(newest_at)) as reach_date from data_reach
)
select
    c.id, c.code, c.name, c.name_zh, c.brand_id, b.name as brand_name, b.name_zh as brand_name_zh, c.method, c.since_date,
    c.before_date, c.brief, c.must_have, c.target_audience, s.categories, s.product_names, r.reach_date,
    cast(c.since_date as date) <= r.reach_date as has_begun
from records.campaign as c
join records.brand as b on b.id = c.brand_id
left join sold as s on s.campaign_id = c.id
cross join reach as r
where not c.is_archived
order by cast(c.since_date as date) desc, c.code
