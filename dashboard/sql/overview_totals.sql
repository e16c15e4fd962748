-- One row: the sums over the campaigns of one brand, or of all.
-- Parameter: brand (code; empty for all).
select
    sum(t.budget_fen)::bigint as budget_fen, sum(t.spend_fen)::bigint as spend_fen, sum(t.gmv_fen)::bigint as gmv_fen,
    sum(t.refunds_fen)::bigint as refunds_fen, sum(t.net_sales_fen)::bigint as net_sales_fen,
    sum(t.contribution_fen)::bigint as contribution_fen,
    count(*)::bigint as campaigns, (count(*) filter (where t.contribution_fen < 0))::bigint as losing,
    sum(t.spend_fen)::double / nullif(sum(t.budget_fen), 0) as budget_share,
    sum(t.refunds_fen)::double / nullif(sum(t.gmv_fen), 0) as refund_share,
    sum(t.contribution_fen)::double / nullif(sum(t.net_sales_fen), 0) as contribution_share,
    sum(t.net_sales_fen)::double / nullif(sum(t.spend_fen), 0) as roas,
    sum(t.contribution_fen)::double / nullif(sum(t.spend_fen), 0) as net_roi
from campaign_totals as t
join records.campaign as c on c.id = t.campaign_id
join records.brand as b on b.id = c.brand_id
where not c.is_archived and ($brand = '' or b.code = $brand)
