-- One row per note and collaboration it is proposed for, the surest and then the one that sold most first.
-- Parameter: campaign (code; empty for all).
select
    o.note_id, o.collaboration_id, c.code as campaign, c.name, c.name_zh, o.kol_name, o.title, n.url, g.name as product,
    g.name_zh as product_zh, o.strength, o.net_sales_fen, o.reads, o.clicks, o.orders, o.is_linking_product,
    o.is_naming_product, o.is_naming_brand, o.is_as_drafted, o.is_sponsored, o.is_in_period, o.published_at
from note_proposals as o
join records.campaign as c on c.id = o.campaign_id
left join notes as n on n.note_id = o.note_id
left join records.product as g on g.product_id = o.product_id
where $campaign = '' or c.code = $campaign
order by o.points >= 60 desc, o.points >= 90 desc, o.net_sales_fen desc nulls last, o.published_at desc, o.note_id, o.rank
