-- One row per note of a campaign, the one that sold most first.
-- Parameter: campaign (code).
select
    n.note_id, n.title, n.kol_name, n.tier, n.kind, f.url, n.published_at, n.impressions, n.reads, n.engagement, n.clicks, n.clickers,
    n.buyers, n.orders, n.kept_orders, n.gmv_fen, n.refunds_fen, n.net_sales_fen, n.spend_fen,
    n.clicks::double / nullif(n.reads, 0) as click_share,
    n.buyers::double / nullif(n.clickers, 0) as by_clicker,
    n.is_paid
from campaign_notes as n
join records.campaign as c on c.id = n.campaign_id
left join notes as f on f.note_id = n.note_id
where c.code = $campaign
order by n.net_sales_fen desc nulls last, n.reads desc nulls last, n.note_id
