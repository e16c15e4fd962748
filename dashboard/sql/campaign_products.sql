-- One row per product of the brands, with the campaign that sells it and the page its notes lead to (null where none does).
-- Parameter: campaign (code; empty for a new one).
select
    p.product_id, b.code as brand, p.brand_id, p.name, p.name_zh, p.category, l.link, l.product_id is not null as is_sold
from records.product as p
join records.brand as b on b.id = p.brand_id
left join records.campaign as c on c.code = $campaign
left join records.campaign_product as l on l.campaign_id = c.id and l.product_id = p.product_id
order by p.name, p.product_id
