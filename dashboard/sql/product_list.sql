-- One row per product: its brand, what it costs, in how many campaigns it is, how often and when last it was ordered, and the
-- samples of it; by brand and name.
with sold as (
    select product_id, count(distinct order_id) as orders, max(shanghai_date(ordered_at)) as sold_date
    from orders
    where product_id is not null
    group by product_id
),
listed as (
    select product_id, count(*) as campaigns
    from records.campaign_product
    group by product_id
)
select
    p.product_id, p.version, b.code as brand_code, p.name, p.name_zh, p.category, p.cost_fen, coalesce(g.campaigns, 0) as campaigns, coalesce(s.orders, 0) as orders, s.sold_date
from records.product as p
join records.brand as b on b.id = p.brand_id
left join listed as g on g.product_id = p.product_id
left join sold as s on s.product_id = p.product_id
order by b.name, p.name, p.product_id
