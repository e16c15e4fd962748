-- One row per sell-out of a campaign's products that began or lasted in its days, the newest first. Parameter: campaign
-- (code).
select
    o.product_id, p.name, p.name_zh, o.note_id, o.note_title, coalesce(k.nickname, l.kol_name) as kol_name, o.clicks_without_stock,
    o.clickers_without_stock, o.leading_clicks, o.hours_to_sold_out, o.hours_without_stock, o.is_out_still, o.published_at,
    o.in_stock_at, o.sold_out_at, o.restocked_at
from sell_outs as o
join records.campaign_product as g on g.product_id = o.product_id
join records.campaign as c on c.id = g.campaign_id
join records.product as p on p.product_id = o.product_id
left join kols as k on k.kol_id = o.kol_id
left join records.collaboration as l on l.campaign_id = c.id and l.kol_id = o.kol_id
where c.code = $campaign
    and shanghai_date(o.sold_out_at) < c.before_date
    and (o.restocked_at is null or shanghai_date(o.restocked_at) >= c.since_date)
order by o.sold_out_at desc, o.product_id
