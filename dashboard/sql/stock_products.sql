-- One row per product of a campaign that has stock counts, those that sold out first. Parameter: campaign (code).
select
    p.product_id, p.name, p.name_zh,
    exists (
        select 1
        from sell_outs as o
        where o.product_id = p.product_id and shanghai_date(o.sold_out_at) >= c.since_date
            and shanghai_date(o.sold_out_at) < c.before_date
    ) as has_sold_out
from records.campaign_product as g
join records.campaign as c on c.id = g.campaign_id and c.code = $campaign
join records.product as p on p.product_id = g.product_id
where exists (select 1 from stock_levels as s where s.product_id = p.product_id)
order by has_sold_out desc, p.product_id
