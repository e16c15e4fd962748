-- One row per campaign that is not archived: its plan, its money, its notes and its conversion; those with money first, then newest first.
-- Parameter: brand (code of a brand; empty for all).
select
    c.code, b.code as brand_code, c.name, c.name_zh, b.name as brand_name, b.name_zh as brand_name_zh, c.method,
    t.budget_fen, t.spend_fen, t.gmv_fen, t.refunds_fen, t.net_sales_fen, t.product_cost_fen, t.platform_fee_fen,
    t.third_party_fen, t.kol_commission_fen, t.fixed_fee_fen, t.samples_fen, t.ads_fen, t.contribution_fen,
    t.impressions, t.reads, t.clicks, t.orders, t.kept_orders, t.clickers, t.buyers, t.notes, t.kols,
    v.by_clicker, v.by_clicker_low, v.by_clicker_high, v.benchmark,
    t.spend_fen::double / nullif(t.budget_fen, 0) as budget_share,
    t.refunds_fen::double / nullif(t.gmv_fen, 0) as refund_share,
    t.contribution_fen::double / nullif(t.net_sales_fen, 0) as contribution_share,
    t.net_sales_fen::double / nullif(t.spend_fen, 0) as roas,
    t.contribution_fen::double / nullif(t.spend_fen, 0) as net_roi,
    coalesce(v.is_enough, false) as is_enough,
    c.since_date as since_date, c.before_date as before_date
from records.campaign as c
join records.brand as b on b.id = c.brand_id
join campaign_totals as t on t.campaign_id = c.id
left join conversion as v on v.dimension = 'campaign' and v.key = c.id::varchar
where not c.is_archived and ($brand = '' or b.code = $brand)
order by t.spend_fen = 0 and t.gmv_fen = 0, c.since_date desc, c.code
