-- One row per business date of a campaign from its first to its last event: clicks, orders, money, notes.
-- Parameter: campaign (code).
select
    d.business_date, d.gmv_fen, d.refunds_fen, d.net_sales_fen, d.ad_spend_fen, d.clicks, d.orders, d.notes_published
from campaign_days as d
join records.campaign as c on c.id = d.campaign_id
where c.code = $campaign
order by d.business_date
