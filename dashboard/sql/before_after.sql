-- One row per campaign of this code: orders of its products in as many days before its start as after it (28 at most, within
-- the data), and in the same days those of control products, which were in no campaign meanwhile. Parameter: campaign (code).
-- match: `category` where a control product is of the same category, else `any`; without any control it is null.
with
chosen as (select id, since_date::date as since_date, before_date::date as before_date from records.campaign where code = $campaign),
reach as (select min(shanghai_date(ordered_at)) as first_date, max(shanghai_date(ordered_at)) as last_date from orders),
spans as (
    select
        c.id, c.since_date,
        greatest(least(28, c.since_date - r.first_date, least(c.before_date, r.last_date) - c.since_date), 0)::integer as days
    from chosen as c
    cross join reach as r
),
own as (
    select g.product_id, p.category
    from spans as s
    join records.campaign_product as g on g.campaign_id = s.id
    left join records.product as p on p.product_id = g.product_id
),
busy as (
    select g.product_id
    from spans as s
    join records.campaign as o on o.since_date::date < s.since_date + s.days and o.before_date::date > s.since_date - s.days
    join records.campaign_product as g on g.campaign_id = o.id
),
free as (
    select p.product_id, p.category in (select category from own) as is_alike
    from records.product as p
    where p.product_id not in (select product_id from busy) and p.product_id not in (select product_id from own)
),
controls as (
    select product_id, case when is_alike then 'category' else 'any' end as match
    from free
    where is_alike or not exists (select 1 from free where is_alike)
),
counted as (
    select
        case when o.product_id in (select product_id from own) then 'own' else 'control' end as side,
        shanghai_date(o.ordered_at) >= s.since_date as is_after, count(distinct o.shop_id || '/' || o.order_id) as orders
    from spans as s
    join orders as o
        on shanghai_date(o.ordered_at) >= s.since_date - s.days and shanghai_date(o.ordered_at) < s.since_date + s.days
        and is_sale(o.status, o.paid_at)
    where o.product_id in (select product_id from own) or o.product_id in (select product_id from controls)
    group by side, is_after
)
select
    s.days, (select any_value(match) from controls) as match, (select count(*) from controls) as controls,
    coalesce((select orders from counted where side = 'own' and not is_after), 0) as own_before,
    coalesce((select orders from counted where side = 'own' and is_after), 0) as own_after,
    coalesce((select orders from counted where side = 'control' and not is_after), 0) as control_before,
    coalesce((select orders from counted where side = 'control' and is_after), 0) as control_after,
    s.since_date - s.days as since_date, s.since_date + s.days as before_date
from spans as s
